package mapping

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed json-in-aggregate.md
var jsonInAggregatePage string

func jsonInAggregate() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/json-in-aggregate", Severity: lint.Warning, Page: jsonInAggregatePage,
			Summary:  "a json column beside aggregations, in a table that the job creates",
			Evidence: "documented: aggregations make an aggregate table, and json columns are for detail tables (V); that the two exclude each other follows (I)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			if creates, _ := p.Root.Get("createTableIfNotExists").Bool(); !creates || !aggregates(p) {
				return
			}
			for _, e := range p.Expressions() {
				if e.Role != lint.Dimension || !e.Mapping.Exists() || !e.Sound() || e.Checked().Type(e.Tree).Kind != druidsql.JSONType {
					continue
				}
				advice := "Take single values out of it by JSON_VALUE"
				if name, ok := columnName(e.Tree); ok {
					advice = fmt.Sprintf("Take single values out of it, as by JSON_VALUE(%s, '$.member')", druidsql.QuoteIdentifier(name))
				}
				p.Report(about(e, e.Tree.Span(), fmt.Sprintf("%s is of the type json, but the job aggregates, so that the table it creates is an aggregate table, and only detail tables have json columns. %s, or leave the aggregations to queries", shown(e, e.Tree), advice)))
			}
		},
	}
}
