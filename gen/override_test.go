package gen_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/avro"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// base is a job to change.
const base = `{"type": "streaming", "target": {"type": "table", "tableName": "t"}, "createTableIfNotExists": true, "source": {"type": "connection", "connectionName": "c",
	"inputSchema": [{"name": "ts", "dataType": "string"}, {"name": "city", "dataType": "string"}],
	"formatSettings": {"format": "avro_stream", "parseSchemaProvider": {"type": "inline-avro", "schema": {"type": "record", "name": "R", "fields": [{"name": "ts", "type": "string"}]}}}},
	"mappings": [{"columnName": "__time", "expression": "TIME_PARSE(\"ts\")"}, {"columnName": "city", "expression": "\"city\""}]}`

func parsed(t *testing.T, text string) document.Value {
	t.Helper()
	file := document.Parse([]byte(text), document.JSON)
	if len(file.Faults) > 0 {
		t.Fatal(file.Faults[0].Message)
	}
	return file.Root().Value()
}

func changed(t *testing.T, spec string, kind polaris.Kind, changes string) (document.Value, string) {
	t.Helper()
	value, problems := gen.Override(parsed(t, spec), kind, document.Parse([]byte(changes), document.YAML).Root())
	var lines []string
	for _, p := range problems {
		at := p.Node.File().Lines().Position(p.Span.Start)
		lines = append(lines, fmt.Sprintf("%d:%d %s", at.Line, at.Column, p.Message))
	}
	return value, strings.Join(lines, "\n")
}

// TestOverride shows what changes become.
func TestOverride(t *testing.T) {
	for _, c := range []struct {
		name, changes string
		// old is text of the spec that becomes new, or is followed by it.
		old, new string
	}{
		{"nothing", "{}", "", ""},
		{"a new field in its place", "lateMessageRejectionPeriod: P30D", `"__time"}]}`, ""},
		{"a field within objects", "{source: {formatSettings: {binaryAsString: true}}}", `"string"}]}}`, `"string"}]}}, "binaryAsString": true`},
		{"an item by its name", "mappings: [{columnName: city, expression: 'UPPER(\"city\")'}]", `"\"city\""`, `"UPPER(\"city\")"`},
		{"a field of an item", "source: {inputSchema: [{name: city, dataType: json}]}", `"city", "dataType": "string"`, `"city", "dataType": "json"`},
		{"a new item", "mappings: [{expression: COUNT(*), isAggregation: true, columnName: n}]", `"expression": "\"city\""}]`, `"expression": "\"city\""}, {"columnName": "n", "expression": "COUNT(*)", "isAggregation": true}]`},
		{"null removes", "{createTableIfNotExists: null, source: {formatSettings: {binaryAsString: null}}}", `"createTableIfNotExists": true, `, ""},
		{"null of what is not there", "readFromPoint: null", "", ""},
		{"another list", "{target: {intervals: [a/b]}}", `"tableName": "t"`, `"tableName": "t", "intervals": ["a/b"]`},
		{"what Polaris hands on is merged", "source: {formatSettings: {parseSchemaProvider: {schema: {name: S}}}}", `"name": "R"`, `"name": "S"`},
		{"lists in that are replaced", "source: {formatSettings: {parseSchemaProvider: {schema: {fields: []}}}}", `[{"name": "ts", "type": "string"}]`, `[]`},
		{"a free object", "{source: {formatSettings: {parseSchemaProvider: {schema: {doc: {a: [1, null]}}}}}}", `"type": "string"}]}`, `"type": "string"}], "doc": {"a": [1, null]}}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, problems := changed(t, base, polaris.JobKind, c.changes)
			want := strings.Replace(base, c.old, c.new, 1)
			if c.name == "a new field in its place" {
				want = strings.TrimSuffix(base, "}") + `, "lateMessageRejectionPeriod": "P30D"}`
			}
			if d := cmp.Diff(string(document.Encode(parsed(t, want))), string(document.Encode(got))); d != "" || problems != "" {
				t.Errorf("%s\n%s", problems, d)
			}
		})
	}
}

// TestOverrideProblems shows which changes are refused, and where.
func TestOverrideProblems(t *testing.T) {
	for _, c := range []struct{ name, changes, want string }{
		{"misspelt", "target:\n  tabelName: x", `2:3 there is no field "tabelName". Did you mean "tableName"?`},
		{"misspelt and removed", "target:\n  tabelName: null", `2:3 there is no field "tabelName". Did you mean "tableName"?`},
		{"unknown", "mappings: [{columnName: city, zzz: 1}]", `1:31 there is no field "zzz"; there are columnName, expression, isAggregation`},
		{"kind", "createTableIfNotExists: yes please", `1:25 "createTableIfNotExists" is a string and must be true or false`},
		{"kind of an object", "source: connection", `1:9 "source" is a string and must be an object`},
		{"kind of a list", "mappings: {city: 1}", `1:1 "mappings" is an object and must be an array`},
		{"value", "readFromPoint: newest", `1:16 "readFromPoint" is "newest" and must be one of latest, earliest`},
		{"data type", "source:\n  inputSchema:\n    - {name: city, dataType: strng}", `3:30 "dataType" is "strng" and must be one of string, long, float, double, json. Did you mean "string"?`},
		{"data type of a new item", "source: {inputSchema: [{name: town, dataType: 1}]}", `1:47 "dataType" is a number and must be one of string, long, float, double, json`},
		{"discriminator", "source: {formatSettings: {format: avro_strem}}", `"format" is "avro_strem" and must be one of`},
		{"refused alternative", "source: {formatSettings: {format: avro_ocf}}", `"format" is "avro_ocf" and must be one of`},
		{"no name", "mappings: [{expression: a}, x]", "1:12 an item of this list is known by its \"columnName\", which is missing here: give it to change or add an item\n" +
			`1:29 an item of this list is known by its "columnName", which is missing here: give it to change or add an item`},
		{"twice", "mappings:\n- {columnName: city, expression: a}\n- {columnName: city, expression: b}", `3:16 there is a change for "city" already`},
		{"not an object", "[]", `1:1 the item is an array and must be an object`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, problems := changed(t, base, polaris.JobKind, c.changes)
			if problems != c.want && (!strings.Contains(c.name, "discriminator") && c.name != "refused alternative" || !strings.Contains(problems, c.want)) {
				t.Errorf("got  %s\nwant %s", problems, c.want)
			}
			if !got.Equal(parsed(t, base)) {
				t.Error("the spec is changed")
			}
		})
	}
}

// A secret does not get into a file by a change either.
func TestOverrideSecret(t *testing.T) {
	const spec = `{"type": "kafka", "name": "n", "bootstrapServers": "k:9092", "topicName": "t", "secrets": {"type": "sasl_plain", "username": "${U}", "password": "${P}"}}`
	_, problems := changed(t, spec, polaris.ConnectionKind, "secrets:\n  password: hunter2")
	if want := "2:13 a secret does not belong into a file: name the environment variable that holds it by --secret password=VARIABLE"; problems != want {
		t.Errorf("got %s", problems)
	}
	got, problems := changed(t, spec, polaris.ConnectionKind, "secrets: {password: '${OTHER}'}\ntopicName: u")
	want := strings.NewReplacer("${P}", "${OTHER}", `"topicName": "t"`, `"topicName": "u"`).Replace(spec)
	if problems != "" || !got.Equal(parsed(t, want)) {
		t.Errorf("%s\n%s", problems, document.Encode(got))
	}
}

// Changes that repeat what a spec says change nothing: all of it, and parts that are taken by chance.
func TestOverrideRepeats(t *testing.T) {
	files, err := filepath.Glob("../testdata/seed/requests/*.json")
	if err != nil || len(files) < 4 {
		t.Fatal("the seed is missing", err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		root := document.Parse(text, document.JSON).Root()
		kind := polaris.Identify(root, true).Kind
		if kind == polaris.ConnectionKind {
			continue // its password stands there, which no change may write
		}
		for i := range 60 {
			part := root.Value()
			if i > 0 {
				part = some(random, part)
			}
			got, problems := gen.Override(root.Value(), kind, document.Parse(document.Encode(part), document.YAML).Root())
			if len(problems) > 0 || !got.Equal(root.Value()) {
				t.Fatalf("%s: %v\n%s", file, problems, cmp.Diff(string(document.Encode(root.Value())), string(document.Encode(got))))
			}
		}
	}
}

// some leaves members out of the objects of a value by chance, but not the names of items and not what lists replace whole.
func some(random *rand.Rand, v document.Value) document.Value {
	var members []document.Member
	for _, m := range v.Members() {
		switch {
		case random.IntN(3) == 0:
			continue
		case m.Value.Kind() == document.Object:
			m.Value = some(random, m.Value)
		case m.Key == "mappings" || m.Key == "inputSchema":
			var items []document.Value
			for _, item := range m.Value.Items() {
				if random.IntN(2) == 0 {
					items = append(items, document.ObjectOf(item.Members()[:1+random.IntN(len(item.Members()))]...))
				}
			}
			m.Value = document.ArrayOf(items...)
		}
		members = append(members, m)
	}
	return document.ObjectOf(members...)
}

// A change of a scalar is what --set makes of it.
func TestOverrideIsSet(t *testing.T) {
	source := &gen.Source{Name: "x.avsc", Avro: avro.Read(document.Parse([]byte(orders), document.JSON).Root())}
	options := gen.Options{Table: "t", Connection: "c"}
	plain, err := gen.Job(source, &options)
	if err != nil {
		t.Fatal(err)
	}
	for path, value := range map[string]string{
		"target.tableName": "other", "source.formatSettings.binaryAsString": "true", "createTableIfNotExists": "false", "readFromPoint": "latest",
		"lateMessageRejectionPeriod": "P1D", "mappings.user.expression": "UPPER(\"user\")", "source.inputSchema.user.dataType": "json", "source.unheardOf": "x",
	} {
		set := options
		set.Set = []gen.Pair{{Name: path, Value: value}}
		want, err := gen.Job(source, &set)
		if err != nil {
			t.Fatal(err)
		}
		steps := strings.Split(path, ".")
		change := document.StringOf(value)
		if value == "true" || value == "false" {
			change = document.BoolOf(value == "true")
		}
		for i := len(steps) - 1; i >= 0; i-- {
			if steps[i] == "user" {
				key := map[string]string{"mappings": "columnName", "inputSchema": "name"}[steps[i-1]]
				change = document.ArrayOf(document.ObjectOf(append([]document.Member{{Key: key, Value: document.StringOf("user")}}, change.Members()...)...))
				continue
			}
			change = document.ObjectOf(document.Member{Key: steps[i], Value: change})
		}
		got, problems := gen.Override(plain.Spec, polaris.JobKind, document.Parse(document.Encode(change), document.YAML).Root())
		if len(problems) > 0 || !got.Equal(want.Spec) {
			t.Errorf("%s: %v\n%s", path, problems, cmp.Diff(string(document.Encode(want.Spec)), string(document.Encode(got))))
		}
	}
}
