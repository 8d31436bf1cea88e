//go:build ignore

package main

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
)

// file is a file that nobody means well with, and what is to be said of it.
type file struct {
	name, text string
	rule       string // reported in it, at least once
	said       string // a part of the error that names it
}

// altered is a job of text events with something odd in it, which replaces an old part.
func altered(old, replacement string) string {
	text := fill(bases["avro"].text, 0)
	if !strings.Contains(text, old) {
		panic("no " + old)
	}
	return strings.Replace(text, old, replacement, 1)
}

func withExpression(expression string) string {
	return altered(`"\"city\""`, fmt.Sprintf("%q", expression))
}

func withSchema(schema string) string {
	text := fill(bases["avro"].text, 0)
	before, _, _ := strings.Cut(text, `"schema": {`)
	return before + `"schema": ` + schema + "}" + tailOf(text)
}

func tailOf(text string) string {
	_, after, _ := strings.Cut(text, "\n  \"mappings\"")
	return "}},\n  \"mappings\"" + after
}

// doubling is a record whose fields are twice the next record, and so on: as a tree it has 2 to the power of depth fields.
func doubling(depth int) string {
	schema := `"long"`
	for i := range depth {
		schema = fmt.Sprintf(`{"type": "record", "name": "R%d", "fields": [{"name": "a", "type": %s}, {"name": "b", "type": %s}]}`, i, schema, nameOrLong(i))
	}
	return schema
}

func nameOrLong(i int) string {
	if i == 0 {
		return `"long"`
	}
	return fmt.Sprintf(`"R%d"`, i-1)
}

// doublingProto is the same for Protobuf.
func doublingProto(depth int) string {
	var b strings.Builder
	b.WriteString("syntax = \"proto3\";\nmessage M0 { int64 n = 1; }\n")
	for i := 1; i <= depth; i++ {
		fmt.Fprintf(&b, "message M%d { M%d a = 1; M%d b = 2; }\n", i, i-1, i-1)
	}
	return b.String()
}

// laughs is the billion laughs.
func laughs() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x]\n")
	for i := 1; i < 30; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i, i, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1)
	}
	b.WriteString("tableName: *a29\ncolumnName: *a29\n")
	return b.String()
}

func merges() string {
	var b strings.Builder
	b.WriteString("a0: &a0 {tableName: x, columnName: y}\n")
	for i := 1; i < 200; i++ {
		fmt.Fprintf(&b, "a%d: &a%d {<<: [*a%d, *a%d], k%d: 1}\n", i, i, i-1, i-1, i)
	}
	return b.String()
}

func staircase(levels int) string {
	var b strings.Builder
	for i := range levels {
		b.WriteString(strings.Repeat(" ", i) + "source:\n")
	}
	return b.String()
}

// container is an Avro object container file with a header of its own.
func container(codec string, schema string, block []byte) string {
	var b bytes.Buffer
	b.WriteString("Obj\x01")
	long := func(n int64) {
		b.Write(binary.AppendVarint(nil, n))
	}
	text := func(s string) {
		long(int64(len(s)))
		b.WriteString(s)
	}
	long(2)
	text("avro.codec")
	text(codec)
	text("avro.schema")
	text(schema)
	long(0)
	b.WriteString("0123456789abcdef")
	b.Write(block)
	return b.String()
}

// block is one with a number of records and a length that it claims.
func block(records, length int64, data []byte) []byte {
	b := binary.AppendVarint(nil, records)
	b = binary.AppendVarint(b, length)
	return append(append(b, data...), "0123456789abcdef"...)
}

// deflated are so many megabytes of zeros, which take a thousandth of that.
func deflated(megabytes int) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		panic(err)
	}
	zeros := make([]byte, 1<<20)
	for range megabytes {
		if _, err := w.Write(zeros); err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

const simpleSchema = `{"type": "record", "name": "R", "fields": [{"name": "timestamp", "type": "string"}]}`

// schemaFiles are data schemas, which lint reads because the settings name them, and which fields and gen are given by name.
func schemaFiles() []file {
	bomb := deflated(1000)
	return []file{
		{name: "schemas/doubling.avsc", text: doubling(60)},
		{name: "schemas/doubling.proto", text: doublingProto(60)},
		{name: "schemas/recursive.avsc", text: `{"type": "record", "name": "L", "fields": [{"name": "next", "type": ["null", "L"]}, {"name": "all", "type": {"type": "array", "items": "L"}}]}`},
		{name: "schemas/deep.avsc", text: strings.Repeat(`{"type": "array", "items": `, 100_000) + `"int"` + strings.Repeat("}", 100_000), rule: "syntax/too-deep"},
		{name: "schemas/name.avsc", text: `{"type": "record", "name": "` + strings.Repeat("a.", 500_000) + `a", "fields": []}`},
		{name: "schemas/union.avsc", text: `{"type": "record", "name": "U", "fields": [{"name": "a", "type": [` + strings.Repeat(`"string",`, 100_000) + `"int"]}]}`, rule: "avro/invalid"},
		{name: "schemas/nul.avsc", text: "{\"type\": \x00}", rule: "syntax/invalid"},
		{name: "schemas/empty.avsc", text: "", rule: "syntax/invalid"},
		{name: "schemas/cut.avsc", text: `{"type": "record", "name": "C", "fields": [{"name":`, rule: "syntax/invalid"},
		{name: "schemas/self.proto", text: "syntax = \"proto3\";\nimport \"self.proto\";\nmessage S { S s = 1; }\n", rule: "protobuf/invalid"},
		{name: "schemas/one.proto", text: "syntax = \"proto3\";\nimport \"two.proto\";\nmessage A { B b = 1; }\n", rule: "protobuf/invalid"},
		{name: "schemas/two.proto", text: "syntax = \"proto3\";\nimport \"one.proto\";\nmessage B { A a = 1; }\n", rule: "protobuf/invalid"},
		{name: "schemas/braces.proto", text: "syntax = \"proto3\";\n" + strings.Repeat("message A {", 100_000), said: "larger than 1048576 bytes"}, {name: "schemas/nested.proto", text: "syntax = \"proto3\";\n" + strings.Repeat("message A {", 50_000), rule: "protobuf/invalid"},
		{name: "schemas/options.proto", text: "syntax = \"proto3\";\nmessage A { string s = 1 [(a) = {" + strings.Repeat("a: {", 50_000) + "}]; }", rule: "protobuf/invalid"},
		{name: "schemas/fields.proto", text: "syntax = \"proto3\";\nmessage A { string s = 999999999999999999999999; }\n", rule: "protobuf/invalid"},
		{name: "schemas/reserved.proto", text: "syntax = \"proto3\";\nmessage A { reserved 1 to max; string s = 1; }\n", rule: "protobuf/invalid"},
		{name: "schemas/random.desc", text: "\x0a\xff\xff\xff\xff\x7f\x00\x01", rule: "protobuf/not-a-descriptor-set"},
		{name: "schemas/zeros.desc", text: strings.Repeat("\x00", 10<<20), rule: "protobuf/not-a-descriptor-set"},
		{name: "schemas/groups.desc", text: strings.Repeat("\x0b", 1<<20), rule: "protobuf/not-a-descriptor-set"},
		{name: "data/length.ocf", text: container("null", simpleSchema, block(1, 1<<62, []byte("\x02a"))), rule: "avro/damaged-container"},
		{name: "data/count.ocf", text: container("null", simpleSchema, block(1<<62, 2, []byte("\x02a")))},
		{name: "data/negative.ocf", text: container("null", simpleSchema, block(-5, -5, nil)), rule: "avro/damaged-container"},
		{name: "data/bomb.ocf", text: container("deflate", simpleSchema, block(1, int64(len(bomb)), bomb))},
		{name: "data/snappy.ocf", text: container("snappy", simpleSchema, block(1, 9, []byte("\xff\xff\xff\xff\x0f\x00\x00\x00\x00")))},
		{name: "data/header.ocf", text: "Obj\x01\xfe\xff\xff\xff\xff\xff\xff\xff\x7f", rule: "avro/damaged-container"},
		{name: "data/schema.ocf", text: container("null", doubling(60), nil)},
		{name: "data/empty.ocf", text: "", rule: "avro/damaged-container"},
	}
}

// specFiles are files that look like specs, or that the settings say are.
func specFiles() []file {
	seed := fill(bases["avro"].text, 0)
	list := []file{
		{name: "depth/brackets.json", text: strings.Repeat("[", 1_000_000), rule: "syntax/too-deep"},
		{name: "depth/closed.json", text: strings.Repeat("[", 1_000_000) + strings.Repeat("]", 1_000_000), rule: "syntax/too-deep"},
		{name: "depth/objects.json", text: strings.Repeat(`{"source":`, 200_000), rule: "syntax/too-deep"},
		{name: "depth/flow.yaml", text: strings.Repeat("[", 200_000), rule: "syntax/invalid"},
		{name: "depth/dashes.yaml", text: strings.Repeat("- ", 200_000), rule: "syntax/invalid"},
		{name: "depth/staircase.yaml", text: staircase(2000), rule: "syntax/too-deep"},
		{name: "yaml/laughs.yaml", text: laughs(), rule: "syntax/invalid"},
		{name: "yaml/merges.yaml", text: merges(), rule: "syntax/invalid"},
		{name: "yaml/cycle.yaml", text: "tableName: &a [*a]\ncolumnName: *a\n", rule: "syntax/invalid"},
		{name: "yaml/long.yaml", text: "tableName: &a " + strings.Repeat("x", 1<<20) + "\ncolumnName: [" + strings.Repeat("*a, ", 50_000) + "*a]\n", rule: "syntax/invalid"},
		{name: "yaml/documents.yaml", text: strings.Repeat("---\na: 1\n", 100_000)},
		{name: "yaml/tags.yaml", text: "tableName: !!python/object/apply:os.system [id]\ncolumnName: !!binary AAAA\n"},
		{name: "text/nul.json", text: strings.Replace(seed, "avro_stream", "avro\x00stream", 1), said: "NUL bytes"},
		{name: "text/nul-escaped.json", text: strings.Replace(seed, "avro_stream", `avro\u0000stream`, 1), rule: "shape/not-allowed"},
		{name: "text/utf8.json", text: strings.Replace(seed, "avro_stream", "avro\xff\xfestream", 1), rule: "syntax/invalid"},
		{name: "text/surrogate.json", text: strings.Replace(seed, "avro_stream", `avro\ud800stream`, 1), rule: "syntax/invalid"},
		{name: "text/utf16.json", text: "\xff\xfe{\x00}\x00", said: "NUL bytes"},
		{name: "text/elf.yaml", text: "\x7fELF\x02\x01\x01\x00", said: "NUL bytes"},
		{name: "text/escape.json", text: altered(`"tableName"`, `"\u001b[31m\u202e\u2028x": 1, "tableName"`), rule: "shape/unknown-field"},
		{name: "text/empty.json", text: "", rule: "syntax/invalid"},
		{name: "text/quotes.json", text: strings.Repeat(`"`, 1_000_001), rule: "syntax/invalid"},
		{name: "text/number.json", text: strings.Replace(seed, `"createTableIfNotExists": true`, `"createTableIfNotExists": 1e999999999`, 1), rule: "shape/wrong-type"},
		{name: "text/digits.json", text: strings.Replace(seed, `"createTableIfNotExists": true`, `"createTableIfNotExists": `+strings.Repeat("9", 1_000_000), 1), rule: "shape/wrong-type"},
		{name: "text/twice.json", text: altered(`"createTableIfNotExists": true`, strings.Repeat("\"createTableIfNotExists\": true,\n", 20_000)+`"createTableIfNotExists": true`), rule: "syntax/duplicate-key"},
		{name: "size/key.json", text: altered(`"tableName"`, `"`+strings.Repeat("k", 10<<20)+`": 1, "tableName"`), rule: "shape/unknown-field"},
		{name: "size/string.json", text: altered(`events_000000`, strings.Repeat("x", 63<<20)), rule: "shape/table-name"},
		{name: "size/expression.json", text: withExpression(strings.Repeat("(", 1<<20)), rule: "mapping/syntax"},
		{name: "size/not.json", text: withExpression(strings.Repeat("NOT ", 1<<18) + "TRUE"), rule: "mapping/syntax"},
		{name: "size/case.json", text: withExpression(strings.Repeat("CASE WHEN TRUE THEN ", 50_000)), rule: "mapping/syntax"},
		{name: "size/sum.json", text: withExpression(`"city"` + strings.Repeat(` || "city"`, 200_000))},
		{name: "size/minus.json", text: withExpression(strings.Repeat("- ", 200_000) + "1"), rule: "mapping/syntax"},
		{name: "size/quote.json", text: withExpression("'" + strings.Repeat("''", 500_000)), rule: "mapping/syntax"},
		{name: "size/pattern.json", text: withExpression(`REGEXP_EXTRACT("city", '` + strings.Repeat("(", 100_000) + `')`), rule: "mapping/bad-literal"},
		{name: "size/repeat.json", text: withExpression(`REGEXP_EXTRACT("city", '((a{1000}){1000}){1000}')`)},
		{name: "size/path.json", text: withExpression(`JSON_VALUE("city", '$` + strings.Repeat(".a", 500_000) + `')`)},
		{name: "size/findings.json", text: manyFindings(10_000), rule: "shape/not-allowed"},
		{name: "size/columns.json", text: manyColumns(100_000), rule: "mapping/duplicate-column"},
		{name: "avro/doubling.json", text: withSchema(doubling(60))},
		{name: "avro/recursive.json", text: withSchema(`{"type": "record", "name": "L", "fields": [{"name": "timestamp", "type": ["null", "L"]}]}`)},
		{name: "avro/union.json", text: withSchema(`{"type": "record", "name": "L", "fields": [{"name": "timestamp", "type": [` + strings.Repeat(`"string",`, 50_000) + `"int"]}]}`), rule: "avro/invalid"},
		{name: "protobuf/length.json", text: withDescriptor("\x0a\xff\xff\xff\xff\x7f"), rule: "protobuf/not-a-descriptor-set"},
		{name: "protobuf/zeros.json", text: withDescriptor(strings.Repeat("\x00", 1<<20)), rule: "protobuf/not-a-descriptor-set"},
		{name: "protobuf/groups.json", text: withDescriptor(strings.Repeat("\x0b", 1<<20)), rule: "protobuf/not-a-descriptor-set"},
	}
	for i := range list { // a table of its own each
		list[i].text = strings.ReplaceAll(list[i].text, `"events_000000"`, fmt.Sprintf(`"events_%d"`, 950_000+i))
	}
	for at := 1; at < len(seed)-2; at += 41 {
		list = append(list, file{name: fmt.Sprintf("cut/%04d.json", at), text: seed[:at], rule: "syntax/invalid"})
	}
	for _, one := range []string{"length", "count", "negative", "bomb", "snappy", "header", "schema", "empty"} {
		list = append(list, file{name: "batch/" + one + ".json", text: strings.Replace(fill(bases["batch"].text, 0), "events-000000.ocf", one+".ocf", 1)})
	}
	return list
}

func withDescriptor(text string) string {
	return strings.Replace(fill(bases["protobuf"].text, 0), descriptor, base64.StdEncoding.EncodeToString([]byte(text)), 1)
}

func manyFindings(count int) string {
	var b strings.Builder
	for i := range count {
		fmt.Fprintf(&b, "{\"name\": \"f%d\", \"dataType\": \"strin\"},\n", i)
	}
	return altered(`{"name": "city", "dataType": "string"},`, b.String()+`{"name": "city", "dataType": "string"},`)
}

func manyColumns(count int) string {
	return altered(`{"columnName": "city", "expression": "\"city\""},`, strings.Repeat("{\"columnName\": \"city\", \"expression\": \"\\\"city\\\"\"},\n", count))
}
