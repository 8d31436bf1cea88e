package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/lint/config"
)

// TestAddIgnore adds an entry to settings of many layouts. | stands for where the text goes in, so that all else is seen to stay.
func TestAddIgnore(t *testing.T) {
	const block = "- file: a.json\n    pointer: /p\n    rules: [job/a, job/b]\n    reason: why"
	const flow = `{file: "a.json", pointer: "/p", rules: [job/a, job/b], reason: "why"}`
	const inJSON = `{"file": "a.json", "pointer": "/p", "rules": ["job/a", "job/b"], "reason": "why"}`
	for _, test := range []struct{ name, source, added string }{
		{"no list", "version: 1\n|", "\nignore:\n  " + block + "\n"},
		{"no line end", "version: 1 # c|", "\n\nignore:\n  " + block + "\n"},
		{"windows", "version: 1\r\n|", strings.ReplaceAll("\nignore:\n  "+block+"\n", "\n", "\r\n")},
		{"empty list", "version: 1\nignore: # later|\nroot: true\n", "\n  " + block},
		{"empty brackets", "version: 1\nignore: [|]\n", flow},
		{"brackets", "version: 1\nignore: [{file: b, rules: [x/y]}|] # c\n", ", " + flow},
		{"trailing comma", "version: 1\nignore: [\n  {file: b, rules: [x/y]}, # c|\n]\n", "\n  " + flow + ","},
		{"dashes without indentation", "version: 1\nignore:\n- {file: b, rules: [x/y]} # c|\n# end\n", "\n- " + flow},
		{"one file with two lines", "version: 1\nignore:\n  - file: b\n    rules:\n      - x/y # c|\n\nroot: true\n", "\n  " + block},
		{"JSON", "{\"version\": 1|}\n", `, "ignore": [` + inJSON + "]"},
		{"JSON in lines", "{\n  \"version\": 1,\n  \"root\": true|\n}\n", ",\n  \"ignore\": [" + inJSON + "]"},
		{"JSON list", `{"version": 1, "ignore": [{"file": "b", "rules": ["x/y"]}|]}`, ", " + inJSON},
	} {
		before, after, _ := strings.Cut(test.source, "|")
		entry := config.Ignore{File: "a.json", Pointer: "/p", Rules: []string{"job/a", "job/b"}, Reason: "why"}
		got, line, err := config.AddIgnore([]byte(before+after), entry)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if diff := cmp.Diff(before+test.added+after, string(got)); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", test.name, diff)
		}
		if lines := strings.SplitAfter(string(got), "\n"); !strings.Contains(lines[line-1], "a.json") {
			t.Errorf("%s: line %d has no entry: %q", test.name, line, lines[line-1])
		}
	}
}

// TestAddIgnoreTexts writes texts that YAML would read as something else, and reads them back.
func TestAddIgnoreTexts(t *testing.T) {
	for _, text := range []string{"yes", "null", "1.5", "a: b", "a #b", " a", "a ", "'", `"`, "a\nb", "[a]", "{a}", "*a", "&a", "- a", "é", "~", "a\\b", "/", "2026-01-01", "\u2028", "#", "a: ", "!x", "%", "@"} {
		for _, source := range []string{"version: 1\n", "version: 1\nignore: []\n", "{\"version\": 1}"} {
			entry := config.Ignore{File: "a.json", Pointer: "/" + text, Rules: []string{"job/*"}, Reason: text, Until: "2099-01-01"}
			got, _, err := config.AddIgnore([]byte(source), entry)
			if err != nil {
				t.Errorf("%q: %v", text, err)
				continue
			}
			layer, _ := config.Parse("/p/.polarspec.yaml", got)
			if len(layer.Ignore) != 1 {
				t.Errorf("%q: %d entries in\n%s", text, len(layer.Ignore), got)
				continue
			}
			read := layer.Ignore[0]
			if read.Pointer != "/"+text || read.Reason != text || read.Until != "2099-01-01" {
				t.Errorf("%q is read as %q, %q from\n%s", text, read.Pointer, read.Reason, got)
			}
		}
	}
}

func TestAddIgnoreRefuses(t *testing.T) {
	for _, source := range []string{"", "- a\n", "version: 1\n...\n", "version: 1\n---\nversion: 1\n", "version: [\n", "version: 1\nignore: text\n", "version: 1\nignore: &a []\nx: *a\n"} {
		if got, _, err := config.AddIgnore([]byte(source), config.Ignore{File: "a", Rules: []string{"job/*"}, Reason: "why"}); err == nil {
			t.Errorf("%q became\n%s", source, got)
		}
	}
}

// TestIgnores finds the entries that take a file, by name, by a folder above and by pattern, the outer settings first.
func TestIgnores(t *testing.T) {
	outer, _ := config.Parse("/p/.polarspec.yaml", []byte(`version: 1
ignore:
  - {file: sub/a.json, rules: [job/a]}
  - {file: ./sub/, rules: [job/b]}
  - {file: "**/a.*", rules: [job/c]}
  - {file: a.json, rules: [job/d]}
  - {file: "[b", rules: [job/e]}
`))
	inner, _ := config.Parse("/p/sub/.polarspec.yaml", []byte("version: 1\nignore:\n  - {file: a.json, rules: [job/f]}\n  - {file: ../a.json, rules: [job/g]}\n"))
	settings := config.Settings{Layers: []*config.Layer{outer, inner}}
	for file, want := range map[string]string{
		"/p/sub/a.json": "job/a job/b job/c job/f", "/p/sub/b.json": "job/b", "/p/a.json": "job/c job/d", "/q/a.json": "", "<stdin>": "",
	} {
		var got []string
		for _, entry := range settings.Ignores(file) {
			got = append(got, entry.Rules...)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", file, got, want)
		}
	}
}
