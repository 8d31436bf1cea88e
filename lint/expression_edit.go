package lint

import (
	"cmp"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/druidsql"
)

// Subject is the subject of a problem with a part of the expression: problems with parts of the same text are one fault, and stay
// the same problem when the expression changes elsewhere.
func (e *Expression) Subject(span druidsql.Span) string {
	return e.Node.Pointer() + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(e.Text(span))
}

// InLiteral returns where a part of the value of a text literal is in the expression. It is the whole literal if that is not
// written as '…', or in pieces.
func (e *Expression) InLiteral(l *druidsql.Literal, part druidsql.Span) druidsql.Span {
	at := l.Span()
	written := e.Text(at)
	if written != druidsql.QuoteString(l.Text) || part.Start < 0 || part.Start > part.End || part.End > len(l.Text) {
		return at
	}
	raw := func(offset int) int { return at.Start + 1 + offset + strings.Count(l.Text[:offset], "'") }
	return druidsql.Span{Start: raw(part.Start), End: raw(part.End)}
}

// Replace returns the edits that put text in the place of a part of the expression; nil if that cannot be done safely.
func (e *Expression) Replace(span druidsql.Span, text string) []document.Edit {
	return replaceParts(e.Node, []Change{{span, text}})
}

// ReplaceAll returns the edits that make several changes, which do not overlap; nil if that cannot be done safely.
func (e *Expression) ReplaceAll(changes []Change) []document.Edit {
	return replaceParts(e.Node, changes)
}

// replaceParts returns the edits that put other texts in the place of parts of a text, which do not overlap; nil if that cannot be
// done safely.
func replaceParts(node document.Node, changes []Change) []document.Edit {
	slices.SortFunc(changes, func(a, b Change) int { return cmp.Compare(a.At.Start, b.At.Start) })
	old, last := node.Text(), 0
	var whole strings.Builder
	for _, c := range changes {
		whole.WriteString(old[last:c.At.Start])
		whole.WriteString(c.Text)
		last = c.At.End
	}
	whole.WriteString(old[last:])
	edits := document.ReplaceText(node, whole.String())
	quotes := node.Span()
	if edits == nil || quotes.Len() == 0 || node.File().Source[quotes.Start] != '"' {
		return edits
	}
	// In double quotes only the parts are replaced, so that several parts of one expression can be repaired at once.
	edits = make([]document.Edit, 0, len(changes))
	for _, c := range changes {
		encoded := string(document.EncodeCompact(document.StringOf(c.Text)))
		edits = append(edits, document.Edit{Span: node.Sub(c.At.Start, c.At.End), Text: encoded[1 : len(encoded)-1]})
	}
	return edits
}

// Change is another text for a part of an expression.
type Change struct {
	At   druidsql.Span
	Text string
}

// With returns what would be found out about the expression with changes, which are in the order of the text and do not overlap.
// It is nil if the grammar would still be wrong, and for changes outside of the part of a statement that the expression is.
func (e *Expression) With(changes ...Change) *druidsql.Checked {
	old := e.whole()
	start, end := 0, len(old)
	if e.Clause != "" { // a part of a statement
		start, end = e.Tree.Span().Start, e.Tree.Span().End
	}
	var b strings.Builder
	for _, c := range changes {
		if c.At.Start < start || c.At.End > end {
			return nil
		}
		b.WriteString(old[start:c.At.Start])
		b.WriteString(c.Text)
		start = c.At.End
	}
	b.WriteString(old[start:end])
	tree, faults := druidsql.Parse(b.String())
	if tree == nil || len(faults) > 0 {
		return nil
	}
	scope := e.scope
	scope.Text = b.String()
	return druidsql.Check(tree, scope)
}
