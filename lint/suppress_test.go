package lint

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/document"
)

// said writes directives with what they cover, one a line.
func said(source string, syntax document.Syntax) string {
	file := document.Parse([]byte(source), syntax)
	s := &suppressions{byPointer: map[string][]int{}, byLine: map[int][]int{}}
	list := directives(file)
	s.addComments(file, list, &Linter{})
	var b strings.Builder
	for i, d := range list {
		var ids, pointers []string
		for _, rule := range d.rules {
			ids = append(ids, source[rule.span.Start:rule.span.End])
		}
		for pointer, of := range s.byPointer {
			if slices.Contains(of, i) {
				pointers = append(pointers, fmt.Sprintf("%q", pointer))
			}
		}
		slices.Sort(pointers)
		fault, _, _ := strings.Cut(d.fault, ":")
		fmt.Fprintf(&b, "%s|%s|%s|line %d|%s|%s\n", strings.Join(ids, " "), d.until, d.reason, d.line, strings.Join(pointers, " "), fault)
	}
	return b.String()
}

func TestDirectives(t *testing.T) {
	for _, test := range []struct {
		name, source string
		syntax       document.Syntax
		want         string
	}{
		{"JSON has none", "{\"a\": 1} // polarspec:ignore a/b -- c", document.JSON, ""},
		{"behind", "{\n\"a\": 1, // polarspec:ignore a/b,c/* until 2027-01-01 -- d -- e\n\"b\": 2}", document.JSONC, "a/b c/*|2027-01-01|d -- e|line 2|\"/a\"|\n"},
		{"above", "{\n// polarspec:ignore a/b\n\"a\": {\"c\": 1}, \"b\": 2}", document.JSONC, "a/b|||line 3|\"/a\" \"/b\"|\n"},
		{"whole line", "{\"a\": 1, \"b\": 2} // polarspec:ignore a/b", document.JSONC, "a/b|||line 1|\"\"|\n"},
		{"stack", "{\n// polarspec:ignore a/b\n// more\n/* polarspec:ignore c/d\n*/\n\"a\": 1}", document.JSONC, "a/b|||line 6|\"/a\"|\nc/d|||line 6|\"/a\"|\n"},
		{"an empty line ends it", "{\n// polarspec:ignore a/b\n\n\"a\": 1}", document.JSONC, "a/b|||line 3||\n"},
		{"before the value", "{\n/* polarspec:ignore a/b -- c */ \"a\": 1}", document.JSONC, "a/b||c|line 2|\"/a\"|\n"},
		{"in a string", `{"a": "// polarspec:ignore a/b", "b\"//": 1}`, document.JSONC, ""},
		{"at the end", "{\"a\": 1}\n// polarspec:ignore a/b", document.JSONC, "a/b|||line 3||\n"},
		{"windows", "{\r\n\"a\": 1, // polarspec:ignore a/b -- c\r\n\"b\": 2}", document.JSONC, "a/b||c|line 2|\"/a\"|\n"},
		{"not closed", "{\"a\": 1} /* polarspec:ignore a/b", document.JSONC, ""},
		{"list item", "x:\n  - name: a # polarspec:ignore a/b\n    b: 1\n  # polarspec:ignore c/d\n  - name: b\n", document.YAML, "a/b|||line 2|\"/x/0\"|\nc/d|||line 5|\"/x/1\"|\n"},
		{"first line", "# polarspec:ignore a/b\nx: 1\ny: 2\n", document.YAML, "a/b|||line 2|\"\"|\n"},
		{"block text", "x: | # polarspec:ignore a/b\n  # polarspec:ignore c/d\n  text\ny: 1\n", document.YAML, "a/b|||line 1|\"\"|\n"},
		{"quoted", "x: 'a # polarspec:ignore a/b'\ny: a#polarspec:ignore c/d\n", document.YAML, ""},
		{"stream", "---\na: 1\n---\nb: 1 # polarspec:ignore a/b\n", document.YAML, "a/b|||line 4|\"/1\"|\n"},
		{"merged", "a: &x {b: 1}\nc:\n  <<: *x # polarspec:ignore a/b\n  d: 1\n", document.YAML, "a/b|||line 3|\"/c/b\"|\n"},
		{"byte order mark", "\ufeff# polarspec:ignore a/b\nx: 1\n", document.YAML, "a/b|||line 2|\"\"|\n"},
		{"misspelt", "a: 1 # polarspec-ignore a/b\nb: 1 # polarspec:ignore: a/b\nc: 1 # polarspec ignore a/b\nd: 1 # polarspec:ignores a/b\n", document.YAML,
			"|||line 1||this comment is not obeyed, because it is not spelt right\n|||line 2||this comment is not obeyed, because it is not spelt right\n|||line 3||this comment is not obeyed, because it is not spelt right\n"},
	} {
		if diff := cmp.Diff(test.want, said(test.source, test.syntax)); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", test.name, diff)
		}
	}
}

func TestPointersByName(t *testing.T) {
	file := document.Parse([]byte(`{"a/b": [{"name": "x"}, {"columnName": "y/~z"}, {"name": "d"}, {"name": "d"}, {"name": 5}, 7, {"name": "q]", "v": 1}]}`), document.JSON)
	for pointer, want := range map[string]string{
		"/a~1b/0": "/a~1b/[name=x]", "/a~1b/1/columnName": "/a~1b/[columnName=y~1~0z]/columnName", "/a~1b/2": "/a~1b/2", "/a~1b/4/name": "/a~1b/4/name",
		"/a~1b/5": "/a~1b/5", "/a~1b/6/v": "/a~1b/[name=q]]/v", "": "",
	} {
		named := NamedPointer(file.Find(pointer))
		if named != want {
			t.Errorf("%s is %s, want %s", pointer, named, want)
		}
		if found := FindPointer(file.Root(), named); len(found) != 1 || found[0] != file.Find(pointer) {
			t.Errorf("%s leads to %d values", named, len(found))
		}
	}
	for pointer, want := range map[string]int{"/a~1b/[name=d]": 2, "/a~1b/[name=no]": 0, "/a~1b/[id=x]": 0, "/a~1b/-1": 0, "/a~1b/00": 0, "/a~1b/9": 0, "a": 0, "/": 0, "/[name=x]": 0} {
		if found := FindPointer(file.Root(), pointer); len(found) != want {
			t.Errorf("%s leads to %d values, want %d", pointer, len(found), want)
		}
	}
}

// FuzzDirectives reads comments of any text: places lie in it, and what is covered is there.
func FuzzDirectives(f *testing.F) {
	for _, source := range []string{
		"{\n// polarspec:ignore a/b until 2027-01-01 -- c\n\"a\": [1, {\"b\": 2}]} /* polarspec:ignore a/b */", "a: 1 # polarspec:ignore a/b\nb:\n  - c # polarspec-ignore\n",
		"/*polarspec", "x: |\n # polarspec:ignore\n", "\ufeff# polarspec:ignore a/b,,c -- ", "a: &x 1 # polarspec:ignore a/b\nb: *x",
	} {
		f.Add([]byte(source))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		for _, syntax := range []document.Syntax{document.JSONC, document.YAML} {
			file := document.Parse(source, syntax)
			s := &suppressions{byPointer: map[string][]int{}, byLine: map[int][]int{}}
			list := directives(file)
			s.addComments(file, list, &Linter{})
			for _, d := range list {
				if d.span.Start < 0 || d.span.End > len(source) || !strings.HasPrefix(string(source[d.span.Start:d.span.End]), marker) {
					t.Errorf("%q: a comment lies at %v", source, d.span)
				}
				for _, rule := range d.rules {
					if string(source[rule.span.Start:rule.span.End]) != rule.id {
						t.Errorf("%q: %s lies at %v", source, rule.id, rule.span)
					}
				}
			}
			for pointer := range s.byPointer {
				if !file.Find(pointer).Exists() {
					t.Errorf("%q: nothing is at %q", source, pointer)
				}
			}
		}
	})
}
