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
						p.Report(unquoted(p, e, fault))
					}
				}
			}
		},
	}
}

func unquoted(p *lint.Pass, e *lint.Expression, fault *druidsql.Fault) lint.Problem {
	word := e.Text(fault.At)
	message := fmt.Sprintf("%s is a reserved word of SQL, so Druid refuses it as the name of a column. Write it in quotes: %s", word, druidsql.QuoteIdentifier(word))
	if fault.Late {
		message = fmt.Sprintf("%s became a reserved word of SQL after Druid 25, so newer versions refuse it as the name of a column. Write it in quotes: %s", word, druidsql.QuoteIdentifier(word))
	}
	problem := about(e, fault.At, message)
	if fault.Late {
		problem.Severity = lint.Warning
	}
	if isColumn(p, e, word) {
		problem.Fixes = repair(e, fault)
	} else if !fault.Late {
		problem.Message = fmt.Sprintf("%s is a reserved word of SQL, which Druid refuses here, and no input has that name. Write an input in double quotes, or %s if a text is meant", word, druidsql.QuoteString(word))
	}
	return problem
}

// isColumn reports whether a name can be that of an input, or is like one.
func isColumn(p *lint.Pass, e *lint.Expression, name string) bool {
	columns := p.Columns()
	if _, exists := columns.Type(name); exists || e.Clause != "" {
		return true
	}
	_, near := columns.Near(name)
	return near
}
