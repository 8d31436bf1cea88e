package druidsql

import (
	"fmt"
	"strings"
)

// foreignOperand parses a name, text or number in another database's spelling.
func (p *parser) foreignOperand() Expr {
	switch p.tok.kind {
	case foreignName:
		return p.named()
	case foreignString:
		t := p.tok
		p.report(Fault{
			Code: Dialect, At: t.at, Message: `the quotes of a text are '…'; a quote within it is written twice`,
			Replacement: QuoteString(t.value), Fixable: t.exact,
		})
		p.advance()
		return &Literal{Place: Place{t.at}, Kind: StringLiteral, Text: t.value}
	}
	t := p.tok
	p.advance()
	if !t.exact {
		p.report(Fault{
			Code: Syntax, At: t.at,
			Message: fmt.Sprintf("a name that begins with a digit must be quoted: %s", QuoteIdentifier(t.text)),
		})
		return &Bad{Place{t.at}}
	}
	p.report(Fault{Code: Dialect, At: t.at, Message: "Druid has plain decimal numbers only: write " + t.value, Replacement: t.value, Fixable: true})
	return &Literal{Place: Place{t.at}, Kind: IntegerLiteral, Text: t.value}
}

// foreignNameFault reports a name in another database's quotes, which is the current token.
func (p *parser) foreignNameFault() {
	quoted := QuoteIdentifier(p.tok.value)
	p.report(Fault{
		Code: Dialect, At: p.tok.at, Message: "Druid's quotes for names are \"\": write " + quoted,
		Replacement: quoted, Fixable: p.tok.exact,
	})
}

// foreignBracket parses [name] or a list in brackets without ARRAY.
func (p *parser) foreignBracket() Expr {
	at := p.tok.at
	start := at.Start
	items := p.list("[", "]", "ARRAY")
	f := Fault{Code: Dialect, At: at, Message: "an array begins with ARRAY: write ARRAY[…]", Replacement: "ARRAY[", Fixable: true}
	if len(items) == 1 {
		if column, ok := items[0].(*Column); ok && len(column.Parts) == 1 {
			f.At = p.since(start)
			f.Message = fmt.Sprintf("brackets are no quotes for names: write %s, or ARRAY[…] for an array", QuoteIdentifier(column.Parts[0].Text))
			f.Fixable, f.Replacement = false, ""
			p.report(f)
			return column
		}
	}
	p.report(f)
	return &Array{Place{p.since(start)}, items}
}

// foreignArray parses ARRAY(items).
func (p *parser) foreignArray() Expr {
	start := p.tok.at.Start
	p.advance()
	if p.statement && p.queryFollows() {
		p.skipQuery()
		return p.subquery(start)
	}
	empty := p.peek()
	var items []Expr
	if empty.is(")") {
		p.advance()
		p.advance()
	} else {
		items = p.list("(", ")", "ARRAY")
	}
	f := Fault{Code: Dialect, At: p.since(start), Message: "the items of an array stand in brackets: write ARRAY[…]"}
	if text := p.source(f.At); strings.HasSuffix(text, ")") {
		f.Fixable = true
		f.Replacement = "ARRAY[" + text[strings.IndexByte(text, '(')+1:len(text)-1] + "]"
	}
	p.report(f)
	return &Array{Place{p.since(start)}, items}
}

// foreignUnit reports a function of another database that takes a time unit first, which is the current token, and makes it Druid's.
func (p *parser) foreignUnit(call *Call) bool {
	name := call.Function
	f := Fault{Code: Dialect, At: name.At}
	switch strings.ToUpper(name.Text) {
	case "DATEADD":
		f.Replacement, f.Fixable = "TIMESTAMPADD", true
		f.Message = fmt.Sprintf("Druid has no function %s: write TIMESTAMPADD(%s, n, x)", name.Text, p.tok.word)
		call.Function.Text = "TIMESTAMPADD"
	case "DATEDIFF":
		// It counts the limits of units between the two, TIMESTAMPDIFF whole units.
		f.Message = fmt.Sprintf("Druid has no function %s: write TIMESTAMPDIFF(%s, from, to)", name.Text, p.tok.word)
		call.Function.Text = "TIMESTAMPDIFF"
	default:
		return false
	}
	if next := p.peek(); name.Quoted || !next.is(",") {
		call.Function = name
		return false
	}
	call.Form = UnitForm
	p.report(f)
	return true
}

// foreignPrefix reports a word in front of a text, which is the current token.
func (p *parser) foreignPrefix(start int) Expr {
	word := p.last
	if p.failed == p.tok.at.Start {
		p.advance()
		return p.bad(start)
	}
	p.failAt(Span{start, p.tok.at.End}, fmt.Sprintf("%s does not go together with a text behind it: an operator is missing", quoteToken(&word)))
	p.advance()
	p.failed = p.tok.at.Start
	return p.bad(start)
}

// isParameters reports whether an expression in parentheses can be the parameter of a lambda expression.
func isParameters(e Expr) bool {
	column, ok := e.(*Column)
	return ok && len(column.Parts) == 1
}

// lambda reports a lambda expression, whose "->" is the current token.
func (p *parser) lambda(start int) Expr {
	p.advance()
	p.nested()
	p.report(Fault{Code: Dialect, At: p.since(start), Message: "Druid's SQL has no lambda expressions"})
	return p.bad(start)
}

// minusDate parses the unit behind (a - b), which is a duration in standard SQL.
func (p *parser) minusDate(x Expr, start int) Expr {
	unit := p.tok
	if b, ok := x.(*Binary); !ok || b.Operator != "-" {
		p.fail(fmt.Sprintf("an operator is missing between %q and %s", ")", quoteToken(&unit)))
		p.advance()
		p.failed = p.tok.at.Start
		return x
	}
	p.advance()
	p.report(Fault{
		Code: Dialect, At: p.since(start),
		Message: fmt.Sprintf("write TIMESTAMPDIFF(%s, b, a) for the difference (a - b) %s", unit.word, unit.word),
	})
	return p.bad(start)
}

// foreignOperator parses an operator that Druid does not have. left begins at start.
func (p *parser) foreignOperator(left Expr, start int, op infix) Expr {
	before := p.since(start)
	first := p.tok.at
	if op.not {
		p.advance()
	}
	switch op.operator {
	case "::":
		return p.foreignCast(left, start, before)
	case ".":
		return p.dotted(start)
	case "ISNULL", "NOTNULL":
		not := op.operator == "NOTNULL"
		written := "IS NULL"
		if not {
			written = "IS NOT NULL"
		}
		p.advance()
		p.report(Fault{Code: Dialect, At: first, Message: "write " + written, Replacement: written, Fixable: true})
		return &Is{Place{p.since(start)}, left, not, "NULL"}
	case "FORMAT JSON":
		p.advance()
		p.advance()
		p.report(Fault{Code: Dialect, At: Span{first.Start, p.last.at.End}, Message: "Druid has no FORMAT JSON: PARSE_JSON(x) reads a text"})
		return left
	}
	operator := p.tok
	p.advance()
	switch op.operator {
	case "SIMILAR":
		p.acceptWord("TO")
	case "AT TIME ZONE":
		p.acceptWord("TIME")
		p.acceptWord("ZONE")
	case "MEMBER", "SUBMULTISET":
		p.acceptWord("OF")
	case "MULTISET":
		for p.isWord("UNION") || p.isWord("INTERSECT") || p.isWord("EXCEPT") || p.isWord("ALL") || p.isWord("DISTINCT") {
			p.advance()
		}
	}
	operator.at = Span{first.Start, p.last.at.End}
	rightStart := p.tok.at.Start
	right := p.expression(op.precedence + 1)
	if op.operator == "ILIKE" && p.acceptWord("ESCAPE") {
		p.operand()
	}
	return p.foreignBinary(left, right, start, op, operator.at, foreignSides{p.source(before), trimBlanks(p.lex.text[min(rightStart, p.last.at.End):p.last.at.End])})
}

func isBad(e Expr) bool {
	_, ok := e.(*Bad)
	return ok
}

// foreignSides are the texts on both sides of an operator.
type foreignSides struct{ left, right string }

// foreignBinary reports a binary operator that Druid does not have and returns what it means.
func (p *parser) foreignBinary(left, right Expr, start int, op infix, at Span, sides foreignSides) Expr {
	whole := Place{p.since(start)}
	f := Fault{Code: Dialect, At: at}
	binary := func(operator string) Expr {
		f.Message = fmt.Sprintf("%q is no operator of Druid: write %s", p.source(at), operator)
		f.Replacement, f.Fixable = operator, true
		p.report(f)
		return &Binary{whole, operator, at, left, right}
	}
	call := func(name, message string, fixable bool, args ...Expr) Expr {
		f.Message = message
		if fixable && !isBad(left) && !isBad(right) {
			f.Replacement, f.Fixable, f.Edit = name+"("+sides.left+", "+sides.right+")", true, whole.At
		}
		p.report(f)
		return &Call{Place: whole, Function: Name{Text: name, At: at}, Args: args}
	}
	not := ""
	if op.not {
		not = "NOT "
	}
	switch op.operator {
	case "%":
		return call("MOD", "Druid refuses the operator %: write MOD(a, b)", true, left, right)
	case "==":
		return binary("=")
	case "&&":
		return binary("AND")
	case "<=>":
		return binary("IS NOT DISTINCT FROM")
	case "~", "RLIKE", "REGEXP":
		f.Message = fmt.Sprintf("Druid has no operator %s: write %sREGEXP_LIKE(x, pattern)", p.source(at), not)
		if op.operator == "~" {
			return call("REGEXP_LIKE", f.Message, true, left, right)
		}
	case "~*":
		f.Message = `Druid has no operator ~*: write REGEXP_LIKE(x, '(?i)pattern')`
	case "!~":
		f.Message = "Druid has no operator !~: write NOT REGEXP_LIKE(x, pattern)"
	case "!~*":
		f.Message = `Druid has no operator !~*: write NOT REGEXP_LIKE(x, '(?i)pattern')`
	case "SIMILAR":
		f.Message = fmt.Sprintf("Druid has no SIMILAR TO: write %sREGEXP_LIKE(x, pattern)", not)
	case "ILIKE":
		f.Message = fmt.Sprintf("Druid has no ILIKE: write LOWER(x) %sLIKE 'pattern in lower case', or %sICONTAINS_STRING(x, 'text')", not, not)
	case "->", "#>":
		f.Message = fmt.Sprintf("Druid has no operator %s: write JSON_QUERY(x, '$.path')", op.operator)
	case "->>", "#>>":
		f.Message = fmt.Sprintf("Druid has no operator %s: write JSON_VALUE(x, '$.path')", op.operator)
	case "AT TIME ZONE":
		f.Message = "Druid has no AT TIME ZONE: the time zone is the last operand of TIME_PARSE, TIME_FORMAT, TIME_FLOOR and others"
	case "^":
		f.Message = "Druid has no operator ^: write POWER(a, b), or BITWISE_XOR(a, b)"
	case "|":
		f.Message = "Druid has no operator |: write BITWISE_OR(a, b), or || to join texts"
	case "&":
		f.Message = "Druid has no operator &: write BITWISE_AND(a, b), or AND"
	case "CONTAINS":
		f.Message = "Druid has no operator CONTAINS: write CONTAINS_STRING(x, 'text'), or ARRAY_CONTAINS(x, y) for arrays"
	default:
		f.Message = fmt.Sprintf("Druid has no operator %s", upper(p.source(at)))
	}
	p.report(f)
	return &Bad{whole}
}

// foreignCast parses x::type.
func (p *parser) foreignCast(left Expr, start int, before Span) Expr {
	at := p.tok.at
	p.advance()
	faults := len(p.faults)
	e := &Cast{X: left, Type: p.typeName()}
	e.At = p.since(start)
	f := Fault{Code: Dialect, At: at, Message: `Druid has no "::": write CAST(x AS type)`}
	written := p.source(e.Type.At)
	if len(p.faults) > faults && p.faults[faults].Fixable {
		// The type is another database's too: one fault, one repair.
		written = p.faults[faults].Replacement
		p.faults = p.faults[:faults]
	}
	if len(p.faults) > faults && p.faults[faults].Code == Dialect {
		// Nor does it have the type: one fault as well.
		f.Message += ". " + p.faults[faults].Message
		p.faults = p.faults[:faults]
	} else if e.Type.Name != "" && len(p.faults) == faults && !isBad(left) {
		f.Replacement, f.Fixable, f.Edit = "CAST("+p.source(before)+" AS "+written+")", true, e.At
	}
	p.report(f)
	return e
}

// dotted reports the dot behind a value that is no name.
func (p *parser) dotted(start int) Expr {
	at := p.tok.at
	p.advance()
	if p.tok.kind == nameToken || p.tok.kind == wordToken || p.tok.kind == foreignName {
		p.advance()
		if p.tok.is("(") {
			p.list("(", ")", p.last.text)
		}
		p.report(Fault{
			Code: Dialect, At: Span{at.Start, p.last.at.End}, Message: "a dot reaches nothing within a value: write JSON_VALUE(x, '$.name')",
		})
		return p.bad(start)
	}
	p.failAt(at, `"." does not belong here`)
	p.failed = p.tok.at.Start
	return p.bad(start)
}
