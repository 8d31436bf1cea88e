package lint

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/druidsql"
)

// Statement is the statement of an SQL job.
type Statement struct {
	// Node is the text that has it; the places in the statement are offsets in that text.
	Node document.Node
	// Tree is what was understood; nil if there is no statement in the text. Faults are what is wrong with its grammar.
	Tree   *druidsql.Statement
	Faults []druidsql.Fault
}

// Place returns where a part of the statement is in the file.
func (s *Statement) Place(span druidsql.Span) document.Span { return s.Node.Sub(span.Start, span.End) }

// Text returns the text of a part of the statement.
func (s *Statement) Text(span druidsql.Span) string { return s.Node.Text()[span.Start:span.End] }

// Writes reports whether it is a statement that an SQL job runs: an INSERT or REPLACE.
func (s *Statement) Writes() bool {
	return s.Tree != nil && (s.Tree.Verb == "INSERT" || s.Tree.Verb == "REPLACE") && !s.Tree.Explain
}

// Understood reports whether nothing is wrong with the grammar of the statement and all of it is understood.
func (s *Statement) Understood() bool {
	return s.Tree != nil && len(s.Faults) == 0 && len(s.Tree.NotUnderstood) == 0
}

// Statement returns the statement of an SQL job; nil for other documents, and without a query that is a text. It is parsed once
// a document.
func (p *Pass) Statement() *Statement {
	return p.statement.get(func() *Statement {
		query := p.Root.Get("query")
		if p.Job().Type() != "sql" || query.Kind() != document.String {
			return nil
		}
		s := &Statement{Node: query}
		s.Tree, s.Faults = druidsql.ParseStatement(query.Text())
		return s
	})
}

// expressions returns the expressions of the statement in the order of the text, each with the faults within it. What is wrong
// elsewhere is with an expression that stands for the whole statement. Of a statement that no job runs nothing is said.
func (s *Statement) expressions(columns *Columns) []*Expression {
	if !s.Writes() {
		return nil
	}
	scope := columns.scope()
	scope.Text, scope.Tables = s.Node.Text(), true
	b := &statementExpressions{s: s, scope: scope}
	b.add(s.Tree.OverwriteWhere, Expression{Role: Filter, Clause: "OVERWRITE WHERE"}, unknownTable)
	for i := range s.Tree.Items {
		if item := &s.Tree.Items[i]; item.Expr != nil {
			b.add(item.Expr, Expression{Role: roleOf(item.Expr), Clause: "SELECT", Column: columnOf(item)}, scope.Column)
		}
	}
	b.add(s.Tree.Where, Expression{Role: Filter, Clause: "WHERE"}, scope.Column)
	named := s.withAliases(scope.Column)
	for _, e := range s.Tree.GroupBy {
		b.add(e, Expression{Role: Key, Clause: "GROUP BY"}, named)
	}
	for _, e := range s.Tree.ClusteredBy {
		b.add(e, Expression{Role: Key, Clause: "CLUSTERED BY"}, named)
	}
	b.elsewhere()
	return b.list
}

// statementExpressions collects the expressions of a statement.
type statementExpressions struct {
	s     *Statement
	scope druidsql.Scope
	list  []*Expression
	// told counts the faults that an expression has.
	told map[int]bool
}

func (b *statementExpressions) add(tree druidsql.Expr, e Expression, column func(string) (druidsql.Type, bool)) {
	if tree == nil {
		return
	}
	e.Node, e.Tree, e.scope = b.s.Node, tree, b.scope
	e.scope.Filter, e.scope.Column = e.Role == Filter, column
	at := tree.Span()
	for i := range b.s.Faults {
		if f := &b.s.Faults[i]; f.At.Start >= at.Start && f.At.End <= at.End && !b.told[i] {
			if b.told == nil {
				b.told = map[int]bool{}
			}
			b.told[i] = true
			e.Faults = append(e.Faults, *f)
		}
	}
	b.list = append(b.list, &e)
}

// elsewhere adds the faults that no expression has. That there are several statements is no fault of their grammar.
func (b *statementExpressions) elsewhere() {
	var rest []druidsql.Fault
	for i := range b.s.Faults {
		if !b.told[i] && b.s.Faults[i].Code != druidsql.SecondStatement {
			rest = append(rest, b.s.Faults[i])
		}
	}
	if len(rest) > 0 {
		b.list = append(b.list, &Expression{Node: b.s.Node, Role: Key, Tree: &druidsql.Bad{Place: b.s.Tree.Place}, Faults: rest})
	}
}

func roleOf(e druidsql.Expr) Role {
	for range druidsql.Aggregates(e) {
		return Measure
	}
	return Dimension
}

// columnOf returns the name of the column that an item of the select list makes; "" if Druid makes up one.
func columnOf(item *druidsql.SelectItem) string {
	if item.Alias != nil {
		return item.Alias.Text
	}
	if column, ok := item.Expr.(*druidsql.Column); ok && len(column.Parts) > 0 {
		return column.Parts[len(column.Parts)-1].Text
	}
	return ""
}

// withAliases adds the names of the select list to the columns that are read.
func (s *Statement) withAliases(column func(string) (druidsql.Type, bool)) func(string) (druidsql.Type, bool) {
	return func(name string) (druidsql.Type, bool) {
		for i := range s.Tree.Items {
			if alias := s.Tree.Items[i].Alias; alias != nil && alias.Text == name {
				return druidsql.Type{}, true
			}
		}
		return column(name)
	}
}

// unknownTable is a table of which nothing is known but that it has a time.
func unknownTable(name string) (druidsql.Type, bool) {
	if name == "__time" {
		return druidsql.Type{Kind: druidsql.TimestampType}, true
	}
	return druidsql.Type{}, true
}

// columns returns the columns that the statement says it reads: by EXTEND, the signature of EXTERN, or the inputSchema of
// POLARIS_SOURCE.
func (s *Statement) columns() *Columns {
	c := &Columns{signature: map[string]druidsql.Type{}}
	if s.Tree == nil || s.Tree.From == nil {
		return c
	}
	add := func(name string, t druidsql.Type) {
		if _, twice := c.signature[name]; !twice {
			c.order = append(c.order, name)
		}
		c.signature[name] = t
	}
	from := s.Tree.From
	for i := range from.Extend {
		add(from.Extend[i].Name.Text, inputType(from.Extend[i].Type.Type()))
	}
	if len(from.Extend) == 0 && from.Function != nil {
		for _, column := range signatureOf(from.Function) {
			t := druidsql.TypeOfInput(column.Type + column.DataType)
			if column.Type == "COMPLEX<json>" {
				t.Kind = druidsql.JSONType
			}
			add(column.Name, t)
		}
	}
	inFrom := func(f druidsql.Fault) bool { return f.At.Start >= from.At.Start && f.At.End <= from.At.End }
	c.Complete = len(c.order) > 0 && len(s.Tree.NotUnderstood) == 0 && !slices.ContainsFunc(s.Faults, inFrom)
	return c
}

// inputType is the type of a column that EXTEND declares. Druid stores moments and booleans as numbers; what an input of such a
// type is in expressions is not known.
func inputType(t druidsql.Type) druidsql.Type {
	switch t.Kind {
	case druidsql.VarcharType, druidsql.BigintType, druidsql.FloatType, druidsql.DoubleType, druidsql.JSONType, druidsql.ArrayType:
		return t
	default:
		return druidsql.Type{}
	}
}

// signatureColumn is a column of the signature of EXTERN, which has type, or of an inputSchema, which has dataType.
type signatureColumn struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	DataType string `json:"dataType"`
}

// signatureOf reads the columns from the operands of a function of a table; nil if they are no constants.
func signatureOf(call *druidsql.Call) []signatureColumn {
	text := func(i int) string {
		if i >= len(call.Args) {
			return ""
		}
		if literal, ok := call.Args[i].(*druidsql.Literal); ok && literal.Kind == druidsql.StringLiteral {
			return literal.Text
		}
		return ""
	}
	var columns []signatureColumn
	switch strings.ToUpper(call.Function.Text) {
	case "EXTERN":
		if json.Unmarshal([]byte(text(2)), &columns) != nil {
			return nil
		}
	case "POLARIS_SOURCE":
		var source struct {
			InputSchema []signatureColumn `json:"inputSchema"`
			Discovers   bool              `json:"useSchemaDiscovery"`
		}
		if json.Unmarshal([]byte(text(0)), &source) != nil || source.Discovers {
			return nil
		}
		columns = source.InputSchema
	}
	for _, column := range columns {
		if column.Name == "" {
			return nil
		}
	}
	return columns
}
