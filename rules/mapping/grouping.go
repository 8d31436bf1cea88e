package mapping

import (
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// groupings returns the expressions of mappings of which it is certain whether they aggregate: the flag can be read, and every
// function is known.
func groupings(p *lint.Pass) []*lint.Expression {
	return lint.Remember(p, groupingsKey{}, func() (list []*lint.Expression) {
		for _, e := range p.Expressions() {
			if e.Mapping.Exists() && e.Sound() && flagReadable(e.Mapping) && !obscure(e) {
				list = append(list, e)
			}
		}
		return list
	})
}

type groupingsKey struct{}

// flagReadable reports whether a mapping says true or false about aggregation, or certainly nothing.
func flagReadable(m polaris.Mapping) bool {
	flag := m.Get("isAggregation")
	if !lint.Present(flag) {
		return lint.Whole(m.Node)
	}
	_, ok := flag.Bool()
	return ok
}

// obscure reports whether an expression calls what may be an aggregate, or a window function, which is neither.
func obscure(e *lint.Expression) bool {
	return has(e, druidsql.UnknownFunction, druidsql.NotInDruid, druidsql.Window)
}

// has reports whether the checker found one of these problems.
func has(e *lint.Expression, codes ...druidsql.Code) bool {
	list := e.Checked().Problems
	for i := range list {
		if slices.Contains(codes, list[i].Code) {
			return true
		}
	}
	return false
}

// firstAggregate returns the first aggregate call that stands in no other; nil if there is none.
func firstAggregate(e *lint.Expression) *druidsql.Call {
	for call := range druidsql.Aggregates(e.Tree) {
		return call
	}
	return nil
}

// aggregates reports whether a mapping of the job makes a measure. The count of rows that the service adds has no flag.
func aggregates(p *lint.Pass) bool {
	for _, e := range p.Expressions() {
		if e.Role == lint.Measure && e.Mapping.Exists() {
			return true
		}
	}
	return false
}

// shown is a part of an expression as messages show it: on one line, and not all of a long one.
func shown(e *lint.Expression, part druidsql.Expr) string {
	return shortened(strings.Join(strings.Fields(e.Text(part.Span())), " "))
}

// uncast returns what a type conversion around a whole expression converts.
func uncast(e druidsql.Expr) druidsql.Expr {
	for {
		cast, ok := e.(*druidsql.Cast)
		if !ok {
			return e
		}
		e = cast.X
	}
}

// reworded is the fix that writes another text where the checker found nothing wrong. It is not safe if something is wrong then.
func reworded(e *lint.Expression, at druidsql.Span, text string, safe bool) []lint.Fix {
	edits := rewrite(e, at, text)
	if edits == nil {
		return nil
	}
	after := e.With(lint.Change{At: at, Text: text})
	if after == nil {
		return nil
	}
	safe = safe && len(after.Problems) <= len(e.Checked().Problems)
	return []lint.Fix{{Title: "write " + shortened(strings.Join(strings.Fields(text), " ")), Safe: safe, Edits: edits}}
}
