package druidsql

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/spelling"
)

// call checks a call and returns the type of its result.
func (c *checker) call(e *Call) Type {
	f, known := Lookup(e.Function.Text)
	if !known || f.Kind == OperatorFunction {
		before := len(c.problems)
		c.operands(e, nil)
		c.unknownFunction(e, len(c.problems) == before)
		return Type{}
	}
	if e.Over != nil {
		c.operands(e, f)
		c.report(Problem{Code: Window, At: *e.Over, Name: f.Name, Expr: e,
			Message: fmt.Sprintf("%s has an OVER clause: window functions see other rows, and ingestion handles rows one by one", f.Name)})
		return Type{}
	}
	before := len(c.problems)
	switch f.Kind {
	case AggregateFunction:
		c.aggregateCall(e, f)
	case WindowFunction:
		c.operands(e, f)
		c.report(Problem{Code: Window, At: e.Function.At, Name: f.Name, Expr: e,
			Message: fmt.Sprintf("%s is a window function: Druid refuses it without an OVER clause, and ingestion handles rows one by one", f.Name)})
		return Type{}
	default:
		c.operands(e, f)
	}
	if c.count(e, f) {
		c.arguments(e, f)
	}
	if len(c.problems) > before && f.Result != ResultFixed {
		return Type{}
	}
	return c.result(e, f)
}

// operands checks the parts of a call by themselves. f is what the catalogue says of the function; nil if it lacks it.
func (c *checker) operands(e *Call, f *Function) {
	for i, operand := range e.Args {
		if f != nil && takesText(argumentOf(e, f, i)) {
			c.textual(operand)
		} else {
			c.expr(operand)
		}
	}
	for _, key := range e.OrderBy {
		c.expr(key)
	}
	if e.JSON != nil {
		c.expr(e.JSON.DefaultOnEmpty)
		c.expr(e.JSON.DefaultOnError)
	}
	if e.Filter != nil {
		outer := c.inFilter
		c.inFilter = c.aggregate != nil
		c.condition(e.Filter, c.expr(e.Filter), "FILTER takes a condition")
		c.inFilter = outer
	}
}

// takesText reports whether an operand can only be the literal of a text.
func takesText(arg *Arg) bool { return arg != nil && arg.Literal && arg.Types&Characters != 0 }

// unknownFunction reports a name that the catalogue lacks: as certainly absent, or as a possible function of Polaris.
// clean tells that its operands have no problems.
func (c *checker) unknownFunction(e *Call, clean bool) {
	p := Problem{Code: UnknownFunction, At: e.Function.At, Name: strings.ToUpper(e.Function.Text), Expr: e}
	if absent, ok := lookupAbsent(p.Name); ok {
		p.Code = NotInDruid
		p.Message = fmt.Sprintf("Druid has no function %s and refuses it. %s", p.Name, absent.Advice)
		c.replace(&p, e, absent)
		// What has problems of its own is not what was meant. Only clean operands are checked again, so that this ends.
		p.Safe = p.Safe && clean && c.replacementIsClean(p, e)
		c.report(p)
		return
	}
	p.Message = fmt.Sprintf("%s is not a known function of Druid: unless Polaris has it, the job is refused", p.Name)
	if near, ok := spelling.Near(p.Name, functionNames()); ok {
		f, _ := Lookup(near)
		p.Message += fmt.Sprintf(". Did you mean %s?", f.Usage())
		// Not every function is called with parentheses and commas.
		p.Fixable = e.Form == PlainForm && len(e.Args) < 20
		if p.Fixable {
			_, faults := Parse(near + "(" + strings.Join(slices.Repeat([]string{"1"}, len(e.Args)), ", ") + ")")
			p.Fixable = len(faults) == 0
		}
		if p.Fixable {
			p.Replacement = near
		}
	}
	c.report(p)
}

// functionNames yields the names that a call can have.
func functionNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for f := range Functions() {
			if f.Kind != OperatorFunction && !f.Internal && !yield(f.Name) {
				return
			}
		}
	}
}

// count reports a wrong number of operands.
func (c *checker) count(e *Call, f *Function) bool {
	n := len(e.Args)
	switch {
	case e.Star && f.Star:
		return false // COUNT(*) has no operands to check.
	case e.Star:
		c.report(Problem{Code: ArgumentCount, At: e.Span(), Name: f.Name, Expr: e,
			Message: fmt.Sprintf("%s cannot be called with *, so Druid refuses it. Write %s", f.Name, f.Usage())})
		return false
	case e.Form == TrimForm, e.Form == JSONForm && f.Name == "JSON_OBJECT":
		return true // The grammar counts.
	case n >= f.MinArgs && (f.MaxArgs < 0 || n <= f.MaxArgs):
		return true
	}
	c.report(Problem{Code: ArgumentCount, At: e.Span(), Name: f.Name, Expr: e,
		Message: fmt.Sprintf("%s takes %s, not %d, so Druid refuses it. Write %s", f.Name, f.operandCount(), n, f.Usage())})
	return false
}

// operandCount tells how many operands a function takes: "1 to 3 operands".
func (f *Function) operandCount() string {
	word := "operands"
	if f.MinArgs == 1 && f.MaxArgs <= 1 {
		word = "operand"
	}
	switch {
	case f.MaxArgs < 0:
		return fmt.Sprintf("at least %d %s", f.MinArgs, word)
	case f.MaxArgs == 0:
		return "no operands"
	case f.MinArgs == f.MaxArgs:
		return fmt.Sprintf("%d %s", f.MinArgs, word)
	}
	return fmt.Sprintf("%d to %d operands", f.MinArgs, f.MaxArgs)
}

// arguments checks operands against what the catalogue says of them.
func (c *checker) arguments(e *Call, f *Function) {
	var before Type
	for i, operand := range e.Args {
		arg := argumentOf(e, f, i)
		if _, ok := operand.(*Keyword); ok || operand == nil || arg == nil || arg.Role == UnitRole || arg.Role == SyntaxRole || f.Name == "JSON_OBJECT" {
			continue
		}
		t := c.types[operand]
		if arg.Role == ComparedRole {
			wider, ok := neighbours(f, before, t)
			if !ok {
				c.report(Problem{Code: ArgumentType, At: operand.Span(), Name: f.Name, Expr: operand,
					Message: fmt.Sprintf("%s mixes %s with %s, which Druid refuses%s", f.Name, before, t, c.mixAdvice(f, operand, before, t))})
				return
			}
			before = wider
			continue
		}
		if arg.Literal && !literalOperand(operand) {
			c.notLiteral(operand, f, arg)
			continue
		}
		if rounds(f) {
			arg = roundArg(e, arg)
		}
		if !c.accepts(f, arg, t, len(e.Args)) {
			c.wrongType(e, f, arg, operand, t)
			continue
		}
		c.content(f, arg, operand)
	}
}

// neighbours checks two operands of a function that mixes them. It returns the type that the next operand is compared with.
func neighbours(f *Function, before, t Type) (Type, bool) {
	switch {
	case t.Kind == UnknownType, t.Kind == NullType:
		return before, true
	case before.Kind == UnknownType:
		return t, true
	case f.Name == "NVL" || f.Name == "IFNULL":
		// They do not cast, as COALESCE does.
		wider, ok := leastRestrictive(before, t)
		return wider, ok && (before.Kind == t.Kind || numeric(before) && numeric(t))
	case f.Result == ResultLeastRestrictive:
		return leastRestrictive(before, t)
	}
	return t, comparableTypes(before, t)
}

func (c *checker) mixAdvice(f *Function, operand Expr, before, t Type) string {
	if _, ok := leastRestrictive(before, t); ok && f.Name != "COALESCE" && f.Result == ResultLeastRestrictive {
		return ". COALESCE takes both"
	}
	return c.adviceFor(operand, t, family(before))
}

// rounds reports whether a function is FLOOR or CEIL, which round numbers or, with TO, timestamps.
func rounds(f *Function) bool { return f.Name == "FLOOR" || f.Name == "CEIL" || f.Name == "CEILING" }

func roundArg(e *Call, arg *Arg) *Arg {
	narrow := *arg
	if e.Form == ToForm {
		narrow.Types = Timestamps | 1<<DateType
	} else {
		narrow.Types = Numbers
	}
	return &narrow
}

// argumentOf returns what the catalogue says of the operand at a position of a call.
func argumentOf(e *Call, f *Function, i int) *Arg {
	if f.Name != "TRIM" {
		return f.arg(i)
	}
	if i == len(e.Args)-1 {
		return f.arg(1)
	}
	return f.arg(0)
}

// accepts reports whether an operand of type t is taken, as it is or by a cast.
// Source: Druid DefaultOperandTypeChecker; Calcite FamilyOperandTypeChecker; testdata/checker-verdicts.jsonl.
func (c *checker) accepts(f *Function, arg *Arg, t Type, n int) bool {
	switch {
	case t.Kind == UnknownType, arg.Types == AnyType, arg.Types.Has(t.Kind):
		return true
	case t.Kind == ComplexType && arg.Complex != "":
		return t.Complex == "" || t.Complex == arg.Complex
	case t.Kind == NullType:
		return f.ImplicitCast || arg.Optional
	case !f.ImplicitCast || f.sequence(n):
		return false
	case arg.Types&Characters != 0:
		return atomic.Has(t.Kind)
	case t.Kind == VarcharType:
		return arg.Types&Numbers != 0
	case approximate.Has(t.Kind):
		return arg.Types&ExactNumbers == ExactNumbers
	}
	return false
}

func (c *checker) wrongType(e *Call, f *Function, arg *Arg, operand Expr, t Type) {
	p := Problem{Code: ArgumentType, At: operand.Span(), Name: f.Name, Expr: operand}
	if t.Kind == NullType {
		p.Message = fmt.Sprintf("%s does not take NULL as %s, so Druid refuses it", f.Name, arg.Name)
		c.report(p)
		return
	}
	advice := c.adviceFor(operand, t, arg.Types)
	switch {
	case f.Name == "TIME_PARSE" && arg.Name == "string_expr" && numeric(t):
		p.Code = RefusedType
		if len(e.Args) == 1 {
			advice = c.adviceFor(operand, t, Timestamps)
		}
		if len(e.Args) == 1 && Integers.Has(t.Kind) {
			c.swap(&p, e, "MILLIS_TO_TIMESTAMP")
		}
	case f.Name == "MILLIS_TO_TIMESTAMP" && t.Kind == VarcharType:
		p.Code = RefusedType
		advice = fmt.Sprintf(". Write TIME_PARSE(%s) for a date as text, MILLIS_TO_TIMESTAMP(CAST(%s AS BIGINT)) for milliseconds as text", c.describe(operand), c.describe(operand))
	case f.Name == "MILLIS_TO_TIMESTAMP" && approximate.Has(t.Kind):
		p.Code = RefusedType
		if text := c.text(operand.Span()); text != "" {
			p.Replacement, p.Fixable = "CAST("+text+" AS BIGINT)", true
		}
	}
	switch text, _ := stringLiteral(operand); {
	case arg.Name == "origin" && knownZone(text):
		advice = fmt.Sprintf(". The time zone is the fourth operand: write NULL, %s", QuoteString(text))
		if len(e.Args) == 3 {
			p.Replacement, p.Fixable, p.Safe = "NULL, "+QuoteString(text), true, true
		}
	case f.Name == "TIMESTAMP_TO_MILLIS" && numeric(t):
		advice = fmt.Sprintf(". Leave it out: %s is a number already", c.describe(operand))
	case rounds(f) && e.Form != ToForm && t.Kind == TimestampType:
		advice = fmt.Sprintf(". Write %s(%s TO DAY)", f.Name, c.describe(operand))
	}
	p.Message = fmt.Sprintf("%s takes %s as %s, but %s is %s, so Druid refuses it%s", f.Name, arg.words(), arg.Name, c.describe(operand), t, advice)
	c.report(p)
}

// words returns what an operand may be, for messages.
func (a *Arg) words() string {
	words := a.Types.String()
	if a.Complex != "" {
		words += " or a " + a.Complex + " sketch"
	}
	return words
}

// swap proposes another function with the same operands.
func (c *checker) swap(p *Problem, e *Call, name string) {
	if c.scope.Text == "" {
		return
	}
	p.At = e.Span()
	p.Replacement = name + c.text(Span{e.Function.At.End, e.Span().End})
	p.Fixable = p.Replacement != name
}

// text cuts a part out of the expression's text; "" if it is not there.
func (c *checker) text(at Span) string {
	if at.Start < 0 || at.Start > at.End || at.End > len(c.scope.Text) {
		return ""
	}
	return c.scope.Text[at.Start:at.End]
}
