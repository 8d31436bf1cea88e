package druidsql

// queryOf parses the query of a statement and the clauses behind it.
func (p *parser) queryOf(s *Statement) {
	start := p.tok.at.Start
	switch {
	case p.isWord("WITH"):
		for level := 0; p.tok.kind != endToken && !p.tok.is(";") && (level > 0 || !p.isWord("SELECT")); p.advance() {
			switch {
			case p.tok.is("("):
				level++
			case p.tok.is(")"):
				level--
			}
		}
		s.NotUnderstood = append(s.NotUnderstood, Unread{p.since(start), "WITH"})
	case p.tok.is("("):
		p.skipQuery()
		s.NotUnderstood = append(s.NotUnderstood, Unread{p.since(start), "a query in parentheses"})
	case p.isWord("VALUES"), p.isWord("TABLE"):
		p.unread(s, start, p.tok.word)
	}
	if p.isWord("SELECT") {
		p.selectList(s)
	} else if len(s.NotUnderstood) == 0 {
		p.fail("SELECT is missing")
		p.skipStatement()
		return
	}
	for p.clause(s) {
		if p.done {
			return
		}
	}
}

// selectList parses SELECT [DISTINCT|ALL] items.
func (p *parser) selectList(s *Statement) {
	s.SelectAt = p.tok.at
	p.advance()
	if p.acceptWord("DISTINCT") {
		s.Distinct = true
	} else {
		p.acceptWord("ALL")
	}
	for {
		s.Items = append(s.Items, p.selectItem())
		if p.tok.kind != endToken && !p.tok.is(",") && !p.tok.is(";") && !p.endsClause() {
			p.fail(p.surplus())
			p.skip()
			for p.tok.is(")") || p.tok.is("]") || p.tok.is("}") {
				p.advance()
				p.skip()
			}
		}
		if !p.accept(",") {
			return
		}
	}
}

func (p *parser) selectItem() SelectItem {
	start := p.tok.at.Start
	item := SelectItem{Star: p.star()}
	if item.Star {
		item.At = p.since(start)
		return item
	}
	item.Expr = p.nested()
	if p.isWord("AS") {
		p.advance()
		item.Alias = p.aliasAfter("AS")
	} else if p.tok.kind == nameToken || p.tok.kind == wordToken && p.tok.reserved == nil {
		item.Alias = p.aliasAfter("")
	}
	item.At = p.since(start)
	return item
}

// star moves over "*" or table.* if it is there.
func (p *parser) star() bool {
	if p.accept("*") {
		return true
	}
	if p.tok.kind != wordToken && p.tok.kind != nameToken {
		return false
	}
	ahead := p.lex
	if t := ahead.next(); !t.is(".") {
		return false
	}
	if t := ahead.next(); !t.is("*") {
		return false
	}
	p.advance()
	p.advance()
	p.advance()
	return true
}

// aliasAfter reads the name of an item or table; behind AS it must be there.
func (p *parser) aliasAfter(after string) *Name {
	if p.tok.kind != nameToken && p.tok.kind != foreignName && (p.tok.kind != wordToken || p.endsClause() && p.tok.reserved != nil) {
		p.fail("expected a name after " + after)
		return nil
	}
	n := p.name()
	return &n
}

// endsClause reports whether the current token begins the next clause of a statement.
func (p *parser) endsClause() bool {
	switch p.tok.word {
	case "FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "QUALIFY", "ORDER", "LIMIT", "OFFSET", "FETCH", "UNION", "INTERSECT", "EXCEPT",
		"PARTITIONED", "CLUSTERED":
		return true
	}
	return false
}

// skipClause moves to the next clause.
func (p *parser) skipClause() {
	for level := 0; p.tok.kind != endToken && !p.tok.is(";"); p.advance() {
		switch {
		case p.tok.is("("):
			level++
		case p.tok.is(")"):
			level--
		case level <= 0 && p.endsClause():
			return
		}
	}
}

// unread moves to the next clause and notes what was left out.
func (p *parser) unread(s *Statement, start int, why string) {
	p.skipClause()
	s.NotUnderstood = append(s.NotUnderstood, Unread{p.since(start), why})
}

// clause parses one clause. It returns false at the end of the statement.
func (p *parser) clause(s *Statement) bool {
	start := p.tok.at.Start
	word := p.tok.word
	p.checkOrder(s)
	switch word {
	case "FROM":
		p.from(s)
		return true
	case "WHERE":
		p.advance()
		s.Where = p.nested()
	case "GROUP":
		p.groupBy(s)
	case "HAVING":
		p.advance()
		s.Having = p.nested()
	case "ORDER":
		if next := p.peek(); next.word != "BY" {
			p.advance()
			p.fail("BY is missing after ORDER")
			return true
		}
		s.OrderBy = p.orderBy()
	case "LIMIT", "OFFSET":
		p.limit(s, word)
	case "PARTITIONED":
		p.partitionedBy(s)
	case "CLUSTERED":
		if next := p.peek(); next.word != "BY" {
			p.advance()
			p.fail("BY is missing after CLUSTERED")
			return true
		}
		s.ClusteredBy = p.orderBy()
		s.ClusteredAt = p.since(start)
	case "UNION", "INTERSECT", "EXCEPT":
		for p.tok.kind != endToken && !p.tok.is(";") && !p.isWord("PARTITIONED") && !p.isWord("CLUSTERED") {
			p.advance()
			p.skipClause()
		}
		s.NotUnderstood = append(s.NotUnderstood, Unread{p.since(start), word})
	case "WINDOW", "QUALIFY", "FETCH":
		p.advance()
		p.unread(s, start, word)
	default:
		return false
	}
	if p.tok.kind != endToken && !p.tok.is(";") && !p.endsClause() && !p.done {
		p.fail(p.surplus())
		p.skipClause()
	}
	return true
}

// checkOrder asks for the clauses of ingestion behind all others.
func (p *parser) checkOrder(s *Statement) {
	switch {
	case s.PartitionedBy != nil && p.endsClause() && !p.isWord("CLUSTERED"):
		p.fail("PARTITIONED BY and CLUSTERED BY are the last clauses of a statement, in this order: write " + p.tok.word + " before them")
	case s.ClusteredAt.End > 0 && p.isWord("PARTITIONED"):
		p.fail("write PARTITIONED BY before CLUSTERED BY")
	}
}

// limit parses LIMIT number|ALL and OFFSET number.
func (p *parser) limit(s *Statement, word string) {
	p.advance()
	if word == "LIMIT" && p.acceptWord("ALL") {
		return
	}
	if p.tok.kind != numberToken && p.tok.kind != endToken && !p.tok.is("?") {
		p.fail(word + " wants a number")
		p.skipClause()
		return
	}
	e := p.nested()
	if word == "LIMIT" {
		s.Limit = e
	} else {
		s.Offset = e
	}
	if p.acceptWord("ROWS") || p.acceptWord("ROW") {
		return
	}
}

// from parses FROM and what follows up to the next clause.
func (p *parser) from(s *Statement) {
	p.advance()
	start := p.tok.at.Start
	f := &From{}
	switch {
	case p.isWord("TABLE"):
		p.tableFunction(f)
	case p.isWord("UNNEST"), p.isWord("LATERAL"), p.isWord("VALUES"):
		p.unread(s, start, p.tok.word)
		return
	case p.tok.kind == wordToken && !p.endsClause(), p.tok.kind == nameToken, p.tok.kind == foreignName:
		f.Table = p.tableName()
	case p.tok.is("("):
		p.unread(s, start, "a subquery")
		return
	default:
		p.fail("the table is missing after FROM")
		p.skipClause()
		return
	}
	if p.isWord("EXTEND") {
		p.advance()
		p.extend(f)
	} else if p.tok.is("(") && f.Function != nil {
		p.extend(f)
	}
	if p.acceptWord("AS") {
		f.Alias = p.aliasAfter("AS")
	} else if p.tok.kind == nameToken || p.tok.kind == wordToken && p.tok.reserved == nil {
		f.Alias = p.aliasAfter("")
	}
	f.At = p.since(start)
	s.From = f
	if p.tok.kind == endToken || p.tok.is(";") || p.endsClause() {
		return
	}
	rest := p.tok.at.Start
	switch p.tok.word {
	case "JOIN", "LEFT", "RIGHT", "INNER", "FULL", "CROSS", "NATURAL", "ASOF":
		p.unread(s, rest, "a join")
	case "TABLESAMPLE", "MATCH_RECOGNIZE", "FOR":
		p.unread(s, rest, p.tok.word)
	default:
		if p.tok.is(",") {
			p.unread(s, rest, "a join")
			return
		}
		if p.tok.is("(") {
			p.unread(s, rest, "a function of a table")
			return
		}
		p.fail(p.surplus())
		p.skipClause()
	}
}

// tableFunction parses TABLE(name(operands)).
func (p *parser) tableFunction(f *From) {
	start := p.tok.at.Start
	p.advance()
	open := p.tok
	if !p.accept("(") {
		p.fail(`"(" is missing after TABLE`)
		return
	}
	if p.tok.kind != wordToken && p.tok.kind != nameToken {
		p.fail("the name of a function is missing in TABLE(…)")
		p.closeBracket(open, ")", "TABLE")
		return
	}
	callStart := p.tok.at.Start
	name := p.functionName()
	if p.last.kind == nameToken {
		name.Text, name.Quoted = p.decodeName(&p.last), true
	}
	if !p.tok.is("(") {
		// TABLE(name) is the table itself.
		f.Table = &Column{Place: Place{name.At}, Parts: []Name{name}}
		p.closeBracket(open, ")", "TABLE")
		return
	}
	p.namesOperands = true
	f.Function = p.plainCall(name, callStart)
	p.namesOperands = false
	p.closeBracket(open, ")", "TABLE")
	f.At = p.since(start)
}

// extend parses (name type, …).
func (p *parser) extend(f *From) {
	open := p.tok
	if !p.accept("(") {
		p.fail(`"(" is missing after EXTEND`)
		return
	}
	for p.tok.kind == wordToken || p.tok.kind == nameToken || p.tok.kind == foreignName {
		column := ExtendColumn{Name: p.name()}
		column.Type = p.typeName()
		if p.acceptWord("NOT") {
			p.expectWord("NULL", "after NOT")
		}
		f.Extend = append(f.Extend, column)
		if !p.accept(",") {
			break
		}
	}
	if len(f.Extend) == 0 && p.tok.is(")") {
		p.fail("the columns are missing in EXTEND (name type, …)")
	}
	p.closeBracket(open, ")", "EXTEND")
}

// groupBy parses GROUP BY and its items. Sets of groupings are not understood.
func (p *parser) groupBy(s *Statement) {
	start := p.tok.at.Start
	p.advance()
	if !p.expectWord("BY", "after GROUP") {
		return
	}
	if p.acceptWord("ALL") || p.acceptWord("DISTINCT") {
		start = p.last.at.Start
	}
	for {
		next := p.peek()
		if p.isWord("GROUPING") && next.kind == wordToken || (p.isWord("ROLLUP") || p.isWord("CUBE")) && next.is("(") || p.tok.is("(") && next.is(")") {
			p.unread(s, start, "GROUP BY with several groupings")
			return
		}
		s.GroupBy = append(s.GroupBy, p.nested())
		if !p.accept(",") {
			return
		}
	}
}

// partitionedBy parses PARTITIONED BY granularity.
func (p *parser) partitionedBy(s *Statement) {
	p.advance()
	if !p.expectWord("BY", "after PARTITIONED") {
		return
	}
	start := p.tok.at.Start
	e := &Partitioning{}
	next := p.peek()
	switch p.tok.word {
	case "HOUR", "DAY", "MONTH", "YEAR", "ALL":
		if next.is("(") {
			e.Expr = p.nested()
			break
		}
		e.Granularity = p.tok.word
		p.advance()
		if e.Granularity == "ALL" {
			p.acceptWord("TIME")
		}
	default:
		e.Expr = p.nested()
	}
	if _, operator := e.Expr.(*Binary); operator {
		p.failAt(e.Expr.Span(), "PARTITIONED BY takes HOUR, DAY, MONTH, YEAR, ALL, FLOOR(__time TO unit) or TIME_FLOOR(__time, period)")
	}
	e.At = p.since(start)
	s.PartitionedBy = e
}
