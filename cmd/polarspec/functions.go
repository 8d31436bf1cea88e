package main

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/internal/spelling"
)

func newFunctions(s *streams) *cobra.Command {
	var format string
	command := &cobra.Command{
		Use:   "functions [NAME]",
		Short: "List the functions of Druid SQL, or show all that is known of one",
		Long: `Without a name, lists the functions and operators of Druid SQL by category: how they are called, and what kind they are. With a name,
prints all facts: the operands and their types, what becomes of operands of other types, the type of the result, whether rollup can
store it, and the source. Of functions of other databases it says what Druid has instead.

Exit codes: 0 done, 2 wrong use, or a name that is not known.`,
		Example: "  polarspec functions\n  polarspec functions TIME_PARSE\n  polarspec functions now --format json",
		Args:    takes(0, 1, "one name, or nothing for all functions"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return listedNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case format != "text" && format != "json":
				return formatError(format)
			case len(args) == 0:
				return listFunctions(s, format)
			}
			return showFunction(s, args[0], format)
		},
	}
	formatFlag(command, &format)
	return command
}

// listed yields the functions that people can use.
func listed() []*druidsql.Function {
	var list []*druidsql.Function
	for f := range druidsql.Functions() {
		if !f.Internal {
			list = append(list, f)
		}
	}
	return list
}

func listedNames() []string {
	var names []string
	for _, f := range listed() {
		names = append(names, f.Name)
	}
	return names
}

func lineOf(f *druidsql.Function) functionLine {
	return functionLine{f.Name, f.Usage(), kindName(f.Kind), f.Category}
}

func kindName(kind druidsql.FunctionKind) string {
	return [...]string{"scalar", "aggregate", "window", "table", "operator"}[kind]
}

func listFunctions(s *streams, format string) error {
	var lines []functionLine
	for _, f := range listed() {
		lines = append(lines, lineOf(f))
	}
	slices.SortStableFunc(lines, func(a, b functionLine) int { return cmp.Compare(a.Category, b.Category) })
	if format == "json" {
		return writeJSON(s.out, struct {
			Version   int            `json:"version"`
			Functions []functionLine `json:"functions"`
		}{1, lines})
	}
	var b bytes.Buffer
	for i, line := range lines {
		if i == 0 || lines[i-1].Category != line.Category {
			if i > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(line.Category + "\n")
		}
		_, _ = fmt.Fprintf(&b, "  %-10s %s\n", line.Kind, line.Usage)
	}
	return printed(s.out.Write(b.Bytes()))
}

func showFunction(s *streams, name, format string) error {
	f, ok := druidsql.Lookup(name)
	if !ok {
		return absentFunction(s, name, format)
	}
	facts := factsOf(f)
	if format == "json" {
		return writeJSON(s.out, facts)
	}
	return facts.write(s)
}

// absentFunction says what Druid has instead of a function, or refuses a name that nobody knows.
func absentFunction(s *streams, name, format string) error {
	instead, ok := druidsql.Instead(name)
	if !ok {
		if near, ok := spelling.Near(strings.ToUpper(name), slices.Values(listedNames())); ok {
			return usageError("%q is not a function of Druid. Did you mean %s?", name, near)
		}
		return usageError("%q is not a function of Druid; polarspec functions lists them", name)
	}
	if format == "json" {
		return writeJSON(s.out, struct {
			Version int    `json:"version"`
			Name    string `json:"name"`
			InDruid bool   `json:"inDruid"`
			Instead string `json:"instead"`
		}{1, strings.ToUpper(name), false, instead})
	}
	return printed(fmt.Fprintf(s.out, "%s is not a function of Druid. %s.\n", strings.ToUpper(name), instead))
}

// functionFacts is what is known of a function, in machine output.
type functionFacts struct {
	Version int  `json:"version"`
	InDruid bool `json:"inDruid"`
	functionLine
	AliasOf  string         `json:"aliasOf,omitempty"`
	Operands []operandFacts `json:"operands"`
	// MinOperands and MaxOperands bound the number of operands; -1 stands for no bound.
	MinOperands int    `json:"minOperands"`
	MaxOperands int    `json:"maxOperands"`
	Result      string `json:"result"`
	// Coercion says what becomes of operands of other types.
	Coercion   string `json:"coercion,omitempty"`
	Distinct   bool   `json:"distinct"`
	Star       bool   `json:"star"`
	Rollup     string `json:"rollup,omitempty"`
	Extension  string `json:"extension,omitempty"`
	Since      string `json:"since,omitempty"`
	Documented bool   `json:"documented"`
	Polaris    bool   `json:"polaris"`
	Notes      string `json:"notes,omitempty"`
	Source     string `json:"source"`
}

// operandFacts is what is known of an operand.
type operandFacts struct {
	Name     string `json:"name"`
	Types    string `json:"types"`
	Literal  bool   `json:"literal"`
	Optional bool   `json:"optional"`
	Variadic bool   `json:"variadic"`
}

func factsOf(f *druidsql.Function) functionFacts {
	facts := functionFacts{
		Version: 1, InDruid: !f.Polaris, functionLine: lineOf(f), AliasOf: f.AliasOf, Operands: []operandFacts{}, MinOperands: f.MinArgs,
		MaxOperands: f.MaxArgs, Result: resultInWords(f), Distinct: f.Distinct, Star: f.Star, Extension: f.Extension,
		Documented: f.Documented, Polaris: f.Polaris, Notes: f.Notes, Source: f.Source,
	}
	for _, arg := range f.Args {
		facts.Operands = append(facts.Operands, operandFacts{arg.Name, typesInWords(&arg), arg.Literal, arg.Optional, arg.Variadic})
	}
	if len(f.Args) > 0 {
		facts.Coercion = "an operand of another type is refused"
		if f.ImplicitCast {
			facts.Coercion = "an operand of another type is cast, where there is such a cast"
		}
	}
	if f.Kind == druidsql.AggregateFunction {
		facts.Rollup = [...]string{
			"not documented", "yes: rows can be merged further", "no: the stored value is final", "no: it is for queries, on stored sketches",
		}[f.Rollup]
	}
	if !f.Polaris {
		facts.Since = map[int]string{25: "Druid 25 or before", 28: "after Druid 25, by Druid 28"}[f.Since]
		if facts.Since == "" {
			facts.Since = "after Druid 28"
		}
	}
	return facts
}

func typesInWords(arg *druidsql.Arg) string {
	switch {
	case arg.Role == druidsql.UnitRole:
		return "a unit of time without quotes"
	case arg.Role == druidsql.SyntaxRole:
		return "a part of the syntax"
	case arg.Complex != "":
		return arg.Types.String() + " or " + arg.Complex
	}
	return arg.Types.String()
}

// resultInWords says what type a call has.
func resultInWords(f *druidsql.Function) string {
	switch f.Result {
	case druidsql.ResultFixed:
		return f.Fixed.String()
	case druidsql.ResultFirst:
		return "the type of the first operand"
	case druidsql.ResultLast:
		return "the type of the last operand"
	case druidsql.ResultLeastRestrictive:
		return "the narrowest type that all operands can be cast to"
	case druidsql.ResultReduction:
		return "VARCHAR if an operand is text, else DOUBLE if one is no integer, else BIGINT"
	case druidsql.ResultSum:
		return "BIGINT of integers, else DOUBLE"
	case druidsql.ResultAnyValue:
		return "the type of the first operand if it is a number or text, else VARCHAR"
	case druidsql.ResultArrayOfFirst:
		return "an array of the type of the first operand"
	case druidsql.ResultArrayOfAll:
		return "an array of the narrowest type that all operands can be cast to"
	case druidsql.ResultArray:
		return "the type of the array among the operands"
	case druidsql.ResultItem:
		return "the type of the items of the first operand"
	case druidsql.ResultNamed:
		return "the type that the call names"
	case druidsql.ResultComplexNamed:
		return "the complex type that the first operand names"
	case druidsql.ResultUnit:
		return "INTEGER, or BIGINT for units below a second"
	case druidsql.ResultArithmetic:
		return "the wider type of the operands"
	default:
		return "not known"
	}
}

// write prints the facts with their names in front.
func (f *functionFacts) write(s *streams) error {
	var b bytes.Buffer
	b.WriteString(f.Usage + "\n\n")
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	row := func(name, text string) {
		if text != "" {
			_, _ = fmt.Fprintf(w, "%s\t%s\n", name, text)
		}
	}
	row("kind", f.Kind)
	row("category", f.Category)
	row("same as", f.AliasOf)
	for i, operand := range f.Operands {
		name := ""
		if i == 0 {
			name = "operands"
		}
		row(name, operand.words())
	}
	row("other types", f.Coercion)
	row("result", f.Result)
	if f.Distinct {
		row("DISTINCT", "accepted")
	}
	row("rollup", f.Rollup)
	row("extension", f.Extension)
	row("since", f.Since)
	switch {
	case f.Polaris:
		row("documented", "by Imply Polaris only")
	case f.Documented:
		row("documented", "yes")
	default:
		row("documented", "no")
	}
	row("notes", f.Notes)
	row("source", f.Source)
	if err := w.Flush(); err != nil {
		return failure(err)
	}
	return printed(s.out.Write(b.Bytes()))
}

// words describes an operand on one line.
func (o *operandFacts) words() string {
	text := o.Name + ": " + o.Types
	if o.Literal {
		text += ", a literal"
	}
	if o.Optional {
		text += ", may be left out"
	}
	if o.Variadic {
		text += ", may be repeated"
	}
	return text
}
