package jsonschema_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/gen/manifest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/rules"
	"github.com/polarspec/polarspec/schemas/jsonschema"
)

func read(t *testing.T, name string) map[string]any {
	t.Helper()
	text, err := jsonschema.Read(name)
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return schema
}

// properties calls visit for every property of an object that a schema describes. Those in the condition of an if describe nothing.
func properties(schema any, at string, visit func(at string, property map[string]any)) {
	switch schema := schema.(type) {
	case []any:
		for i, item := range schema {
			properties(item, fmt.Sprintf("%s/%d", at, i), visit)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(schema)) {
			value := schema[key]
			if named, ok := value.(map[string]any); ok && key == "properties" {
				for name, property := range named {
					if property, ok := property.(map[string]any); ok {
						visit(at+"/"+name, property)
					}
				}
			}
			if key != "if" {
				properties(value, at+"/"+key, visit)
			}
		}
	}
}

// part returns what a path of keys leads to.
func part[T any](t *testing.T, value any, path ...string) T {
	t.Helper()
	for _, key := range path {
		object, ok := value.(map[string]any)
		if !ok {
			t.Fatalf("%q of %v is in no object", key, path)
		}
		value = object[key]
	}
	typed, ok := value.(T)
	if !ok {
		t.Fatalf("%v leads to %T", path, value)
	}
	return typed
}

// TestPropertiesAreDescribed keeps an editor from having nothing to say of a field.
func TestPropertiesAreDescribed(t *testing.T) {
	for _, name := range jsonschema.Names() {
		count := 0
		properties(read(t, name), name, func(at string, property map[string]any) {
			count++
			text, _ := property["description"].(string)
			if _, refers := property["$ref"]; refers && text == "" {
				return // the definition is described
			}
			if _, single := property["const"]; single && text == "" && (strings.HasSuffix(at, "/type") || strings.HasSuffix(at, "/format")) {
				return // the union is described, with what each value selects
			}
			if !strings.HasSuffix(text, ".") {
				t.Errorf("%s is described as %q; write a comment in the CUE definition, as a sentence", at, text)
			}
		})
		if count < 5 {
			t.Errorf("%s has %d properties: they were not found", name, count)
		}
	}
}

// TestHeads holds each schema to what SchemaStore asks for, and to the address that it is published at.
func TestHeads(t *testing.T) {
	for _, name := range jsonschema.Names() {
		schema := read(t, name)
		want := map[string]any{
			"$schema": "http://json-schema.org/draft-07/schema#",
			"$id":     "https://raw.githubusercontent.com/polarspec/polarspec/main/schemas/jsonschema/" + name + ".schema.json",
			"title":   "polarspec " + name,
			"type":    "object",
		}
		got := map[string]any{}
		for key := range want {
			got[key] = schema[key]
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", name, diff)
		}
		if text, _ := schema["description"].(string); !strings.HasSuffix(text, ".") {
			t.Errorf("%s is described as %q", name, text)
		}
	}
}

// entry is what SchemaStore's catalogue has for a schema.
type entry struct {
	Name        string   `json:"name"`
	Description string   `json:"description"`
	FileMatch   []string `json:"fileMatch"`
	URL         string   `json:"url"`
}

// TestSchemaStore compares the entries with the schemas and with the names of files that polarspec reads. The rules for names and
// descriptions are those that SchemaStore checks.
func TestSchemaStore(t *testing.T) {
	text, err := os.ReadFile("schemastore.json")
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.DisallowUnknownFields()
	var entries []entry
	if err := decoder.Decode(&entries); err != nil {
		t.Fatal(err)
	}
	matches := map[string][]string{}
	for _, e := range entries {
		name := strings.TrimSuffix(path.Base(e.URL), ".schema.json")
		if got := read(t, name)["$id"]; got != e.URL {
			t.Errorf("%s: the url is %s, the $id of the schema %v", e.Name, e.URL, got)
		}
		matches[name] = e.FileMatch
		for _, words := range []string{e.Name, e.Description} {
			if words == "" || strings.ContainsAny(words, "\n") || strings.Contains(strings.ToLower(words), "schema") || strings.ContainsAny(words[len(words)-1:], ",. \t-") {
				t.Errorf("SchemaStore refuses %q: one line, without the word schema, not ending in punctuation", words)
			}
		}
	}
	want := map[string][]string{"config": {config.FileName}, "topics": {evidence.FileName}, "manifest": {manifest.FileName}}
	if diff := cmp.Diff(want, matches); diff != "" {
		t.Errorf("the files: want -, got +:\n%s", diff)
	}
	if !slices.IsSortedFunc(entries, func(a, b entry) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("SchemaStore wants the entries sorted by their names")
	}
}

// TestRulesAreOffered compares the names that editors offer in the settings with the rules that there are.
func TestRulesAreOffered(t *testing.T) {
	catalogue := lint.NewCatalogue(rules.All())
	var want []string
	for _, m := range catalogue.All() {
		if m.Replacement == "" {
			want = append(want, m.ID)
		}
	}
	for _, category := range catalogue.Categories() {
		if category != "policy" {
			want = append(want, category+"/*")
		}
	}
	slices.Sort(want)

	schema := read(t, "config")
	all := part[[]any](t, schema, "definitions", "Severities", "allOf")
	keys := part[map[string]any](t, all[0], "properties")
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(keys))); diff != "" {
		t.Errorf("keys of rules: want -, got +:\n%s", diff)
	}
	var examples []string
	for _, name := range part[[]any](t, schema, "definitions", "Ignore", "properties", "rules", "items", "examples") {
		examples = append(examples, part[string](t, name))
	}
	slices.Sort(examples)
	if diff := cmp.Diff(want, examples); diff != "" {
		t.Errorf("rules of an entry of ignore: want -, got +:\n%s", diff)
	}
}

// TestEverySchemaIsTestedInEditors wants a file with cases for scripts/test-editors.sh, and a place on the page that shows how to use it.
func TestEverySchemaIsTestedInEditors(t *testing.T) {
	found, err := filepath.Glob("../../scripts/editors/cases/*.mjs")
	if err != nil {
		t.Fatal(err)
	}
	var cases []string
	for _, name := range found {
		cases = append(cases, strings.TrimSuffix(filepath.Base(name), ".mjs"))
	}
	if diff := cmp.Diff(jsonschema.Names(), cases); diff != "" {
		t.Errorf("scripts/editors/cases: want -, got +:\n%s", diff)
	}
	page, err := os.ReadFile("../../docs/editors.md")
	if err != nil {
		t.Fatal(err)
	}
	settings := map[string]bool{}
	for _, m := range regexp.MustCompile(`[./]polarspec/([a-z]+)\.schema\.json"`).FindAllStringSubmatch(string(page), -1) {
		settings[m[1]] = true
	}
	if diff := cmp.Diff(jsonschema.Names(), slices.Sorted(maps.Keys(settings))); diff != "" {
		t.Errorf("settings in docs/editors.md: want -, got +:\n%s", diff)
	}
	if loop := "for schema in " + strings.Join(jsonschema.Names(), " ") + "; do"; !strings.Contains(string(page), loop) {
		t.Errorf("docs/editors.md has no %q", loop)
	}
}
