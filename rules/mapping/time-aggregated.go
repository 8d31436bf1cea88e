package mapping

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

//go:embed time-aggregated.md
var timeAggregatedPage string

func timeAggregated() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/time-aggregated", Severity: lint.Warning, Page: timeAggregatedPage,
			Summary:  `"__time" is made a measure`,
			Evidence: "__time is what rows are grouped and partitioned by (D§6); that a measure is refused there is inferred (I)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, e := range p.Expressions() {
				if !fillsTime(e) || !e.Mapping.Exists() {
					continue
				}
				call := firstAggregate(e)
				if call == nil && e.Role != lint.Measure {
					continue
				}
				problem := lint.Problem{At: e.Node, Subject: e.Mapping.Pointer() + "/isAggregation"}
				flag := e.Mapping.Get("isAggregation")
				var edits []document.Edit
				if e.Role == lint.Measure {
					problem.At = flag
					edits = document.RemoveMember(flag)
				}
				problem.Message = "\"__time\" is marked as an aggregation, but it is what rows are grouped and partitioned by. Leave out \"isAggregation\""
				if call != nil {
					problem.Message = fmt.Sprintf("\"__time\" is filled with the aggregate %s, but it is what rows are grouped and partitioned by. Write the time of the single row, and aggregate it into another column", shown(e, call))
					problem.At, problem.Span = e.Node, e.Place(call.Span())
					edits = nil
					if operand := operand(call, 0); operand != nil && len(call.Args) == 1 {
						edits = append(document.RemoveMember(flag), e.Replace(call.Span(), e.Text(operand.Span()))...)
					}
				}
				if edits != nil {
					problem.Fixes = []lint.Fix{{Title: "take the time of each row", Edits: edits}}
				}
				p.Report(problem)
			}
		},
	}
}
