package rules_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules"
)

// TestEachFix makes every fix that the rules offer in their fixtures, one at a time: what it is for is not said any more at that place,
// and a safe one brings up nothing at warning or above. Those of syntax and shape are excepted from the latter: while a value cannot be
// read the rules about it are silent, and --fix does not make a fix that lets them speak (TestFixLaws).
func TestEachFix(t *testing.T) {
	tried := map[bool]int{} // by whether they are safe
	fixtures, err := filepath.Glob("*/testdata/*/bad*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, fixture := range fixtures {
		workspace := fixtureWorkspace(t, fixture)
		before := lintWorkspace(t, workspace)
		for _, f := range before {
			for _, fix := range f.Fixes {
				if strings.HasPrefix(fixture, strings.Replace(f.Rule, "/", "/testdata/", 1)+"/") {
					tried[fix.Safe]++
					tryFix(t, fixture, workspace, before, f, fix)
				}
			}
		}
	}
	if tried[true] < 100 || tried[false] < 200 {
		t.Errorf("only %d safe and %d unsafe fixes were tried", tried[true], tried[false])
	}
}

func lintWorkspace(t *testing.T, workspace *ruletest.Workspace) []lint.Finding {
	t.Helper()
	result, err := workspace.Lint(rules.All())
	if err != nil {
		t.Fatal(err)
	}
	return result.Findings
}

func tryFix(t *testing.T, fixture string, workspace *ruletest.Workspace, before []lint.Finding, f lint.Finding, fix lint.Fix) {
	t.Helper()
	fixed := &ruletest.Workspace{}
	for _, file := range workspace.Files {
		if file.Name == f.File {
			text, err := document.Apply(file.Text, fix.Edits)
			if err != nil {
				t.Fatal(err)
			}
			was, is := document.Parse(file.Text, lint.SyntaxOf(file.Name, file.Text)).Faults, document.Parse(text, lint.SyntaxOf(file.Name, text)).Faults
			if len(is) > len(was) || len(is) == len(was) && strings.HasPrefix(f.Rule, "syntax/") {
				t.Errorf("%s: after %q the text has a fault: %s", fixture, fix.Title, is[0].Message)
			}
			file = ruletest.File{Name: file.Name, Text: text}
		}
		fixed.Files = append(fixed.Files, file)
	}
	same := func(g lint.Finding) string { return g.File + " " + g.Rule + " " + g.Message }
	count := map[string]int{}
	for _, g := range before {
		count[same(g)]--
	}
	structural := strings.HasPrefix(f.Rule, "syntax/") || strings.HasPrefix(f.Rule, "shape/")
	after := lintWorkspace(t, fixed)
	for _, g := range after {
		count[same(g)]++
	}
	if count[same(f)] >= 0 {
		t.Errorf("%s: after %q it is still said: %s", fixture, fix.Title, f.Message)
	}
	for _, g := range after {
		if fix.Safe && !structural && g.Severity >= lint.Warning && count[same(g)] > 0 {
			t.Errorf("%s: after the safe %q it is said: %s %s", fixture, fix.Title, g.Rule, g.Message)
		}
	}
}
