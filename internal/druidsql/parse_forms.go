package druidsql

import "fmt"

// special begins a special form: it moves over its name and "(".
func (p *parser) special(form Form) (call *Call, open token) {
	call = &Call{Form: form, Place: Place{p.tok.at}}
	call.Function = p.functionName()
	open = p.tok
	p.advance()
	return call, open
}

// end ends a special form: it moves over ")" and sets the place.
func (p *parser) end(call *Call, open token) Expr {
	p.closeBracket(open, ")", call.Function.Text)
	call.At = p.since(call.At.Start)
	return call
}

// cast parses CAST(x AS type), and the names that others have for it.
func (p *parser) cast() Expr {
	start := p.tok.at.Start
	if p.tok.word != "CAST" {
		p.report(Fault{
			Code: Dialect, At: p.tok.at, Replacement: "CAST", Fixable: true,
			Message: fmt.Sprintf("Druid has no %s: write CAST, which gives NULL for a text that is no number", p.tok.word),
		})
	}
	name := p.tok.text
	p.advance()
	open := p.tok
	p.advance()
	e := &Cast{X: p.nested()}
	switch {
	case p.acceptWord("AS"):
		e.Type = p.typeName()
	case p.tok.is(","):
		comma := p.tok.at
		p.advance()
		e.Type = p.typeName()
		p.report(Fault{
			Code: Dialect, At: comma, Message: "Druid writes CAST(x AS type)", Replacement: " AS ", Fixable: true,
			Edit: Span{p.endBefore(comma.Start), e.Type.At.Start},
		})
	default:
		p.fail("AS is missing: write CAST(x AS type)")
		e.Type.At = p.last.at
	}
	p.closeBracket(open, ")", name)
	e.At = p.since(start)
	return e
}

// extract parses EXTRACT(unit FROM x).
func (p *parser) extract() Expr {
	call, open := p.special(ExtractForm)
	unit := p.unit()
	p.fromOrComma("EXTRACT(unit FROM x)")
	call.Args = []Expr{unit, p.nested()}
	return p.end(call, open)
}

// fromOrComma moves over FROM, or over the "," that others write in its place.
func (p *parser) fromOrComma(form string) {
	if !p.tok.is(",") {
		p.expectWord("FROM", "in "+form)
		return
	}
	p.separator("FROM", form)
}

// separator reports the "," at the current token where Druid wants a keyword, and moves over it.
func (p *parser) separator(word, form string) {
	comma := p.tok.at
	next := p.peek()
	p.report(Fault{
		Code: Dialect, At: comma, Message: "Druid writes " + form, Replacement: " " + word + " ", Fixable: true,
		Edit: Span{p.endBefore(comma.Start), max(next.at.Start, comma.End)},
	})
	p.advance()
}

// unit parses a time unit. Others write it as a text.
func (p *parser) unit() Expr {
	at := p.tok.at
	switch {
	case p.tok.kind == wordToken && (p.isTimeUnit() || p.tok.reserved == nil):
		e := &Keyword{Place{at}, upper(p.tok.text)}
		p.advance()
		if e.Text == "WEEK" && p.tok.is("(") {
			// WEEK(MONDAY)
			open := p.tok
			p.advance()
			if p.tok.kind == wordToken {
				e.Text = "WEEK(" + upper(p.tok.text) + ")"
				p.advance()
			}
			p.closeBracket(open, ")", "WEEK")
			e.At = p.since(at.Start)
		}
		return e
	case p.tok.kind == nameToken:
		e := &Keyword{Place{at}, upper(p.decodeName(&p.tok))}
		p.advance()
		return e
	case p.tok.kind == stringToken && p.tok.problem == "":
		text := upper(p.tok.text[1 : len(p.tok.text)-1])
		p.report(Fault{
			Code: Dialect, At: at, Message: fmt.Sprintf("a time unit is a keyword, not a text: write %s", text),
			Replacement: text, Fixable: isTimeUnit(text),
		})
		p.advance()
		return &Keyword{Place{at}, text}
	}
	p.fail("expected a time unit: SECOND, MINUTE, HOUR, DAY, WEEK, MONTH, QUARTER or YEAR")
	if startsOperand(&p.tok) {
		p.advance()
	}
	return p.bad(at.Start)
}

// isTimeUnit reports whether the current token is a time unit.
func (p *parser) isTimeUnit() bool {
	switch p.tok.word {
	case "SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR",
		"SECONDS", "MINUTES", "HOURS", "DAYS", "WEEKS", "MONTHS", "QUARTERS", "YEARS":
		return true
	}
	return false
}

func isTimeUnit(text string) bool {
	switch text {
	case "SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "EPOCH", "MILLISECOND", "MICROSECOND", "NANOSECOND",
		"DOW", "DOY", "ISODOW", "ISOYEAR", "DECADE", "CENTURY", "MILLENNIUM", "DAYOFWEEK", "DAYOFYEAR":
		return true
	}
	return false
}

// floor parses FLOOR(x [TO unit]) and CEIL(x [TO unit]).
func (p *parser) floor() Expr {
	start := p.tok.at.Start
	call := &Call{Function: p.functionName()}
	open := p.tok
	p.advance()
	if p.tok.is(")") {
		p.advance()
		call.At = p.since(start)
		return call
	}
	call.Args = []Expr{p.nested()}
	if p.acceptWord("TO") {
		call.Form = ToForm
		call.Args = append(call.Args, p.unit())
	}
	// More operands are counted later, where the message can say how many there may be.
	for call.Form == PlainForm && p.tok.is(",") {
		if next := p.peek(); len(call.Args) == 1 && next.reserved != nil && isTimeUnit(next.word) {
			p.separator("TO", call.Function.Text+"(x TO unit)")
			call.Form = ToForm
			call.Args = append(call.Args, p.unit())
			break
		}
		p.advance()
		call.Args = append(call.Args, p.nested())
	}
	p.closeBracket(open, ")", call.Function.Text)
	if p.isWord("OVER") {
		p.over(call)
	}
	call.At = p.since(start)
	return call
}

// positionOperand tells what the grammar takes before IN; parentheses do not help.
const positionOperand = "the first operand of POSITION can only be a column, a literal or a call: write STRPOS(c, a) for others"

// position parses POSITION(a IN b [FROM c]).
func (p *parser) position() Expr {
	call, open := p.special(InForm)
	const form = "POSITION(a IN b), which looks for a in b"
	if p.tok.is("(") || p.tok.is("-") || p.tok.is("+") {
		p.failAt(p.tok.at, positionOperand)
	}
	call.Args = []Expr{p.expression(precedenceSign)}
	comma := -1 // the fault of a "," in the place of IN
	switch {
	case p.acceptWord("IN"):
	case p.tok.is(","):
		comma = len(p.faults)
		p.separator("IN", form)
	case p.tok.kind != endToken && p.infix().kind != noInfix:
		p.fail(positionOperand)
		p.skipTo("IN")
		p.acceptWord("IN")
	default:
		p.expectWord("IN", "in POSITION(a IN b)")
	}
	call.Args = append(call.Args, p.nested())
	if comma >= 0 && comma < len(p.faults) && (!isLiteral(call.Args[0]) || isLiteral(call.Args[1])) {
		p.faults[comma].withdraw() // others have the operands the other way round
	}
	if p.acceptWord("FROM") {
		call.Args = append(call.Args, p.nested())
	} else if p.tok.is(",") {
		p.separator("FROM", "POSITION(a IN b FROM c)")
		call.Args = append(call.Args, p.nested())
	}
	return p.end(call, open)
}

func isLiteral(e Expr) bool {
	_, ok := e.(*Literal)
	return ok
}

// skipTo moves to a keyword of the current level, or as far as skip does.
func (p *parser) skipTo(word string) {
	for level := 0; p.tok.kind != endToken; p.advance() {
		switch {
		case p.tok.is("("), p.tok.is("["):
			level++
		case p.tok.is(")"), p.tok.is("]"), p.tok.is(","):
			if level == 0 {
				return
			}
			if !p.tok.is(",") {
				level--
			}
		case level == 0 && p.isWord(word):
			return
		}
	}
}

// substring parses SUBSTRING(x, a [, b]) and SUBSTRING(x FROM a [FOR b]). The number of operands is checked later.
func (p *parser) substring() Expr {
	call, open := p.special(PlainForm)
	if p.accept(")") {
		call.At = p.since(call.At.Start)
		return call
	}
	call.Args = []Expr{p.nested()}
	for {
		switch {
		case p.acceptWord("FROM"):
			call.Form = FromForm
		case len(call.Args) > 1 && p.acceptWord("FOR"):
			call.Form = FromForm
		case p.accept(","):
		default:
			if len(call.Args) == 1 || len(call.Args) > 3 {
				// It can only be printed as a plain call.
				call.Form = PlainForm
			}
			return p.end(call, open)
		}
		call.Args = append(call.Args, p.nested())
	}
}

// trim parses TRIM([BOTH|LEADING|TRAILING] [chars] FROM x) and TRIM(x).
func (p *parser) trim() Expr {
	call, open := p.special(PlainForm)
	var flag, chars Expr
	at := p.tok.at
	switch p.tok.word {
	case "BOTH", "LEADING", "TRAILING":
		flag = &Keyword{Place{at}, p.tok.word}
		p.advance()
	}
	if !p.isWord("FROM") {
		if p.tok.is(")") && flag == nil {
			p.advance()
			call.At = p.since(call.At.Start)
			return call
		}
		chars = p.nested()
	} else if flag == nil {
		p.fail("what to trim is missing before FROM: write TRIM(x) or TRIM(BOTH chars FROM x)")
	}
	switch {
	case p.acceptWord("FROM"):
	case p.tok.is(",") && flag == nil:
		return p.trimComma(call, open, chars)
	case flag == nil:
		call.Args = []Expr{chars}
		return p.end(call, open)
	default:
		p.fail(fmt.Sprintf("FROM is missing: write TRIM(%s FROM x)", p.source(at)))
		call.Form, call.Args = TrimForm, []Expr{flag, nil, chars}
		return p.end(call, open)
	}
	if flag == nil {
		// The flag that Druid takes when there is none has no place of its own.
		flag = &Keyword{Place{Span{at.Start, at.Start}}, "BOTH"}
	}
	call.Form, call.Args = TrimForm, []Expr{flag, chars, p.nested()}
	return p.end(call, open)
}

// trimComma parses the rest of TRIM(x, chars), which others have.
func (p *parser) trimComma(call *Call, open token, x Expr) Expr {
	comma := p.tok.at
	start := open.at.End
	first := Span{start, p.last.at.End}
	p.advance()
	second := p.tok.at.Start
	chars := p.nested()
	f := Fault{
		Code: Dialect, At: comma, Message: "Druid writes TRIM(BOTH chars FROM x); BTRIM(x, chars) does the same",
	}
	if p.tok.is(")") && !isLiteral(x) { // there are others that have the operands the other way round
		f.Fixable, f.Edit = true, Span{start, p.last.at.End}
		f.Replacement = "BOTH " + p.lex.text[second:p.last.at.End] + " FROM " + trimBlanks(p.source(first))
	}
	p.report(f)
	call.Form = TrimForm
	call.Args = []Expr{&Keyword{Place{Span{start, start}}, "BOTH"}, chars, x}
	return p.end(call, open)
}

// timestampAdd parses TIMESTAMPADD(unit, n, t) and TIMESTAMPDIFF(unit, a, b). The current token is "(".
func (p *parser) timestampAdd(name Name, start int) Expr {
	call := &Call{Place: Place{Span{start, start}}, Function: name, Form: UnitForm}
	open := p.tok
	p.advance()
	if !p.tok.is(")") {
		call.Args = []Expr{p.unit()}
	}
	for p.accept(",") {
		call.Args = append(call.Args, p.nested())
	}
	return p.end(call, open)
}
