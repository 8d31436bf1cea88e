package lint

import (
	"cmp"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/druidsql"
)

// Uses are the places where the expressions of a job refer to columns.
type Uses struct {
	places map[string][]Use
	// broken are the expressions with faults of the grammar, which may have more references than their trees.
	broken []*Expression
}

// Use is a reference to a column.
type Use struct {
	Expression *Expression
	Column     *druidsql.Column
}

// Uses returns where the mappings and the filter of the job refer to columns. It is found out once a document.
func (p *Pass) Uses() *Uses {
	return p.uses.get(func() *Uses {
		u := &Uses{places: map[string][]Use{}}
		for _, e := range p.Expressions() {
			if len(e.Faults) > 0 {
				u.broken = append(u.broken, e)
			}
			if e.Tree == nil {
				continue
			}
			for column := range druidsql.Columns(e.Tree) {
				if len(column.Parts) > 0 {
					name := column.Parts[0].Text
					u.places[name] = append(u.places[name], Use{e, column})
				}
			}
		}
		return u
	})
}

// Of returns the references to a column in the order of the expressions. A reference with dots counts as one to its first name.
func (u *Uses) Of(name string) []Use { return u.places[name] }

// Complete reports whether all references are known: it is false if the grammar of an expression is wrong.
func (u *Uses) Complete() bool { return len(u.broken) == 0 }

// maxRewritten is the length of an expression beyond which it is not rewritten: it may use very many names, each with its fix.
const maxRewritten = 10_000

// Rewrite returns the edits that put other texts in the place of columns wherever an expression refers to them; ok is false if that
// cannot be done safely. There are none for a column that nothing refers to.
func (u *Uses) Rewrite(texts map[string]string) (edits []document.Edit, ok bool) {
	var nodes []document.Node
	changes := map[document.Node][]Change{}
	for name, text := range texts {
		for _, e := range u.broken {
			if strings.Contains(e.Node.Text(), name) {
				return nil, false
			}
		}
		for _, use := range u.places[name] {
			node := use.Expression.Node
			if len(node.Text()) > maxRewritten || len(use.Column.Parts) > 1 {
				return nil, false
			}
			if changes[node] == nil {
				nodes = append(nodes, node)
			}
			changes[node] = append(changes[node], Change{use.Column.Span(), text})
		}
	}
	for _, node := range nodes {
		made := replaceParts(node, changes[node])
		if made == nil {
			return nil, false
		}
		edits = append(edits, made...)
	}
	slices.SortFunc(edits, func(a, b document.Edit) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return edits, true
}
