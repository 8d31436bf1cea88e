package mapping

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed not-mergeable.md
var notMergeablePage string

func notMergeable() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/not-mergeable", Severity: lint.Warning, Page: notMergeablePage,
			Summary:  "a measure whose values cannot be merged later",
			Evidence: "documented: the functions for measures, a list that is known in part (V); Druid docs/multi-stage-query/concepts.md (D§6)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, e := range groupings(p) {
				if e.Role == lint.Measure && e.Column != "__time" && !has(e, druidsql.NestedAggregate) {
					reportUnmergeable(p, e)
				}
			}
		},
	}
}

// reportUnmergeable reports the aggregates that cannot be merged; if all can, what is computed from them.
func reportUnmergeable(p *lint.Pass, e *lint.Expression) {
	var parts []string
	told := map[string]bool{}
	for call := range druidsql.Aggregates(e.Tree) {
		parts = append(parts, shown(e, call))
		name := strings.ToUpper(call.Function.Text)
		if message := unmergeable(call); message != "" && !told[name] {
			told[name] = true
			p.Report(about(e, call.Function.At, message))
		}
	}
	if call, ok := uncast(e.Tree).(*druidsql.Call); len(told) > 0 || len(parts) == 0 || ok && druidsql.IsAggregate(call) {
		return
	}
	p.Report(about(e, e.Tree.Span(), fmt.Sprintf("the measure is computed from aggregates, so that its value is final: it cannot be merged when rows are rolled up further or queried together. Store %s by itself and compute the rest in queries", listed(parts))))
}

// maxListed bounds how many parts a message lists.
const maxListed = 3

// listed joins the different parts: "SUM(a), SUM(b) and 2 more".
func listed(parts []string) string {
	slices.Sort(parts)
	parts = slices.Compact(parts)
	if more := len(parts) - maxListed; more > 0 {
		return strings.Join(parts[:maxListed], ", ") + fmt.Sprintf(" and %d more each", more)
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1] + " each"
}

// unmergeable says why what an aggregate stores cannot be merged; "" if it can, as far as is known.
func unmergeable(call *druidsql.Call) string {
	f, ok := druidsql.Lookup(call.Function.Text)
	if !ok {
		return ""
	}
	switch name := f.Name; {
	case name == "AVG":
		return "AVG stores an average, and averages cannot be merged when rows are rolled up further or queried together. Store SUM and COUNT each, and divide them in queries"
	case f.Rollup == druidsql.RollupNo:
		return fmt.Sprintf("%s makes a list of values, which cannot be merged when rows are rolled up further, and which fails above 1,024 bytes. Make the value a dimension, or keep one of them by LATEST_BY", name)
	case f.Rollup == druidsql.RollupQueryOnly:
		return fmt.Sprintf("%s works on stored sketches when they are queried. Store DS_QUANTILES_SKETCH, and use %s in queries", name, name)
	case f.Rollup == druidsql.RollupUnknown && !documentedMeasure(name):
		return fmt.Sprintf("%s is not among the functions that are documented for measures, so that it may be refused, or its values may not be mergeable. The functions are COUNT, SUM, MIN, MAX, EARLIEST_BY, LATEST_BY, VARIANCE, APPROX_COUNT_DISTINCT and the sketches DS_HLL, DS_THETA and DS_QUANTILES_SKETCH", name)
	}
	return ""
}

// documentedMeasure reports whether Polaris documents a function for measures of which Druid says nothing.
func documentedMeasure(name string) bool {
	return name == "VARIANCE" || name == "VAR_SAMP" || name == "VAR_POP"
}
