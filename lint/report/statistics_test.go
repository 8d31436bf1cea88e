package report

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/lint"
)

// repeated has rules of several numbers and severities, with safe fixes, unsafe ones, both, and none.
func repeated() lint.Result {
	safe, unsafe := []lint.Fix{{Title: "s", Safe: true}}, []lint.Fix{{Title: "u"}}
	both := []lint.Fix{unsafe[0], safe[0]}
	finding := func(rule string, severity lint.Severity, fixes []lint.Fix) lint.Finding {
		return lint.Finding{Rule: rule, Severity: severity, Message: "m", File: "a.json", Fixes: fixes}
	}
	result := lint.Result{
		Findings: []lint.Finding{
			finding("shape/unknown-field", lint.Error, both),
			finding("input/lossy-type", lint.Warning, unsafe),
			finding("shape/unknown-field", lint.Warning, safe),
			finding("shape/unknown-field", lint.Error, nil),
			finding("shape/unknown-field", lint.Error, safe),
			finding("mapping/no-rollup", lint.Info, nil),
			finding("input/lossy-type", lint.Warning, nil),
			finding("policy/\x1b[0m", lint.Error, nil),
		},
		Errors:  []lint.FileError{{File: "b.json", Message: "no"}},
		Summary: lint.Summary{Files: 2, Specs: 1},
	}
	result.Count()
	return result
}

func TestStatistics(t *testing.T) {
	o := testOptions()
	o.Statistics = true
	want := `COUNT  SAFE FIX  UNSAFE FIX  SEVERITY  RULE
3      2         0           error     shape/unknown-field
2      0         1           warning   input/lossy-type
1      0         0           error     policy/\u001b[0m
1      1         0           warning   shape/unknown-field
1      0         0           info      mapping/no-rollup

4 errors, 3 warnings, 1 info in 1 spec (2 files), 1 failure
`
	if diff := cmp.Diff(want, printed(t, "text", repeated(), o)); diff != "" {
		t.Error(diff)
	}
	if got, want := printed(t, "text", lint.Result{Summary: lint.Summary{Files: 1, Specs: 1}}, o), "no problems in 1 spec (1 file)\n"; got != want {
		t.Errorf("nothing found: %q, want %q", got, want)
	}
}

func TestStatisticsInJSON(t *testing.T) {
	o := testOptions()
	schema := compiled(t, filepath.Join("..", "..", "schemas", "jsonschema", "report.schema.json"))
	for _, c := range append(testCases(), testCase{"repeated", repeated()}) {
		o.Statistics = false
		plain := printed(t, "json", c.result, o)
		o.Statistics = true
		text := printed(t, "json", c.result, o)
		var value map[string]any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %#v", c.name, err)
		}
		if list, ok := value["statistics"].([]any); !ok || (len(list) == 0) != (len(c.result.Findings) == 0) {
			t.Errorf("%s: statistics are %v", c.name, value["statistics"])
		}
		delete(value, "statistics")
		var without map[string]any
		if err := json.Unmarshal([]byte(plain), &without); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(without, value); diff != "" {
			t.Errorf("%s: statistics change the rest: %s", c.name, diff)
		}
	}
	var report jsonReport
	if err := json.Unmarshal([]byte(printed(t, "json", repeated(), o)), &report); err != nil {
		t.Fatal(err)
	}
	want := []jsonStatistic{
		{"shape/unknown-field", "error", 3, 2, 0},
		{"input/lossy-type", "warning", 2, 0, 1},
		{"policy/\x1b[0m", "error", 1, 0, 0},
		{"shape/unknown-field", "warning", 1, 1, 0},
		{"mapping/no-rollup", "info", 1, 0, 0},
	}
	if diff := cmp.Diff(&want, report.Statistics); diff != "" {
		t.Error(diff)
	}
}
