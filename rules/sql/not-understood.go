package sql

import (
	_ "embed"
	"fmt"
	"unicode"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed not-understood.md
var notUnderstoodPage string

func notUnderstood() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "sql/not-understood", Severity: lint.Info, Page: notUnderstoodPage,
			Summary:  "a part of a statement that was not checked",
			Evidence: "Druid's grammar has more than polarspec reads: WITH, joins, subqueries, UNION",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			s := p.Statement()
			if s == nil || !s.Writes() {
				return
			}
			for _, unread := range s.Tree.NotUnderstood {
				at := firstLine(s, unread.At)
				p.Report(lint.Problem{
					At: s.Node, Span: s.Place(at), Subject: s.Node.Pointer() + "/" + unread.Why,
					Message: fmt.Sprintf("%s is not read by polarspec. It was not checked, and neither was what needs it: the columns of the other parts", unread.Why),
				})
			}
		},
	}
}

// firstLine cuts a part of a statement off at the end of its first line.
func firstLine(s *lint.Statement, at druidsql.Span) druidsql.Span {
	end := at.Start
	for i, r := range s.Text(at) {
		if r == '\n' || r == '\r' {
			break
		}
		if !unicode.IsSpace(r) {
			end = at.Start + i + len(string(r))
		}
	}
	return druidsql.Span{Start: at.Start, End: end}
}
