package druidsql

import "fmt"

// jsonPath parses JSON_VALUE, JSON_QUERY and JSON_EXISTS: two operands and clauses.
func (p *parser) jsonPath() Expr {
	word := p.tok.word
	call, open := p.special(PlainForm)
	if p.accept(")") {
		call.At = p.since(call.At.Start)
		return call
	}
	call.Args = []Expr{p.nested()}
	for p.accept(",") {
		call.Args = append(call.Args, p.nested())
	}
	if p.isWord("PASSING") {
		p.fail("Druid's JSON functions have no PASSING")
	}
	clauses := &JSONClauses{}
	for p.jsonClause(word, clauses) {
		call.Form, call.JSON = JSONForm, clauses
	}
	return p.end(call, open)
}

// jsonClause parses one clause of a JSON function if there is one.
func (p *parser) jsonClause(function string, clauses *JSONClauses) bool {
	var behavior string
	var value Expr
	switch p.tok.word {
	case "RETURNING":
		p.advance()
		t := p.typeName()
		clauses.Returning = &t
		return true
	case "WITH", "WITHOUT":
		if function != "JSON_QUERY" {
			return false
		}
		p.wrapper(clauses)
		return true
	case "NULL", "ERROR", "TRUE", "FALSE", "UNKNOWN":
		behavior = p.tok.word
		p.advance()
	case "DEFAULT":
		behavior = "DEFAULT"
		p.advance()
		value = p.nested()
	case "EMPTY":
		p.advance()
		behavior = "EMPTY"
		if p.isWord("ARRAY") || p.isWord("OBJECT") {
			behavior += " " + p.tok.word
			p.advance()
		} else {
			p.fail("ARRAY or OBJECT is missing after EMPTY")
		}
	default:
		return false
	}
	if !p.expectWord("ON", "after "+behavior) {
		return true
	}
	switch {
	case p.acceptWord("EMPTY"):
		clauses.OnEmpty, clauses.DefaultOnEmpty = behavior, value
	case p.acceptWord("ERROR"):
		clauses.OnError, clauses.DefaultOnError = behavior, value
	default:
		p.fail("EMPTY or ERROR is missing after ON")
	}
	return true
}

// wrapper parses [WITH [CONDITIONAL|UNCONDITIONAL] | WITHOUT] [ARRAY] WRAPPER.
func (p *parser) wrapper(clauses *JSONClauses) {
	clauses.Wrapper = p.tok.word
	p.advance()
	for p.isWord("CONDITIONAL") || p.isWord("UNCONDITIONAL") || p.isWord("ARRAY") {
		clauses.Wrapper += " " + p.tok.word
		p.advance()
	}
	p.expectWord("WRAPPER", "after "+clauses.Wrapper)
}

// jsonObject parses JSON_OBJECT and JSON_OBJECTAGG: pairs in one of four spellings.
func (p *parser) jsonObject() Expr {
	call, open := p.special(JSONForm)
	call.JSON = &JSONClauses{}
	if p.accept(")") {
		call.At = p.since(call.At.Start)
		return call
	}
	for !p.nullClause(call.JSON) {
		p.pair(call)
		if p.nullClause(call.JSON) || !p.accept(",") && !p.unclosed(open, ")", call.Function.Text) {
			break
		}
		if p.last.kind != operatorToken || p.last.text != "," {
			p.accept(",")
		}
	}
	if p.last.is(")") && p.last.at.Start > open.at.Start && call.JSON.OnNull == "" {
		call.At = p.since(call.At.Start)
		return call
	}
	return p.end(call, open)
}

// nullClause parses NULL ON NULL or ABSENT ON NULL if it is there.
func (p *parser) nullClause(clauses *JSONClauses) bool {
	if !p.isWord("NULL") && !p.isWord("ABSENT") {
		return false
	}
	if next := p.peek(); next.word != "ON" {
		return false
	}
	clauses.OnNull = p.tok.word
	p.advance()
	p.advance()
	p.expectWord("NULL", "after ON")
	return true
}

// pair parses [KEY] key VALUE value, key:value or key, value.
func (p *parser) pair(call *Call) {
	key := false
	if p.isWord("KEY") {
		if next := p.peek(); startsOperand(&next) && next.word != "VALUE" && !next.is("[") {
			key = true
			p.advance()
		}
	}
	name := p.nested()
	separator := p.tok.text
	switch {
	case p.isWord("VALUE"):
		separator = "VALUE"
		if key {
			separator = "KEY VALUE"
		}
	case p.tok.is(":"), p.tok.is(","):
		if key {
			p.fail(fmt.Sprintf("VALUE is missing: KEY k%s does not go together", separator))
		}
	default:
		call.Args = append(call.Args, name, &Bad{Place{p.last.at}})
		call.JSON.Separators = append(call.JSON.Separators, "VALUE")
		p.fail(`the value is missing: write KEY k VALUE v, or k:v`)
		return
	}
	p.advance()
	call.Args = append(call.Args, name, p.nested())
	call.JSON.Separators = append(call.JSON.Separators, separator)
}
