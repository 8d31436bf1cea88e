package filter

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed frozen-clock.md
var frozenClockPage string

func frozenClock() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "filter/frozen-clock", Severity: lint.Warning, Page: frozenClockPage,
			Summary:  "a filter that compares with the present time, which is that of the start of the job",
			Evidence: "documented for filters (V); Druid's planner makes a constant of CURRENT_TIMESTAMP (D§5)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			streaming := p.Job().Type() == "streaming"
			for _, e := range conditions(p) {
				if !e.Sound() {
					continue
				}
				told := map[string]bool{}
				for _, call := range e.Calls() {
					if name := strings.ToUpper(call.Function.Text); isClock(call) && !told[name] {
						told[name] = true
						p.Report(frozen(e, call, streaming))
					}
				}
			}
		},
	}
}

func frozen(e *lint.Expression, call *druidsql.Call, streaming bool) lint.Problem {
	name := strings.ToUpper(call.Function.Text)
	if streaming {
		return about(e, call.At, fmt.Sprintf("%s is the time when the job started, however long it runs: the filter drifts away from the events. "+
			`To drop old or future events, use "lateMessageRejectionPeriod" and "earlyMessageRejectionPeriod"`, name))
	}
	problem := about(e, call.At, fmt.Sprintf("%s is the time when the job starts, so that another run of the same job takes other rows. Write a TIMESTAMP literal if every run is to take the same", name))
	problem.Severity = lint.Info
	return problem
}

// isClock reports whether a call gives the present time.
func isClock(call *druidsql.Call) bool {
	switch strings.ToUpper(call.Function.Text) {
	case "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIMESTAMP", "LOCALTIME":
		return true
	}
	return false
}
