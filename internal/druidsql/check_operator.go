package druidsql

import (
	"fmt"
	"strings"
)

// literalType returns the type of a literal.
func literalType(e *Literal) Type {
	switch e.Kind {
	case NullLiteral:
		return Type{Kind: NullType}
	case BooleanLiteral:
		return Type{Kind: BooleanType}
	case IntegerLiteral:
		return Type{Kind: integerKind(e.Text)}
	case DecimalLiteral:
		return Type{Kind: DecimalType}
	case ApproximateLiteral:
		return Type{Kind: DoubleType}
	case StringLiteral:
		return Type{Kind: VarcharType}
	case BinaryLiteral:
		return Type{Kind: BinaryType}
	case DateLiteral:
		return Type{Kind: DateType}
	case TimeLiteral:
		return Type{Kind: TimeType}
	case TimestampLiteral:
		return Type{Kind: TimestampType}
	case IntervalLiteral:
		return Type{Kind: IntervalType}
	}
	return Type{}
}

// chain checks operators that lean to the left, such as a + b + c, from the inside out: there may be more of them than a stack can hold.
func (c *checker) chain(e *Binary) Type {
	chain := []*Binary{e}
	for {
		left, ok := chain[len(chain)-1].Left.(*Binary)
		if !ok {
			break
		}
		chain = append(chain, left)
	}
	left := c.expr(chain[len(chain)-1].Left)
	for i := len(chain) - 1; i >= 0; i-- {
		right := c.expr
		if left.Kind == VarcharType && comparison(chain[i].Operator) {
			right = c.textual
		}
		left = c.binary(chain[i], left, right(chain[i].Right))
		if left.Kind != UnknownType {
			c.types[chain[i]] = left
		}
	}
	return left
}

func comparison(operator string) bool {
	switch operator {
	case "=", "<>", "<", "<=", ">", ">=":
		return true
	}
	return false
}

// binary finds the type of an operator between operands of known types.
func (c *checker) binary(e *Binary, left, right Type) Type {
	switch e.Operator {
	case "AND", "OR":
		c.condition(e.Left, left, e.Operator+" joins conditions")
		c.condition(e.Right, right, e.Operator+" joins conditions")
		return Type{Kind: BooleanType}
	case "||":
		return c.concatenation(e, left, right)
	case "+", "-", "*", "/":
		return c.arithmetic(e, left, right)
	}
	if ordering := strings.ContainsAny(e.Operator, "<>") && e.Operator != "<>"; !comparableTypes(left, right) || ordering && (opaque(left) || opaque(right)) {
		c.mismatch(e, left, right, "compare")
	}
	return Type{Kind: BooleanType}
}

// condition reports an operand that is no condition.
func (c *checker) condition(e Expr, t Type, what string) {
	if t.Kind == UnknownType || t.Kind == NullType || t.Kind == BooleanType {
		return
	}
	advice := ""
	if numeric(t) {
		advice = fmt.Sprintf(". Write %s <> 0", c.describe(e))
	} else if t.Kind == VarcharType {
		advice = fmt.Sprintf(". Write %s = 'true'", c.describe(e))
	}
	c.report(Problem{Code: ArgumentType, At: e.Span(), Expr: e, Message: fmt.Sprintf("%s, but %s is %s, which Druid refuses%s", what, c.describe(e), t, advice)})
}

func (c *checker) unary(e *Unary) Type {
	t := c.expr(e.X)
	if e.Operator == "NOT" {
		c.condition(e.X, t, "NOT negates a condition")
		return Type{Kind: BooleanType}
	}
	if e.Operator == "+" && !literalOperand(e.X) {
		c.plus(e)
		return t
	}
	switch {
	case t.Kind == VarcharType:
		return Type{Kind: DecimalType}
	case t.Kind == UnknownType, t.Kind == NullType, t.Kind == IntervalType, numeric(t):
		return t
	}
	c.report(Problem{Code: ArgumentType, At: e.X.Span(), Expr: e.X, Name: e.Operator,
		Message: fmt.Sprintf("%q needs a number, but %s is %s, which Druid refuses", e.Operator, c.describe(e.X), t)})
	return Type{}
}

// plus reports a plus sign before an operand, which Druid parses and then fails on. Source: testdata/checker-verdicts.jsonl.
func (c *checker) plus(e *Unary) {
	p := Problem{Code: ArgumentType, At: Span{e.Span().Start, e.Span().Start + 1}, Name: "+", Expr: e,
		Message: fmt.Sprintf("Druid fails on a plus sign before %s. Leave it out", c.describe(e.X))}
	if c.text(p.At) == "+" {
		p.Fixable, p.Safe = true, true
	}
	c.report(p)
}

func (c *checker) is(e *Is) Type {
	t := c.expr(e.X)
	if e.Test != "NULL" {
		c.condition(e.X, t, "IS "+e.Test+" tests a condition")
	}
	return Type{Kind: BooleanType}
}

func (c *checker) like(e *Like) Type {
	for i, operand := range []Expr{e.X, e.Pattern, e.Escape} {
		if operand == nil {
			continue
		}
		expr := c.expr
		if i > 0 {
			expr = c.textual
		}
		if t := expr(operand); !(atomic | Nulls | Strings).Has(t.Kind) {
			c.report(Problem{Code: ArgumentType, At: operand.Span(), Expr: operand, Name: "LIKE",
				Message: fmt.Sprintf("LIKE compares text, but %s is %s, which Druid refuses%s", c.describe(operand), t, c.adviceFor(operand, t, Characters))})
		}
	}
	return Type{Kind: BooleanType}
}

func (c *checker) concatenation(e *Binary, left, right Type) Type {
	switch {
	case left.Kind == UnknownType || right.Kind == UnknownType:
		return Type{}
	case left.Kind == ArrayType && (right.Kind == ArrayType && (left.Item == right.Item || left.Item == UnknownType || right.Item == UnknownType) || right.Kind == NullType):
		return left
	case left.Kind == NullType && right.Kind == ArrayType:
		return right
	case (atomic | Nulls | Strings).Has(left.Kind) && (atomic | Nulls | Strings).Has(right.Kind):
		return Type{Kind: VarcharType}
	}
	c.mismatch(e, left, right, "join")
	return Type{}
}

// arithmetic follows Calcite: text is cast to the type of the other operand, integers stay integers, also in a division.
func (c *checker) arithmetic(e *Binary, left, right Type) Type {
	switch {
	case left.Kind == UnknownType || right.Kind == UnknownType:
		return Type{}
	case left.Kind == VarcharType && right.Kind == VarcharType:
		advice := fmt.Sprintf("Write CAST(%s AS DOUBLE) %s CAST(%s AS DOUBLE)", c.describe(e.Left), e.Operator, c.describe(e.Right))
		if e.Operator == "+" {
			advice += ", or || to join texts"
		}
		c.report(Problem{Code: ArgumentType, At: e.OperatorAt, Expr: e, Name: e.Operator,
			Message: fmt.Sprintf("Both operands of %q are text, which Druid refuses or reads as numbers, with NULL for what is none. %s", e.Operator, advice)})
		return Type{}
	case arithmeticOperand(left) && arithmeticOperand(right):
		return arithmeticType(left, right)
	}
	if t, ok := timeArithmetic(e.Operator, left, right); ok {
		return t
	}
	c.mismatch(e, left, right, "compute with")
	return Type{}
}

// timeArithmetic adds intervals to dates and to each other, and multiplies them.
func timeArithmetic(operator string, left, right Type) (t Type, ok bool) {
	switch {
	case temporal(left) && additive(operator):
		return left, right.Kind == IntervalType || right.Kind == NullType
	case temporal(right) && operator == "+":
		return right, left.Kind == IntervalType || left.Kind == NullType
	case left.Kind == IntervalType && additive(operator):
		return left, right.Kind == IntervalType || right.Kind == NullType
	case left.Kind == IntervalType:
		return left, arithmeticOperand(right)
	case right.Kind == IntervalType && operator != "/":
		return right, left.Kind == NullType || operator == "*" && arithmeticOperand(left)
	}
	return Type{}, false
}

func additive(operator string) bool { return operator == "+" || operator == "-" }

func temporal(t Type) bool { return Datetimes.Has(t.Kind) && t.Kind != UnknownType }

func numeric(t Type) bool { return Numbers.Has(t.Kind) && t.Kind != UnknownType }

// opaque reports whether a type has no order.
func opaque(t Type) bool { return t.Kind == JSONType || t.Kind == ComplexType }

func arithmeticOperand(t Type) bool {
	return numeric(t) || t.Kind == VarcharType || t.Kind == NullType
}

func arithmeticType(left, right Type) Type {
	switch {
	case left.Kind == NullType && right.Kind == NullType:
		return left
	case numeric(left) && numeric(right):
		return widerNumber(left, right)
	case numeric(left):
		return left
	case numeric(right):
		return right
	}
	return Type{Kind: DecimalType}
}

// mismatch reports two operands that an operator cannot take together.
func (c *checker) mismatch(e *Binary, left, right Type, verb string) {
	advice := c.mismatchAdvice(e, left, right)
	c.report(Problem{Code: ArgumentType, At: e.OperatorAt, Expr: e, Name: e.Operator,
		Message: fmt.Sprintf("Druid cannot %s %s and %s and refuses %s %s %s%s", verb, left, right, c.describe(e.Left), e.Operator, c.describe(e.Right), advice)})
}

func (c *checker) mismatchAdvice(e *Binary, left, right Type) string {
	switch {
	case left.Kind == JSONType:
		return c.adviceFor(e.Left, left, family(right))
	case right.Kind == JSONType:
		return c.adviceFor(e.Right, right, family(left))
	case temporal(left) && numeric(right) && additive(e.Operator):
		return ". Write a period of time as INTERVAL '1' DAY"
	case temporal(left) && temporal(right) && e.Operator == "-":
		return ". Write TIMESTAMPDIFF(SECOND, from, to)"
	case temporal(left) && numeric(right):
		return c.adviceFor(e.Right, right, Timestamps)
	case temporal(right) && numeric(left):
		return c.adviceFor(e.Left, left, Timestamps)
	}
	return ""
}

// compared checks an operand that stands in a comparison with x.
func (c *checker) compared(x Type, operand Expr, operator string) {
	t := c.textual(operand)
	if operand == nil || comparableTypes(x, t) {
		return
	}
	c.report(Problem{Code: ArgumentType, At: operand.Span(), Expr: operand, Name: operator,
		Message: fmt.Sprintf("%s compares %s with %s, which Druid refuses%s", operator, x, t, c.adviceFor(operand, t, family(x)))})
}

func (c *checker) index(e *Index) Type {
	x, i := c.expr(e.X), c.expr(e.I)
	if !(Arrays | Nulls).Has(x.Kind) {
		advice := ""
		if x.Kind == JSONType {
			path := "$[0]"
			if member, ok := stringLiteral(e.I); ok && !strings.Contains(member, "'") {
				path = jsonPath([]string{member})
			}
			advice = fmt.Sprintf(". Write JSON_VALUE(%s, %s)", c.describe(e.X), QuoteString(path))
		} else if x.Kind == VarcharType {
			advice = fmt.Sprintf(". Items of a multi-value string are taken by MV_OFFSET(%s, 0)", c.describe(e.X))
		}
		c.report(Problem{Code: ArgumentType, At: e.X.Span(), Expr: e.X, Name: "[]",
			Message: fmt.Sprintf("Brackets take an item of an array, but %s is %s, which Druid refuses%s", c.describe(e.X), x, advice)})
		return Type{}
	}
	if !(Integers | Nulls).Has(i.Kind) {
		c.report(Problem{Code: ArgumentType, At: e.I.Span(), Expr: e.I, Name: "[]",
			Message: fmt.Sprintf("An index is an integer, but %s is %s, which Druid refuses", c.describe(e.I), i)})
	}
	return Type{Kind: x.Item}
}
