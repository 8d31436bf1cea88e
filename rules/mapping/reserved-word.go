package mapping

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed reserved-word.md
var reservedWordPage string

func reservedWord() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/reserved-word", Severity: lint.Error, Page: reservedWordPage,
			Summary:  "a reserved word as the name of a column without quotes",
			Evidence: "the tokens of Druid's parser, and those of Druid 25 (D§7.4)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, e := range p.Expressions() {
				for i := range e.Faults {
					if fault := &e.Faults[i]; fault.Code == druidsql.ReservedWord {
						p.Report(unquoted(e, fault))
					}
				}
			}
		},
	}
}

func unquoted(e *lint.Expression, fault *druidsql.Fault) lint.Problem {
	word := e.Text(fault.At)
	message := fmt.Sprintf("%s is a reserved word of SQL, so Druid refuses it as the name of a column. Write it in quotes: %s", word, druidsql.QuoteIdentifier(word))
	if fault.Late {
		message = fmt.Sprintf("%s became a reserved word of SQL after Druid 25, so newer versions refuse it as the name of a column. Write it in quotes: %s", word, druidsql.QuoteIdentifier(word))
	}
	problem := about(e, fault.At, message)
	if fault.Late {
		problem.Severity = lint.Warning
	}
	problem.Fixes = repair(e, fault)
	return problem
}
