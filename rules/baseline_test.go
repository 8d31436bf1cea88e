package rules_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/baseline"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/rules"
)

// TestBaselineSilencesFixtures writes a baseline of every bad fixture: with it nothing is said but what is wrong with settings, also
// when lines are moved, keys are in another order, and list items come in before the others.
func TestBaselineSilencesFixtures(t *testing.T) {
	fixtures, err := filepath.Glob("*/testdata/*/bad*.txtar")
	if err != nil || len(fixtures) < 300 {
		t.Fatal(len(fixtures), err)
	}
	changed := map[string]int{}
	for _, fixture := range fixtures {
		workspace := fixtureWorkspace(t, fixture)
		result := lintFiles(t, workspace, workspace.Files)
		known := lint.Known(result)
		read, err := baseline.Parse(known.Encode())
		if err != nil {
			t.Fatalf("%s: %v", fixture, err)
		}
		workspace.Baseline = &lint.Baseline{File: read, Whole: true}
		again := lintFiles(t, workspace, workspace.Files)
		expectKnown(t, fixture, again)
		if again.Summary.Known != known.Total() || len(again.Fixed) > 0 {
			t.Errorf("%s: %d of %d are known, fixed are %v", fixture, again.Summary.Known, known.Total(), again.Fixed)
		}
		for name, change := range map[string]func(ruletest.File) []byte{"moved": moved, "reversed": reversed, "inserted": inserted} {
			files, ok := changedFiles(workspace.Files, change)
			if !ok {
				continue
			}
			changed[name]++
			result := lintFiles(t, workspace, files)
			if name == "inserted" {
				before := len(result.Findings)
				result.Findings = slices.DeleteFunc(result.Findings, aboutInserted)
				changed["new"] += before - len(result.Findings)
			}
			expectKnown(t, fixture+" "+name, result)
		}
	}
	if changed["moved"] < 300 || changed["reversed"] < 150 || changed["inserted"] < 50 || changed["new"] < 50 {
		t.Errorf("too few fixtures could be changed: %v", changed)
	}
}

func fixtureWorkspace(t *testing.T, fixture string) *ruletest.Workspace {
	t.Helper()
	archive, err := txtar.ParseFile(fixture)
	if err != nil {
		t.Fatal(err)
	}
	workspace := &ruletest.Workspace{Seed: seed}
	for _, file := range archive.Files {
		if file.Name == "want" {
			continue
		}
		if err := workspace.Add(file.Name, string(file.Data)); err != nil {
			t.Fatal(err)
		}
	}
	return workspace
}

func lintFiles(t *testing.T, workspace *ruletest.Workspace, files []ruletest.File) lint.Result {
	t.Helper()
	result, err := (&ruletest.Workspace{Seed: seed, Files: files, Baseline: workspace.Baseline}).Lint(rules.All())
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// expectKnown complains of findings that are not known, apart from those about settings and evidence, which never are.
func expectKnown(t *testing.T, name string, result lint.Result) {
	t.Helper()
	for _, f := range result.Findings {
		if f.File != config.FileName && filepath.Dir(f.Rule) != "config" {
			t.Errorf("%s: %s:%d %s %q %s is not known: %s", name, f.File, f.Start.Line, f.Rule, f.Pointer, f.Fingerprint, f.Message)
		}
	}
}

// changedFiles changes the specs; ok is false if none could be.
func changedFiles(files []ruletest.File, change func(ruletest.File) []byte) (list []ruletest.File, ok bool) {
	for _, file := range files {
		isSpec := slices.Contains([]string{".json", ".jsonc", ".yaml"}, filepath.Ext(file.Name)) && !strings.HasPrefix(file.Name, ".") && file.Name != "polarspec.topics.json"
		if text := change(file); isSpec && text != nil {
			file.Text, ok = text, true
		}
		list = append(list, file)
	}
	return list, ok
}

// moved puts empty lines before a text.
func moved(file ruletest.File) []byte {
	if bytes.HasPrefix(file.Text, []byte("\ufeff")) {
		return nil // the mark would not be at the start any more
	}
	return append([]byte("\n\n\n"), file.Text...)
}

// reversed turns the order of all keys round in a text without faults.
func reversed(file ruletest.File) []byte {
	parsed := document.Parse(file.Text, document.JSON)
	if len(parsed.Faults) > 0 || filepath.Ext(file.Name) != ".json" {
		return nil
	}
	return document.EncodeCompact(turned(parsed.Root().Value()))
}

func turned(v document.Value) document.Value {
	switch v.Kind() {
	case document.Object:
		var members []document.Member
		for _, member := range slices.Backward(v.Members()) {
			members = append(members, document.Member{Key: member.Key, Value: turned(member.Value)})
		}
		return document.ObjectOf(members...)
	case document.Array:
		var items []document.Value
		for _, item := range v.Items() {
			items = append(items, turned(item))
		}
		return document.ArrayOf(items...)
	}
	return v
}

// aboutInserted reports whether a finding is about an item that inserted put in: that is a new one.
func aboutInserted(f lint.Finding) bool {
	return strings.HasPrefix(f.Pointer, "/source/inputSchema/0/") || strings.HasPrefix(f.Pointer, "/mappings/0/") || strings.Contains(f.Message, "another__one")
}

// inserted puts another item before the first one of inputSchema and mappings where these are lists of objects.
func inserted(file ruletest.File) []byte {
	parsed := document.Parse(file.Text, document.JSON)
	if len(parsed.Faults) > 0 || filepath.Ext(file.Name) != ".json" {
		return nil
	}
	var edits []document.Edit
	for pointer, item := range map[string]string{
		"/source/inputSchema": `{"name": "another__one", "dataType": "string"}, `,
		"/mappings":           `{"columnName": "another__one", "expression": "'x'"}, `,
	} {
		if first := parsed.Find(pointer + "/0"); first.Kind() == document.Object {
			edits = append(edits, document.Edit{Span: document.Span{Start: first.Span().Start, End: first.Span().Start}, Text: item})
		}
	}
	if len(edits) == 0 {
		return nil
	}
	text, err := document.Apply(file.Text, edits)
	if err != nil {
		return nil
	}
	return text
}
