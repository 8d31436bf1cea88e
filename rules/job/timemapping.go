package job

import (
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/internal/isotime"
	"github.com/polarspec/polarspec/lint"
)

// timeExpression returns the expression that fills "__time"; nil if there is none, or none that can be understood.
func timeExpression(p *lint.Pass) *lint.Expression {
	for _, e := range p.Expressions() {
		if e.Column == "__time" && e.Role == lint.Dimension && e.Sound() {
			return e
		}
	}
	return nil
}

// rollup returns the call that cuts the time of rows, and to what; ok is false if the whole expression is no such call.
func rollup(e *lint.Expression) (call *druidsql.Call, to isotime.Granularity, ok bool) {
	call, ok = e.Tree.(*druidsql.Call)
	if !ok || call.Over != nil || call.Filter != nil {
		return nil, to, false
	}
	var text string
	switch function := strings.ToUpper(call.Function.Text); {
	case function == "TIME_FLOOR" && len(call.Args) >= 2:
		text = literal(call.Args[1])
	case function == "DATE_TRUNC" && len(call.Args) == 2:
		text = literal(call.Args[0])
	case function == "FLOOR" && call.Form == druidsql.ToForm && len(call.Args) == 2:
		if unit, isUnit := call.Args[1].(*druidsql.Keyword); isUnit {
			text = unit.Text
		}
	}
	to, ok = isotime.ParseGranularity(text)
	return call, to, ok
}

// literal returns the text of a string literal, "" for anything else.
func literal(e druidsql.Expr) string {
	if l, ok := e.(*druidsql.Literal); ok && l.Kind == druidsql.StringLiteral {
		return l.Text
	}
	return ""
}

// soleColumn returns the function and the one input field of an expression such as TIME_PARSE("f").
func soleColumn(e *lint.Expression) (function, column string, ok bool) {
	call, isCall := e.Tree.(*druidsql.Call)
	if !isCall || call.Form != druidsql.PlainForm || len(call.Args) != 1 || call.Over != nil || call.Filter != nil || call.Distinct {
		return "", "", false
	}
	c, isColumn := call.Args[0].(*druidsql.Column)
	if !isColumn || len(c.Parts) != 1 {
		return "", "", false
	}
	return strings.ToUpper(call.Function.Text), c.Parts[0].Text, true
}
