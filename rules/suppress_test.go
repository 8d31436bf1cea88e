package rules_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/rules"
)

// TestSuppression suppresses every finding of every bad fixture, by an entry of the settings and where there can be comments by one of
// these: it is silent then, nothing else changes, and without the entry it is back.
func TestSuppression(t *testing.T) {
	fixtures, err := filepath.Glob("*/testdata/*/bad*.txtar")
	if err != nil || len(fixtures) == 0 {
		t.Fatal(fixtures, err)
	}
	suppressible := map[string]bool{}
	for _, rule := range rules.All() {
		suppressible[rule.ID] = !rule.Unsuppressible
	}
	byEntry, byComment := map[string]bool{}, map[string]bool{}
	for i, fixture := range fixtures {
		others := i%8 == 0
		workspace := readFixture(t, fixture)
		before := lintWorkspace(t, workspace)
		for _, f := range onceEach(before, fixture, others, suppressible) {
			byEntry[f.Rule] = true
			checkSuppressed(t, fixture, before, withEntry(t, workspace, f), f, 0)
		}
		workspace, ok := withComments(workspace)
		if !ok {
			continue
		}
		before = lintWorkspace(t, workspace)
		for _, f := range onceEach(before, fixture, others, suppressible) {
			if with, line, ok := withComment(workspace, f); ok {
				byComment[f.Rule] = true
				checkSuppressed(t, fixture, before, with, f, line)
			}
		}
	}
	for id, can := range suppressible {
		if can && !byEntry[id] {
			t.Errorf("%s was not suppressed in any fixture", id)
		}
	}
	if len(byComment) < len(byEntry)*9/10 { // the others are about data schemas, or about texts that are JSON or broken
		t.Errorf("findings of only %d of %d rules were suppressed by comments", len(byComment), len(byEntry))
	}
}

// onceEach returns the findings that can be suppressed: all places of the rule that the fixture is about, and with others
// one of every other rule.
func onceEach(findings []lint.Finding, fixture string, others bool, suppressible map[string]bool) []lint.Finding {
	var list []lint.Finding
	seen := map[string]bool{}
	about := strings.Replace(filepath.ToSlash(filepath.Dir(fixture)), "/testdata/", "/", 1)
	for _, f := range findings {
		key := f.Rule
		if f.Rule == about {
			key = f.File + f.Rule + f.Pointer
		} else if !others {
			continue
		}
		if suppressible[f.Rule] && !seen[key] && f.File != config.FileName {
			seen[key] = true
			list = append(list, f)
		}
	}
	return list
}

// withComments returns the workspace with its JSON as JSONC, which can have comments; ok is false if the settings name such files.
func withComments(workspace *ruletest.Workspace) (with *ruletest.Workspace, ok bool) {
	with = &ruletest.Workspace{Seed: seed, Files: slices.Clone(workspace.Files)}
	for i := range with.Files {
		file := &with.Files[i]
		if file.Name == config.FileName && strings.Contains(string(file.Text), ".json") || file.Name == "polarspec.topics.json" {
			return nil, false
		}
		if name, isJSON := strings.CutSuffix(file.Name, ".json"); isJSON {
			file.Name = name + ".jsonc"
		}
	}
	return with, true
}

func readFixture(t *testing.T, fixture string) *ruletest.Workspace {
	t.Helper()
	archive, err := txtar.ParseFile(fixture)
	if err != nil {
		t.Fatal(err)
	}
	workspace := &ruletest.Workspace{Seed: seed}
	for _, file := range archive.Files {
		if file.Name == "want" {
			continue
		}
		if err := workspace.Add(file.Name, string(file.Data)); err != nil {
			t.Fatal(err)
		}
	}
	return workspace
}

// withEntry returns the workspace with an entry for a finding in its settings.
func withEntry(t *testing.T, workspace *ruletest.Workspace, f lint.Finding) *ruletest.Workspace {
	t.Helper()
	with := &ruletest.Workspace{Seed: seed, Files: slices.Clone(workspace.Files)}
	at := slices.IndexFunc(with.Files, func(file ruletest.File) bool { return file.Name == config.FileName })
	if at < 0 {
		at = len(with.Files)
		with.Files = append(with.Files, ruletest.File{Name: config.FileName, Text: []byte(config.NewSettings)})
	}
	i := slices.IndexFunc(with.Files, func(file ruletest.File) bool { return file.Name == f.File })
	pointer := f.Pointer
	if syntax := lint.SyntaxOf(f.File, with.Files[i].Text); filepath.Ext(f.File) != ".proto" {
		if n := document.Parse(with.Files[i].Text, syntax).Find(pointer); n.Exists() {
			pointer = lint.NamedPointer(n)
		}
	}
	text, _, err := config.AddIgnore(with.Files[at].Text, config.Ignore{File: config.LiteralGlob(f.File), Pointer: pointer, Rules: []string{f.Rule}, Reason: "deliberate"})
	if err != nil {
		t.Fatalf("%s: %v", f.File, err)
	}
	with.Files[at].Text = text
	return with
}

// withComment returns the workspace with a comment for a finding above its line, and that line; ok is false where there are no comments.
func withComment(workspace *ruletest.Workspace, f lint.Finding) (with *ruletest.Workspace, line int, ok bool) {
	with = &ruletest.Workspace{Seed: seed, Files: slices.Clone(workspace.Files)}
	i := slices.IndexFunc(with.Files, func(file ruletest.File) bool { return file.Name == f.File })
	text := with.Files[i].Text
	mark := "# "
	file := document.Parse(text, lint.SyntaxOf(f.File, text))
	switch {
	case file.Broken() || !slices.Contains([]string{".jsonc", ".yaml", ".yml"}, filepath.Ext(f.File)):
		return nil, 0, false
	case file.Syntax == document.JSONC:
		mark = "// "
	}
	start := file.Lines().Line(f.Start.Line).Start
	if n := file.At(start); n.Kind() == document.String && n.Span().Start < start {
		return nil, 0, false // in the middle of a text
	}
	if start == 0 && strings.HasPrefix(string(text), "\ufeff") {
		start = len("\ufeff")
	}
	with.Files[i].Text = slices.Concat(text[:start], []byte(mark+"polarspec:ignore "+f.Rule+" -- deliberate\n"), text[start:])
	return with, f.Start.Line, true
}

// lineNumbers are the words of messages that change when lines move.
var lineNumbers = regexp.MustCompile(`in line [0-9]+`)

// checkSuppressed compares what is said before and after a finding was suppressed. With a comment, all lines from that one on are one
// further down.
func checkSuppressed(t *testing.T, fixture string, before []lint.Finding, workspace *ruletest.Workspace, f lint.Finding, line int) {
	t.Helper()
	covered := func(g lint.Finding) bool {
		return g.File == f.File && g.Rule == f.Rule && (g.Pointer == f.Pointer || strings.HasPrefix(g.Pointer, f.Pointer+"/") || line > 0)
	}
	said := map[string]int{}
	key := func(g lint.Finding) string {
		return fmt.Sprintf("%s %s %s %s %d", g.File, g.Rule, g.Pointer, lineNumbers.ReplaceAllString(g.Message, "in a line"), g.Severity)
	}
	moved := 0
	if line > 0 {
		moved = 1
	}
	for _, g := range before {
		if !covered(g) {
			said[key(g)]++
		}
	}
	for _, g := range lintWorkspace(t, workspace) {
		switch {
		case g.File == f.File && g.Rule == f.Rule && g.Pointer == f.Pointer && g.Start.Line == f.Start.Line+moved:
			t.Errorf("%s: it is still said: %s %s (line %d)", fixture, g.Rule, g.Message, line)
		case !covered(g):
			said[key(g)]--
		}
	}
	for g, n := range said {
		if n != 0 {
			t.Errorf("%s: with %s suppressed at %q, %d times: %s", fixture, f.Rule, f.Pointer, n, g)
		}
	}
}
