package config_test

import (
	"iter"
	"slices"
	"testing"

	"github.com/polarspec/polarspec/lint/config"
)

// nothing knows no rule.
type nothing struct{}

func (nothing) Rule(string) (bool, string) { return false, "" }
func (nothing) IDs() iter.Seq[string] {
	return func(yield func(string) bool) { yield("shape/unknown-field") }
}

// FuzzParse: no text makes the reader panic, and every problem lies inside the text.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "version: 1", "version: 2\nroot: 1", "- version: 1", "version: 1\n---\nversion: 1", "{\"version\": 1}", "\ufeffversion: 1",
		"version: 1\nfiles: ['[', '{a,b', '../x', '/x', jobs/**]\nexclude: a",
		"version: 1\nenvironments: {a: [b], c: d}\nrules: {x: off, x: on, 1: 2}",
		"version: 1\noverrides: [{file: [a], rules: [b]}, 1]\nignore: [{file: a, rules: [b, 1], pointer: c, until: 2026-02-30}]",
		"version: 1\ntopics: {t: {samples: [a], keyEncoding: b}}\nuploads: [a]\nprotobuf: {field-names: x}\nconnections: {complete: yes}",
		"version: 1\nrules: &r {a/b: off}\noverrides:\n  - {files: [x], rules: *r}\n  - {files: [y], rules: {<<: *r}}",
		"version: 1\nbaseline: |\n  a\r\n  b\r\nexlude: >-\n  c",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		layer, problems := config.Parse("/p/"+config.FileName, text)
		s := &config.Settings{Layers: []*config.Layer{layer}}
		problems = append(problems, s.CheckRules(nothing{})...)
		problems = append(problems, s.Unmatched(slices.Values([]string{"/p/jobs/a.json"}))...)
		for _, p := range problems {
			if p.Span.Start < 0 || p.Span.End < p.Span.Start || p.Span.End > len(text) {
				t.Errorf("%s lies at %v in a text of %d bytes: %s", p.Rule, p.Span, len(text), p.Message)
			}
			if p.Message == "" || p.File == nil || p.Path == "" {
				t.Errorf("the problem is not complete: %+v", p)
			}
			for _, fix := range p.Fixes {
				for _, edit := range fix.Edits {
					if edit.Span.Start < 0 || edit.Span.End < edit.Span.Start || edit.Span.End > len(text) {
						t.Errorf("%s has an edit at %v in a text of %d bytes", p.Rule, edit.Span, len(text))
					}
				}
			}
		}
		for _, file := range []string{"/p/jobs/a.json", "/other/a.json"} {
			s.Claims(file)
			s.Excludes(file)
			s.Environment(file)
			s.Severity("shape/unknown-field", file)
		}
	})
}
