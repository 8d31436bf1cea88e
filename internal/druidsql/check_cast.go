package druidsql

import (
	"fmt"
	"strconv"
	"strings"
)

// integerKind returns INTEGER for what fits into 32 bits, else BIGINT; beyond that DECIMAL.
func integerKind(digits string) TypeKind {
	n, err := strconv.ParseInt(digits, 10, 64)
	switch {
	case err != nil:
		return DecimalType
	case n >= 1<<31:
		return BigintType
	}
	return IntegerType
}

// Type returns the type that is written in a CAST, RETURNING or EXTEND; Unknown for one that is not known.
func (n TypeName) Type() Type {
	kind := UnknownType
	switch n.Name {
	case "BOOLEAN":
		kind = BooleanType
	case "TINYINT", "SMALLINT", "INT", "INTEGER":
		kind = IntegerType
	case "BIGINT":
		kind = BigintType
	case "FLOAT":
		kind = FloatType
	case "REAL", "DOUBLE", "DOUBLE PRECISION":
		kind = DoubleType
	case "DECIMAL", "DEC", "NUMERIC":
		kind = DecimalType
	case "CHAR", "CHARACTER", "VARCHAR", "CHARACTER VARYING", "CHAR VARYING":
		kind = VarcharType
	case "DATE":
		kind = DateType
	case "TIME":
		kind = TimeType
	case "TIMESTAMP":
		kind = TimestampType
	case "TYPE":
		name, ok := strings.CutPrefix(n.Text, "COMPLEX<")
		if !ok {
			return Type{}
		}
		return complexType(strings.TrimSuffix(name, ">"))
	}
	if n.Array > 0 {
		return Type{Kind: ArrayType, Item: kind}
	}
	return Type{Kind: kind}
}

func complexType(name string) Type {
	if name == "json" {
		return Type{Kind: JSONType}
	}
	return Type{Kind: ComplexType, Complex: name}
}

func (c *checker) cast(e *Cast) Type {
	from, to := c.expr(e.X), e.Type.Type()
	if castable(from, to) {
		return to
	}
	advice := ""
	switch {
	case from.Kind == JSONType && to.Kind == VarcharType:
		advice = fmt.Sprintf(". Write TO_JSON_STRING(%s), or JSON_VALUE(%s, '$.member') for a member", c.describe(e.X), c.describe(e.X))
	case from.Kind == JSONType:
		advice = c.adviceFor(e.X, from, family(to))
	case from.Kind == ArrayType && to.Kind == VarcharType:
		advice = fmt.Sprintf(". Write ARRAY_TO_STRING(%s, ',')", c.describe(e.X))
	case numeric(from) && to.Kind == DateType:
		advice = fmt.Sprintf(". Write FLOOR(MILLIS_TO_TIMESTAMP(%s) TO DAY)", c.describe(e.X))
	}
	c.report(Problem{Code: ArgumentType, At: e.X.Span(), Expr: e.X, Name: "CAST",
		Message: fmt.Sprintf("Druid cannot cast %s to %s and refuses it%s", from, to, advice)})
	return to
}

// castable reports whether Druid accepts a cast. What differs between its versions counts as accepted.
// Source: testdata/checker-verdicts.jsonl.
func castable(from, to Type) bool {
	switch {
	case from.Kind == UnknownType, to.Kind == UnknownType, from.Kind == NullType, from.Kind == to.Kind, from.Kind == IntervalType, from.Kind == BinaryType:
		return true
	case from.Kind == JSONType, from.Kind == ComplexType, from.Kind == ArrayType:
		return false
	case to.Kind == ArrayType:
		return false
	case to.Kind == DateType:
		return from.Kind == VarcharType || temporal(from)
	case to.Kind == TimestampType:
		return from.Kind != BooleanType
	case to.Kind == BooleanType:
		return !temporal(from)
	case numeric(to):
		return from.Kind != DateType
	}
	return true
}

func (c *checker) caseOf(e *Case) Type {
	var operand Type
	if e.Operand != nil {
		operand = c.expr(e.Operand)
	}
	results := make([]Expr, 0, len(e.Whens)+1)
	for _, when := range e.Whens {
		for _, value := range when.Values {
			if e.Operand == nil {
				c.condition(value, c.expr(value), "WHEN takes a condition")
			} else {
				c.compared(operand, value, "CASE")
			}
		}
		results = append(results, when.Then)
	}
	if e.Else != nil {
		results = append(results, e.Else)
	}
	return c.mixed(results, "CASE")
}

// mixed finds the one type of several results, and reports the first that fits the others under no type.
func (c *checker) mixed(results []Expr, what string) Type {
	all, known := Type{Kind: NullType}, true
	for _, result := range results {
		if result == nil {
			continue
		}
		t := c.expr(result)
		if t.Kind == UnknownType {
			known = false
			continue
		}
		wider, ok := leastRestrictive(all, t)
		if !ok {
			c.report(Problem{Code: ArgumentType, At: result.Span(), Expr: result, Name: what,
				Message: fmt.Sprintf("%s mixes %s with %s, which Druid refuses%s", what, all, t, c.adviceFor(result, t, family(all)))})
			return Type{}
		}
		all = wider
	}
	if !known {
		return Type{}
	}
	return all
}

func (c *checker) array(e *Array) Type {
	all, known := Type{Kind: NullType}, true
	for _, item := range e.Items {
		t := c.expr(item)
		if t.Kind == UnknownType {
			known = false
			continue
		}
		wider, ok := leastRestrictive(all, t)
		if !ok || (all.Kind == VarcharType) != (t.Kind == VarcharType) && all.Kind != NullType && t.Kind != NullType {
			c.report(Problem{Code: ArgumentType, At: item.Span(), Expr: item, Name: "ARRAY",
				Message: fmt.Sprintf("An array has items of one type, but here %s follows %s, which Druid refuses%s", t, all, c.adviceFor(item, t, family(all)))})
			return Type{Kind: ArrayType}
		}
		all = wider
	}
	if !known || all.Kind == NullType {
		return Type{Kind: ArrayType}
	}
	return Type{Kind: ArrayType, Item: all.Kind}
}
