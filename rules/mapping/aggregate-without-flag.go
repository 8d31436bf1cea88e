package mapping

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed aggregate-without-flag.md
var aggregateWithoutFlagPage string

func aggregateWithoutFlag() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/aggregate-without-flag", Severity: lint.Warning, Page: aggregateWithoutFlagPage,
			Summary:  `an aggregate in a mapping that does not say "isAggregation": true`,
			Evidence: "every documented example marks its measures, but for the count of rows (E)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, e := range groupings(p) {
				if e.Role == lint.Measure || e.Column == "__time" || countsRows(e.Tree) {
					continue
				}
				if call := firstAggregate(e); call != nil {
					p.Report(unmarked(e, call))
				}
			}
		},
	}
}

// countsRows reports whether an expression is COUNT(*), which the service itself adds without a flag.
func countsRows(e druidsql.Expr) bool {
	call, ok := e.(*druidsql.Call)
	return ok && call.Star && call.Filter == nil
}

func unmarked(e *lint.Expression, call *druidsql.Call) lint.Problem {
	problem := about(e, call.Span(), fmt.Sprintf("%s is an aggregate, but the mapping is not marked as one, so that it counts as a dimension: rows cannot be grouped by an aggregate. Add \"isAggregation\": true",
		shown(e, call)))
	problem.Subject = e.Mapping.Pointer() + "/isAggregation"
	flag := e.Mapping.Get("isAggregation")
	edits := document.ReplaceValue(flag, document.BoolOf(true))
	if !flag.Exists() {
		edits = addMember(e.Mapping.Node, "isAggregation", document.BoolOf(true))
	}
	if edits != nil {
		problem.Fixes = []lint.Fix{{Title: `add "isAggregation": true`, Edits: edits}}
	}
	return problem
}
