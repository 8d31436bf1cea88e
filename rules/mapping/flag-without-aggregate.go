package mapping

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

//go:embed flag-without-aggregate.md
var flagWithoutAggregatePage string

func flagWithoutAggregate() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/flag-without-aggregate", Severity: lint.Warning, Page: flagWithoutAggregatePage,
			Summary:  `a mapping that says "isAggregation": true and has no aggregate`,
			Evidence: "documented: a measure is one of the listed aggregations (V); what happens without one is inferred (I)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, e := range groupings(p) {
				if e.Role != lint.Measure || e.Column == "__time" || firstAggregate(e) != nil {
					continue
				}
				flag := e.Mapping.Get("isAggregation")
				p.Report(lint.Problem{
					At: flag,
					Message: fmt.Sprintf("%s is marked as an aggregation and has no aggregate function, so that there is no measure to merge rows into. Leave out \"isAggregation\" for a dimension, or aggregate it, such as by MAX(…)",
						shown(e, e.Tree)),
					Fixes: []lint.Fix{{Title: `leave out "isAggregation"`, Edits: document.RemoveMember(flag)}},
				})
			}
		},
	}
}
