package sql

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed no-time.md
var noTimePage string

func noTime() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "sql/no-time", Severity: lint.Warning, Page: noTimePage,
			Summary:  "a statement that fills no column __time",
			Evidence: "documented: every table has the column (V); Druid MSQTaskSqlEngine.java: it must be there unless the statement is PARTITIONED BY ALL",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			s := statement(p)
			if s == nil || s.Tree.PartitionedBy == nil || s.Tree.PartitionedBy.Granularity == "ALL" {
				return
			}
			if problem, ok := unfilled(s); ok {
				p.Report(problem)
			}
		},
	}
}

// unfilled words the problem with a select list without "__time": at the name that was probably meant to be it, else at SELECT.
func unfilled(s *lint.Statement) (problem lint.Problem, ok bool) {
	problem = lint.Problem{At: s.Node, Span: s.Place(s.Tree.SelectAt), Subject: s.Node.Pointer() + "/__time"}
	problem.Message = `the SELECT has no column "__time", which the partitions need, so Druid refuses it. Write TIME_PARSE of a text or MILLIS_TO_TIMESTAMP of a number, and AS "__time" behind it`
	names, known := columnNames(s.Tree)
	for _, name := range names {
		if name.Text == "__time" {
			return problem, false
		}
		if strings.HasPrefix(name.Text, "_") && strings.EqualFold(strings.Trim(name.Text, "_"), "time") {
			problem.Span = s.Place(name.At)
			problem.Message = fmt.Sprintf(`the SELECT has no column "__time", which the partitions need, so Druid refuses it: did you mean "__time" by %q? Column names are case-sensitive`, name.Text)
			problem.Fixes = renamed(s, name)
		}
	}
	return problem, known
}

// columnNames returns the names of the columns that a statement fills; known is false if there are others.
func columnNames(s *druidsql.Statement) (names []druidsql.Name, known bool) {
	if len(s.Columns) > 0 {
		return s.Columns, true
	}
	for i := range s.Items {
		item := &s.Items[i]
		switch column, ok := item.Expr.(*druidsql.Column); {
		case item.Star:
			return nil, false
		case item.Alias != nil:
			names = append(names, *item.Alias)
		case ok && len(column.Parts) > 0 && column.Parts[len(column.Parts)-1].Text == "__time":
			names = append(names, column.Parts[len(column.Parts)-1])
		}
	}
	return names, true
}

// renamed is the fix that names a column "__time".
func renamed(s *lint.Statement, name druidsql.Name) []lint.Fix {
	text := s.Node.Text()
	edits := document.ReplaceText(s.Node, text[:name.At.Start]+`"__time"`+text[name.At.End:])
	if edits == nil {
		return nil
	}
	return []lint.Fix{{Title: `write "__time"`, Edits: edits}}
}
