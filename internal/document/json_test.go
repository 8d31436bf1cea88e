package document

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// faultsOf returns the faults as lines: the offending text in brackets behind its offset, and the message.
func faultsOf(f *File) string {
	var out strings.Builder
	for _, fault := range f.Faults {
		fmt.Fprintf(&out, "%d[%s] %s\n", fault.Span.Start, f.Source[fault.Span.Start:fault.Span.End], fault.Message)
	}
	return out.String()
}

func TestJSONFaults(t *testing.T) {
	for _, test := range []struct{ name, src, faults, tree string }{
		{"empty", "", "0[] the file is empty; write a JSON value\n", "null"},
		{"white space", " \n\t", "3[] the file holds no value; write a JSON value\n", "null"},
		{"Python", `{"a": True, "b": False, "c": None}`, "6[True] True is not JSON; write true\n17[False] False is not JSON; write false\n29[None] None is not JSON; write null\n", `{"a": null, "b": null, "c": null}`},
		{"trailing comma", `{"a": [1, 2,], }`, "11[,] a trailing comma before ]; remove it\n13[,] a trailing comma before }; remove it\n", `{"a": [1, 2]}`},
		{"missing comma", "{\"a\": 1\n\"b\": [2 3]}", "8[\"b\"] a comma is missing before this\n16[3] a comma is missing before this\n", `{"a": 1, "b": [2, 3]}`},
		{"missing colon", `{"a" 1, "b": 2}`, "5[1] a colon is missing between the key \"a\" and this\n", `{"a": 1, "b": 2}`},
		{"equals sign", `{"a" => 1}`, "5[=>] write : between a key and its value\n", `{"a": 1}`},
		{"missing value", `{"a":, "b"}`, "1[\"a\"] the key \"a\" has no value; write a colon and a value after it\n7[\"b\"] the key \"b\" has no value; write a colon and a value after it\n", `{"a": null, "b": null}`},
		{"single quotes", `{'a': 'it\'s "b"'}`, "1['a'] a key in single quotes; write it in double quotes\n6['it\\'s \"b\"'] a string in single quotes; write it in double quotes\n9[\\'] \\' is not an escape of JSON; write ' alone\n", `{"a": "it's \"b\""}`},
		{"unquoted key", `{a: 1, b-c: 2}`, "1[a] a key without quotes; put it in double quotes\n7[b-c] a key without quotes; put it in double quotes\n", `{"a": 1, "b-c": 2}`},
		{"unquoted text", `{"a": some text, "b": ${X}}`, "6[some text] text without quotes; put it in double quotes\n22[${X}] text without quotes; put it in double quotes\n", `{"a": null, "b": null}`},
		{"placeholder", `{"a": {{ x }}, "b": 1}`, "6[{{ x }}] a template placeholder is not JSON; put it in double quotes, or lint the rendered file\n", `{"a": null, "b": 1}`},
		{"opening quote missing", `{"a": x", "b": 1}`, "6[x\"] the opening quote of the string is missing\n", `{"a": null, "b": 1}`},
		{"opening quote of a key missing", `{a": 1}`, "1[a\"] the opening quote of the key is missing\n", `{"a": 1}`},
		{"closing quote missing", "{\"a\": \"x,\n \"b\": 1}", "6[\"x] the string is not closed; write \" at its end\n", `{"a": "x", "b": 1}`},
		{"closing quote missing on one line", `{"a": "x, "b": 1}`, "6[\"x] the string is not closed; write \" at its end\n", `{"a": "x", "b": 1}`},
		{"closing quote missing at the end", `{"a": ["x]}`, "7[\"x] the string is not closed; write \" at its end\n", `{"a": ["x"]}`},
		{"closing quote of a key missing", "{\"a: 1,\n \"b\": 2}", "1[\"a] the string is not closed; write \" at its end\n", `{"a": 1, "b": 2}`},
		{"bare quotes inside", `{"a": ""city"", "b": 1}`, "7[\"] a double quote inside the string; write \\\" for it\n", `{"a": "\"city\"", "b": 1}`},
		{"bare quotes with commas inside", "{\"a\": \"f(\"x\", \"y\")\",\n\"b\": 1}", "9[\"] a double quote inside the string; write \\\" for it\n", `{"a": "f(\"x\", \"y\")", "b": 1}`},
		{"lone surrogates", `["\ud800", "\udc00\u0041", "\ud83d\ude00"]`, "2[\\ud800] \\ud800 is half of a surrogate pair; write both halves, or the character itself\n12[\\udc00] \\udc00 is half of a surrogate pair; write both halves, or the character itself\n", "[\"\ufffd\", \"\ufffdA\", \"😀\"]"},
		{"invalid UTF-8", "[\"a\xe9b\"]", "3[\xe9] the byte 0xE9 is not valid UTF-8; save the file as UTF-8\n", "[\"a\ufffdb\"]"},
		{"control characters", "[\"a\tb\", \"c\nd\", \"\x01\"]", "3[\t] a tab inside a string; write \\t\n10[\n] a line break inside a string; write \\n\n16[\x01] the control character U+0001 inside a string; write \\u0001\n", `["a\tb", "c\nd", "\u0001"]`},
		{"bad escapes", `["\d+\s", "\u00g0"]`, "2[\\d] \\d is not an escape of JSON; write \\\\ for a backslash\n11[\\u] \\u needs four hexadecimal digits; write \\\\ for a backslash\n", `["\\d+\\s", "\\u00g0"]`},
		{"numbers", `[01, .5, +1, 1., NaN, -Infinity, 0x1F, 1.2.3, -]`,
			"1[01] a number cannot start with 0; remove the leading zeros, or put it in double quotes if it is text\n" +
				"5[.5] a number needs a digit before the decimal point; write 0 before it\n" +
				"9[+1] a number has no plus sign in JSON; write it without the +\n" +
				"13[1.] a number needs a digit after the decimal point; remove the point or write a 0 after it\n" +
				"17[NaN] JSON has no NaN and no infinity; write a number or null\n" +
				"22[-Infinity] JSON has no NaN and no infinity; write a number or null\n" +
				"33[0x1F] JSON has no hexadecimal numbers; write it in decimal\n" +
				"39[1.2.3] this is not a number of JSON; put it in double quotes if it is text\n" +
				"46[-] a number needs a digit after its sign\n",
			"[null, null, null, null, null, null, null, null, null]"},
		{"text after the end", `{} x`, "3[x] text after the end of the value; remove it\n", "{}"},
		{"closing bracket after the end", `{}}`, "2[}] a } too many: the value ended before it; remove it\n", "{}"},
		{"JSON lines", "{\"a\": 1}\n{\"a\": 2}\n{\"a\": 3}\n", "9[{] a second value begins here; a JSON file holds one value: put several into a list [ ], or into files of their own\n", `{"a": 1}`},
		{"unclosed", "{\n\"a\": [1,", "10[] the file ends, but the [ of line 2 is not closed; write ]\n", `{"a": [1]}`},
		{"wrong bracket", `{"a": [1, 2}, "b": 1}`, "11[}] } closes nothing here: the [ of line 1 is open; write ] before it or instead of it\n", `{"a": [1, 2], "b": 1}`},
		{"missing bracket", "{\n  \"a\": {\n    \"b\": [\n      1\n  },\n  \"c\": 2\n}", "32[}] } closes nothing here: the [ of line 3 is open; write ] before it or instead of it\n", `{"a": {"b": [1]}, "c": 2}`},
		{"stray bracket", "{\"a\": 1], \"b\": 2}", "7[]] ] closes nothing here: the { of line 1 is open; write } before it or instead of it\n", `{"a": 1}`},
		{"braces around a list", `{"a": {{"b": 1}, {"c": 2}}}`, "7[{] a key is missing before {; write [ ] around a list, not { }\n", `{"a": [{"b": 1}, {"c": 2}]}`},
		{"brackets around an object", `["a": 1, "b": 2]`, "4[:] a key in a list; close the list with ] before the key, or write { } around keys and values\n", `["a", 1, "b", 2]`},
		{"extra commas", `[1,,2,,,]`, "2[,,] a comma without a value; remove it or write the missing value\n5[,,,] a comma without a value; remove it or write the missing value\n", `[1, 2]`},
		{"comments", "// a\n{\"b\": 1 /* c */} # d", "0[// a] JSON has no comments; remove it, or name the file .jsonc\n13[/* c */] JSON has no comments; remove it, or name the file .jsonc\n22[# d] JSON has no comments; remove it, or name the file .jsonc\n", `{"b": 1}`},
		{"unclosed comment", "{\"a\": /* 1}", "6[/* 1}] the comment is not closed; write */ at its end\n", `{"a": null}`},
		{"duplicate keys", "{\"a\": 1,\n\"\\u0061\": 2}", "9[\"\\u0061\"] the key \"a\" is already in this object, in line 1; remove one of the two\n", `{"a": 1, "a": 2}`},
		{"byte order mark", "\ufeff{}", "0[\ufeff] the file starts with a byte order mark; save it as UTF-8 without one\n", `{}`},
		{"UTF-16", "\xff\xfe{\x00}\x00", "0[\xff\xfe] the file is in UTF-16; save it as UTF-8\n", "null"},
		{"invisible characters", "{\"a\":\u00a0\u200b1}", "5[\u00a0\u200b] the invisible character U+00A0 stands outside a string; write an ordinary space\n", `{"a": 1}`},
		{"typographic quotes", `{“a”: “b”, "c": 1}`, "1[“a”] typographic quotes around a key; write \" on both sides\n10[“b”] typographic quotes around a string; write \" on both sides\n", `{"“a”": null, "c": 1}`},
		{"semicolon", `{"a": 1; "b": 2}`, "7[;] a semicolon between values; write a comma\n", `{"a": 1, "b": 2}`},
		{"text after a value", `{"a": 12 kg, "b": 1}`, "9[kg] unexpected text after a value; remove it, or put the whole value in double quotes\n", `{"a": 12, "b": 1}`},
		{"three faults", "{\n  \"a\": True,\n  \"b\" 1,\n  \"c\": [1 2]\n}", "9[True] True is not JSON; write true\n21[1] a colon is missing between the key \"b\" and this\n34[2] a comma is missing before this\n", `{"a": null, "b": 1, "c": [1, 2]}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := Parse([]byte(test.src), JSON)
			if got := faultsOf(f); got != test.faults {
				t.Errorf("faults:\n%swant:\n%s", got, test.faults)
			}
			if got := string(EncodeCompact(f.Root().Value())); got != test.tree {
				t.Errorf("tree: %s\nwant: %s", got, test.tree)
			}
			checkFile(t, f)
			checkAgainstStandard(t, f)
			checkFixes(t, f)
		})
	}
}

func TestJSONC(t *testing.T) {
	for src, want := range map[string]string{
		"// a\n{\"b\": [1, /* c */ 2,],}": "",
		"{} # x":                          "3[# x] a comment starts with // here, not with #\n",
		"[1,,]":                           "2[,,] a comma without a value; remove it or write the missing value\n",
	} {
		f := Parse([]byte(src), JSONC)
		if got := faultsOf(f); got != want {
			t.Errorf("%q: faults\n%swant\n%s", src, got, want)
		}
		checkFile(t, f)
	}
}

func TestJSONSpans(t *testing.T) {
	for src, want := range map[string]string{
		"\ufeff{\r\n\t\"é\" : \"😀\\n\u2028\" ,\r\n\"a\\\"b\":[-0, 1e400,9223372036854775808, true , null,{}] }": "" +
			" {3 85} an object\n" +
			"/é {14 25} \"😀\\n\\u2028\" a string\n" +
			"/a\"b {36 83} an array\n" +
			"/a\"b/0 {37 39} \"-0\" a number\n" +
			"/a\"b/1 {41 46} \"1e400\" a number\n" +
			"/a\"b/2 {47 66} \"9223372036854775808\" a number\n" +
			"/a\"b/3 {68 72} \"true\" a boolean\n" +
			"/a\"b/4 {75 79} \"null\" null\n" +
			"/a\"b/5 {80 82} an object\n",
		`{"a/b": {"~": 1}}`: " {0 17} an object\n/a~1b {8 16} an object\n/a~1b/~0 {14 15} \"1\" a number\n",
		" 1 ":               " {1 2} \"1\" a number\n",
	} {
		f := Parse([]byte(src), JSON)
		if got := describe(f); got != want {
			t.Errorf("%q:\n%swant\n%s", src, got, want)
		}
		checkFile(t, f)
	}
}

func TestFaultDetails(t *testing.T) {
	f := Parse([]byte(`{"a": {"b": 1, "b": [None]}}`), JSON)
	if len(f.Faults) != 2 {
		t.Fatalf("%v", f.Faults)
	}
	duplicate, literal := f.Faults[0], f.Faults[1]
	if duplicate.Code != DuplicateKey || duplicate.Span != (Span{15, 18}) || duplicate.Related != (Span{7, 10}) || duplicate.Fix != nil {
		t.Errorf("duplicate key: %+v", duplicate)
	}
	if literal.Code != Invalid || literal.Near.Pointer() != "/a/b/0" || literal.Near.Kind() != Broken {
		t.Errorf("literal: %+v", literal)
	}
	if fix := literal.Fix; fix == nil || fix.Title != "write null" || len(fix.Edits) != 1 || fix.Edits[0] != (Edit{Span{21, 25}, "null"}) {
		t.Errorf("fix: %+v", fix)
	}
	if !f.Broken() || Parse([]byte(`{"a":1,"a":2}`), JSON).Broken() {
		t.Error("Broken is wrong")
	}
}

// All fixes together repair the text, and change nothing else.
func TestFixes(t *testing.T) {
	for src, want := range map[string]string{
		"\ufeff{\"a\": True, // x\n  // y\n  \"b\": [None,],\n}\n": "{\"a\": true,\n  \"b\": [null]\n}\n",
		"[1,/* a *//* b */ 2 /* c */\n]":                           "[1,  2\n]",
		"/* a */\r\n{}":                                            "{}",
	} {
		f := Parse([]byte(src), JSON)
		var edits []Edit
		for _, fault := range f.Faults {
			edits = append(edits, fault.Fix.Edits...)
		}
		got, err := Apply(f.Source, edits)
		if err != nil || string(got) != want {
			t.Errorf("%q: %q, %v; want %q", src, got, err, want)
		}
		checkFixes(t, f)
	}
}

func TestDeepNesting(t *testing.T) {
	deepest := strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth)
	if f := Parse([]byte(deepest), JSON); len(f.Faults) > 0 {
		t.Errorf("%d levels: %v", MaxDepth, f.Faults)
	}
	for name, src := range map[string]string{
		"one too many": "[" + deepest + "]",
		"brackets":     strings.Repeat("[", 2_000_000),
		"closed":       strings.Repeat("[", 1_000_000) + strings.Repeat("]", 1_000_000),
		"objects":      strings.Repeat(`{"a":`, 400_000),
	} {
		f := Parse([]byte(src), JSON)
		if len(f.Faults) != 1 || f.Faults[0].Code != TooDeep || len(f.nodes) > MaxDepth+1 {
			t.Errorf("%s: %d faults, %d nodes", name, len(f.Faults), len(f.nodes))
		}
	}
	f := Parse([]byte(`{"a": `+strings.Repeat("[", 2000)+`"]"`+strings.Repeat("]", 2000)+`, "b": True}`), JSON)
	if len(f.Faults) != 2 || f.Find("/b").Kind() != Broken {
		t.Errorf("after what is too deep: %v", f.Faults)
	}
}

// Hopeless text must not take long or fill the memory with faults.
func TestFlood(t *testing.T) {
	for _, unit := range []string{",", "\"\n", "x ", "{", "}", ":", "'", "\\", "\"\\", "//\n", "\"a\":1,", "[1 ", "{\"a\"", "\xff", "\u00a0", "\"\"a", "{{ ", "“"} {
		for _, before := range []string{"", "[", "{"} {
			f := Parse([]byte(before+strings.Repeat(unit, 200_000)), JSON)
			if len(f.Faults) > maxInvalid+maxOther {
				t.Errorf("%q: %d faults", unit, len(f.Faults))
			}
		}
	}
}

func TestTooLarge(t *testing.T) {
	f := Parse(make([]byte, maxSize+1), JSON)
	if got := f.Faults; len(got) != 1 || got[0].Message != "the file is larger than 64 MiB and is not read" || f.Root().Exists() {
		t.Errorf("%v", got)
	}
}

func TestDuplicateKeysOfMany(t *testing.T) {
	var src strings.Builder
	src.WriteString("{")
	for i := range 50_000 {
		fmt.Fprintf(&src, `"k%d": 1,`, i)
	}
	src.WriteString(`"k7": 2, "\u006b8": 3}`)
	f := Parse([]byte(src.String()), JSON)
	if len(f.Faults) != 2 || f.Faults[0].Related != f.Find("/k7").KeySpan() || f.Faults[1].Related != f.Find("/k8").KeySpan() {
		t.Errorf("%v", f.Faults)
	}
}

// A text that is cut off anywhere has exactly one fault, or a few where the cut makes a guess wrong; it never panics.
func TestTruncated(t *testing.T) {
	for _, text := range samples(t) {
		for end := range text {
			f := Parse(text[:end], JSON)
			if len(f.Faults) != 1 && strings.TrimSpace(string(text[end:])) != "" {
				t.Errorf("%q: %s", text[max(0, end-40):end], faultsOf(f))
			}
			if end%7 == 0 {
				checkFile(t, f)
				Parse(text[:end], YAML)
			}
		}
	}
}

func samples(tb testing.TB) (texts [][]byte) {
	tb.Helper()
	texts = append(texts, []byte("{\n  \"source\": {\"type\": \"uploaded\", \"n\": [1, -2.5e3, true, null]},\n  \"é😀\": \"x \\\"y\\\" \\ud83d\\ude00\"\n}\n"))
	names, err := filepath.Glob("../../testdata/seed/re*/*.json")
	if err != nil {
		tb.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		if f := Parse(text, JSON); len(f.Faults) > 0 {
			tb.Errorf("%s: %s", name, faultsOf(f))
		}
		texts = append(texts, text)
	}
	return texts
}
