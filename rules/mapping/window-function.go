package mapping

import (
	_ "embed"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed window-function.md
var windowFunctionPage string

func windowFunction() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/window-function", Severity: lint.Warning, Page: windowFunctionPage,
			Summary:  "a window function, which ingestion cannot compute",
			Evidence: "Druid's window functions work on the result of a query (D§7); that Polaris refuses them is inferred",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for e, found := range problems(p, druidsql.Window) {
				if call, ok := found.Expr.(*druidsql.Call); ok && call.Over != nil && e.Clause != "" && e.Role != lint.Filter {
					continue // the statement of an SQL job is a query, which can have them
				}
				p.Report(reported(e, found))
			}
		},
	}
}
