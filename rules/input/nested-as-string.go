package input

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

//go:embed nested-as-string.md
var nestedAsStringPage string

func nestedAsString() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "input/nested-as-string", Severity: lint.Warning, Page: nestedAsStringPage,
			Summary:  "a record, a map or a list of them is declared as a string",
			Evidence: "Druid Rows.java and Evals.java: text of a nested value is what Java's toString gives",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) { judged(p, "input/nested-as-string", declareAsJSON) },
	}
}

// declareAsJSON advises json, and how a part of a record is read from it.
func declareAsJSON(p *lint.Pass, d declared) (string, []lint.Fix) {
	text, fixes := declareAs(p, d)
	if t := d.field.Type; len(fixes) > 0 && t.Kind == field.Record && len(t.Fields) > 0 {
		text += fmt.Sprintf(" and read parts of it, as in JSON_VALUE(%s, %s)", druidsql.QuoteIdentifier(d.name), druidsql.QuoteString(jsonPath(t.Fields[0].Name)))
	}
	return text, fixes
}

// jsonPath is the path to a member, in the notation of JSON_VALUE.
func jsonPath(names ...string) string {
	path := "$"
	for _, name := range names {
		if strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == "" {
			path += "." + name
		} else {
			path += "['" + strings.ReplaceAll(name, "'", `\'`) + "']"
		}
	}
	return path
}
