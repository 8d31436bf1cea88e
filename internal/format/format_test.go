package format

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/document"
)

// byKey sorts members by the length of their key, so that some are equal.
func byKey(member document.Node) int { return len(member.Key()) }

func formatted(t *testing.T, source string, options Options) string {
	t.Helper()
	text, err := Text(document.Parse([]byte(source), document.JSONC), options)
	if err != nil {
		t.Fatalf("%v: %q", err, source)
	}
	return string(text)
}

func TestText(t *testing.T) {
	long := strings.Repeat("x", 74)
	for _, test := range []struct{ name, source, want string }{
		{"scalar", " 1.50e+3 ", "1.50e+3\n"},
		{"empty", "{ }", "{}\n"},
		{"empty over lines", "{\"a\": [\n\n]}", "{\n  \"a\": []\n}\n"},
		{"a line a part", `{"a":1,"b":[{"c":"\u0041\/","d":-0}]}`, "{\n  \"a\": 1,\n  \"b\": [{\"c\": \"\\u0041\\/\", \"d\": -0}]\n}\n"},
		{"lines stay", "{\"b\":[\n{\"c\":1}]}", "{\n  \"b\": [\n    {\"c\": 1}\n  ]\n}\n"},
		{"too long for a line", `{"b":{"c":"` + long + `","d":123456789}}`, "{\n  \"b\": {\n    \"c\": \"" + long + "\",\n    \"d\": 123456789\n  }\n}\n"},
		{"just short enough", `{"b":{"c":"` + long + `","d":123}}`, "{\n  \"b\": {\"c\": \"" + long + "\", \"d\": 123}\n}\n"},
		{"the comma counts", `{"b":{"c":"` + long + `","d":123},"x":1}`, "{\n  \"b\": {\n    \"c\": \"" + long + "\",\n    \"d\": 123\n  },\n  \"x\": 1\n}\n"},
		{"blank lines", "\n\n{\n\n\n\"a\": 1,\n\n\n\n\"b\": 2\n\n}\n\n", "{\n  \"a\": 1,\n\n  \"b\": 2\n}\n"},
		{"order", `{"bbb": 1, "a": 2, "cc": 3, "b": 4, "a": 5}`, "{\n  \"a\": 2,\n  \"b\": 4,\n  \"a\": 5,\n  \"cc\": 3,\n  \"bbb\": 1\n}\n"},
		{"order on one line", `[{"bb": 1, "a": 2}]`, "[\n  {\"a\": 2, \"bb\": 1}\n]\n"},
		{"comments move", "{\n  // of bb\n  \"bb\": 1, // behind bb\n\n  /* of a */ \"a\": 2 /* behind a */\n  // the end\n}", "{\n  /* of a */ \"a\": 2, /* behind a */\n  // of bb\n  \"bb\": 1 // behind bb\n  // the end\n}\n"},
		{"header", "{ // opening\n  // header\n\n  // of bb\n  \"bb\": 1,\n  \"a\": 2}", "{ // opening\n  // header\n\n  \"a\": 2,\n\n  // of bb\n  \"bb\": 1\n}\n"},
		{"odd places", "{\"a\" /* 1 */ : // 2\n /* 3 */ 1 /* 4 */ , /* 5 */ \"b\": 2 // 6\n , // 7\n \"c\": 3\n // 8\n , \"d\": 4}", "{\n  // 2\n  \"a\": /* 1 */ /* 3 */ 1, /* 4 */\n  /* 5 */ \"b\": 2, // 6\n  // 7\n  \"c\": 3,\n  // 8\n  \"d\": 4\n}\n"},
		{"around the root", "// 1\n\n\n/* 2 */ [1] // 3\n\n// 4\n", "// 1\n\n/* 2 */ // 3\n[\n  1\n]\n\n// 4\n"},
		{"in what is empty", "{\"a\": { /* 1 */ }, \"b\": [ // 2\n ]}", "{\n  \"a\": {\n    /* 1 */\n  },\n  \"b\": [ // 2\n  ]\n}\n"},
		{"a comment on a line that is split", `{"b":{"c":"` + long + `","d":123456789} // why` + "\n}", "{\n  // why\n  \"b\": {\n    \"c\": \"" + long + "\",\n    \"d\": 123456789\n  }\n}\n"},
		{"over lines", "{\n      /* 1  \n       * 2\n       */\n      \"a\": 1,\n /* 3 \n  4 */\n\"b\": 2}", "{\n  /* 1\n   * 2\n   */\n  \"a\": 1,\n  /* 3\n  4 */\n  \"b\": 2\n}\n"},
		{"a comma too many", "[1 // 2\n , // 3\n ]", "[\n  1 // 2\n  // 3\n]\n"},
		{"line ends", "{\r\n\"a\": 1, // x \n\"b\": 2}", "{\r\n  \"a\": 1, // x\r\n  \"b\": 2\r\n}\r\n"},
		{"byte order mark", "\ufeff[]", "\ufeff[]\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := formatted(t, test.source, Options{Rank: byKey})
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			checkText(t, []byte(test.source), Options{Rank: byKey})
		})
	}
}

func TestTextRefuses(t *testing.T) {
	for _, test := range []struct {
		source string
		syntax document.Syntax
		want   string
	}{
		{"a: 1", document.YAML, "only JSON and JSONC can be formatted"},
		{`{"a": 1,}`, document.JSON, "a text that does not parse cannot be formatted"},
		{"", document.JSON, "a text that does not parse cannot be formatted"},
		{"// only a comment", document.JSONC, "a text that does not parse cannot be formatted"},
		{strings.Repeat("[", 1001) + strings.Repeat("]", 1001), document.JSON, "a text that does not parse cannot be formatted"},
	} {
		text, err := Text(document.Parse([]byte(test.source), test.syntax), Options{})
		if err == nil || err.Error() != test.want || text != nil {
			t.Errorf("%.20q: %v", test.source, err)
		}
	}
}

func TestOpen(t *testing.T) {
	second := func(n document.Node) bool { return n.Index() == 1 && n.Parent().Exists() }
	got := formatted(t, `[{"a": 1}, {"a": [1]}]`, Options{Open: second})
	if want := "[\n  {\"a\": 1},\n  {\n    \"a\": [1]\n  }\n]\n"; got != want {
		t.Error(got)
	}
}

// checkText formats a text, if it can be, and checks that nothing but its layout changes and that once is enough.
func checkText(t *testing.T, source []byte, options Options) {
	t.Helper()
	for _, syntax := range []document.Syntax{document.JSON, document.JSONC} {
		before := document.Parse(source, syntax)
		text, err := Text(before, options)
		if err != nil {
			continue
		}
		after := document.Parse(text, syntax)
		if after.Broken() || len(after.Faults) != len(before.Faults) {
			t.Fatalf("%q became %q with other faults", source, text)
		}
		if diff := cmp.Diff(outline(before.Root()), outline(after.Root())); diff != "" {
			t.Fatalf("%q became %q (-before +after)\n%s", source, text, diff)
		}
		if diff := cmp.Diff(comments(before), comments(after)); diff != "" {
			t.Fatalf("%q became %q (-before +after)\n%s", source, text, diff)
		}
		for line := range strings.Lines(string(text)) {
			if strings.TrimRight(line, " \t\r\n") != strings.TrimRight(line, "\r\n") {
				t.Fatalf("%q became %q, with blanks at the end of a line", source, text)
			}
		}
		again, err := Text(after, options)
		if err != nil || !bytes.Equal(text, again) {
			t.Fatalf("%q became %q and then %q (%v)", source, text, again, err)
		}
	}
}

// outline is a tree with the bytes of its keys and scalars, members by their keys but in order where keys are equal.
func outline(n document.Node) any {
	switch n.Kind() {
	case document.Array:
		list := []any{}
		for child := range n.Children() {
			list = append(list, outline(child))
		}
		return list
	case document.Object:
		members := map[string][]any{}
		for child := range n.Children() {
			key := string(n.File().Source[child.KeySpan().Start:child.KeySpan().End])
			members[key] = append(members[key], outline(child))
		}
		return members
	}
	return string(n.Raw())
}

// comments are the comments of a file, sorted, without their blanks and line ends. They are found apart from the formatter.
func comments(file *document.File) []string {
	var list []string
	source, quoted := file.Source, false
	for i := 0; i < len(source); i++ {
		switch {
		case source[i] == '\\' && quoted:
			i++
		case source[i] == '"':
			quoted = !quoted
		case (source[i] == '/' || source[i] == '#') && !quoted:
			length := commentLength(source[i:])
			list = append(list, strings.Join(strings.Fields(string(source[i:i+length])), ""))
			i += length - 1
		}
	}
	slices.Sort(list)
	return list
}

// TestSeedIsFormatted holds the layout to that of the seed: what the service's documentation shows is not touched.
func TestSeedIsFormatted(t *testing.T) {
	names, err := filepath.Glob("../../testdata/seed/*/*.json")
	if err != nil || len(names) < 10 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := formatted(t, string(source), Options{}); got != strings.TrimRight(string(source), "\n")+"\n" {
			t.Errorf("%s: %s", name, cmp.Diff(string(source), got))
		}
		var small bytes.Buffer
		if err := json.Compact(&small, source); err != nil {
			t.Fatal(err)
		}
		checkText(t, small.Bytes(), Options{Rank: byKey})
	}
}

func FuzzFormat(f *testing.F) {
	for _, seed := range []string{
		"{}", "[1, [2, {\"a\": null}]]", "{ // 1\n /* 2 */ \"bb\" /* 3 */ : /* 4 */ 1 // 5\n , /* 6 */ /* 7 */\n\n // 8\n \"a\": {} // 9\n\n /* 10 */ /* 11 */ } // 12\n /* 13 */",
		"\ufeff// x\r\n{\r\n\"b\": [ /* y\r\n * z */ ],\r\r\"a\": \"//\\\"/*\"}", "[ // 1\n // 2\n\n // 3\n 1, // 4\n 2 // 5\n , 3 /* 6 */ ]", "[1 # 2\n , # 3\n ]", "{\"a\": 0 // 1\n, /* 2 */ }",
	} {
		f.Add([]byte(seed), byte(0))
	}
	names, _ := filepath.Glob("../../testdata/seed/*/*.json")
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text, byte(2))
	}
	f.Fuzz(func(t *testing.T, source []byte, way byte) {
		checkText(t, source, Options{
			Rank: func(member document.Node) int { return len(member.Key()) * int(way&3) },
			Open: func(n document.Node) bool { return n.Len()&int(way>>2) != 0 },
		})
	})
}
