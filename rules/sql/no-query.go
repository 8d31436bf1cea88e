package sql

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/shape"
)

//go:embed no-query.md
var noQueryPage string

func noQuery() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "sql/no-query", Severity: lint.Error, Page: noQueryPage,
			Summary:  "a SQL job without exactly one INSERT or REPLACE statement",
			Evidence: "documented: one INSERT or REPLACE statement (V)",
			Over:     []string{"shape/missing-field"},
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for v := range p.Violations() {
				problem := lint.Problem{At: v.Node, Message: `"query" is empty: write one INSERT or REPLACE statement`}
				if v.Fault == shape.Missing {
					problem.Span, problem.Subject = lint.Absent(v.Node), v.Node.Pointer()+"/"+v.Name
					problem.Message = `the SQL job has no "query": write one INSERT or REPLACE statement`
				}
				p.Report(problem)
			}
			if statement := p.Statement(); statement != nil && statement.Node.Text() != "" { // of an empty one the model says so
				checkStatement(p, statement)
			}
		},
	}
}

// checkStatement asks for exactly one statement that writes to a table.
func checkStatement(p *lint.Pass, s *lint.Statement) {
	if s.Tree == nil || s.Text(s.Tree.At) == "" {
		p.Report(lint.Problem{At: s.Node, Message: `"query" has no statement in it: write one INSERT or REPLACE statement`})
		return
	}
	for i := range s.Faults {
		if fault := &s.Faults[i]; fault.Code == druidsql.SecondStatement {
			p.Report(lint.Problem{
				At: s.Node, Span: s.Place(fault.At),
				Message: `a second statement begins here, and a job runs exactly one: write a job for each`,
			})
			return
		}
	}
	if s.Writes() {
		return
	}
	first := firstWord(s.Text(s.Tree.At))
	p.Report(lint.Problem{
		At: s.Node, Span: s.Place(druidsql.Span{Start: s.Tree.At.Start, End: s.Tree.At.Start + len(first)}),
		Message: fmt.Sprintf("a SQL job runs an INSERT or REPLACE statement, and this one starts with %q, so that it writes to no table", first),
	})
}

// firstWord is the word that a text begins with, else its first character.
func firstWord(text string) string {
	end := strings.IndexFunc(text, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if end < 0 {
		return text
	}
	if end == 0 {
		_, end = utf8.DecodeRuneInString(text)
	}
	return text[:end]
}
