package field_test

import (
	"testing"

	"github.com/polarspec/polarspec/schemas/field"
)

func TestWithin(t *testing.T) {
	text := &field.Type{Kind: field.String}
	for _, test := range []struct {
		name   string
		steps  []string
		typ    *field.Type
		as     string
		want   string
		single bool
	}{
		{"text", []string{"a"}, text, field.AsString, `JSON_VALUE("r", '$.a' RETURNING VARCHAR)`, true},
		{"whole number", []string{"a", "b"}, &field.Type{Kind: field.Long}, field.AsLong, `JSON_VALUE("r", '$.a.b' RETURNING BIGINT)`, true},
		{"fraction", []string{"a b"}, &field.Type{Kind: field.Double}, field.AsDouble, `JSON_VALUE("r", '$[''a b'']' RETURNING DOUBLE)`, true},
		{"list of texts, read as string by itself", []string{"a"}, &field.Type{Kind: field.Array, Item: text}, field.AsString, `JSON_QUERY("r", '$.a')`, false},
		{"object", []string{"a"}, &field.Type{Kind: field.Record}, field.AsJSON, `JSON_QUERY("r", '$.a')`, false},
		{"day", []string{"a"}, &field.Type{Kind: field.Int, Logical: field.Date}, field.AsLong,
			`TIME_FORMAT(MILLIS_TO_TIMESTAMP(JSON_VALUE("r", '$.a' RETURNING BIGINT) * 86400000), 'yyyy-MM-dd')`, true},
	} {
		path, ok := field.JSONPath(test.steps)
		if got, single := field.Within(test.typ, test.as, `"r"`, path); !ok || got != test.want || single != test.single {
			t.Errorf("%s: %s, %t, want %s, %t", test.name, got, single, test.want, test.single)
		}
	}
	for _, step := range []string{"", "it's", "two\nlines", `ends with \`} {
		if path, ok := field.JSONPath([]string{"a", step}); ok {
			t.Errorf("%q has the path %s", step, path)
		}
	}
}
