package manifest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/gen/manifest"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/config"
)

// everything has all keys.
const everything = `version: 1
specs:
  - output: jobs/events.json
    emit: curl
    job:
      from: schemas/events.proto
      message: shop.Order
      include: [proto, vendor]
      table: events
      connection: kafka
      source: connection
      files: [a, b]
      provider: registry:csr
      accept-unreadable: true
      time: ts:ms
      types: {session_length: float, "a=b": long}
      rename: {a: b}
      select: [a*]
      exclude: [b, "c"]
      flatten: true
      rollup: PT1H
      measures: {total: 'SUM("amount")'}
      filter: a > 1
      field-names: json
      read-from: latest
      replace-intervals: [all]
    overrides: {a: null}
  - output: c.yaml
    job: null
    connection:
      type: kafka
      name: n
      description: d
      bootstrap-servers: k:9092
      topic: t
      urls: [u]
      storage-account: s
      prefix: p
      secrets: sasl_scram
      secret: {password: P}
  - {output: "{table}.json", template: templates/stream, params: params.csv}
  - {output: "{table}.json", template: stream, params: [{table: a}, {table: b}]}
  - {output: "{table}.json", template: stream, params: {table: a}}
  - {output: old.json, job: {from-response: saved.json, table: null}}
`

func TestParse(t *testing.T) {
	m, problems := manifest.Parse("/p/polarspec.gen.yaml", []byte(everything))
	if len(problems) > 0 {
		t.Fatal(shown(problems))
	}
	want := []manifest.Spec{
		{Output: "jobs/events.json", Emit: "curl", Job: &manifest.Job{
			From: "schemas/events.proto", Message: "shop.Order", Include: []string{"proto", "vendor"}, Provider: "registry:csr",
			Options: gen.Options{
				Table: "events", Connection: "kafka", Source: "connection", Files: []string{"a", "b"}, AcceptUnreadable: true, Time: "ts:ms",
				Types: []gen.Pair{{Name: "session_length", Value: "float"}, {Name: "a=b", Value: "long"}}, Renames: []gen.Pair{{Name: "a", Value: "b"}},
				Select: []string{"a*"}, Exclude: []string{"b", "c"}, Flatten: true, Rollup: "PT1H", Measures: []gen.Pair{{Name: "total", Value: `SUM("amount")`}},
				Filter: "a > 1", FieldNames: "json", ReadFrom: "latest", ReplaceIntervals: []string{"all"},
			},
		}},
		{Output: "c.yaml", Connection: &gen.ConnectionOptions{
			Type: "kafka", Name: "n", Description: "d", BootstrapServers: "k:9092", Topic: "t", URLs: []string{"u"}, StorageAccount: "s", Prefix: "p",
			Secrets: "sasl_scram", Variables: []gen.Pair{{Name: "password", Value: "P"}},
		}},
		{Output: "{table}.json", Template: "templates/stream"},
		{Output: "{table}.json", Template: "stream"},
		{Output: "{table}.json", Template: "stream"},
		{Output: "old.json", Job: &manifest.Job{FromResponse: "saved.json"}},
	}
	if d := cmp.Diff(want, m.Specs, cmpopts.IgnoreTypes(document.Node{})); d != "" {
		t.Error(d)
	}
	if m.Path != "/p/polarspec.gen.yaml" || m.Dir != "/p" {
		t.Errorf("the manifest is %s in %s", m.Path, m.Dir)
	}
	if got := m.Specs[0].Overrides.Pointer() + " " + m.Specs[2].Params.Text() + " " + m.Specs[3].Params.Pointer(); got != "/specs/0/overrides params.csv /specs/3/params" {
		t.Error(got)
	}
}

// TestEverything holds the manifest with all keys to that, so that TestParse sees a key that is not read.
func TestEverything(t *testing.T) {
	root := document.Parse([]byte(everything), document.YAML).Root()
	spec := manifest.Type().Field("specs").Type.Item
	for i := range spec.Fields {
		found := false
		for entry := range root.Get("specs").Children() {
			found = found || entry.Get(spec.Fields[i].Name).Exists()
		}
		if !found {
			t.Errorf("%q is missing", spec.Fields[i].Name)
		}
	}
	for at, made := range []string{"job", "connection"} {
		for name := range spec.Field(made).Type.Names() {
			if name != "from-response" && !root.Get("specs").Item(at).Get(made).Get(name).Exists() {
				t.Errorf("%q of %s is missing", name, made)
			}
		}
	}
}

// shown are problems with their places, one a line.
func shown(problems []config.Problem) string {
	var lines []string
	for _, p := range problems {
		at := p.File.Lines().Position(p.Span.Start)
		lines = append(lines, fmt.Sprintf("%d:%d %s", at.Line, at.Column, p.Message))
	}
	return strings.Join(lines, "\n")
}

func TestProblems(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", `1:1 the manifest is empty: write version: 1, and below specs: what to generate`},
		{"a list", "- version: 1\n", `1:1 the manifest is an array and must be one object that starts with version: 1`},
		{"does not parse", "version: 1\nspecs: [\n", `2:1 the manifest does not parse: `},
		{"no version", "specs: [{output: a, template: b}]\n", `1:1 "version" is missing: write version: 1, the version of the format`},
		{"another version", "version: 2\nspecs: [{outputs: a, template: b}]\n", "1:10 version 2 of the format is not known to this version of polarspec: write 1\n" +
			`2:10 "outputs" is no key of the manifest here; did you mean "output"?`},
		{"nothing in it", "version: 1\n", `1:1 "specs" is missing: the list of what to generate`},
		{"no entries", "version: 1\nspecs: []\n", `2:1 "specs" must not be empty`},
		{"no output", "version: 1\nspecs:\n  - template: a\n", `3:5 "output" is missing: the file to write, relative to the folder of the manifest`},
		{"nothing to make", "version: 1\nspecs:\n  - output: a\n", `3:5 the entry says where to write and not what: add "job", "connection" or "template"`},
		{"two things", "version: 1\nspecs:\n  - output: a\n    job: {from: b}\n    template: c\n", `5:5 the entry has "job" already: give "template" an entry of its own`},
		{"params of nothing", "version: 1\nspecs:\n  - {output: a, job: {from: b}, params: c}\n", `3:33 "params" are the parameters of a template, and the entry has none`},
		{"empty params", "version: 1\nspecs:\n  - {output: a, template: b, params: ''}\n", `3:38 "params" must not be empty: a file, the parameters, or a list of them`},
		{"list of what", "version: 1\nspecs:\n  - {output: a, template: b, params: [1]}\n", `3:39 an item of "params" is a number and must be an object`},
		{"no source", "version: 1\nspecs:\n  - {output: a, job: {table: b}}\n", `3:17 "from" is missing: the file with the data schema or samples`},
		{"choices of a response", "version: 1\nspecs:\n  - output: a\n    job:\n      from-response: b\n      flatten: true\n", `6:7 "flatten" is for jobs that are made with "from"; change the job of "from-response" with "overrides"`},
		{"misspelt", "version: 1\nspecs:\n  - output: a\n    job:\n      from: b\n      accept_unreadable: true\n", `6:7 "accept_unreadable" is no key of the manifest here; did you mean "accept-unreadable"?`},
		{"like a flag", "version: 1\nspecs:\n  - output: a\n    job: {from: b, file: [a], measure: {a: b}}\n", "4:20 \"file\" is no key of the manifest here; did you mean \"files\"?\n" +
			`4:31 "measure" is no key of the manifest here; did you mean "measures"?`},
		{"set", "version: 1\nspecs:\n  - output: a\n    job: {from: b, set: {a: b}}\n", `4:20 "set" is no key of the manifest here; values of the spec stand in "overrides" beside "job" and "connection"`},
		{"unknown", "version: 1\nspecs: [{output: a, template: b}]\nnothing: x\n", `3:1 "nothing" is no key of the manifest here; known here: version, specs`},
		{"kinds", "version: 1\nspecs:\n  - output: 1\n    job: {from: b, table: 2024, select: a, flatten: maybe, source: 1}\n", strings.Join([]string{
			`3:13 "output" is a number and must be a string: put it in quotes`,
			`4:27 "table" is a number and must be a string: put it in quotes`,
			`4:41 "select" is a string and must be an array: put it in brackets`,
			`4:53 "flatten" is a string and must be true or false`,
			`4:68 "source" is a number and must be one of connection, uploaded, s3, azure, inline`,
		}, "\n")},
		{"values", "version: 1\nspecs:\n  - output: a\n    emit: jsn\n    connection: {type: kafca, name: ''}\n", strings.Join([]string{
			`4:11 "emit" is "jsn" and must be one of json, yaml, curl, python; did you mean "json"?`,
			`5:24 "type" is "kafca" and must be one of azure, confluent, confluent_schema_registry, kafka, kinesis, push_streaming, s3; did you mean "kafka"?`,
			`5:37 "name" must not be empty`,
		}, "\n")},
		{"provider", "version: 1\nspecs:\n  - output: a\n    job: {from: b, provider: registry}\n", `4:30 "provider" is inline or registry:CONNECTION, not "registry"`},
		{"twice", "version: 1\nspecs:\n  - output: a\n    output: b\n    template: c\n", `4:5 the manifest does not parse: `},
		{"an item", "version: 1\nspecs:\n  - output: a\n    job: {from: b, files: [1]}\n  - x\n", "4:28 an item of \"files\" is a number and must be a string: put it in quotes\n" +
			`5:5 an item of "specs" is a string and must be an object`},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, problems := manifest.Parse("/p/polarspec.gen.yaml", []byte(c.text))
			got := shown(problems)
			if c.name == "does not parse" || c.name == "twice" { // the words are those of internal/document
				if !strings.HasPrefix(got, c.want) || len(problems) != 1 {
					t.Errorf("got %s", got)
				}
			} else if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
			if len(m.Specs) > 0 && c.name != "unknown" && c.name != "no version" {
				t.Errorf("%d entries are left", len(m.Specs))
			}
		})
	}
}

// TestPlace shows where a message about an entry belongs.
func TestPlace(t *testing.T) {
	m, _ := manifest.Parse("/p/polarspec.gen.yaml", []byte(everything))
	for _, c := range []struct {
		entry              int
		key, message, want string
	}{
		{0, "types", `"types": x has no field "a=b"`, `"a=b"`},
		{0, "types", `"types" session_length=x: a data type is`, "session_length"},
		{0, "types", `something else`, "types"},
		{0, "exclude", `"exclude": x has no field "c"`, `"c"`},
		{0, "time", `"time": x has no field "ts"`, "ts:ms"},
		{0, "urls", "a key that it has not", "job"},
		{0, "", "no key", "job"},
		{1, "topic", `"topic" is missing`, "t"},
		{1, "", "no key", "connection"},
		{2, "", "no key", "templates/stream"},
	} {
		node, span := m.Specs[c.entry].Place(c.key, c.message)
		if got := string(node.File().Source[span.Start:span.End]); got != c.want {
			t.Errorf("%s in %q is at %q, want %q", c.key, c.message, got, c.want)
		}
	}
}

// FuzzParse: no text makes the reader panic, every problem lies inside of the text, and what is read is complete.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		everything, "", "version: 1", "version: 1\nspecs: &s [{output: a, template: b}]\n---\nspecs: *s", "{\"version\": 1, \"specs\": [{\"output\": \"a\", \"job\": {\"from\": \"b\"}}]}",
		"version: 1\nspecs:\n- &a {output: x, job: {from: y, rename: {1: 2}}}\n- *a\n- {<<: *a, output: z}\n- {output: q, job: {from-response: r, time: s}, overrides: [], params: {}}",
		"\ufeffversion: 1\r\nspecs:\r\n- output: |\r\n    a\r\n  emit: JSON\r\n  connection: {type: kafka}\r\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		m, problems := manifest.Parse("/p/polarspec.gen.yaml", text)
		for _, p := range problems {
			if p.Span.Start < 0 || p.Span.End < p.Span.Start || p.Span.End > len(text) || p.Message == "" || p.File == nil || p.Path != "/p/polarspec.gen.yaml" {
				t.Errorf("the problem is not complete, or lies at %v in a text of %d bytes: %+v", p.Span, len(text), p)
			}
		}
		for _, s := range m.Specs {
			made := 0
			for _, is := range []bool{s.Job != nil, s.Connection != nil, s.Template != ""} {
				if is {
					made++
				}
			}
			if made != 1 || s.Output == "" || s.Job != nil && s.Job.From == "" && s.Job.FromResponse == "" || s.Params.Exists() && s.Template == "" {
				t.Errorf("the entry is not complete: %+v", s)
			}
			for _, key := range []string{"from", "types", "output", ""} {
				if node, span := s.Place(key, `"x" y=1`); !node.Exists() || span.End > len(text) {
					t.Errorf("%q is at %v in a text of %d bytes", key, span, len(text))
				}
			}
		}
	})
}
