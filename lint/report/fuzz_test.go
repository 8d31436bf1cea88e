package report

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

// FuzzText checks that whatever a finding says, the report is lines of printable text with every mark under its excerpt.
func FuzzText(f *testing.F) {
	for _, c := range testCases() {
		for _, finding := range c.result.Findings {
			e := finding.Excerpt
			f.Add(finding.Message, finding.File, e.Text, e.Start, e.End, finding.Start.Line, e.CutBefore, e.CutAfter)
		}
	}
	f.Fuzz(func(t *testing.T, message, file, excerpt string, start, end, line int, before, after bool) {
		place := lint.Excerpt{Text: excerpt, Start: start, End: end, CutBefore: before, CutAfter: after}
		at := document.Position{Line: max(0, line), Column: 1}
		result := lint.Result{Findings: []lint.Finding{{
			Rule: message, Severity: lint.Error, Message: message, File: file, Start: at, End: at, Excerpt: place,
			Related: []lint.Related{{Message: message, File: file + "2", Start: at, End: at, Excerpt: place}},
			Fixes:   []lint.Fix{{Title: message}},
		}}}
		plain := text(t, result, false)
		checkPrintable(t, plain)
		checkMarks(t, plain, excerpt)
		if withoutSGR(text(t, result, true)) != plain {
			t.Error("colors change the text")
		}
	})
}

func text(t *testing.T, result lint.Result, color bool) string {
	t.Helper()
	var out bytes.Buffer
	if err := Text(&out, result, Options{Color: color}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func checkPrintable(t *testing.T, out string) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Errorf("not UTF-8: %q", out)
	}
	for _, r := range out {
		if r != '\n' && (unicode.IsControl(r) || '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069') {
			t.Errorf("%U in %q", r, out)
		}
	}
}

// checkMarks finds the two excerpts by the lines of marks, which nothing else looks like: they begin with the empty gutter.
func checkMarks(t *testing.T, out, excerpt string) {
	t.Helper()
	lines := strings.Split(out, "\n")
	found := 0
	for i, line := range lines {
		gutter, marks, ok := strings.Cut(line, "| ")
		if !ok || i == 0 || strings.TrimSpace(gutter) != "" {
			continue
		}
		found++
		_, source, ok := strings.Cut(lines[i-1], "| ")
		if !ok || len(gutter) != strings.Index(lines[i-1], "|") {
			t.Fatalf("marks under no excerpt:\n%s", out)
		}
		if strings.Trim(marks, " ^-") != "" || strings.TrimLeft(marks, " ") == "" {
			t.Errorf("no marks: %q", marks)
		}
		width := columns(cells(source))
		if width > maxColumns || len(marks) > width+1 {
			t.Errorf("%d columns of marks under %d of text:\n%s", len(marks), width, out)
		}
	}
	want := 2
	if excerpt == "" {
		want = 0
	}
	if found != want {
		t.Errorf("%d lines of marks, want %d:\n%s", found, want, out)
	}
}
