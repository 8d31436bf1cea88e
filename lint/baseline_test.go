package lint_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/baseline"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/rules"
)

// misspelt is a job with two findings of which a safe fix is known.
var misspelt = strings.Replace(job, `"dataType"`, `"datatype"`, 2)

// withBaseline lints files with the findings of others as the known ones.
func withBaseline(t *testing.T, change func(*lint.Options), known *baseline.File, files ...ruletest.File) lint.Result {
	t.Helper()
	options := lint.Options{Root: "/p", Baseline: &lint.Baseline{File: known, Whole: true}}
	if change != nil {
		change(&options)
	}
	return run(t, rules.All(), nil, options, files...)
}

func knownOf(t *testing.T, severity lint.Severity, files ...ruletest.File) *baseline.File {
	t.Helper()
	return lint.Known(run(t, rules.All(), nil, lint.Options{Root: "/p", MinSeverity: severity}, files...))
}

// told lists findings as pointers and rules.
func told(findings []lint.Finding) []string {
	var list []string
	for _, f := range findings {
		list = append(list, f.Pointer+" "+f.Rule)
	}
	return list
}

func TestKnownFindings(t *testing.T) {
	known := knownOf(t, lint.Warning, file("a.json", misspelt))
	var pointers []string
	for _, f := range known.Findings {
		pointers = append(pointers, f.File+" "+f.Pointer+" "+f.Severity)
	}
	want := []string{"a.json /source/inputSchema/[name=city]/datatype error", "a.json /source/inputSchema/[name=ts]/datatype error"}
	if diff := cmp.Diff(want, pointers); diff != "" {
		t.Fatal(diff)
	}
	for _, test := range []struct {
		name, text string
		new        []string
		known      int
		fixed      []string
	}{
		{name: "nothing changed", text: misspelt, known: 2},
		{name: "moved lines", text: "\n\n" + strings.ReplaceAll(misspelt, ", ", ",\n   "), known: 2},
		{name: "an item before", text: strings.Replace(misspelt, `{"name": "ts"`, `{"name": "x", "dataType": "string"}, {"name": "ts"`, 1), known: 2},
		{name: "keys in another order", text: strings.Replace(misspelt, `"name": "city", "datatype": "string"`, `"datatype": "string", "name": "city"`, 1), known: 2},
		{name: "another value", text: strings.Replace(misspelt, `"city", "datatype": "string"`, `"city", "datatype": "long"`, 1), known: 1,
			new: []string{"/source/inputSchema/1/datatype shape/unknown-field"}, fixed: []string{want[0]}},
		{name: "a new one", text: strings.Replace(misspelt, `"tableName"`, `"tablename"`, 1), known: 2, new: []string{"/target/tablename shape/unknown-field"}},
		{name: "one fixed", text: strings.Replace(misspelt, `"datatype"`, `"dataType"`, 1), known: 1, fixed: []string{want[1]}},
		{name: "broken, so that nothing can be said of what is not found", text: misspelt[:len(misspelt)-1], known: 2, new: []string{" syntax/invalid"}},
		{name: "no spec any more", text: `{}`, fixed: want},
	} {
		result := withBaseline(t, nil, known, file("a.json", test.text))
		var fixed []string
		for _, f := range result.Fixed {
			fixed = append(fixed, f.File+" "+f.Pointer+" "+f.Severity)
		}
		if diff := cmp.Diff(test.new, told(result.Findings)); diff != "" {
			t.Errorf("%s: new ones:\n%s", test.name, diff)
		}
		if diff := cmp.Diff(test.fixed, fixed); diff != "" || result.Summary.Known != test.known {
			t.Errorf("%s: %d are known; fixed:\n%s", test.name, result.Summary.Known, diff)
		}
		if result.Summary.Errors != len(test.new) {
			t.Errorf("%s: %d errors are counted", test.name, result.Summary.Errors)
		}
	}
}

// TestEqualFindingsAreCounted: a list of objects without names has findings that cannot be told apart.
func TestEqualFindingsAreCounted(t *testing.T) {
	text := func(n int) string {
		return strings.Replace(job, `{"name": "city", "dataType": "string"}`, strings.Repeat(`{"datatype": "string", "dataType": "string"}, `, n)+`{"name": "city", "dataType": "string"}`, 1)
	}
	of := func(findings []lint.Finding) []string {
		return slices.DeleteFunc(told(findings), func(s string) bool { return !strings.Contains(s, "unknown-field") })
	}
	known := knownOf(t, lint.Warning, file("a.json", text(2)))
	if len(known.Findings) != 2 || known.Findings[0].Count != 2 || known.Findings[1].Count != 2 {
		t.Fatalf("%+v", known.Findings)
	}
	if more := withBaseline(t, nil, known, file("a.json", text(3))); !slices.Equal(of(more.Findings), []string{"/source/inputSchema/3/datatype shape/unknown-field"}) || more.Summary.Known != 4 {
		t.Errorf("%d known and %q", more.Summary.Known, told(more.Findings))
	}
	less := withBaseline(t, nil, known, file("a.json", text(1)))
	if len(less.Findings) > 0 || len(less.Fixed) != 2 || less.Fixed[0].Count != 1 || less.Fixed[1].Count != 1 {
		t.Errorf("%q, fixed %+v", told(less.Findings), less.Fixed)
	}
}

// TestFixedIsWhatTheRunCanTell: a known finding that is not found is fixed only if it would have been found.
func TestFixedIsWhatTheRunCanTell(t *testing.T) {
	known := func(rule, severity, name string) *baseline.File {
		return &baseline.File{Findings: []baseline.Finding{{File: name, Rule: rule, Severity: severity, Fingerprint: "0", Count: 1}}}
	}
	off := func(rule string, severity lint.Severity) *config.Settings {
		return &config.Settings{Flags: []config.RuleSeverity{{Rule: rule, Severity: severity}}}
	}
	gone := func(name string) bool { return name == "gone.json" }
	for _, test := range []struct {
		name     string
		known    *baseline.File
		settings *config.Settings
		baseline lint.Baseline
		min      lint.Severity
		fixed    bool
	}{
		{name: "seen", known: known("shape/unknown-field", "error", "a.json"), fixed: true},
		{name: "not seen", known: known("shape/unknown-field", "error", "b.json")},
		{name: "not seen and gone", known: known("shape/unknown-field", "error", "gone.json"), baseline: lint.Baseline{Gone: gone}, fixed: true},
		{name: "not seen and there", known: known("shape/unknown-field", "error", "b.json"), baseline: lint.Baseline{Gone: gone}},
		{name: "below the reported severity", known: known("shape/unknown-field", "info", "a.json")},
		{name: "at the reported severity", known: known("shape/unknown-field", "info", "a.json"), min: lint.Info, fixed: true},
		{name: "settings lower it", known: known("shape/unknown-field", "error", "a.json"), settings: off("shape/*", lint.Info)},
		{name: "settings raise it", known: known("shape/unknown-field", "info", "a.json"), settings: off("shape/*", lint.Error), fixed: true},
		{name: "switched off", known: known("shape/unknown-field", "error", "a.json"), settings: off("shape/*", lint.Off)},
		{name: "not a rule of this version", known: known("shape/unheard-of", "error", "a.json")},
		{name: "of documents together, seen in part", known: known("project/duplicate-connection", "error", "a.json")},
		{name: "of documents together, seen whole", known: known("project/duplicate-connection", "error", "a.json"), baseline: lint.Baseline{Whole: true}, fixed: true},
	} {
		test.baseline.File = test.known
		result := run(t, rules.All(), test.settings, lint.Options{Root: "/p", Baseline: &test.baseline, MinSeverity: test.min}, file("a.json", job))
		if got := len(result.Fixed) == 1; got != test.fixed {
			t.Errorf("%s: fixed is %v", test.name, got)
		}
	}
}

// TestKnownFindingsAreNotFixed: neither at first nor when the result is fixed again, though another fix may move them.
func TestKnownFindingsAreNotFixed(t *testing.T) {
	known := knownOf(t, lint.Warning, file("a.json", misspelt))
	text := strings.Replace(misspelt, `"tableName"`, `"tablename"`, 1)
	options := lint.Options{Root: "/p", Baseline: &lint.Baseline{File: known, Whole: true}}
	linter := lint.New(rules.All(), nil, options)
	result, err := linter.Run(t.Context(), feed([]ruletest.File{file("a.json", text)}))
	if err != nil {
		t.Fatal(err)
	}
	fixed := linter.Fix(result, lint.Input{Path: "/p/a.json", Name: "a.json", Source: []byte(text)}, true)
	if diff := cmp.Diff(misspelt, string(fixed.After)); diff != "" || fixed.Made != 1 {
		t.Errorf("%d fixes:\n%s", fixed.Made, diff)
	}
}

// TestBaselineHasNoSecrets: a secret is neither in the pointer nor, as a hash that could be guessed at, in the fingerprint.
func TestBaselineHasNoSecrets(t *testing.T) {
	text := `{"type": "confluent_schema_registry", "name": "r", "urls": ["https://r.example.com"],
 "secrets": {"type": "basic", "username": "u", "password": "SECRET", "extra": [{"name": "SECRET", "unheard": "SECRET"}], "pasword": "SECRET"}}`
	of := func(secret string) []byte {
		return knownOf(t, lint.Info, file("c.json", strings.ReplaceAll(text, "SECRET", secret))).Encode()
	}
	one, other := of("Kanarie-7"), of("Nachtigall-3")
	if diff := cmp.Diff(string(one), string(other)); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(string(one), "Kanarie") || !strings.Contains(string(one), `"/secrets/pasword"`) {
		t.Errorf("%s", one)
	}
}
