package druidsql

import "fmt"

// reservedOperand parses an operand that begins with a reserved word: a literal, a special form, the call of a function that has
// the name, or a column that should have been quoted.
func (p *parser) reservedOperand() Expr {
	next := p.peek()
	switch p.tok.word {
	case "NULL":
		return p.keywordLiteral(NullLiteral)
	case "TRUE", "FALSE", "UNKNOWN":
		return p.keywordLiteral(BooleanLiteral)
	case "CASE":
		if next.word == "WHEN" || next.word == "ELSE" || next.word == "END" || startsOperand(&next) {
			return p.caseOf()
		}
	case "DATE", "TIME", "TIMESTAMP", "DATETIME":
		if e := p.temporal(&next); e != nil {
			return e
		}
	case "INTERVAL":
		if next.kind == stringToken || next.kind == numberToken || startsOperand(&next) && p.intervalFollows() {
			return p.interval()
		}
	case "DECIMAL":
		if next.kind == stringToken {
			return p.decimal()
		}
	case "ARRAY", "MULTISET":
		if next.is("[") {
			return p.array()
		}
	case "NOT":
		return p.prefixed()
	case "SELECT", "WITH", "VALUES", "TABLE":
		if p.queryFollows() {
			return p.query()
		}
	}
	if next.is("(") {
		return p.reservedCall()
	}
	if e := p.contextVariable(&next); e != nil {
		return e
	}
	if p.isStructural(&next) {
		return p.missing()
	}
	return p.named()
}

// array parses ARRAY[items], and MULTISET[items], which Druid does not have.
func (p *parser) array() Expr {
	start := p.tok.at.Start
	word := p.tok.word
	p.advance()
	items := p.list("[", "]", word)
	if word == "MULTISET" {
		p.report(Fault{Code: Dialect, At: p.since(start), Message: "Druid has no multisets: write ARRAY[…]"})
		return p.bad(start)
	}
	return &Array{Place{p.since(start)}, items}
}

// contextVariable parses a word that is a function without parentheses; nil if the current token is none.
func (p *parser) contextVariable(next *token) Expr {
	name := Name{Text: p.tok.text, At: p.tok.at}
	switch p.tok.word {
	case "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP":
		p.advance()
		return &Call{Place: Place{name.At}, Function: name, Form: BareForm}
	case "CURRENT_CATALOG", "CURRENT_DEFAULT_TRANSFORM_GROUP", "CURRENT_PATH", "CURRENT_ROLE", "CURRENT_SCHEMA", "CURRENT_USER",
		"SESSION_USER", "SYSTEM_USER", "USER":
		// The grammar takes them for functions. Druid has none of them, so that they are columns in the end.
		if !next.is(".") {
			p.advance()
			return &Column{Place: Place{name.At}, Parts: []Name{name}}
		}
	}
	return nil
}

// isStructural reports whether the current reserved word is a part of the grammar that stands there because the operand before it
// is missing, rather than a column that is not quoted.
func (p *parser) isStructural(next *token) bool {
	switch p.tok.word {
	case "AND", "OR", "IN", "IS", "LIKE", "BETWEEN", "ESCAPE", "AS":
		return true
	case "THEN", "WHEN", "ELSE", "END":
		return p.cases > 0
	}
	// A clause behind a missing operand: SELECT a, FROM t.
	return startsQuery(p.tok.word) && (startsOperand(next) && !next.is("-") && !next.is("+") && !next.is("[") || next.word == "BY")
}

func (p *parser) keywordLiteral(kind LiteralKind) Expr {
	e := &Literal{Place: Place{p.tok.at}, Kind: kind}
	if kind == BooleanLiteral {
		e.Text = p.tok.word
	}
	p.advance()
	return e
}

// reservedCall parses a call whose name is a reserved word, which is the current token; "(" follows.
func (p *parser) reservedCall() Expr {
	start := p.tok.at.Start
	switch p.tok.word {
	case "CAST", "TRY_CAST", "SAFE_CAST":
		return p.cast()
	case "EXTRACT":
		return p.extract()
	case "FLOOR", "CEIL", "CEILING":
		return p.floor()
	case "POSITION":
		return p.position()
	case "SUBSTRING":
		return p.substring()
	case "TRIM":
		return p.trim()
	case "JSON_VALUE", "JSON_QUERY", "JSON_EXISTS":
		return p.jsonPath()
	case "JSON_OBJECT", "JSON_OBJECTAGG":
		return p.jsonObject()
	case "JSON_ARRAY", "JSON_ARRAYAGG", "DATE", "TIME", "TIMESTAMP", "DATETIME", "TRANSLATE", "OVERLAY", "CLASSIFIER", "MATCH_NUMBER",
		"NEXT", "PREV":
		return p.plainCall(p.functionName(), start)
	case "ROW":
		p.advance()
		items := p.list("(", ")", "ROW")
		return &Row{Place{p.since(start)}, items}
	case "ARRAY":
		return p.foreignArray()
	case "CONVERT":
		return p.refusedCall("Druid has no CONVERT: write CAST(x AS type)")
	case "PERIOD", "MULTISET", "CURSOR", "NEW":
		return p.refusedCall(fmt.Sprintf("Druid has no %s", p.tok.word))
	case "EXISTS", "UNIQUE":
		if p.statement {
			p.advance()
			p.skipQuery()
			return p.subquery(start)
		}
		return p.refusedCall(fmt.Sprintf("%s takes a query: here a single expression is expected", p.tok.word))
	case "AND", "OR", "IN", "IS", "LIKE", "BETWEEN", "ESCAPE", "AS", "THEN", "WHEN", "ELSE", "END":
		return p.missing()
	}
	if p.tok.reserved.function {
		return p.call(p.functionName(), start)
	}
	return p.refusedCall(fmt.Sprintf("%s is a reserved word and no function of Druid", p.tok.text))
}

// functionName reads the name of a function that may be reserved.
func (p *parser) functionName() Name {
	n := Name{Text: p.tok.text, At: p.tok.at}
	p.advance()
	return n
}

// refusedCall reports a call that Druid's grammar has no place for and moves behind it.
func (p *parser) refusedCall(message string) Expr {
	start := p.tok.at.Start
	p.report(Fault{Code: Dialect, At: p.tok.at, Message: message})
	p.advance()
	open := p.tok
	p.advance()
	for {
		p.skip()
		if !p.tok.is(",") {
			break
		}
		p.advance()
	}
	if !p.accept(")") {
		p.unclosed(open, ")", "")
	}
	return p.bad(start)
}

// caseOf parses CASE.
func (p *parser) caseOf() Expr {
	start := p.tok.at.Start
	e := &Case{}
	p.advance()
	p.cases++
	if !p.isWord("WHEN") && !p.isWord("ELSE") && !p.isWord("END") {
		e.Operand = p.nested()
	}
	p.casePart("WHEN is missing in CASE")
	for p.isWord("WHEN") {
		p.advance()
		e.Whens = append(e.Whens, p.when(e.Operand != nil))
		if p.done {
			break
		}
	}
	if len(e.Whens) == 0 && !p.done {
		p.fail("WHEN is missing in CASE")
	}
	if p.acceptWord("ELSE") {
		e.Else = p.nested()
		p.casePart("END is missing: it closes CASE")
	}
	if p.isWord("WHEN") || p.isWord("THEN") || p.isWord("ELSE") {
		p.fail(fmt.Sprintf("%s does not belong here in CASE", p.tok.word))
		for p.tok.kind != endToken && !p.isWord("END") && !p.tok.is(")") && !p.tok.is(";") {
			p.skip()
			if !p.isWord("END") && !p.tok.is(")") && p.tok.kind != endToken {
				p.advance()
			}
		}
	}
	p.cases--
	if !p.acceptWord("END") && !p.done {
		p.failAt(p.last.at, "END is missing: it closes the CASE that begins with "+quoteStart(p.lex.text[start:]))
	}
	e.At = p.since(start)
	return e
}

// quoteStart returns the beginning of a text for a message.
func quoteStart(text string) string {
	const long = 24
	if len(text) > long {
		cut := long
		for cut > 0 && text[cut]&0xc0 == 0x80 {
			cut--
		}
		text = text[:cut] + "…"
	}
	return `"` + text + `"`
}

// when parses what follows WHEN up to the next part of the CASE.
func (p *parser) when(several bool) When {
	w := When{Values: []Expr{p.nested()}}
	for p.tok.is(",") {
		if !several {
			p.fail(`"," does not belong here: only CASE x WHEN can have several values`)
		}
		p.advance()
		w.Values = append(w.Values, p.nested())
	}
	p.casePart("THEN is missing behind WHEN")
	if p.acceptWord("THEN") {
		w.Then = p.nested()
		p.casePart("WHEN, ELSE or END is missing in CASE")
		return w
	}
	p.fail("THEN is missing behind WHEN")
	w.Then = &Bad{Place{p.last.at}}
	return w
}

// casePart makes sure that the next token is a part of the CASE; if not it reports so and moves to one.
func (p *parser) casePart(message string) {
	switch p.tok.word {
	case "WHEN", "THEN", "ELSE", "END":
		return
	}
	if p.tok.kind == endToken || p.tok.is(")") || p.done {
		return
	}
	if startsOperand(&p.tok) {
		message = p.surplus()
	}
	p.fail(message)
	for {
		p.skip()
		if !p.tok.is(",") {
			p.failed = p.tok.at.Start
			return
		}
		p.advance()
	}
}
