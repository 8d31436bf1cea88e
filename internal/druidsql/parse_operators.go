package druidsql

import "fmt"

// infixKind tells the shapes of operators behind an operand apart.
type infixKind uint8

const (
	noInfix infixKind = iota
	binaryInfix
	isInfix
	inInfix
	betweenInfix
	likeInfix
	itemInfix
	foreignInfix // an operator of another database
)

// infix is an operator behind an operand.
type infix struct {
	kind       infixKind
	precedence int
	// operator is what the tree has.
	operator string
	// words is how many tokens it has; 0 for those that are read on the way.
	words int
	not   bool
}

// infix returns the operator at the current token.
func (p *parser) infix() infix {
	switch p.tok.kind {
	case operatorToken:
		return infixOperator(p.tok.text)
	case wordToken:
		if p.tok.word != "" {
			return p.infixWord()
		}
	}
	return infix{}
}

func infixOperator(operator string) infix {
	switch operator {
	case "+", "-":
		return infix{kind: binaryInfix, precedence: precedenceAdd, operator: operator, words: 1}
	case "*", "/", "||":
		return infix{kind: binaryInfix, precedence: precedenceTimes, operator: operator, words: 1}
	case "=", "<", "<=", ">", ">=", "<>":
		return infix{kind: binaryInfix, precedence: precedenceCompare, operator: operator, words: 1}
	case "!=":
		return infix{kind: binaryInfix, precedence: precedenceCompare, operator: "<>", words: 1}
	case "[":
		return infix{kind: itemInfix, precedence: precedenceItem}
	case ".", "::":
		return infix{kind: foreignInfix, precedence: precedenceItem, operator: operator}
	case "%", "^":
		return infix{kind: foreignInfix, precedence: precedenceTimes, operator: operator}
	case "==", "<=>", "~", "~*", "!~", "!~*", "@>", "<@":
		return infix{kind: foreignInfix, precedence: precedenceCompare, operator: operator}
	case "&&":
		return infix{kind: foreignInfix, precedence: precedenceAnd, operator: operator}
	case "->", "->>", "#>", "#>>", "|", "&":
		return infix{kind: foreignInfix, precedence: precedenceAdd, operator: operator}
	}
	return infix{}
}

func (p *parser) infixWord() infix {
	switch p.tok.word {
	case "AND":
		return infix{kind: binaryInfix, precedence: precedenceAnd, operator: "AND", words: 1}
	case "OR":
		return infix{kind: binaryInfix, precedence: precedenceOr, operator: "OR", words: 1}
	case "IS":
		return infix{kind: isInfix, precedence: precedenceIs}
	case "NOT":
		// As the second word of an operator only.
		next := p.peek()
		switch next.word {
		case "IN", "BETWEEN", "LIKE", "ILIKE", "RLIKE", "REGEXP", "SIMILAR":
			op := infixWordAfterNot(next.word)
			op.not = true
			return op
		}
		return infix{}
	case "CONTAINS", "OVERLAPS", "EQUALS", "PRECEDES", "SUCCEEDS", "MEMBER", "SUBMULTISET", "MULTISET", "ISNULL", "NOTNULL":
		return infix{kind: foreignInfix, precedence: precedenceCompare, operator: p.tok.word}
	case "AT":
		if next := p.peek(); next.word == "TIME" {
			return infix{kind: foreignInfix, precedence: precedenceItem, operator: "AT TIME ZONE"}
		}
		return infix{}
	case "FORMAT":
		if next := p.peek(); next.word == "JSON" {
			return infix{kind: foreignInfix, precedence: precedenceIs, operator: "FORMAT JSON"}
		}
		return infix{}
	}
	return infixWordAfterNot(p.tok.word)
}

func infixWordAfterNot(word string) infix {
	switch word {
	case "IN":
		return infix{kind: inInfix, precedence: precedenceRange}
	case "BETWEEN":
		return infix{kind: betweenInfix, precedence: precedenceRange}
	case "LIKE":
		return infix{kind: likeInfix, precedence: precedenceRange}
	case "ILIKE", "RLIKE", "REGEXP", "SIMILAR":
		return infix{kind: foreignInfix, precedence: precedenceRange, operator: word}
	}
	return infix{}
}

// apply parses what follows an operator behind left, which begins at start.
func (p *parser) apply(left Expr, start int, op infix) Expr {
	if op.kind == foreignInfix {
		return p.foreignOperator(left, start, op)
	}
	if op.not {
		p.advance()
	}
	switch op.kind {
	case isInfix:
		return p.isTest(left, start)
	case inInfix:
		return p.in(left, start, op.not)
	case betweenInfix:
		return p.between(left, start, op.not)
	case likeInfix:
		return p.like(left, start, op.not)
	case itemInfix:
		return p.item(left, start)
	}
	at := p.tok.at
	p.advance()
	if op.precedence == precedenceCompare && p.tok.kind == wordToken {
		switch p.tok.word {
		case "ANY", "SOME", "ALL":
			if next := p.peek(); next.is("(") {
				return p.quantified(left, start, op.operator, at)
			}
		}
	}
	right := p.expression(op.precedence + 1)
	return &Binary{Place{p.since(start)}, op.operator, at, left, right}
}

// quantified parses ANY (list), SOME (list) or ALL (list) behind a comparison.
func (p *parser) quantified(left Expr, start int, operator string, at Span) Expr {
	quantifier := p.tok.word
	if quantifier == "SOME" {
		quantifier = "ANY"
	}
	at.End = p.tok.at.End
	p.advance()
	listStart := p.tok.at.Start
	items := p.list("(", ")", quantifier)
	return &Binary{Place{p.since(start)}, operator + " " + quantifier, at, left, &Row{Place{p.since(listStart)}, items}}
}

// isTest parses IS [NOT] and what follows.
func (p *parser) isTest(left Expr, start int) Expr {
	at := p.tok.at
	p.advance()
	not := p.acceptWord("NOT")
	switch p.tok.word {
	case "NULL", "TRUE", "FALSE", "UNKNOWN":
		test := p.tok.word
		p.advance()
		return &Is{Place{p.since(start)}, left, not, test}
	case "DISTINCT":
		p.advance()
		p.expectWord("FROM", "after IS DISTINCT")
		operator := "IS DISTINCT FROM"
		if not {
			operator = "IS NOT DISTINCT FROM"
		}
		at.End = p.last.at.End
		right := p.expression(precedenceCompare + 1)
		return &Binary{Place{p.since(start)}, operator, at, left, right}
	case "JSON", "EMPTY", "A":
		at = Span{at.Start, p.tok.at.End}
		test := p.tok.word
		p.advance()
		if test == "A" && p.acceptWord("SET") {
			test, at.End = "A SET", p.last.at.End
		}
		if test == "JSON" {
			switch p.tok.word {
			case "VALUE", "OBJECT", "ARRAY", "SCALAR":
				at.End = p.tok.at.End
				p.advance()
			}
		}
		p.report(Fault{Code: Dialect, At: at, Message: fmt.Sprintf("Druid has no test IS %s", test)})
		return &Bad{Place{p.since(start)}}
	}
	p.failAt(p.tok.at, "after IS there must be [NOT] NULL, TRUE, FALSE, UNKNOWN or DISTINCT FROM")
	if startsOperand(&p.tok) {
		p.expression(precedenceCompare + 1)
	}
	return &Bad{Place{p.since(start)}}
}

// in parses IN (items).
func (p *parser) in(left Expr, start int, not bool) Expr {
	p.advance()
	e := &In{X: left, Not: not}
	if !p.tok.is("(") {
		p.fail(`"(" is missing after IN: the values stand in parentheses`)
		if startsOperand(&p.tok) {
			e.Items = []Expr{p.expression(precedenceRange + 1)}
		}
		e.At = p.since(start)
		return e
	}
	e.Items = p.list("(", ")", "IN")
	e.At = p.since(start)
	return e
}

// between parses BETWEEN low AND high. Calcite lets low be anything without AND.
func (p *parser) between(left Expr, start int, not bool) Expr {
	p.advance()
	e := &Between{X: left, Not: not}
	if p.acceptWord("SYMMETRIC") {
		e.Symmetric = true
	} else {
		p.acceptWord("ASYMMETRIC")
	}
	lowStart := p.tok.at.Start
	e.Low = p.expression(precedenceAnd + 1)
	for p.isWord("OR") {
		at := p.tok.at
		p.advance()
		right := p.expression(precedenceAnd + 1)
		e.Low = &Binary{Place{p.since(lowStart)}, "OR", at, e.Low, right}
	}
	if p.expectWord("AND", "in BETWEEN low AND high") {
		e.High = p.expression(precedenceRange + 1)
	} else {
		e.High = &Bad{Place{p.last.at}}
	}
	e.At = p.since(start)
	return e
}

// like parses LIKE pattern [ESCAPE character].
func (p *parser) like(left Expr, start int, not bool) Expr {
	p.advance()
	e := &Like{X: left, Not: not}
	if p.enter() {
		// It associates to the right in Calcite.
		e.Pattern = p.expression(precedenceRange)
	} else {
		e.Pattern = p.bad(p.tok.at.Start)
	}
	p.depth--
	if p.acceptWord("ESCAPE") {
		e.Escape = p.operand()
	}
	e.At = p.since(start)
	return e
}

// item parses [index].
func (p *parser) item(left Expr, start int) Expr {
	open := p.tok
	p.advance()
	switch p.tok.word {
	case "OFFSET", "ORDINAL", "SAFE_OFFSET", "SAFE_ORDINAL":
		if next := p.peek(); startsOperand(&next) {
			p.report(Fault{Code: Dialect, At: p.tok.at, Message: fmt.Sprintf("Druid has no %s: x[n] counts from 1, ARRAY_OFFSET(x, n) from 0", p.tok.word)})
			p.advance()
		}
	}
	index := p.nested()
	p.closeBracket(open, "]", "")
	return &Index{Place{p.since(start)}, left, index}
}

// prefixed parses an operand with the operators before it.
func (p *parser) prefixed() Expr {
	var operator string
	precedence := precedenceSign
	switch {
	case p.tok.kind == operatorToken && (p.tok.text == "-" || p.tok.text == "+"):
		operator = p.tok.text
	case p.isWord("NOT"):
		operator, precedence = "NOT", precedenceNot
	case p.tok.is("!"):
		return p.exclamation()
	default:
		return p.operand()
	}
	start := p.tok.at.Start
	p.advance()
	if !p.enter() {
		return p.bad(start)
	}
	x := p.expression(precedence)
	p.depth--
	return &Unary{Place{p.since(start)}, operator, x}
}

// exclamation parses "!" before an operand. It binds closer than NOT, so that NOT can only replace it where nothing follows that
// NOT would take with it.
func (p *parser) exclamation() Expr {
	at := p.tok.at
	p.advance()
	if !p.enter() {
		return p.bad(at.Start)
	}
	x := p.expression(precedenceSign)
	p.depth--
	f := Fault{Code: Dialect, At: at, Message: `"!" is no operator of Druid: write NOT`}
	if op := p.infix(); op.kind == noInfix || op.precedence < precedenceNot {
		f.Replacement, f.Fixable = "NOT ", true
	}
	p.report(f)
	return &Unary{Place{p.since(at.Start)}, "NOT", x}
}
