package avro_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules"
)

var seed = os.DirFS("../../testdata/seed")

func workspace(t *testing.T, path string) *ruletest.Workspace {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	w := &ruletest.Workspace{Seed: seed}
	for _, file := range archive.Files {
		if file.Name == "want" {
			continue
		}
		if err := w.Add(file.Name, string(file.Data)); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	return w
}

func drifts(t *testing.T, w *ruletest.Workspace) []lint.Finding {
	t.Helper()
	result, err := w.Lint(rules.All())
	if err != nil {
		t.Fatal(err)
	}
	var found []lint.Finding
	for _, f := range result.Findings {
		if f.Rule == "avro/drift" || f.Rule == "avro/invalid" || strings.HasPrefix(f.Rule, "syntax/") {
			found = append(found, f)
		}
	}
	return found
}

// TestTakeOver makes the fix of every fixture of avro/drift: the job then has the schema of the file, and nothing is wrong with it.
func TestTakeOver(t *testing.T) {
	for fixture, want := range map[string]string{
		// as the file has it, further in
		"bad-changed": "        \"schema\": {\n          \"type\": \"record\",\n          \"namespace\": \"io.imply\",\n          \"name\": \"KttmEvent\",\n          \"fields\": [\n            {\n              \"name\": \"timestamp\",",
		"bad-yaml":    `      schema: {"type": "record", "name": "Event", "fields": [{"name": "timestamp", "type": "string"}, {"name": "id", "type": "long"}]}`,
		// with the types of two other files, each where it is first used
		"bad-several-files": "                \"type\": \"record\",\n                \"name\": \"geo.Place\",\n                \"fields\": [",
		"bad-order":         "          \"name\": \"KttmEvent\",", "bad-topic": `"name": "user"`,
		"bad-kafka-valueformat": `          "schema": {"type": "record", "name": "Event", "fields": [{"name": "timestamp", "type": "string"}, {"name": "city", "type": "string"}, {"name": "session", "type": "string"}, {"name": "session_length", "type": "double"}]}`,
	} {
		t.Run(fixture, func(t *testing.T) {
			w := workspace(t, filepath.Join("testdata", "drift", fixture+".txtar"))
			found := drifts(t, w)
			if len(found) != 1 || len(found[0].Fixes) != 1 || found[0].Fixes[0].Safe {
				t.Fatalf("want one finding with one fix that is not safe: %+v", found)
			}
			for i, file := range w.Files {
				if file.Name != found[0].File {
					continue
				}
				text, err := document.Apply(file.Text, found[0].Fixes[0].Edits)
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(string(text), want) {
					t.Errorf("the fixed text has no\n%s\n%s", want, text)
				}
				w.Files[i].Text = text
			}
			if after := drifts(t, w); len(after) > 0 {
				t.Errorf("after the fix: %s %s", after[0].Rule, after[0].Message)
			}
		})
	}
}
