package mapping

import (
	_ "embed"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed unknown-function.md
var unknownFunctionPage string

func unknownFunction() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/unknown-function", Severity: lint.Warning, Page: unknownFunctionPage,
			Summary:  "a function that Druid does not have, as far as is known",
			Evidence: "Druid's operator tables and documentation; Polaris may have more (V, D§7.3)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for e, found := range problems(p, druidsql.UnknownFunction, druidsql.NotInDruid) {
				problem := reported(e, found)
				if found.Code == druidsql.NotInDruid {
					problem.Severity = lint.Error
				}
				p.Report(problem)
			}
		},
	}
}
