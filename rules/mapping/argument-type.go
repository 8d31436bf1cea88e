package mapping

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

//go:embed argument-type.md
var argumentTypePage string

func argumentType() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/argument-type", Severity: lint.Warning, Page: argumentTypePage,
			Summary:  "an operand of a type that the function or operator does not take",
			Evidence: "Druid DefaultOperandTypeChecker.java and Calcite FamilyOperandTypeChecker.java, tried out with Druid (D§4.2)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for e, found := range problems(p, druidsql.ArgumentType, druidsql.RefusedType) {
				if rests(p, found.Expr) {
					continue
				}
				problem := reported(e, found)
				if found.Code == druidsql.RefusedType {
					problem.Severity = lint.Error
					asMoment(p, e, found, &problem)
				}
				p.Report(problem)
			}
		},
	}
}

// rests reports whether an operand has its type from a declaration that is itself at fault.
func rests(p *lint.Pass, e druidsql.Expr) bool {
	if e == nil {
		return false
	}
	for column := range druidsql.Columns(e) {
		if name, ok := columnName(column); ok && mistyped(p, name, "input/type-mismatch") {
			return true
		}
	}
	return false
}

// moment is what a number stands for by its logical type: the unit in words, what makes milliseconds of it, and whether the number is
// a moment in UTC, so that only one thing can be meant.
type moment struct {
	name, scale string
	certain     bool
}

var moments = map[field.Logical]moment{
	field.TimestampMillis:      {"timestamp-millis", "", true},
	field.TimestampMicros:      {"timestamp-micros", " / 1000", true},
	field.TimestampNanos:       {"timestamp-nanos", " / 1000000", true},
	field.LocalTimestampMillis: {"local-timestamp-millis", "", false},
	field.LocalTimestampMicros: {"local-timestamp-micros", " / 1000", false},
	field.LocalTimestampNanos:  {"local-timestamp-nanos", " / 1000000", false},
	field.Date:                 {"date", " * 86400000", false},
}

// asMoment words the problem anew for a column whose logical type says how a time is made of it.
func asMoment(p *lint.Pass, e *lint.Expression, found *druidsql.Problem, problem *lint.Problem) {
	name, ok := columnName(found.Expr)
	if !ok {
		return
	}
	schema, f := p.InputField(name)
	if f == nil || f.Type == nil {
		return
	}
	input, _ := p.Columns().Input(name)
	m, known := moments[f.Type.Logical]
	column := e.Text(found.Expr.Span())
	at := found.At
	var text string
	switch {
	case !known:
		return
	case found.Name == "TIME_PARSE" && found.Fixable:
		text = "MILLIS_TO_TIMESTAMP(" + column + m.scale + ")"
		problem.Message = fmt.Sprintf("TIME_PARSE takes text, but %s is a number, a %s of %s, so Druid refuses it. Write %s", column, m.name, schema.Title(), text)
	case found.Name == "MILLIS_TO_TIMESTAMP":
		at, text = found.Expr.Span(), "CAST("+column+" AS BIGINT)"+m.scale
		problem.Message = fmt.Sprintf("MILLIS_TO_TIMESTAMP takes an integer, but %s, a %s of %s, is declared as %q, so Druid refuses it. Write %s",
			column, m.name, schema.Title(), input.DataType().Text(), text)
	default:
		return
	}
	exact := input.DataType().TextIs("long") || input.DataType().TextIs("string")
	problem.Fixes = replacement(e, at, text, m.certain && exact && schema.From == nil)
}
