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
				for i := range problem.Fixes {
					problem.Fixes[i].Safe = false // what other databases mean by the name, and whether Polaris has it, is not known
				}
				if found.Code == druidsql.NotInDruid {
					problem.Severity = lint.Error
				}
				p.Report(problem)
			}
		},
	}
}
