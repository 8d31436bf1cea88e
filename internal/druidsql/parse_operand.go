package druidsql

import (
	"fmt"
	"strings"
)

// operand parses what stands between operators.
func (p *parser) operand() Expr {
	switch p.tok.kind {
	case numberToken:
		e := &Literal{Place: Place{p.tok.at}, Kind: p.tok.number, Text: p.tok.text}
		p.advance()
		return e
	case stringToken:
		return p.text()
	case nameToken:
		return p.named()
	case wordToken:
		if p.tok.reserved != nil {
			return p.reservedOperand()
		}
		return p.word()
	case operatorToken:
		return p.operatorOperand()
	case foreignName, foreignString, foreignNumber:
		return p.foreignOperand()
	case brokenToken:
		start := p.tok.at.Start
		p.fail(p.tok.problem)
		p.advance()
		p.failed = p.tok.at.Start
		return p.bad(start)
	}
	return p.missing()
}

// missing reports that there is no operand at the current token.
func (p *parser) missing() Expr {
	at := p.tok.at
	message := "expected an expression"
	switch {
	case p.last.at.End == 0:
		message = fmt.Sprintf("an expression cannot begin with %s", quoteToken(&p.tok))
	case p.last.kind == operatorToken && (p.last.text == "(" || p.last.text == "[" || p.last.text == ","):
		message = fmt.Sprintf("expected an expression after %q", p.last.text)
	case p.last.kind == operatorToken || p.last.kind == wordToken:
		message = fmt.Sprintf("expected an operand after %q", p.last.text)
	}
	if p.last.at.End > 0 {
		at = p.last.at
	}
	p.failAt(at, message)
	return p.bad(p.tok.at.Start)
}

// operatorOperand parses an operand that begins with a bracket, or what stands there by mistake.
func (p *parser) operatorOperand() Expr {
	start := p.tok.at.Start
	switch p.tok.text {
	case "(":
		return p.group()
	case "{":
		return p.odbc()
	case "[":
		return p.foreignBracket()
	case "?":
		if !p.statement { // a job has values for the parameters of its statement
			p.report(Fault{Code: Syntax, At: p.tok.at, Message: `"?" is a parameter: nothing gives it a value here`})
		}
		p.advance()
		return p.bad(start)
	case ":":
		if next := p.peek(); next.kind == wordToken && next.at.Start == p.tok.at.End {
			p.advance()
			p.advance()
			p.report(Fault{Code: Syntax, At: p.since(start), Message: fmt.Sprintf("%q is a variable: nothing gives it a value here", p.source(p.since(start)))})
			return p.bad(start)
		}
	case "*":
		if next := p.peek(); p.last.at.End == 0 && next.kind == endToken {
			p.fail(`"*" stands for all columns in a query: here a single expression is expected`)
			p.advance()
			return p.bad(start)
		}
	}
	return p.missing()
}

// group parses what stands in parentheses: an expression, or a row of several.
func (p *parser) group() Expr {
	open := p.tok
	start := open.at.Start
	if p.queryFollows() {
		return p.query()
	}
	if next := p.peek(); next.is(")") {
		p.advance()
		p.failAt(Span{start, p.tok.at.End}, "there is nothing in the parentheses")
		p.advance()
		return p.bad(start)
	}
	p.advance()
	first := p.nested()
	if !p.tok.is(",") {
		p.closeBracket(open, ")", "")
		if p.isTimeUnit() && p.tok.kind == wordToken {
			return p.minusDate(first, start)
		}
		if p.tok.is("->") && isParameters(first) {
			return p.lambda(start)
		}
		return first
	}
	items := p.items(open, ")", "", []Expr{first})
	if p.tok.is("->") {
		return p.lambda(start)
	}
	return &Row{Place{p.since(start)}, items}
}

// queryFollows reports whether the current "(" or the text at it begins a query.
func (p *parser) queryFollows() bool {
	if !p.tok.is("(") && p.tok.reserved == nil {
		return false
	}
	ahead := p.lex
	t := p.tok
	if t.is("(") {
		t = ahead.next()
	}
	switch t.word {
	case "SELECT":
		next := ahead.next()
		return next.is("*") || startsOperand(&next) && !next.is("+") && !next.is("-") && !next.is("[")
	case "WITH", "TABLE", "VALUES":
		next := ahead.next()
		return next.kind == wordToken && next.reserved == nil || next.kind == nameToken || t.word == "VALUES" && next.is("(")
	}
	return false
}

// query reports a query and moves behind it.
func (p *parser) query() Expr {
	start := p.tok.at.Start
	p.skipQuery()
	if p.statement {
		return p.subquery(start)
	}
	p.report(Fault{Code: Syntax, At: p.since(start), Message: "here stands a query where a single expression is expected"})
	p.failed = p.tok.at.Start
	return p.bad(start)
}

// subquery notes a query within an expression of a statement, which Druid may well read.
func (p *parser) subquery(start int) Expr {
	p.unreads = append(p.unreads, Unread{p.since(start), "a subquery"})
	return p.bad(start)
}

// skipQuery moves behind the query that begins here, with the parentheses around it.
func (p *parser) skipQuery() {
	level := 0
	for p.tok.kind != endToken {
		switch {
		case p.tok.is("("):
			level++
		case p.tok.is(")"):
			if level == 0 {
				return
			}
			if level--; level == 0 {
				p.advance()
				return
			}
		case p.tok.is(";") && level == 0:
			return
		}
		p.advance()
	}
}

// list parses expressions between brackets. The opening one is the current token; of is what they belong to.
func (p *parser) list(opening, closing, of string) []Expr {
	open := p.tok
	if opening == "(" && p.queryFollows() {
		return []Expr{p.query()}
	}
	p.advance()
	if p.tok.is(closing) && opening == "(" {
		p.failAt(Span{open.at.Start, p.tok.at.End}, fmt.Sprintf("the list of %s is empty", of))
		p.advance()
		return nil
	}
	if p.accept(closing) {
		return nil
	}
	return p.items(open, closing, of, []Expr{p.nested()})
}

// items parses the expressions behind the first one of a list up to the closing bracket.
func (p *parser) items(open token, closing, of string, items []Expr) []Expr {
	for {
		if p.accept(",") {
			items = append(items, p.nested())
			continue
		}
		if !p.unclosed(open, closing, of) {
			return items
		}
	}
}

// closeBracket moves over the closing bracket of an expression, whatever stands before it.
func (p *parser) closeBracket(open token, closing, of string) {
	for p.unclosed(open, closing, of) {
		p.advance()
		if !p.tok.is(closing) && startsOperand(&p.tok) {
			p.nested()
		}
	}
}

// unclosed moves over the closing bracket. If something else stands there it reports so and moves on; it returns true if the list
// goes on with a ",".
func (p *parser) unclosed(open token, closing, of string) bool {
	if p.accept(closing) || p.done {
		return false
	}
	if of != "" {
		of = " of " + of
	}
	missing := fmt.Sprintf("%q is missing: it closes the %q%s", closing, open.text, of)
	switch {
	case p.tok.kind == endToken, p.endsPart(), p.tok.is(";") && p.statement:
		p.failAt(p.last.at, missing)
		return false
	case p.tok.is(")"), p.tok.is("]"), p.tok.is("}"):
		p.failAt(p.tok.at, missing)
		return false
	case p.tok.is(","):
		p.fail(fmt.Sprintf(`"," does not belong here: %s`, missing))
		return true
	case startsOperand(&p.tok):
		p.fail(fmt.Sprintf(`an operator or "," is missing between %s and %s`, quoteToken(&p.last), quoteToken(&p.tok)))
	case p.isWord("AS"):
		p.fail(`AS does not belong here`)
	default:
		p.fail(fmt.Sprintf("%s does not belong here", quoteToken(&p.tok)))
	}
	p.skip()
	switch {
	case p.accept(closing):
		return false
	case p.tok.is(","):
		return true
	}
	p.failed = p.tok.at.Start
	return false
}

// word parses an operand that begins with a word that is not reserved.
func (p *parser) word() Expr {
	switch p.tok.word {
	case "PI":
		if next := p.peek(); !next.is("(") && !next.is(".") {
			e := &Call{Place: Place{p.tok.at}, Function: Name{Text: p.tok.text, At: p.tok.at}, Form: BareForm}
			p.advance()
			return e
		}
	case "MAP":
		if next := p.peek(); next.is("[") {
			start := p.tok.at.Start
			p.advance()
			p.list("[", "]", "MAP")
			p.report(Fault{Code: Dialect, At: p.since(start), Message: "Druid has no maps: build an object with JSON_OBJECT(KEY k VALUE v)"})
			return p.bad(start)
		}
	}
	return p.named()
}

// named parses a column or the call of a function.
func (p *parser) named() Expr {
	start := p.tok.at.Start
	column := &singleColumn{}
	reserved := p.tok.reserved != nil
	column.part[0] = p.name()
	if reserved && startsOperand(&p.tok) && !p.tok.is("(") {
		// Whatever the word was meant for, it is one mistake, and quotes alone do not repair it.
		p.failed = p.tok.at.Start
		if f := &p.faults[len(p.faults)-1]; f.Code == ReservedWord {
			f.withdraw()
		}
	}
	column.Parts = column.part[:1]
	for p.tok.is(".") {
		next := p.peek()
		if next.is("*") {
			p.advance()
			p.advance()
			p.report(Fault{Code: Syntax, At: p.since(start), Message: `"*" stands for all columns in a query: here a single column is expected`})
			return p.bad(start)
		}
		if next.kind != nameToken && next.kind != wordToken && next.kind != foreignName {
			p.advance()
			p.failAt(p.last.at, `expected a name after "."`)
			break
		}
		p.advance()
		column.Parts = append(column.Parts, p.name())
	}
	if p.tok.is("(") {
		return p.call(joinNames(column.Parts), start)
	}
	if p.tok.is("->") && len(column.Parts) == 1 {
		if next := p.peek(); next.kind != stringToken && next.kind != numberToken {
			return p.lambda(start)
		}
	}
	if p.tok.kind == stringToken && len(column.Parts) == 1 && !column.part[0].Quoted {
		return p.foreignPrefix(start)
	}
	column.At = p.since(start)
	return &column.Column
}

// singleColumn is a column with room for its usual single name, to allocate once.
type singleColumn struct {
	Column
	part [1]Name
}

// joinNames makes one name of the parts of a function's name. Functions of Druid have one part.
func joinNames(parts []Name) Name {
	if len(parts) == 1 {
		return parts[0]
	}
	var texts []string
	for _, part := range parts {
		texts = append(texts, part.Text)
	}
	return Name{Text: strings.Join(texts, "."), At: Span{parts[0].At.Start, parts[len(parts)-1].At.End}}
}

// longestName is how long a name may be, in UTF-16 units. Source: SqlParser.DEFAULT_IDENTIFIER_MAX_LENGTH of Calcite.
const longestName = 128

// name reads one part of a name.
func (p *parser) name() Name {
	n := Name{At: p.tok.at}
	switch p.tok.kind {
	case nameToken:
		n.Quoted = true
		n.Text = p.decodeName(&p.tok)
	case foreignName:
		n.Quoted, n.Text = true, p.tok.value
		p.foreignNameFault()
	default:
		n.Text = p.tok.text
		if p.tok.reserved != nil {
			p.reservedColumn()
		}
	}
	if length := utf16Length(n.Text); length > longestName {
		p.report(Fault{Code: Syntax, At: n.At, Message: fmt.Sprintf("this name has %d characters: Druid's SQL takes at most %d", length, longestName)})
	}
	p.advance()
	if p.isWord("UESCAPE") && strings.HasPrefix(strings.ToUpper(p.last.text), `U&"`) {
		n.Text = p.unicodeEscape(n.Text)
		n.At.End = p.last.at.End
	}
	return n
}

func utf16Length(s string) int {
	if len(s) <= longestName {
		return len(s)
	}
	n := 0
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// decodeName returns the name within double quotes.
func (p *parser) decodeName(t *token) string {
	text := t.text
	if text[0] != '"' {
		text = text[2:]
	}
	text = text[1 : len(text)-1]
	if strings.Contains(text, `""`) {
		text = strings.ReplaceAll(text, `""`, `"`)
	}
	if t.text[0] == '"' {
		return text
	}
	if next := p.peek(); next.word == "UESCAPE" {
		return text
	}
	return p.unescapeUnicode(text, '\\', t.at)
}

// reservedColumn reports a reserved word where a name is meant.
func (p *parser) reservedColumn() {
	p.report(Fault{
		Code: ReservedWord, At: p.tok.at,
		Message:     fmt.Sprintf("%s is a reserved word: as the name of a column it must be quoted, %s", p.tok.text, QuoteIdentifier(p.tok.text)),
		Replacement: QuoteIdentifier(p.tok.text), Fixable: true, Word: p.tok.word, Late: p.tok.reserved.late,
	})
}
