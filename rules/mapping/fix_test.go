package mapping_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules"
)

func lintFiles(t *testing.T, files []ruletest.File) []lint.Finding {
	t.Helper()
	workspace := &ruletest.Workspace{Files: files}
	result, err := workspace.Lint(rules.All())
	if err != nil {
		t.Fatal(err)
	}
	return result.Findings
}

// fixed returns the files with one fix made.
func fixed(t *testing.T, files []ruletest.File, file string, fix lint.Fix) []ruletest.File {
	t.Helper()
	changed := slices.Clone(files)
	for i := range changed {
		if changed[i].Name != file {
			continue
		}
		text, err := document.Apply(changed[i].Text, fix.Edits)
		if err != nil {
			t.Fatal(err)
		}
		changed[i] = ruletest.File{Name: file, Text: text}
	}
	return changed
}

// times counts how often the same is said of a file.
func times(findings []lint.Finding, f lint.Finding) int {
	n := 0
	for _, g := range findings {
		if g.File == f.File && g.Rule == f.Rule && g.Message == f.Message {
			n++
		}
	}
	return n
}

// TestFixes makes every fix that the rules offer in their fixtures: what it is for is not said any more, and a safe one adds
// nothing at warning or above.
func TestFixes(t *testing.T) {
	fixtures, err := filepath.Glob("testdata/*/bad*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, fixture := range fixtures {
		t.Run(filepath.Base(filepath.Dir(fixture))+"/"+filepath.Base(fixture), func(t *testing.T) { tried += tryFixes(t, fixture) })
	}
	if tried < 80 {
		t.Errorf("only %d fixes were tried", tried)
	}
}

func tryFixes(t *testing.T, fixture string) (tried int) {
	t.Helper()
	archive, err := txtar.ParseFile(fixture)
	if err != nil {
		t.Fatal(err)
	}
	workspace := &ruletest.Workspace{Seed: os.DirFS("../../testdata/seed")}
	for _, file := range archive.Files {
		if file.Name == "want" {
			continue
		}
		if err := workspace.Add(file.Name, string(file.Data)); err != nil {
			t.Fatal(err)
		}
	}
	before := lintFiles(t, workspace.Files)
	said := map[string]bool{}
	for _, f := range before {
		said[f.File+" "+f.Rule+" "+f.Pointer] = true
	}
	for _, f := range before {
		if !strings.HasPrefix(f.Rule, "mapping/") {
			continue
		}
		for _, fix := range f.Fixes {
			tried++
			after := lintFiles(t, fixed(t, workspace.Files, f.File, fix))
			if times(after, f) >= times(before, f) {
				t.Errorf("after %q it is still said: %s", fix.Title, f.Message)
			}
			for _, g := range after {
				if fix.Safe && g.Severity >= lint.Warning && !said[g.File+" "+g.Rule+" "+g.Pointer] {
					t.Errorf("after the safe %q it is said: %s %s", fix.Title, g.Rule, g.Message)
				}
			}
		}
	}
	return tried
}
