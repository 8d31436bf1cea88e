// Package filter holds the rules on conditions: filterExpression, and WHERE of an SQL job. What is wrong with any expression is
// the business of the rules on mappings.
package filter

import (
	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// All returns the rules of the category.
func All() []*lint.Rule {
	return []*lint.Rule{whereKeyword(), notBoolean(), outputColumn(), frozenClock(), always()}
}

// jobs is what the rules of this category look at.
var jobs = []polaris.Kind{polaris.JobKind}

// conditions returns the conditions that choose the rows of the source. OVERWRITE WHERE is none: it is about a table.
func conditions(p *lint.Pass) (list []*lint.Expression) {
	for _, e := range p.Expressions() {
		if e.Role == lint.Filter && e.Clause != "OVERWRITE WHERE" {
			list = append(list, e)
		}
	}
	return list
}

// about is a problem with a part of a condition.
func about(e *lint.Expression, at druidsql.Span, message string) lint.Problem {
	return lint.Problem{At: e.Node, Span: e.Place(at), Subject: e.Subject(at), Message: message}
}

// columnName returns the name of a column without a table in front.
func columnName(e druidsql.Expr) (string, bool) {
	column, ok := e.(*druidsql.Column)
	if !ok || len(column.Parts) != 1 {
		return "", false
	}
	return column.Parts[0].Text, true
}
