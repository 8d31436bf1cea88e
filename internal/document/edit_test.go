package document

import "testing"

func TestApply(t *testing.T) {
	for _, test := range []struct {
		name  string
		edits []Edit
		want  string
		err   string
	}{
		{"none", nil, "abcdef", ""},
		{"in any order", []Edit{{Span{4, 6}, "X"}, {Span{0, 1}, ""}, {Span{2, 3}, "CC"}}, "bCCdX", ""},
		{"insertions keep their order", []Edit{{Span{2, 4}, "-"}, {Span{2, 2}, "1"}, {Span{2, 2}, "2"}, {Span{6, 6}, "!"}}, "ab12-ef!", ""},
		{"touching", []Edit{{Span{0, 2}, "X"}, {Span{2, 4}, "Y"}}, "XYef", ""},
		{"overlapping", []Edit{{Span{2, 4}, ""}, {Span{0, 3}, ""}}, "", "the edits of bytes 0 to 3 and 2 to 4 overlap"},
		{"inside another", []Edit{{Span{0, 4}, ""}, {Span{2, 2}, "x"}}, "", "the edits of bytes 0 to 4 and 2 to 2 overlap"},
		{"outside", []Edit{{Span{5, 7}, ""}}, "", "the edit of bytes 5 to 7 lies outside the text of 6 bytes"},
		{"backwards", []Edit{{Span{3, 2}, ""}}, "", "the edit of bytes 3 to 2 lies outside the text of 6 bytes"},
		{"negative", []Edit{{Span{-1, 2}, ""}}, "", "the edit of bytes -1 to 2 lies outside the text of 6 bytes"},
	} {
		got, err := Apply([]byte("abcdef"), test.edits)
		if message := errorText(err); string(got) != test.want || message != test.err {
			t.Errorf("%s: %q, %q", test.name, got, message)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestChanges(t *testing.T) {
	remove := RemoveMember
	text := func(text string) func(n Node) []Edit { return func(n Node) []Edit { return ReplaceText(n, text) } }
	value := func(v Value) func(n Node) []Edit { return func(n Node) []Edit { return ReplaceValue(n, v) } }
	key := func(key string) func(n Node) []Edit { return func(n Node) []Edit { return RenameKey(n, key) } }
	object := ObjectOf(Member{"k", ArrayOf(NumberOf("1"))}, Member{"l", ObjectOf()})
	const refused = "refused"
	for _, test := range []struct {
		name    string
		syntax  Syntax
		src     string
		pointer string
		change  func(n Node) []Edit
		want    string
	}{
		{"first", JSON, "{\n  \"a\": 1,\n  \"b\": 2\n}", "/a", remove, "{\n  \"b\": 2\n}"},
		{"last", JSON, "{\n  \"a\": 1,\n  \"b\": 2\n}", "/b", remove, "{\n  \"a\": 1\n}"},
		{"only", JSON, "{ \"a\": 1 }", "/a", remove, "{}"},
		{"item", JSON, "[1, 2, 3]", "/1", remove, "[1, 3]"},
		{"before a comment", JSONC, "[1, // one\n 2]", "/0", remove, "[// one\n 2]"},
		{"with a trailing comma", JSONC, "[1, 2,]", "/1", remove, "[1,]"},
		{"only with a trailing comma", JSONC, "[\n  2,\n]", "/0", remove, "[]"},
		{"after a comment", JSONC, "[1, // one\n 2 // two\n]", "/1", remove, "[1 // one\n // two\n]"},
		{"root", JSON, "[1]", "", remove, refused},
		{"missing comma", JSON, "[1 2]", "/0", remove, refused},
		{"YAML member", YAML, "a: 1\nb: # c\n  - x\nd: 3\n", "/b", remove, "a: 1\nd: 3\n"},
		{"YAML first of an item", YAML, "- a: 1\n  b: 2\n", "/0/a", remove, "- b: 2\n"},
		{"YAML last", YAML, "- a: 1\n  b: 2 # c\n", "/0/b", remove, "- a: 1\n"},
		{"YAML item", YAML, "x:\n  - a: 1\n    b: 2\n  - c: 3\n", "/x/0", remove, "x:\n  - c: 3\n"},
		{"YAML only", YAML, "x:\n  a: 1\n", "/x/a", remove, refused},
		{"YAML anchor", YAML, "a: &x 1\nb: *x\n", "/a", remove, refused},
		{"YAML alias", YAML, "a: &x 1\nb: *x\n", "/b", remove, refused},
		{"YAML flow", YAML, "{a: 1, b: [x, y], c: 2}", "/b", remove, "{a: 1, c: 2}"},
		{"value", JSON, "{\n  \"a\": 1\n}", "/a", value(object), "{\n  \"a\": {\n    \"k\": [\n      1\n    ],\n    \"l\": {}\n  }\n}"},
		{"value on one line", JSON, `{"a": 1}`, "/a", value(object), `{"a": {"k": [1], "l": {}}}`},
		{"YAML value", YAML, "a: 1\n", "/a", value(object), "a: {\"k\": [1], \"l\": {}}\n"},
		{"YAML block", YAML, "a:\n- x\n- y\nb: 1\n", "/a", value(object), "a: {\"k\": [1], \"l\": {}}\nb: 1\n"},
		{"YAML nothing", YAML, "a:\nb: 1\n", "/a", value(BoolOf(true)), "a: true\nb: 1\n"},
		{"YAML tag", YAML, "a: !!str 1\n", "/a", value(BoolOf(true)), refused},
		{"text", JSON, `{"a": "b"}`, "/a", text("x \"y\"\n\u2028"), "{\"a\": \"x \\\"y\\\"\\n\u2028\"}"},
		{"YAML plain text", YAML, "a: b\n", "/a", text("some text"), "a: some text\n"},
		{"YAML plain text that needs quotes", YAML, "a: b\n", "/a", text("true"), "a: \"true\"\n"},
		{"YAML single quotes", YAML, "a: 'b'\n", "/a", text("it's"), "a: 'it''s'\n"},
		{"YAML single quotes with a line break", YAML, "a: 'b'\n", "/a", text("x\ny"), "a: \"x\\ny\"\n"},
		{"YAML double quotes", YAML, "a: \"b\"\n", "/a", text("x\u0085\u2028"), "a: \"x\\u0085\\u2028\"\n"},
		{"YAML literal text", YAML, "a: |\n  b\n  c\nd: 1\n", "/a", text("x"), "a: \"x\"\nd: 1\n"},
		{"key", JSON, `{"a": 1}`, "/a", key("b\"c"), `{"b\"c": 1}`},
		{"YAML key", YAML, "a: 1\n", "/a", key("b c"), "b c: 1\n"},
		{"YAML key in quotes", YAML, "'a': 1\n", "/a", key("b c"), "'b c': 1\n"},
		{"key of an item", JSON, "[1]", "/0", key("b"), refused},
	} {
		t.Run(test.name, func(t *testing.T) {
			n := Parse([]byte(test.src), test.syntax).Find(test.pointer)
			if !n.Exists() {
				t.Fatal("no such node")
			}
			got, edits := []byte(refused), test.change(n)
			if edits != nil {
				got, _ = Apply([]byte(test.src), edits)
			}
			if string(got) != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
	if RemoveMember(Node{}) != nil || ReplaceText(Node{}, "") != nil || ReplaceValue(Node{}, NullValue()) != nil || RenameKey(Node{}, "") != nil {
		t.Error("the zero node can be changed")
	}
}
