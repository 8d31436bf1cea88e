package mapping

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed string-for-column.md
var stringForColumnPage string

func stringForColumn() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/string-for-column", Severity: lint.Warning, Page: stringForColumnPage,
			Summary:  "a text in single quotes where an input column of that name was probably meant",
			Evidence: "SQL: single quotes are for texts, double quotes for names (D§7.1)",
			Over:     []string{"mapping/argument-type", "mapping/min-max-string", "mapping/constant"},
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, e := range p.Expressions() {
				if !e.Sound() {
					continue
				}
				if e.Role == lint.Dimension || e.Role == lint.Measure {
					reportText(p, e, e.Tree)
				}
				left := maxReports
				for _, call := range e.Calls() {
					if left > 0 && operatesOnColumn(call) && reportText(p, e, call.Args[0]) {
						left--
					}
				}
			}
		},
	}
}

// operatesOnColumn reports whether a text makes no sense as the first operand of a call.
func operatesOnColumn(call *druidsql.Call) bool {
	switch strings.ToUpper(call.Function.Text) {
	case "TIME_PARSE", "MILLIS_TO_TIMESTAMP":
		return len(call.Args) > 0
	}
	return len(call.Args) == 1 && druidsql.IsAggregate(call)
}

// reportText reports a text that is the name of an input column, and returns whether it is one.
func reportText(p *lint.Pass, e *lint.Expression, part druidsql.Expr) bool {
	literal, ok := part.(*druidsql.Literal)
	if !ok || literal.Kind != druidsql.StringLiteral {
		return false
	}
	if !p.Columns().Declares(literal.Text) {
		return false
	}
	at, column := literal.Span(), druidsql.QuoteIdentifier(literal.Text)
	effect := "so it is the same in every row"
	refused := refuses(e, literal)
	if refused {
		effect = "which Druid refuses here"
	}
	problem := about(e, at, fmt.Sprintf("%s in single quotes is a text and not the input column of that name, %s. Write %s for the column", e.Text(at), effect, column))
	if refused {
		problem.Severity = lint.Error
	}
	problem.Fixes = replacement(e, at, column, false)
	p.Report(problem)
	return true
}

// refuses reports whether the checker says of a part that Druid refuses it.
func refuses(e *lint.Expression, part druidsql.Expr) bool {
	for i := range e.Checked().Problems {
		if e.Checked().Problems[i].Expr == part {
			return true
		}
	}
	return false
}
