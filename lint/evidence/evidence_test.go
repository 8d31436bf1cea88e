package evidence_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/modeltest"
	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/schemas/protobuf"
	"github.com/polarspec/polarspec/schemas/wire"
)

// full is a file with everything in it, in its canonical form.
const full = `{
  "version": 1,
  "topics": {
    "clicks": {
      "sampledAt": "2026-01-31T12:00:00Z",
      "value": {
        "verdict": "json",
        "format": "json",
        "samples": 2,
        "encodings": {
          "empty": 1,
          "json": 1
        }
      }
    },
    "kttm": {
      "sampledAt": "2026-02-28T23:59:59Z",
      "value": {
        "verdict": "mixed",
        "format": "mixed",
        "samples": 9,
        "unsure": 2,
        "encodings": {
          "bare": 1,
          "glue": 1,
          "registry": 4,
          "text": 1
        },
        "ids": [
          {
            "id": 7,
            "count": 3
          },
          {
            "id": 100042,
            "count": 1
          }
        ],
        "indexes": [
          {
            "path": [
              0
            ],
            "count": 1
          },
          {
            "path": [
              1,
              0
            ],
            "count": 2
          }
        ],
        "names": [
          "a<b>.C",
          "io.imply.KttmEvent"
        ],
        "schemas": [
          {
            "file": "schemas/kttm.avsc",
            "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
          }
        ]
      },
      "key": {
        "verdict": "unknown",
        "format": "none",
        "samples": 1,
        "encodings": {
          "empty": 1
        }
      }
    }
  }
}
`

func TestRoundTrip(t *testing.T) {
	file, problems := evidence.Parse("polarspec.topics.json", []byte(full))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if diff := cmp.Diff(full, string(file.Encode())); diff != "" {
		t.Error(diff)
	}
	if empty := (&evidence.File{}).Encode(); string(empty) != "{\n  \"version\": 1,\n  \"topics\": {}\n}\n" {
		t.Errorf("%s", empty)
	}
	if topic := file.Topic("kttm"); topic == nil || topic.Node.Pointer() != "/topics/kttm" || topic.Value.Verdict() != evidence.Mixed || topic.Key.Verdict() != evidence.Untold {
		t.Errorf("%+v", topic)
	}
	if file.Topic("nothing") != nil || (*evidence.File)(nil).Topic("kttm") != nil {
		t.Error("a topic that is not there is found")
	}
}

func TestEquivalence(t *testing.T) {
	schema, err := os.ReadFile("../../schemas/jsonschema/topics.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	modeltest.Equivalence(t, modeltest.Model{Definitions: evidence.Definitions, Name: "#Evidence", Table: evidence.Type(), JSONSchema: schema}, [][]byte{[]byte(full)})
}

// TestModelKnowsEveryEncoding: a new encoding that the model lacks would be written and then be refused.
func TestModelKnowsEveryEncoding(t *testing.T) {
	side := &evidence.Side{}
	for _, e := range wire.Encodings() {
		side.Add(wire.Verdict{Encoding: e, Sure: true, SchemaID: 1})
	}
	text := evidence.Merge(nil, evidence.Topic{Name: "t", Value: side, SampledAt: "2026-01-31T12:00:00Z"}).Encode()
	if _, problems := evidence.Parse("x", text); len(problems) > 0 {
		t.Errorf("%s\n%s", problems[0].Message, text)
	}
	if side.Samples != len(wire.Encodings()) || side.Unsure != 1 {
		t.Errorf("%+v", side)
	}
}

func TestProblems(t *testing.T) {
	const head = `{"version": 1, "topics": {"t": {"sampledAt": "2026-01-31T12:00:00Z", "value": `
	side := func(members string) string { return head + `{` + members + `}}}}` }
	valid := `"verdict": "registry", "format": "avro", "samples": 2, "encodings": {"registry": 2}, "ids": [{"id": 5, "count": 2}]`
	replaced := func(old, replacement string) string { return side(strings.Replace(valid, old, replacement, 1)) }
	if _, problems := evidence.Parse("x", []byte(side(valid))); len(problems) > 0 {
		t.Fatal(problems)
	}
	tests := []struct{ name, text, problem string }{
		{"nothing", ``, `"": the evidence does not parse: the file is empty; write a JSON value`},
		{"null", `null`, `"null": the file is empty: remove the file, or write it with polarspec probe --write`},
		{"cut", `{"version": 1, "topics": {"t": {"sampledAt": "2026-01-31T12:00:00Z"`, `"": the evidence does not parse: the file ends, but the { of line 1 is not closed; write }`},
		{"no JSON", `version: 1`, `"version: 1": the evidence does not parse: text without quotes; put it in double quotes`},
		{"a list", `[]`, `"[]": the file is an array and must be an object`},
		{"no version", `{"topics": {}}`, `"{": "version" is missing: write "version": 1, the version of the format`},
		{"a later version", `{"version": 2, "topics": {}}`, `"2": version 2 of the format is not known to this version of polarspec: write the evidence anew with polarspec probe --write`},
		{"a text as version", `{"version": "1", "topics": {}}`, `"\"1\"": "version" is a string and must be the number 1`},
		{"no topics", `{"version": 1}`, `"{": "topics" is missing`},
		{"a misspelt key", `{"version": 1, "topic": {}}`, `"\"topic\"": "topic" is not known here; did you mean "topics"?`},
		{"an unknown key", `{"version": 1, "topics": {}, "x": {}}`, `"\"x\"": "x" is not known here; known are version, topics`},
		{"a topic twice", `{"version": 1, "topics": {"t": {"sampledAt": "2026-01-31T12:00:00Z"}, "t": {"sampledAt": "2026-01-31T12:00:00Z"}}}`, `"\"t\"": the evidence does not parse: the key "t" is already in this object, in line 1; remove one of the two`},
		{"no time", `{"version": 1, "topics": {"t": {}}}`, `"\"t\"": "sampledAt" is missing`},
		{"another form of time", `{"version": 1, "topics": {"t": {"sampledAt": "2026-01-31"}}}`, `"\"2026-01-31\"": "sampledAt" is "2026-01-31" and must be a time in UTC, as in 2026-01-31T12:00:00Z`},
		{"no such day", `{"version": 1, "topics": {"t": {"sampledAt": "2026-02-30T12:00:00Z"}}}`, `"\"2026-02-30T12:00:00Z\"": "2026-02-30T12:00:00Z" is no time of the calendar`},
		{"an unknown verdict", replaced(`"registry"`, `"framed"`), `"\"framed\"": "verdict" is "framed" and must be one of registry, bare, mixed, json, text, other, unknown`},
		{"another verdict", replaced(`"registry"`, `"bare"`), `"\"bare\"": "verdict" is "bare", but "encodings" say "registry": write the evidence anew with polarspec probe --write`},
		{"an unknown format", replaced(`"avro"`, `"xml"`), `"\"xml\"": "format" is "xml" and must be one of avro, protobuf, json, mixed, none`},
		{"a text as number", replaced(`"samples": 2`, `"samples": "2"`), `"\"2\"": "samples" is a string and must be a whole number`},
		{"a fraction", replaced(`"samples": 2`, `"samples": 2.5`), `"2.5": "samples" is 2.5 and must be a whole number`},
		{"a negative number", replaced(`"registry": 2`, `"registry": 3, "bare": -1`), `"-1": "bare" is -1 and must be a number from 0 on`},
		{"a huge number", replaced(`"samples": 2`, `"samples": 1e30`), `"1e30": "samples" is 1e30 and must be a whole number`},
		{"a number beyond all records", replaced(`"samples": 2`, `"samples": 9007199254740993`), `"9007199254740993": "samples" is 9007199254740993 and must be a number from 0 on`},
		{"numbers that do not add up", replaced(`"samples": 2`, `"samples": 3`), `"3": "samples" is 3, but "encodings" and "unsure" add up to 2: write the evidence anew with polarspec probe --write`},
		{"an unknown encoding", replaced(`"registry": 2}`, `"registry": 2, "xml": 1}`), `"\"xml\"": "xml" is not known here; known are empty, bare, registry, registry-header, single-object, glue, json, text`},
		{"too few ids", replaced(`"count": 2`, `"count": 1`), `"[{\"id\": 5, \"count\": 1}]": "ids" count 1 records, but 2 are framed by a registry: write the evidence anew with polarspec probe --write`},
		{"too many ids", replaced(`"count": 2`, `"count": 3`), `"[{\"id\": 5, \"count\": 3}]": "ids" count 3 records, but 2 are framed by a registry: write the evidence anew with polarspec probe --write`},
		{"no ids", replaced(`, "ids": [{"id": 5, "count": 2}]`, ``), `"{\"registry\": 2}": "ids" count 0 records, but 2 are framed by a registry: write the evidence anew with polarspec probe --write`},
		{"an id that is none", replaced(`"id": 5`, `"id": 2147483648`), `"2147483648": 2147483648 is no schema id: those end at 2147483647`},
		{"more ids than are listed", side(`"verdict": "registry", "format": "avro", "samples": 101, "encodings": {"registry": 101}, "ids": [` + strings.Repeat(`{"id": 5, "count": 1}, `, 100) + `{"id": 5, "count": 1}]`), `"ids" has 101 items, and 100 is the most`},
		{"an empty path", side(valid + `, "indexes": [{"path": [], "count": 2}]`), `"[]": "path" must not be empty`},
		{"a text as index", side(valid + `, "indexes": [{"path": ["1"], "count": 2}]`), `"\"1\"": an item of "path" is a string and must be a whole number`},
		{"a hash that is none", side(valid + `, "schemas": [{"file": "a.avsc", "sha256": "abc"}]`), `"\"abc\"": "sha256" is "abc" and must be the 64 hexadecimal digits of a SHA-256`},
		{"a nameless file", side(valid + `, "schemas": [{"file": "", "sha256": "` + strings.Repeat("0", 64) + `"}]`), `"\"\"": "file" must not be empty`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file, problems := evidence.Parse("x", []byte(test.text))
			if len(problems) == 0 {
				t.Fatal("there is no problem")
			}
			p := problems[0]
			if p.Rule != "config/evidence" || p.Path != "x" || p.File == nil {
				t.Errorf("%+v", p)
			}
			if got := fmt.Sprintf("%q: %s", test.text[p.Span.Start:p.Span.End], p.Message); !strings.Contains(got, test.problem) {
				t.Errorf("%s\nwant %s", got, test.problem)
			}
			if test.name == "a misspelt key" && len(problems) > 1 {
				t.Errorf("one slip is %d problems", len(problems))
			}
			if len(file.Topics) > 0 {
				t.Errorf("what is damaged is read: %+v", file.Topics)
			}
		})
	}
}

func TestSoundTopicsStay(t *testing.T) {
	text := strings.Replace(full, `"samples": 2`, `"samples": 3`, 1)
	file, problems := evidence.Parse("x", []byte(text))
	if len(problems) != 1 || len(file.Topics) != 1 || file.Topics[0].Name != "kttm" {
		t.Errorf("%v, %+v", problems, file.Topics)
	}
}

func TestAddAndJoin(t *testing.T) {
	message := &protobuf.Message{FullName: "shop.Order"}
	verdicts := []wire.Verdict{
		{Encoding: wire.Registry, Format: wire.Protobuf, SchemaID: 9, Indexes: []int{1}, Message: message, Sure: true},
		{Encoding: wire.Registry, Format: wire.Protobuf, SchemaID: 3, Indexes: []int{0}, Message: message, Sure: true},
		{Encoding: wire.Registry, SchemaID: 4},
		{Encoding: wire.Empty, Sure: true},
		{Encoding: wire.Registry, Format: wire.Protobuf, SchemaID: 9, Indexes: []int{1}, Message: message, Sure: true},
	}
	var all, first, second evidence.Side
	for i, v := range verdicts {
		all.Add(v)
		if i < 2 {
			first.Add(v)
		} else {
			second.Add(v)
		}
	}
	want := evidence.Side{
		Samples: 5, Unsure: 1, Encodings: map[wire.Encoding]int{wire.Registry: 3, wire.Empty: 1}, Format: "protobuf",
		IDs: []evidence.ID{{3, 1}, {9, 2}}, Indexes: []evidence.Indexes{{[]int{0}, 1}, {[]int{1}, 2}}, Names: []string{"shop.Order"},
	}
	if diff := cmp.Diff(want, all); diff != "" {
		t.Error(diff)
	}
	first.Join(&second)
	if diff := cmp.Diff(want, first); diff != "" {
		t.Error(diff)
	}
	if all.Verdict() != evidence.Registry {
		t.Errorf("%s", all.Verdict())
	}
	all.Add(wire.Verdict{Encoding: wire.JSON, Format: wire.JSONFormat, Sure: true})
	if all.Verdict() != evidence.Mixed || all.Format != evidence.MixedFormat {
		t.Errorf("%s, %s", all.Verdict(), all.Format)
	}
	var glue evidence.Side
	glue.Add(wire.Verdict{Encoding: wire.Glue, Format: wire.Avro, Sure: true})
	if glue.Verdict() != evidence.Other {
		t.Errorf("%s", glue.Verdict())
	}
	if glue.Add(wire.Verdict{Encoding: wire.SingleObject, Format: wire.Avro, Sure: true}); glue.Verdict() != evidence.Mixed {
		t.Errorf("two other encodings: %s", glue.Verdict())
	}
}

// TestManyIDs: of very many ids the smallest are written, with their number; refreshed and joined, the number stays.
func TestManyIDs(t *testing.T) {
	var side evidence.Side
	for id := range uint32(250) {
		side.Add(wire.Verdict{Encoding: wire.Registry, Format: wire.Avro, SchemaID: 1000 - id, Sure: true})
	}
	text := evidence.Merge(nil, evidence.Topic{Name: "t", Key: &side, SampledAt: "2026-01-31T12:00:00Z"}).Encode()
	file, problems := evidence.Parse("x", text)
	if len(problems) > 0 {
		t.Fatal(problems[0].Message)
	}
	key := file.Topics[0].Key
	if len(key.IDs) != 100 || key.IDs[0].ID != 751 || key.IDs[99].ID != 850 || key.DistinctIDs() != 250 || side.DistinctIDs() != 250 {
		t.Errorf("%d ids of %d, from %v on", len(key.IDs), key.DistinctIDs(), key.IDs[0])
	}
	if !bytes.Equal(file.Encode(), text) {
		t.Errorf("%s", file.Encode())
	}
	var joined evidence.Side
	joined.Add(wire.Verdict{Encoding: wire.Registry, Format: wire.Avro, SchemaID: 760, Sure: true})
	joined.Join(key)
	if joined.DistinctIDs() != 250 || joined.Samples != 251 {
		t.Errorf("%d ids of %d records", joined.DistinctIDs(), joined.Samples)
	}
}

func TestMerge(t *testing.T) {
	old, _ := evidence.Parse("x", []byte(full))
	var side evidence.Side
	side.Add(wire.Verdict{Encoding: wire.Text, Sure: true})
	refreshed := evidence.Merge(old, evidence.Topic{Name: "kttm", Key: &side, SampledAt: "2026-03-01T00:00:00Z"})
	want := strings.Replace(full, `"2026-02-28T23:59:59Z"`, `"2026-03-01T00:00:00Z"`, 1)
	at := strings.Index(want, `"key"`)
	want = want[:at] + strings.NewReplacer(`"unknown"`, `"text"`, `"empty"`, `"text"`).Replace(want[at:])
	if diff := cmp.Diff(want, string(refreshed.Encode())); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(full, string(old.Encode())); diff != "" {
		t.Errorf("the old file has changed:\n%s", diff)
	}
	added := evidence.Merge(old, evidence.Topic{Name: "a", Value: &side, SampledAt: "2026-03-01T00:00:00Z"})
	if len(added.Topics) != 3 || added.Topics[0].Name != "a" {
		t.Errorf("%+v", added.Topics)
	}
}

// FuzzParse: no text makes the reader panic, problems lie inside the text, and what has none survives being written.
func FuzzParse(f *testing.F) {
	f.Add([]byte(full))
	for _, text := range []string{``, `{`, `[]`, `{"version": 1, "topics": {"t": {"sampledAt": "2026-01-31T12:00:00Z", "key": {"verdict": "bare", "format": "avro", "samples": 1e0, "encodings": {"bare": 1}}}}}`, `{"version": 1, "topics": {"": {}}}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, problems := evidence.Parse("x", text)
		for _, p := range problems {
			if p.Span.Start < 0 || p.Span.End < p.Span.Start || p.Span.End > len(text) || p.Message == "" {
				t.Errorf("a problem at %v of %d bytes: %q", p.Span, len(text), p.Message)
			}
		}
		written := file.Encode()
		again, problems := evidence.Parse("x", written)
		if len(problems) > 0 {
			t.Fatalf("what was written has a problem: %s\n%s", problems[0].Message, written)
		}
		if !bytes.Equal(again.Encode(), written) {
			t.Errorf("written twice:\n%s\n%s", written, again.Encode())
		}
	})
}
