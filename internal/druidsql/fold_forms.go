package druidsql

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

func constantIs(e *Is) (Value, bool) {
	x, ok := Constant(e.X)
	if !ok {
		return Value{}, false
	}
	var is bool
	switch e.Test {
	case "NULL", "UNKNOWN":
		is = x.Null()
	case "TRUE", "FALSE":
		if !x.Null() && x.Kind != BooleanType {
			return Value{}, false
		}
		is = x.Kind == BooleanType && x.Bool == (e.Test == "TRUE")
	default:
		return Value{}, false
	}
	return boolean(is != e.Not)
}

// constantBetween is X >= Low AND X <= High; SYMMETRIC tries both orders.
func constantBetween(e *Between) (Value, bool) {
	x, xOK := Constant(e.X)
	low, lowOK := Constant(e.Low)
	high, highOK := Constant(e.High)
	within := func(low Value, lowOK bool, high Value, highOK bool) (Value, bool) {
		from, fromOK := constantBinary(">=", x, xOK, low, lowOK)
		to, toOK := constantBinary("<=", x, xOK, high, highOK)
		return constantLogic(false, from, fromOK, to, toOK)
	}
	v, ok := within(low, lowOK, high, highOK)
	if e.Symmetric {
		turned, turnedOK := within(high, highOK, low, lowOK)
		v, ok = constantLogic(true, v, ok, turned, turnedOK)
	}
	return negate(v, ok, e.Not)
}

func negate(v Value, ok, not bool) (Value, bool) {
	if ok && not && !v.Null() {
		v.Bool = !v.Bool
	}
	return v, ok
}

// constantIn is X = a OR X = b.
func constantIn(e *In) (Value, bool) {
	x, xOK := Constant(e.X)
	v, ok := boolean(false)
	for _, item := range e.Items {
		value, valueOK := Constant(item)
		equal, equalOK := constantBinary("=", x, xOK, value, valueOK)
		v, ok = constantLogic(true, v, ok, equal, equalOK)
	}
	return negate(v, ok, e.Not)
}

func constantLike(e *Like) (Value, bool) {
	x, xOK := Constant(e.X)
	pattern, patternOK := Constant(e.Pattern)
	if xOK && x.Null() || patternOK && pattern.Null() {
		return null()
	}
	if !xOK || !patternOK || x.Kind != VarcharType || pattern.Kind != VarcharType {
		return Value{}, false
	}
	escape := rune(-1)
	if e.Escape != nil {
		value, ok := Constant(e.Escape)
		if !ok || value.Kind != VarcharType || utf8.RuneCountInString(value.Text) != 1 {
			return Value{}, false
		}
		escape, _ = utf8.DecodeRuneInString(value.Text)
	}
	return boolean(like(x.Text, pattern.Text, escape) != e.Not)
}

// like matches text with a pattern where % stands for any text and _ for one character. It goes back to the last % only, which is enough.
func like(text, pattern string, escape rune) bool {
	tokens := likeTokens(pattern, escape)
	runes := []rune(text)
	at, last, mark := 0, -1, 0
	i := 0
	for i < len(runes) {
		switch {
		case at < len(tokens) && tokens[at] == anyText:
			last, mark = at, i
			at++
		case at < len(tokens) && (tokens[at] == anyRune || tokens[at] == runes[i]):
			at++
			i++
		case last >= 0:
			mark++
			at, i = last+1, mark
		default:
			return false
		}
	}
	for at < len(tokens) && tokens[at] == anyText {
		at++
	}
	return at == len(tokens)
}

// What stands for more than itself in a pattern; no rune has these values.
const (
	anyText rune = -1 - iota
	anyRune
)

func likeTokens(pattern string, escape rune) []rune {
	var tokens []rune
	escaped := false
	for _, r := range pattern {
		switch {
		case escaped:
			tokens, escaped = append(tokens, r), false
		case r == escape:
			escaped = true
		case r == '%':
			tokens = append(tokens, anyText)
		case r == '_':
			tokens = append(tokens, anyRune)
		default:
			tokens = append(tokens, r)
		}
	}
	return tokens
}

// constantCase takes the first branch whose condition is TRUE, if those before it certainly are not.
func constantCase(e *Case) (Value, bool) {
	var operand Value
	operandOK := false
	if e.Operand != nil {
		operand, operandOK = Constant(e.Operand)
	}
	for _, when := range e.Whens {
		for _, value := range when.Values {
			v, ok := Constant(value)
			if e.Operand != nil {
				v, ok = constantBinary("=", operand, operandOK, v, ok)
			}
			if !ok || !v.Null() && v.Kind != BooleanType {
				return Value{}, false
			}
			if v.Bool {
				return Constant(when.Then)
			}
		}
	}
	if e.Else == nil {
		return null()
	}
	return Constant(e.Else)
}

// castValue casts a value as Druid does: what cannot be cast is NULL. Casts to dates are left to Druid.
func castValue(x Value, to Type) (Value, bool) {
	if x.Null() {
		return null()
	}
	switch to.Kind {
	case VarcharType:
		switch x.Kind {
		case VarcharType:
			return x, true
		case BigintType:
			return varchar(strconv.FormatInt(x.Integer, 10))
		}
	case IntegerType, BigintType:
		switch x.Kind {
		case BigintType:
			return x, true
		case DoubleType:
			return Value{Kind: BigintType, Integer: int64(x.Double)}, x.Double > -1e18 && x.Double < 1e18
		case VarcharType:
			n, err := strconv.ParseInt(x.Text, 10, 64)
			return Value{Kind: BigintType, Integer: n}, err == nil
		}
	case DoubleType, DecimalType:
		if x.number() {
			return double(x.float())
		}
	case BooleanType:
		if x.Kind == BooleanType {
			return x, true
		}
	}
	return Value{}, false
}

// constantCall computes the functions on text that stand in mappings, and those that choose among values.
func constantCall(e *Call) (Value, bool) {
	if e.Form != PlainForm && e.Form != TrimForm || e.Distinct || e.Filter != nil || e.Over != nil {
		return Value{}, false
	}
	name := strings.ToUpper(e.Function.Text)
	switch name {
	case "COALESCE", "NVL", "IFNULL":
		for _, arg := range e.Args {
			if v, ok := Constant(arg); !ok || !v.Null() {
				return v, ok
			}
		}
		return Value{Kind: NullType}, len(e.Args) > 0
	case "CONCAT", "TEXTCAT":
		return constantConcat(e.Args)
	case "LOWER", "UPPER", "TRIM", "BTRIM", "LENGTH", "CHAR_LENGTH", "CHARACTER_LENGTH", "STRLEN", "REVERSE":
	default:
		return Value{}, false
	}
	operands := values(e)
	if len(operands) != 1 || e.Form == TrimForm && trimFlag(e) != "BOTH" {
		return Value{}, false
	}
	x, ok := Constant(operands[0])
	if !ok || x.Null() {
		return x, ok
	}
	if x.Kind != VarcharType {
		return Value{}, false
	}
	return textFunction(name, x.Text)
}

// trimFlag returns BOTH, LEADING or TRAILING.
func trimFlag(e *Call) string {
	for _, arg := range e.Args {
		if flag, ok := arg.(*Keyword); ok {
			return flag.Text
		}
	}
	return "BOTH"
}

// textFunction leaves what is not ASCII to Druid: Java changes case and counts characters in another way.
func textFunction(name, text string) (Value, bool) {
	if strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		return Value{}, false
	}
	switch name {
	case "LOWER":
		return varchar(strings.ToLower(text))
	case "UPPER":
		return varchar(strings.ToUpper(text))
	case "TRIM", "BTRIM":
		return varchar(strings.Trim(text, " "))
	case "REVERSE":
		bytes := []byte(text)
		for i, j := 0, len(bytes)-1; i < j; i, j = i+1, j-1 {
			bytes[i], bytes[j] = bytes[j], bytes[i]
		}
		return varchar(string(bytes))
	}
	return integer(int64(len(text)))
}

// constantConcat joins texts. One NULL makes all NULL, whatever the others are.
func constantConcat(operands []Expr) (Value, bool) {
	var b strings.Builder
	known := len(operands) > 0
	for _, operand := range operands {
		v, ok := Constant(operand)
		if ok && v.Null() {
			return null()
		}
		known = known && ok && v.Kind == VarcharType
		b.WriteString(v.Text)
	}
	return Value{Kind: VarcharType, Text: b.String()}, known
}
