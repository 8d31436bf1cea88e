package gen_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/gen/infer"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules"
	"github.com/polarspec/polarspec/schemas/avro"
	"github.com/polarspec/polarspec/schemas/field"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

// linter is one for all specs of a test.
func linter(tb testing.TB) *lint.Linter {
	tb.Helper()
	return lint.New(rules.All(), nil, lint.Options{Jobs: 1})
}

// findings are what the rules say of a spec at warning or above.
func findings(tb testing.TB, l *lint.Linter, spec document.Value) []string {
	tb.Helper()
	input := lint.Input{Path: "<stdin>", Name: "<stdin>", Source: document.Encode(spec), Claimed: true}
	result, err := l.Run(context.Background(), func(yield func(lint.Input) bool) error {
		yield(input)
		return nil
	})
	if err != nil || len(result.Errors) > 0 || result.Summary.Specs != 1 {
		tb.Fatalf("%d specs, %v, %v", result.Summary.Specs, err, result.Errors)
	}
	var list []string
	for _, f := range result.Findings {
		list = append(list, fmt.Sprintf("%s at %s: %s", f.Rule, f.Pointer, f.Message))
	}
	return list
}

// lawful fails if the rules have anything to say of the job.
func lawful(tb testing.TB, l *lint.Linter, source *gen.Source, options *gen.Options, describe string) (gen.Result, bool) {
	tb.Helper()
	result, err := gen.Job(source, options)
	if err != nil {
		tb.Errorf("%v\noptions: %+v\n%s", err, *options, describe)
		return result, false
	}
	if list := findings(tb, l, result.Spec); len(list) > 0 {
		tb.Errorf("%s\noptions: %+v\n%s\n%s", strings.Join(list, "\n"), *options, describe, document.Encode(result.Spec))
		return result, false
	}
	return result, true
}

func avroSource(tb testing.TB, text string) *gen.Source {
	tb.Helper()
	schema := avro.Read(document.Parse([]byte(text), document.JSONC).Root())
	if len(schema.Faults) > 0 {
		tb.Fatalf("%s\n%s", schema.Faults[0].Text(), text)
	}
	return &gen.Source{Name: "events.avsc", Avro: schema}
}

func protoSource(tb testing.TB, text, message string) *gen.Source {
	tb.Helper()
	set, faults := protobuf.Compile("events.proto", func(name string) ([]byte, error) {
		if name == "events.proto" {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	})
	if len(faults) > 0 {
		tb.Fatalf("%s\n%s", faults[0].Error(), text)
	}
	found := set.Message(message)
	if found == nil {
		tb.Fatalf("there is no message %s", message)
	}
	return &gen.Source{Name: "events.proto", Set: set, Message: found}
}

// variants are the ways to make a job of one source.
func variants(isAvro bool) []gen.Options {
	stream := gen.Options{Table: "events", Connection: "events"}
	flat, rolled, registry := stream, stream, stream
	flat.Flatten = true
	rolled.Rollup, rolled.Measures = "PT1H", []gen.Pair{{Name: "rows_seen", Value: "COUNT(*)"}}
	registry.Registry, registry.AcceptUnreadable = "registry", true
	list := []gen.Options{stream, flat, rolled, registry}
	if isAvro {
		list = append(list, gen.Options{Table: "events", Files: []string{"events.ocf"}}, gen.Options{Table: "events", Files: []string{"events.ocf"}, Flatten: true, ReplaceIntervals: []string{"2024-01-01/2024-02-01"}})
	}
	return list
}

// TestAvroFixtures keeps the law for all schemas that Java accepts. Those without a time get one.
func TestAvroFixtures(t *testing.T) {
	text, err := os.ReadFile("../schemas/avro/testdata/valid.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	l, kept := linter(t), 0
	for line := range strings.Lines(string(text)) {
		fixture := document.Parse([]byte(line), document.JSON).Root()
		name := fixture.Get("name").Text()
		file := document.Parse([]byte(fixture.Get("schema").Text()), document.JSONC)
		schema := withTime(file.Root())
		if schema == "" || slices.ContainsFunc(file.Faults, func(f document.Fault) bool { return f.Code == document.DuplicateKey }) {
			continue // the text itself is at fault
		}
		source := avroSource(t, schema)
		if len(source.Avro.Doubts) > 0 {
			continue // some version refuses it, which is said of the schema
		}
		for _, options := range variants(true) {
			options.Time = "time_of_event"
			if _, ok := lawful(t, l, source, &options, name+"\n"+schema); ok {
				kept++
			}
		}
	}
	if kept < 200 {
		t.Errorf("only %d jobs were made", kept)
	}
}

// withTime is the text of a record with one more field; empty for what is no record.
func withTime(root document.Node) string {
	if !root.Get("type").TextIs("record") || root.Get("fields").Kind() != document.Array {
		return ""
	}
	var members []document.Member
	for _, m := range root.Value().Members() {
		if m.Key == "fields" {
			extra := document.ObjectOf(document.Member{Key: "name", Value: document.StringOf("time_of_event")}, document.Member{Key: "type", Value: document.StringOf("string")})
			m.Value = document.ArrayOf(append(slices.Clone(m.Value.Items()), extra)...)
		}
		members = append(members, m)
	}
	return string(document.Encode(document.ObjectOf(members...)))
}

// TestProtobufFixtures keeps the law for all messages of the descriptor sets that protoc made.
func TestProtobufFixtures(t *testing.T) {
	paths, _ := filepath.Glob("../schemas/protobuf/testdata/compile/*.desc")
	l, kept := linter(t), 0
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		set, fault := protobuf.DecodeBytes(data)
		if fault != nil || len(set.Problems()) > 0 {
			continue
		}
		for _, message := range set.Messages() {
			if message.MapEntry || len(message.Fields) == 0 || strings.HasPrefix(message.FullName, "google.") {
				continue
			}
			for _, options := range variants(false) {
				source := &gen.Source{Name: path, Set: set, Message: message}
				if !findTime(source, &options) {
					continue
				}
				if _, ok := lawful(t, l, source, &options, path+" "+message.FullName); ok {
					kept++
				}
			}
		}
	}
	if kept < 80 {
		t.Errorf("only %d jobs were made", kept)
	}
}

// findTime chooses the first field that can be a time; false if there is none.
func findTime(source *gen.Source, options *gen.Options) bool {
	for _, f := range source.Message.Type().Fields {
		options.Time = f.Name
		switch f.Type.Kind {
		case field.Int, field.Long, field.UInt64:
			options.Time += ":ms"
			return true
		case field.String, field.Timestamp:
			return true
		}
	}
	return false
}

func TestSeed(t *testing.T) {
	l := linter(t)
	text, err := os.ReadFile("../testdata/seed/kttm.avsc")
	if err != nil {
		t.Fatal(err)
	}
	for _, options := range variants(true) {
		lawful(t, l, avroSource(t, string(text)), &options, "kttm.avsc")
	}
	if text, err = os.ReadFile("../testdata/seed/kttm.proto"); err != nil {
		t.Fatal(err)
	}
	for _, options := range variants(false) {
		lawful(t, l, protoSource(t, string(text), "SomeMessage"), &options, "kttm.proto")
	}
}

// rounds is how many random schemas of each world are tried.
const rounds = 2500

// TestRandomAvro keeps the law for random Avro schemas, and asks for each row of the generator's table often.
func TestRandomAvro(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	l, rows := linter(t), map[string]int{}
	for i := range rounds {
		m := &avroMaker{random: random}
		schema := m.schema()
		source := avroSource(t, schema)
		list := variants(true)
		options := list[i%len(list)]
		options.Time = m.time
		if _, ok := lawful(t, l, source, &options, schema); !ok && t.Failed() {
			t.FailNow()
		}
		for row := range m.rows {
			rows[row]++
		}
	}
	often(t, rows, avroRows())
}

// TestRandomProtobuf does so for Protobuf.
func TestRandomProtobuf(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	l, rows := linter(t), map[string]int{}
	for i := range rounds {
		m := &protoMaker{random: random}
		text := m.file()
		source := protoSource(t, text, "shop.v1.Event")
		list := variants(false)
		options := list[i%len(list)]
		options.Time = m.time
		if _, ok := lawful(t, l, source, &options, text); !ok && t.Failed() {
			t.FailNow()
		}
		for row := range m.rows {
			rows[row]++
		}
	}
	often(t, rows, protoRows())
}

func often(t *testing.T, rows map[string]int, want []string) {
	t.Helper()
	for _, row := range want {
		if rows[row] < 50 {
			t.Errorf("%s came up %d times, want at least 50", row, rows[row])
		}
	}
}

// TestRandomSamples keeps the law for rows of JSON with names that nobody would choose.
func TestRandomSamples(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	l := linter(t)
	for i := range 500 {
		text := sampleRows(random)
		result, err := infer.JSON([]byte(text))
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		source := &gen.Source{Name: "rows.ndjson", Record: result.Record, Format: result.Format, NoTimes: result.NoTimes, Text: text}
		options := gen.Options{Table: "rows", Time: "when"}
		switch i % 4 {
		case 1:
			options.Connection = "rows"
		case 2:
			options.Flatten = true
		case 3:
			options.Rollup, options.Source = "P1D", "inline"
		}
		made, ok := lawful(t, l, source, &options, text)
		if !ok {
			t.FailNow()
		}
		mappings, _ := made.Spec.Get("mappings")
		for _, m := range mappings.Items() {
			expression, _ := m.Get("expression")
			if tree, faults := druidsql.Parse(expression.Text()); len(faults) > 0 || tree == nil {
				t.Fatalf("%s does not parse: %v", expression.Text(), faults)
			}
		}
	}
}

// TestNothingIsGuessed: choices that the schema leaves open are errors of use, with what each becomes.
func TestNothingIsGuessed(t *testing.T) {
	source := avroSource(t, `{"type": "record", "name": "E", "fields": [{"name": "ts", "type": "long"}, {"name": "city", "type": "string"}]}`)
	_, err := gen.Job(source, &gen.Options{Table: "t", Connection: "c"})
	var refused *gen.Error
	if !errors.As(err, &refused) || refused.Schema {
		t.Fatalf("%v", err)
	}
	want := `events.avsc: no field is surely the time of the event. Say which one it is:
  --time ts:s  MILLIS_TO_TIMESTAMP("ts" * 1000)
  --time ts:ms  MILLIS_TO_TIMESTAMP("ts")
  --time ts:us  MILLIS_TO_TIMESTAMP("ts" / 1000)
  --time ts:ns  MILLIS_TO_TIMESTAMP("ts" / 1000000)
or another field: city`
	if refused.Message != want {
		t.Errorf("got\n%s\nwant\n%s", refused.Message, want)
	}
}
