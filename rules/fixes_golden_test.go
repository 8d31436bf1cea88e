package rules_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/diff"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules"
)

var updateFixes = flag.Bool("update-fixes", false, "write testdata/fixes")

// promisedFixes are the rules that repair what they find, as their catalogue promises: S with a safe fix, U with one that may change the
// meaning. A near name is a safe fix if it differs in case or separators only, so that some rules have both.
var promisedFixes = map[string]string{
	"syntax/invalid": "S", "syntax/comment": "S", "syntax/byte-order-mark": "S",
	"shape/wrong-type": "S", "shape/not-allowed": "SU", "shape/unknown-field": "SU", "shape/response-field": "S", "shape/legacy-field": "U", "shape/invalid-period": "S",
	"job/field-not-for-type": "U", "job/duplicate-file": "S",
	"provider/inline-on-registry-topic": "U", "provider/unknown-connection": "U", "provider/message-type-ignored": "U",
	"avro/extract-unions-no-effect": "U", "avro/empty-reader-schema": "S", "avro/drift": "U",
	"protobuf/not-base64": "S", "protobuf/not-a-descriptor-set": "S", "protobuf/missing-import": "U", "protobuf/unknown-message-type": "SU", "protobuf/ambiguous-message-type": "U",
	"protobuf/message-type-left-open": "U", "protobuf/json-name": "SU", "protobuf/unreadable-field": "U", "protobuf/drift": "U",
	"input/duplicate-name": "U", "input/unknown-field": "SU", "input/type-mismatch": "U", "input/lossy-type": "U", "input/nested-as-string": "U", "input/boolean": "U",
	"input/string-as-json": "U", "input/unused": "U", "input/undeclared": "U",
	"mapping/no-time": "U", "mapping/syntax": "S", "mapping/reserved-word": "S", "mapping/unknown-function": "U", "mapping/argument-type": "S", "mapping/unknown-input": "SU",
	"mapping/unknown-path": "U", "mapping/json-of-string": "U", "mapping/string-for-column": "U", "mapping/aggregate-without-flag": "U", "mapping/flag-without-aggregate": "U",
	"mapping/earliest-latest": "U", "mapping/time-type": "S", "mapping/time-aggregated": "U", "mapping/time-null": "U", "mapping/time-always-null": "U", "mapping/time-pattern": "U",
	"mapping/time-unit": "S", "mapping/no-rollup": "U",
	"filter/where-keyword": "S", "filter/output-column": "S",
	"connection/plain-secret": "U", "connection/unexpanded-variable": "U", "connection/bootstrap-servers": "U", "connection/deprecated-secret": "S",
}

// example is a fix of a fixture as its difference.
type example struct{ rule, kind, fixture, title, change string }

// TestFixes shows what the fix of every rule does, in testdata/fixes, and fails if a rule has not the fixes that it promises.
func TestFixes(t *testing.T) {
	found := map[string]map[string]example{} // by rule, and by kind and notation
	fixtures, err := filepath.Glob("*/testdata/*/bad*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, fixture := range fixtures {
		workspace := fixtureWorkspace(t, fixture)
		for _, f := range lintWorkspace(t, workspace) {
			for _, fix := range f.Fixes {
				e := exampleOf(t, fixture, workspace, f, fix)
				key := e.kind + filepath.Ext(f.File)
				own := strings.HasPrefix(fixture, strings.Replace(f.Rule, "/", "/testdata/", 1)+"/")
				if found[f.Rule] == nil {
					found[f.Rule] = map[string]example{}
				}
				if _, ok := found[f.Rule][key]; !ok && own {
					found[f.Rule][key] = e
				}
			}
		}
	}
	for rule, kinds := range promisedFixes {
		for _, kind := range strings.Split(kinds, "") {
			if !slices.ContainsFunc(slices.Collect(maps.Keys(found[rule])), func(key string) bool { return strings.HasPrefix(key, kind) }) {
				t.Errorf("%s promises a fix (%s) and no fixture of it has one", rule, kind)
			}
		}
	}
	for rule, examples := range found {
		for key, e := range examples {
			if key[0] == 'S' && !strings.Contains(promisedFixes[rule], "S") {
				t.Errorf("%s calls a fix safe that is not known to be: %s in %s", rule, e.title, e.fixture)
			}
		}
		golden(t, rule, examples)
	}
}

func exampleOf(t *testing.T, fixture string, workspace *ruletest.Workspace, f lint.Finding, fix lint.Fix) example {
	t.Helper()
	e := example{rule: f.Rule, kind: "U", fixture: fixture, title: fix.Title}
	if fix.Safe {
		e.kind = "S"
	}
	for _, file := range workspace.Files {
		if file.Name == f.File {
			after, err := document.Apply(file.Text, fix.Edits)
			if err != nil {
				t.Fatal(err)
			}
			e.change = string(diff.Diff("before", file.Text, "after", after))
		}
	}
	if e.change == "" {
		t.Errorf("%s: the fix %q of %s changes nothing", fixture, fix.Title, f.Rule)
	}
	return e
}

// golden compares the examples of a rule with its file.
func golden(t *testing.T, rule string, examples map[string]example) {
	t.Helper()
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(examples)) {
		e := examples[key]
		kind := map[string]string{"S": "safe", "U": "unsafe"}[e.kind]
		fmt.Fprintf(&b, "%s: %s\n%s\n%s\n", kind, e.title, e.fixture, shortened(e.change))
	}
	name := filepath.Join("testdata", "fixes", strings.Replace(rule, "/", "-", 1)+".txt")
	if *updateFixes {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil || string(want) != b.String() {
		t.Errorf("%s is not what the rule does (go test ./rules -run TestFixes -update-fixes writes it): %v %s", name, err, cmp.Diff(string(want), b.String()))
	}
}

// shortened leaves out what makes long lines unreadable, and the head of the difference.
func shortened(change string) string {
	const most = 240
	var b strings.Builder
	for i, line := range strings.Split(strings.TrimSuffix(change, "\n"), "\n") {
		if i < 3 || strings.HasPrefix(line, "@@") {
			continue
		}
		if runes := []rune(line); len(runes) > most {
			line = string(runes[:most]) + "…"
		}
		if strings.ContainsFunc(line, unicode.IsControl) || strings.HasPrefix(line[1:], "\ufeff") {
			line = fmt.Sprintf("%c%+q", line[0], line[1:])
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// TestPromisedFixesAreOfRules keeps the list from naming rules that do not exist.
func TestPromisedFixesAreOfRules(t *testing.T) {
	known := map[string]bool{}
	for _, rule := range rules.All() {
		known[rule.ID] = true
	}
	for rule := range promisedFixes {
		if !known[rule] {
			t.Errorf("there is no rule %s", rule)
		}
	}
}
