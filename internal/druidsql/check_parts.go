package druidsql

import "iter"

// IsAggregate reports whether a call is one of a known aggregate function, and not of a window.
func IsAggregate(e *Call) bool {
	f, ok := Lookup(e.Function.Text)
	return ok && f.Kind == AggregateFunction && e.Over == nil
}

// Aggregates yields the aggregate calls of an expression that stand in no other, in the order of the text.
func Aggregates(e Expr) iter.Seq[*Call] {
	return func(yield func(*Call) bool) {
		more := true
		Walk(e, func(e Expr) bool {
			call, ok := e.(*Call)
			if !more || !ok || !IsAggregate(call) {
				return more
			}
			more = yield(call)
			return false
		})
	}
}

// Columns yields the references to columns in an expression, in the order of the text.
func Columns(e Expr) iter.Seq[*Column] { return nodes[*Column](e) }

// Calls yields the calls in an expression, outer ones first.
func Calls(e Expr) iter.Seq[*Call] { return nodes[*Call](e) }

func nodes[T Expr](e Expr) iter.Seq[T] {
	return func(yield func(T) bool) {
		for part := range All(e) {
			if node, ok := part.(T); ok && !yield(node) {
				return
			}
		}
	}
}
