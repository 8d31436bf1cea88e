package input_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules"
)

func lintFiles(t *testing.T, files []ruletest.File) lint.Result {
	t.Helper()
	workspace := &ruletest.Workspace{Files: files}
	result, err := workspace.Lint(rules.All())
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// fixed returns the files with one fix made.
func fixed(t *testing.T, files []ruletest.File, file string, fix lint.Fix) []ruletest.File {
	t.Helper()
	changed := make([]ruletest.File, len(files))
	for i, f := range files {
		changed[i] = ruletest.File{Name: f.Name, Text: f.Text}
		if f.Name == file {
			text, err := document.Apply(f.Text, fix.Edits)
			if err != nil {
				t.Fatal(err)
			}
			changed[i].Text = text
		}
	}
	return changed
}

// times counts how often the same is said of a file.
func times(findings []lint.Finding, f lint.Finding) int {
	n := 0
	for _, g := range findings {
		if g.File == f.File && g.Rule == f.Rule && g.Message == f.Message {
			n++
		}
	}
	return n
}

// TestFixes makes every fix that the rules offer in their fixtures: what it is for is not said any more, and a safe one adds
// nothing at warning or above.
func TestFixes(t *testing.T) {
	fixtures, err := filepath.Glob("testdata/*/bad*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, fixture := range fixtures {
		archive, err := txtar.ParseFile(fixture)
		if err != nil {
			t.Fatal(err)
		}
		workspace := &ruletest.Workspace{Seed: os.DirFS("../../testdata/seed")}
		for _, file := range archive.Files {
			if file.Name == "want" {
				continue
			}
			if err := workspace.Add(file.Name, string(file.Data)); err != nil {
				t.Fatal(err)
			}
		}
		before := lintFiles(t, workspace.Files)
		said := map[string]bool{}
		for _, f := range before.Findings {
			said[f.File+" "+f.Rule+" "+f.Pointer] = true
		}
		for _, f := range before.Findings {
			if !strings.HasPrefix(f.Rule, "input/") {
				continue
			}
			for _, fix := range f.Fixes {
				tried++
				after := lintFiles(t, fixed(t, workspace.Files, f.File, fix)).Findings
				if times(after, f) >= times(before.Findings, f) {
					t.Errorf("%s: after %q it is still said: %s", fixture, fix.Title, f.Message)
				}
				for _, g := range after {
					if fix.Safe && g.Severity >= lint.Warning && !said[g.File+" "+g.Rule+" "+g.Pointer] {
						t.Errorf("%s: after the safe %q it is said: %s %s", fixture, fix.Title, g.Rule, g.Message)
					}
				}
			}
		}
	}
	if tried < 80 {
		t.Errorf("only %d fixes were tried", tried)
	}
}

// TestFixRewritesUses: a fix changes what uses a field, where it is used and nowhere else.
func TestFixRewritesUses(t *testing.T) {
	for _, c := range []struct {
		name, schemaType, input, dataType, expression string
		want                                          []string
	}{
		{
			"a name in quotes, plain, in texts and in comments", `"long"`, "user-id", "long",
			`MAX("user-id") + "user-id" /* "user-id" */ || 'user-id' -- "user-id"`,
			[]string{"user_id", "long", `MAX("user_id") + "user_id" /* "user-id" */ || 'user-id' -- "user-id"`},
		},
		{"a name that is no word of its own", `"long"`, "userid", "long", `userid + userids + userid(1) + "x""userid"`, []string{"user_id", "long", `"user_id" + userids + userid(1) + "x""userid"`}},
		{"text that is parsed", `"string"`, "user_id", "json", `JSON_VALUE("user_id", '$."user_id"')`, []string{"user_id", "string", `JSON_VALUE(TRY_PARSE_JSON("user_id"), '$."user_id"')`}},
		{"a boolean", `"boolean"`, "user_id", "float", `SUM("user_id")`, []string{"user_id", "string", `SUM(CASE "user_id" WHEN 'true' THEN 1 WHEN 'false' THEN 0 END)`}},
		{"no use", `"string"`, "user_id", "json", `COUNT(*)`, []string{"user_id", "string", `COUNT(*)`}},
		{"a use that nobody can be sure of", `"string"`, "user_id", "json", `'user_id" "user_id"`, nil},
		{"another expression that is wrong", `"string"`, "user_id", "json", `UPPER("city") +`, []string{"user_id", "string", `UPPER("city") +`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			workspace := &ruletest.Workspace{Seed: os.DirFS("../../testdata/seed")}
			quoted := func(text string) string { return string(document.EncodeCompact(document.StringOf(text))) }
			for _, step := range [][2]string{
				{"job.json base=inline-avro at=/source/formatSettings/parseSchemaProvider/schema/fields/3", `{"name": "user_id", "type": ` + c.schemaType + `}`},
				{"job.json at=/source/inputSchema/3", `{"name": ` + quoted(c.input) + `, "dataType": ` + quoted(c.dataType) + `}`},
				{"job.json at=/mappings/3/expression", quoted(c.expression)},
			} {
				if err := workspace.Add(step[0], step[1]); err != nil {
					t.Fatal(err)
				}
			}
			var fixes []lint.Fix
			for _, f := range lintFiles(t, workspace.Files).Findings {
				if strings.HasPrefix(f.Pointer, "/source/inputSchema/3/") && f.Rule != "input/unused" {
					fixes = append(fixes, f.Fixes...)
				}
			}
			if len(fixes) == 0 && c.want == nil {
				return
			}
			if len(fixes) != 1 {
				t.Fatalf("there are %d fixes", len(fixes))
			}
			file := document.Parse(fixed(t, workspace.Files, "job.json", fixes[0])[0].Text, document.JSON)
			got := []string{file.Find("/source/inputSchema/3/name").Text(), file.Find("/source/inputSchema/3/dataType").Text(), file.Find("/mappings/3/expression").Text()}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}
