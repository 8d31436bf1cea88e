package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// anything stands for every value of a variable.
const anything = "*"

// colorDecisions is the table of the decision: the first line that fits counts. Its columns are NO_COLOR, TERM, FORCE_COLOR,
// CLICOLOR_FORCE, GITHUB_ACTIONS, CI and whether it is a terminal.
var colorDecisions = []struct {
	when [7]string
	want bool
}{
	{[7]string{"1", anything, anything, anything, anything, anything, anything}, false},
	{[7]string{"0", anything, anything, anything, anything, anything, anything}, false},
	{[7]string{anything, "dumb", anything, anything, anything, anything, anything}, false},
	{[7]string{anything, anything, "1", anything, anything, anything, anything}, true},
	{[7]string{anything, anything, "true", anything, anything, anything, anything}, true},
	{[7]string{anything, anything, anything, "1", anything, anything, anything}, true},
	{[7]string{anything, anything, anything, anything, "true", anything, anything}, true},
	{[7]string{anything, anything, anything, anything, anything, anything, "terminal"}, true},
	{[7]string{anything, anything, anything, anything, anything, anything, "pipe"}, false},
}

func TestColor(t *testing.T) {
	values := [7][]string{
		{"", "0", "1"}, {"", "dumb", "xterm-256color"}, {"", "0", "1", "true"}, {"", "0", "1"}, {"", "true", "false"}, {"", "true"}, {"pipe", "terminal"},
	}
	names := [6]string{"NO_COLOR", "TERM", "FORCE_COLOR", "CLICOLOR_FORCE", "GITHUB_ACTIONS", "CI"}
	for _, is := range combinations(values) {
		env := map[string]string{}
		for i, name := range names {
			env[name] = is[i]
		}
		getenv := func(name string) string { return env[name] }
		if got, want := wantsColor(getenv, is[6] == "terminal"), decided(t, is); got != want {
			t.Errorf("%q: %v, want %v", is, got, want)
		}
		for choice, want := range map[string]bool{"always": true, "never": false} {
			if got, err := colored(choice, &bytes.Buffer{}, getenv); err != nil || got != want {
				t.Errorf("--color %s with %q: %v, %v", choice, is, got, err)
			}
		}
	}
}

func combinations(values [7][]string) [][7]string {
	list := [][7]string{{}}
	for i, choices := range values {
		var longer [][7]string
		for _, start := range list {
			for _, value := range choices {
				start[i] = value
				longer = append(longer, start)
			}
		}
		list = longer
	}
	return list
}

func decided(t *testing.T, is [7]string) bool {
	t.Helper()
	for _, d := range colorDecisions {
		fits := true
		for i, when := range d.when {
			fits = fits && (when == anything || when == is[i])
		}
		if fits {
			return d.want
		}
	}
	t.Fatalf("no line of the table fits %q", is)
	return false
}

// TestColorOfStreams: what is no terminal is none, be it a buffer, a file or a pipe.
func TestColorOfStreams(t *testing.T) {
	getenv := func(string) string { return "" }
	file, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = reader.Close(), writer.Close() }()
	for _, w := range []interface{ Write([]byte) (int, error) }{&bytes.Buffer{}, file, writer} {
		if got, err := colored("auto", w, getenv); got || err != nil {
			t.Errorf("%T: %v, %v", w, got, err)
		}
	}
	if _, err := colored("sometimes", file, getenv); err == nil || !strings.Contains(err.Error(), `"sometimes"`) {
		t.Errorf("%v", err)
	}
}
