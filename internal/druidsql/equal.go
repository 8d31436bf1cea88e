package druidsql

import (
	"slices"
	"strings"
)

// Equal reports whether two expressions are the same but for places, quotes and the case of the names of functions. Parentheses
// that change nothing are no part of a tree.
func Equal(a, b Expr) bool {
	for {
		// Chains of operators are long on their left side.
		x, isBinary := a.(*Binary)
		y, bothBinary := b.(*Binary)
		if !isBinary || !bothBinary {
			return equal(a, b)
		}
		if x.Operator != y.Operator || !Equal(x.Right, y.Right) {
			return false
		}
		a, b = x.Left, y.Left
	}
}

func equal(a, b Expr) bool {
	switch a := a.(type) {
	case *Literal:
		b, ok := b.(*Literal)
		return ok && a.Kind == b.Kind && a.Text == b.Text && a.Negative == b.Negative && a.From == b.From && a.To == b.To
	case *Column:
		b, ok := b.(*Column)
		return ok && slices.EqualFunc(a.Parts, b.Parts, func(a, b Name) bool { return a.Text == b.Text })
	case *Unary:
		b, ok := b.(*Unary)
		return ok && a.Operator == b.Operator && Equal(a.X, b.X)
	case *Is, *Between, *In, *Like, *Case:
		return equalOperators(a, b)
	case *Cast:
		b, ok := b.(*Cast)
		return ok && Equal(a.X, b.X) && equalTypes(&a.Type, &b.Type)
	case *Array, *Row, *Index:
		return equalArrays(a, b)
	case *Keyword:
		b, ok := b.(*Keyword)
		return ok && a.Text == b.Text
	case *Call:
		b, ok := b.(*Call)
		return ok && equalCalls(a, b)
	case *Bad:
		_, ok := b.(*Bad)
		return ok
	}
	return a == nil && b == nil
}

func equalArrays(a, b Expr) bool {
	switch a := a.(type) {
	case *Array:
		b, ok := b.(*Array)
		return ok && slices.EqualFunc(a.Items, b.Items, Equal)
	case *Row:
		b, ok := b.(*Row)
		return ok && slices.EqualFunc(a.Items, b.Items, Equal)
	case *Index:
		b, ok := b.(*Index)
		return ok && Equal(a.X, b.X) && Equal(a.I, b.I)
	}
	return false
}

// equalOperators compares the operators that are neither unary nor binary.
func equalOperators(a, b Expr) bool {
	switch a := a.(type) {
	case *Is:
		b, ok := b.(*Is)
		return ok && a.Not == b.Not && a.Test == b.Test && Equal(a.X, b.X)
	case *Between:
		b, ok := b.(*Between)
		return ok && a.Not == b.Not && a.Symmetric == b.Symmetric && Equal(a.X, b.X) && Equal(a.Low, b.Low) && Equal(a.High, b.High)
	case *In:
		b, ok := b.(*In)
		return ok && a.Not == b.Not && Equal(a.X, b.X) && slices.EqualFunc(a.Items, b.Items, Equal)
	case *Like:
		b, ok := b.(*Like)
		return ok && a.Not == b.Not && Equal(a.X, b.X) && Equal(a.Pattern, b.Pattern) && Equal(a.Escape, b.Escape)
	case *Case:
		b, ok := b.(*Case)
		return ok && Equal(a.Operand, b.Operand) && Equal(a.Else, b.Else) && slices.EqualFunc(a.Whens, b.Whens, func(a, b When) bool {
			return slices.EqualFunc(a.Values, b.Values, Equal) && Equal(a.Then, b.Then)
		})
	}
	return false
}

func equalCalls(a, b *Call) bool {
	return strings.EqualFold(a.Function.Text, b.Function.Text) && a.Form == b.Form && a.Distinct == b.Distinct && a.All == b.All &&
		a.Star == b.Star && a.Nulls == b.Nulls && a.OverText == b.OverText && slices.EqualFunc(a.Args, b.Args, Equal) &&
		slices.EqualFunc(a.OrderBy, b.OrderBy, Equal) && Equal(a.Filter, b.Filter) && equalClauses(a.JSON, b.JSON)
}

func equalClauses(a, b *JSONClauses) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.Returning == nil || b.Returning == nil {
		if a.Returning != b.Returning {
			return false
		}
	} else if !equalTypes(a.Returning, b.Returning) {
		return false
	}
	return a.Wrapper == b.Wrapper && a.OnEmpty == b.OnEmpty && a.OnError == b.OnError && a.OnNull == b.OnNull &&
		Equal(a.DefaultOnEmpty, b.DefaultOnEmpty) && Equal(a.DefaultOnError, b.DefaultOnError) && slices.Equal(a.Separators, b.Separators)
}

func equalTypes(a, b *TypeName) bool {
	return a.Name == b.Name && a.Text == b.Text && a.Array == b.Array && slices.Equal(a.Size, b.Size)
}
