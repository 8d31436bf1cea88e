package mapping

import (
	_ "embed"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed min-max-string.md
var minMaxStringPage string

func minMaxString() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/min-max-string", Severity: lint.Error, Page: minMaxStringPage,
			Summary:  "MIN or MAX of text or JSON",
			Evidence: "Druid MaxSqlAggregator.java, SimpleSqlAggregator.java (D§4.2)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for e, found := range problems(p, druidsql.MinMaxType) {
				p.Report(reported(e, found))
			}
		},
	}
}
