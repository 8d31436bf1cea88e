package input

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

//go:embed string-as-json.md
var stringAsJSONPage string

func stringAsJSON() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "input/string-as-json", Severity: lint.Warning, Page: stringAsJSONPage,
			Summary:  "a field of text is declared as json",
			Evidence: "Druid's nested columns keep a text as one JSON string; only PARSE_JSON and TRY_PARSE_JSON parse it",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			judged(p, "input/string-as-json", func(p *lint.Pass, d declared) (string, []lint.Fix) {
				parsed := "TRY_PARSE_JSON(" + druidsql.QuoteIdentifier(d.name) + ")"
				return fmt.Sprintf("Declare it as %q and write %s", field.AsString, parsed), retyped(p, d, field.AsString, parsed)
			})
		},
	}
}
