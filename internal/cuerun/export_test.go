package cuerun

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/document"
)

func mustOpen(tb testing.TB, r *Runner, text string) Data {
	tb.Helper()
	data, err := r.Open(document.Parse([]byte(text), document.JSON).Root().Value())
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func TestComplete(t *testing.T) {
	const params = `#Params: {
	table!: string & =~"^[a-z]+$"
	kind!:  "a" | "b"
	period: =~"^P" | error("write a period")
	size:   int & >0 | *1
	plain:  string
	note?:  string
	nested?: {x!: int}
	slug: "x-\(table)"
}`
	tests := []struct{ name, data, want string }{
		{"all is well", `{"table":"abc","kind":"a","period":"P1D","plain":"p"}`, `{"table": "abc", "kind": "a", "period": "P1D", "size": 1, "plain": "p", "slug": "x-abc"}`},
		{"missing", `{"table":"abc"}`, "kind missing\nperiod missing\nplain missing"},
		{"unknown", `{"table":"abc","kind":"a","period":"P1D","plain":"p","tabel":"x"}`, `tabel the field "tabel" is not allowed here`},
		{"wrong", `{"table":"A","kind":"c","period":"1d","plain":"p","size":"x","nested":{"y":1}}`, `kind "c" is none of "a", "b"
nested.y the field "y" is not allowed here
period own write a period
size "x" is none of 1, int
table "A" does not satisfy =~"^[a-z]+$"`},
		{"within", `{"table":"abc","kind":"a","period":"P1D","plain":"p","nested":{}}`, `nested.x missing`},
		{"a bound beside a default", `{"table":"abc","kind":"a","period":"P1D","plain":"p","size":0}`, `size none of the alternatives fits: 0 does not satisfy >0; 1 and 0 contradict each other`},
	}
	r := New(generous)
	p, err := r.Load([]File{{Name: "a.cue", Source: []byte(params)}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			value, violations, err := p.Get("#Params").Complete(mustOpen(t, r, test.data))
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if len(violations) == 0 {
				got = string(document.EncodeCompact(value))
			}
			var lines []string
			for _, v := range violations {
				line := strings.Join(v.Path, ".")
				switch {
				case v.Missing:
					line += " missing"
				case v.Own != "":
					line += " own " + v.Own
				default:
					line += " " + v.Message
				}
				lines = append(lines, line)
			}
			if diff := cmp.Diff(test.want, got+strings.Join(lines, "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFields(t *testing.T) {
	const text = `#Params: {
	// What it is.
	table!: string & =~"^[a-z]+$"
	sizes: [...int] | *[]
	on?:  bool
	slug: "x-\(table)"
	both: string | number
	map?: {[string]: string}
}`
	r := New(generous)
	p, err := r.Load([]File{{Name: "a.cue", Source: []byte(text)}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, f := range p.Get("#Params").Fields() {
		var kinds, items []string
		for _, kind := range []document.Kind{document.Null, document.Bool, document.Number, document.String, document.Array, document.Object} {
			if f.Type.Accepts(kind) {
				kinds = append(kinds, kind.String())
			}
			if f.Item.Accepts(kind) {
				items = append(items, kind.String())
			}
		}
		line := fmt.Sprintf("%s:%d:%d %s %v %s", f.File, f.Position.Line, f.Position.Column, f.Name, f.Required, strings.Join(kinds, "|"))
		if f.Type.Accepts(document.Array) && !f.Type.Accepts(document.Null) {
			line += " of " + strings.Join(items, "|")
		}
		lines = append(lines, line+" "+f.Wants)
	}
	want := `a.cue:3:10 table true a string string & =~"^[a-z]+$"
a.cue:4:9 sizes false an array of a number [...int] | *[]
a.cue:5:8 on false a boolean bool
a.cue:6:8 slug false null|a boolean|a number|a string|an array|an object "x-\(table)"
a.cue:7:8 both false a number|a string string | number
a.cue:8:8 map false an object {[string]: string}`
	if diff := cmp.Diff(want, strings.Join(lines, "\n")); diff != "" {
		t.Error(diff)
	}
}

func TestExport(t *testing.T) {
	const text = `package p

import "github.com/polarspec/polarspec/schemas/polaris"

job: polaris.#StreamingJob & {
	type: "streaming"
	target: {type: "table", tableName: params.table}
	source: polaris.#ConnectionSource & {
		type:           "connection"
		connectionName: "c"
		inputSchema:    data.inputSchema
		formatSettings: data.formatSettings
	}
	mappings: [for f in data.fields {columnName: f.column, expression: f.expression}]
}
data: _
params: _
`
	tests := []struct{ name, params, data, want string }{
		{"well", `{"table":"t"}`, `{"inputSchema":[{"name":"a","dataType":"string"}],"formatSettings":{"format":"nd-json"},"fields":[{"column":"a","expression":"\"a\""}]}`, `{"type": "streaming", "target": {"type": "table", "tableName": "t"}, "source": {"type": "connection", "connectionName": "c", "inputSchema": [{"name": "a", "dataType": "string"}], "formatSettings": {"format": "nd-json"}}, "mappings": [{"columnName": "a", "expression": "\"a\""}]}`},
		{"a wrong type", `{"table":"t"}`, `{"inputSchema":[{"name":"a","dataType":"strin"}],"formatSettings":{"format":"nd-json"},"fields":[]}`, `a.cue:11:19: job.source.inputSchema.0.dataType: "strin" is none of "double", "float", "json", "long", "string"`},
		{"a wrong format", `{"table":"t"}`, `{"inputSchema":[],"formatSettings":{"format":"nd"},"fields":[]}`, `a.cue:12:19: job.source.formatSettings.format: "nd" is none of "avro_stream", "csv", "json", "kafka", "kinesis", "nd-json", "protobuf", "regex", "tsv"`},
		{"no table", `{}`, `{"inputSchema":[],"formatSettings":{"format":"nd-json"},"fields":[]}`, `a.cue:7:44: job.target.tableName: there is no field "table"`},
		{"no fields", `{"table":"t"}`, `{"inputSchema":[],"formatSettings":{"format":"nd-json"}}`, `a.cue:14:27: job.mappings: there is no field "fields"`},
		{"no provider", `{"table":"t"}`, `{"inputSchema":[],"formatSettings":{"format":"avro_stream"},"fields":[]}`, `a.cue:12:3: job.source.formatSettings.parseSchemaProvider: the field "parseSchemaProvider" is missing`},
		{"an unknown field", `{"table":"t"}`, `{"inputSchema":[{"name":"a","dataTyp":"string"}],"formatSettings":{"format":"nd-json"},"fields":[]}`, `a.cue:11:3: job.source.inputSchema.0.dataTyp: the field "dataTyp" is not allowed here`},
	}
	r := New(generous)
	p, err := r.Load([]File{{Name: "a.cue", Source: []byte(text)}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			filled, err := p.Fill(Filled{"params", mustOpen(t, r, test.params)}, Filled{"data", mustOpen(t, r, test.data)})
			if err != nil {
				t.Fatal(err)
			}
			value, err := filled.Export("job")
			got := ""
			var faults SourceErrors
			switch {
			case errors.As(err, &faults):
				got = faults.Error()
			case err != nil:
				t.Fatal(err)
			default:
				got = string(document.EncodeCompact(value))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
