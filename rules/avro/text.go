package avro

import (
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

// readAsText finds the first expression that takes the values of a field for what they were before they became Base64: that compares
// or parses them. effect says what becomes of it, after a message; "" if there is none.
func readAsText(p *lint.Pass, name string) (use lint.RelatedPlace, effect string) {
	for _, reference := range p.Uses().Of(name) {
		e := reference.Expression
		if !e.Sound() {
			continue
		}
		for _, part := range e.All() {
			if effect := effectOf(part, reference.Column); effect != "" {
				return lint.RelatedPlace{Message: "read as text here", At: e.Node, Span: e.Place(part.Span())}, effect
			}
		}
	}
	return lint.RelatedPlace{}, ""
}

// effectOf says what becomes of a part of an expression that has the column as an operand.
func effectOf(part druidsql.Expr, column *druidsql.Column) string {
	is := func(e druidsql.Expr) bool { return e == druidsql.Expr(column) }
	switch part := part.(type) {
	case *druidsql.Binary:
		switch part.Operator {
		case "=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM":
			if is(part.Left) && isPlainText(part.Right) || is(part.Right) && isPlainText(part.Left) {
				return ", which no other text equals"
			}
		}
	case *druidsql.In:
		if is(part.X) {
			for _, item := range part.Items {
				if isPlainText(item) {
					return ", which no other text equals"
				}
			}
		}
	case *druidsql.Like:
		if is(part.X) {
			return ", which LIKE does not look into"
		}
	case *druidsql.Cast:
		if is(part.X) {
			switch part.Type.Type().Kind {
			case druidsql.UnknownType, druidsql.VarcharType:
			default:
				return ", of which CAST makes NULL"
			}
		}
	case *druidsql.Call:
		if len(part.Args) == 0 || !is(part.Args[0]) {
			return ""
		}
		switch function := strings.ToUpper(part.Function.Text); function {
		case "TIME_PARSE", "TRY_PARSE_JSON":
			return fmt.Sprintf(", of which %s makes NULL", function)
		case "PARSE_JSON":
			return ", at which PARSE_JSON fails"
		}
	}
	return ""
}

// isPlainText reports whether an operand is a literal text that is not Base64 itself. Short words may be both.
func isPlainText(e druidsql.Expr) bool {
	literal, ok := e.(*druidsql.Literal)
	if !ok || literal.Kind != druidsql.StringLiteral || literal.Text == "" {
		return false
	}
	_, err := base64.StdEncoding.DecodeString(literal.Text)
	return err != nil || len(literal.Text) < 16 && !strings.HasSuffix(literal.Text, "=")
}
