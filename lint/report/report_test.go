package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/polarspec/polarspec/lint"
)

var update = flag.Bool("update", false, "write the golden files")

func TestGolden(t *testing.T) {
	for _, c := range testCases() {
		for _, name := range Names() {
			t.Run(c.name+"/"+name, func(t *testing.T) {
				compare(t, c.name+"."+name+".golden", printed(t, name, c.result, testOptions()))
			})
		}
	}
}

func TestTextInColor(t *testing.T) {
	o := testOptions()
	o.Color = true
	compare(t, "ordinary.color.golden", printed(t, "text", ordinary(), o))
}

// TestColorAddsNothing checks that colors are all that --color changes.
func TestColorAddsNothing(t *testing.T) {
	for _, c := range testCases() {
		plain := printed(t, "text", c.result, Options{})
		colored := printed(t, "text", c.result, Options{Color: true})
		if diff := cmp.Diff(plain, withoutSGR(colored)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestNames(t *testing.T) {
	if diff := cmp.Diff([]string{"text", "json", "sarif", "github", "gitlab", "junit", "checkstyle"}, Names()); diff != "" {
		t.Error(diff)
	}
	if format, ok := ByName("html"); ok || format != nil {
		t.Error("html is a format")
	}
}

func TestClosing(t *testing.T) {
	for _, c := range []struct {
		summary  lint.Summary
		failures int
		want     string
	}{
		{lint.Summary{}, 0, "0 specs in 0 files"},
		{lint.Summary{Files: 5}, 0, "0 specs in 5 files"},
		{lint.Summary{Files: 1, Specs: 1}, 0, "no problems in 1 spec (1 file)"},
		{lint.Summary{Files: 5, Specs: 3, Errors: 2, Warnings: 1}, 0, "2 errors, 1 warning in 3 specs (5 files)"},
		{lint.Summary{Files: 1, Specs: 2, Errors: 1, Warnings: 2, Infos: 1}, 0, "1 error, 2 warnings, 1 info in 2 specs (1 file)"},
		{lint.Summary{Files: 2, Specs: 1, Infos: 3}, 0, "3 infos in 1 spec (2 files)"},
		{lint.Summary{Files: 1, Errors: 1}, 0, "1 error in 0 specs (1 file)"},
		{lint.Summary{Files: 2, Specs: 1}, 1, "no problems in 1 spec (2 files), 1 failure"},
		{lint.Summary{Files: 2, Specs: 1, Errors: 1}, 2, "1 error in 1 spec (2 files), 2 failures"},
		{lint.Summary{Files: 2}, 2, "0 specs in 2 files, 2 failures"},
	} {
		if got := closing(lint.Result{Summary: c.summary, Errors: make([]lint.FileError, c.failures)}); got != c.want {
			t.Errorf("closing(%+v, %d failures) = %q, want %q", c.summary, c.failures, got, c.want)
		}
	}
}

func TestSchemas(t *testing.T) {
	for format, file := range map[string]string{
		"json":   filepath.Join("..", "..", "schemas", "jsonschema", "report.schema.json"),
		"sarif":  filepath.Join("testdata", "sarif-2.1.0.json"),
		"gitlab": filepath.Join("testdata", "gitlab.schema.json"),
	} {
		schema := compiled(t, file)
		for _, c := range testCases() {
			t.Run(c.name+"/"+format, func(t *testing.T) {
				var value any
				if err := json.Unmarshal([]byte(printed(t, format, c.result, testOptions())), &value); err != nil {
					t.Fatal(err)
				}
				if err := schema.Validate(value); err != nil {
					t.Errorf("%#v", err)
				}
			})
		}
	}
}

// TestSchemaRefuses checks that the published schema is closed: what it does not know, and null for an array, is refused.
func TestSchemaRefuses(t *testing.T) {
	schema := compiled(t, filepath.Join("..", "..", "schemas", "jsonschema", "report.schema.json"))
	good := printed(t, "json", ordinary(), testOptions())
	for _, change := range [][2]string{
		{`"version": 1`, `"version": 2`},
		{`"version": 1`, `"version": 1, "more": 1`},
		{`"errors": []`, `"errors": null`},
		{`"related": []`, `"related": null`},
		{`"severity": "error"`, `"severity": "off"`},
		{`"safe": true`, `"safe": true, "more": 1`},
		{`"column": `, `"column": -`},
		{`"url": `, `"address": `},
	} {
		var value any
		if err := json.Unmarshal([]byte(strings.Replace(good, change[0], change[1], 1)), &value); err != nil {
			t.Fatal(err)
		}
		if schema.Validate(value) == nil {
			t.Errorf("the schema accepts %s", change[1])
		}
	}
}

func TestNoNull(t *testing.T) {
	for _, name := range []string{"json", "sarif", "gitlab"} {
		for _, c := range testCases() {
			if out := printed(t, name, c.result, Options{}); strings.Contains(out, ": null") {
				t.Errorf("%s of %s says null:\n%s", name, c.name, out)
			}
		}
	}
}

// TestNothingActs checks that no format lets a character through that acts on a terminal, and that the escapes of JSON keep the text.
func TestNothingActs(t *testing.T) {
	for _, c := range testCases() {
		for _, name := range Names() {
			for _, r := range printed(t, name, c.result, testOptions()) {
				if r != '\n' && hidden(r) {
					t.Errorf("%s of %s has %U", name, c.name, r)
				}
			}
		}
	}
	var report jsonReport
	if err := json.Unmarshal([]byte(printed(t, "json", hostile(), Options{})), &report); err != nil {
		t.Fatal(err)
	}
	for i, f := range hostile().Findings {
		if want := strings.ToValidUTF8(f.Message, "\ufffd"); report.Findings[i].Message != want {
			t.Errorf("message %q became %q", want, report.Findings[i].Message)
		}
	}
}

func TestWriteErrors(t *testing.T) {
	for _, name := range Names() {
		format, _ := ByName(name)
		if err := format(brokenPipe{}, ordinary(), testOptions()); !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestURIs(t *testing.T) {
	for path, want := range map[string]sarifArtifact{
		"jobs/a.json":   {"jobs/a.json", relativeBase},
		"a b.json":      {"a%20b.json", relativeBase},
		"a#b?c%d.json":  {"a%23b%3Fc%25d.json", relativeBase},
		"http://x/y":    {"http%3A//x/y", relativeBase},
		"-v.json":       {"-v.json", relativeBase},
		"ü\\.json":      {"%C3%BC%5C.json", relativeBase},
		"\xff[1].json":  {"%FF%5B1%5D.json", relativeBase},
		"<stdin>":       {"%3Cstdin%3E", relativeBase},
		"/a b/c.json":   {"file:///a%20b/c.json", ""},
		"C:/a b/c.json": {"file:///C:/a%20b/c.json", ""},
		"c:":            {"c%3A", relativeBase},
	} {
		if got := artifactOf(path); got != want {
			t.Errorf("artifactOf(%q) = %+v, want %+v", path, got, want)
		}
	}
}

// TestSARIFPathsFromCheckoutRoot: code scanning takes every path, those of related places and of fixes too, as one from the root.
func TestSARIFPathsFromCheckoutRoot(t *testing.T) {
	result := ordinary()
	result.Errors = []lint.FileError{{File: "x.json", Message: "no"}, {File: "/elsewhere/y.json", Message: "no"}, {Message: "nowhere"}}
	before := sarifURIs(printed(t, "sarif", result, Options{}))
	want := slices.Clone(before)
	for i, uri := range want {
		if !strings.HasPrefix(uri, "file:") {
			want[i] = "services/clicks/" + uri
		}
	}
	if diff := cmp.Diff(want, sarifURIs(printed(t, "sarif", result, Options{Prefix: "services/clicks/"}))); diff != "" {
		t.Error(diff)
	}
	for _, kind := range []string{"locations", "relatedLocations", "artifactChanges", "toolExecutionNotifications"} {
		if out := printed(t, "sarif", result, Options{}); !strings.Contains(out, `"`+kind+`": [`) {
			t.Errorf("the result has no %s", kind)
		}
	}
	if again := sarifURIs(printed(t, "sarif", result, Options{})); !slices.Equal(before, again) {
		t.Errorf("the paths of the result itself have changed: %v", again)
	}
}

func sarifURIs(out string) []string {
	var list []string
	for _, match := range regexp.MustCompile(`"uri": "([^"]*)"`).FindAllStringSubmatch(out, -1) {
		list = append(list, match[1])
	}
	return list
}

func TestLiteral(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "",
		"plain":                     "plain",
		"${NAME} and {} and {a0}":   "${NAME} and {} and {a0}",
		"{0}":                       "{{0}}",
		"{{12} {":                   "{{{{12}} {{",
		"[0] and (1)":               "[0] and (1)",
		"a [link](1), an index [0]": `a \[link\](1), an index \[0\]`,
	} {
		if got := literal(text); got != want {
			t.Errorf("literal(%q) = %q, want %q", text, got, want)
		}
	}
}

func BenchmarkText(b *testing.B) {
	result := ordinary()
	result.Findings = slices.Repeat(result.Findings, 200)
	for b.Loop() {
		if err := Text(&bytes.Buffer{}, result, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

var errBroken = errors.New("broken pipe")

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errBroken }

func printed(t *testing.T, name string, result lint.Result, o Options) string {
	t.Helper()
	format, ok := ByName(name)
	if !ok {
		t.Fatalf("no format %q", name)
	}
	var out bytes.Buffer
	if err := format(&out, result, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got), -update writes it:\n%s", path, diff)
	}
}

func compiled(t *testing.T, path string) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat = true
	compiler.LoadURL = func(url string) (io.ReadCloser, error) { return nil, fmt.Errorf("%s would be fetched", url) }
	if err := compiler.AddResource("schema.json", bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func withoutSGR(text string) string {
	for _, code := range []string{string(red), string(yellow), string(blue), string(dim), reset} {
		text = strings.ReplaceAll(text, code, "")
	}
	return text
}
