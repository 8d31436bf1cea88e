package druidsql

import "strings"

// Print writes an expression in one way for all that are equal: keywords and names of functions in upper case, names of columns in
// quotes, and no parentheses but those that are needed. What could not be parsed is written as "?".
func Print(e Expr) string {
	if e == nil {
		return ""
	}
	var p printer
	p.expr(e)
	return p.String()
}

// printer writes an expression.
type printer struct{ strings.Builder }

// precedence returns how close the operator of an expression binds; what needs no parentheses anywhere is above all operators.
func precedence(e Expr) int {
	switch e := e.(type) {
	case *Binary:
		return binaryPrecedence(e.Operator)
	case *Unary:
		if e.Operator == "NOT" {
			return precedenceNot
		}
		return precedenceSign
	case *Is:
		return precedenceIs
	case *Between, *In, *Like:
		return precedenceRange
	}
	return precedenceItem
}

func binaryPrecedence(operator string) int {
	switch operator {
	case "OR":
		return precedenceOr
	case "AND":
		return precedenceAnd
	case "+", "-":
		return precedenceAdd
	case "*", "/", "||":
		return precedenceTimes
	}
	return precedenceCompare
}

// operand writes an expression, in parentheses unless it binds at least as close as closest.
func (p *printer) operand(e Expr, closest int) {
	if precedence(e) >= closest {
		p.expr(e)
		return
	}
	p.WriteByte('(')
	p.expr(e)
	p.WriteByte(')')
}

// first writes the operand in front of an operator of the precedence of BETWEEN, IN and LIKE. A LIKE would take what follows for a
// part of its pattern.
func (p *printer) first(e Expr) {
	if _, ok := e.(*Like); ok {
		p.operand(e, precedenceItem)
		return
	}
	p.operand(e, precedenceRange)
}

func (p *printer) list(items []Expr) {
	for i, item := range items {
		if i > 0 {
			p.WriteString(", ")
		}
		p.expr(item)
	}
}

func (p *printer) expr(e Expr) {
	switch e := e.(type) {
	case *Literal:
		p.literal(e)
	case *Column:
		for i, part := range e.Parts {
			if i > 0 {
				p.WriteByte('.')
			}
			p.quotedName(part.Text)
		}
	case *Unary:
		p.unary(e)
	case *Binary:
		p.binary(e)
	case *Is:
		p.operand(e.X, precedenceIs)
		p.WriteString(" IS " + not(e.Not) + e.Test)
	case *Between:
		p.between(e)
	case *In:
		p.first(e.X)
		p.WriteString(" " + not(e.Not) + "IN (")
		p.list(e.Items)
		p.WriteByte(')')
	case *Like:
		p.like(e)
	case *Case:
		p.caseOf(e)
	case *Cast:
		p.WriteString("CAST(")
		p.expr(e.X)
		p.WriteString(" AS ")
		p.typeName(&e.Type)
		p.WriteByte(')')
	case *Array:
		p.WriteString("ARRAY[")
		p.list(e.Items)
		p.WriteByte(']')
	case *Row:
		p.row(e)
	case *Index:
		p.operand(e.X, precedenceItem)
		p.WriteByte('[')
		p.expr(e.I)
		p.WriteByte(']')
	case *Call:
		p.call(e)
	case *Keyword:
		p.keyword(e.Text)
	default:
		p.WriteByte('?')
	}
}

func not(not bool) string {
	if not {
		return "NOT "
	}
	return ""
}

// binary writes a chain of operators from its left end: it may be as long as the text.
func (p *printer) binary(e *Binary) {
	chain := []*Binary{e}
	for {
		last := chain[len(chain)-1]
		left, ok := last.Left.(*Binary)
		if !ok || binaryPrecedence(left.Operator) < binaryPrecedence(last.Operator) {
			break
		}
		chain = append(chain, left)
	}
	last := chain[len(chain)-1]
	p.operand(last.Left, binaryPrecedence(last.Operator))
	for i := len(chain) - 1; i >= 0; i-- {
		e := chain[i]
		p.WriteString(" " + e.Operator + " ")
		if strings.HasSuffix(e.Operator, " ANY") || strings.HasSuffix(e.Operator, " ALL") {
			p.WriteByte('(')
			if row, ok := e.Right.(*Row); ok {
				p.list(row.Items)
			}
			p.WriteByte(')')
			continue
		}
		p.operand(e.Right, binaryPrecedence(e.Operator)+1)
	}
}

func (p *printer) unary(e *Unary) {
	p.WriteString(e.Operator)
	closest := precedenceSign
	if e.Operator == "NOT" {
		closest = precedenceNot
	}
	inner, ok := e.X.(*Unary)
	if e.Operator == "NOT" || ok && inner.Operator != "NOT" {
		// Two minus signs would begin a comment.
		p.WriteByte(' ')
	}
	p.operand(e.X, closest)
}

func (p *printer) between(e *Between) {
	p.first(e.X)
	p.WriteString(" " + not(e.Not) + "BETWEEN ")
	if e.Symmetric {
		p.WriteString("SYMMETRIC ")
	}
	p.operand(e.Low, precedenceRange+1)
	p.WriteString(" AND ")
	p.operand(e.High, precedenceRange+1)
}

func (p *printer) like(e *Like) {
	p.first(e.X)
	p.WriteString(" " + not(e.Not) + "LIKE ")
	p.operand(e.Pattern, precedenceRange+1)
	if e.Escape != nil {
		p.WriteString(" ESCAPE ")
		p.operand(e.Escape, precedenceItem)
	}
}

func (p *printer) caseOf(e *Case) {
	p.WriteString("CASE")
	if e.Operand != nil {
		p.WriteByte(' ')
		p.expr(e.Operand)
	}
	for _, when := range e.Whens {
		p.WriteString(" WHEN ")
		p.list(when.Values)
		p.WriteString(" THEN ")
		p.expr(when.Then)
	}
	if e.Else != nil {
		p.WriteString(" ELSE ")
		p.expr(e.Else)
	}
	p.WriteString(" END")
}

func (p *printer) row(e *Row) {
	if len(e.Items) < 2 {
		p.WriteString("ROW")
	}
	p.WriteByte('(')
	p.list(e.Items)
	p.WriteByte(')')
}

func (p *printer) literal(e *Literal) {
	switch e.Kind {
	case NullLiteral:
		p.WriteString("NULL")
	case StringLiteral:
		p.WriteString(QuoteString(e.Text))
	case BinaryLiteral:
		p.WriteString("X'" + e.Text + "'")
	case DateLiteral:
		p.WriteString("DATE " + QuoteString(e.Text))
	case TimeLiteral:
		p.WriteString("TIME " + QuoteString(e.Text))
	case TimestampLiteral:
		p.WriteString("TIMESTAMP " + QuoteString(e.Text))
	case IntervalLiteral:
		p.WriteString("INTERVAL ")
		if e.Negative {
			p.WriteByte('-')
		}
		p.WriteString(QuoteString(e.Text) + " " + e.From)
		if e.To != "" {
			p.WriteString(" TO " + e.To)
		}
	default:
		p.WriteString(e.Text)
	}
}

// quotedName writes a name in quotes. Line breaks can only be written as escapes.
func (p *printer) quotedName(name string) {
	if !strings.ContainsAny(name, "\n\r") {
		p.WriteString(QuoteIdentifier(name))
		return
	}
	name = strings.NewReplacer(`\`, `\\`, "\n", `\000a`, "\r", `\000d`).Replace(name)
	p.WriteString("U&" + QuoteIdentifier(name))
}

// keyword writes a time unit or flag. Units that somebody made up may need quotes.
func (p *printer) keyword(text string) {
	if word, reserved := keyword(text); isTimeUnit(text) || strings.HasPrefix(text, "WEEK(") || word == "BOTH" || word == "LEADING" ||
		word == "TRAILING" || reserved == nil && isPlainName(text) {
		p.WriteString(text)
		return
	}
	p.quotedName(text)
}

// isPlainName reports whether a text is an identifier as it stands.
func isPlainName(text string) bool {
	l := lexer{text: text}
	t := l.next()
	return t.kind == wordToken && t.at == Span{0, len(text)}
}

// functionName writes the name of a function.
func (p *printer) functionName(name Name) {
	if name.Quoted || !isPlainName(name.Text) {
		p.quotedName(name.Text)
		return
	}
	for i := range len(name.Text) {
		c := name.Text[i]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		p.WriteByte(c)
	}
}

func (p *printer) typeName(t *TypeName) {
	name, zone, _ := strings.Cut(t.Name, " WITH")
	p.WriteString(name)
	if t.Name == "TYPE" {
		p.WriteString("(" + QuoteString(t.Text) + ")")
	}
	if len(t.Size) > 0 {
		p.WriteString("(" + strings.Join(t.Size, ", ") + ")")
	}
	if zone != "" {
		p.WriteString(" WITH" + zone)
	}
	p.WriteString(strings.Repeat(" ARRAY", t.Array))
}
