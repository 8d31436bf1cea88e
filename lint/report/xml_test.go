package report

import (
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/lint"
)

// element is what a schema says of an element: the attributes it must and may have, and the elements that may be in it.
type element struct {
	must, may []string
	children  []string
	text      bool
}

// xmlFormats are the XML schemas in testdata as far as a test without a validator of schemas needs them; scripts/validate-reports.sh has one.
var xmlFormats = map[string]map[string]element{
	"junit": {
		"":           {children: []string{"testsuites"}},
		"testsuites": {must: []string{"name", "tests", "failures", "errors"}, children: []string{"testsuite"}},
		"testsuite":  {must: []string{"name", "tests", "failures", "errors"}, may: []string{"file"}, children: []string{"testcase"}},
		"testcase":   {must: []string{"name", "classname"}, children: []string{"error", "failure"}},
		"error":      {must: []string{"type", "message"}, text: true},
		"failure":    {must: []string{"type", "message"}, text: true},
	},
	"checkstyle": {
		"":           {children: []string{"checkstyle"}},
		"checkstyle": {must: []string{"version"}, children: []string{"file"}},
		"file":       {must: []string{"name"}, children: []string{"error"}},
		"error":      {must: []string{"line", "severity", "message", "source"}, may: []string{"column"}},
	},
}

func TestXML(t *testing.T) {
	for format, elements := range xmlFormats {
		for _, c := range testCases() {
			t.Run(c.name+"/"+format, func(t *testing.T) {
				checkXML(t, printed(t, format, c.result, testOptions()), elements)
			})
		}
	}
}

// checkXML reads a document strictly and holds it to what is known of the elements.
func checkXML(t *testing.T, text string, elements map[string]element) {
	t.Helper()
	if !strings.HasPrefix(text, xml.Header+"<") || !strings.HasSuffix(text, ">\n") || !utf8.ValidString(text) {
		t.Errorf("not a document: %q", text)
	}
	decoder := xml.NewDecoder(strings.NewReader(text))
	open := []string{""}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v in %q", err, text)
		}
		parent := elements[open[len(open)-1]]
		switch token := token.(type) {
		case xml.StartElement:
			if !slices.Contains(parent.children, token.Name.Local) {
				t.Errorf("<%s> in <%s>", token.Name.Local, open[len(open)-1])
			}
			checkAttributes(t, token, elements[token.Name.Local])
			open = append(open, token.Name.Local)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if !parent.text && strings.TrimSpace(string(token)) != "" {
				t.Errorf("text %q in <%s>", token, open[len(open)-1])
			}
		}
	}
}

func checkAttributes(t *testing.T, start xml.StartElement, e element) {
	t.Helper()
	got := map[string]string{}
	for _, a := range start.Attr {
		if _, twice := got[a.Name.Local]; twice {
			t.Errorf("<%s> has %s twice", start.Name.Local, a.Name.Local)
		}
		got[a.Name.Local] = a.Value
		if strings.ContainsAny(a.Value, "\r\n\t") {
			t.Errorf("%s=%q would be read with spaces instead", a.Name.Local, a.Value)
		}
	}
	for _, name := range e.must {
		if _, ok := got[name]; !ok {
			t.Errorf("<%s> has no %s", start.Name.Local, name)
		}
	}
	for name := range got {
		if !slices.Contains(e.must, name) && !slices.Contains(e.may, name) {
			t.Errorf("<%s> has %s", start.Name.Local, name)
		}
	}
	for _, name := range []string{"line", "column"} {
		if value, ok := got[name]; ok {
			if n, err := strconv.Atoi(value); err != nil || n < 1 {
				t.Errorf("%s=%q", name, value)
			}
		}
	}
}

// TestJUnitCounts holds the numbers of every suite to the test cases in it, and the sums to the result.
func TestJUnitCounts(t *testing.T) {
	for _, c := range testCases() {
		t.Run(c.name, func(t *testing.T) {
			report := unmarshal[junitSuites](t, "junit", c.result)
			var all [3]int
			for _, s := range report.Suites {
				counts := [3]int{len(s.Cases)}
				for _, test := range s.Cases {
					if test.Failure != nil {
						counts[1]++
					}
					if test.Error != nil {
						counts[2]++
					}
				}
				if got := [3]int{s.Tests, s.Failures, s.Errors}; got != counts {
					t.Errorf("suite %s says %v, has %v", s.Name, got, counts)
				}
				for i := range counts {
					all[i] += counts[i]
				}
			}
			if got := [3]int{report.Tests, report.Failures, report.Errors}; got != all {
				t.Errorf("the report says %v, has %v", got, all)
			}
			if all[0] == 0 || all[1] != len(c.result.Findings) || all[2] != len(c.result.Errors) {
				t.Errorf("%v test cases, failures and errors for %d findings and %d errors", all, len(c.result.Findings), len(c.result.Errors))
			}
		})
	}
}

// TestCheckstyleHasAll reads the report back: every finding is in the element of its file, in order.
func TestCheckstyleHasAll(t *testing.T) {
	for _, c := range testCases() {
		t.Run(c.name, func(t *testing.T) {
			want, got := map[string][]string{}, map[string][]string{}
			for _, e := range c.result.Errors {
				name := visible(cmp.Or(e.File, noFile))
				want[name] = append(want[name], visible(e.Message))
			}
			for _, f := range c.result.Findings {
				want[visible(f.File)] = append(want[visible(f.File)], visible(f.Message))
			}
			for _, file := range unmarshal[checkstyleReport](t, "checkstyle", c.result).Files {
				if _, twice := got[file.Name]; twice {
					t.Errorf("%s is there twice", file.Name)
				}
				for _, e := range file.Errors {
					got[file.Name] = append(got[file.Name], e.Message)
				}
			}
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestXMLText checks that what XML cannot hold is replaced visibly, and that nothing ends an element before its time.
func TestXMLText(t *testing.T) {
	for text, want := range map[string]string{
		"plain":              "plain",
		"a\x00b\x1bc":        `a\u0000b\u001bc`,
		"\ufffe\uffff":       `\ufffe\uffff`,
		"\xff":               `\xff`,
		"]]>":                "]]>",
		"<!-- & \"'":         "<!-- & \"'",
		"a\r\nb\tc":          `a\r\nb\tc`,
		"\u202eשלום🐨":        `\u202eשלום🐨`,
		"&#0; <![CDATA[x]]>": "&#0; <![CDATA[x]]>",
	} {
		result := lint.Result{Findings: []lint.Finding{{Rule: text, Severity: lint.Error, Message: text, File: text, Pointer: text}}}
		suites := unmarshal[junitSuites](t, "junit", result).Suites
		if len(suites) != 1 || suites[0].Name != want || suites[0].Cases[0].Failure.Message != want || !strings.Contains(suites[0].Cases[0].Failure.Text, ": "+want+"\n") {
			t.Errorf("%q became %+v", text, suites)
		}
		files := unmarshal[checkstyleReport](t, "checkstyle", result).Files
		if len(files) != 1 || files[0].Name != want || files[0].Errors[0].Message != want || files[0].Errors[0].Source != want {
			t.Errorf("%q became %+v", text, files)
		}
	}
}

func unmarshal[T any](t *testing.T, format string, result lint.Result) T {
	t.Helper()
	var value T
	if err := xml.Unmarshal([]byte(printed(t, format, result, testOptions())), &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// FuzzXML checks that no text breaks a document: it is read back with one finding in it.
func FuzzXML(f *testing.F) {
	for _, c := range testCases() {
		for _, finding := range c.result.Findings {
			f.Add(finding.Rule, finding.Message, finding.File, finding.Excerpt.Text)
		}
	}
	formats := slices.Sorted(maps.Keys(xmlFormats))
	f.Fuzz(func(t *testing.T, rule, message, file, excerpt string) {
		result := lint.Result{
			Findings: []lint.Finding{{Rule: rule, Severity: lint.Warning, Message: message, File: file, Pointer: rule, Excerpt: lint.Excerpt{Text: excerpt}}},
			Errors:   []lint.FileError{{File: message, Message: file}},
		}
		for _, format := range formats {
			text := printed(t, format, result, Options{})
			checkXML(t, text, xmlFormats[format])
			checkPrintable(t, text)
		}
	})
}
