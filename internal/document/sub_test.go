package document

import "testing"

// Each part of the text, written between its start and end in the source.
func TestSub(t *testing.T) {
	for _, test := range []struct {
		name, src string
		syntax    Syntax
		text      string // the text of the value at /a
		start     int
		end       int
		want      string
	}{
		{"plain", `{"a": "xyz"}`, JSON, "xyz", 1, 2, "y"},
		{"whole", `{"a": "xyz"}`, JSON, "xyz", 0, 3, "xyz"},
		{"clamped", `{"a": "xyz"}`, JSON, "xyz", -5, 99, "xyz"},
		{"quotes", `{"a": "\"city\" x"}`, JSON, `"city" x`, 1, 5, "city"},
		{"escape", `{"a": "\"city\" x"}`, JSON, `"city" x`, 0, 6, `\"city\"`},
		{"unicode escape", `{"a": "\u0022x\u00e9y"}`, JSON, `"xéy`, 2, 4, `\u00e9`},
		{"half of a character", `{"a": "\u00e9y"}`, JSON, `éy`, 1, 3, `\u00e9y`},
		{"surrogate pair", `{"a": "x\ud83d\ude00y"}`, JSON, "x😀y", 1, 5, `\ud83d\ude00`},
		{"lone surrogate", `{"a": "x\ud83dy"}`, JSON, "x\ufffdy", 4, 5, `y`},
		{"number", `{"a": 1.50}`, JSON, "1.50", 2, 4, "50"},
		{"YAML plain", "a: x y", YAML, "x y", 2, 3, "y"},
		{"YAML plain over lines", "a: x y\n   z\n\n   w", YAML, "x y z\nw", 4, 7, "z\n\n   w"},
		{"YAML single quotes", "a: 'it''s x'", YAML, "it's x", 2, 4, "''s"},
		{"YAML single quotes over lines", "a: 'x\n  y'", YAML, "x y", 2, 3, "y"},
		{"YAML double quotes", `a: "x\té\x41\"y\""`, YAML, "x\téA\"y\"", 5, 8, `\"y\"`},
		{"YAML escaped line break", "a: \"x\\\n   y z\"", YAML, "xy z", 1, 4, "y z"},
		{"YAML folded double quotes", "a: \"x\n   y z\"", YAML, "x y z", 2, 5, "y z"},
		{"YAML literal", "a: |\n  x\n   y\n\n  z\n", YAML, "x\n y\n\nz\n", 3, 4, "y"},
		{"YAML literal over lines", "a: |\n  x\n   y\n\n  z\n", YAML, "x\n y\n\nz\n", 3, 7, "y\n\n  z"},
		{"YAML literal at its end", "a: |\n  x\nb: 1", YAML, "x\n", 0, 2, "x"},
		{"YAML folded", "a: >-\n  x y\n  z\n\n  w\n", YAML, "x y z\nw", 4, 7, "z\n\n  w"},
		{"YAML with an indicator", "a: |2-\n   x\n  y\n", YAML, " x\ny", 3, 4, "y"},
		{"YAML CRLF", "a: |\r\n  x\r\n  y\r\n", YAML, "x\ny\n", 2, 3, "y"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := Parse([]byte(test.src), test.syntax)
			n := f.Find("/a")
			if n.Text() != test.text {
				t.Fatalf("the text is %q", n.Text())
			}
			span := n.Sub(test.start, test.end)
			if got := test.src[span.Start:span.End]; got != test.want {
				t.Errorf("%q", got)
			}
		})
	}
}

func TestSubKey(t *testing.T) {
	f := Parse([]byte(`{"a\u00e9b": 1}`), JSON)
	if got := f.Root().First().SubKey(3, 4); got != (Span{9, 10}) {
		t.Errorf("%v", got)
	}
	f = Parse([]byte("'a''b': 1"), YAML)
	if got := f.Root().First().SubKey(2, 3); got != (Span{4, 5}) {
		t.Errorf("%v", got)
	}
}
