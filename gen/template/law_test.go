package template

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules"
	"github.com/polarspec/polarspec/schemas/avro"
	"github.com/polarspec/polarspec/schemas/field"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

// law is what the shipped templates must keep: the rules have nothing to say of what they make.
type law struct {
	linter    *lint.Linter
	templates map[string]*Template
	kept      int
}

func newLaw(t *testing.T) *law {
	t.Helper()
	l := &law{linter: lint.New(rules.All(), nil, lint.Options{Jobs: 1}), templates: map[string]*Template{}}
	for _, name := range Shipped() {
		l.templates[name] = mustLoad(t, ShippedFiles(name)...)
	}
	return l
}

// check makes the specs of a template for a source and lints them. The name of the file is a key that nothing else has.
func (l *law) check(t *testing.T, name, params string, source *gen.Source, describe string) {
	t.Helper()
	specs, err := l.templates[name].Run(t.Context(), jsonParams(params), func(*From) (*gen.Source, []gen.Note, error) { return source, nil, nil })
	if err != nil {
		t.Errorf("%s: %v\n%s", name, err, describe)
		return
	}
	for i := range specs {
		l.lint(t, name, &specs[i], describe)
	}
}

// lint lints one spec.
func (l *law) lint(t *testing.T, name string, s *Spec, describe string) {
	t.Helper()
	result, err := l.linter.Run(context.Background(), func(yield func(lint.Input) bool) error {
		yield(lint.Input{Path: "<stdin>", Name: "<stdin>", Source: document.Encode(s.Value), Claimed: true})
		return nil
	})
	if err != nil || len(result.Errors) > 0 || result.Summary.Specs != 1 {
		t.Fatalf("%d specs, %v, %v", result.Summary.Specs, err, result.Errors)
	}
	for _, f := range result.Findings {
		t.Errorf("%s: %s at %s: %s\n%s\n%s", name, f.Rule, f.Pointer, f.Message, describe, document.Encode(s.Value))
	}
	l.kept++
}

// TestAvroFixtures keeps the law for the schemas that Java accepts. Those without a time get one.
func TestAvroFixtures(t *testing.T) {
	text, err := os.ReadFile("../../schemas/avro/testdata/valid.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	l, number := newLaw(t), 0
	for line := range strings.Lines(string(text)) {
		fixture := document.Parse([]byte(line), document.JSON).Root()
		file := document.Parse([]byte(fixture.Get("schema").Text()), document.JSONC)
		schema := withTime(file.Root())
		if schema == "" || slices.ContainsFunc(file.Faults, func(f document.Fault) bool { return f.Code == document.DuplicateKey }) {
			continue // the text itself is at fault
		}
		read := avro.Read(document.Parse([]byte(schema), document.JSONC).Root())
		if len(read.Doubts) > 0 {
			continue // some version refuses it, which is said of the schema
		}
		number++
		source := &gen.Source{Name: "events.avsc", Avro: read}
		params := fmt.Sprintf(`"schema": "%d.avsc", "table": "events", "time": "time_of_event"`, number)
		l.check(t, "streaming-avro-inline", `{`+params+`, "connection": "kafka"}`, source, schema)
		l.check(t, "streaming-avro-registry", `{`+params+`, "topic": "events", "bootstrapServers": "kafka.example.com:9092", "registryURL": "https://registry.example.com"}`, source, schema)
		l.check(t, "batch-avro-ocf", `{`+params+`, "files": ["events.ocf"]}`, source, schema)
	}
	if l.kept < 200 {
		t.Errorf("only %d specs were made", l.kept)
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

// TestProtobufFixtures keeps the law for the messages of the descriptor sets that protoc made.
func TestProtobufFixtures(t *testing.T) {
	paths, _ := filepath.Glob("../../schemas/protobuf/testdata/compile/*.desc")
	l, number := newLaw(t), 0
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
			time := timeOf(message)
			if message.MapEntry || strings.HasPrefix(message.FullName, "google.") || time == "" {
				continue
			}
			number++
			source := &gen.Source{Name: path, Set: set, Message: message}
			l.check(t, "streaming-protobuf", fmt.Sprintf(`{"schema": "%d.desc", "table": "events", "connection": "kafka", "time": %q}`, number, time), source, path+" "+message.FullName)
		}
	}
	if l.kept < 20 {
		t.Errorf("only %d specs were made", l.kept)
	}
}

// timeOf chooses the first field that can be a time; empty if there is none.
func timeOf(message *protobuf.Message) string {
	for _, f := range message.Type().Fields {
		switch f.Type.Kind {
		case field.Int, field.Long, field.UInt64:
			return f.Name + ":ms"
		case field.String, field.Timestamp:
			return f.Name
		}
	}
	return ""
}
