package druidsql

import (
	"iter"
	"slices"
	"sort"
	"strings"
)

//go:generate go run gen_catalogue.go

// FunctionKind tells kinds of functions apart.
type FunctionKind uint8

// The kinds of functions. An operator is written with a sign or keywords and cannot be called by its name.
const (
	ScalarFunction FunctionKind = iota
	AggregateFunction
	WindowFunction
	TableFunction
	OperatorFunction
)

// RollupUse says whether an aggregate can be stored by rollup at ingestion, and merged later.
// Source: Druid docs/multi-stage-query/concepts.md.
type RollupUse uint8

// The uses. Unknown is what the documentation does not say.
const (
	RollupUnknown RollupUse = iota
	RollupYes
	RollupNo
	RollupQueryOnly // works on stored sketches at query time
)

// Function is what is known of a function of Druid SQL.
type Function struct {
	// Name is in upper case.
	Name     string
	Kind     FunctionKind
	Category string
	// Syntax is how a call is written, of functions with a grammar of their own; "" for NAME(operands).
	Syntax string
	Args   []Arg
	// MinArgs and MaxArgs bound how many operands a call may have; MaxArgs is -1 where there is no bound.
	MinArgs, MaxArgs int
	// Result and Fixed say what type a call has.
	Result ResultRule
	Fixed  Type
	// ImplicitCast is true for Calcite's functions: an operand of another type is cast if it can be. Druid's own refuse it.
	ImplicitCast bool
	// Rollup is for aggregates.
	Rollup RollupUse
	// Distinct is true where F(DISTINCT x) is accepted; Star where F(*) is.
	Distinct, Star bool
	// AliasOf is the function that this is another name of.
	AliasOf string
	// Documented is true if Druid's documentation has it; Internal for what the planner makes for itself.
	Documented, Internal bool
	// Polaris is true for functions that Imply Polaris documents and Apache Druid lacks.
	Polaris bool
	// Extension is the Druid extension it comes from.
	Extension string
	// Since is 25 or 28 if the sources of that version have it (found by a text search), else 39.
	Since int
	Notes string
	// Source is where the facts were read.
	Source string
}

// Arg is an operand of a function.
type Arg struct {
	Name  string
	Types TypeSet
	Role  ArgRole
	// Complex is the one complex type that is accepted besides Types.
	Complex string
	// Optional operands may be left out, the Variadic one repeated; Literal ones must be literals.
	Optional, Variadic, Literal bool
}

// ArgRole tells operands that are values from those that are not.
type ArgRole uint8

// The roles.
const (
	ValueRole ArgRole = iota
	// ComparedRole is a value that must be comparable with the other operands of this role.
	ComparedRole
	// UnitRole is a unit of time without quotes.
	UnitRole
	// SyntaxRole is a part of the syntax that is no operand in the tree, such as the type of a CAST.
	SyntaxRole
)

// ResultRule says how the type of a call follows from its operands.
type ResultRule uint8

// The rules.
const (
	ResultUnknown          ResultRule = iota
	ResultFixed                       // Function.Fixed
	ResultFirst                       // the type of the first operand
	ResultLast                        // the type of the last operand
	ResultLeastRestrictive            // the narrowest type that all operands can be cast to
	ResultReduction                   // GREATEST, LEAST: text, else DOUBLE, else BIGINT
	ResultSum                         // BIGINT of integers, else DOUBLE
	ResultAnyValue                    // numbers and text as they are, else VARCHAR
	ResultArrayOfFirst                // an array of values of the first operand's type
	ResultArrayOfAll                  // an array of values of the least restrictive type
	ResultArray                       // the type of the array among the operands; text is an array of text
	ResultItem                        // the type of the items of the first operand
	ResultNamed                       // a type that the call names: CAST, JSON_VALUE … RETURNING
	ResultComplexNamed                // the complex type that the first operand names
	ResultUnit                        // TIMESTAMPDIFF: INTEGER, or BIGINT for units below a second
	ResultArithmetic                  // of operators
)

// Lookup finds a function by its name, in any case. Operators are found by their signs and keywords.
func Lookup(name string) (*Function, bool) {
	name = strings.ToUpper(name)
	// By hand, because a Function is too large to be handed to a comparison.
	i := sort.Search(len(catalogue), func(i int) bool { return catalogue[i].Name >= name })
	if i == len(catalogue) || catalogue[i].Name != name {
		return nil, false
	}
	return &catalogue[i], true
}

// Functions yields all functions in the order of their names. They must not be changed.
func Functions() iter.Seq[*Function] {
	return func(yield func(*Function) bool) {
		for i := range catalogue {
			if !yield(&catalogue[i]) {
				return
			}
		}
	}
}

// Usage returns how the function is called, with optional operands in brackets: TIME_PARSE(string_expr, [pattern], [timezone]).
// Functions with a grammar of their own are shown by it.
func (f *Function) Usage() string {
	if f.Syntax != "" {
		return f.Syntax
	}
	var b strings.Builder
	b.WriteString(f.Name)
	b.WriteByte('(')
	for i, arg := range f.Args {
		if i > 0 {
			b.WriteString(", ")
		}
		name := arg.Name
		if arg.Variadic {
			name += ", …"
		}
		if arg.Optional {
			name = "[" + name + "]"
		}
		b.WriteString(name)
	}
	b.WriteByte(')')
	return b.String()
}

// arg returns the operand that stands at a position, of n operands in all; nil beyond the last.
func (f *Function) arg(i int) *Arg {
	if i < len(f.Args) {
		return &f.Args[i]
	}
	if n := len(f.Args); n > 0 && f.Args[n-1].Variadic {
		return &f.Args[n-1]
	}
	return nil
}

// sequence reports whether the operands of a call with n operands are checked one by one: such checkers cast nothing, though
// they are Calcite's. They are those with an operand that may be text or something else, or text but no bytes.
// Source: verdicts of Druid 33, testdata/checker-verdicts.jsonl.
func (f *Function) sequence(n int) bool {
	return n > 1 && slices.ContainsFunc(f.Args, func(a Arg) bool {
		return a.Types != AnyType && a.Types&Characters != 0 && a.Types != Strings && a.Role == ValueRole
	})
}
