package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules"
)

// hostile are files that nobody means to lint, with what is said of them when they are named: a part of one line on standard
// error and exit code 3, or a finding and exit code 1.
var hostile = []struct{ name, text, failure, finding string }{
	{"empty.json", "", "this does not parse", ""},
	{"empty.yaml", "", "", ""},
	{"white.json", " \t\r\n\n", "this does not parse", ""},
	{"white.yaml", "\n\n", "", ""},
	{"bom.json", "\ufeff", "this does not parse", ""},
	{"binary.json", "{\"type\": \x00\x01\xff\xfe}", "this is not text", ""},
	{"binary.yaml", "\x7fELF\x02\x01\x01\x00", "this is not text", ""},
	{"utf16.json", "\xff\xfe{\x00}\x00", "this is not text", ""},
	{"latin1.json", "{\"type\": \"stra\xdfe\", \"source\": 1}", "this does not parse", ""},
	{"half.json", `{"source": {"inputSchema": [`, "this does not parse", ""},
	{"half-spec.json", `{"source": {"inputSchema": [], "formatSettings": {`, "", "syntax/invalid"},
	{"brackets.json", strings.Repeat("[", 1_000_000), "nest", ""},
	{"brackets-spec.json", `{"tableName": 1, "columnName": ` + strings.Repeat("[", 1_000_000), "", "syntax/too-deep"},
	{"closed.json", strings.Repeat("[", 1_000_000) + strings.Repeat("]", 1_000_000), "nest", ""},
	{"objects.json", strings.Repeat(`{"a":`, 100_000), "nest", ""},
	{"brackets.yaml", strings.Repeat("[", 100_000), "nest", ""},
	{"dashes.yaml", strings.Repeat("- ", 100_000), "nest", ""},
	{"aliases.yaml", "a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c]\n" +
		"e: &e [*d, *d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e, *e, *e]\ng: &g [*f, *f, *f, *f, *f, *f, *f, *f]\nh: [*g, *g, *g, *g, *g, *g, *g, *g]\n", "alias", ""},
	{"number.json", "1e400", "", ""},
	{"quotes.json", strings.Repeat(`"`, 100_001), "this does not parse", ""},
}

func TestHostileFiles(t *testing.T) {
	dir := t.TempDir()
	for _, h := range hostile {
		write(t, dir, h.name, h.text)
	}
	for _, h := range hostile {
		t.Run(h.name, func(t *testing.T) {
			got := polarspec(t, dir, "", "lint", h.name)
			want := exitClean
			switch {
			case h.failure != "":
				want = exitFailure
			case h.finding != "":
				want = exitFindings
			}
			if got.code != want {
				t.Errorf("exit code %d, want %d\n%.1000s%.1000s", got.code, want, got.stdout, got.stderr)
			}
			if lines := strings.Count(got.stderr, "\n"); h.failure != "" && (lines != 1 || !strings.Contains(got.stderr, h.failure) || len(got.stderr) > 400) {
				t.Errorf("want one line with %q, got %.1000s", h.failure, got.stderr)
			}
			if h.finding != "" && !strings.Contains(got.stdout, "["+h.finding+"]") {
				t.Errorf("want %s, got %.1000s", h.finding, got.stdout)
			}
			if len(got.stdout) > 20_000 {
				t.Errorf("the report has %d bytes", len(got.stdout))
			}
			if len(h.text) > 10_000 {
				return
			}
			if stdin := polarspec(t, dir, h.text, "lint", "-", "--stdin-filename", h.name); stdin.code == exitUsage || strings.Contains(stdin.stderr, "fault of polarspec") {
				t.Errorf("by standard input: exit code %d, %.1000s", stdin.code, stdin.stderr)
			}
		})
	}
	t.Run("folder", func(t *testing.T) { // in a walk, what looks like no spec is passed over
		got := polarspec(t, dir, "", "lint", ".")
		if got.code != exitFindings || strings.Contains(got.stderr, "fault of polarspec") {
			t.Errorf("exit code %d\n%.2000s%.2000s", got.code, got.stdout, got.stderr)
		}
	})
}

// TestTruncated cuts the requests of the seed off at every byte: each time something is said, and nothing breaks.
func TestTruncated(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(seed, "requests", "*.json"))
	if err != nil || len(files) != 5 {
		t.Fatal(files, err)
	}
	linter := lint.New(rules.All(), nil, lint.Options{})
	for _, path := range files {
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.TrimRight(string(whole), " \r\n")
		spoken := make([]bool, len(text))
		result, err := linter.Run(context.Background(), func(yield func(lint.Input) bool) error {
			for i := range text {
				yield(lint.Input{Path: fmt.Sprint(i), Name: fmt.Sprint(i), Source: []byte(text[:i]), Claimed: true})
			}
			return nil
		})
		if err != nil || len(result.Errors) > 0 {
			t.Fatal(err, result.Errors)
		}
		for _, f := range result.Findings {
			var i int
			if _, err := fmt.Sscan(f.File, &i); err != nil {
				t.Fatal(err)
			}
			spoken[i] = true
		}
		for i := range spoken {
			if !spoken[i] {
				t.Errorf("%s cut off at %d: nothing is said", path, i)
			}
		}
	}
}

func TestSizes(t *testing.T) {
	dir := t.TempDir()
	file := write(t, dir, "big.json", "")
	if err := os.Truncate(file, lint.MaxFileSize+1); err != nil { // sparse: it takes no room
		t.Fatal(err)
	}
	if got := polarspec(t, dir, "", "lint", "."); got.code != exitFailure || got.stderr != "polarspec: big.json: is larger than 64 MiB, the most that is read: split it, or exclude it in .polarspec.yaml\n" {
		t.Errorf("one byte too long: exit code %d, %.400s", got.code, got.stderr)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	text := `{"type": "push_streaming", "name": "two words", "description": "` + strings.Repeat("x", lint.MaxFileSize)
	text = text[:lint.MaxFileSize-2] + `"}`
	write(t, dir, "most.json", text)
	got := polarspec(t, dir, "", "lint", ".")
	if got.code != exitFindings || !strings.Contains(got.stdout, "most.json:1:") || len(got.stdout) > 2000 {
		t.Errorf("the most that is read: exit code %d, %.400s%.400s", got.code, got.stdout, got.stderr)
	}
}

// TestUnreadable names things that are no readable files, and walks over them.
func TestUnreadable(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "folder.json/a.json", strings.Replace(connection, `"clicks"`, `"two words"`, 1))
	locked := write(t, dir, "locked.json", connection)
	if err := os.Chmod(locked, 0); err != nil {
		t.Fatal(err)
	}
	if got := polarspec(t, dir, "", "lint", "folder.json"); got.code != exitFindings || !strings.Contains(got.stdout, "folder.json/a.json:1:") {
		t.Errorf("a folder with the name of a file: exit code %d, %s%s", got.code, got.stdout, got.stderr)
	}
	want := exitClean // for one who may read everything
	if _, err := os.ReadFile(locked); err != nil {
		want = exitFailure
	}
	got := polarspec(t, dir, "", "lint", "locked.json")
	if got.code != want || strings.Contains(got.stderr, "polarspec: locked.json: cannot be read: ") != (want == exitFailure) {
		t.Errorf("locked: exit code %d, want %d: %s", got.code, want, got.stderr)
	}
}

// TestVanished reads a file that the walk has seen and that is gone since.
func TestVanished(t *testing.T) {
	path := write(t, t.TempDir(), "gone.json", connection)
	result, err := lint.New(rules.All(), nil, lint.Options{}).Run(context.Background(), func(yield func(lint.Input) bool) error {
		if err := os.Remove(path); err != nil {
			return err
		}
		yield(lint.Input{Path: path, Name: "gone.json"})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Errors) != 1 || result.Errors[0].File != "gone.json" || !strings.HasPrefix(result.Errors[0].Message, "cannot be read: ") {
		t.Errorf("got %v", result.Errors)
	}
}
