package sql

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
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
			if query := p.Root.Get("query"); p.Job().Type() == "sql" && query.Kind() == document.String {
				checkStatement(p, query)
			}
		},
	}
}

// checkStatement asks for exactly one statement that writes to a table.
func checkStatement(p *lint.Pass, query document.Node) {
	text := query.Text()
	list := slices.DeleteFunc(statements(text), func(w word) bool {
		return strings.EqualFold(text[w.start:w.end], "SET") // newer Druid versions take context parameters before the statement
	})
	switch {
	case text == "":
		return // the model says so
	case len(list) == 0:
		p.Report(lint.Problem{At: query, Message: `"query" has no statement in it: write one INSERT or REPLACE statement`})
	case len(list) > 1:
		second := list[1]
		p.Report(lint.Problem{
			At: query, Span: query.Sub(second.start, second.end),
			Message: fmt.Sprintf(`"query" has %d statements, and a job runs exactly one: write a job for each`, len(list)),
		})
	default:
		first := list[0]
		word := text[first.start:first.end]
		if !strings.EqualFold(word, "INSERT") && !strings.EqualFold(word, "REPLACE") {
			p.Report(lint.Problem{
				At: query, Span: query.Sub(first.start, first.end),
				Message: fmt.Sprintf("a SQL job runs an INSERT or REPLACE statement, and this one starts with %q, so that it writes to no table", word),
			})
		}
	}
}
