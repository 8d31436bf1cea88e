package input

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

//go:embed boolean.md
var booleanPage string

func boolean() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "input/boolean", Severity: lint.Warning, Page: booleanPage,
			Summary:  "a boolean is declared as a number that Druid cannot make of it",
			Evidence: "Druid Rows.java objectToNumber and DimensionHandlerUtils.java, read and not run",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) { judged(p, "input/boolean", declareAsText) },
	}
}

// declareAsText advises the texts 'true' and 'false', which are right in every kind of job.
func declareAsText(p *lint.Pass, d declared) (string, []lint.Fix) {
	if field.Best(d.field.Type, d.schema.Reading) != field.AsString {
		return declareAs(p, d)
	}
	number := fmt.Sprintf("CASE %s WHEN 'true' THEN 1 WHEN 'false' THEN 0 END", druidsql.QuoteIdentifier(d.name))
	return fmt.Sprintf("Declare it as %q and write %s", field.AsString, number), retyped(p, d, field.AsString, number)
}
