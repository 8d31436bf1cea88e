package shape

import (
	_ "embed"
	"fmt"
	"regexp"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/shape"
)

//go:embed wrong-type.md
var wrongTypePage string

func wrongType() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "shape/wrong-type", Severity: lint.Error, Page: wrongTypePage,
			Summary:  `a value has another JSON type than the field takes, such as "true" for a boolean`,
			Evidence: "documented types (V) and types seen in documented examples (E); a warning where a type is inferred or Druid's",
			Over:     []string{"avro/not-a-record"},
		},
		Kinds: everyKind,
		Check: func(p *lint.Pass) {
			for v := range p.Violations() {
				problem := lint.Problem{At: v.Node, Severity: typeSeverity(v), Message: wrongTypeMessage(p, v), Fixes: retype(v)}
				if v.Node.Span().Len() == 0 { // null in YAML may be written as nothing
					problem.Span = lint.Absent(v.Node)
				}
				p.Report(problem)
			}
		},
	}
}

// typeSeverity: an example that shows a value shows its JSON type without doubt.
func typeSeverity(v shape.Violation) lint.Severity {
	if v.Code == shape.Example {
		return lint.Error
	}
	return lint.SeverityOf(v.Code)
}

func wrongTypeMessage(p *lint.Pass, v shape.Violation) string {
	expected := v.Type.Kinds.String()
	if v.Type.Whole && v.Type.Kinds == shape.Numbers {
		expected = "a whole number"
	}
	message := fmt.Sprintf("%s is %s and must be %s", called(p, v.Node), v.Node.Kind(), expected)
	switch {
	case v.Node.Kind() == document.Null:
		message += ": a required field cannot be null"
	case v.Type.Opaque && v.Node.Kind() == document.String:
		message += ": write it as JSON, not as text"
	case unquoted(v):
		message += ": put it in quotes"
	}
	return message
}

// retype offers the value that a text reads as, where the reading is the right type, and the text that a number or boolean is written as.
func retype(v shape.Violation) []lint.Fix {
	if v.Field != nil && v.Field.Secret {
		return nil
	}
	text := v.Node.Text()
	var value document.Value
	switch {
	case v.Node.Kind() == document.String && v.Type.Kinds == shape.Bools && (text == "true" || text == "false"):
		value = document.BoolOf(text == "true")
	case v.Node.Kind() == document.String && v.Type.Kinds == shape.Numbers && readsAs(text, document.Number):
		value = document.NumberOf(text)
	case v.Node.Kind() == document.String && v.Type.Kinds == shape.Objects && readsAs(text, document.Object):
		value = document.Parse([]byte(text), document.JSON).Root().Value()
	case v.Type.Kinds == shape.Arrays && v.Node.Kind() == document.String && v.Type.Item != nil && v.Type.Item.Kinds == shape.Strings:
		value = document.ArrayOf(document.StringOf(text))
	case unquoted(v):
		value = document.StringOf(text)
	default:
		return nil
	}
	return []lint.Fix{{Title: "write it as " + v.Type.Kinds.String(), Safe: true, Edits: document.ReplaceValue(v.Node, value)}}
}

// unquoted reports whether a text lacks its quotes and would be right with them.
func unquoted(v shape.Violation) bool {
	if v.Type.Kinds != shape.Strings || v.Type.Values != nil || v.Node.Kind() != document.Number && v.Node.Kind() != document.Bool {
		return false
	}
	for _, pattern := range v.Type.Patterns {
		if fits, _ := regexp.MatchString(pattern, v.Node.Text()); !fits {
			return false
		}
	}
	return true
}

func readsAs(text string, kind document.Kind) bool {
	file := document.Parse([]byte(text), document.JSON)
	return len(file.Faults) == 0 && file.Root().Kind() == kind
}
