package druidsql

// Statement is a statement of an SQL ingestion job, as far as it is understood. All spans are in the text of the whole statement.
type Statement struct {
	Place
	// Verb is "SELECT", "INSERT" or "REPLACE"; "" for anything else, which is in NotUnderstood.
	Verb string
	// Explain is true behind EXPLAIN PLAN FOR.
	Explain bool
	// Settings are the SET statements before it.
	Settings []Setting
	// Target is the table that INSERT or REPLACE writes, nil for SELECT. Columns are the names in parentheses behind it.
	Target  *Column
	Columns []Name
	// OverwriteAll is true for OVERWRITE ALL. OverwriteWhere is the condition of OVERWRITE WHERE, nil without. Overwrite is the
	// place of the clause.
	OverwriteAll   bool
	OverwriteWhere Expr
	Overwrite      Span
	Distinct       bool
	// SelectAt is the place of the keyword SELECT.
	SelectAt Span
	Items    []SelectItem
	// From is nil without the clause, and where it is not understood.
	From *From
	// Where, Having, Limit and Offset are nil without the clause.
	Where   Expr
	GroupBy []Expr
	Having  Expr
	OrderBy []Expr
	Limit   Expr
	Offset  Expr
	// PartitionedBy is nil without the clause.
	PartitionedBy *Partitioning
	// ClusteredAt is the place of CLUSTERED BY and its items.
	ClusteredAt Span
	ClusteredBy []Expr
	// NotUnderstood are the parts that are left out of everything above.
	NotUnderstood []Unread
}

// Setting is SET Name = Value.
type Setting struct {
	Place
	Name  Name
	Value Expr
}

// SelectItem is an item of a select list.
type SelectItem struct {
	Place
	// Expr is nil for "*" and table.*.
	Expr Expr
	Star bool
	// Alias is the name behind AS, nil without one.
	Alias *Name
}

// From is what a query reads: a table, or a call in TABLE(…).
type From struct {
	Place
	// Table is nil for a call.
	Table *Column
	// Function is the call in TABLE(…), such as EXTERN('…', '…', '…'). Operands with names are in it by their values.
	Function *Call
	// Extend are the columns of EXTEND (…).
	Extend []ExtendColumn
	Alias  *Name
}

// ExtendColumn is a column of EXTEND (name type, …).
type ExtendColumn struct {
	Name Name
	Type TypeName
}

// Partitioning is PARTITIONED BY.
type Partitioning struct {
	Place
	// Granularity is "ALL", "HOUR", "DAY", "MONTH" or "YEAR"; "" if Expr has it.
	Granularity string
	Expr        Expr
}

// Unread is a part of a statement that was not understood.
type Unread struct {
	At Span
	// Why names what is there: "WITH", "a join", "a subquery", "UNION".
	Why string
}

// ParseStatement parses an SQL ingestion statement. What the grammar of Druid has and this parser does not understand is no fault;
// it is listed in the statement. The statement is nil only for a text without one.
func ParseStatement(text string) (*Statement, []Fault) {
	p := newStatementParser(text)
	s := &Statement{}
	for p.isWord("SET") {
		p.setting(s)
	}
	if p.tok.kind == endToken {
		p.finish()
		if len(p.faults) == 0 {
			p.report(Fault{Code: Syntax, At: Span{0, len(text)}, Message: "the statement is empty"})
		}
		return nil, p.faults
	}
	start := p.tok.at.Start
	if p.isWord("EXPLAIN") {
		p.advance()
		s.Explain = true
		if upper(p.tok.text) == "PLAN" {
			p.advance()
		}
		p.acceptWord("FOR")
	}
	switch {
	case p.isWord("INSERT"), p.isWord("REPLACE"):
		p.target(s)
	case p.isWord("SELECT"), p.isWord("WITH"), p.tok.is("("):
		s.Verb = "SELECT"
	default:
		p.skipStatement()
		s.NotUnderstood = append(s.NotUnderstood, Unread{p.since(start), "no INSERT, REPLACE or SELECT"})
	}
	if s.Verb != "" {
		p.queryOf(s)
	}
	s.NotUnderstood = append(s.NotUnderstood, p.unreads...)
	s.At = p.since(start)
	p.afterStatement()
	p.finish()
	return s, p.faults
}

// setting parses SET name = value;
func (p *parser) setting(s *Statement) {
	start := p.tok.at.Start
	p.advance()
	if p.tok.kind != wordToken && p.tok.kind != nameToken {
		p.fail("the name of the parameter is missing after SET")
		p.skipStatement()
	} else {
		set := Setting{Name: p.name()}
		if !p.accept("=") {
			p.fail(`"=" is missing in SET name = value`)
			p.skipStatement()
			set.Value = p.bad(start)
		} else {
			set.Value = p.nested()
		}
		set.At = p.since(start)
		s.Settings = append(s.Settings, set)
	}
	if !p.accept(";") && p.tok.kind != endToken {
		p.fail(`";" is missing behind SET`)
		p.skipStatement()
		p.accept(";")
	}
}

// skipStatement moves to the ";" or the end of the statement.
func (p *parser) skipStatement() {
	for p.tok.kind != endToken && !p.tok.is(";") {
		p.advance()
	}
}

// afterStatement deals with what follows a statement.
func (p *parser) afterStatement() {
	if p.tok.kind != endToken && !p.tok.is(";") && !p.done {
		p.fail(p.surplus())
		p.skipStatement()
	}
	for p.accept(";") {
	}
	if p.tok.kind != endToken && !p.done {
		p.report(Fault{Code: SecondStatement, At: p.tok.at, Message: "a second statement begins here: a job has one"})
		p.lex.at = len(p.lex.text)
		p.advance()
	}
}

// target parses the head of INSERT and REPLACE.
func (p *parser) target(s *Statement) {
	s.Verb = p.tok.word
	p.advance()
	p.expectWord("INTO", "after "+s.Verb)
	switch {
	case p.isWord("EXTERN"):
		start := p.tok.at.Start
		p.advance()
		if p.tok.is("(") {
			p.skipQuery()
		}
		if p.acceptWord("AS") && p.tok.kind == wordToken {
			p.advance()
		}
		s.NotUnderstood = append(s.NotUnderstood, Unread{p.since(start), "an export"})
	case p.tok.kind == wordToken, p.tok.kind == nameToken, p.tok.kind == foreignName:
		s.Target = p.tableName()
	default:
		p.fail("the name of the table is missing after INTO")
	}
	if p.tok.is("(") && !p.queryFollows() {
		p.targetColumns(s)
	}
	if p.isWord("OVERWRITE") {
		if s.Verb == "INSERT" {
			p.fail("INSERT only adds rows and has no OVERWRITE: write REPLACE")
		}
		p.overwrite(s)
	} else if s.Verb == "REPLACE" {
		p.fail("OVERWRITE ALL or OVERWRITE WHERE condition is missing after REPLACE INTO table")
	}
}

// tableName parses a name with its schema.
func (p *parser) tableName() *Column {
	start := p.tok.at.Start
	column := &Column{Parts: []Name{p.name()}}
	for p.accept(".") {
		if p.tok.kind != wordToken && p.tok.kind != nameToken && p.tok.kind != foreignName {
			p.fail(`expected a name after "."`)
			break
		}
		column.Parts = append(column.Parts, p.name())
	}
	column.At = p.since(start)
	return column
}

// targetColumns parses the names in parentheses behind the target.
func (p *parser) targetColumns(s *Statement) {
	open := p.tok
	p.advance()
	for p.tok.kind == wordToken || p.tok.kind == nameToken || p.tok.kind == foreignName {
		s.Columns = append(s.Columns, p.name())
		if !p.accept(",") {
			break
		}
	}
	p.closeBracket(open, ")", "the list of columns")
}

func (p *parser) overwrite(s *Statement) {
	start := p.tok.at.Start
	p.advance()
	switch {
	case p.acceptWord("ALL"):
		s.OverwriteAll = true
	case p.acceptWord("WHERE"):
		s.OverwriteWhere = p.nested()
	default:
		p.fail("ALL or WHERE condition is missing after OVERWRITE")
	}
	s.Overwrite = p.since(start)
}
