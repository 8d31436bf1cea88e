package druidsql

import (
	"cmp"
	"iter"
	"slices"
)

// Scope is what an expression can refer to.
type Scope struct {
	// Column returns the type of a column; ok is false if there is none of that name. Nil if nothing is known of the columns.
	Column func(name string) (t Type, ok bool)
	// Names yields the names of all columns, to find what a misspelt one means.
	Names func() iter.Seq[string]
	// Filter is true for a condition, where aggregates are not allowed.
	Filter bool
	// Tables is true in a statement, where the name of a table may stand before that of a column.
	Tables bool
	// Text is the text of the expression, which replacements take operands from. Without it problems of calls have no replacement.
	Text string
}

// Code tells problems of meaning apart.
type Code uint8

// The problems of meaning. Each belongs to the rule that its comment names.
const (
	UnknownColumn     Code = iota // mapping/unknown-input
	UnknownFunction               // mapping/unknown-function: nothing is known of it, so that it may exist
	NotInDruid                    // mapping/unknown-function, of the list of functions that Druid is known not to have
	ArgumentCount                 // mapping/argument-count
	ArgumentType                  // mapping/argument-type
	RefusedType                   // mapping/argument-type where it is an error: TIME_PARSE(number), MILLIS_TO_TIMESTAMP(string or float)
	BadLiteral                    // mapping/bad-literal
	Window                        // mapping/window-function
	NestedAggregate               // mapping/not-grouped as an error: an aggregate within an aggregate or in its FILTER
	EarliestLatest                // mapping/earliest-latest
	DistinctAggregate             // mapping/distinct
	MinMaxType                    // mapping/min-max-string
	AggregateInFilter             // filter/not-boolean: an aggregate in a condition
	UnknownZone                   // mapping/bad-literal as a warning: Druid takes a time zone that it does not know for UTC
)

var codeNames = [...]string{
	UnknownColumn: "UnknownColumn", UnknownFunction: "UnknownFunction", NotInDruid: "NotInDruid", ArgumentCount: "ArgumentCount",
	ArgumentType: "ArgumentType", RefusedType: "RefusedType", BadLiteral: "BadLiteral", Window: "Window", NestedAggregate: "NestedAggregate",
	EarliestLatest: "EarliestLatest", DistinctAggregate: "DistinctAggregate", MinMaxType: "MinMaxType", AggregateInFilter: "AggregateInFilter",
	UnknownZone: "UnknownZone",
}

// String returns the name of the code.
func (c Code) String() string {
	if int(c) < len(codeNames) {
		return codeNames[c]
	}
	return "Code"
}

// Problem is something that Druid refuses, or does otherwise than it looks.
type Problem struct {
	Code Code
	At   Span
	// Message says what is wrong, what happens and what to write, without a final full stop.
	Message string
	// Replacement is the text to write instead of the one at At, where Fixable; Safe if it has the same meaning under every
	// reading, or the old text was refused with one possible intent.
	Replacement   string
	Fixable, Safe bool
	// Name is the column or function that the problem is about, Expr the operand or call, where there is one.
	Name string
	Expr Expr
}

// Checked is what the checker found out about an expression.
type Checked struct {
	// Problems are in the order of the text.
	Problems []Problem
	types    map[Expr]Type
}

// Type returns the type of a part of the checked expression; Unknown where nothing can be said.
func (c *Checked) Type(e Expr) Type { return c.types[e] }

// Check finds the types of an expression and what is wrong with its meaning. A part with a problem has an unknown type, unless the
// function gives the same type always, so that one fault is one problem. A nil expression has none.
func Check(e Expr, scope Scope) *Checked {
	c := &checker{scope: scope, types: make(map[Expr]Type, 8)}
	c.expr(e)
	slices.SortStableFunc(c.problems, func(a, b Problem) int { return cmp.Compare(a.At.Start, b.At.Start) })
	return &Checked{Problems: c.problems, types: c.types}
}

type checker struct {
	scope    Scope
	problems []Problem
	types    map[Expr]Type
	// aggregate is the aggregate call that the checker is in, inFilter tells that it is in its FILTER.
	aggregate *Call
	inFilter  bool
	// asText is the column that stands where a text usually does.
	asText *Column
}

func (c *checker) report(p Problem) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, p)
	}
}

// maxProblems bounds how many problems of one expression are told, like the faults of its grammar: nobody reads more at a time.
const maxProblems = 100

// expr finds the type of a part and keeps it.
func (c *checker) expr(e Expr) Type {
	t := c.node(e)
	if t.Kind != UnknownType {
		c.types[e] = t
	}
	return t
}

// textual is expr for an operand that usually is a text.
func (c *checker) textual(e Expr) Type {
	c.asText, _ = e.(*Column)
	t := c.expr(e)
	c.asText = nil
	return t
}

func (c *checker) node(e Expr) Type {
	switch e := e.(type) {
	case *Literal:
		return c.literal(e)
	case *Column:
		return c.column(e)
	case *Unary:
		return c.unary(e)
	case *Binary:
		return c.chain(e)
	case *Is:
		return c.is(e)
	case *Between:
		c.compared(c.expr(e.X), e.Low, "BETWEEN")
		c.compared(c.types[e.X], e.High, "BETWEEN")
		return Type{Kind: BooleanType}
	case *In:
		x := c.expr(e.X)
		for _, item := range e.Items {
			c.compared(x, item, "IN")
		}
		return Type{Kind: BooleanType}
	case *Like:
		return c.like(e)
	case *Case:
		return c.caseOf(e)
	case *Cast:
		return c.cast(e)
	case *Array:
		return c.array(e)
	case *Row:
		for _, item := range e.Items {
			c.expr(item)
		}
	case *Index:
		return c.index(e)
	case *Call:
		return c.call(e)
	}
	return Type{}
}
