package project_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/avro"
	"github.com/polarspec/polarspec/schemas/wire"
)

// wordSchema is an Avro record with one text, word a bare record of it.
func wordSchema(t *testing.T) []wire.Schema {
	t.Helper()
	schema := avro.Read(document.Parse([]byte(wordAvsc), document.JSON).Root())
	if len(schema.Faults) > 0 {
		t.Fatal(schema.Faults)
	}
	return []wire.Schema{{Name: "the inline schema", Avro: schema}}
}

const (
	wordAvsc = `{"type": "record", "name": "Word", "fields": [{"name": "word", "type": "string"}]}`
	word     = "\x16hello world"
	framed   = "\x00\x00\x00\x00\x05" + word
)

func samples(records ...string) []project.Sample {
	var list []project.Sample
	for i, record := range records {
		list = append(list, project.Sample{Name: fmt.Sprintf("%d.bin", i+1), Data: []byte(record)})
	}
	return list
}

// known writes what is known on one line: the verdict, whether it is declared, the records that were told, and the places.
func known(k project.Known) string {
	var places []string
	for _, place := range k.Places {
		places = append(places, place.Name+": "+place.Message)
	}
	return fmt.Sprintf("%s declared=%v sure=%d of %d [%s] told=%q", k.Verdict, k.Declared, k.Tally.Samples-k.Tally.Unsure, k.Tally.Samples, strings.Join(places, "; "), k.Told())
}

func TestKnown(t *testing.T) {
	recorded := &evidence.Side{Samples: 2, Encodings: map[wire.Encoding]int{wire.Bare: 2}, Format: "avro"}
	untold := &evidence.Side{Samples: 2, Unsure: 2}
	tests := []struct {
		name string
		side *project.Side
		want string
	}{
		{"nothing", &project.Side{}, `unknown declared=false sure=0 of 0 [] told=""`},
		{"declared", &project.Side{Declared: "registry"}, `registry declared=true sure=0 of 0 [: declared here] told=""`},
		{"declared bare", &project.Side{Declared: "bare"}, `bare declared=true sure=0 of 0 [: declared here] told=""`},
		{"a sample", &project.Side{Samples: samples(framed)}, `registry declared=false sure=1 of 1 [1.bin: a record with the schema id 5 before its data] told="1.bin"`},
		{"a sample against the declaration", &project.Side{Declared: "registry", Samples: samples(word)}, `bare declared=false sure=1 of 1 [1.bin: a bare record] told="1.bin"`},
		{"what cannot be told", &project.Side{Samples: samples("\x00\x00\x00\x00\x05\x01")}, `unknown declared=false sure=0 of 1 [] told=""`},
		{"what cannot be told beside a declaration", &project.Side{Declared: "bare", Samples: samples("\x01\x02")}, `bare declared=true sure=0 of 1 [: declared here] told=""`},
		{"a tombstone says nothing", &project.Side{Declared: "registry", Samples: samples("")}, `registry declared=true sure=1 of 1 [: declared here] told=""`},
		{"both", &project.Side{Samples: samples(word, framed, "")}, `mixed declared=false sure=3 of 3 [1.bin: a bare record; 2.bin: a record with the schema id 5 before its data] told="1.bin and 1 more"`},
		{"recorded", &project.Side{Recorded: recorded}, `bare declared=false sure=2 of 2 [: what probe recorded of the topic] told=""`},
		{"recorded and untold", &project.Side{Recorded: untold, Declared: "bare"}, `bare declared=true sure=0 of 2 [: declared here] told=""`},
		{"what was recorded once and is seen to be otherwise", &project.Side{Recorded: recorded, Samples: samples(framed)},
			`registry declared=false sure=1 of 1 [1.bin: a record with the schema id 5 before its data] told="1.bin"`},
		{"recorded beside what cannot be told", &project.Side{Recorded: recorded, Samples: samples("\x01\x02")}, `bare declared=false sure=2 of 3 [: what probe recorded of the topic] told=""`},
		{"JSON", &project.Side{Samples: samples(`{"a": 1}`)}, `json declared=false sure=1 of 1 [1.bin: a record that is JSON] told="1.bin"`},
		{"text", &project.Side{Samples: samples("some words")}, `text declared=false sure=1 of 1 [1.bin: a record that is text] told="1.bin"`},
		{"Glue", &project.Side{Samples: samples("\x03\x00" + strings.Repeat("g", 16) + word)}, `other declared=false sure=1 of 1 [1.bin: a record in the form of the AWS Glue registry] told="1.bin"`},
		{"a GUID", &project.Side{Samples: samples("\x01" + strings.Repeat("g", 16) + word)}, `other declared=false sure=1 of 1 [1.bin: a record with the GUID of a schema before its data] told="1.bin"`},
		{"single object", &project.Side{Samples: samples("\xc3\x01" + strings.Repeat("f", 8) + word)}, `other declared=false sure=1 of 1 [1.bin: a record in Avro's single-object encoding] told="1.bin"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, known(test.side.Known(wordSchema(t)))); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// TestKnownOfRecordsKeepsTheEvidence: to join counts must not change those of the evidence file.
func TestKnownOfRecordsKeepsTheEvidence(t *testing.T) {
	recorded := &evidence.Side{Samples: 1, Encodings: map[wire.Encoding]int{wire.Registry: 1}, IDs: []evidence.ID{{ID: 5, Count: 1}}}
	side := project.Side{Recorded: recorded, Samples: samples("\x01\x02")}
	for range 2 {
		if k := side.Known(wordSchema(t)); k.Tally.IDs[0].Count != 1 || k.Tally.Samples != 2 || recorded.IDs[0].Count != 1 || recorded.Encodings[wire.Registry] != 1 {
			t.Errorf("%+v, recorded %+v", k.Tally, recorded)
		}
	}
}

// TestTopicJudgesItsSamplesOnce: what the schemas of the topic tell is shared by all who ask, also at the same time; only what they do
// not tell is judged by those of the job.
func TestTopicJudgesItsSamplesOnce(t *testing.T) {
	job := wordSchema(t)
	told := &project.Topic{Value: project.Side{Samples: samples(`{"a": 1}`)}}
	untold := &project.Topic{Value: project.Side{Samples: samples(framed)}, Key: project.Side{Samples: samples(word)}}
	var asking sync.WaitGroup
	for range 8 {
		asking.Go(func() {
			if first, again := told.Values(nil), told.Values(job); first != again || first.Verdict != evidence.JSON {
				t.Errorf("%p and %p: %s", first, again, first.Verdict)
			}
			if k := untold.Values(nil); k.Verdict != evidence.Untold {
				t.Errorf("without a schema: %s", k.Verdict)
			}
			if k := untold.Values(job); k.Verdict != evidence.Registry {
				t.Errorf("with the schema of the job: %s", k.Verdict)
			}
			if k := untold.Keys(job); k.Verdict != evidence.Bare {
				t.Errorf("a key with the schema of the job: %s", k.Verdict)
			}
		})
	}
	asking.Wait()
}
