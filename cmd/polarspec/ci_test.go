package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/report"
)

func TestBelowCheckout(t *testing.T) {
	root := resolved(t.TempDir())
	dir := filepath.Join(root, "services", "clicks")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		dir   string
		roots []string
		want  string
	}{
		{dir, nil, ""},
		{dir, []string{"", ""}, ""},
		{dir, []string{root}, "services/clicks/"},
		{dir, []string{"", root}, "services/clicks/"},
		{dir, []string{filepath.Join(root, "other"), root}, "services/clicks/"},
		{dir, []string{dir, root}, ""},
		{root, []string{root}, ""},
		{root, []string{dir}, ""},
		{dir + "-old", []string{dir}, ""},
	} {
		if got := belowCheckout(c.dir, c.roots...); got != c.want {
			t.Errorf("belowCheckout(%q, %q) = %q, want %q", c.dir, c.roots, got, c.want)
		}
	}
}

func TestBlobAddress(t *testing.T) {
	if got, want := blobAddress("https://github.com", "o/r", "abc"), "https://github.com/o/r/blob/abc/"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for _, parts := range [][3]string{{"", "o/r", "abc"}, {"https://github.com", "", "abc"}, {"https://github.com", "o/r", ""}} {
		if got := blobAddress(parts[0], parts[1], parts[2]); got != "" {
			t.Errorf("%q of %q", got, parts)
		}
	}
}

// TestSummaryIsAppended: what others wrote stays, and all of it together is no longer than GitHub takes.
func TestSummaryIsAppended(t *testing.T) {
	result := lint.Result{Summary: lint.Summary{Files: 1, Specs: 1}}
	const table = "### polarspec\n\nno problems in 1 spec (1 file).\n\n"
	for _, c := range []struct {
		before, want string
		fits         bool
	}{
		{"", table, true},
		{"others\n", "others\n" + table, true},
		{strings.Repeat("x", report.StepSummaryLimit-20), strings.Repeat("x", report.StepSummaryLimit-20), false},
		{strings.Repeat("x", 2*report.StepSummaryLimit), strings.Repeat("x", 2*report.StepSummaryLimit), false},
	} {
		path := write(t, t.TempDir(), "summary.md", c.before)
		if fits, err := appendSummary(path, result, report.Options{}); err != nil || fits != c.fits {
			t.Fatalf("after %.20q: %v, %v", c.before, fits, err)
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, string(got)); diff != "" {
			t.Errorf("after %.20q: %s", c.before, diff)
		}
	}
}

// TestNamesAreNoCommands: what is printed beside a report goes to the log of the step too, where a line can be a workflow command.
func TestNamesAreNoCommands(t *testing.T) {
	got := polarspec(t, t.TempDir(), "", "lint", "-f", "github", "a\n::error::b\x1b[0m.json")
	if got.code != exitFailure || strings.Count(got.stderr, "\n") != 1 || !strings.HasPrefix(got.stderr, `polarspec: a\n::error::b\u001b[0m.json: `) {
		t.Errorf("exit code %d, %q", got.code, got.stderr)
	}
	if strings.Count(got.stdout, "\n") != 1 || !strings.HasPrefix(got.stdout, "::error file=a%0A%3A%3Aerror%3A%3Ab\\u001b[0m.json,title=polarspec::") {
		t.Errorf("%q", got.stdout)
	}
}
