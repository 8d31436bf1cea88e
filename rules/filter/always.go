package filter

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed always.md
var alwaysPage string

func always() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "filter/always", Severity: lint.Warning, Page: alwaysPage,
			Summary:  "a filter that all rows pass, or none",
			Evidence: "SQL: the value of the condition is the same for every row; NULL counts as false",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, e := range conditions(p) {
				if !e.Sound() || len(e.Checked().Problems) > 0 {
					continue
				}
				value, constant := druidsql.Constant(e.Tree)
				if !constant || value.Kind != druidsql.BooleanType && !value.Null() {
					continue
				}
				p.Report(about(e, e.Tree.Span(), settled(value)+advice(p, e)))
			}
		},
	}
}

// settled says what a constant condition does.
func settled(value druidsql.Value) string {
	switch {
	case value.Null():
		return "the condition is NULL for every row, which counts as false, so that nothing is ingested"
	case value.Bool:
		return "the condition is true for every row, so that it filters nothing"
	default:
		return "the condition is false for every row, so that nothing is ingested"
	}
}

// advice tells what was probably meant: a comparison with NULL, or a name in the quotes of a text.
func advice(p *lint.Pass, e *lint.Expression) string {
	for _, part := range e.All() {
		switch part := part.(type) {
		case *druidsql.Binary:
			if part.Operator != "=" && part.Operator != "<>" {
				continue
			}
			for _, side := range []druidsql.Expr{part.Left, part.Right} {
				if literal, ok := side.(*druidsql.Literal); ok && literal.Kind == druidsql.NullLiteral {
					return ". Nothing equals NULL, not even NULL: write IS NULL or IS NOT NULL"
				}
			}
		case *druidsql.Literal:
			if _, declared := p.Columns().Input(part.Text); declared && part.Kind == druidsql.StringLiteral {
				return fmt.Sprintf(". %s is text: write %s for the input field", druidsql.QuoteString(part.Text), druidsql.QuoteIdentifier(part.Text))
			}
		}
	}
	return ". Write a condition on input fields, or leave the filter out"
}
