package druidsql

import (
	"cmp"
	"fmt"
	"slices"
)

// nestingLimit is how deep expressions may be nested. It keeps every later walk over the tree within bounds.
const nestingLimit = 1000

// faultLimit is how many faults are told of one text: one that has more is no SQL.
const faultLimit = 100

// The precedences of Calcite's operators; a higher one binds closer. Source: SqlStdOperatorTable of Calcite.
const (
	precedenceOr      = 22
	precedenceAnd     = 24
	precedenceNot     = 26
	precedenceIs      = 28
	precedenceCompare = 30
	precedenceRange   = 32 // BETWEEN, IN, LIKE
	precedenceAdd     = 40
	precedenceTimes   = 60
	precedenceSign    = 80
	precedenceItem    = 100
)

// Parse parses a scalar, aggregate or boolean expression. The tree is whole even when there are faults: what could not be parsed
// is a *Bad in it. It is nil only if the text is empty or has comments only, which is a fault too. The faults are in the order of
// the text.
func Parse(text string) (Expr, []Fault) {
	p := newParser(text)
	if p.tok.kind == endToken {
		p.finish()
		if len(p.faults) == 0 {
			p.report(Fault{Code: Syntax, At: Span{0, len(text)}, Message: "the expression is empty"})
		}
		return nil, p.faults
	}
	p.whereKeyword()
	e := p.nested()
	p.rest()
	p.finish()
	return e, p.faults
}

// parser turns tokens into a tree. It keeps one token; peek looks further.
type parser struct {
	lex lexer
	tok token
	// last is the token before tok.
	last   token
	faults []Fault
	// failed is where the last syntax fault was found, so that it is told once; -1 before.
	failed int
	// excused is true once the failed token was passed: a second fault at the one behind it would follow from the first too.
	excused bool
	depth   int
	// cases is how many CASE are open.
	cases int
	// done is true once the text is too deep: the rest is ignored.
	done bool
	// statement is true within a statement: its clauses end an expression.
	statement bool
	// namesOperands is true within TABLE(…), where operands can have names.
	namesOperands bool
	// unreads are the queries within expressions of a statement, which are not read.
	unreads []Unread
}

func newParser(text string) *parser {
	p := &parser{lex: lexer{text: text}, failed: -1}
	p.advance()
	p.last = token{}
	return p
}

// newStatementParser begins to parse a statement, which has more than an expression: queries, parameters, hints.
func newStatementParser(text string) *parser {
	p := &parser{lex: lexer{text: text, hints: true}, failed: -1, statement: true}
	p.advance()
	p.last = token{}
	return p
}

// finish adds what is only known at the end and puts the faults in order.
func (p *parser) finish() {
	if p.lex.comment.End > 0 && !p.done {
		p.report(Fault{Code: Syntax, At: p.lex.comment, Message: "the comment that begins here has no end: write */ behind it"})
	}
	slices.SortStableFunc(p.faults, func(a, b Fault) int { return cmp.Compare(a.At.Start, b.At.Start) })
}

// advance moves to the next token.
func (p *parser) advance() {
	p.last = p.tok
	if p.done {
		return
	}
	excuse := p.failed == p.tok.at.Start && !p.excused
	for {
		p.tok = p.lex.next()
		if p.tok.kind != blankToken {
			break
		}
		p.report(Fault{Code: Syntax, At: p.tok.at, Message: p.tok.problem, Replacement: " ", Fixable: true})
	}
	if excuse {
		p.failed, p.excused = p.tok.at.Start, true
	}
	if p.tok.kind == stringToken && p.tok.problem != "" {
		p.report(Fault{Code: Syntax, At: p.tok.at, Message: p.tok.problem})
	}
}

// peek returns the token behind the current one.
func (p *parser) peek() token {
	ahead := p.lex
	for {
		if t := ahead.next(); t.kind != blankToken {
			return t
		}
	}
}

// report adds a fault.
func (p *parser) report(f Fault) {
	if len(p.faults) == faultLimit {
		return
	}
	if f.Fixable && f.Edit == (Span{}) {
		f.Edit = f.At
	}
	p.faults = append(p.faults, f)
	if len(p.faults) == faultLimit {
		p.stop()
	}
}

// stop ends the text here.
func (p *parser) stop() {
	p.done = true
	p.lex.at = len(p.lex.text)
	p.tok = token{kind: endToken, at: Span{p.tok.at.End, p.tok.at.End}}
}

// fail reports that the current token is not what the grammar wants. It says nothing if the last fault was at the same token: the
// second would follow from the first.
func (p *parser) fail(message string) {
	p.failAt(p.tok.at, message)
}

func (p *parser) failAt(at Span, message string) {
	if p.done || p.failed == p.tok.at.Start {
		return
	}
	p.failed, p.excused = p.tok.at.Start, false
	if p.tok.kind == endToken && at == p.tok.at && p.last.at.End > 0 {
		at = p.last.at
	}
	if p.tok.kind == brokenToken && at == p.tok.at {
		message = p.tok.problem
	}
	p.report(Fault{Code: Syntax, At: at, Message: message})
}

// source returns a part of the text.
func (p *parser) source(at Span) string { return p.lex.text[at.Start:at.End] }

// since returns the place from start to the end of the last token.
func (p *parser) since(start int) Span { return Span{start, max(start, p.last.at.End)} }

// bad returns a *Bad from start to the end of the last token.
func (p *parser) bad(start int) Expr {
	at := p.since(start)
	if at.Start == at.End {
		// Nothing was read: it stands for what is missing behind the last token.
		at = p.last.at
	}
	if at.Start == at.End {
		at = p.tok.at
	}
	return &Bad{Place{at}}
}

// isWord reports whether the current token is the keyword.
func (p *parser) isWord(word string) bool { return p.tok.word == word && p.tok.kind == wordToken }

// accept moves over the operator if it is the current token.
func (p *parser) accept(operator string) bool {
	if !p.tok.is(operator) {
		return false
	}
	p.advance()
	return true
}

// acceptWord moves over the keyword if it is the current token.
func (p *parser) acceptWord(word string) bool {
	if !p.isWord(word) {
		return false
	}
	p.advance()
	return true
}

// expectWord moves over the keyword, or says that it is missing.
func (p *parser) expectWord(word, where string) bool {
	if p.acceptWord(word) {
		return true
	}
	p.fail(fmt.Sprintf("%s is missing %s", word, where))
	return false
}

// nested parses an expression one level deeper.
func (p *parser) nested() Expr {
	if !p.enter() {
		return p.bad(p.tok.at.Start)
	}
	e := p.expression(0)
	p.depth--
	return e
}

// enter goes one level deeper. At the limit it reports so, ends the text, and returns false.
func (p *parser) enter() bool {
	if p.depth++; p.depth <= nestingLimit {
		return true
	}
	if !p.done {
		p.report(Fault{Code: TooDeep, At: p.tok.at, Message: fmt.Sprintf("the expression is nested more than %d deep here; the rest was not read", nestingLimit)})
		p.stop()
	}
	return false
}

// expression parses operators that bind at least as close as a precedence.
func (p *parser) expression(closest int) Expr {
	start := p.tok.at.Start
	left := p.prefixed()
	// Chains of binary operators may be as long as they like: whoever walks over a tree goes down their left side in a loop. Every
	// other operator behind an operand counts as a level.
	deeper := 0
	for {
		op := p.infix()
		if op.kind == noInfix || op.precedence < closest {
			p.depth -= deeper
			return left
		}
		if op.kind != binaryInfix {
			deeper++
			if !p.enter() {
				p.depth -= deeper
				return left
			}
		}
		if missing, ok := left.(*Bad); ok && missing.At.Start < start {
			// It stands for the operand that is missing before the operator.
			missing.At = p.tok.at
		}
		left = p.apply(left, start, op)
	}
}

// whereKeyword removes WHERE in front of a condition.
func (p *parser) whereKeyword() {
	if !p.isWord("WHERE") {
		return
	}
	next := p.peek()
	if !startsOperand(&next) {
		return
	}
	at := p.tok.at
	p.report(Fault{
		Code: WhereKeyword, At: at, Message: "WHERE does not belong here: write the condition only", Fixable: true,
		Edit: Span{at.Start, next.at.Start},
	})
	p.advance()
}

// rest deals with what follows a whole expression.
func (p *parser) rest() {
	for p.tok.kind != endToken && !p.done {
		start := p.tok.at.Start
		switch {
		case p.failed == start:
			// It was told already.
			p.advance()
		case p.tok.is(";"):
			p.semicolon()
		case p.isWord("AS") || p.isAlias():
			p.alias()
		case startsQuery(p.tok.word):
			p.failAt(Span{start, len(p.lex.text)}, fmt.Sprintf("%s belongs to a query: here stands a single expression", p.tok.word))
			return
		case p.tok.is(")"), p.tok.is("]"), p.tok.is("}"):
			p.fail(fmt.Sprintf("%q closes nothing", p.tok.text))
			p.advance()
		case p.tok.is(","):
			p.fail(`"," does not belong here: this is a single expression`)
			p.advance()
		default:
			p.fail(p.surplus())
			p.skip()
			if p.tok.at.Start == start {
				p.advance()
			}
		}
		if startsOperand(&p.tok) && p.tok.at.Start > start && !startsQuery(p.tok.word) {
			p.nested()
			p.depth = 0
		}
	}
}

// semicolon deals with ";" behind an expression.
func (p *parser) semicolon() {
	f := Fault{Code: Syntax, At: p.tok.at, Message: `";" ends a statement: an expression has none`}
	p.advance()
	for p.tok.is(";") {
		p.advance()
	}
	f.Fixable = p.tok.kind == endToken
	f.At.End = p.last.at.End
	p.report(f)
	p.failed = p.tok.at.Start
}

// isAlias reports whether the current token is a name at the end of the text: the alias of a select list without AS.
func (p *parser) isAlias() bool {
	if p.tok.kind != nameToken && (p.tok.kind != wordToken || p.tok.reserved != nil) || p.last.kind == wordToken && p.last.reserved == nil {
		return false
	}
	next := p.peek()
	return next.kind == endToken && p.last.is(")")
}

// alias deals with AS name behind an expression, as in a select list.
func (p *parser) alias() {
	start := p.tok.at.Start
	p.acceptWord("AS")
	named := p.tok.kind == nameToken || p.tok.kind == wordToken || p.tok.kind == foreignName || p.tok.kind == stringToken
	if named {
		p.advance()
	}
	p.report(Fault{
		Code: Syntax, At: p.since(start), Message: "an expression has no alias: the name of the column stands beside it, in columnName",
		Fixable: named && p.tok.kind == endToken, Edit: Span{p.endBefore(start), p.last.at.End},
	})
	p.failed = p.tok.at.Start
}

// endBefore returns the place where the blanks before a place begin.
func (p *parser) endBefore(at int) int {
	for at > 0 && (p.lex.text[at-1] == ' ' || p.lex.text[at-1] == '\n' || p.lex.text[at-1] == '\t' || p.lex.text[at-1] == '\r') {
		at--
	}
	return at
}

// surplus tells what is wrong with a token that stands where the expression could have ended.
func (p *parser) surplus() string {
	if startsOperand(&p.tok) {
		return fmt.Sprintf("an operator is missing between %s and %s", quoteToken(&p.last), quoteToken(&p.tok))
	}
	return fmt.Sprintf("%s does not belong here", quoteToken(&p.tok))
}

// quoteToken returns a token for a message.
func quoteToken(t *token) string {
	const long = 40
	text := t.text
	if len(text) > long {
		text = text[:long] + "…"
	}
	if t.kind == stringToken || t.kind == nameToken {
		return text
	}
	return `"` + text + `"`
}

// startsOperand reports whether an operand can begin with a token.
func startsOperand(t *token) bool {
	switch t.kind {
	case endToken:
		return false
	case operatorToken:
		switch t.text {
		case "(", "{", "-", "+", "[", "!", "?":
			return true
		}
		return false
	case wordToken:
		switch t.word {
		case "AND", "OR", "IS", "IN", "LIKE", "BETWEEN", "AS", "THEN", "WHEN", "ELSE", "END", "ESCAPE", "FROM", "TO", "FOR", "ON",
			"ORDER", "USING", "ILIKE", "RLIKE", "SIMILAR":
			return false
		}
	}
	return true
}

// startsQuery reports whether a keyword begins a query or one of its clauses.
func startsQuery(word string) bool {
	switch word {
	case "SELECT", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "UNION", "INTERSECT", "EXCEPT", "PARTITIONED", "CLUSTERED",
		"OFFSET", "FETCH", "JOIN", "INSERT":
		return true
	}
	return false
}

// skip moves to the next "," or closing bracket of the current level, a part of the CASE around it, a clause of the statement
// around it, or the end.
func (p *parser) skip() {
	for level := 0; p.tok.kind != endToken; p.advance() {
		switch {
		case p.tok.is("("), p.tok.is("["), p.tok.is("{"):
			level++
		case p.tok.is(")"), p.tok.is("]"), p.tok.is("}"):
			if level == 0 {
				return
			}
			level--
		case p.tok.is(","), p.tok.is(";") && p.statement:
			if level == 0 {
				return
			}
		case level == 0 && p.endsPart():
			return
		}
	}
}

// endsPart reports whether the current token is a keyword that ends the part of the CASE or statement around it.
func (p *parser) endsPart() bool {
	switch p.tok.word {
	case "WHEN", "THEN", "ELSE", "END":
		return p.cases > 0
	case "":
		return false
	}
	return p.statement && startsQuery(p.tok.word)
}
