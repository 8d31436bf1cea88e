package report

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/lint"
)

func gitlabIssues(t *testing.T, result lint.Result, o Options) []gitlabIssue {
	t.Helper()
	var list []gitlabIssue
	if err := json.Unmarshal([]byte(printed(t, "gitlab", result, o)), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// TestGitLabFingerprints: each is there once, the first of equal ones is the finding's own, and all are the same in the next run.
func TestGitLabFingerprints(t *testing.T) {
	result := ordinary()
	result.Findings = append(result.Findings, result.Findings...)
	result.Findings = append(result.Findings, lint.Finding{Rule: "a/b", Message: "m", File: "a.json"}, lint.Finding{Rule: "a/b", Message: "m", File: "b.json"})
	result.Errors = []lint.FileError{{File: "a.json", Message: "m"}, {File: "a.json", Message: "m"}, {File: "a.jsonm"}, {Message: "m"}}
	list := gitlabIssues(t, result, Options{})
	if len(list) != len(result.Findings)+len(result.Errors) {
		t.Fatalf("%d issues of %d findings and %d errors", len(list), len(result.Findings), len(result.Errors))
	}
	seen := map[string]bool{}
	for _, issue := range list {
		if seen[issue.Fingerprint] || len(issue.Fingerprint) != 64 {
			t.Errorf("%s: %s", issue.Description, issue.Fingerprint)
		}
		seen[issue.Fingerprint] = true
	}
	if own := result.Findings[0].Fingerprint; list[len(result.Errors)].Fingerprint != own {
		t.Errorf("the first has %s, not its own %s", list[len(result.Errors)].Fingerprint, own)
	}
	if diff := cmp.Diff(list, gitlabIssues(t, result, Options{})); diff != "" {
		t.Error(diff)
	}
}

func TestGitLabPlaces(t *testing.T) {
	result := lint.Result{
		Findings: []lint.Finding{at("../a.json", 3, "a b", "b"), {Rule: "a/b", Severity: lint.Info, Message: "m", File: "b.json"}},
		Errors:   []lint.FileError{{Message: "m"}},
	}
	var got []gitlabLocation
	for _, issue := range gitlabIssues(t, result, Options{Prefix: "services/clicks/"}) {
		got = append(got, issue.Location)
	}
	want := []gitlabLocation{{".", gitlabLines{1}}, {"services/a.json", gitlabLines{3}}, {"services/clicks/b.json", gitlabLines{1}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestGitLabSchemaRefuses checks that the schema in testdata is worth being checked against.
func TestGitLabSchemaRefuses(t *testing.T) {
	schema := compiled(t, filepath.Join("testdata", "gitlab.schema.json"))
	for _, text := range []string{
		`null`, `{}`, `[{}]`,
		`[{"description": "m", "check_name": "a/b", "fingerprint": "", "severity": "major", "location": {"path": "a", "lines": {"begin": 1}}}]`,
		`[{"description": "m", "check_name": "a/b", "fingerprint": "0123456789abcdef0123456789abcdef", "severity": "error", "location": {"path": "a", "lines": {"begin": 1}}}]`,
		`[{"description": "m", "check_name": "a/b", "fingerprint": "0123456789abcdef0123456789abcdef", "severity": "major", "location": {"path": "./a", "lines": {"begin": 1}}}]`,
		`[{"description": "m", "check_name": "a/b", "fingerprint": "0123456789abcdef0123456789abcdef", "severity": "major", "location": {"path": "a", "lines": {"begin": 0}}}]`,
		`[{"description": "m", "fingerprint": "0123456789abcdef0123456789abcdef", "severity": "major", "location": {"path": "a", "lines": {"begin": 1}}}]`,
	} {
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		if schema.Validate(value) == nil {
			t.Errorf("the schema accepts %s", text)
		}
	}
}
