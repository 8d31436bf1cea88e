package druidsql

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// comparableTypes reports whether Druid compares two types. What differs between its versions counts as comparable.
// Source: testdata/checker-verdicts.jsonl.
func comparableTypes(a, b Type) bool {
	switch {
	case a.Kind == UnknownType, b.Kind == UnknownType, a.Kind == NullType, b.Kind == NullType:
		return true
	case a.Kind == ArrayType, b.Kind == ArrayType, a.Kind == JSONType, b.Kind == JSONType, a.Kind == ComplexType, b.Kind == ComplexType:
		return a.Kind == b.Kind
	case a.Kind == VarcharType, b.Kind == VarcharType:
		return true
	case temporal(a) || temporal(b):
		return temporal(a) && temporal(b)
	case a.Kind == IntervalType || b.Kind == IntervalType:
		return a.Kind == b.Kind
	}
	// Numbers and booleans: later versions compare them.
	return true
}

// leastRestrictive returns the narrowest type that values of both types can have in a CASE or COALESCE.
// Source: testdata/checker-verdicts.jsonl.
func leastRestrictive(a, b Type) (Type, bool) {
	switch {
	case a.Kind == NullType:
		return b, true
	case b.Kind == NullType || a == b:
		return a, true
	case a.Kind == ArrayType && b.Kind == ArrayType:
		return Type{Kind: ArrayType}, true
	case !atomic.Has(a.Kind) || !atomic.Has(b.Kind):
		return Type{}, a.Kind == b.Kind
	case a.Kind == VarcharType || b.Kind == VarcharType:
		return Type{Kind: VarcharType}, true
	case numeric(a) && numeric(b):
		return widerNumber(a, b), true
	case temporal(a) && temporal(b):
		return Type{Kind: TimestampType}, true
	case temporal(a) && ExactNumbers.Has(b.Kind):
		return a, true
	case temporal(b) && ExactNumbers.Has(a.Kind):
		return b, true
	}
	return Type{}, false
}

// widerNumber returns the type of arithmetic on two numbers. Of FLOAT and DOUBLE Calcite takes the first.
func widerNumber(a, b Type) Type {
	switch {
	case approximate.Has(a.Kind) && approximate.Has(b.Kind):
		return a
	case a.Kind == DecimalType && approximate.Has(b.Kind), b.Kind == DecimalType && approximate.Has(a.Kind):
		return Type{Kind: DoubleType}
	case approximate.Has(a.Kind) || a.Kind == DecimalType:
		return a
	case approximate.Has(b.Kind) || b.Kind == DecimalType:
		return b
	case a.Kind == BigintType:
		return a
	}
	return b
}

// family returns the set that a type belongs to.
func family(t Type) TypeSet {
	for _, set := range []TypeSet{Characters, Numbers, Timestamps, Booleans, Arrays, Intervals} {
		if t.Kind != UnknownType && set.Has(t.Kind) {
			return set
		}
	}
	return AnyType
}

// describe names an operand in a message: by its text if that is known and short, else by what it is.
func (c *checker) describe(e Expr) string {
	if text := c.text(e.Span()); text != "" && len(text) <= 40 && !strings.ContainsAny(text, "\n\r\t") {
		return text
	}
	switch e := e.(type) {
	case *Column:
		texts := make([]string, len(e.Parts))
		for i, part := range e.Parts {
			texts[i] = QuoteIdentifier(part.Text)
		}
		return strings.Join(texts, ".")
	case *Literal:
		if e.Kind == StringLiteral {
			return QuoteString(e.Text)
		}
		if e.Kind <= ApproximateLiteral && e.Kind != NullLiteral {
			return e.Text
		}
		if e.Kind == NullLiteral {
			return "NULL"
		}
	case *Call:
		return strings.ToUpper(e.Function.Text) + "(…)"
	case *Cast:
		return "CAST(…)"
	case *Case:
		return "CASE … END"
	}
	return "…"
}

// adviceFor returns how an operand of type t becomes one of the wanted types, as the end of a message; "" if there is no one way.
func (c *checker) adviceFor(e Expr, t Type, want TypeSet) string {
	x := c.describe(e)
	if literal, ok := e.(*Literal); ok && want&Timestamps == 0 {
		return literalAdvice(literal, t, want)
	}
	switch {
	case t.Kind == JSONType:
		return memberAdvice(x, want)
	case want == AnyType:
		return ""
	case want&Characters != 0 && atomic.Has(t.Kind):
		return fmt.Sprintf(". Write CAST(%s AS VARCHAR)", x)
	case want&Timestamps != 0:
		return timestampAdvice(x, t)
	case want&Numbers == Numbers && t.Kind == VarcharType:
		return fmt.Sprintf(". Write CAST(%s AS DOUBLE)", x)
	case want&Numbers == SmallIntegers && numeric(t):
		return fmt.Sprintf(". Write CAST(%s AS INTEGER)", x)
	case want&Integers != 0 && (t.Kind == VarcharType || numeric(t)):
		return fmt.Sprintf(". Write CAST(%s AS BIGINT)", x)
	case want&Numbers != 0 && t.Kind == TimestampType:
		return fmt.Sprintf(". Write TIMESTAMP_TO_MILLIS(%s)", x)
	case want&Numbers != 0 && t.Kind == BooleanType:
		return fmt.Sprintf(". Write CASE WHEN %s THEN 1 ELSE 0 END", x)
	}
	return ""
}

// literalAdvice returns how a literal is written as one of the wanted types; "" if it cannot be one.
func literalAdvice(e *Literal, t Type, want TypeSet) string {
	switch {
	case want == AnyType:
	case want&Characters != 0 && numeric(t) && len(e.Text) <= maxShown:
		return ". Write " + QuoteString(e.Text)
	case want&Numbers != 0 && t.Kind == VarcharType && len(e.Text) <= maxShown:
		number, faults := Parse(e.Text)
		if len(faults) == 0 && numeric(literalTypeOf(number)) && want.Has(literalTypeOf(number).Kind) {
			return ". Write " + e.Text
		}
	case want&Integers != 0 && numeric(t):
		return ". Write an integer"
	}
	return ""
}

// literalTypeOf returns the type of an expression that is a literal, perhaps with a sign; unknown for others.
func literalTypeOf(e Expr) Type {
	if sign, ok := e.(*Unary); ok && sign.Operator != "NOT" {
		e = sign.X
	}
	if literal, ok := e.(*Literal); ok {
		return literalType(literal)
	}
	return Type{}
}

// maxShown bounds how much of a text a message shows, in bytes.
const maxShown = 60

// shown returns a text literal for a message.
func shown(text string) string { return QuoteString(beginning(text)) }

// beginning returns as much of a text as a message shows.
func beginning(text string) string {
	if len(text) <= maxShown {
		return text
	}
	cut := maxShown
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}

// memberAdvice returns how a member of a JSON object becomes one of the wanted types.
func memberAdvice(x string, want TypeSet) string {
	returning := ""
	switch {
	case want == AnyType || want&Characters != 0:
	case want&approximate != 0:
		returning = " RETURNING DOUBLE"
	case want&Integers != 0:
		returning = " RETURNING BIGINT"
	default:
		return ""
	}
	return fmt.Sprintf(". Write JSON_VALUE(%s, '$.member'%s)", x, returning)
}

// timestampAdvice returns how a value becomes a timestamp.
func timestampAdvice(x string, t Type) string {
	switch {
	case t.Kind == VarcharType:
		return fmt.Sprintf(". Write TIME_PARSE(%s)", x)
	case Integers.Has(t.Kind):
		return fmt.Sprintf(". Write MILLIS_TO_TIMESTAMP(%s)", x)
	case numeric(t):
		return fmt.Sprintf(". Write MILLIS_TO_TIMESTAMP(CAST(%s AS BIGINT))", x)
	case t.Kind == DateType:
		return fmt.Sprintf(". Write CAST(%s AS TIMESTAMP)", x)
	}
	return ""
}
