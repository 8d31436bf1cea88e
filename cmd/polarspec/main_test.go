package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/polarspec/polarspec/lint/config"
)

// output is what a command line did.
type output struct {
	code           int
	stdout, stderr string
}

// polarspec runs a command line in a folder.
func polarspec(t *testing.T, dir, stdin string, args ...string) output {
	t.Helper()
	t.Chdir(dir)
	var stdout, stderr bytes.Buffer
	code := Main(args, strings.NewReader(stdin), &stdout, &stderr)
	return output{code, stdout.String(), stderr.String()}
}

// write puts a file into a folder and returns its path.
func write(tb testing.TB, dir, name, text string) string {
	tb.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		tb.Fatal(err)
	}
	return path
}

const connection = `{"type": "kafka", "name": "clicks", "bootstrapServers": "kafka.example.com:9092", "topicName": "clicks"}`

// TestLevels tries all combinations of --min-severity, --fail-level and the severity of a finding, none and 3 for an input
// that cannot be read included.
func TestLevels(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "bad.json", strings.Replace(connection, `"clicks"`, `"two words"`, 1))
	for _, found := range []string{"error", "warning", "info", "off"} {
		for _, least := range []string{"", "error", "warning", "info"} {
			for _, fail := range []string{"", "error", "warning", "info", "never"} {
				for _, unreadable := range []bool{false, true} {
					name := fmt.Sprintf("%s min %s fail %s unreadable %v", found, least, fail, unreadable)
					t.Run(name, func(t *testing.T) { checkLevels(t, dir, found, least, fail, unreadable) })
				}
			}
		}
	}
}

func checkLevels(t *testing.T, dir, found, least, fail string, unreadable bool) {
	t.Helper()
	args := []string{"lint", "bad.json", "--rule", "shape/connection-name=" + found}
	reported, failing := config.Warning, config.Error // the defaults
	if least != "" {
		args = append(args, "--min-severity", least)
		reported, _ = config.ParseSeverity(least)
	}
	if fail != "" {
		args = append(args, "--fail-level", fail)
		failing, _ = config.ParseSeverity(fail)
	}
	if unreadable {
		args = append(args, "nowhere.json")
	}
	if fail == "never" {
		failing = config.Error + 1
	}
	severity, _ := config.ParseSeverity(found)
	shown := severity >= min(reported, failing) && severity > config.Off
	code := exitClean
	switch {
	case unreadable:
		code = exitFailure
	case severity >= failing:
		code = exitFindings
	}
	got := polarspec(t, dir, "", args...)
	if got.code != code {
		t.Errorf("exit code %d, want %d", got.code, code)
	}
	if is := strings.Contains(got.stdout, "shape/connection-name"); is != shown {
		t.Errorf("shown: %v, want %v", is, shown)
	}
}

// TestHelp holds every command to a help with a summary, examples that start with the command, and words for its flags.
func TestHelp(t *testing.T) {
	root := newRoot(&streams{})
	for _, c := range append(slices.Clone(root.Commands()), newHelp()) {
		if c.Short == "" || strings.HasSuffix(c.Short, ".") {
			t.Errorf("%s: the summary %q is empty or ends in a full stop", c.Name(), c.Short)
		}
		if !strings.Contains(c.Example, "polarspec "+c.Name()) {
			t.Errorf("%s: the examples %q do not show the command", c.Name(), c.Example)
		}
		for line := range strings.Lines(c.Long) {
			if len(line) > 140 {
				t.Errorf("%s: the line %q of its help is too long", c.Name(), line)
			}
		}
	}
}
