package shape_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/shape"
)

// model is a small model with one of everything.
func model() *shape.Type {
	text := &shape.Type{Kinds: shape.Strings}
	constant := func(value string) *shape.Type { return &shape.Type{Kinds: shape.Strings, Values: []string{value}} }
	file := &shape.Type{Name: "File", Kinds: shape.Objects, Complete: true, Fields: []shape.Field{
		{Name: "type", Type: constant("file"), Required: true, ValuesCode: shape.Inferred},
		{Name: "path", Type: &shape.Type{Kinds: shape.Strings, MinRunes: 1}, Required: true, Rule: "test/no-path"},
		{Name: "lines", Type: &shape.Type{Kinds: shape.Numbers, Whole: true}},
		{Name: "old", Forbidden: true, Rule: "test/old"},
	}}
	stream := &shape.Type{Name: "Stream", Kinds: shape.Objects, Fields: []shape.Field{
		{Name: "type", Type: constant("stream"), Required: true},
		{Name: "topic", Type: text, Required: true},
	}}
	return &shape.Type{
		Kinds: shape.Objects, Fields: []shape.Field{
			{Name: "source", Required: true, Type: &shape.Type{Kinds: shape.Objects, Discriminator: "type", Variants: []shape.Variant{
				{Value: "file", Type: file}, {Value: "stream", Type: stream, Refused: "test/refused", Code: shape.Documented},
			}}},
			{Name: "items", Type: &shape.Type{Kinds: shape.Arrays, MinItems: 1, Item: &shape.Type{Kinds: shape.Strings, Patterns: []string{"^[a-z]+$"}, Rule: "test/pattern"}}},
			{Name: "any"},
			{Name: "free", Type: &shape.Type{Kinds: shape.Objects, Member: &shape.Type{Kinds: shape.Bools}}},
			{Name: "opaque", Type: &shape.Type{Kinds: shape.Objects, Opaque: true}},
			{Name: "mixed", Type: &shape.Type{Kinds: shape.Strings | shape.Objects, Discriminator: "type", Variants: []shape.Variant{{Value: "file", Type: file}}}},
		},
	}
}

var faults = map[shape.Fault]string{
	shape.Missing: "missing", shape.Empty: "empty", shape.WrongType: "wrong type", shape.NotAllowed: "not allowed", shape.Malformed: "malformed",
	shape.Refused: "refused", shape.Forbidden: "forbidden", shape.Unknown: "unknown",
}

func TestValidate(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"valid", `{"source": {"type": "file", "path": "p", "lines": 3, "old": null}, "items": ["a"], "any": [1], "free": {"x": true}, "opaque": {"type": 1}, "mixed": "s"}`, nil},
		{"null for optional", `{"source": {"type": "file", "path": "p", "lines": null}, "items": null, "free": null}`, nil},
		{"null for required", `{"source": null}`, []string{"wrong type /source"}},
		{"missing", `{"source": {"type": "file"}}`, []string{"missing /source path test/no-path"}},
		{"empty", `{"source": {"type": "file", "path": ""}, "items": []}`, []string{"empty /source/path test/no-path", "empty /items"}},
		{"wrong types", `{"source": {"type": "file", "path": 1, "lines": 1.5}, "free": {"a": true, "b": "x"}, "opaque": []}`,
			[]string{"wrong type /source/path", "wrong type /source/lines", "wrong type /free/b", "wrong type /opaque"}},
		{"a whole number is written as one", `{"source": {"type": "file", "path": "p", "lines": 1e3}}`, []string{"wrong type /source/lines"}},
		{"malformed", `{"source": {"type": "file", "path": "p"}, "items": ["a", "B"]}`, []string{"malformed /items/1 test/pattern"}},
		{"forbidden", `{"source": {"type": "file", "path": "p", "old": 1}}`, []string{"forbidden /source/old test/old"}},
		{"unknown in complete and partial objects", `{"source": {"type": "file", "path": "p", "x": 1}, "y": 2}`, []string{"unknown /source/x", "unknown /y"}},
		{"no discriminator", `{"source": {"path": 1}}`, []string{"missing /source type", "wrong type /source/path"}},
		{"a discriminator of a wrong type", `{"source": {"type": 5, "path": 1}}`, []string{"wrong type /source/type", "wrong type /source/path"}},
		{"a near discriminator: judged as what was meant", `{"source": {"type": "File", "lines": "x", "y": 1}}`,
			[]string{"not allowed /source/type", "wrong type /source/lines", "unknown /source/y", "missing /source path test/no-path"}},
		{"an unknown discriminator: only what is sure", `{"source": {"type": "queue", "lines": "x", "paht": "p", "y": 1}}`,
			[]string{"not allowed /source/type", "wrong type /source/lines", "unknown /source/paht"}},
		{"a refused alternative is judged as itself", `{"source": {"type": "stream", "topic": 1}}`, []string{"refused /source/type test/refused", "wrong type /source/topic"}},
		{"a mixture", `{"source": {"type": "file", "path": "p"}, "mixed": {"type": "file"}}`, []string{"missing /mixed path test/no-path"}},
		{"neither of a mixture", `{"source": {"type": "file", "path": "p"}, "mixed": 1}`, []string{"wrong type /mixed"}},
		{"a duplicate key is judged once", `{"source": {"type": "file", "path": "p"}, "source": 1}`, nil},
		{"a broken value is left alone", `{"source": {"type": "file", "path": tru}, "items": ["a"]}`, nil},
		{"the root", `[]`, []string{"wrong type "}},
	}
	validator := shape.NewValidator(model())
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			validator.Validate(document.Parse([]byte(test.text), document.JSON).Root(), func(v shape.Violation) {
				line := faults[v.Fault] + " " + v.Node.Pointer()
				if v.Fault == shape.Missing {
					line += " " + v.Name
				}
				if v.Rule != "" {
					line += " " + v.Rule
				}
				got = append(got, line)
			})
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

func TestBreaks(t *testing.T) {
	complete, partial := &shape.Type{Complete: true}, &shape.Type{}
	for _, test := range []struct {
		v    shape.Violation
		want bool
	}{
		{shape.Violation{Fault: shape.Unknown, Type: complete}, true},
		{shape.Violation{Fault: shape.Unknown, Type: partial}, false},
		{shape.Violation{Fault: shape.Missing, Type: partial}, true},
	} {
		if got := test.v.Breaks(); got != test.want {
			t.Errorf("%+v breaks: %v", test.v, got)
		}
	}
}

func ExampleKinds_String() {
	fmt.Println(shape.Strings | shape.Objects)
	// Output: a string or an object
}
