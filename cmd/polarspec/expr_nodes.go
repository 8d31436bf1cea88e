package main

import (
	"strings"
	"unicode/utf8"

	"github.com/polarspec/polarspec/internal/druidsql"
)

// nodesOf lists the parts of an expression from the root on, each before what is within it. It does not recurse: a chain of operators
// may be as long as the text.
func nodesOf(text string, tree druidsql.Expr, checked *druidsql.Checked) []exprNode {
	type entry struct {
		e     druidsql.Expr
		depth int
	}
	nodes, stack := []exprNode{}, []entry{{tree, 0}}
	for len(stack) > 0 {
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		at := top.e.Span()
		kind, label := describeNode(text, top.e)
		nodes = append(nodes, exprNode{top.depth, kind, label, typeName(checked.Type(top.e)), at.Start, at.End})
		from := len(stack)
		druidsql.Walk(top.e, func(part druidsql.Expr) bool {
			if part == top.e {
				return true
			}
			stack = append(stack, entry{part, top.depth + 1})
			return false
		})
		for i, j := from, len(stack)-1; i < j; i, j = i+1, j-1 {
			stack[i], stack[j] = stack[j], stack[i]
		}
	}
	return nodes
}

// describeNode returns what a part is and what stands for it in a tree.
func describeNode(text string, e druidsql.Expr) (kind, label string) {
	not := func(not bool, word string) string {
		if not {
			return "NOT " + word
		}
		return word
	}
	at := e.Span()
	written := shortened(text[at.Start:at.End])
	switch e := e.(type) {
	case *druidsql.Literal:
		return "literal", written
	case *druidsql.Column:
		return "column", written
	case *druidsql.Keyword:
		return "keyword", e.Text
	case *druidsql.Unary:
		return "unary", e.Operator
	case *druidsql.Binary:
		return "binary", e.Operator
	case *druidsql.Is:
		if e.Not {
			return "is", "IS NOT " + e.Test
		}
		return "is", "IS " + e.Test
	case *druidsql.Between:
		return "between", not(e.Not, "BETWEEN")
	case *druidsql.In:
		return "in", not(e.Not, "IN")
	case *druidsql.Like:
		return "like", not(e.Not, "LIKE")
	case *druidsql.Case:
		return "case", "CASE"
	case *druidsql.Cast:
		return "cast", "CAST AS " + shortened(text[e.Type.At.Start:e.Type.At.End])
	case *druidsql.Array:
		return "array", "ARRAY"
	case *druidsql.Row:
		return "row", "ROW"
	case *druidsql.Index:
		return "index", "[…]"
	case *druidsql.Call:
		return "call", callLabel(e)
	}
	return "broken", written
}

func callLabel(e *druidsql.Call) string {
	label := strings.ToUpper(e.Function.Text)
	switch {
	case e.Star:
		label += "(*)"
	case e.Distinct:
		label += " DISTINCT"
	}
	if e.Filter != nil {
		label += " … FILTER"
	}
	if e.Over != nil {
		label += " … OVER"
	}
	return label
}

// maxLabel bounds how many characters of a text the tree shows.
const maxLabel = 60

// shortened is a text on one line, cut off where it is long.
func shortened(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= maxLabel {
		return text
	}
	return string([]rune(text)[:maxLabel]) + "…"
}
