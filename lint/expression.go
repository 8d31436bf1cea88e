package lint

import (
	"iter"
	"slices"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// Role is what an expression is for.
type Role uint8

// The roles.
const (
	// Dimension is a mapping without isAggregation, or a column of an SQL job that is not an aggregation.
	Dimension Role = iota
	// Measure is a mapping with isAggregation.
	Measure
	// Filter is a condition: filterExpression, or WHERE of an SQL job.
	Filter
	// Key is an item of GROUP BY or CLUSTERED BY of an SQL job: an expression, the name of a column of the query, or its number.
	Key
)

// Expression is an expression of a job: of a mapping, of the filter, or a part of the statement of an SQL job.
type Expression struct {
	// Node is the text that the expression stands in: all of it, but for SQL jobs.
	Node document.Node
	Role Role
	// Mapping is the mapping that has the expression; absent for others.
	Mapping polaris.Mapping
	// Column is the name of the column that it makes; "" for a condition, and where the name is not known.
	Column string
	// Clause is the clause of an SQL job that it stands in, such as "SELECT" or "OVERWRITE WHERE"; "" in other jobs.
	Clause string
	// Tree is the expression; nil if there is none in the text. Faults are what is wrong with its grammar.
	Tree   druidsql.Expr
	Faults []druidsql.Fault

	scope   druidsql.Scope
	checked *druidsql.Checked
	parts   *document.Parts
	all     []druidsql.Expr
	calls   []*druidsql.Call
}

// Place returns where a part of the expression is in the file.
func (e *Expression) Place(span druidsql.Span) document.Span {
	if e.parts == nil {
		parts := e.Node.Parts()
		e.parts = &parts
	}
	return e.parts.Span(span.Start, span.End)
}

// Text returns the text of a part of the expression.
func (e *Expression) Text(span druidsql.Span) string { return e.whole()[span.Start:span.End] }

// whole is the text that the expression stands in. The scope keeps it, since it is decoded anew whenever the node is asked.
func (e *Expression) whole() string {
	if e.scope.Text != "" {
		return e.scope.Text
	}
	return e.Node.Text()
}

// All returns the expression and the expressions within it, in the order of the text. They are collected once: many rules look at them.
func (e *Expression) All() []druidsql.Expr {
	if e.all == nil && e.Tree != nil {
		e.all, e.calls = partsOf(e.Tree)
	}
	return e.all
}

// Calls returns the calls among them.
func (e *Expression) Calls() []*druidsql.Call {
	e.All()
	return e.calls
}

// Sound reports whether the grammar of the expression is right, so that rules can speak of its meaning.
func (e *Expression) Sound() bool { return e.Tree != nil && len(e.Faults) == 0 }

// Checked returns the types of the expression and what is wrong with its meaning. It is found out once.
func (e *Expression) Checked() *druidsql.Checked {
	if e.checked == nil {
		e.checked = druidsql.Check(e.Tree, e.scope)
	}
	return e.checked
}

// Expressions returns the expressions of the job: those of the mappings in their order, then the filter; of an SQL job those of
// the statement. They are parsed once a document.
func (p *Pass) Expressions() []*Expression {
	if p.Identity.Kind != polaris.JobKind {
		return nil
	}
	return p.expressions.get(func() []*Expression {
		if s := p.Statement(); s != nil {
			return s.expressions(p.Columns())
		}
		made := make([]Expression, 0, len(p.Job().mappings)+1) // never grows, so that pointers into it stay right
		scope := p.Columns().scope()
		damaged := damages(p.Root.File())
		add := func(node document.Node, e Expression) {
			if node.Kind() != document.String || damaged(node) {
				return
			}
			text := p.parsed(node.Text())
			e.Node, e.scope = node, scope
			e.scope.Filter, e.scope.Text = e.Role == Filter, text.text
			e.Tree, e.Faults, e.all, e.calls = text.tree, text.faults, text.all, text.calls
			made = append(made, e)
		}
		for m := range p.Job().Mappings() {
			role := Dimension
			if aggregation, _ := m.Get("isAggregation").Bool(); aggregation {
				role = Measure
			}
			add(m.Expression(), Expression{Role: role, Mapping: m, Column: m.Column().Text()})
		}
		add(p.Root.Get("filterExpression"), Expression{Role: Filter})
		list := make([]*Expression, len(made))
		for i := range made {
			list[i] = &made[i]
		}
		return list
	})
}

// damages returns what tells whether a fault of the text lies in a value, which is then not what was meant.
func damages(file *document.File) func(document.Node) bool {
	var at []int
	for i := range file.Faults {
		if file.Faults[i].Code == document.Invalid {
			at = append(at, file.Faults[i].Span.Start)
		}
	}
	slices.Sort(at)
	return func(n document.Node) bool {
		i, _ := slices.BinarySearch(at, n.Span().Start)
		return i < len(at) && at[i] < n.Span().End
	}
}

// Columns are the columns that expressions of a job can refer to.
type Columns struct {
	// Complete is true if there are no others than the declared ones and those that the source makes. It is false under
	// auto-discovery, for sources whose columns the spec does not have, and if the text of the spec is damaged.
	Complete bool
	// Distinct is true if all inputs have names that can be read, and no two have the same.
	Distinct bool

	declared map[string]polaris.Input
	order    []string
	// compared counts how many names were looked at to find near ones.
	compared int
	made     polaris.MadeFields
	// signature are the types of the columns that the statement of an SQL job says it reads; nil if it does not say.
	signature map[string]druidsql.Type
}

// Columns returns the columns that expressions of the job can refer to.
func (p *Pass) Columns() *Columns {
	return p.columns.get(func() *Columns {
		if s := p.Statement(); s != nil {
			return s.columns()
		}
		source := p.Job().Source()
		inputs := source.Get("inputSchema")
		room := min(inputs.Len(), maxRoom)
		c := &Columns{declared: make(map[string]polaris.Input, room), order: make([]string, 0, room), made: p.Job().MadeFields()}
		discovers, _ := p.Root.Get("useSchemaDiscovery").Bool()
		c.Complete = inputs.Kind() == document.Array && !discovers && source.Type() != "table" && p.Job().Type() != "sql" && Whole(inputs)
		damaged := damages(p.Root.File())
		for input := range source.Inputs() {
			name := input.Name()
			if name.Kind() != document.String || name.Text() == "" || damaged(name) {
				c.Complete = false // one that cannot be read may be the one that is used
				continue
			}
			if _, twice := c.declared[name.Text()]; !twice {
				c.declared[name.Text()] = input
				c.order = append(c.order, name.Text())
			}
		}
		c.Distinct = len(c.order) == inputs.Len()
		return c
	})
}

// maxRoom is for how many columns there is room at first: a list may be long and have none.
const maxRoom = 1 << 16

// Input returns the declared input field of a name; ok is false if it is not declared.
func (c *Columns) Input(name string) (input polaris.Input, ok bool) {
	input, ok = c.declared[name]
	return input, ok
}

// Names yields the names of the declared input fields, or of the columns that a statement declares, in their order.
func (c *Columns) Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, name := range c.order {
			if !yield(name) {
				return
			}
		}
	}
}

// Type returns the type that a column has in expressions; ok is false if there is certainly none of that name.
func (c *Columns) Type(name string) (t druidsql.Type, ok bool) {
	if t, ok := c.signature[name]; ok {
		return t, true
	}
	if name == "__time" {
		return druidsql.Type{Kind: druidsql.TimestampType}, !c.Complete || c.has(name)
	}
	if input, declared := c.declared[name]; declared {
		return druidsql.TypeOfInput(input.DataType().Text()), true
	}
	return druidsql.Type{}, !c.Complete || c.signature == nil && c.made.Has(name)
}

// Made reports whether a column does not come from the record: the metadata of a stream, and what flattenSpec makes.
func (c *Columns) Made(name string) bool { return c.made.Has(name) }

func (c *Columns) has(name string) bool {
	_, declared := c.declared[name]
	return declared
}

// Declares reports whether a column is declared: as an input field, or by the statement.
func (c *Columns) Declares(name string) bool {
	_, signed := c.signature[name]
	return signed || c.has(name)
}

// Near returns the declared column that a name was probably meant to be.
func (c *Columns) Near(name string) (near string, ok bool) {
	return spelling.Near(name, c.candidates())
}

// maxComparisons bounds the search for near names in one document, which takes the number of unknown names times that of the columns.
const maxComparisons = 1_000_000

// candidates yields the names of the declared columns as long as a search among them is not too much work.
func (c *Columns) candidates() iter.Seq[string] {
	return func(yield func(string) bool) {
		if c.compared += len(c.order); c.compared <= maxComparisons {
			c.Names()(yield)
		}
	}
}

func (c *Columns) scope() druidsql.Scope {
	return druidsql.Scope{Column: c.Type, Names: c.candidates}
}
