package gen_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
)

// avroMaker makes random Avro records, and counts the rows of the generator's table that it used.
type avroMaker struct {
	random *rand.Rand
	rows   map[string]bool
	time   string
	named  int
	depth  int
	open   []string
}

func avroRows() []string {
	return []string{"string", "enum", "uuid", "int", "long", "float", "double", "boolean", "date", "time-millis", "time-micros", "timestamp-millis", "timestamp-micros", "timestamp-nanos",
		"local-timestamp-millis", "bytes", "fixed", "uuid on fixed", "decimal", "duration", "nullable", "alone in a union", "union of integers", "union of numbers", "union with a string",
		"union with bytes", "union with a record", "record", "recursive", "array of strings", "array of enums", "array of numbers", "array of nullable", "array of records", "array of bytes", "map", "null", "two underscores"}
}

func (m *avroMaker) seen(row string) {
	if m.rows == nil {
		m.rows = map[string]bool{}
	}
	m.rows[row] = true
}

func (m *avroMaker) schema() string {
	m.open = []string{"E"}
	fields := m.fields(3 + m.random.IntN(8))
	times := []struct{ flag, field string }{
		{"", `{"name": "timestamp", "type": "string"}`},
		{"tz", `{"name": "tz", "type": {"type": "long", "logicalType": "timestamp-millis"}}`},
		{"tz", `{"name": "tz", "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}]}`},
		{"tz:s", `{"name": "tz", "type": "long"}`},
		{"tz:us", `{"name": "tz", "type": ["null", "long"]}`},
		{"tz:s", `{"name": "tz", "type": "double"}`},
		{"tz:ms", `{"name": "tz", "type": "string"}`},
		{"tz:yyyy-MM-dd HH:mm:ss", `{"name": "tz", "type": "string"}`},
		{"tz:yyyyMMdd", `{"name": "tz", "type": "int"}`},
		{"tz", `{"name": "tz", "type": {"type": "int", "logicalType": "date"}}`},
		{"tz.at", `{"name": "tz", "type": {"type": "record", "name": "At", "fields": [{"name": "at", "type": {"type": "long", "logicalType": "timestamp-nanos"}}]}}`},
	}
	t := times[m.random.IntN(len(times))]
	m.time = t.flag
	if m.time == "" {
		m.time = "timestamp"
	}
	fields = append(fields, t.field)
	return `{"type": "record", "name": "E", "fields": [` + strings.Join(fields, ", ") + `]}`
}

func (m *avroMaker) fields(n int) []string {
	var list []string
	for i := range n {
		name := fmt.Sprintf("f%d", i)
		switch m.random.IntN(12) {
		case 0:
			name = fmt.Sprintf("__f%d", i)
			m.seen("two underscores")
		case 1:
			name = []string{"select", "timestamp_", "order", "user", "value", "end", "VALUES", "date", "count", "f" + strings.Repeat("x", 300)}[m.random.IntN(10)] + fmt.Sprint(i)
		}
		list = append(list, fmt.Sprintf(`{"name": %q, "type": %s}`, name, m.typ()))
	}
	return list
}

func (m *avroMaker) name() string {
	m.named++
	return fmt.Sprintf("N%d", m.named)
}

func (m *avroMaker) typ() string {
	switch m.random.IntN(6) {
	case 0:
		m.seen("nullable")
		return m.nullable()
	case 1:
		m.seen("alone in a union")
		return "[" + m.plain(m.random.IntN(29)) + "]"
	}
	return m.plain(m.random.IntN(33))
}

func (m *avroMaker) nullable() string {
	text := m.plain(m.random.IntN(31)) // what is no union and not null
	if strings.HasPrefix(text, "[") {
		return `["null", ` + text[1:]
	}
	return `["null", ` + text + "]"
}

func (m *avroMaker) plain(n int) string {
	row := func(name, text string) string {
		m.seen(name)
		return text
	}
	logical := func(base, name string) string {
		return row(name, fmt.Sprintf(`{"type": %q, "logicalType": %q}`, base, name))
	}
	switch n {
	case 0:
		return row("string", `"string"`)
	case 1:
		return row("enum", `{"type": "enum", "name": "`+m.name()+`", "symbols": ["A", "B"]}`)
	case 2:
		return logical("string", "uuid")
	case 3:
		return row("int", `"int"`)
	case 4:
		return row("long", `"long"`)
	case 5:
		return row("float", `"float"`)
	case 6:
		return row("double", `"double"`)
	case 7:
		return row("boolean", `"boolean"`)
	case 8:
		return logical("int", "date")
	case 9:
		return logical("int", "time-millis")
	case 10:
		return logical("long", "time-micros")
	case 11:
		return logical("long", "timestamp-millis")
	case 12:
		return logical("long", "timestamp-micros")
	case 13:
		return logical("long", "timestamp-nanos")
	case 14:
		return logical("long", "local-timestamp-millis")
	case 15:
		return row("bytes", `"bytes"`)
	case 16:
		return row("fixed", `{"type": "fixed", "name": "`+m.name()+`", "size": 4}`)
	case 17:
		return row("uuid on fixed", `{"type": "fixed", "name": "`+m.name()+`", "size": 16, "logicalType": "uuid"}`)
	case 18:
		return row("decimal", `{"type": "bytes", "logicalType": "decimal", "precision": 4, "scale": 2}`)
	case 19:
		return row("duration", `{"type": "fixed", "name": "`+m.name()+`", "size": 12, "logicalType": "duration"}`)
	case 20, 21:
		return m.record()
	case 22:
		return row("array of strings", `{"type": "array", "items": "string"}`)
	case 23:
		return row("array of enums", `{"type": "array", "items": {"type": "enum", "name": "`+m.name()+`", "symbols": ["A"]}}`)
	case 24:
		return row("array of numbers", `{"type": "array", "items": "long"}`)
	case 25:
		return row("array of nullable", `{"type": "array", "items": ["null", "string"]}`)
	case 26:
		return row("array of records", `{"type": "array", "items": `+m.record()+`}`)
	case 27:
		return row("array of bytes", `{"type": "array", "items": "bytes"}`)
	case 28:
		return row("map", `{"type": "map", "values": `+m.inner()+`}`)
	case 29:
		return row("union of integers", `["int", "long"]`)
	case 30:
		return row("union of numbers", []string{`["long", "double"]`, `["int", "float"]`, `["float", "double"]`}[m.random.IntN(3)])
	case 31:
		return m.union()
	}
	return row("null", `"null"`)
}

func (m *avroMaker) inner() string {
	if m.depth > 3 {
		return `"long"`
	}
	m.depth++
	defer func() { m.depth-- }()
	return m.plain(m.random.IntN(29))
}

func (m *avroMaker) union() string {
	switch m.random.IntN(3) {
	case 0:
		m.seen("union with a string")
		return []string{`["string", "long"]`, `["null", "string", "boolean"]`, `["double", "string", "null"]`}[m.random.IntN(3)]
	case 1:
		m.seen("union with bytes")
		return []string{`["string", "bytes"]`, `["null", "bytes", "long"]`}[m.random.IntN(2)]
	}
	m.seen("union with a record")
	return []string{`["string", ` + m.record() + `]`, `["null", "long", {"type": "array", "items": "long"}]`, `["string", {"type": "map", "values": "string"}]`}[m.random.IntN(3)]
}

func (m *avroMaker) record() string {
	if m.depth > 2 {
		return `{"type": "record", "name": "` + m.name() + `", "fields": [{"name": "x", "type": "long"}]}`
	}
	m.depth++
	defer func() { m.depth-- }()
	m.seen("record")
	name := m.name()
	fields := m.fields(m.random.IntN(4))
	if m.random.IntN(4) == 0 {
		m.seen("recursive")
		fields = append(fields, `{"name": "again", "type": ["null", "`+name+`"]}`)
	}
	return `{"type": "record", "name": "` + name + `", "fields": [` + strings.Join(fields, ", ") + `]}`
}

// protoMaker makes random messages.
type protoMaker struct {
	random *rand.Rand
	rows   map[string]bool
	time   string
	named  int
	depth  int
}

func protoRows() []string {
	rows := []string{"optional", "oneof", "repeated", "message", "recursive", "group-like nesting", "map<string, V>", "map<int32, V>", "snake_case", "json_name", "repeated message"}
	return append(append(rows, protoKinds...), "repeated string", "repeated uint32", "repeated bytes", "repeated google.protobuf.Timestamp")
}

var protoKinds = []string{"string", "bool", "int32", "sint64", "sfixed32", "int64", "float", "double", "bytes", "uint32", "fixed32", "uint64", "fixed64", "Color",
	"google.protobuf.Timestamp", "google.protobuf.Duration", "google.protobuf.FieldMask", "google.protobuf.Struct", "google.protobuf.Value", "google.protobuf.ListValue", "google.protobuf.Any",
	"google.protobuf.Empty", "google.protobuf.StringValue", "google.protobuf.Int64Value", "google.protobuf.BoolValue", "google.protobuf.UInt32Value", "google.protobuf.BytesValue"}

func (m *protoMaker) seen(row string) {
	if m.rows == nil {
		m.rows = map[string]bool{}
	}
	m.rows[row] = true
}

func (m *protoMaker) file() string {
	times := []struct{ flag, field string }{
		{"timestamp", "string timestamp = 900;"},
		{"when_at", "google.protobuf.Timestamp when_at = 900;"},
		{"when_at:ms", "int64 when_at = 900;"},
		{"when_at:s", "uint32 when_at = 900;"},
		{"whenAt:s", "optional double when_at = 900;"},
		{"when_at:iso", "google.protobuf.StringValue when_at = 900;"},
	}
	t := times[m.random.IntN(len(times))]
	m.time = t.flag
	var b strings.Builder
	b.WriteString(`syntax = "proto3";
package shop.v1;
import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/empty.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
enum Color { UNKNOWN = 0; RED = 1; }
message Event {
`)
	m.fields(&b, "Event", 3+m.random.IntN(8))
	b.WriteString(t.field + "\n}\n")
	return b.String()
}

func (m *protoMaker) fields(b *strings.Builder, self string, n int) {
	for i := 1; i <= n; i++ {
		name := fmt.Sprintf("f%d", i)
		switch m.random.IntN(4) {
		case 0:
			name = fmt.Sprintf("some_field_%d", i)
			m.seen("snake_case")
		case 1:
			name = []string{"select_", "order", "value_", "End", "UPPER_CASE_", "_lead"}[m.random.IntN(6)] + fmt.Sprint(i)
		}
		kind := protoKinds[m.random.IntN(len(protoKinds))]
		options := ""
		if m.random.IntN(10) == 0 {
			options = fmt.Sprintf(` [json_name = "named.%d"]`, i)
			m.seen("json_name")
		}
		switch m.random.IntN(12) {
		case 0:
			m.seen("optional")
			m.seen(kind)
			fmt.Fprintf(b, "optional %s %s = %d%s;\n", kind, name, i, options)
		case 1:
			m.seen("oneof")
			fmt.Fprintf(b, "oneof choice_%d { %s %s = %d%s; }\n", i, kind, name, i, options)
		case 2, 3:
			m.seen("repeated")
			m.seen("repeated " + kind)
			fmt.Fprintf(b, "repeated %s %s = %d%s;\n", kind, name, i, options)
		case 4:
			key := []string{"string", "string", "int32"}[m.random.IntN(3)]
			m.seen("map<" + key + ", V>")
			fmt.Fprintf(b, "map<%s, %s> %s = %d%s;\n", key, kind, name, i, options)
		case 5, 6:
			m.message(b, name, i)
		case 7:
			m.seen("recursive")
			fmt.Fprintf(b, "%s %s = %d%s;\n", self, name, i, options)
		default:
			m.seen(kind)
			fmt.Fprintf(b, "%s %s = %d%s;\n", kind, name, i, options)
		}
	}
}

// message adds a message within, and a field of it.
func (m *protoMaker) message(b *strings.Builder, name string, i int) {
	if m.depth > 2 {
		fmt.Fprintf(b, "bool %s = %d;\n", name, i)
		return
	}
	m.depth++
	m.named++
	inner := fmt.Sprintf("M%d", m.named)
	fmt.Fprintf(b, "message %s {\n", inner)
	m.fields(b, inner, m.random.IntN(4))
	b.WriteString("}\n")
	m.depth--
	m.seen("message")
	if m.depth > 0 {
		m.seen("group-like nesting")
	}
	if m.random.IntN(4) == 0 {
		m.seen("repeated message")
		fmt.Fprintf(b, "repeated %s %s = %d;\n", inner, name, i)
		return
	}
	fmt.Fprintf(b, "%s %s = %d;\n", inner, name, i)
}

var hostile = []string{`we"ird`, "with space", "select", "DATE", "😀", "1st", strings.Repeat("long", 75), "a.b", "a'b", `back\slash`, "tab\there", "new\nline", "", " ", "\u202eevil", "ünï", "a/b", "$path", "_", "__time", "__x", "${HOME}", "a:b", "[0]", "-- no", "nul\x00"}

// sampleRows are rows of JSON with hostile names.
func sampleRows(random *rand.Rand) string {
	var b strings.Builder
	names := hostile
	for range 1 + random.IntN(4) {
		row := map[string]any{"when": "2024-05-01T12:00:00Z"}
		for range random.IntN(8) {
			row[names[random.IntN(len(names))]] = sampleValue(random, 0)
		}
		line, err := json.Marshal(row)
		if err != nil {
			return ""
		}
		b.Write(append(line, '\n'))
	}
	return b.String()
}

func sampleValue(random *rand.Rand, depth int) any {
	switch n := random.IntN(10); {
	case n == 0:
		return nil
	case n == 1:
		return random.IntN(2) == 0
	case n == 2:
		return random.IntN(1000)
	case n == 3:
		return random.Float64()
	case n == 4 && depth < 3:
		inner := map[string]any{}
		for range random.IntN(4) {
			inner[hostile[random.IntN(len(hostile))]] = sampleValue(random, depth+1)
		}
		return inner
	case n == 5 && depth < 3:
		list := []any{}
		for range random.IntN(3) {
			list = append(list, sampleValue(random, depth+1))
		}
		return list
	}
	return "text"
}
