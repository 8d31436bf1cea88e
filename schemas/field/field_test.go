package field_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/schemas/field"
)

// words are the verdicts in the words of testdata/verdicts.txt: the outcome, the rule, and whether it is sure.
var words = map[string]string{
	"kept":      "kept",
	"base64":    "encoded",
	"open":      "unclear",
	"loses":     "partly",
	"lossy":     "partly input/lossy-type",
	"nested":    "partly input/nested-as-string",
	"text":      "partly input/string-as-json",
	"boolean":   "lost input/boolean, not sure",
	"mismatch":  "lost input/type-mismatch",
	"mismatch?": "lost input/type-mismatch, not sure",
	"throws":    "lost protobuf/unreadable-field",
}

func verdictText(v field.Verdict) string {
	text := strings.TrimSpace(v.Outcome.String() + " " + v.Rule)
	if v.Rule != "" && !v.Sure {
		text += ", not sure"
	}
	return text
}

// expectation is a line of testdata/verdicts.txt.
type expectation struct {
	line     int
	name     string
	value    *field.Type
	readings []field.Reading
	want     []string
}

func expectations(t *testing.T) []expectation {
	t.Helper()
	text, err := os.ReadFile("testdata/verdicts.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []expectation
	for i, line := range strings.Split(string(text), "\n") {
		cells := strings.Fields(line)
		if len(cells) == 0 || cells[0] == "#" || strings.HasPrefix(line, "#") {
			continue
		}
		if len(cells) < 9 {
			t.Fatalf("line %d has %d cells", i+1, len(cells))
		}
		e := expectation{line: i + 1, name: cells[0], want: cells[3:8]}
		value, rest := parseType(t, cells[0])
		if rest != "" {
			t.Fatalf("line %d: %q is left of the type", i+1, rest)
		}
		e.value = value
		for _, batch := range choose(t, cells[1], map[string][]bool{"batch": {true}, "stream": {false}, "both": {true, false}}) {
			for _, binary := range choose(t, cells[2], map[string][]bool{"on": {true}, "off": {false}, "any": {true, false}}) {
				e.readings = append(e.readings, field.Reading{Batch: batch, BinaryAsString: binary})
			}
		}
		list = append(list, e)
	}
	return list
}

func choose(t *testing.T, word string, choices map[string][]bool) []bool {
	t.Helper()
	if choices[word] == nil {
		t.Fatalf("%q is not known", word)
	}
	return choices[word]
}

var kinds = map[string]field.Kind{
	"unknown": field.Unknown, "null": field.Null, "boolean": field.Boolean, "int": field.Int, "long": field.Long, "float": field.Float,
	"double": field.Double, "string": field.String, "bytes": field.Bytes, "fixed": field.Fixed, "enum": field.Enum, "array": field.Array,
	"map": field.Map, "record": field.Record, "union": field.Union, "uint32": field.UInt32, "fixed32": field.Fixed32, "uint64": field.UInt64,
	"fixed64": field.Fixed64, "Timestamp": field.Timestamp, "Duration": field.Duration, "FieldMask": field.FieldMask, "wrapper": field.Wrapper,
	"Empty": field.Empty, "Struct": field.Struct, "Value": field.Value, "ListValue": field.ListValue, "Any": field.Any,
}

var logicals = map[string]field.Logical{
	"date": field.Date, "time-millis": field.TimeMillis, "time-micros": field.TimeMicros, "timestamp-millis": field.TimestampMillis,
	"timestamp-micros": field.TimestampMicros, "timestamp-nanos": field.TimestampNanos, "local-timestamp-millis": field.LocalTimestampMillis,
	"local-timestamp-micros": field.LocalTimestampMicros, "local-timestamp-nanos": field.LocalTimestampNanos, "decimal": field.Decimal,
	"duration": field.AvroDuration, "uuid": field.UUID,
}

// parseType reads a type such as array<record?>, long/timestamp-millis, enum(A,B) or record(): a kind, its parts, its logical
// type, and whether it is nullable. A record has a field unless it says otherwise.
func parseType(t *testing.T, text string) (*field.Type, string) {
	t.Helper()
	end := strings.IndexAny(text, "<>(),/?")
	if end < 0 {
		end = len(text)
	}
	kind, known := kinds[text[:end]]
	if !known {
		t.Fatalf("%q is no kind", text)
	}
	value := &field.Type{Kind: kind}
	if kind == field.Record {
		value.Fields = []field.Field{{Name: "a", Type: &field.Type{Kind: field.String}}}
	}
	rest := text[end:]
	switch {
	case strings.HasPrefix(rest, "("):
		inner, after, _ := strings.Cut(rest[1:], ")")
		rest, value.Fields = after, nil
		if inner != "" {
			value.Symbols = strings.Split(inner, ",")
		}
	case strings.HasPrefix(rest, "<"):
		var parts []*field.Type
		for rest[0] == '<' || rest[0] == ',' {
			var part *field.Type
			part, rest = parseType(t, rest[1:])
			parts = append(parts, part)
		}
		rest = strings.TrimPrefix(rest, ">")
		switch {
		case kind == field.Union:
			value.Branches = parts
		case len(parts) == 2:
			value.Key, value.Item = parts[0], parts[1]
		default:
			value.Item = parts[0]
		}
	case strings.HasPrefix(rest, "/"):
		end := strings.IndexAny(rest, ">,?")
		if end < 0 {
			end = len(rest)
		}
		if value.Logical = logicals[rest[1:end]]; value.Logical == field.NoLogical {
			t.Fatalf("%q is no logical type", rest)
		}
		rest = rest[end:]
	}
	if strings.HasPrefix(rest, "?") {
		value.Nullable, rest = true, rest[1:]
	}
	return value, rest
}

func TestJudge(t *testing.T) {
	for _, e := range expectations(t) {
		for _, reading := range e.readings {
			for i, dataType := range field.DataTypes() {
				want, known := words[e.want[i]]
				if !known {
					t.Fatalf("line %d: %q is no verdict", e.line, e.want[i])
				}
				v := field.Judge(e.value, dataType, reading)
				if got := verdictText(v); got != want {
					t.Errorf("line %d: %s as %s, %+v: %s, want %s", e.line, e.name, dataType, reading, got, want)
				}
				if v.Rule != "" && (v.Reason == "" || v.Source == "") {
					t.Errorf("line %d: %s as %s: the verdict lacks a reason or source: %+v", e.line, e.name, dataType, v)
				}
			}
		}
	}
}

// TestTable holds the table to its form, and asks for an expectation of every row.
func TestTable(t *testing.T) {
	rows := map[string]bool{}
	for _, row := range field.Table() {
		if row.Values == "" || rows[row.Values] {
			t.Errorf("a row is named %q", row.Values)
		}
		rows[row.Values] = true
		if (row.Arrives == "") != (row.Source == "") {
			t.Errorf("%s: it lacks what arrives or its source", row.Values)
		}
		for i, dataType := range field.DataTypes() {
			if v := row.As(dataType); v != row.Verdicts[i] || v.Reason != strings.TrimRight(v.Reason, ". ") {
				t.Errorf("%s as %s: %+v", row.Values, dataType, v)
			}
		}
		if v := row.As("timestamp"); v.Outcome != field.Unclear || v.Rule != "" {
			t.Errorf("%s as a data type that there is not: %+v", row.Values, v)
		}
	}
	for _, e := range expectations(t) {
		for _, reading := range e.readings {
			if row, ok := field.RowOf(e.value, reading); ok {
				delete(rows, row.Values)
			}
		}
	}
	for row := range rows {
		t.Errorf("nothing is expected of %s", row)
	}
}

func TestJudgeNothing(t *testing.T) {
	for _, value := range []*field.Type{nil, {Kind: field.Union}, {Kind: field.Wrapper}} {
		if v := field.Judge(value, field.AsLong, field.Reading{}); v.Outcome != field.Unclear || v.Rule != "" {
			t.Errorf("%+v: %+v", value, v)
		}
	}
	self := &field.Type{Kind: field.Wrapper}
	self.Item = self
	if v := field.Judge(self, field.AsLong, field.Reading{}); v.Outcome != field.Unclear {
		t.Errorf("a wrapper of itself: %+v", v)
	}
}

// TestBest: what the table advises, the table finds no fault with.
func TestBest(t *testing.T) {
	for _, e := range expectations(t) {
		for _, reading := range e.readings {
			best := field.Best(e.value, reading)
			if best == "" {
				continue
			}
			if !slices.Contains(field.DataTypes(), best) {
				t.Errorf("%s: %q is no data type", e.name, best)
			}
			if v := field.Judge(e.value, best, reading); v.Rule != "" {
				t.Errorf("%s, %+v: %s is advised and refused by %s", e.name, reading, best, v.Rule)
			}
		}
	}
}

func TestBestByType(t *testing.T) {
	for text, want := range map[string]string{
		"string": "string", "enum": "string", "string/uuid": "string", "boolean": "string", "bytes": "string", "fixed/uuid": "string",
		"int": "long", "long": "long", "int/date": "long", "long/timestamp-micros": "long", "uint32": "long", "uint64": "long",
		"float": "float", "double": "double", "bytes/decimal": "", "fixed/duration": "",
		"union<int,long>": "long", "union<long,double>": "double", "union<int,float>": "double", "union<string,long>": "string",
		"union<boolean,long>": "string", "union<string,bytes>": "json", "union<string,record>": "json", "union<long,unknown>": "",
		"record": "json", "map<long>": "json", "array<string>": "string", "array<enum>": "string", "array<string?>": "json",
		"array<long>": "json", "array<record>": "json", "array<bytes>": "", "array<unknown>": "", "map<int,string>": "",
		"Timestamp": "string", "Duration": "string", "FieldMask": "string", "Value": "json", "ListValue": "json", "Struct": "", "Any": "",
		"Empty": "json", "wrapper<string>": "string", "wrapper<boolean>": "string", "unknown": "",
	} {
		value, _ := parseType(t, text)
		if got := field.Best(value, field.Reading{}); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	value, _ := parseType(t, "array<bytes>")
	if got := field.Best(value, field.Reading{BinaryAsString: true}); got != "string" {
		t.Errorf("bytes as text in an array: %q", got)
	}
}

func TestRemarks(t *testing.T) {
	for _, c := range []struct {
		value    string
		presence field.Presence
		proto    string
		want     []string
	}{
		{"string", field.Always, "", nil},
		{"string?", field.Always, "", []string{"NULL where it is null"}},
		{"long/timestamp-micros", field.Always, "", []string{`MILLIS_TO_TIMESTAMP("a ""b""" / 1000)`}},
		{"int/date?", field.Always, "", []string{`days since 1970-01-01: TIME_FORMAT(MILLIS_TO_TIMESTAMP("a ""b""" * 86400000), 'yyyy-MM-dd')`, "NULL where it is null"}},
		{"bytes/decimal", field.Always, "", []string{"the logical type decimal is ignored: SQL cannot decode the bytes of the number"}},
		{"fixed/uuid", field.Always, "", []string{"Base64 text of the 16 bytes"}},
		{"union<string,long>", field.Always, "", []string{"the value is that of the branch, without its name"}},
		{"uint32", field.Implicit, "a_b", []string{
			"the name in the .proto file is a_b, Druid uses the JSON name",
			`negative from 2,147,483,648 on: CASE WHEN "a ""b""" < 0 THEN "a ""b""" + 4294967296 ELSE "a ""b""" END`,
			`NULL where it is 0: COALESCE("a ""b""", 0)`}},
		{"boolean", field.Implicit, "", []string{"the texts 'true' and 'false'", `NULL where it is false: COALESCE("a ""b""", 'false')`}},
		{"enum(NONE,ALL)", field.Implicit, "", []string{`NULL where it is NONE: COALESCE("a ""b""", 'NONE')`}},
		{"array<string>", field.Implicit, "", []string{"NULL where it is empty"}},
		{"Timestamp", field.Explicit, "", []string{`TIME_PARSE("a ""b""")`, "NULL where it is not set"}},
		{"wrapper<long>", field.Explicit, "", []string{"NULL where it is not set"}},
		{"long", field.Required, "", nil},
		{"Struct", field.Explicit, "", []string{"Druid's reader throws on a Struct, which ends the task"}},
	} {
		value, _ := parseType(t, c.value)
		f := &field.Field{Name: `a "b"`, ProtoName: c.proto, Type: value, Presence: c.presence}
		if diff := cmp.Diff(c.want, field.Remarks(f, field.Reading{})); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", c.value, diff)
		}
	}
	if got := field.Remarks(&field.Field{}, field.Reading{}); got != nil {
		t.Errorf("a field without a type: %q", got)
	}
}

func ExampleTable() {
	for _, row := range field.Table() {
		if row.Values == "double" {
			fmt.Println(row.Arrives, row.As("float").Outcome, row.As("float").Rule)
		}
	}
	// Output: the number partly input/lossy-type
}
