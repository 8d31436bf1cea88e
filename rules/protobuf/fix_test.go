package protobuf_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules"
)

var seed = os.DirFS("../../testdata/seed")

// fixture makes the files of a fixture.
func fixture(t *testing.T, path string) *ruletest.Workspace {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	workspace := &ruletest.Workspace{Seed: seed}
	for _, file := range archive.Files {
		if file.Name == "want" {
			continue
		}
		if err := workspace.Add(file.Name, string(file.Data)); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	return workspace
}

func linted(t *testing.T, workspace *ruletest.Workspace) []lint.Finding {
	t.Helper()
	result, err := workspace.Lint(rules.All())
	if err != nil {
		t.Fatal(err)
	}
	return result.Findings
}

// fixed returns the files with a fix of a finding made.
func fixed(t *testing.T, workspace *ruletest.Workspace, f lint.Finding, fix lint.Fix) *ruletest.Workspace {
	t.Helper()
	after := &ruletest.Workspace{}
	for _, file := range workspace.Files {
		if file.Name == f.File {
			text, err := document.Apply(file.Text, fix.Edits)
			if err != nil {
				t.Fatal(err)
			}
			file.Text = text
		}
		after.Files = append(after.Files, file)
	}
	return after
}

// TestFixes makes every fix of every fixture: the finding is gone then, and a safe fix brings no other one.
func TestFixes(t *testing.T) {
	fixtures, err := filepath.Glob("testdata/*/bad-*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	made := 0
	for _, path := range fixtures {
		workspace := fixture(t, path)
		before := linted(t, workspace)
		known := map[string]int{}
		for _, f := range before {
			known[f.Rule+f.Pointer]++
		}
		for _, f := range before {
			if !strings.HasPrefix(f.Rule, "protobuf/") {
				continue
			}
			for _, fix := range f.Fixes {
				made++
				left := 0
				for _, g := range linted(t, fixed(t, workspace, f, fix)) {
					if g.Rule == f.Rule && g.Pointer == f.Pointer {
						left++
					}
					if strings.HasPrefix(g.Rule, "syntax/") || fix.Safe && g.Severity >= lint.Warning && known[g.Rule+g.Pointer] == 0 {
						t.Errorf("%s: only after the fix %q: %s %s: %s", path, fix.Title, g.Rule, g.Pointer, g.Message)
					}
				}
				if left >= known[f.Rule+f.Pointer] {
					t.Errorf("%s: after the fix %q it is still said: %s", path, fix.Title, f.Message)
				}
			}
		}
	}
	if made < 40 {
		t.Errorf("only %d fixes were made", made)
	}
}

// TestFixedText shows what fixes write.
func TestFixedText(t *testing.T) {
	for _, test := range []struct{ rule, fixture, title, want string }{
		{"message-type-left-open", "bad-not-first-by-name", "write", "\"type\": \"inline-protobuf\",\n        \"protoMessageType\": \"shop.Order\",\n        \"descriptor\": \"C"},
		{"message-type-left-open", "bad-one-line", "write", `"type": "inline-protobuf", "protoMessageType": "shop.Order", "descriptor": "C`},
		{"message-type-left-open", "bad-null", "write", `"protoMessageType": "shop.Order"` + "\n"},
		{"message-type-left-open", "bad-yaml", "write", "      type: inline-protobuf\n      protoMessageType: \"E\"\n      descriptor: C"},
		{"message-type-left-open", "bad-yaml-flow", "write", `{type: inline-protobuf, "protoMessageType": "E", descriptor: "C`},
		{"unknown-message-type", "bad-yaml", "replace", "protoMessageType: E\n"},
		{"json-name", "bad-filter", "rename", `"CONCAT(\"firstName\", 'first_name', \"firstName\")"`},
		{"json-name", "bad-filter", "rename", `"filterExpression": "\"firstName\" IS NOT NULL"`},
		{"json-name", "bad-filter", "rename", `{"name": "firstName", "dataType": "string"}`},
		{"json-name", "bad-yaml", "rename", `expression: '"firstName"'`},
		{"json-name", "bad-seed", "set json_name", `"CpgBCgprdHRtLnByb3RvIoEBCgtTb21lTWVzc2FnZRIcCgl0aW1lc3RhbXAYASABKAlSCXRpbWVzdGFtcBISCgRjaXR5GAIgASgJUgRjaXR5EhgKB3Nlc3Npb24YAyABKAlSB3Nlc3Npb24SJgoOc2Vzc2lvbl9sZW5ndGgYBCABKA1SDnNlc3Npb25fbGVuZ3RoYgZwcm90bzM="`},
	} {
		workspace := fixture(t, filepath.Join("testdata", test.rule, test.fixture+".txtar"))
		got := ""
		for _, f := range linted(t, workspace) {
			for _, fix := range f.Fixes {
				if f.Rule == "protobuf/"+test.rule && strings.HasPrefix(fix.Title, test.title) {
					for _, file := range fixed(t, workspace, f, fix).Files {
						got += string(file.Text)
					}
				}
			}
		}
		if !strings.Contains(got, test.want) {
			t.Errorf("%s %s: the fixed text has no %s:\n%s", test.rule, test.fixture, test.want, got)
		}
	}
}
