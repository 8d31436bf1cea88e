package avro

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/field"
)

// fixture is a schema and what is known of it. RefusedBy are the versions of Avro's Java library (1.11.3, 1.12.0, 1.12.1) whose
// Schema.Parser refuses it: recorded by running them, not by this package.
type fixture struct {
	Name, Schema string
	RefusedBy    []string `json:"refused by"`
	Faults       []expected
}

// expected is a fault; under is the text that it underlines.
type expected struct{ Code, At, Under, Related, Versions, Message string }

func fixtures(tb testing.TB, name string) []fixture {
	tb.Helper()
	file, err := os.Open("testdata/" + name + ".jsonl")
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var all []fixture
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var f fixture
		if err := json.Unmarshal(lines.Bytes(), &f); err != nil {
			tb.Fatalf("%s: %v", name, err)
		}
		all = append(all, f)
	}
	return all
}

func parse(tb testing.TB, text string) *Schema {
	tb.Helper()
	file := document.Parse([]byte(text), document.JSONC)
	if file.Broken() {
		tb.Fatalf("not JSON: %s", text)
	}
	return Read(file.Root())
}

func versions(v Versions) string {
	switch v {
	case Before112:
		return "before 1.12"
	case Since112:
		return "since 1.12"
	}
	return ""
}

func found(faults []Fault) []expected {
	var all []expected
	for _, f := range faults {
		source := f.Node.File().Source
		e := expected{Code: string(f.Code), At: f.Node.Pointer(), Under: string(source[f.Span.Start:f.Span.End]), Versions: versions(f.Versions), Message: f.Text()}
		if f.Related.Exists() {
			e.Related = f.Related.Pointer()
		}
		all = append(all, e)
	}
	return all
}

func TestInvalid(t *testing.T) {
	all := fixtures(t, "invalid")
	if len(all) < 120 {
		t.Fatalf("%d fixtures, want 120", len(all))
	}
	for _, f := range all {
		t.Run(f.Name, func(t *testing.T) {
			if len(f.RefusedBy) != 3 {
				t.Errorf("refused by %v only", f.RefusedBy)
			}
			s := parse(t, f.Schema)
			if diff := cmp.Diff(f.Faults, found(s.Faults)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestValid(t *testing.T) {
	all := fixtures(t, "valid")
	if len(all) < 80 {
		t.Fatalf("%d fixtures, want 80", len(all))
	}
	for _, f := range all {
		t.Run(f.Name, func(t *testing.T) {
			if len(f.RefusedBy) != 0 {
				t.Errorf("refused by %v", f.RefusedBy)
			}
			s := parse(t, f.Schema)
			if faults := append(found(s.Faults), found(s.Doubts)...); len(faults) > 0 {
				t.Error(faults)
			}
		})
	}
}

func TestDoubtful(t *testing.T) {
	for _, f := range fixtures(t, "doubtful") {
		t.Run(f.Name, func(t *testing.T) {
			s := parse(t, f.Schema)
			if diff := cmp.Diff(f.Faults, found(s.Doubts)); diff != "" || len(s.Faults) > 0 {
				t.Error(diff, found(s.Faults))
			}
			first := "1.11.3"
			if f.Faults[0].Versions == "since 1.12" {
				first = "1.12."
			}
			if len(f.RefusedBy) == 0 || len(f.RefusedBy) == 3 || !strings.HasPrefix(f.RefusedBy[0], first) {
				t.Errorf("refused by %v", f.RefusedBy)
			}
		})
	}
}

func TestModel(t *testing.T) {
	s := parse(t, `{"type": "record", "name": "n.R", "fields": [
		{"name": "id", "type": "long"},
		{"name": "at", "type": ["null", {"type": "long", "logicalType": "timestamp-millis"}]},
		{"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["A", "B"]}},
		{"name": "any", "type": ["null", "int", "string"]},
		{"name": "list", "type": {"type": "array", "items": "Kind"}},
		{"name": "next", "type": ["R", "null"]},
		{"name": "later", "type": "Late"},
		{"name": "late", "type": {"type": "fixed", "name": "Late", "size": 12, "logicalType": "duration"}},
		{"name": "broken", "type": "Nope"},
		{"name": "nothing", "type": ["null"]}
	]}`)
	m := s.Model
	if m.Kind != field.Record || m.Name != "n.R" || len(m.Fields) != 10 {
		t.Fatalf("%+v", m)
	}
	at, next := m.Field("at"), m.Field("next")
	if at.Type.Kind != field.Long || at.Type.Logical != field.TimestampMillis || !at.Type.Nullable {
		t.Errorf("at: %+v %+v", at, at.Type)
	}
	if s.FieldNode(at).Get("name").Text() != "at" {
		t.Error("no way back from the field to its node")
	}
	if branches := m.Field("any").Type; branches.Kind != field.Union || !branches.Nullable || len(branches.Branches) != 2 {
		t.Errorf("any: %+v", branches)
	}
	if item := m.Field("list").Type.Item; item != m.Field("kind").Type || len(item.Symbols) != 2 {
		t.Errorf("list: %+v", item)
	}
	if next.Type.Name != "n.R" || !next.Type.Nullable || next.Type.Field("next").Type != next.Type {
		t.Errorf("next: %+v", next.Type)
	}
	if late := m.Field("later").Type; late != m.Field("late").Type || late.Logical != field.AvroDuration {
		t.Errorf("later: %+v", late)
	}
	if m.Field("broken").Type.Kind != field.Unknown || m.Field("nothing").Type.Kind != field.Null {
		t.Error("broken or nothing")
	}
}

func TestFilesUseEachOthersTypes(t *testing.T) {
	texts := []string{
		`{"type": "record", "name": "a.Order", "fields": [{"name": "who", "type": "b.Customer"}, {"name": "pay", "type": ["null", "Payment"]}, {"name": "x", "type": "b.Custmer"}]}`,
		`{"type": "record", "name": "b.Customer", "fields": [{"name": "orders", "type": {"type": "array", "items": "a.Order"}}, {"name": "p", "type": "Payment"}]}`,
		`{"type": "enum", "name": "Payment", "symbols": ["CASH"]}`,
	}
	roots := make([]document.Node, len(texts))
	for i, text := range texts {
		roots[i] = document.Parse([]byte(text), document.JSON).Root()
	}
	s := ReadAll(roots)
	if got := found(s[0].Faults); len(got) != 1 || got[0].Code != string(Unresolved) || got[0].At != "/fields/2/type" {
		t.Errorf("faults of the first: %v", got)
	}
	if len(s[1].Faults)+len(s[2].Faults) > 0 {
		t.Error(found(s[1].Faults), found(s[2].Faults))
	}
	who := s[0].Model.Field("who").Type
	if who != s[1].Model || who.Field("orders").Type.Item != s[0].Model || who.Field("p").Type != s[2].Model {
		t.Error("the types of the files are not joined")
	}
	if node := s[0].FieldNode(who.Field("orders")); node.File() != roots[1].File() {
		t.Error("the field of another file leads to", node.Pointer())
	}
}

func TestBrokenTextGivesWhatCouldBeRead(t *testing.T) {
	for _, text := range []string{"", "{", `{"type": "record", "name": "R", "fields": [{"name": "f", "type": ]}`, `{"type":`, `[,]`} {
		s := Read(document.Parse([]byte(text), document.JSON).Root())
		if s.Root == nil || s.Model == nil {
			t.Errorf("%q: no root", text)
		}
	}
	if s := Read(document.Node{}); s.Root.Kind != field.Unknown || !s.IsRecord() {
		t.Error("an absent schema is of unknown type")
	}
}

func TestTypeInWords(t *testing.T) {
	for text, want := range map[string]string{
		`"int"`: "int",
		`{"type":"array","items":{"type":"map","values":["null",{"type":"fixed","name":"n.X","size":12,"logicalType":"duration"}]}}`: "array of map of union of null, duration in fixed n.X",
		`[]`: "union of nothing",
		`{"type":"array","items":{"type":"array","items":{"type":"array","items":{"type":"array","items":{"type":"array","items":"int"}}}}}`: "array of array of array of array of array of …",
	} {
		if got := parse(t, text).Root.String(); got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}
