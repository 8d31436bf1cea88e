package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/report"
	"github.com/polarspec/polarspec/schemas/field"
)

func newExpr(s *streams) *cobra.Command {
	var inputs []string
	var filter bool
	var format string
	command := &cobra.Command{
		Use:   "expr EXPR",
		Short: "Check a Druid SQL expression and show its tree and types",
		Long: `Parses an expression of a mapping or a filter and prints its tree with the types that Druid gives to the parts, the functions in it, and
what the rules have to say of it. EXPR - reads the expression from standard input.

Without --input any column may exist, with any type.

The JSON has the version of its form, the expression, how polarspec would write it, its type ("" if it is not known), whether it
aggregates, the nodes of the tree from the root on with their depths, the functions, and the findings. Places are byte offsets in the
expression, ends are exclusive.

Exit codes: 0 no errors, 1 errors, 2 wrong use, 3 standard input cannot be read.`,
		Example: `  polarspec expr 'MAX("session_length")' --input session_length:long
  polarspec expr '"city" = NULL' --filter --input city:string,n:long
  echo 'TIME_PARSE("ts")' | polarspec expr - --format json`,
		Args: takes(1, 1, "one expression in quotes, or - for standard input"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return formatError(format)
			}
			text := args[0]
			if text == "-" {
				read, err := io.ReadAll(s.in)
				if err != nil {
					return failure(fmt.Errorf("reading standard input: %w", err))
				}
				text = strings.TrimSuffix(strings.TrimSuffix(string(read), "\n"), "\r")
			}
			if !utf8.ValidString(text) {
				return usageError("the expression is not valid UTF-8")
			}
			declared, err := parseInputs(inputs)
			if err != nil {
				return err
			}
			e, err := study(cmd.Context(), text, declared, filter)
			if err != nil {
				return err
			}
			return e.show(s, format)
		},
	}
	command.Flags().StringSliceVar(&inputs, "input", nil, "input fields as name:type,…; the types are string, long, float, double and json")
	command.Flags().BoolVar(&filter, "filter", false, "the expression is a filter")
	formatFlag(command, &format)
	return command
}

// inputField is an input field that --input declares.
type inputField struct{ name, dataType string }

// parseInputs reads name:type. The name may have colons.
func parseInputs(list []string) ([]inputField, error) {
	types := []string{field.AsString, field.AsLong, field.AsFloat, field.AsDouble, field.AsJSON}
	var inputs []inputField
	for _, text := range list {
		i := strings.LastIndexByte(text, ':')
		if i <= 0 {
			return nil, usageError("--input is name:type, as in city:string, not %q", text)
		}
		if !slices.Contains(types, text[i+1:]) {
			return nil, usageError("%q is not a data type: use %s", text[i+1:], strings.Join(types, ", "))
		}
		inputs = append(inputs, inputField{text[:i], text[i+1:]})
	}
	return inputs, nil
}

// studied is what is known of an expression. It is the form of the machine output.
type studied struct {
	Version    int    `json:"version"`
	Expression string `json:"expression"`
	// Printed is the expression as polarspec writes it; "" if there is none.
	Printed   string         `json:"printed"`
	Type      string         `json:"type"`
	Aggregate bool           `json:"aggregate"`
	Nodes     []exprNode     `json:"nodes"`
	Functions []functionLine `json:"functions"`
	Findings  []exprFinding  `json:"findings"`
	counts    map[string]int // of findings by severity
}

// exprNode is a part of an expression.
type exprNode struct {
	Depth int    `json:"depth"`
	Kind  string `json:"kind"`
	// Label is the operator, the name of the function, or the text.
	Label string `json:"label"`
	Type  string `json:"type"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// functionLine is a function in a list.
type functionLine struct {
	Name     string `json:"name"`
	Usage    string `json:"usage"`
	Kind     string `json:"kind"`
	Category string `json:"category"`
}

// exprFinding is what a rule says of an expression.
type exprFinding struct {
	Rule     string    `json:"rule"`
	Severity string    `json:"severity"`
	Message  string    `json:"message"`
	Start    int       `json:"start"`
	End      int       `json:"end"`
	Fixes    []exprFix `json:"fixes"`
}

// exprFix is a repair: the whole expression as it is then.
type exprFix struct {
	Title      string `json:"title"`
	Safe       bool   `json:"safe"`
	Expression string `json:"expression"`
}

func study(ctx context.Context, text string, inputs []inputField, filter bool) (*studied, error) {
	tree, _ := druidsql.Parse(text)
	e := &studied{Version: 1, Expression: text, Nodes: []exprNode{}, Functions: []functionLine{}, counts: map[string]int{}}
	if tree != nil {
		checked := druidsql.Check(tree, scopeOf(inputs, filter, text))
		e.Printed, e.Type = druidsql.Print(tree), typeName(checked.Type(tree))
		for range druidsql.Aggregates(tree) {
			e.Aggregate = true
		}
		e.Nodes = nodesOf(text, tree, checked)
		e.Functions = functionsIn(tree)
	}
	var err error
	e.Findings, err = exprFindings(ctx, text, inputs, filter, e.Aggregate)
	for _, f := range e.Findings {
		e.counts[f.Severity]++
	}
	return e, err
}

// scopeOf are the columns of --input; without any, nothing is known of columns.
func scopeOf(inputs []inputField, filter bool, text string) druidsql.Scope {
	scope := druidsql.Scope{Filter: filter, Text: text}
	if len(inputs) == 0 {
		return scope
	}
	scope.Column = func(name string) (druidsql.Type, bool) {
		for _, input := range inputs {
			if input.name == name {
				return druidsql.TypeOfInput(input.dataType), true
			}
		}
		return druidsql.Type{}, false
	}
	return scope
}

// typeName is "" for a type that is not known.
func typeName(t druidsql.Type) string {
	if t.Kind == druidsql.UnknownType {
		return ""
	}
	return t.String()
}

// functionsIn are the known functions that an expression calls, each once, in the order of the text.
func functionsIn(tree druidsql.Expr) []functionLine {
	list := []functionLine{}
	for call := range druidsql.Calls(tree) {
		f, ok := druidsql.Lookup(call.Function.Text)
		if ok && !slices.ContainsFunc(list, func(line functionLine) bool { return line.Name == f.Name }) {
			list = append(list, lineOf(f))
		}
	}
	return list
}

func (e *studied) show(s *streams, format string) error {
	if format == "json" {
		if err := writeJSON(s.out, e); err != nil {
			return err
		}
	} else if err := e.write(s.out); err != nil {
		return err
	}
	if e.counts["error"] > 0 {
		return &exitError{code: exitFindings}
	}
	return nil
}

// maxNodes bounds the lines of the tree, maxIndent how far they are indented.
const (
	maxNodes  = 1000
	maxIndent = 40
)

func (e *studied) write(out io.Writer) error {
	var b bytes.Buffer
	if len(e.Nodes) > 0 {
		w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		_, _ = fmt.Fprintf(w, "TREE\tTYPE\n")
		for _, node := range e.Nodes[:min(len(e.Nodes), maxNodes)] {
			indent := strings.Repeat("  ", min(node.Depth, maxIndent))
			_, _ = fmt.Fprintf(w, "%s%s\t%s\n", indent, report.Visible(node.Label), orUnknown(node))
		}
		_ = w.Flush()
		if more := len(e.Nodes) - maxNodes; more > 0 {
			_, _ = fmt.Fprintf(&b, "and %d more\n", more)
		}
		b.WriteByte('\n')
	}
	if len(e.Functions) > 0 {
		w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		_, _ = fmt.Fprintf(w, "FUNCTION\tKIND\n")
		for _, f := range e.Functions {
			_, _ = fmt.Fprintf(w, "%s\t%s\n", f.Usage, f.Kind)
		}
		_ = w.Flush()
		b.WriteByte('\n')
	}
	for i := range e.Findings {
		e.Findings[i].write(&b, e.Expression)
	}
	b.WriteString(e.closing() + "\n")
	for line := range strings.Lines(b.String()) {
		if err := printed(fmt.Fprintln(out, strings.TrimRight(line, " \n"))); err != nil {
			return err
		}
	}
	return nil
}

// orUnknown is the type of a part, "-" for what has none.
func orUnknown(node exprNode) string {
	switch {
	case node.Type != "":
		return node.Type
	case node.Kind == "keyword":
		return "-"
	}
	return "unknown"
}

// closing sums up.
func (e *studied) closing() string {
	var parts []string
	for _, severity := range []string{"error", "warning"} {
		if n := e.counts[severity]; n > 0 {
			parts = append(parts, count(n, severity))
		}
	}
	if n := e.counts["info"]; n > 0 {
		parts = append(parts, count(n, "note"))
	}
	if len(parts) == 0 {
		return "no problems"
	}
	return strings.Join(parts, ", ")
}

// write prints a finding with its line of the expression and carets.
func (f *exprFinding) write(b *bytes.Buffer, text string) {
	begin := strings.LastIndexByte(text[:f.Start], '\n') + 1
	end := len(text)
	if i := strings.IndexByte(text[begin:], '\n'); i >= 0 {
		end = begin + i
	}
	number := fmt.Sprint(strings.Count(text[:begin], "\n") + 1)
	margin := strings.Repeat(" ", len(number))
	line, marks := report.Underlined(lint.Excerpt{
		Text: strings.TrimSuffix(text[begin:end], "\r"), Start: f.Start - begin, End: max(min(f.End, end)-begin, f.Start-begin),
	})
	_, _ = fmt.Fprintf(b, "%s[%s]: %s\n", f.Severity, f.Rule, report.Visible(f.Message))
	_, _ = fmt.Fprintf(b, "%s |\n%s | %s\n%s | %s\n", margin, number, line, margin, marks)
	for _, fix := range f.Fixes {
		safe := ""
		if !fix.Safe {
			safe = " (check it: the meaning may change)"
		}
		_, _ = fmt.Fprintf(b, "%s = help: %s%s\n", margin, report.Visible(fix.Title), safe)
	}
	b.WriteByte('\n')
}
