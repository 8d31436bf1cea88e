package rules_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/rules"
)

// TestLeastSeverityOnlyHides: what is not severe enough is not shown, and changes nothing about the rest.
func TestLeastSeverityOnlyHides(t *testing.T) {
	fixtures, err := filepath.Glob("*/testdata/*/*.txtar")
	if err != nil || len(fixtures) == 0 {
		t.Fatal(fixtures, err)
	}
	for _, fixture := range fixtures {
		archive, err := txtar.ParseFile(fixture)
		if err != nil {
			t.Fatal(err)
		}
		workspace := &ruletest.Workspace{Seed: seed}
		for _, file := range archive.Files {
			if file.Name == "want" || file.Name == config.FileName {
				continue
			}
			if err := workspace.Add(file.Name, string(file.Data)); err != nil {
				t.Fatalf("%s: %v", fixture, err)
			}
		}
		everything := atLeast(t, workspace, lint.Info)
		for _, least := range []lint.Severity{lint.Warning, lint.Error} {
			var want lint.Result
			for _, f := range everything.Findings {
				if f.Severity >= least {
					want.Findings = append(want.Findings, f)
				}
			}
			if diff := cmp.Diff(ruletest.Format(want), ruletest.Format(atLeast(t, workspace, least))); diff != "" {
				t.Errorf("%s: all findings of this severity -, with it as the least +:\n%s", fixture, diff)
			}
		}
	}
}

func atLeast(t *testing.T, workspace *ruletest.Workspace, least lint.Severity) lint.Result {
	t.Helper()
	result, err := lint.New(rules.All(), nil, lint.Options{MinSeverity: least, Jobs: 1}).Run(context.Background(), func(yield func(lint.Input) bool) error {
		for _, file := range workspace.Files {
			if !yield(lint.Input{Path: "/project/" + file.Name, Name: file.Name, Source: file.Text}) {
				break
			}
		}
		return nil
	})
	if err != nil || len(result.Errors) > 0 {
		t.Fatal(result.Errors, err)
	}
	return result
}
