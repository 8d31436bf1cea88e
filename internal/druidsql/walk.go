package druidsql

import "iter"

// Walk calls f for an expression and for the expressions within it, in the order of the text; a *Keyword is one too. It does not
// go into an expression for which f returns false. It does not recurse: chains of operators may be as long as the text.
func Walk(e Expr, f func(Expr) bool) {
	if e == nil {
		return
	}
	stack := []Expr{e}
	for len(stack) > 0 {
		e := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if !f(e) {
			continue
		}
		from := len(stack)
		stack = appendChildren(stack, e)
		for i, j := from, len(stack)-1; i < j; i, j = i+1, j-1 {
			stack[i], stack[j] = stack[j], stack[i]
		}
	}
}

// All yields an expression and the expressions within it, in the order of the text.
func All(e Expr) iter.Seq[Expr] {
	return func(yield func(Expr) bool) {
		more := true
		Walk(e, func(e Expr) bool {
			if more {
				more = yield(e)
			}
			return more
		})
	}
}

// appendChildren appends the expressions directly within an expression.
func appendChildren(list []Expr, e Expr) []Expr {
	add := func(children ...Expr) {
		for _, child := range children {
			if child != nil {
				list = append(list, child)
			}
		}
	}
	switch e := e.(type) {
	case *Unary:
		add(e.X)
	case *Binary:
		add(e.Left, e.Right)
	case *Is:
		add(e.X)
	case *Between:
		add(e.X, e.Low, e.High)
	case *In:
		add(e.X)
		add(e.Items...)
	case *Like:
		add(e.X, e.Pattern, e.Escape)
	case *Case:
		add(e.Operand)
		for _, when := range e.Whens {
			add(when.Values...)
			add(when.Then)
		}
		add(e.Else)
	case *Cast:
		add(e.X)
	case *Array:
		add(e.Items...)
	case *Row:
		add(e.Items...)
	case *Index:
		add(e.X, e.I)
	case *Call:
		add(e.Args...)
		if e.JSON != nil {
			add(e.JSON.DefaultOnEmpty, e.JSON.DefaultOnError)
		}
		add(e.OrderBy...)
		add(e.Filter)
	}
	return list
}
