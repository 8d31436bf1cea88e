package druidsql

import (
	"cmp"
	"math"
	"strconv"
	"strings"
)

// Value is the value of a constant expression.
type Value struct {
	// Kind is NullType, BooleanType, BigintType, DoubleType or VarcharType.
	Kind    TypeKind
	Bool    bool
	Integer int64
	Double  float64
	Text    string
}

// longestText bounds what is computed: a chain of || would copy its text again and again.
const longestText = 10_000

// Null reports whether the value is NULL.
func (v Value) Null() bool { return v.Kind == NullType }

// Constant computes an expression whose value is the same in every row, by SQL's logic of three values: 1 = 1, and x OR TRUE whatever
// x is. ok is false for all that depends on a row or the clock, and for what is not computed here, such as dates.
func Constant(e Expr) (v Value, ok bool) {
	switch e := e.(type) {
	case *Literal:
		return constantLiteral(e)
	case *Unary:
		return constantUnary(e)
	case *Binary:
		return constantChain(e)
	case *Is:
		return constantIs(e)
	case *Between:
		return constantBetween(e)
	case *In:
		return constantIn(e)
	case *Like:
		return constantLike(e)
	case *Case:
		return constantCase(e)
	case *Cast:
		if x, ok := Constant(e.X); ok {
			return castValue(x, e.Type.Type())
		}
	case *Call:
		return constantCall(e)
	}
	return Value{}, false
}

func null() (Value, bool)           { return Value{Kind: NullType}, true }
func boolean(b bool) (Value, bool)  { return Value{Kind: BooleanType, Bool: b}, true }
func integer(n int64) (Value, bool) { return Value{Kind: BigintType, Integer: n}, true }
func double(f float64) (Value, bool) {
	return Value{Kind: DoubleType, Double: f}, !math.IsNaN(f) && !math.IsInf(f, 0)
}
func varchar(text string) (Value, bool) { return Value{Kind: VarcharType, Text: text}, true }

func constantLiteral(e *Literal) (Value, bool) {
	switch e.Kind {
	case NullLiteral:
		return null()
	case BooleanLiteral:
		if e.Text == "UNKNOWN" {
			return null()
		}
		return boolean(e.Text == "TRUE")
	case IntegerLiteral:
		n, err := strconv.ParseInt(e.Text, 10, 64)
		return Value{Kind: BigintType, Integer: n}, err == nil
	case DecimalLiteral, ApproximateLiteral:
		f, err := strconv.ParseFloat(e.Text, 64)
		return Value{Kind: DoubleType, Double: f}, err == nil
	case StringLiteral:
		return varchar(e.Text)
	}
	return Value{}, false
}

func constantUnary(e *Unary) (Value, bool) {
	x, ok := Constant(e.X)
	switch {
	case !ok || x.Null():
		return x, ok
	case e.Operator == "NOT":
		return Value{Kind: BooleanType, Bool: !x.Bool}, x.Kind == BooleanType
	case e.Operator == "+":
		return x, x.number()
	case x.Kind == BigintType:
		return Value{Kind: BigintType, Integer: -x.Integer}, x.Integer != math.MinInt64
	}
	return Value{Kind: DoubleType, Double: -x.Double}, x.Kind == DoubleType
}

// number reports whether a value is a number.
func (v Value) number() bool { return v.Kind == BigintType || v.Kind == DoubleType }

// float returns a number as a DOUBLE.
func (v Value) float() float64 {
	if v.Kind == BigintType {
		return float64(v.Integer)
	}
	return v.Double
}

// constantChain computes operators from the inside out, as chain does.
func constantChain(e *Binary) (Value, bool) {
	chain := []*Binary{e}
	for {
		left, ok := chain[len(chain)-1].Left.(*Binary)
		if !ok {
			break
		}
		chain = append(chain, left)
	}
	left, ok := Constant(chain[len(chain)-1].Left)
	for i := len(chain) - 1; i >= 0; i-- {
		right, rightOK := Constant(chain[i].Right)
		left, ok = constantBinary(chain[i].Operator, left, ok, right, rightOK)
	}
	return left, ok
}

func constantBinary(operator string, left Value, leftOK bool, right Value, rightOK bool) (Value, bool) {
	switch operator {
	case "AND", "OR":
		return constantLogic(operator == "OR", left, leftOK, right, rightOK)
	case "IS DISTINCT FROM", "IS NOT DISTINCT FROM":
		if !leftOK || !rightOK {
			return Value{}, false
		}
		return distinctFrom(left, right, operator == "IS DISTINCT FROM")
	}
	if leftOK && left.Null() || rightOK && right.Null() {
		return null()
	}
	if !leftOK || !rightOK {
		return Value{}, false
	}
	switch operator {
	case "+", "-", "*", "/":
		return constantArithmetic(operator, left, right)
	case "||":
		if left.Kind != VarcharType || right.Kind != VarcharType || len(left.Text)+len(right.Text) > longestText {
			return Value{}, false
		}
		return varchar(left.Text + right.Text)
	}
	order, ok := compareValues(left, right)
	if !ok {
		return Value{}, false
	}
	return compares(operator, order)
}

// constantLogic computes AND and OR. FALSE decides an AND and TRUE an OR, whatever the other side is.
func constantLogic(decides bool, left Value, leftOK bool, right Value, rightOK bool) (Value, bool) {
	for _, side := range []struct {
		value Value
		ok    bool
	}{{left, leftOK}, {right, rightOK}} {
		if side.ok && side.value.Kind == BooleanType && side.value.Bool == decides {
			return boolean(decides)
		}
		if side.ok && side.value.Kind != BooleanType && !side.value.Null() {
			return Value{}, false
		}
	}
	if !leftOK || !rightOK {
		return Value{}, false
	}
	if left.Null() || right.Null() {
		return null()
	}
	return boolean(!decides)
}

func distinctFrom(left, right Value, distinct bool) (Value, bool) {
	if left.Null() || right.Null() {
		return boolean((left.Null() != right.Null()) == distinct)
	}
	order, ok := compareValues(left, right)
	return Value{Kind: BooleanType, Bool: (order != 0) == distinct}, ok
}

// compareValues orders two values that are not NULL. Text against a number is left to Druid.
func compareValues(a, b Value) (order int, ok bool) {
	switch {
	case a.Kind == BigintType && b.Kind == BigintType:
		return cmp.Compare(a.Integer, b.Integer), true
	case a.number() && b.number():
		return cmp.Compare(a.float(), b.float()), true
	case a.Kind == VarcharType && b.Kind == VarcharType:
		return strings.Compare(a.Text, b.Text), true
	case a.Kind == BooleanType && b.Kind == BooleanType && a.Bool == b.Bool:
		return 0, true
	case a.Kind == BooleanType && b.Kind == BooleanType && a.Bool:
		return 1, true
	case a.Kind == BooleanType && b.Kind == BooleanType:
		return -1, true
	}
	return 0, false
}

func compares(operator string, order int) (Value, bool) {
	switch operator {
	case "=":
		return boolean(order == 0)
	case "<>":
		return boolean(order != 0)
	case "<":
		return boolean(order < 0)
	case "<=":
		return boolean(order <= 0)
	case ">":
		return boolean(order > 0)
	case ">=":
		return boolean(order >= 0)
	}
	return Value{}, false
}

func constantArithmetic(operator string, left, right Value) (Value, bool) {
	if !left.number() || !right.number() {
		return Value{}, false
	}
	if left.Kind == BigintType && right.Kind == BigintType {
		return integerArithmetic(operator, left.Integer, right.Integer)
	}
	a, b := left.float(), right.float()
	switch operator {
	case "+":
		return double(a + b)
	case "-":
		return double(a - b)
	case "*":
		return double(a * b)
	}
	return double(a / b)
}

// integerArithmetic gives up where 64 bits are not enough, and on a division by zero, which fails in Druid.
func integerArithmetic(operator string, a, b int64) (Value, bool) {
	switch operator {
	case "+":
		if sum := a + b; (sum > a) == (b > 0) {
			return integer(sum)
		}
	case "-":
		if difference := a - b; (difference < a) == (b > 0) {
			return integer(difference)
		}
	case "*":
		if a == 0 || b == 0 {
			return integer(0)
		}
		if product := a * b; product/b == a && (a != -1 || b != math.MinInt64) && (b != -1 || a != math.MinInt64) {
			return integer(product)
		}
	case "/":
		if b != 0 && (a != math.MinInt64 || b != -1) {
			return integer(a / b)
		}
	}
	return Value{}, false
}
