package druidsql

import (
	"fmt"
	"strings"
)

// plainCall parses NAME(operands) without the clauses of aggregates behind it. The current token is "(".
func (p *parser) plainCall(name Name, start int) *Call {
	call := &Call{Function: name}
	open := p.tok
	p.advance()
	switch {
	case p.tok.is("*"):
		if next := p.peek(); next.is(")") {
			call.Star = true
			p.advance()
		}
	case p.isWord("DISTINCT"):
		call.Distinct = true
		p.advance()
	case p.isWord("ALL"):
		if next := p.peek(); startsOperand(&next) && !next.is("+") && !next.is("-") && !next.is("[") {
			call.All = true
			p.advance()
		}
	}
	if call.Distinct || call.All || !p.accept(")") {
		p.operands(call, open, name.Text)
	}
	call.At = p.since(start)
	return call
}

// operands parses the operands of a call up to the closing parenthesis.
func (p *parser) operands(call *Call, open token, of string) {
	for more := !call.Star; more; more = p.accept(",") {
		call.Args = append(call.Args, p.operandOf(call))
	}
	for {
		p.operandClauses(call)
		if !p.unclosed(open, ")", of) {
			return
		}
		for p.accept(",") {
			call.Args = append(call.Args, p.operandOf(call))
		}
	}
}

// operandOf parses one operand of a call.
func (p *parser) operandOf(call *Call) Expr {
	if p.isTimeUnit() && takesUnit(call.Function) {
		if next := p.peek(); next.is(",") || next.is(")") {
			return p.unit()
		}
	}
	if len(call.Args) == 0 && p.tok.reserved != nil && p.isTimeUnit() && p.foreignUnit(call) {
		return p.unit()
	}
	if p.queryFollows() {
		return p.query()
	}
	if (p.tok.kind == wordToken || p.tok.kind == nameToken) && strings.HasPrefix(trimBlanksLeft(p.lex.text[p.lex.at:]), "=>") {
		if next := p.peek(); next.is("=>") {
			at := p.tok.at
			p.advance()
			p.advance()
			if p.namesOperands {
				return p.nested()
			}
			p.report(Fault{Code: Syntax, At: Span{at.Start, p.last.at.End}, Message: "operands have no names in an expression: write the value only, in its place"})
		}
	}
	return p.nested()
}

// takesUnit reports whether a function has a time unit that is no text among its operands.
func takesUnit(name Name) bool {
	if name.Quoted {
		return false
	}
	switch strings.ToUpper(name.Text) {
	case "TIMESTAMPADD", "TIMESTAMPDIFF", "DATE_DIFF", "DATETIME_DIFF", "TIMESTAMP_DIFF", "TIME_DIFF", "DATETIME_TRUNC",
		"TIMESTAMP_TRUNC", "TIME_TRUNC", "DATE_TRUNC":
		return true
	}
	return false
}

// operandClauses parses what can stand behind the operands of an aggregate, within its parentheses.
func (p *parser) operandClauses(call *Call) {
	if (p.isWord("IGNORE") || p.isWord("RESPECT")) && ordersOperands(call.Function) {
		p.nullTreatment(call)
	}
	if p.isWord("ORDER") {
		if next := p.peek(); next.word == "BY" {
			if !ordersOperands(call.Function) {
				p.fail(fmt.Sprintf("%s takes no ORDER BY among its operands", call.Function.Text))
			}
			call.OrderBy = p.orderBy()
		}
	}
	if p.isWord("SEPARATOR") {
		if next := p.peek(); next.kind == stringToken {
			at := p.tok.at
			p.advance()
			call.Args = append(call.Args, p.text())
			p.report(Fault{
				Code: Dialect, At: at, Message: `Druid has no SEPARATOR: the separator is the second operand, STRING_AGG(x, ',')`,
			})
		}
	}
}

// ordersOperands reports whether the grammar lets a function have ORDER BY among its operands.
func ordersOperands(name Name) bool {
	switch strings.ToUpper(name.Text) {
	case "ARRAY_AGG", "ARRAY_CONCAT_AGG", "STRING_AGG", "GROUP_CONCAT", "JSON_ARRAYAGG":
		return true
	}
	return false
}

func (p *parser) nullTreatment(call *Call) {
	if next := p.peek(); next.word != "NULLS" {
		return
	}
	call.Nulls = p.tok.word
	p.advance()
	p.advance()
}

// orderBy parses ORDER BY and its keys; the directions are not kept.
func (p *parser) orderBy() []Expr {
	p.advance()
	p.advance()
	var keys []Expr
	for {
		keys = append(keys, p.nested())
		if !p.acceptWord("ASC") {
			p.acceptWord("DESC")
		}
		if p.isWord("NULLS") {
			p.advance()
			if !p.acceptWord("FIRST") && !p.acceptWord("LAST") {
				p.fail("FIRST or LAST is missing after NULLS")
			}
		}
		if !p.accept(",") {
			return keys
		}
	}
}

// call parses the call of a function by its name, with the clauses of aggregates. The current token is "(".
func (p *parser) call(name Name, start int) Expr {
	if !name.Quoted {
		switch p.last.word {
		case "TIMESTAMPADD", "TIMESTAMPDIFF":
			return p.timestampAdd(name, start)
		}
	}
	call := p.plainCall(name, start)
	if p.tok.kind == wordToken && p.tok.word != "" {
		p.callClauses(call)
		call.At = p.since(start)
	}
	return call
}

// callClauses parses what can stand behind the call of an aggregate.
func (p *parser) callClauses(call *Call) {
	if p.isWord("IGNORE") || p.isWord("RESPECT") {
		p.nullTreatment(call)
	}
	if p.isWord("WITHIN") {
		p.within(call)
	}
	if p.isWord("FILTER") {
		p.filter(call)
	}
	if p.isWord("OVER") {
		p.over(call)
	}
}

// within parses WITHIN GROUP (ORDER BY keys).
func (p *parser) within(call *Call) {
	start := p.tok.at.Start
	p.advance()
	distinct := p.acceptWord("DISTINCT")
	if !distinct && !p.expectWord("GROUP", "after WITHIN") {
		return
	}
	if !p.tok.is("(") {
		p.fail(`"(" is missing after WITHIN GROUP`)
		return
	}
	open := p.tok
	if distinct {
		p.list("(", ")", "WITHIN DISTINCT")
		p.report(Fault{Code: Dialect, At: p.since(start), Message: "Druid has no WITHIN DISTINCT"})
		return
	}
	p.advance()
	if !p.isWord("ORDER") {
		p.fail("ORDER BY is missing in WITHIN GROUP")
	} else if next := p.peek(); next.word == "BY" {
		call.OrderBy = p.orderBy()
	}
	p.closeBracket(open, ")", "WITHIN GROUP")
}

// filter parses FILTER (WHERE condition).
func (p *parser) filter(call *Call) {
	p.advance()
	if !p.tok.is("(") {
		p.fail(`"(" is missing after FILTER: write FILTER (WHERE condition)`)
		return
	}
	open := p.tok
	p.advance()
	p.expectWord("WHERE", "in FILTER: write FILTER (WHERE condition)")
	call.Filter = p.nested()
	p.closeBracket(open, ")", "FILTER")
}

// over reads OVER name or OVER (window). The window is only read for its end: an ingestion has no window functions.
func (p *parser) over(call *Call) {
	start := p.tok.at.Start
	p.advance()
	var text strings.Builder
	text.WriteString("OVER ")
	switch {
	case p.tok.kind == nameToken, p.tok.kind == wordToken && p.tok.reserved == nil:
		text.WriteString(p.tok.text)
		p.advance()
	case p.tok.is("("):
		p.window(&text)
	default:
		p.fail(`"(" or the name of a window is missing after OVER`)
		return
	}
	at := p.since(start)
	call.Over, call.OverText = &at, text.String()
}

// window reads a window in parentheses and writes its tokens with single blanks between them.
func (p *parser) window(text *strings.Builder) {
	open := p.tok
	level := 0
	for p.tok.kind != endToken {
		if p.tok.kind == brokenToken {
			p.fail(p.tok.problem)
		}
		if p.last.at != open.at && p.tok.at != open.at && !p.tok.is(")") && !p.tok.is(",") && !p.tok.is("(") && !p.last.is("(") {
			text.WriteByte(' ')
		}
		text.WriteString(p.tok.text)
		switch {
		case p.tok.is("("):
			level++
		case p.tok.is(")"):
			level--
		}
		p.advance()
		if level == 0 {
			return
		}
	}
	p.failAt(p.last.at, `")" is missing: it closes the "(" of OVER`)
}
