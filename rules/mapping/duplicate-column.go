package mapping

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed duplicate-column.md
var duplicateColumnPage string

func duplicateColumn() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/duplicate-column", Severity: lint.Error, Page: duplicateColumnPage,
			Summary:  "two mappings, or two items of a select list, fill one column",
			Evidence: "documented: a column has one mapping (V); Druid refuses a select list with one name twice (D§5)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			if s := p.Statement(); s != nil {
				selectedTwice(p, s)
				return
			}
			var first map[string]document.Node
			for m := range p.Job().Mappings() {
				column := m.Column()
				if column.Kind() != document.String {
					continue
				}
				if first == nil {
					first = map[string]document.Node{}
				}
				earlier, twice := first[column.Text()]
				if !twice {
					first[column.Text()] = column
					continue
				}
				p.Report(lint.Problem{
					At: column, Message: fmt.Sprintf("two mappings fill %q, and a column has one: give one of them another name or remove it", column.Text()),
					Related: []lint.RelatedPlace{{Message: "the first mapping", At: earlier}},
				})
			}
		},
	}
}

// selectedTwice reports items of a select list that have the name of an earlier one.
func selectedTwice(p *lint.Pass, s *lint.Statement) {
	if !s.Understood() {
		return
	}
	first := map[string]druidsql.Span{}
	for i := range s.Tree.Items {
		name := nameOf(&s.Tree.Items[i])
		if name == nil {
			continue
		}
		earlier, twice := first[name.Text]
		if !twice {
			first[name.Text] = name.At
			continue
		}
		p.Report(lint.Problem{
			At: s.Node, Span: s.Place(name.At), Subject: s.Node.Pointer() + "/" + s.Text(name.At),
			Message: fmt.Sprintf("two items of the select list are called %q, so Druid refuses the statement: give one of them another name or remove it", name.Text),
			Related: []lint.RelatedPlace{{Message: "the first one", At: s.Node, Span: s.Place(earlier)}},
		})
	}
}

// nameOf returns the name of the column that an item of a select list makes; nil if Druid makes up one.
func nameOf(item *druidsql.SelectItem) *druidsql.Name {
	if item.Alias != nil {
		return item.Alias
	}
	if column, ok := item.Expr.(*druidsql.Column); ok && len(column.Parts) > 0 {
		return &column.Parts[len(column.Parts)-1]
	}
	return nil
}
