package project_test

import (
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/lint/project"
)

// tree are files below /p, of which patterns select those below a folder.
type tree map[string]string

// Open opens a file.
func (f tree) Open(name string) (io.ReadCloser, error) { return memory(f).Open(name) }

// Match finds files below a folder.
func (f tree) Match(folder, pattern string) ([]string, error) {
	var found []string
	for _, name := range slices.Sorted(maps.Keys(f)) {
		below, ok := strings.CutPrefix("/p/"+name, folder+"/")
		if matched, err := doublestar.Match(pattern, below); ok && matched && err == nil {
			found = append(found, "/p/"+name)
		}
	}
	return found, nil
}

// loadTree reads a project whose settings files are those named .polarspec.yaml, the outermost first.
func loadTree(t *testing.T, files tree) *project.Project {
	t.Helper()
	settings := &config.Settings{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if path.Base(name) != config.FileName {
			continue
		}
		layer, problems := config.Parse("/p/"+name, []byte(files[name]))
		if len(problems) > 0 {
			t.Fatalf("%+v", problems)
		}
		settings.Layers = append(settings.Layers, layer)
	}
	slices.SortFunc(settings.Layers, func(a, b *config.Layer) int { return len(a.Dir) - len(b.Dir) })
	beside, err := project.Load(t.Context(), settings, project.Options{
		Files: files, Dir: "/p", Name: func(path string) string { return strings.TrimPrefix(path, "/p/") },
	})
	if err != nil {
		t.Fatal(err)
	}
	return beside
}

func problems(p *project.Project) []string {
	var list []string
	for _, problem := range p.Problems {
		list = append(list, fmt.Sprintf("%s %s: %s", strings.TrimPrefix(problem.Path, "/p/"), problem.Node.Pointer(), problem.Message))
	}
	return list
}

const topics = `version: 1
topics:
  words:
    connection: read_words
    encoding: registry
    samples: [samples/*, more/1.bin]
    key-encoding: bare
    key-samples: [keys/*]
    schema: word.avsc
    writers: [registry/*.json]
`

func TestTopics(t *testing.T) {
	p := loadTree(t, tree{
		".polarspec.yaml": topics, "word.avsc": wordAvsc, "samples/1.bin": framed, "samples/2.bin": word, "more/1.bin": "x", "keys/k": "key",
		"registry/word-7.json": fmt.Sprintf(`{"schema": %q}`, wordAvsc), "registry/word-9.json": fmt.Sprintf(`{"id": 12, "schema": %q}`, wordAvsc),
	})
	if got := problems(p); got != nil {
		t.Errorf("%q", got)
	}
	topic := p.Topic("words")
	if topic == nil || topic != p.TopicOfConnection("read_words") || p.Topic("") != nil || p.Topic("other") != nil || p.TopicOfConnection("words") != nil {
		t.Fatalf("%+v", p.Topics)
	}
	var names []string
	for _, sample := range slices.Concat(topic.Value.Samples, topic.Key.Samples) {
		names = append(names, sample.Name+" "+string(sample.Data))
	}
	if diff := cmp.Diff([]string{"samples/1.bin " + framed, "samples/2.bin " + word, "more/1.bin x", "keys/k key"}, names); diff != "" {
		t.Error(diff)
	}
	if !topic.Schema.Sound() || topic.Schema.Name != "word.avsc" || len(topic.Writers) != 2 || topic.Writers[0].ID != 7 || topic.Writers[1].ID != 12 {
		t.Errorf("schema %+v, writers %+v", topic.Schema, topic.Writers)
	}
	if got := len(topic.WireSchemas()); got != 3 {
		t.Errorf("%d schemas for records", got)
	}
	if topic.Settings != ".polarspec.yaml" || topic.Node.Pointer() != "/topics/words" {
		t.Errorf("%s %s", topic.Settings, topic.Node.Pointer())
	}
	if got, want := known(*topic.Values(nil)), `mixed declared=false sure=2 of 3 [samples/1.bin: a record with the schema id 5 before its data; samples/2.bin: a bare record] told="samples/1.bin and 1 more"`; got != want {
		t.Error(got)
	}
	k := topic.Keys(nil)
	if k.Verdict != evidence.Bare || !k.Declared || k.Places[0].Name != ".polarspec.yaml" || k.Places[0].Node.Pointer() != "/topics/words/key-encoding" {
		t.Errorf("%+v", k)
	}
}

func TestNothingIsKnown(t *testing.T) {
	var none *project.Project
	if none.HasTopics() || none.Topic("a") != nil || none.TopicOfConnection("a") != nil || none.Upload("a") != nil {
		t.Error("of a nil project something is known")
	}
	if p := loadTree(t, tree{}); p.HasTopics() || len(p.Problems) > 0 {
		t.Errorf("%+v", p)
	}
}

// TestTopicProblems: what the settings name and cannot be had is reported at its place, and the rest stays known.
func TestTopicProblems(t *testing.T) {
	p := loadTree(t, tree{
		".polarspec.yaml": topics + "    message: Word\n", "registry/1.json": `{"subject": "words-value"}`, "registry/2.json": `{"schema": "\"strin\""}`,
	})
	want := []string{
		`.polarspec.yaml /topics/words/samples/0: "samples/*" matches no file of the project, so it has no effect`,
		`.polarspec.yaml /topics/words/samples/1: "more/1.bin" matches no file of the project, so it has no effect`,
		`.polarspec.yaml /topics/words/key-samples/0: "keys/*" matches no file of the project, so it has no effect`,
		`.polarspec.yaml /topics/words/schema: word.avsc cannot be read, so that nothing is known of it: file does not exist`,
		`.polarspec.yaml /topics/words/writers/0: registry/1.json is not a response of a schema registry: it has no text "schema"`,
		`.polarspec.yaml /topics/words/writers/0: registry/2.json has a schema that Avro refuses`,
	}
	if diff := cmp.Diff(want, problems(p)); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	topic := p.Topic("words")
	if topic.Schema != nil || topic.Writers != nil || topic.WireSchemas() != nil || topic.Values(nil).Verdict != evidence.Registry {
		t.Errorf("%+v", topic)
	}
}

const shopProto = `syntax = "proto3"; package shop; message Order { string id = 1; } message Refund { string id = 1; string reason = 2; }`

func TestTopicMessage(t *testing.T) {
	for _, test := range []struct{ message, want, problem string }{
		{"", "shop.Order", ""},
		{"shop.Refund", "shop.Refund", ""},
		{"Refund", "shop.Refund", ""},
		{"shop.Invoice", "", `.polarspec.yaml /topics/t/schema: shop.proto has no message "shop.Invoice"`},
	} {
		settings := fmt.Sprintf("version: 1\ntopics: {t: {schema: shop.proto, message: %q}}\n", test.message)
		if test.message == "" {
			settings = "version: 1\ntopics: {t: {schema: shop.proto, writers: [w.json]}}\n"
		}
		p := loadTree(t, tree{".polarspec.yaml": settings, "shop.proto": shopProto, "w.json": fmt.Sprintf(`{"schemaType": "PROTOBUF", "schema": %q}`, shopProto)})
		topic, got := p.Topic("t"), ""
		if topic.Message != nil {
			got = topic.Message.FullName
		}
		if got != test.want || strings.Join(problems(p), "") != test.problem {
			t.Errorf("%q: %q, %q", test.message, got, problems(p))
		}
		for _, writer := range topic.Writers {
			if m := topic.MessageIn(writer); m == nil || m.FullName != "shop.Order" || m == topic.Message {
				t.Errorf("the message of a writer is %+v", m)
			}
		}
		if m := topic.MessageIn(topic.Schema); m != topic.Message {
			t.Errorf("%q: the message of the schema is %+v", test.message, m)
		}
	}
}

// TestInnerSettings: what inner settings say of a topic takes the place of what outer ones say, and their patterns are relative to
// their folder.
func TestInnerSettings(t *testing.T) {
	p := loadTree(t, tree{
		".polarspec.yaml":        "version: 1\ntopics: {a: {encoding: bare, connection: outer}, b: {encoding: bare}}\n",
		"team/.polarspec.yaml":   "version: 1\ntopics: {a: {encoding: registry, samples: [s/*]}}\n",
		"team/s/1.bin":           framed,
		"s/1.bin":                word,
		"polarspec.topics.json":  entry("b", "bare", 2),
		"team/" + evidenceName(): entry("a", "registry", 1),
	})
	a, b := p.Topic("a"), p.Topic("b")
	if a.Settings != "team/.polarspec.yaml" || a.Connection != "" || len(a.Value.Samples) != 1 || a.Value.Samples[0].Name != "team/s/1.bin" || a.Value.Recorded.Samples != 1 {
		t.Errorf("%+v", a)
	}
	if k := b.Values(nil); k.Told() != "polarspec.topics.json" || k.Tally.Samples != 2 || k.Declared {
		t.Errorf("%+v", k)
	}
}

func evidenceName() string { return evidence.FileName }

// entry is an evidence file with one topic.
func entry(topic, encoding string, count int) string {
	ids := ""
	if encoding == "registry" {
		ids = fmt.Sprintf(`, "ids": [{"id": 5, "count": %d}]`, count)
	}
	return fmt.Sprintf(`{"version": 1, "topics": {%q: {"sampledAt": "2026-01-31T12:00:00Z", "value": {"verdict": %q, "format": "avro", "samples": %d, "encodings": {%q: %d}%s}}}}`,
		topic, encoding, count, encoding, count, ids)
}

// TestEvidenceAlone: without settings the evidence file of the working directory counts, of topics that nothing else tells of.
func TestEvidenceAlone(t *testing.T) {
	p := loadTree(t, tree{evidence.FileName: entry("a", "registry", 3)})
	topic := p.Topic("a")
	if topic == nil || topic.Settings != "" || topic.Node.Exists() || p.TopicOfConnection("a") != nil {
		t.Fatalf("%+v", topic)
	}
	k := topic.Values(nil)
	if k.Verdict != evidence.Registry || k.Places[0].Node.Pointer() != "/topics/a/value" || k.Told() != evidence.FileName {
		t.Errorf("%+v", k)
	}
	if k := topic.Keys(nil); k.Verdict != evidence.Untold || len(k.Places) > 0 {
		t.Errorf("of keys: %+v", k)
	}
}

func TestDamagedEvidence(t *testing.T) {
	p := loadTree(t, tree{evidence.FileName: `{"version": 1, "topics": {"a": {}}}`})
	want := []string{`polarspec.topics.json /topics/a: "sampledAt" is missing`}
	if diff := cmp.Diff(want, problems(p)); diff != "" || p.HasTopics() {
		t.Errorf("%v, want -, got +:\n%s", p.Topics, diff)
	}
}

func TestUploads(t *testing.T) {
	p := loadTree(t, tree{
		".polarspec.yaml": "version: 1\nuploads: {a.ocf: data/a.avro, rows.json: rows.json, gone.ocf: gone.avro, plain: data/a.avro}\n",
		"data/a.avro":     "Obj\x01\x02\x16avro.schema\x10\"string\"\x00" + strings.Repeat("s", 16), "rows.json": "{}",
	})
	want := []string{`.polarspec.yaml /uploads/gone.ocf: gone.avro cannot be read, so that nothing is known of it: file does not exist`}
	if diff := cmp.Diff(want, problems(p)); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	a := p.Upload("a.ocf")
	if !a.Sound() || a.Name != "data/a.avro" || a != p.Upload("plain") || a.Avro.Root.String() != "string" {
		t.Errorf("%+v", a)
	}
	if p.Upload("rows.json") != nil || p.Upload("gone.ocf") != nil || p.Upload("data/a.avro") != nil {
		t.Error("there is an upload that is none")
	}
}
