package template

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/polaris"
)

func TestReadRows(t *testing.T) {
	tests := []struct{ name, file, text, want string }{
		{"an object", "p.yaml", "table: events\nsize: 3\n", `{"table": "events", "size": 3} at p.yaml:1:1, size p.yaml:2:1`},
		{"a list", "p.json", `[{"table": "a"}, {"size": 4}]`, `{"table": "a"} at p.json:1:2, size p.json:1:2
{"size": 4} at p.json:1:18, size p.json:1:19`},
		{"a table", "p.csv", "table,size\na,1\n\n\"b\nc\",\n", `table=a size=1 at p.csv:2:1, size p.csv:2:3
table="b\nc" at p.csv:4:1, size p.csv:5:4`},
		{"a byte order mark, carriage returns, wide characters", "p.csv", "\ufefftable,size\r\nüü,2\r\n", `table=üü size=2 at p.csv:2:1, size p.csv:2:4`},
		{"tabs", "p.tsv", "table\tsize\na \"b\"\t1\n", `table="a \"b\"" size=1 at p.tsv:2:1, size p.tsv:2:7`},
		{"quotes", "p.csv", "table,size\n\"a,\"\"b\"\"\",1\n", `table="a,\"b\"" size=1 at p.csv:2:1, size p.csv:2:11`},

		{"another name", "p.txt", "", "p.txt is no file of parameters by its name: those end in .yaml, .yml, .json, .csv or .tsv"},
		{"nothing", "p.csv", "", "p.csv:1:1: the file is empty: its first line names the parameters, and each other line is a run"},
		{"semicolons", "p.csv", "\ufefftable;n\r\na;1\r\n", "p.csv:1:1: the cells have semicolons between them: save the file with commas, or with tabs as .tsv"},
		{"only a header", "p.csv", "table\n", "p.csv:1:1: there is only a header: each line below it is a run"},
		{"no name", "p.csv", "table,,x\na,b,c\n", "p.csv:1:7: a column has no name: the first line names the parameters"},
		{"a name twice", "p.csv", "table,x,table\na,b,c\n", `p.csv:1:9: a second column has the name "table"`},
		{"too few cells", "p.csv", "a,b,c\n1,2\n1,2,3\n1,2,3,4\n", "p.csv:2:3: the row has 2 cells, and the header names 3 parameters\np.csv:4:7: the row has 4 cells, and the header names 3 parameters"},
		{"a bare quote", "p.csv", "a,b\n1,x\"y\n", `p.csv:2:4: a cell with a " in it stands in double quotes, with each " in it doubled`},
		{"another encoding", "p.csv", "a\n\xff\n", "p.csv:1:1: the text is not UTF-8: save it as CSV UTF-8"},
		{"a text", "p.yaml", "events", "p.yaml:1:1: parameters are an object, or a list of objects, such as table: events"},
		{"an item that is none", "p.json", `[{"a": 1}, 2]`, "p.json:1:12: parameters are an object, or a list of objects, such as table: events"},
		{"an empty list", "p.json", `[]`, "p.json:1:1: the list is empty, so that there is nothing to make"},
		{"a fault", "p.json", "{\"a\": 1,\n}", "p.json:1:8: a trailing comma before }; remove it"},
		{"a key twice", "p.yaml", "a: 1\na: 2\n", `p.yaml:2:1: the key "a" is already in this object, in line 1; remove one of the two`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rows, err := ReadRows(test.file, []byte(test.text))
			var lines []string
			for _, row := range rows {
				line := ""
				if len(row.Value.Members()) > 0 {
					line = string(document.EncodeCompact(row.Value))
				}
				for i, pair := range row.Texts {
					if i > 0 {
						line += " "
					}
					value := pair.Value
					if strings.ContainsFunc(value, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
						value = fmt.Sprintf("%q", value)
					}
					line += pair.Name + "=" + value
				}
				lines = append(lines, line+" at "+row.Place(nil)+", size "+row.Place([]string{"size"}))
			}
			got := strings.Join(lines, "\n")
			if err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

const typed = `#Params: {text?: string, num?: number, whole?: int, truth?: bool, list?: [...string], numbers: [...int] | *[], object?: {[string]: string}, both?: string | int}
job: {}`

func TestConvert(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"text", "1", `"1"`},
		{"text", " x ", `" x "`},
		{"both", "1", `"1"`},
		{"num", "1.5e3", "1.5e3"},
		{"num", "-0", "-0"},
		{"num", "012", `"012"`},
		{"num", "1,5", `"1,5"`},
		{"whole", " 7 ", "7"},
		{"truth", "TRUE", "true"},
		{"truth", "false", "false"},
		{"truth", "yes", `"yes"`},
		{"list", "a, b ,c", `["a", "b", "c"]`},
		{"list", "", `[]`},
		{"list", "1", `["1"]`},
		{"list", `["a, b", "c"]`, `["a, b", "c"]`},
		{"list", `["a`, `"[\"a"`},
		{"numbers", "1, 2", `[1, 2]`},
		{"numbers", "1, x", `[1, "x"]`},
		{"object", `{"a": "b"}`, `{"a": "b"}`},
		{"object", `a=b`, `"a=b"`},
		{"unknown", "1", `"1"`},
	}
	m := mustLoad(t, file(typed))
	for _, test := range tests {
		if got := string(document.EncodeCompact(m.Convert(test.name, test.text))); got != test.want {
			t.Errorf("%s %q: got %s, want %s", test.name, test.text, got, test.want)
		}
	}
}

func TestMerge(t *testing.T) {
	m := mustLoad(t, file(typed))
	row := Row{Value: document.ObjectOf(document.Member{Key: "whole", Value: document.NumberOf("1")}, document.Member{Key: "text", Value: document.StringOf("a")}),
		Texts: []gen.Pair{{Name: "truth", Value: "true"}}, Place: func(path []string) string { return "row " + strings.Join(path, ".") }}
	params := m.Merge(row, []gen.Pair{{Name: "whole", Value: "2"}, {Name: "list", Value: "x"}}, func(name string) string { return "flag " + name })
	got := string(document.EncodeCompact(params.Value)) + " " + params.Place([]string{"whole"}) + ", " + params.Place([]string{"text"}) + ", " + params.Place(nil)
	if want := `{"whole": 2, "text": "a", "truth": true, "list": ["x"]} flag whole, row text, row `; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestPattern(t *testing.T) {
	params := document.Parse([]byte(`{"table": "a b", "n": 3, "up": "../x", "dots": "..", "back": "a\\b", "none": "", "list": [], "line": "a\nb", "zero": "a\u0000", "long": "`+strings.Repeat("x", 300)+`"}`), document.JSON).Root().Value()
	var names []string
	for _, m := range params.Members() {
		names = append(names, m.Key)
	}
	names = append(names, "absent")
	tests := []struct{ pattern, want string }{
		{"jobs/{table}.json", "jobs/a b.json"},
		{"{spec.kind}/{spec.name}-{n}", "job/events-3"},
		{"{{{n}}}", "{3}"},
		{"plain", "plain"},
		{"{up}", `the file cannot be called {up}: "up" is "../x", which leads to another folder`},
		{"{dots}/x", `the file cannot be called {dots}/x: "dots" is ".."`},
		{"{back}", `the file cannot be called {back}: "back" is "a\\b", which leads to another folder`},
		{"{none}", `the file cannot be called {none}: "none" is empty`},
		{"{list}", `the file cannot be called {list}: the parameter "list" is an array`},
		{"{line}", `the file cannot be called {line}: "line" is "a\nb", which has a control character`},
		{"{zero}", `the file cannot be called {zero}: "zero" is "a\x00", which has a control character`},
		{"{absent}", `the file cannot be called {absent}: the parameter "absent" is not given`},
		{"x/{long}.json", "the name of the file would have 305 bytes, and file systems take 255"},
		{"{tabel}", `"{tabel}": there is no {tabel}. Did you mean {table}?`},
		{"{x", `"{x" has a { without a }: write {{ for the character`},
		{"x}", `"x}" has a } without a {: write }} for the character`},
		{"{}", `"{}": there is no {}; there is {` + strings.Join(names, "}, {") + `}, {spec.kind}, {spec.name}`},
	}
	for _, test := range tests {
		p, err := ParsePattern(test.pattern, names)
		got := ""
		if err == nil {
			got, err = p.File(params, &Spec{Kind: polaris.JobKind, Name: "events"})
		}
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s: got %s, want %s", test.pattern, got, test.want)
		}
	}
}

// FuzzRows reads tables and objects, and converts what they have.
func FuzzRows(f *testing.F) {
	for _, text := range []string{"table,size\na,1\n", "a\n\"b\nc\"\n", "\ufeffa,b\r\n1,2\r\n", "a\tb\n\"x\ty\n", `{"text": "x"}`, "text: x\nnumbers: [1]\n", "- text: a\n- num: 1\n", "a,b\n\"", "text,num,whole,truth,list,numbers,object\nx,1,1,TRUE,\"a,b\",\"[1]\",{}\n"} {
		f.Add(text)
	}
	m := mustLoad(f, file(typed))
	f.Fuzz(func(t *testing.T, text string) {
		for _, name := range []string{"p.csv", "p.tsv", "p.json", "p.yaml"} {
			rows, err := ReadRows(name, []byte(text))
			if (err == nil) != (len(rows) > 0) {
				t.Fatalf("%d rows, %v", len(rows), err)
			}
			for _, row := range rows[:min(len(rows), 5)] {
				params := m.Merge(row, nil, nil)
				for _, member := range params.Value.Members() {
					if place := params.Place([]string{member.Key}); !strings.HasPrefix(place, name+":") {
						t.Fatalf("%q is at %q", member.Key, place)
					}
				}
			}
		}
	})
}

// FuzzPattern makes names of files: no value leads to another folder.
func FuzzPattern(f *testing.F) {
	f.Add("jobs/{table}.json", "events")
	f.Add("{{{table}}}", "..")
	f.Add("{table}", "a/b")
	f.Add("{spec.kind}-{table}", "\x00")
	f.Add("}{", `\`)
	f.Fuzz(func(t *testing.T, text, value string) {
		p, err := ParsePattern(text, []string{"table"})
		if err != nil {
			return
		}
		params := document.ObjectOf(document.Member{Key: "table", Value: document.StringOf(value)})
		name, err := p.File(params, &Spec{Kind: polaris.JobKind, Name: value})
		if err != nil {
			return
		}
		if got, most := strings.Count(name, "/"), strings.Count(text, "/"); got > most {
			t.Fatalf("%q with %q leads to %q", text, value, name)
		}
		uses := slices.ContainsFunc(p.parts, func(p part) bool { return p.name && p.text != kindName })
		if uses && (value == "" || value == "." || value == ".." || strings.ContainsFunc(value, unicode.IsControl)) {
			t.Fatalf("%q is part of a name", value)
		}
	})
}
