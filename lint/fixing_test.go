package lint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules/syntax"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// replacing is a rule that dislikes a text in names of tables and has fixes that put others in its place.
func replacing(id string, severity lint.Severity, bad string, fixes ...lint.Fix) *lint.Rule {
	rule := &lint.Rule{Metadata: lint.Metadata{ID: id, Severity: severity}, Kinds: []polaris.Kind{polaris.JobKind}}
	rule.Check = func(p *lint.Pass) {
		name := p.Root.Get("target").Get("tableName")
		at := strings.Index(string(name.Raw()), bad)
		if at < 0 {
			return
		}
		start := name.Span().Start + at
		problem := lint.Problem{At: name, Span: document.Span{Start: start, End: start + len(bad)}, Message: bad}
		for _, fix := range fixes {
			fix.Edits = []document.Edit{{Span: problem.Span, Text: fix.Title}}
			problem.Fixes = append(problem.Fixes, fix)
		}
		p.Report(problem)
	}
	return rule
}

func safe(text string) lint.Fix   { return lint.Fix{Title: text, Safe: true} }
func unsafe(text string) lint.Fix { return lint.Fix{Title: text} }

// TestFix fixes the name of a table.
func TestFix(t *testing.T) {
	const warning, info = lint.Warning, lint.Info
	for _, test := range []struct {
		name          string
		rules         []*lint.Rule
		least         lint.Severity
		unsafe        bool
		table, want   string
		made, refused int
	}{
		{name: "nothing to do", table: "x", want: "x"},
		{name: "safe", rules: []*lint.Rule{replacing("a/a", warning, "a", safe("b"))}, table: "xax", want: "xbx", made: 1},
		{name: "unsafe is not asked for", rules: []*lint.Rule{replacing("a/a", warning, "a", unsafe("b"))}, table: "a", want: "a"},
		{name: "unsafe", rules: []*lint.Rule{replacing("a/a", warning, "a", unsafe("b"), unsafe("c"))}, unsafe: true, table: "a", want: "b", made: 1},
		{name: "safe before unsafe", rules: []*lint.Rule{replacing("a/a", warning, "a", unsafe("b"), safe("c"))}, unsafe: true, table: "a", want: "c", made: 1},
		{name: "rounds", rules: []*lint.Rule{replacing("a/a", warning, "aa", safe("a"))}, table: "aaaa", want: "a", made: 3},
		{name: "two at once", rules: []*lint.Rule{replacing("a/a", warning, "a", safe("x")), replacing("a/b", warning, "b", safe("y"))}, table: "ba", want: "yx", made: 2},
		{
			name: "overlap: the first in the text wins", table: "abc", want: "1c", made: 1,
			rules: []*lint.Rule{replacing("a/late", warning, "bc", safe("2")), replacing("a/early", warning, "ab", safe("1"))},
		},
		{
			name: "a new warning", table: "a", want: "a", refused: 1,
			rules: []*lint.Rule{replacing("a/a", warning, "a", safe("b")), replacing("a/b", warning, "b")},
		},
		{
			name: "a new warning is one when errors are reported only", least: lint.Error, table: "a", want: "a", refused: 1,
			rules: []*lint.Rule{replacing("a/a", lint.Error, "a", safe("b")), replacing("a/b", warning, "b")},
		},
		{
			name: "a new info is not", table: "a", want: "b", made: 1,
			rules: []*lint.Rule{replacing("a/a", warning, "a", safe("b")), replacing("a/b", info, "b")},
		},
		{
			name: "an info for an info", least: info, table: "a", want: "a", refused: 1,
			rules: []*lint.Rule{replacing("a/a", info, "a", safe("b")), replacing("a/b", info, "b", safe("a"))},
		},
		{
			name: "the one to blame is left out", table: "ax", want: "ay", made: 1, refused: 1,
			rules: []*lint.Rule{replacing("a/a", warning, "a", safe("b")), replacing("a/b", warning, "b"), replacing("a/x", warning, "x", safe("y"))},
		},
		{name: "what does not parse", rules: []*lint.Rule{replacing("a/a", warning, "a", safe("\""))}, table: "a", want: "a", refused: 1},
		{name: "no end", rules: []*lint.Rule{replacing("a/a", warning, "a", safe("aa"))}, table: "a", want: strings.Repeat("a", 21), made: 20},
		{name: "below the level", rules: []*lint.Rule{replacing("a/a", info, "a", safe("b"))}, table: "a", want: "a"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.Replace(job, `"t"`, `"`+test.table+`"`, 1)
			linter := lint.New(slices.Concat(syntax.All(), test.rules), nil, lint.Options{MinSeverity: test.least})
			result, err := linter.Run(t.Context(), feed([]ruletest.File{file("a.json", text)}))
			if err != nil {
				t.Fatal(err)
			}
			got := linter.Fix(result, lint.Input{Path: "/p/a.json", Name: "a.json", Source: []byte(text)}, test.unsafe)
			want := strings.Replace(job, `"t"`, `"`+test.want+`"`, 1)
			if string(got.After) != want || got.Made != test.made || got.Refused != test.refused || got.Stale || got.Changed() != (want != text) {
				t.Errorf("made %d, refused %d, stale %v: %s", got.Made, got.Refused, got.Stale, got.After)
			}
		})
	}
}

// TestFixOfAnotherText leaves a text alone that is not the one that was linted.
func TestFixOfAnotherText(t *testing.T) {
	linter := lint.New([]*lint.Rule{replacing("a/a", lint.Warning, "t", safe("b"))}, nil, lint.Options{})
	result, err := linter.Run(t.Context(), feed([]ruletest.File{file("a.json", job)}))
	if err != nil || fmt.Sprint(result.FilesToFix(false)) != "[a.json]" {
		t.Fatal(err, result.FilesToFix(false))
	}
	for name, text := range map[string]string{"a.json": job + " ", "b.json": job} {
		got := linter.Fix(result, lint.Input{Path: "/p/" + name, Name: name, Source: []byte(text)}, true)
		if !got.Stale || got.Changed() || got.Made != 0 {
			t.Errorf("%s was fixed: %+v", name, got)
		}
	}
}
