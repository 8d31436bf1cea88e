package druidsql

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseJSONPath(t *testing.T) {
	got, err := ParseJSONPath("$.a['b.c'][12].d")
	want := []PathStep{
		{Field: "a", At: Span{2, 3}},
		{Field: "b.c", At: Span{5, 8}},
		{Index: 12, IsIndex: true, At: Span{11, 13}},
		{Field: "d", At: Span{15, 16}},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	for _, test := range []struct {
		path, message string
		at            Span
	}{
		{"a.b", `a JSON path begins with "$"`, Span{0, 1}},
		{"$a", `"." or "[" is missing before "a" in the JSON path`, Span{1, 2}},
		{"$..a", `a name is missing between "." and "." in the JSON path`, Span{1, 3}},
		{"$.[0]", `a name is missing between "." and "[" in the JSON path`, Span{1, 3}},
		{"$.a'b", `a quote in a JSON path stands in brackets: ['key']`, Span{3, 4}},
		{"$.a[*]", `"*" is no index; a name in brackets is quoted: ['key']`, Span{3, 6}},
		{"$[0", `"]" is missing in the JSON path`, Span{1, 3}},
		{"$['a'", `"']" is missing in the JSON path`, Span{1, 5}},
		{"$['a'b]", `"]" is missing after the quote in the JSON path`, Span{4, 5}},
		{"$['']", `a name is missing in the JSON path`, Span{2, 4}},
		{"$[0]x", `"." or "[" is missing before "x" in the JSON path`, Span{4, 5}},
	} {
		_, err := ParseJSONPath(test.path)
		var fault *PathError
		if !errors.As(err, &fault) {
			t.Errorf("%s: %v", test.path, err)
			continue
		}
		if diff := cmp.Diff(PathError{test.at, test.message}, *fault); diff != "" {
			t.Errorf("%s: %s", test.path, diff)
		}
	}
}

// The verdicts are those of NestedPathFinder.parseJsonPath of druid-processing 33.0.0.
func TestJSONPathAgreesWithDruid(t *testing.T) {
	data, err := os.ReadFile("testdata/jsonpath-verdicts.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		path, want, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		got := "refused"
		if steps, err := ParseJSONPath(path); err == nil {
			got = "ok "
			for _, step := range steps {
				if step.IsIndex {
					got += fmt.Sprintf("[%d]", step.Index)
				} else {
					got += "{" + step.Field + "}"
				}
			}
		}
		if got != want {
			t.Errorf("%s: %s, Druid says %s", path, got, want)
		}
	}
}

func FuzzJSONPath(f *testing.F) {
	for _, path := range []string{"", "$", "$.", "$.a.b", "$['a b'][0].c", "$['a\\'b']", "$[", "$.a[", "$..", "$.[0]", "$[+1]", "$.ü", "$['a"} {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, path string) {
		steps, err := ParseJSONPath(path)
		var fault *PathError
		if errors.As(err, &fault) {
			if fault.At.Start < 0 || fault.At.Start >= fault.At.End || fault.At.End > len(path) {
				t.Errorf("%q: fault at %v", path, fault.At)
			}
			return
		}
		end := 0
		for _, step := range steps {
			if step.At.Start <= end || step.At.End <= step.At.Start || step.At.End > len(path) {
				t.Fatalf("%q: step at %v after %d", path, step.At, end)
			}
			if !step.IsIndex && path[step.At.Start:step.At.End] != step.Field {
				t.Errorf("%q: %q at %v", path, step.Field, step.At)
			}
			end = step.At.End
		}
	})
}
