package rules_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules"
)

var update = flag.Bool("update", false, "write what the rules say into the fixtures and pages")

var seed = os.DirFS("../testdata/seed")

// TestFixtures lints every testdata/RULE/*.txtar and compares all that is said with its section "want", apart from what other
// rules warn of in the base alone. A fixture whose name starts with "bad" must make its rule speak, one that starts with "good" must not.
func TestFixtures(t *testing.T) {
	all := rules.All()
	for _, rule := range all {
		t.Run(rule.ID, func(t *testing.T) {
			t.Parallel()
			category, name := path.Split(rule.ID)
			fixtures, err := filepath.Glob(filepath.Join(category, "testdata", name, "*.txtar"))
			if err != nil {
				t.Fatal(err)
			}
			var bad, good bool
			for _, fixture := range fixtures {
				fires := checkFixture(t, all, rule.ID, fixture)
				base := filepath.Base(fixture)
				switch {
				case strings.HasPrefix(base, "bad"):
					bad = true
					if !fires {
						t.Errorf("%s: the rule does not fire", fixture)
					}
				case strings.HasPrefix(base, "good"):
					good = true
					if fires {
						t.Errorf("%s: the rule fires", fixture)
					}
				default:
					t.Errorf("%s: the name of a fixture starts with bad or good", fixture)
				}
			}
			if !bad || !good {
				t.Errorf("the rule needs a bad and a good fixture in rules/%stestdata/%s", category, name)
			}
		})
	}
}

func checkFixture(t *testing.T, all []*lint.Rule, rule, fixture string) (fires bool) {
	t.Helper()
	archive, err := txtar.ParseFile(fixture)
	if err != nil {
		t.Fatal(err)
	}
	workspace := &ruletest.Workspace{Seed: seed}
	want := -1
	for i, file := range archive.Files {
		if file.Name == "want" {
			want = i
			continue
		}
		if err := workspace.Add(file.Name, string(file.Data)); err != nil {
			t.Fatalf("%s: %v", fixture, err)
		}
	}
	result, err := workspace.Lint(all)
	if err != nil {
		t.Fatal(err)
	}
	if err := workspace.LeaveOutBases(&result, all, rule); err != nil {
		t.Fatal(err)
	}
	got := ruletest.Format(result)
	if *update {
		if want < 0 {
			archive.Files = append(archive.Files, txtar.File{Name: "want"})
			want = len(archive.Files) - 1
		}
		archive.Files[want].Data = []byte(got)
		if err := os.WriteFile(fixture, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want < 0 {
		t.Fatalf("%s: there is no section want", fixture)
	}
	if diff := cmp.Diff(string(archive.Files[want].Data), got); diff != "" {
		t.Errorf("%s: want -, got +:\n%s", fixture, diff)
	}
	for _, f := range result.Findings {
		fires = fires || f.Rule == rule
	}
	return fires
}

// TestPages holds every page to its form and runs its examples.
func TestPages(t *testing.T) {
	all := rules.All()
	for _, rule := range all {
		t.Run(rule.ID, func(t *testing.T) {
			t.Parallel()
			page, err := ruletest.ParsePage(rule.Page)
			if err != nil {
				t.Fatal(err)
			}
			if page.Title != rule.ID {
				t.Errorf("the title is %q", page.Title)
			}
			if !slices.Equal(page.Headings, ruletest.Headings) {
				t.Errorf("the headings are %q, want %q", page.Headings, ruletest.Headings)
			}
			var bad, good bool
			for _, example := range page.Examples {
				bad, good = bad || example.Heading == "Bad", good || example.Heading == "Good"
				checkExample(t, all, rule.ID, example)
			}
			if !bad || !good {
				t.Error("the page needs a bad and a good example")
			}
		})
	}
}

func checkExample(t *testing.T, all []*lint.Rule, rule string, example ruletest.Example) {
	t.Helper()
	workspace := &ruletest.Workspace{Seed: seed}
	for _, block := range example.Blocks {
		if err := workspace.Add(block.Header, block.Text); err != nil {
			t.Fatalf("line %d: %v", example.Line, err)
		}
	}
	result, err := workspace.Lint(all)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, f := range result.Findings {
		if f.Rule == rule {
			fmt.Fprintf(&got, "%s: %s\nat: %s\ntext: %s\n", f.Severity, f.Message, f.Pointer, workspace.Text(f))
		}
		if example.Heading == "Good" && f.Severity == lint.Error {
			t.Errorf("line %d: a good example has an error: %s %s", example.Line, f.Rule, f.Message)
		}
	}
	if example.Heading == "Good" && got.Len() > 0 {
		t.Errorf("line %d: a good example is reported:\n%s", example.Line, got.String())
	}
	if example.Heading == "Bad" && got.String() != example.Want {
		t.Errorf("line %d: the page says\n%s\nthe rule says\n%s", example.Line, example.Want, got.String())
	}
}

// offByDefault are the rules that only settings switch on. Any other rule without a severity lacks one by mistake.
var offByDefault = map[string]bool{"input/undeclared": true, "project/unused-connection": true, "suppression/no-reason": true}

// TestEveryRuleIsComplete holds the metadata to its form.
func TestEveryRuleIsComplete(t *testing.T) {
	seen := map[string]bool{}
	ids := map[string]bool{}
	for _, rule := range rules.All() {
		ids[rule.ID] = true
	}
	for _, rule := range rules.All() {
		if seen[rule.ID] {
			t.Errorf("%s stands twice", rule.ID)
		}
		seen[rule.ID] = true
		if rule.Summary == "" || rule.Evidence == "" {
			t.Errorf("%s lacks a summary or evidence", rule.ID)
		}
		if (rule.Severity == lint.Off) != offByDefault[rule.ID] {
			t.Errorf("%s has the default severity %s", rule.ID, rule.Severity)
		}
		if strings.HasSuffix(rule.Summary, ".") {
			t.Errorf("%s: a summary is no sentence: %q", rule.ID, rule.Summary)
		}
		if rule.Check != nil && len(rule.Kinds) == 0 {
			t.Errorf("%s is called for no kind of document", rule.ID)
		}
	}
}

// TestNoStrayFiles finds pages and fixtures of rules that do not exist.
func TestNoStrayFiles(t *testing.T) {
	ids := map[string]bool{}
	for _, rule := range rules.All() {
		ids[rule.ID] = true
	}
	pages, err := fs.Glob(os.DirFS("."), "*/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		if id := strings.TrimSuffix(page, ".md"); !ids[id] {
			t.Errorf("%s is the page of no rule", page)
		}
	}
	folders, err := fs.Glob(os.DirFS("."), "*/testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if id := strings.Replace(folder, "/testdata/", "/", 1); !ids[id] {
			t.Errorf("%s holds fixtures of no rule", folder)
		}
	}
}
