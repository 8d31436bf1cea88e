package polaris_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/polaris"
	"github.com/polarspec/polarspec/schemas/shape"
)

func BenchmarkValidate(b *testing.B) {
	text, err := os.ReadFile("../../testdata/seed/requests/inline-avro.json")
	if err != nil {
		b.Fatal(err)
	}
	root := document.Parse(text, document.JSON).Root()
	validator := shape.NewValidator(polaris.JobType())
	b.ReportAllocs()
	for b.Loop() {
		validator.Validate(root, func(v shape.Violation) { b.Fatalf("%+v", v) })
	}
}

func BenchmarkIdentify(b *testing.B) {
	text, err := os.ReadFile("../../testdata/seed/requests/inline-avro.json")
	if err != nil {
		b.Fatal(err)
	}
	root := document.Parse(text, document.JSON).Root()
	for b.Loop() {
		if polaris.Identify(root, false).Kind != polaris.JobKind {
			b.Fatal("not a job")
		}
	}
}

// TestEveryFieldHasAFact holds the definitions to what the generated table, hover texts and severities need.
func TestEveryFieldHasAFact(t *testing.T) {
	seen := map[*shape.Type]bool{}
	var visit func(where string, typ *shape.Type)
	visit = func(where string, typ *shape.Type) {
		if typ == nil || seen[typ] {
			return
		}
		seen[typ] = true
		if typ.Name != "" {
			where = "#" + typ.Name
			if typ.Doc == "" {
				t.Errorf("%s has no comment", where)
			}
		}
		for i := range typ.Fields {
			f := &typ.Fields[i]
			if f.Code == 0 {
				t.Errorf("%s.%s has no @fact", where, f.Name)
			}
			if f.Forbidden && f.Rule == "" {
				t.Errorf("%s.%s is forbidden and no rule says why", where, f.Name)
			}
			if strings.ContainsRune("VE", rune(f.Code)) && f.Source == "" {
				t.Errorf("%s.%s is documented and names no page", where, f.Name)
			}
			visit(where+"."+f.Name, f.Type)
		}
		visit(where+"[]", typ.Item)
		visit(where+"{}", typ.Member)
		for _, v := range typ.Variants {
			visit(where, v.Type)
		}
	}
	for _, root := range []*shape.Type{polaris.JobType(), polaris.ConnectionType(), polaris.TableType(), polaris.JobResponseType(), polaris.ConnectionResponseType()} {
		visit("", root)
	}
}

func TestSeedIsIdentified(t *testing.T) {
	tests := []struct {
		folder   string
		response bool
	}{{"requests", false}, {"responses", true}}
	for _, test := range tests {
		names, err := filepath.Glob("../../testdata/seed/" + test.folder + "/*.json")
		if err != nil || len(names) != 5 {
			t.Fatalf("%d files: %v", len(names), err)
		}
		for _, name := range names {
			want := polaris.Identity{Kind: polaris.JobKind, Response: test.response}
			if strings.Contains(name, "connection") {
				want.Kind = polaris.ConnectionKind
			}
			if got := polaris.Identify(parseFile(t, name).Root(), false); got != want {
				t.Errorf("%s is %+v, want %+v", name, got, want)
			}
		}
	}
}

// TestResponsesFitTheirModel checks the definitions of responses against the documented ones.
func TestResponsesFitTheirModel(t *testing.T) {
	names, err := filepath.Glob("../../testdata/seed/responses/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		model := polaris.JobResponseType()
		if strings.Contains(name, "connection") {
			model = polaris.ConnectionResponseType()
		}
		shape.NewValidator(model).Validate(parseFile(t, name).Root(), func(v shape.Violation) {
			if v.Breaks() {
				t.Errorf("%s: %s %s", name, v.Node.Pointer(), v.Name)
			}
		})
	}
}

func TestIdentify(t *testing.T) {
	tests := []struct {
		name, text string
		claimed    bool
		want       polaris.Identity
	}{
		{"a job without type", `{"source": {}, "target": {"tableName": "t"}}`, false, polaris.Identity{Kind: polaris.JobKind}},
		{"source and target alone are not enough", `{"source": "a", "target": "b"}`, false, polaris.Identity{}},
		{"unless somebody vouches for it", `{"source": "a", "target": "b"}`, true, polaris.Identity{Kind: polaris.JobKind}},
		{"a SQL job", `{"type": "sql", "query": "REPLACE INTO \"t\" OVERWRITE ALL SELECT 1"}`, false, polaris.Identity{Kind: polaris.JobKind}},
		{"a query of something else", `{"type": "sql", "query": "SELECT 1"}`, false, polaris.Identity{}},
		{"a query with parameters of something else", `{"type": "sql", "query": "SELECT ?", "parameters": [1], "context": {}}`, false, polaris.Identity{}},
		{"a SQL job without its query", `{"type": "sql", "context": {}}`, false, polaris.Identity{Kind: polaris.JobKind}},
		{"a drop job", `{"type": "drop_table", "target": {"type": "table", "tableName": "t"}}`, false, polaris.Identity{Kind: polaris.JobKind}},
		{"a job of 2022", `{"jobType": "ingestion", "timestampMapping": {}}`, false, polaris.Identity{Kind: polaris.JobKind}},
		{"a push connection", `{"type": "push_streaming"}`, false, polaris.Identity{Kind: polaris.ConnectionKind}},
		{"a Kafka connection", `{"type": "kafka", "name": "k", "topicName": "t"}`, false, polaris.Identity{Kind: polaris.ConnectionKind}},
		{"a Kinesis connection", `{"type": "kinesis", "name": "k", "stream": "s"}`, false, polaris.Identity{Kind: polaris.ConnectionKind}},
		{"an S3 connection", `{"type": "s3", "name": "x", "bucket": "b"}`, false, polaris.Identity{Kind: polaris.ConnectionKind}},
		{"a drop job without its target that somebody vouches for", `{"type": "drop_table", "tableName": "t"}`, true, polaris.Identity{Kind: polaris.JobKind}},
		{"a native Druid spec that somebody vouches for", `{"type": "kafka", "spec": {"dataSchema": {"dataSource": "d"}}}`, true, polaris.Identity{}},
		{"a type and a name", `{"type": "s3", "name": "backup"}`, false, polaris.Identity{}},
		{"a table", `{"type": "detail", "name": "t", "schema": []}`, false, polaris.Identity{Kind: polaris.TableKind}},
		{"a native Druid spec", `{"type": "kafka", "spec": {"dataSchema": {"dataSource": "d"}}}`, false, polaris.Identity{}},
		{"a list", `[]`, true, polaris.Identity{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := polaris.Identify(document.Parse([]byte(test.text), document.JSON).Root(), test.claimed); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
			if test.want.Kind != polaris.Foreign && !test.claimed && !polaris.MayBeSpec([]byte(test.text)) {
				t.Error("it would be passed over before it is parsed")
			}
		})
	}
}

func TestDocuments(t *testing.T) {
	tests := []struct {
		text   string
		syntax document.Syntax
		want   []string
	}{
		{`{"a": 1}`, document.JSON, []string{""}},
		{`[{"a": 1}, {"b": 2}]`, document.JSON, []string{"/0", "/1"}},
		{`{"values": [{"a": 1}, {"b": 2}]}`, document.JSON, []string{"/values/0", "/values/1"}},
		{"a: 1\n---\nb: 2\n", document.YAML, []string{"/0", "/1"}},
		{"- a: 1\n- b: 2\n", document.YAML, []string{"/0", "/1"}},
		{``, document.JSON, nil},
	}
	for _, test := range tests {
		var got []string
		for root := range polaris.Documents(document.Parse([]byte(test.text), test.syntax)) {
			got = append(got, root.Pointer())
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
	}
}

func parseFile(t *testing.T, name string) *document.File {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	file := document.Parse(text, document.JSON)
	if len(file.Faults) > 0 {
		t.Fatalf("%s: %v", name, file.Faults)
	}
	return file
}
