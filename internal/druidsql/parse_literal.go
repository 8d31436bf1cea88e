package druidsql

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// text parses a text literal and those that continue it.
func (p *parser) text() Expr {
	start := p.tok.at.Start
	if c := p.tok.text[0] | 0x20; c == 'x' && p.tok.text[1] == '\'' {
		return p.binary()
	}
	e := &Literal{Kind: StringLiteral, Text: p.decode(&p.tok)}
	prefix := p.tok.text[0] | 0x20
	p.advance()
	if prefix != 'e' {
		p.continued(e, prefix == 'u')
	}
	if prefix == 'u' && p.isWord("UESCAPE") {
		e.Text = p.unicodeEscape(e.Text)
	}
	e.At = p.since(start)
	return e
}

// continued appends the plain literals that follow a literal.
func (p *parser) continued(e *Literal, unicode bool) {
	if p.tok.kind != stringToken || p.tok.text[0] != '\'' {
		return
	}
	var whole strings.Builder
	whole.WriteString(e.Text)
	for p.tok.kind == stringToken && p.tok.text[0] == '\'' {
		if !strings.ContainsAny(p.lex.text[p.last.at.End:p.tok.at.Start], "\n\r") {
			p.fail(fmt.Sprintf(`an operator or "," is missing between %s and %s`, quoteToken(&p.last), quoteToken(&p.tok)))
		}
		text := p.decode(&p.tok)
		if unicode {
			text = p.unescapeUnicode(text, '\\', p.tok.at)
		}
		whole.WriteString(text)
		p.advance()
	}
	e.Text = whole.String()
}

// decode returns the text of a literal, with whatever prefix.
func (p *parser) decode(t *token) string {
	text := t.text
	open := strings.IndexByte(text, '\'')
	prefix := text[:open]
	text = text[open+1:]
	if t.problem == "" {
		text = text[:len(text)-1]
	}
	if prefix != "" && prefix[0]|0x20 == 'e' {
		return p.unescapeC(text, t.at)
	}
	if strings.Contains(text, "''") {
		text = strings.ReplaceAll(text, "''", "'")
	}
	switch {
	case prefix == "":
	case prefix[0] == '_':
		if !isCharset(prefix[1:]) {
			p.report(Fault{Code: Syntax, At: t.at, Message: fmt.Sprintf("%q is no character set", prefix[1:])})
		}
	case prefix[0]|0x20 == 'u':
		if next := p.peek(); next.word != "UESCAPE" {
			return p.unescapeUnicode(text, '\\', t.at)
		}
	}
	return text
}

// isCharset reports whether a character set is one of those that every Java has.
func isCharset(name string) bool {
	switch strings.ToUpper(name) {
	case "UTF8", "UTF-8", "UTF16", "UTF-16", "UTF-16LE", "UTF-16BE", "LATIN1", "ISO-8859-1", "ISO8859_1", "ASCII", "US-ASCII":
		return true
	}
	return false
}

// unicodeEscape applies UESCAPE 'c' to a text.
func (p *parser) unicodeEscape(text string) string {
	p.advance()
	if p.tok.kind != stringToken || p.tok.text[0] != '\'' {
		p.fail("the escape character is missing after UESCAPE")
		return text
	}
	escape := strings.ReplaceAll(strings.Trim(p.tok.text, "'"), "''", "'")
	at := p.tok.at
	p.advance()
	if len(escape) != 1 || isHex(escape[0]) || strings.IndexByte("+'\" \t\r\n\f", escape[0]) >= 0 {
		p.report(Fault{Code: Syntax, At: at, Message: "UESCAPE takes a single character that is no digit, A to F, \"+\", quote or blank"})
		return text
	}
	return p.unescapeUnicode(text, escape[0], at)
}

func isHex(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

// unescapeUnicode decodes \XXXX (four hexadecimal digits) and \\.
func (p *parser) unescapeUnicode(text string, escape byte, at Span) string {
	if strings.IndexByte(text, escape) < 0 {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != escape {
			out.WriteByte(text[i])
			continue
		}
		if i+1 < len(text) && text[i+1] == escape {
			out.WriteByte(escape)
			i++
			continue
		}
		// \XXXX or \+XXXXXX
		digits, sign := 4, 0
		if strings.HasPrefix(text[i+1:], "+") {
			digits, sign = 6, 1
		}
		r, ok := hexRune(text[i+1+sign:], digits)
		if !ok {
			p.report(Fault{Code: Syntax, At: at, Message: fmt.Sprintf("%q is followed by four hexadecimal digits in this literal", string(escape))})
			return text
		}
		i += digits + sign
		// A pair of surrogates is one character.
		if low, ok := hexRune(strings.TrimPrefix(text[i+1:], string(escape)), 4); ok && 0xd800 <= r && r < 0xdc00 && 0xdc00 <= low && low < 0xe000 {
			r = 0x10000 + (r-0xd800)<<10 + (low - 0xdc00)
			i += 5
		}
		out.WriteRune(r)
	}
	return out.String()
}

// hexRune reads a number of hexadecimal digits.
func hexRune(text string, digits int) (rune, bool) {
	if len(text) < digits {
		return 0, false
	}
	var r rune
	for i := range digits {
		c := text[i]
		switch {
		case isDigit(c):
			r = r<<4 + rune(c-'0')
		case isHex(c):
			r = r<<4 + rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

// unescapeC decodes the escapes of E'…'. Source: SqlParserUtil.parseCString and C_STYLE_ESCAPED_STRING_LITERAL of Calcite.
func (p *parser) unescapeC(text string, at Span) string {
	if strings.IndexByte(text, '\\') < 0 && !strings.Contains(text, "''") {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '\'' && i+1 < len(text) && text[i+1] == '\'' {
			i++
		}
		if c != '\\' || i+1 >= len(text) {
			out.WriteByte(c)
			continue
		}
		i++
		n, ok := writeEscape(&out, text[i:])
		if !ok {
			p.report(Fault{Code: Syntax, At: at, Message: fmt.Sprintf(`\%c is not followed by enough hexadecimal digits in this literal`, text[i])})
			return text
		}
		i += n - 1
	}
	return out.String()
}

// writeEscape writes the character of an escape, which begins behind the backslash, and returns its length.
func writeEscape(out *strings.Builder, text string) (length int, ok bool) {
	switch c := text[0]; {
	case strings.IndexByte("bfnrt", c) >= 0:
		out.WriteByte("\b\f\n\r\t"[strings.IndexByte("bfnrt", c)])
		return 1, true
	case c == 'u' || c == 'U':
		digits := 4
		if c == 'U' {
			digits = 8
		}
		r, ok := hexRune(text[1:], digits)
		if !ok {
			return 0, false
		}
		out.WriteRune(r)
		return 1 + digits, true
	case c == 'x':
		n := 0
		for n < 2 && 1+n < len(text) && isHex(text[1+n]) {
			n++
		}
		r, _ := hexRune(text[1:], n)
		if n == 0 {
			r = 'x'
		}
		out.WriteRune(r)
		return 1 + n, true
	case '0' <= c && c <= '7':
		n, r := 0, rune(0)
		for n < 3 && n < len(text) && '0' <= text[n] && text[n] <= '7' {
			r = r<<3 + rune(text[n]-'0')
			n++
		}
		out.WriteRune(r)
		return n, true
	}
	_, n := utf8.DecodeRuneInString(text)
	out.WriteString(text[:n])
	return n, true
}

// binary parses X'00' and the literals that continue it.
func (p *parser) binary() Expr {
	start := p.tok.at.Start
	e := &Literal{Kind: BinaryLiteral}
	var whole strings.Builder
	for first := true; p.tok.kind == stringToken && (first || p.tok.text[0] == '\''); first = false {
		digits := strings.TrimSuffix(p.tok.text[strings.IndexByte(p.tok.text, '\'')+1:], "'")
		if p.tok.problem == "" && !isHexBytes(digits) {
			p.report(Fault{Code: Syntax, At: p.tok.at, Message: "X'…' takes an even number of hexadecimal digits"})
		}
		whole.WriteString(strings.ToUpper(digits))
		p.advance()
	}
	e.Text = whole.String()
	e.At = p.since(start)
	return e
}

func isHexBytes(digits string) bool {
	for i := range len(digits) {
		if !isHex(digits[i]) {
			return false
		}
	}
	return len(digits)%2 == 0
}

// decimal parses DECIMAL '1.5'.
func (p *parser) decimal() Expr {
	start := p.tok.at.Start
	p.advance()
	e := &Literal{Kind: DecimalLiteral, Text: trimBlanks(p.decode(&p.tok))}
	l := lexer{text: e.Text}
	sign := strings.HasPrefix(e.Text, "-") || strings.HasPrefix(e.Text, "+")
	if sign {
		l.at = 1
	}
	t := l.next()
	e.Kind = t.number
	if t.kind != numberToken || l.at != len(e.Text) {
		p.report(Fault{Code: Syntax, At: p.tok.at, Message: fmt.Sprintf("%s is no number", p.tok.text)})
	}
	p.advance()
	e.At = p.since(start)
	if !sign {
		return e
	}
	operator := e.Text[:1]
	e.Text = e.Text[1:]
	return &Unary{Place{e.At}, operator, e}
}

// temporal parses a literal or call that begins with DATE, TIME, TIMESTAMP or DATETIME; nil if the word is neither.
func (p *parser) temporal(next *token) Expr {
	start := p.tok.at.Start
	word := p.tok.word
	kind := TimestampLiteral
	switch word {
	case "DATE":
		kind = DateLiteral
	case "TIME":
		kind = TimeLiteral
	}
	if next.kind != stringToken || next.text[0] != '\'' {
		return nil
	}
	if word == "DATETIME" {
		p.report(Fault{Code: Dialect, At: p.tok.at, Message: "Druid has no type DATETIME: write TIMESTAMP", Replacement: "TIMESTAMP", Fixable: true})
	}
	p.advance()
	e := &Literal{Kind: kind, Text: p.decode(&p.tok)}
	p.advance()
	e.At = p.since(start)
	return e
}

// intervalFollows reports whether the word INTERVAL, which is the current token, begins an interval and is no column. What follows
// is no literal.
func (p *parser) intervalFollows() bool {
	ahead := p.lex
	t := ahead.next()
	if t.is("-") || t.is("+") {
		if t = ahead.next(); t.kind == stringToken {
			return true
		}
	}
	if t.kind != numberToken && t.kind != wordToken && t.kind != nameToken {
		return t.is("(")
	}
	for t = ahead.next(); t.is("."); t = ahead.next() {
		ahead.next()
	}
	return isTimeUnit(strings.TrimSuffix(t.word, "S"))
}

// interval parses INTERVAL ['-'|'+'] 'text' unit [TO unit]. Others write a number for the text.
func (p *parser) interval() Expr {
	start := p.tok.at.Start
	e := &Literal{Kind: IntervalLiteral}
	p.advance()
	if p.tok.is("-") || p.tok.is("+") {
		e.Negative = p.tok.text == "-"
		p.advance()
	}
	switch p.tok.kind {
	case stringToken:
		if p.tok.text[0] != '\'' {
			p.fail("the text of an interval is a plain literal")
		}
		e.Text = p.decode(&p.tok)
		if e.Text == "" {
			p.fail("the text of the interval is empty")
		}
		p.advance()
	case numberToken:
		e.Text = p.tok.text
		p.report(Fault{
			Code: Dialect, At: p.tok.at, Message: "the number of an interval stands in quotes: INTERVAL '1' DAY",
			Replacement: QuoteString(p.tok.text), Fixable: true,
		})
		p.advance()
	default:
		return p.intervalOf(start)
	}
	p.intervalUnits(e)
	e.At = p.since(start)
	return e
}

// intervalOf parses INTERVAL x unit with a column or an expression in parentheses.
func (p *parser) intervalOf(start int) Expr {
	if open := p.tok; p.accept("(") {
		p.items(open, ")", "", []Expr{p.nested()})
	} else {
		p.expression(precedenceSign)
	}
	if p.isTimeUnit() {
		p.advance()
	}
	p.report(Fault{
		Code: Dialect, At: p.since(start),
		Message: "the number of an interval must be a literal: write TIMESTAMPADD(unit, x, t) to add a number that is computed",
	})
	return p.bad(start)
}

// intervalUnits parses the units of an interval.
func (p *parser) intervalUnits(e *Literal) {
	if !p.isTimeUnit() {
		p.fail("the unit of the interval is missing: INTERVAL '1' DAY")
		return
	}
	e.From = p.intervalUnit()
	if p.isWord("TO") {
		p.advance()
		if !p.isTimeUnit() {
			p.fail("expected a unit after TO")
			return
		}
		at := p.tok.at
		e.To = p.intervalUnit()
		if !unitsFit(e.From, e.To) {
			p.report(Fault{Code: Syntax, At: at, Message: fmt.Sprintf("there are no intervals from %s to %s", e.From, e.To)})
		}
	}
}

// intervalUnit reads a unit and the precision that may follow it, which Druid ignores.
func (p *parser) intervalUnit() string {
	unit := strings.TrimSuffix(p.tok.word, "S")
	p.advance()
	if p.tok.is("(") {
		var size TypeName
		size.Name = unit
		p.typeSize(&size)
	}
	return unit
}

// unitsFit reports whether the grammar has intervals from one unit to another. Source: IntervalQualifier of Calcite's Parser.jj.
func unitsFit(from, to string) bool {
	switch from + " " + to {
	case "YEAR MONTH", "DAY HOUR", "DAY MINUTE", "DAY SECOND", "HOUR MINUTE", "HOUR SECOND", "MINUTE SECOND":
		return true
	}
	return false
}

// odbc parses {d '…'}, {t '…'}, {ts '…'} and {fn NAME(operands)}.
func (p *parser) odbc() Expr {
	open := p.tok
	start := open.at.Start
	p.advance()
	word := upper(p.tok.text)
	next := p.peek()
	switch {
	case word == "FN" && (next.kind == wordToken || next.kind == nameToken):
		p.advance()
		return p.odbcCall(open)
	case next.kind == stringToken && (word == "D" || word == "T" || word == "TS"):
		p.advance()
		kind := map[string]LiteralKind{"D": DateLiteral, "T": TimeLiteral, "TS": TimestampLiteral}[word]
		e := &Literal{Kind: kind, Text: p.decode(&p.tok)}
		e.At = p.tok.at
		if problem := temporalProblem(e); problem != "" {
			p.report(Fault{Code: Syntax, At: p.tok.at, Message: problem})
		}
		p.advance()
		p.closeBracket(open, "}", "")
		e.At = p.since(start)
		return e
	}
	p.failAt(open.at, `"{" begins {fn F(x)}, {ts '…'}, {d '…'} or {t '…'}`)
	p.skip()
	p.accept("}")
	return p.bad(start)
}

// odbcCall parses NAME(operands)} behind {fn.
func (p *parser) odbcCall(open token) Expr {
	name := p.functionName()
	if p.last.kind == nameToken {
		name.Text, name.Quoted = p.decodeName(&p.last), true
	}
	if !p.tok.is("(") {
		p.fail(fmt.Sprintf(`"(" is missing after %s`, name.Text))
		p.skip()
		p.accept("}")
		return p.bad(open.at.Start)
	}
	call := p.plainCall(name, open.at.Start)
	call.Form = ODBCForm
	p.closeBracket(open, "}", "")
	call.At = p.since(open.at.Start)
	return call
}
