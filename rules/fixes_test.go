package rules_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules"
)

// TestFixesOfJobsAndConnections makes every fix that the rules offer in their fixtures, one at a time: what it is for is not said any
// more at that place, and a safe one brings up nothing at warning or above.
func TestFixesOfJobsAndConnections(t *testing.T) {
	tried := map[bool]int{} // by whether they are safe
	for _, pattern := range []string{"job/testdata/*/bad*.txtar", "connection/testdata/*/bad*.txtar"} {
		fixtures, err := filepath.Glob(pattern)
		if err != nil || len(fixtures) == 0 {
			t.Fatal(pattern, err)
		}
		for _, fixture := range fixtures {
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
			category, _, _ := strings.Cut(fixture, "/")
			before := lintWorkspace(t, workspace)
			for _, f := range before {
				for _, fix := range f.Fixes {
					if strings.HasPrefix(f.Rule, category+"/") {
						tried[fix.Safe]++
						tryFix(t, fixture, workspace, before, f, fix)
					}
				}
			}
		}
	}
	if tried[true] < 6 || tried[false] < 20 {
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
			if broken := document.Parse(text, lint.SyntaxOf(file.Name, text)); len(broken.Faults) > 0 {
				t.Errorf("%s: after %q the text has a fault: %s", fixture, fix.Title, broken.Faults[0].Message)
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
	after := lintWorkspace(t, fixed)
	for _, g := range after {
		count[same(g)]++
	}
	if count[same(f)] >= 0 {
		t.Errorf("%s: after %q it is still said: %s", fixture, fix.Title, f.Message)
	}
	for _, g := range after {
		if fix.Safe && g.Severity >= lint.Warning && count[same(g)] > 0 {
			t.Errorf("%s: after the safe %q it is said: %s %s", fixture, fix.Title, g.Rule, g.Message)
		}
	}
}
