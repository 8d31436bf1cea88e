package doctest

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestAssemble(t *testing.T) {
	root := fstest.MapFS{
		"README.md":       {Data: []byte("# no page of the site\n")},
		"CONTRIBUTING.md": {Data: []byte("# Contributing\n\n[start](docs/index.md), [rule](rules/input/a.md#why)\n")},
		"docs/index.md": {Data: []byte("# Start\n\n[no entry](b/c.md)\n\n## Learn\n\n* [The `c`](b/c.md): what it is\n* [there](https://example.com)\n\n## Empty\n\ntext\n\n" +
			"## Do\n\n* [Contribute](../CONTRIBUTING.md)\n* [Read](../README.md)\n")},
		"docs/b/c.md":           {Data: []byte("[up](../index.md#learn), [rule](../../rules/input/a.md), [code](../../lint/rule.go), [here](#here), `[code](../index.md)`\n")},
		"docs/b/d.cue":          {},
		"rules/input/a.md":      {Data: []byte("# input/a\n\n[other](b.md) [docs](../../docs/b/c.md)\n")},
		"rules/input/b.md":      {Data: []byte("# input/b\n")},
		"rules/shape/c.md":      {Data: []byte("# shape/c\n")},
		"rules/a/testdata/x.md": {},
		".hidden/docs/x.md":     {},
	}
	got, err := Assemble(root, "https://example.com/blob/")
	if err != nil {
		t.Fatal(err)
	}
	want := Site{
		Pages: map[string]string{
			"contributing.md": "# Contributing\n\n[start](index.md), [rule](rules/input/a.md#why)\n",
			"index.md": "# Start\n\n[no entry](b/c.md)\n\n## Learn\n\n* [The `c`](b/c.md): what it is\n* [there](https://example.com)\n\n## Empty\n\ntext\n\n" +
				"## Do\n\n* [Contribute](contributing.md)\n* [Read](https://example.com/blob/README.md)\n",
			"b/c.md":           "[up](../index.md#learn), [rule](../rules/input/a.md), [code](https://example.com/blob/lint/rule.go), [here](#here), `[code](../index.md)`\n",
			"rules/input/a.md": "# input/a\n\n[other](b.md) [docs](../../b/c.md)\n",
			"rules/input/b.md": "# input/b\n",
			"rules/shape/c.md": "# shape/c\n",
		},
		Menu: []Section{
			{Title: "Learn", Entries: []Entry{{"The c", "b/c.md"}}},
			{Title: "Do", Entries: []Entry{{"Contribute", "contributing.md"}}},
			{Title: "Rules", Sections: []Section{
				{Title: "input", Entries: []Entry{{"input/a", "rules/input/a.md"}, {"input/b", "rules/input/b.md"}}},
				{Title: "shape", Entries: []Entry{{"shape/c", "rules/shape/c.md"}}},
			}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAssembleNothing(t *testing.T) {
	if _, err := Assemble(fstest.MapFS{"docs/a.md": {}}, ""); err == nil || err.Error() != "assembling the site: docs/index.md is not there" {
		t.Errorf("error %v", err)
	}
}

func TestDialect(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"a list below text":      {"text:\n* a\n* b\n", "text:\n\n* a\n* b\n"},
		"a list":                 {"text\n\n* a\n* b\n\ntext\n", "text\n\n* a\n* b\n\ntext\n"},
		"a long item":            {"* a\n  b\n* c\n", "* a\n    b\n* c\n"},
		"a lazy item":            {"* a\nb\n* c\n", "* a\n    b\n* c\n"},
		"a list in a list":       {"- a\n  - b\n    - c\n- d\n", "- a\n    - b\n        - c\n- d\n"},
		"a numbered list":        {"1. a\n\n   text\n   * b\n2. c\n", "1. a\n\n    text\n    * b\n2. c\n"},
		"code in a list":         {"1. a\n\n   '''json\n   {\n     \"a\": 1\n\n   }\n   '''\n2. b\n", "1. a\n\n    '''json\n    {\n      \"a\": 1\n\n    }\n    '''\n2. b\n"},
		"code ends a list":       {"* a\n'''json\n{}\n'''\n", "* a\n\n'''json\n{}\n'''\n"},
		"code follows code":      {"'''json\n{}\n'''\n'''text\n* a\n'''\n", "'''json\n{}\n'''\n\n'''text\n* a\n'''\n"},
		"directives":             {"a\n\n<!-- files: x -->\n<!-- new folder -->\n<!-- not run: x -->\n'''text title=\"a b\"\n'''\n", "a\n\n'''text title=\"a b\"\n'''\n"},
		"an example":             {"'''json base=a at=/b/c\n'''\n", "'''json title=\"at /b/c\"\n'''\n"},
		"an example by name":     {"'''json x.json base=a at=/b\n'''\n", "'''json title=\"x.json at /b\"\n'''\n"},
		"an example of a sample": {"'''json base=a\n'''\n", "'''json title=\"the documented sample\"\n'''\n"},
		"an example without":     {"'''json base=a remove=/b\n'''\n", "'''json title=\"without /b\"\n'''\n"},
		"an example of a file":   {"'''yaml .polarspec.yaml\n'''\n", "'''yaml title=\".polarspec.yaml\"\n'''\n"},
		"a bar in a table":       {"| a | `b \\| c` | d \\| e |\n", "| a | `b | c` | d \\| e |\n"},
		"a bar in text":          {"a `b \\| c`\n", "a `b \\| c`\n"},
	} {
		got := strings.ReplaceAll(dialect(strings.ReplaceAll(test.text, "'''", "```")), "```", "'''")
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}
