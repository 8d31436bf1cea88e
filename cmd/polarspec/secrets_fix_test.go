package main

import (
	"strings"
	"testing"
)

// TestSecretsAreNotShownInDifferences shows what fixes and the layout would change in all planted files, and looks for the canary. A
// fixed or formatted text itself has it, of course: what is said beside that has not.
func TestSecretsAreNotShownInDifferences(t *testing.T) {
	dir := t.TempDir()
	files := planted()
	for name, text := range files {
		write(t, dir, name, text)
	}
	for _, args := range [][]string{{"fmt", "--diff"}, {"fmt", "--check"}, {"lint", "--diff", "--min-severity", "info"}, {"lint", "--diff", "--unsafe-fixes", "--min-severity", "info"}} {
		got := polarspec(t, dir, "", args...)
		if lines := strings.Count(got.stdout+got.stderr, "\n"); lines < 50 {
			t.Errorf("%s: only %d lines to be searched, exit code %d: %.300s", args, lines, got.code, got.stderr)
		}
		noCanary(t, strings.Join(args, " "), got.stdout+got.stderr)
	}
	for name, text := range files {
		for _, args := range [][]string{{"fmt", "--diff"}, {"lint", "--diff", "--unsafe-fixes", "--min-severity", "info"}} {
			got := polarspec(t, dir, text, append(args, "-", "--stdin-filename", name)...)
			noCanary(t, name, got.stdout+got.stderr)
		}
		for _, args := range [][]string{{"fmt"}, {"lint", "--fix", "--min-severity", "info"}} {
			noCanary(t, name, polarspec(t, dir, text, append(args, "-", "--stdin-filename", name)...).stderr)
		}
	}
	for _, args := range [][]string{{"fmt"}, {"lint", "--fix", "--unsafe-fixes", "--min-severity", "info"}} {
		got := polarspec(t, dir, "", args...)
		noCanary(t, strings.Join(args, " "), got.stdout+got.stderr)
	}
}
