package druidsql

func (p *printer) call(e *Call) {
	if e.Form == ODBCForm {
		p.WriteString("{fn ")
	}
	p.functionName(e.Function)
	if e.Form == BareForm {
		return
	}
	p.WriteByte('(')
	switch {
	case e.Distinct:
		p.WriteString("DISTINCT ")
	case e.All:
		p.WriteString("ALL ")
	}
	if e.Star {
		p.WriteByte('*')
	}
	p.operands(e)
	if len(e.OrderBy) > 0 && ordersOperands(e.Function) {
		p.WriteString(" ORDER BY ")
		p.list(e.OrderBy)
	}
	p.WriteByte(')')
	if e.Form == ODBCForm {
		p.WriteByte('}')
	}
	if e.Nulls != "" {
		p.WriteString(" " + e.Nulls + " NULLS")
	}
	if len(e.OrderBy) > 0 && !ordersOperands(e.Function) {
		p.WriteString(" WITHIN GROUP (ORDER BY ")
		p.list(e.OrderBy)
		p.WriteByte(')')
	}
	if e.Filter != nil {
		p.WriteString(" FILTER (WHERE ")
		p.expr(e.Filter)
		p.WriteByte(')')
	}
	if e.Over != nil {
		p.WriteString(" " + e.OverText)
	}
}

// operands writes what stands between the parentheses of a call.
func (p *printer) operands(e *Call) {
	switch {
	case e.Form == ExtractForm && len(e.Args) == 2:
		p.separated(e.Args, " FROM ")
	case e.Form == ToForm && len(e.Args) == 2:
		p.separated(e.Args, " TO ")
	case e.Form == FromForm:
		p.separated(e.Args, " FROM ", " FOR ")
	case e.Form == InForm && len(e.Args) > 1:
		p.operand(e.Args[0], precedenceSign)
		p.WriteString(" IN ")
		p.separated(e.Args[1:], " FROM ")
	case e.Form == TrimForm && len(e.Args) == 3:
		p.expr(e.Args[0])
		if e.Args[1] != nil {
			p.WriteByte(' ')
			p.expr(e.Args[1])
		}
		p.WriteString(" FROM ")
		p.expr(e.Args[2])
	case e.JSON != nil && len(e.JSON.Separators) > 0:
		p.pairs(e)
		p.nullClause(e.JSON)
	case e.JSON != nil:
		p.list(e.Args)
		p.jsonClauses(e.JSON)
		p.nullClause(e.JSON)
	default:
		p.list(e.Args)
	}
}

// separated writes operands with the words between them.
func (p *printer) separated(args []Expr, words ...string) {
	for i, arg := range args {
		if i > 0 {
			p.WriteString(words[min(i, len(words))-1])
		}
		p.expr(arg)
	}
}

// pairs writes the pairs of JSON_OBJECT as they were written.
func (p *printer) pairs(e *Call) {
	for i, separator := range e.JSON.Separators {
		if i > 0 {
			p.WriteString(", ")
		}
		switch separator {
		case "KEY VALUE":
			p.WriteString("KEY ")
			separator = " VALUE "
		case "VALUE":
			separator = " VALUE "
		default:
			separator += " "
		}
		p.expr(e.Args[2*i])
		p.WriteString(separator)
		p.expr(e.Args[2*i+1])
	}
}

func (p *printer) nullClause(c *JSONClauses) {
	if c.OnNull == "" {
		return
	}
	if len(c.Separators) > 0 {
		p.WriteByte(' ')
	}
	p.WriteString(c.OnNull + " ON NULL")
}

func (p *printer) jsonClauses(c *JSONClauses) {
	if c.Returning != nil {
		p.WriteString(" RETURNING ")
		p.typeName(c.Returning)
	}
	if c.Wrapper != "" {
		p.WriteString(" " + c.Wrapper + " WRAPPER")
	}
	for _, clause := range []struct {
		behavior string
		value    Expr
		on       string
	}{{c.OnEmpty, c.DefaultOnEmpty, "EMPTY"}, {c.OnError, c.DefaultOnError, "ERROR"}} {
		if clause.behavior == "" {
			continue
		}
		p.WriteString(" " + clause.behavior)
		if clause.value != nil {
			p.WriteByte(' ')
			p.expr(clause.value)
		}
		p.WriteString(" ON " + clause.on)
	}
}
