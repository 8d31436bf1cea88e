package mapping

import (
	_ "embed"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed distinct.md
var distinctPage string

func distinct() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/distinct", Severity: lint.Warning, Page: distinctPage,
			Summary:  "DISTINCT in an aggregate that does not take it",
			Evidence: "Druid DruidSqlValidator.validateCall (D§6)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for e, found := range problems(p, druidsql.DistinctAggregate) {
				p.Report(reported(e, found))
			}
		},
	}
}
