package syntax_test

import (
	"strings"
	"testing"

	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/rules/syntax"
)

// TestTooDeep goes to the limit in every notation: the object around the lists is the first level.
func TestTooDeep(t *testing.T) {
	lists := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for _, test := range []struct{ file, before, after string }{
		{"job.json", `{"type": "drop_table", "target": {}, "context": `, `}`},
		{"job.jsonc", `{"type": "drop_table", "target": {}, "context": `, `}`},
		{"job.yaml", "type: drop_table\ntarget: {}\ncontext: ", "\n"},
	} {
		for _, depth := range []int{1000, 1001, 3000} {
			workspace := &ruletest.Workspace{}
			if err := workspace.Add(test.file, test.before+lists(depth-1)+test.after); err != nil {
				t.Fatal(err)
			}
			result, err := workspace.Lint(syntax.All())
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case len(result.Errors) > 0:
				t.Errorf("%s, %d levels: %v", test.file, depth, result.Errors)
			case depth <= 1000 && len(result.Findings) > 0:
				t.Errorf("%s, %d levels: %s", test.file, depth, result.Findings[0].Message)
			case depth > 1000 && (len(result.Findings) != 1 || result.Findings[0].Rule != "syntax/too-deep" || result.Findings[0].Pointer != "/context"):
				t.Errorf("%s, %d levels:\n%s", test.file, depth, ruletest.Format(result))
			}
		}
	}
}
