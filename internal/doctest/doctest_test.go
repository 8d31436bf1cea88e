package doctest

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func texts(problems []Problem) []string {
	var out []string
	for _, problem := range problems {
		out = append(out, problem.String())
	}
	return out
}

// run runs a page whose code fences are written with ”' here.
func run(t *testing.T, page string) (string, []string) {
	t.Helper()
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	source := t.TempDir()
	if err := os.MkdirAll(filepath.Join(source, "data", "deep"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(source, "data", "deep", "a.txt"), []byte("A\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	runner := Runner{
		Shell: shell, Prelude: "twice() { echo \"$1 $1\"; }", Env: []string{"PATH=" + os.Getenv("PATH")}, Source: source,
		Checks: map[string]func(title, text string) error{"json": func(_, text string) error {
			if !strings.HasPrefix(text, "{") {
				return errors.New("not an object")
			}
			return nil
		}},
	}
	parsed, problems := Parse(strings.ReplaceAll(page, "'''", "```"))
	updated, ran := runner.Run(t.Context(), parsed, t.TempDir())
	return strings.ReplaceAll(updated, "```", "'''"), texts(append(problems, ran...))
}

// A page that is right is left as it is, and its blocks share a folder, the exit code and the current folder.
func TestStory(t *testing.T) {
	for name, page := range map[string]string{
		"nothing":                     "# Title\n\ntext with `code`\n",
		"output":                      "'''console\n$ twice a\na a\n$ echo b \\\n    c\nb c\n'''\n",
		"both streams":                "'''console\n$ echo out; echo err >&2\nout\nerr\n'''\n",
		"a file":                      "'''json title=\"jobs/a.json\"\n{}\n'''\n\n'''console\n$ cat jobs/a.json\n{}\n'''\n",
		"a file anew":                 "'''proto title=\"a\"\nx\n'''\n'''proto title=\"a\"\ny\n'''\n'''console\n$ cat a\ny\n'''\n",
		"a script":                    "'''sh title=\"s/run\"\n#!/bin/sh\necho ran\n'''\n'''console\n$ chmod +x s/run\n$ s/run\nran\n'''\n",
		"sh is run":                   "'''sh\nmkdir there\necho x >there/f\n'''\n'''console\n$ cat there/f\nx\n'''\n",
		"exit code":                   "'''console\n$ sh -c 'exit 3'\n$ echo $?\n3\n'''\n",
		"exit code in the next block": "'''console\n$ sh -c 'exit 3'\n'''\nso:\n\n'''console\n$ echo $?\n3\n'''\n",
		"findings":                    "'''console\n$ false\n$ echo $?\n1\n$ false\n$ echo next\nnext\n'''\n",
		"cd":                          "'''console\n$ mkdir a\n$ cd a\n'''\n'''json title=\"b\"\n{}\n'''\n'''console\n$ cd ..\n$ cat a/b\n{}\n'''\n",
		"new folder":                  "'''sh\necho x >f\n'''\n<!-- new folder -->\n'''console\n$ ls\n'''\n",
		"files":                       "<!-- files: data/deep -->\n'''console\n$ cat data/deep/a.txt\nA\n'''\n<!-- new folder -->\n<!-- files: data/deep/a.txt -->\n'''console\n$ cat data/deep/a.txt\nA\n'''\n",
		"moved":                       "<!-- files: data=. data/deep/a.txt=b/c.txt -->\n'''console\n$ cat deep/a.txt b/c.txt\nA\nA\n'''\n",
		"change":                      "'''proto title=\"f\"\none\ntwo\nthree\n'''\n'''diff title=\"f\"\n one\n-two\n+2\n+2b\n'''\n'''console\n$ cat f\none\n2\n2b\nthree\n'''\n",
		"not run":                     "<!-- not run: there is no such program -->\n\n'''console\n$ no-such-program\nfine\n'''\n",
		"indented":                    "1. do\n\n   '''console\n   $ printf 'a\\n\\nb\\n'\n   a\n\n   b\n   '''\n",
		"long fence":                  "'''`json title=\"x\"\n{\n'''\n}\n'''`\n",
	} {
		t.Run(name, func(t *testing.T) {
			updated, problems := run(t, page)
			if diff := cmp.Diff(page, updated); diff != "" {
				t.Errorf("the page changed:\n%s", diff)
			}
			if len(problems) > 0 {
				t.Errorf("problems: %q", problems)
			}
		})
	}
}

func TestUpdate(t *testing.T) {
	updated, _ := run(t, "a\n'''console\n$ echo 1\nold\n$ echo 2\n'''\nb\n\n  '''console\n  $ echo 3\n  3\n  4\n  '''\n")
	if diff := cmp.Diff("a\n'''console\n$ echo 1\n1\n$ echo 2\n2\n'''\nb\n\n  '''console\n  $ echo 3\n  3\n  '''\n", updated); diff != "" {
		t.Error(diff)
	}
}

// A reader's editor saves a script that cannot be run yet, so the page has to say chmod. The shells of Windows go by the first line.
func TestScriptIsNotExecutable(t *testing.T) {
	if runtime.GOOS == "windows" {
		return
	}
	_, problems := run(t, "'''sh title=\"run\"\n#!/bin/sh\necho ran\n'''\n'''console\n$ ./run 2>/dev/null\nran\n'''\n")
	if len(problems) != 2 || !strings.Contains(problems[1], "ends with 126") {
		t.Errorf("problems %q, want one about the output and one about the exit code 126", problems)
	}
}

// What must not go unnoticed.
func TestProblems(t *testing.T) {
	for name, test := range map[string]struct {
		page string
		want []string
	}{
		"another output": {"text\n\n'''console\n$ echo a\na\n$ echo b\nB\n'''\n", []string{"line 6: $ echo b\nline 1 of the output\n  printed: b\n  shown:   B"}},
		"more output":    {"'''console\n$ printf 'a\\nb\\n'\na\n'''\n", []string{"line 2: $ printf 'a\\nb\\n'\nline 2 of the output\n  printed: b\n  shown:   (nothing)"}},
		"less output":    {"'''console\n$ echo a\na\nb\n'''\n", []string{"line 2: $ echo a\nline 2 of the output\n  printed: (nothing)\n  shown:   b"}},
		"a space":        {"'''console\n$ echo 'a '\na\n'''\n", []string{"line 2: $ echo 'a '\nline 1 of the output\n  printed: a \n  shown:   a"}},
		"missing file": {
			"'''console\n$ cat none 2>/dev/null; echo $?\n0\n'''\n",
			[]string{"line 2: $ cat none 2>/dev/null; echo $?\nline 1 of the output\n  printed: 1\n  shown:   0"},
		},
		"missing source":     {"<!-- files: none -->\n", []string{"files"}},
		"failure is unsaid":  {"'''console\n$ sh -c 'exit 2'\n$ echo a\na\n'''\n", []string{"line 3: the command before ends with 2: show that with $ echo $?"}},
		"failure at the end": {"'''console\n$ sh -c 'exit 2'\n'''\n", []string{"line 1: the command before ends with 2: show that with $ echo $?"}},
		"script fails":       {"'''sh\necho a\nfalse\necho b\n'''\n", []string{"line 1: the script ends with 1:\na\n"}},
		"script is broken":   {"'''sh title=\"s\"\nif\n'''\n", []string{"line 1: exit status"}},
		"output alone":       {"'''console\na\n$ echo b\nb\n'''\n", []string{"line 2: a console block begins with a command behind \"$ \""}},
		"no language":        {"'''\na\n'''\n", []string{"line 1: the block has no language", "line 1: nothing is done with this block"}},
		"not executed":       {"'''text\na\n'''\n", []string{"line 1: nothing is done with this block of \"text\": give it a title=\"FILE\", or say why with <!-- not run: REASON --> before it"}},
		"no reason":          {"<!-- not run -->\n'''text\na\n'''\n", []string{"line 1: <!-- not run --> says nothing behind a colon"}},
		"empty reason":       {"<!-- not run: -->\n'''text\na\n'''\n", []string{"line 1: <!-- not run --> says nothing behind a colon"}},
		"mark without block": {"<!-- not run: x -->\ntext\n\n'''json\n{}\n'''\n", []string{"line 1: <!-- not run --> stands right before the block that is not run"}},
		"mark at the end":    {"<!-- not run: x -->\n", []string{"line 1: <!-- not run --> stands right before the block that is not run"}},
		"broken json":        {"'''json\n1\n'''\n", []string{"line 1: not an object"}},
		"open":               {"a\n'''json\n1\n", []string{"line 2: the block has no end"}},
		"indented command":   {"    $ polarspec lint\n", []string{"line 1: a command stands in a fenced block of the language console"}},
		"other fence":        {"~~~json\n", []string{"line 1: fence blocks with backquotes"}},
		"outside":            {"'''json title=\"../a\"\n{}\n'''\n", []string{"line 1: the file \"../a\" is outside of the folder of the page"}},
		"change of nothing":  {"'''diff title=\"f\"\n-a\n+b\n'''\n", []string{"line 1: f: open"}},
		"change twice": {
			"'''proto title=\"f\"\na\na\n'''\n'''diff title=\"f\"\n-a\n+b\n'''\n",
			[]string{"line 5: f: what the change replaces must be there once, and is there 2 times"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := run(t, test.page)
			if len(problems) != len(test.want) {
				t.Fatalf("problems %q, want %q", problems, test.want)
			}
			for i, want := range test.want {
				if !strings.Contains(problems[i], want) {
					t.Errorf("problem %q, want %q", problems[i], want)
				}
			}
		})
	}
}

func TestCheckLinks(t *testing.T) {
	root := fstest.MapFS{
		"README.md":   {Data: []byte("# Start\n## Two `code` words & more\n## Start\n<a id=\"here\"></a>\n```\n# no heading\n```\n")},
		"docs/a.md":   {Data: []byte("# A\n")},
		"docs/b/c.go": {},
	}
	for target, want := range map[string]string{
		"a.md":                              "",
		"../README.md":                      "",
		"../README.md#start":                "",
		"../README.md#start-1":              "",
		"../README.md#two-code-words--more": "",
		"../README.md#here":                 "",
		"b/c.go":                            "",
		"b/":                                "",
		"#this-page":                        "",
		"https://example.com/a_(b)?c#d":     "",
		"mailto:a@example.com":              "",
		"#that-page":                        "docs/page.md has no heading #that-page",
		"none.md":                           "there is no file docs/none.md",
		"none/a.md":                         "there is no folder docs/none",
		"A.md":                              "there is no file docs/A.md",
		"../README.md#no-heading":           "README.md has no heading #no-heading",
		"../README.md#start-2":              "README.md has no heading #start-2",
		"b/c.go#L1":                         "only pages have anchors",
		"../../other/a.md":                  "leaves the repository",
		"/docs/a.md":                        "must be relative to the page",
		"https://nowhere":                   "is no address of a page",
		"htps://example.com":                "is no address of a page",
		"":                                  "is empty",
	} {
		page := "# This page\n\nsee [the `page`](" + target + "), `[code](none)`\n\n```json\n[code](none)\n```\n"
		problems := texts(CheckLinks(root, "docs/page.md", page))
		var wanted []string
		if want != "" {
			wanted = []string{"line 3: the link \"" + target + "\": " + want}
		}
		if diff := cmp.Diff(wanted, problems); diff != "" {
			t.Errorf("%s: %s", target, diff)
		}
	}
}

func TestLinks(t *testing.T) {
	text := "[a](one) and ![b](<two> \"title\")\n\n[c]: three\n<a href=\"four\">x</a> <https://five.example>\n`[no](six)` ``[no`](seven)`` [x](e(i)ght)\n"
	var got []string
	for _, link := range Links(text) {
		got = append(got, text[link.Start:link.End])
		if text[link.Start:link.End] != link.Target {
			t.Errorf("the place of %q holds %q", link.Target, text[link.Start:link.End])
		}
	}
	if diff := cmp.Diff([]string{"one", "two", "three", "four", "https://five.example", "e(i)ght"}, got); diff != "" {
		t.Error(diff)
	}
}
