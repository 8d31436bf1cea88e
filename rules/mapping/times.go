package mapping

import (
	"strings"
	"time"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/internal/joda"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

// fillsTime reports whether an expression fills "__time" and its grammar is right.
func fillsTime(e *lint.Expression) bool {
	return e.Column == "__time" && e.Role != lint.Filter && e.Sound()
}

// calls reports whether a call is one of a function, written NAME(operands).
func calls(call *druidsql.Call, name string) bool {
	return call.Form == druidsql.PlainForm && strings.EqualFold(call.Function.Text, name) && call.Over == nil && call.Filter == nil
}

// text returns the string literal that an operand is; nil for anything else.
func text(e druidsql.Expr) *druidsql.Literal {
	if l, ok := e.(*druidsql.Literal); ok && l.Kind == druidsql.StringLiteral {
		return l
	}
	return nil
}

// isNull reports whether an operand is absent or NULL.
func isNull(e druidsql.Expr) bool {
	l, ok := e.(*druidsql.Literal)
	return e == nil || ok && l.Kind == druidsql.NullLiteral
}

// zoneOf returns the time zone that an operand names: UTC if there is none, or none that is known. ok is false if it is no literal.
func zoneOf(e druidsql.Expr) (zone *time.Location, ok bool) {
	if isNull(e) {
		return time.UTC, true
	}
	name := text(e)
	if name == nil {
		return nil, false
	}
	if zone, ok = joda.Zone(name.Text); ok {
		return zone, true
	}
	return time.UTC, true
}

// source is the field of a record behind a column.
type source struct {
	// name is that of the input, column how the expression writes it.
	name, column string
	at           druidsql.Span
	schema       *lint.DataSchema
	field        *field.Field
	// typ is what the value is: for a wrapper, what is wrapped.
	typ *field.Type
	// converted is true for CAST(column AS …).
	converted bool
}

// sourceOf returns the field behind an operand that is a column, or the conversion of one; field is nil if no schema has it. ok is
// false for other operands.
func sourceOf(p *lint.Pass, e *lint.Expression, operand druidsql.Expr) (s source, ok bool) {
	inner := uncast(operand)
	name, ok := columnName(inner)
	if !ok {
		return s, false
	}
	s = source{name: name, column: e.Text(inner.Span()), at: inner.Span(), converted: inner != operand}
	s.schema, s.field = p.InputField(name)
	if s.field != nil {
		s.typ = s.field.Type
		if s.typ.Kind == field.Wrapper && s.typ.Item != nil {
			s.typ = s.typ.Item
		}
	}
	return s, true
}

// outside reports whether another file has the schema, so that it may be stale.
func (s *source) outside() bool { return s.schema != nil && s.schema.From != nil }

// related is where the schema has the field.
func (s *source) related() []lint.RelatedPlace {
	if s.field == nil {
		return nil
	}
	return []lint.RelatedPlace{s.schema.Place(s.field)}
}

// moment says how the number is made a time; ok is false if no logical type says that it is one.
func (s *source) moment() (m moment, ok bool) {
	if s.typ == nil {
		return m, false
	}
	m, ok = moments[s.typ.Logical]
	return m, ok
}

// isNumber reports whether a type is a number.
func isNumber(t *field.Type) bool {
	switch t.Kind {
	case field.Int, field.Long, field.UInt32, field.Fixed32, field.UInt64, field.Fixed64, field.Float, field.Double:
		return true
	}
	return false
}
