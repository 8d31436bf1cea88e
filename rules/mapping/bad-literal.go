package mapping

import (
	_ "embed"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed bad-literal.md
var badLiteralPage string

func badLiteral() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/bad-literal", Severity: lint.Error, Page: badLiteralPage,
			Summary:  "an operand that must be a literal and is none, or a period, interval, unit, path or regular expression that Druid cannot read",
			Evidence: "Druid's operator conversions, and ISO 8601 for periods and intervals (D); unknown time zones were tried out",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for e, found := range problems(p, druidsql.BadLiteral, druidsql.UnknownZone) {
				problem := reported(e, found)
				if found.Code == druidsql.UnknownZone {
					problem.Severity = lint.Warning
				}
				p.Report(problem)
			}
		},
	}
}
