package mapping

import (
	_ "embed"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed argument-count.md
var argumentCountPage string

func argumentCount() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/argument-count", Severity: lint.Error, Page: argumentCountPage,
			Summary:  "a function with too few or too many operands",
			Evidence: "Druid's operator tables, by the generated catalogue (D)",
			Over:     []string{"mapping/argument-type"},
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for e, found := range problems(p, druidsql.ArgumentCount) {
				p.Report(reported(e, found))
			}
		},
	}
}
