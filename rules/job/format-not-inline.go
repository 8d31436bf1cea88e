package job

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
)

//go:embed format-not-inline.md
var formatNotInlinePage string

func formatNotInline() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "job/format-not-inline", Severity: lint.Error, Page: formatNotInlinePage,
			Summary:  "data inside the spec in a format that is not text",
			Evidence: "documented: inline data is newline-delimited JSON or delimited text (V)",
			Over:     []string{"job/format-not-batch"},
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for v := range p.Violations() {
				p.Report(lint.Problem{At: v.Node, Message: fmt.Sprintf("data inside the spec cannot be %q: inline data is newline-delimited JSON (nd-json) or delimited text; upload the file and read it as an uploaded source", v.Name)})
			}
		},
	}
}
