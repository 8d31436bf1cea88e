package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"go.yaml.in/yaml/v3"

	"github.com/polarspec/polarspec/internal/doctest"
)

// pipelines are the files of docs/ci.md that no other test runs: which lines of them a shell gets, and the reports they leave behind.
var pipelines = []struct {
	file     string
	commands func(t *testing.T, text string) []string
	reports  []string
}{
	{".gitlab-ci.yml", gitlabCommands, []string{"gl-code-quality-report.json"}},
	{"Jenkinsfile", jenkinsCommands, []string{"polarspec.checkstyle.xml", "polarspec.junit.xml"}},
}

// TestPipelines runs what the files for GitLab and Jenkins would run, on specs with a fault and on specs without one. Installing is left
// out: the command under test is where Go would put it.
func TestPipelines(t *testing.T) {
	text, err := os.ReadFile("../../docs/ci.md")
	if err != nil {
		t.Fatal(err)
	}
	files := titled(t, string(text))
	for _, p := range pipelines {
		t.Run(p.file, func(t *testing.T) {
			commands := p.commands(t, files[p.file])
			if len(commands) < 2 || !strings.HasPrefix(commands[0], "go install github.com/polarspec/polarspec/cmd/polarspec@v") {
				t.Fatalf("the first command must install polarspec, the next run it: %q", commands)
			}
			for _, report := range p.reports {
				if strings.Count(files[p.file], report) < 2 {
					t.Errorf("the report %s is written and not handed to the service", report)
				}
			}
			folder := t.TempDir()
			if err := os.CopyFS(folder, os.DirFS("../../testdata/example")); err != nil {
				t.Fatal(err)
			}
			if code := runPipeline(t, folder, commands); code != exitFindings {
				t.Errorf("with findings it ends with %d, want %d", code, exitFindings)
			}
			for _, report := range p.reports {
				checkReport(t, filepath.Join(folder, report), 2)
			}
			if code := runPipeline(t, folder, []string{`"$GOPATH/bin/polarspec" lint --fix --unsafe-fixes -- jobs connections`, commands[1]}); code != exitClean {
				t.Errorf("without findings it ends with %d", code)
			}
			for _, report := range p.reports {
				checkReport(t, filepath.Join(folder, report), 0)
			}
		})
	}
}

// titled returns the blocks of a page that are files, by their names.
func titled(t *testing.T, text string) map[string]string {
	t.Helper()
	page, problems := doctest.Parse(text)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	files := map[string]string{}
	for _, step := range page.Steps {
		if step.Block != nil && step.Block.Title != "" {
			files[step.Block.Title] = step.Block.Text
		}
	}
	return files
}

func gitlabCommands(t *testing.T, text string) []string {
	t.Helper()
	var file struct {
		Polarspec struct {
			Script    []string
			Variables map[string]string
		}
	}
	if err := yaml.Unmarshal([]byte(text), &file); err != nil {
		t.Fatal(err)
	}
	if file.Polarspec.Variables["GOPATH"] == "" {
		t.Error("the commands use $GOPATH, and no variable sets it")
	}
	return file.Polarspec.Script
}

func jenkinsCommands(t *testing.T, text string) []string {
	t.Helper()
	if strings.Count(text, "{") != strings.Count(text, "}") {
		t.Error("the braces of the Jenkinsfile do not match")
	}
	if !strings.Contains(text, "GOPATH = ") {
		t.Error("the commands use $GOPATH, and the environment does not set it")
	}
	var commands []string
	// In single quotes Groovy replaces nothing, so that this is what the shell gets.
	for _, step := range regexp.MustCompile(`(?m)^ *sh '([^'\\]*)'$`).FindAllStringSubmatch(text, -1) {
		commands = append(commands, step[1])
	}
	return commands
}

// runPipeline runs commands as a runner does, one after the other up to the first that fails, and returns the last exit code.
func runPipeline(t *testing.T, folder string, commands []string) int {
	t.Helper()
	gopath := t.TempDir()
	if err := os.Mkdir(filepath.Join(gopath, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	installed := "#!/bin/sh\nexec polarspec \"$@\"\n"
	if err := os.WriteFile(filepath.Join(gopath, "bin", "polarspec"), []byte(installed), 0o755); err != nil {
		t.Fatal(err)
	}
	script := "set -e\ngo() { [ \"$1\" = install ]; }\n" + strings.Join(commands, "\n")
	command := exec.Command(docsShell(t), "-c", script)
	command.Dir = folder
	command.Env = append(docsEnvironment(t), "GOPATH="+filepath.ToSlash(gopath))
	out, err := command.CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		t.Logf("%s", out)
		return exit.ExitCode()
	}
	if err != nil {
		t.Fatal(err)
	}
	return 0
}

// checkReport reads a report, by its schema if that is JSON, and counts the findings in it.
func checkReport(t *testing.T, name string, want int) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	if filepath.Ext(name) == ".json" {
		var issues []any
		if err := json.Unmarshal(text, &issues); err != nil {
			t.Fatal(err)
		}
		if err := jsonschema.MustCompile("../../lint/report/testdata/gitlab.schema.json").Validate(issues); err != nil {
			t.Errorf("%s: %#v", name, err)
		}
		found = len(issues)
	} else {
		decoder := xml.NewDecoder(strings.NewReader(string(text)))
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if start, ok := token.(xml.StartElement); ok && (start.Name.Local == "error" || start.Name.Local == "failure") {
				found++
			}
		}
	}
	if found != want {
		t.Errorf("%s has %d findings, want %d:\n%s", name, found, want, text)
	}
}
