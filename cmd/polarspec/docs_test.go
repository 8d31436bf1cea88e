package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"cuelang.org/go/cue/parser"
	"go.yaml.in/yaml/v3"

	"github.com/polarspec/polarspec/internal/doctest"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/rules"
)

var updateDocs = flag.Bool("update-docs", false, "write what the commands print into the pages")

// pages are all pages of the documentation but those of the rules, which have their own test, by their path in the repository.
func pages(t *testing.T) []string {
	t.Helper()
	names := []string{"README.md", "CONTRIBUTING.md"}
	root := os.DirFS("../..")
	err := fs.WalkDir(root, "docs", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && filepath.Ext(name) == ".md" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestDocs runs every command that the documentation shows and compares what it prints; CONTRIBUTING.md says how pages are written.
func TestDocs(t *testing.T) {
	runner := docsRunner(t)
	for _, name := range pages(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.FromSlash("../../" + name)
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			page, problems := doctest.Parse(string(text))
			updated, ran := runner.Run(t.Context(), page, t.TempDir())
			if *updateDocs && updated != page.Text {
				if err := os.WriteFile(file, []byte(updated), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			for _, problem := range append(problems, ran...) {
				if !problem.Output || !*updateDocs {
					t.Errorf("%s: %v", name, problem)
				}
			}
		})
	}
}

func docsRunner(t *testing.T) *doctest.Runner {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return &doctest.Runner{Shell: docsShell(t), Prelude: goRun, Env: docsEnvironment(t), Source: root, Checks: map[string]func(title, text string) error{
		"json":  func(_, text string) error { return checkSyntax(text, document.JSON) },
		"jsonc": func(_, text string) error { return checkSyntax(text, document.JSONC) },
		"yaml":  checkYAML,
		"cue": func(title, text string) error {
			_, err := parser.ParseFile(title, text)
			return err
		},
	}}
}

// docsShell is the bash of this machine. The tests need git anyway, and Git for Windows brings one that is not on the PATH; a sh that is
// no bash does for pages that keep to POSIX.
func docsShell(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		// The bash on the PATH may be that of WSL, which is another system.
		at, err := exec.Command("git", "--exec-path").Output()
		if err != nil {
			t.Fatalf("the documentation needs the bash of Git for Windows: %v", err)
		}
		return filepath.Join(strings.TrimSpace(string(at)), "..", "..", "..", "bin", "bash.exe")
	}
	for _, name := range []string{"bash", "sh"} {
		if shell, err := exec.LookPath(name); err == nil {
			return shell
		}
	}
	t.Fatal("the documentation needs bash")
	return ""
}

// goRun makes "go run ./cmd/polarspec" the command under test, and says what Go says of its exit code.
const goRun = `go() {
  [ "$1 $2" = "run ./cmd/polarspec" ] || { echo "only go run ./cmd/polarspec is known here" >&2; return 2; }
  shift 2
  polarspec "$@" || { echo "exit status $?" >&2; return 1; }
}`

// docsEnvironment is what the commands see: nothing of the machine but where programs are, so that pages do not depend on whose it is.
func docsEnvironment(t *testing.T) []string {
	t.Helper()
	home := t.TempDir()
	settings := filepath.Join(home, ".gitconfig")
	lines := "[user]\n\tname = Ada\n\temail = ada@example.com\n[init]\n\tdefaultBranch = main\n[core]\n\tautocrlf = false\n[commit]\n\tgpgSign = false\n"
	if err := os.WriteFile(settings, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	env := []string{
		"HOME=" + home, "GIT_CONFIG_GLOBAL=" + settings, "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0",
		"GIT_AUTHOR_DATE=2026-01-01T00:00:00Z", "GIT_COMMITTER_DATE=2026-01-01T00:00:00Z", "LC_ALL=C", "TZ=UTC", "SOURCE_DATE_EPOCH=1767225600",
	}
	for _, name := range []string{"PATH", "TMPDIR", "TEMP", "TMP", "SystemRoot", "GOCOVERDIR"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// checkSyntax has our own reader look at JSON: it also sees a key that is there twice.
func checkSyntax(text string, syntax document.Syntax) error {
	if faults := document.Parse([]byte(text), syntax).Faults; len(faults) > 0 {
		return errors.New(faults[0].Message)
	}
	return nil
}

// checkYAML parses, and looks closer at files that use our hooks and our Action: they must name what is there.
func checkYAML(title, text string) error {
	decoder := yaml.NewDecoder(strings.NewReader(text))
	for {
		var value any
		if err := decoder.Decode(&value); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
	}
	switch {
	case filepath.Base(title) == ".pre-commit-config.yaml":
		return checkHooks(text)
	case strings.HasPrefix(title, ".github/workflows/"):
		return checkWorkflow(text)
	}
	return nil
}

func checkHooks(text string) error {
	var hooks []struct{ ID string }
	data, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(data, &hooks); err != nil {
		return err
	}
	var config struct {
		Repos []struct {
			Repo  string
			Hooks []struct{ ID string }
		}
	}
	if err := yaml.Unmarshal([]byte(text), &config); err != nil {
		return err
	}
	for _, repo := range config.Repos {
		for _, hook := range repo.Hooks {
			if strings.HasSuffix(repo.Repo, "/polarspec") && !slices.Contains(hooks, hook) {
				return fmt.Errorf("there is no hook %q in .pre-commit-hooks.yaml", hook.ID)
			}
		}
	}
	return nil
}

func checkWorkflow(text string) error {
	var action struct{ Inputs, Outputs map[string]any }
	data, err := os.ReadFile("../../action.yml")
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(data, &action); err != nil {
		return err
	}
	var workflow struct {
		Jobs map[string]struct {
			Steps []struct {
				Uses string
				With map[string]any
			}
		}
	}
	if err := yaml.Unmarshal([]byte(text), &workflow); err != nil {
		return err
	}
	for _, job := range workflow.Jobs {
		for _, step := range job.Steps {
			for input := range step.With {
				if _, known := action.Inputs[input]; !known && strings.HasPrefix(step.Uses, "polarspec/polarspec@") {
					return fmt.Errorf("action.yml has no input %q", input)
				}
			}
		}
	}
	return nil
}

// TestDocsLinks follows the links of all pages, those of the rules too.
func TestDocsLinks(t *testing.T) {
	root := os.DirFS("../..")
	rules, err := fs.Glob(root, "rules/*/*.md")
	if err != nil {
		t.Fatal(err)
	}
	if len(rules) < 100 {
		t.Errorf("only %d pages of rules were found", len(rules))
	}
	for _, name := range append(pages(t), rules...) {
		text, err := fs.ReadFile(root, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, problem := range doctest.CheckLinks(root, name, string(text)) {
			t.Errorf("%s: %v", name, problem)
		}
	}
}

// TestDocsIndex wants each page in the map of the documentation, from which the menu of the site is made too.
func TestDocsIndex(t *testing.T) {
	root := os.DirFS("../..")
	index, err := fs.ReadFile(root, "docs/index.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{"README.md": true, "docs/index.md": true}
	for _, link := range doctest.Links(string(index)) {
		listed[path.Join("docs", link.Target)] = true
	}
	for _, name := range pages(t) {
		if !listed[name] {
			t.Errorf("docs/index.md does not lead to %s", name)
		}
	}
}

// TestDocsRelease keeps a sentence from outliving its truth: before the first release the pages that name one say that it is not out yet,
// and from the changelog of the first release on none does.
func TestDocsRelease(t *testing.T) {
	changes, err := os.ReadFile("../../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	released := regexp.MustCompile(`(?m)^## v?\d`).Match(changes)
	for _, name := range []string{"README.md", "docs/ci.md", "docs/manifest.md", "docs/tutorial.md"} {
		text, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		if says := strings.Contains(string(text), "No release is out yet"); says == released {
			t.Errorf("%s: that it says \"No release is out yet\" is %t, and that CHANGELOG.md has a release is %t", name, says, released)
		}
	}
}

// TestFindingsPage wants each rule that has to do with data in the page that says what Druid does.
func TestFindingsPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/findings.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range rules.All() {
		category, _, _ := strings.Cut(rule.ID, "/")
		if strings.Contains(string(page), "\n## "+category+": ") && !strings.Contains(string(page), "../rules/"+rule.ID+".md") {
			t.Errorf("docs/findings.md has no row for %s", rule.ID)
		}
	}
}
