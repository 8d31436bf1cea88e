package mapping

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

//go:embed unknown-path.md
var unknownPathPage string

func unknownPath() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/unknown-path", Severity: lint.Warning, Page: unknownPathPage,
			Summary:  "a JSON path to a member that the record or message does not have",
			Evidence: "Druid NestedPathFinder.java, ProtobufConverter.java: members are found by their exact names, those of Protobuf by their JSON names (D§1.3, 2.1)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, e := range p.Expressions() {
				if !e.Sound() {
					continue
				}
				w := &walk{Pass: p, e: e, left: maxReports}
				for _, call := range e.Calls() {
					path, ok := pathOf(call)
					if !ok || len(path.steps) == 0 {
						continue
					}
					w.call = nil
					if start := w.valueOf(call.Args[0]); start != nil && (start.Kind == field.Record || start.Kind == field.Array) {
						w.call = call
						w.follow(start, path)
					}
				}
			}
		},
	}
}

// walk follows paths through the type of a field.
type walk struct {
	*lint.Pass
	e *lint.Expression
	// schema is that of the field at the root, call the call that is reported; nil while only its operand is looked at.
	schema *lint.DataSchema
	call   *druidsql.Call
	// left is how much more is reported of the expression.
	left int
}

// valueOf returns the type of what a path starts from: of a column, or of what another path leads to; nil if it is not known.
func (w *walk) valueOf(e druidsql.Expr) *field.Type {
	if name, ok := columnName(e); ok {
		if input, declared := w.Columns().Input(name); !declared || !input.DataType().TextIs("json") {
			return nil
		}
		schema, f := w.InputField(name)
		if f == nil {
			return nil
		}
		w.schema = schema
		return f.Type
	}
	call, ok := e.(*druidsql.Call)
	if !ok || !strings.EqualFold(call.Function.Text, "JSON_QUERY") {
		return nil
	}
	path, ok := pathOf(call)
	if !ok {
		return nil
	}
	if start := w.valueOf(call.Args[0]); start != nil {
		return w.follow(start, path)
	}
	return nil
}

// follow returns the type that a path leads to; nil if that is not known, or if it leads nowhere, which is reported.
func (w *walk) follow(t *field.Type, path jsonPath) *field.Type {
	listed := false // items of lists are converted in another way than single values
	for _, step := range path.steps {
		switch {
		case t == nil:
			return nil
		case t.Kind == field.Record && !step.IsIndex:
			member := w.member(t, step.Field)
			if member == nil {
				w.reportMember(t, path, step)
				return nil
			}
			t, listed = member.Type, false
		case t.Kind == field.Array && step.IsIndex:
			t, listed = t.Item, true
		default:
			w.reportStep(t, listed, path, step)
			return nil
		}
	}
	return t
}

// member returns the member of a record by the name that Druid hands it over under, or the one that the settings say.
func (w *walk) member(t *field.Type, name string) *field.Field {
	if f := t.Field(name); f != nil {
		return f
	}
	if w.Settings.ProtobufNames() == "proto" {
		return protoMember(t, name)
	}
	return nil
}

// protoMember returns the member of a message that has another name in the .proto file.
func protoMember(t *field.Type, name string) *field.Field {
	for i := range t.Fields {
		if t.Fields[i].ProtoName == name {
			return &t.Fields[i]
		}
	}
	return nil
}

// reportMember reports a member that a record does not have.
func (w *walk) reportMember(t *field.Type, path jsonPath, step druidsql.PathStep) {
	message := fmt.Sprintf("%s has no member %q, so the path leads nowhere and gives NULL in every row", w.title(t), step.Field)
	near, why := "", ""
	if f := protoMember(t, step.Field); f != nil {
		near, why = f.Name, "Druid hands the fields of messages over under their JSON names. "
	} else if len(t.Fields) <= maxMembers {
		near, _ = spelling.Near(step.Field, memberNames(t))
	}
	if near == "" {
		w.report(path, step, message+". "+membersOf(t), nil)
		return
	}
	changed := path.literal.Text[:step.At.Start] + near + path.literal.Text[step.At.End:]
	fix := replacement(w.e, path.literal.Span(), druidsql.QuoteString(changed), false)
	w.report(path, step, fmt.Sprintf("%s. %sDid you mean %s?", message, why, druidsql.QuoteString(changed)), fix)
}

// maxMembers is how many members a record may have for the one that was meant to be looked for.
const maxMembers = 2000

func membersOf(t *field.Type) string {
	names := slices.Collect(memberNames(t))
	if len(names) == 0 {
		return "It has no members"
	}
	return "Its members are " + quotedNames(names)
}

func memberNames(t *field.Type) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for i := range t.Fields {
			if !yield(t.Fields[i].Name) {
				return
			}
		}
	}
}

// reportStep reports a step that the value cannot have whatever it holds: a name in a list or in a plain value, an index elsewhere.
func (w *walk) reportStep(t *field.Type, listed bool, path jsonPath, step druidsql.PathStep) {
	const effect = "so the path leads nowhere and gives NULL in every row"
	before := path.literal.Text[:stepStart(path.literal.Text, step)]
	switch {
	case t.Kind == field.Array:
		w.report(path, step, fmt.Sprintf("%s is a list and has no member %q, %s. Take one of its items: %s",
			druidsql.QuoteString(before), step.Field, effect, druidsql.QuoteString(before+"[0]"+path.literal.Text[len(before):])), nil)
	case t.Kind == field.Record:
		w.report(path, step, fmt.Sprintf("%s is %s and no list, %s. %s", druidsql.QuoteString(before), w.title(t), effect, membersOf(t)), nil)
	case plain(t, listed):
		w.report(path, step, fmt.Sprintf("%s is a plain value without members, %s", druidsql.QuoteString(before), effect), nil)
	}
}

// plain reports whether a value certainly is text, a number or a boolean.
func plain(t *field.Type, listed bool) bool {
	switch t.Kind {
	case field.Boolean, field.Int, field.Long, field.Float, field.Double, field.String, field.Enum, field.UInt32, field.Fixed32, field.UInt64, field.Fixed64:
		return true
	case field.Timestamp, field.Duration, field.FieldMask:
		return !listed
	}
	return false
}

// stepStart returns where a step begins in the text of a path, with its dot or bracket.
func stepStart(path string, step druidsql.PathStep) int {
	start := step.At.Start
	for start > 0 && strings.ContainsRune("'[.", rune(path[start-1])) {
		start--
		if path[start] != '\'' {
			break
		}
	}
	return start
}

func (w *walk) title(t *field.Type) string {
	kind := "Avro record "
	if w.schema.Avro == nil {
		kind = "Protobuf message "
	}
	return kind + t.Name
}

// report reports a step of the path of the call; what the operand of a call has is reported with the call within.
func (w *walk) report(path jsonPath, step druidsql.PathStep, message string, fixes []lint.Fix) {
	if w.call == nil || w.left == 0 {
		return
	}
	w.left--
	problem := about(w.e, w.e.InLiteral(path.literal, step.At), message)
	problem.Fixes = fixes
	w.Report(problem)
}
