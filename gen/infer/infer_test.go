package infer_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/gen/infer"
	"github.com/polarspec/polarspec/schemas/field"
)

var kinds = map[field.Kind]string{
	field.Null: "null", field.Boolean: "boolean", field.Long: "long", field.Double: "double", field.String: "string", field.Record: "record", field.Array: "array", field.Map: "mixed",
}

// shown writes a type on one line: "a long?, r record(x string)".
func shown(t *field.Type) string {
	text := kinds[t.Kind]
	switch t.Kind {
	case field.Array:
		text += "<" + shown(t.Item) + ">"
	case field.Record:
		var parts []string
		for i := range t.Fields {
			parts = append(parts, t.Fields[i].Name+" "+shown(t.Fields[i].Type))
		}
		text += "(" + strings.Join(parts, ", ") + ")"
	}
	if t.Nullable {
		text += "?"
	}
	return text
}

func describe(r *infer.Result, err error) string {
	var fault *infer.FaultError
	if errors.As(err, &fault) {
		return fmt.Sprintf("line %d: %s", fault.Line, fault.Message)
	}
	if err != nil {
		return err.Error()
	}
	lines := []string{fmt.Sprintf("%s, %d rows: %s", r.Format, r.Rows, shown(r.Record))}
	for _, remark := range r.Remarks {
		lines = append(lines, remark.Field+": "+remark.Message)
	}
	var no []string
	for name := range r.NoTimes {
		no = append(no, name)
	}
	if slices.Sort(no); len(no) > 0 {
		lines = append(lines, "no times: "+strings.Join(no, ", "))
	}
	return strings.Join(lines, "\n")
}

func TestJSON(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{"a": 1, "b": "2024-05-01T10:00:00Z"}` + "\n" + `{"b": "2024-05-01", "c": true}` + "\n\n", "nd-json, 2 rows: record(a long?, b string, c boolean?)"},
		{`{"a": 1}` + "\r\n" + `{"a": 1.5}`, "nd-json, 2 rows: record(a double)\na: rows differ: whole numbers (first in row 1), fractions (first in row 2); taken for double"},
		{`{"a": 1}` + "\n" + `{"a": "x"}`, "nd-json, 2 rows: record(a string)\na: rows differ: whole numbers (first in row 1), texts (first in row 2); taken for string\nno times: a"},
		{`{"a": {"b": 1}}` + "\n" + `{"a": [1]}`, "nd-json, 2 rows: record(a mixed)\na: rows differ: objects (first in row 1), lists (first in row 2); taken for json"},
		{`{"a": {"b": 1}}` + "\n" + `{"a": {"b": null, "c": {}}}`, "nd-json, 2 rows: record(a record(b long?, c record()?))"},
		{`{"a": ["x"], "n": null, "e": [], "m": [null, 1], "d": [{"x": 1}]}`, "nd-json, 1 rows: record(a array<string>, n null?, e array<string>, m array<long?>, d array<record(x long)>)"},
		{`[{"a": 1}, {"a": 9223372036854775808}]`, "json, 2 rows: record(a double)\na: rows differ: whole numbers (first in row 1), fractions (first in row 2); taken for double"},
		{"{\n  \"a\": 1\n}\n", "json, 1 rows: record(a long)"},
		{"\ufeff{\"t\": \"2024\"}", "nd-json, 1 rows: record(t string)\nno times: t"},
		{`{"a": 1}` + "\n" + `{"a": 1`, `line 2: column 8: the file ends, but the { of line 1 is not closed; write }`},
		{`{"a": 1}` + "\n" + `7`, "line 2: a row is an object with the fields, not a number"},
		{`{"a": 1, "a": 2}`, `line 1: column 10: the key "a" is already in this object, in line 1; remove one of the two`},
		{"[\n{\"a\": 1},\n7]", "line 3: a row is an object with the fields, not a number"},
		{"[\n]", "line 0: there are no rows to find the fields of"},
		{"", "line 0: there are no rows to find the fields of"},
		{"\"x\"", "line 1: a row is an object with the fields, not a string"},
	} {
		if diff := cmp.Diff(c.want, describe(infer.JSON([]byte(c.text)))); diff != "" {
			t.Errorf("%q: want -, got +:\n%s", c.text, diff)
		}
	}
}

func TestDelimited(t *testing.T) {
	for _, c := range []struct{ format, text, want string }{
		{"csv", "a,b,c\n1,x,2024-05-01\n,\"y,z\",2024-05-02\n", "csv, 2 rows: record(a long?, b string, c string)\nno times: b"},
		{"csv", "a,b\n1,0.5\n2.5,1e3\n", "csv, 2 rows: record(a double, b double)\na: rows differ: whole numbers (first in row 1), fractions (first in row 2); taken for double"},
		{"csv", "zip,n\n01234,7\n12345,n/a\n", "csv, 2 rows: record(zip string, n string)\nzip: rows differ: whole numbers (first in row 2), texts (first in row 1); taken for string\nn: rows differ: whole numbers (first in row 1), texts (first in row 2); taken for string\nno times: n, zip"},
		{"tsv", "a\tb\n1\tsay \"x\"\n", "tsv, 1 rows: record(a long, b string)\nno times: b"},
		{"csv", "\ufeffa,b\r\n1\r\n", "csv, 1 rows: record(a long, b null?)"},
		{"csv", "1,x\n2,y\n", `line 1: the first row must name the columns, and the 1st one is "1": put a header in front`},
		{"csv", "a,\n2,y\n", `line 1: the first row must name the columns, and the 2nd one is "": put a header in front`},
		{"csv", "a,b,a\n2,y,1\n", `line 1: two columns have the name "a": names must be unique`},
		{"csv", "a\n1,2\n", "line 2: the row has 2 values, and the header names 1 columns"},
		{"csv", "a,b\n1,\"x\n", `line 2: extraneous or missing " in quoted-field`},
		{"csv", "a;b\n1;2\n", "line 1: the columns have semicolons between them: save the file with commas, or with tabs as .tsv"},
		{"csv", "a,b\n", "line 0: there is only a header: rows are needed to find the types of the columns"},
		{"csv", "", "line 0: there are no rows to find the columns of"},
	} {
		if diff := cmp.Diff(c.want, describe(infer.Delimited([]byte(c.text), c.format))); diff != "" {
			t.Errorf("%q: want -, got +:\n%s", c.text, diff)
		}
	}
}

// FuzzJSON: whatever the text, there are fields or a fault, and all rows have the same fields when they are read twice.
func FuzzJSON(f *testing.F) {
	for _, text := range []string{`{"a": 1}`, "[{\"a\": [1, null]}]", "{}\n{\"a\": {}}", "{\n}", "{\"a\": 1}\n{\"a\": \"x\"}", "nonsense", "[[[["} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		first := describe(infer.JSON(text))
		if again := describe(infer.JSON(text)); first != again || first == "" {
			t.Errorf("%q became %q and %q", text, first, again)
		}
	})
}

func FuzzDelimited(f *testing.F) {
	for _, text := range []string{"a,b\n1,2\n", "a\tb\n1\t\"x\n", "a\n\n1\n", "1\n", "a,\"b\n\"\n"} {
		f.Add([]byte(text), true)
		f.Add([]byte(text), false)
	}
	f.Fuzz(func(t *testing.T, text []byte, comma bool) {
		format := "tsv"
		if comma {
			format = "csv"
		}
		result, err := infer.Delimited(text, format)
		if (result == nil) == (err == nil) {
			t.Fatalf("%q: %v, %v", text, result, err)
		}
		if err == nil && (result.Rows == 0 || len(result.Record.Fields) == 0) {
			t.Errorf("%q: %+v", text, result)
		}
	})
}
