package document

import (
	"strings"
	"testing"
)

func TestYAMLTree(t *testing.T) {
	for _, test := range []struct{ name, src, tree string }{
		{"block", "a: 1\nb:\n- x\n- 'it''s'\nc:\n  d: true\n",
			" {0 34} an object\n/a {3 4} \"1\" a number\n/b {8 21} an array\n/b/0 {10 11} \"x\" a string\n/b/1 {14 21} \"it's\" a string\n/c {27 34} an object\n/c/d {30 34} \"true\" a boolean\n"},
		{"flow", "{a: [1, b: 2, {c: }, ], \"d\":e}",
			" {0 30} an object\n/a {4 22} an array\n/a/0 {5 6} \"1\" a number\n/a/1 {8 12} an object\n/a/1/b {11 12} \"2\" a number\n/a/2 {14 19} an object\n/a/2/c {17 17} \"\" null\n/d {28 29} \"e\" a string\n"},
		{"CRLF, mark, tab and emoji", "\ufeffé: \"😀\"\t# c\r\nb:\t'x'\r\n",
			" {3 25} an object\n/é {7 13} \"😀\" a string\n/b {22 25} \"x\" a string\n"},
		{"U+2028", "a: \"x\u2028 y\"\nb: 1\n", " {0 16} an object\n/a {3 11} \"x\\u2028y\" a string\n/b {15 16} \"1\" a number\n"},
		{"double quotes", "\"a\\tb\": \"\\x41\\u00e9\\U0001F600\\n\\\n   c\n\n  d\"",
			" {0 43} an object\n/a\tb {8 43} \"Aé😀\\nc\\nd\" a string\n"},
		{"literal", "a: |\n  x\n\n   y\n# c\nb: |2-\n   z\nc: |+\n  w\n\nd: |\n",
			" {0 46} an object\n/a {3 14} \"x\\n\\n y\\n\" a string\n/b {22 30} \" z\" a string\n/c {34 40} \"w\\n\\n\" a string\n/d {45 46} \"\" a string\n"},
		{"folded", "- >\n  x\n  y\n\n  z\n   q\n  r\n- >-\n a\n", " {0 33} an array\n/0 {2 25} \"x y\\nz\\n q\\nr\\n\" a string\n/1 {28 33} \"a\" a string\n"},
		{"plain over lines", "a: x y\n  z\n\n  w # c\nb: v", " {0 24} an object\n/a {3 15} \"x y z\\nw\" a string\n/b {23 24} \"v\" a string\n"},
		{"anchors and tags", "a: &x !!str 12\nb: !t &y\n  c: 1\n? &k d\n: *x\ne: &z\nf: !!int \"7\"\n", " {0 61} an object\n/a {12 14} \"12\" a string\n/b {26 30} an object\n/b/c {29 30} \"1\" a number\n/d {40 42} \"12\" a string\n/e {48 48} \"\" null\n/f {58 61} \"7\" a number\n"},
		{"scalars", "[1, 0x1F, 0o17, 1_000, .5, 1e3, .inf, 1e400, -0, 9223372036854775808, ~, null, True, yes, 2001-01-01, \"1\", !!str 1, !!int x, <<]", " {0 128} an array\n/0 {1 2} \"1\" a number\n/1 {4 8} \"0x1F\" a number\n/2 {10 14} \"0o17\" a number\n/3 {16 21} \"1_000\" a number\n/4 {23 25} \".5\" a number\n/5 {27 30} \"1e3\" a number\n/6 {32 36} \".inf\" a number\n/7 {38 43} \"1e400\" a string\n/8 {45 47} \"-0\" a number\n/9 {49 68} \"9223372036854775808\" a number\n/10 {70 71} \"~\" null\n/11 {73 77} \"null\" null\n/12 {79 83} \"True\" a boolean\n/13 {85 88} \"yes\" a string\n/14 {90 100} \"2001-01-01\" a string\n/15 {102 105} \"1\" a string\n/16 {113 114} \"1\" a string\n/17 {122 123} \"x\" a string\n/18 {125 127} \"<<\" a string\n"},
		{"documents", "---\na: 1\n---\n# c\n- b\n...\n", " {0 25} an array\n/0 {4 8} an object\n/0/a {7 8} \"1\" a number\n/1 {17 20} an array\n/1/0 {19 20} \"b\" a string\n"},
		{"aliases", "a: &x {k: [v]}\nb: *x\n", " {0 20} an object\n/a {6 14} an object\n/a/k {10 13} an array\n/a/k/0 {11 12} \"v\" a string\n/b {18 20} an object\n/b/k {18 20} an array\n/b/k/0 {18 20} \"v\" a string\n"},
		{"merge", "a: &x {k: 1, l: 2}\nb:\n  l: 3\n  <<: [*x, {m: 4}]\n",
			" {0 47} an object\n/a {6 18} an object\n/a/k {10 11} \"1\" a number\n/a/l {16 17} \"2\" a number\n/b {24 47} an object\n/b/l {27 28} \"3\" a number\n/b/k {35 47} \"1\" a number\n/b/m {35 47} \"4\" a number\n"},
		{"keys of other kinds", "1: a\ntrue: b\n~: c\n? [x, y]\n: d\n", " {0 30} an object\n/1 {3 4} \"a\" a string\n/true {11 12} \"b\" a string\n/~0 {16 17} \"c\" a string\n/[x, y] {29 30} \"d\" a string\n"},
		{"nothing", "# only a comment\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := Parse([]byte(test.src), YAML)
			for _, fault := range f.Faults {
				if fault.Code != ByteOrderMark {
					t.Errorf("%d %s", fault.Span.Start, fault.Message)
				}
			}
			if got := describe(f); got != test.tree {
				t.Errorf("%s\nwant\n%s", got, test.tree)
			}
			checkFile(t, f)
		})
	}
}

func TestYAMLFaults(t *testing.T) {
	for src, want := range map[string]string{
		"a: 1\na: 2\n\"a\": 3\n":   "5[a] the key \"a\" is already in this object, in line 1; remove one of the two\n10[\"a\"] the key \"a\" is already in this object, in line 1; remove one of the two\n",
		"a: [1, 2\nb: 3\n":         "9[b: 3] a list in brackets is not closed; write a comma or ] before this\n",
		"a:\n\tb: 1\n":             "3[\t] a tab cannot indent in YAML; write spaces\n",
		"x: 1\na: b: c\n":          "5[a: b: c] a second key on one line, or a wrong indentation; put text that contains \": \" in quotes\n",
		"x: *nope\n":               "3[*nope] the alias *nope has no anchor &nope before it; define the anchor or write the value out\n",
		"x: 1\na: \"abc\nb: 1\n":   "8[\"abc] a quote is opened but never closed\n",
		"a:\n    - x\n  - y\n":     "13[- y] this fits neither the object before it nor one around it; check the indentation and the quotes\n",
		"a: 1\nb\nc: 2\n":          "5[b] a key without a colon; write a colon after it, or check the quotes and the indentation\n",
		"{}\n]\n":                  "3[]] text after the end of the document; write --- before another document\n",
		"a: {b: 1\n":               "0[a: {b: 1] an object in braces is not closed; write a comma or } before this\n",
		"foo: @bar\n":              "5[@] a value cannot start with this character; put it in quotes\n",
		"a: \x01\n":                "3[\x01] the control character U+0001 is not allowed in YAML; remove it, or write it as \\u0001 in double quotes\n",
		"a: \xe9\n":                "3[\xe9] the byte 0xE9 is not valid UTF-8; save the file as UTF-8\n",
		"a: &a [*a]\n":             "7[*a] the alias *a stands for a value that contains it; write the value out\n",
		"a: &a {b: {<<: *a}}\n":    "15[*a] the alias *a stands for a value that contains it; write the value out\n",
		"a: 1\n---\nb: [\n---\nc:": "18[c:] this is not YAML: did not find expected node content\n",
	} {
		f := Parse([]byte(src), YAML)
		if got := faultsOf(f); got != want {
			t.Errorf("%q: faults\n%swant\n%s", src, got, want)
		}
		checkFile(t, f)
	}
}

func TestYAMLHostile(t *testing.T) {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	merges := "a0: &a0 {k: 1}\n"
	for i := 1; i < 30; i++ {
		a, b := string(rune('0'+i/10))+string(rune('0'+i%10)), string(rune('0'+(i-1)/10))+string(rune('0'+(i-1)%10))
		if i == 1 {
			b = "0"
		}
		bomb += "a" + a + ": &a" + a + " [" + strings.Repeat("*a"+b+", ", 9) + "*a" + b + "]\n"
		merges += "a" + a + ": &a" + a + " {<<: [" + strings.Repeat("*a"+b+", ", 9) + "*a" + b + "]}\n"
	}
	for name, src := range map[string]string{"aliases": bomb, "merges": merges} {
		f := Parse([]byte(src), YAML)
		if len(f.Faults) != 1 || f.Faults[0].Code != Invalid || len(f.nodes) > maxAliased+1000 {
			t.Errorf("%s: %d faults, %d nodes", name, len(f.Faults), len(f.nodes))
		}
	}
	for name, src := range map[string]string{
		"flow":  strings.Repeat("[", 5000) + strings.Repeat("]", 5000),
		"block": strings.Repeat("- ", 3000) + "x",
		"deep":  strings.Repeat("[", 2_000_000),
	} {
		f := Parse([]byte(src), YAML)
		if len(f.Faults) != 1 || len(f.nodes) > MaxDepth+1 {
			t.Errorf("%s: %d faults, %d nodes", name, len(f.Faults), len(f.nodes))
		}
	}
}

func TestYAMLNodes(t *testing.T) {
	f := Parse([]byte("a: 0x1F\nb: \"x\"\n'c': 1_000\nd: True\ne: &e 010\nf: *e\n"), YAML)
	for pointer, want := range map[string]int64{"/a": 31, "/c": 1000, "/e": 8, "/f": 8} {
		if got, ok := f.Find(pointer).Int(); !ok || got != want {
			t.Errorf("%s: %d, %t", pointer, got, ok)
		}
	}
	if value, ok := f.Find("/d").Bool(); !value || !ok {
		t.Error("True is not true")
	}
	if b, c := f.Find("/b"), f.Find("/c"); !b.Quoted() || b.KeyQuoted() || c.Quoted() || !c.KeyQuoted() {
		t.Error("wrong quotes")
	}
	if n := f.Find("/f"); !n.Aliased() || n.Text() != "010" || n.Span() != (Span{47, 49}) || n.Sub(0, 1) != n.Span() || RemoveMember(n) != nil {
		t.Errorf("alias: %v", n.Span())
	}
}

func TestYAMLVersionDirective(t *testing.T) {
	for _, version := range []string{"1.1", "1.2"} {
		f := Parse([]byte("%YAML "+version+"\n---\na: x %YAML 1.2\n"), YAML)
		if len(f.Faults) > 0 || f.Find("/a").Text() != "x %YAML 1.2" {
			t.Errorf("%s: %v, %q", version, f.Faults, f.Find("/a").Text())
		}
	}
}

func TestYAMLTabInTheIndentation(t *testing.T) {
	f := Parse([]byte("type: drop_table\ntarget: &t\n  type: table\n\ttableName: events\n"), YAML)
	if len(f.Faults) != 1 {
		t.Fatalf("%d faults", len(f.Faults))
	}
	if p := f.Lines().Position(f.Faults[0].Span.Start); p.Line != 4 || p.Column != 1 || f.Faults[0].Message != "a tab cannot indent in YAML; write spaces" {
		t.Errorf("%d:%d: %s", p.Line, p.Column, f.Faults[0].Message)
	}
}
