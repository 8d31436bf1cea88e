package project

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

//go:embed duplicate-connection.md
var duplicateConnectionPage string

func duplicateConnection() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "project/duplicate-connection", Severity: lint.Error, Page: duplicateConnectionPage,
			Summary:  "two connections of one name",
			Evidence: "documented: names of connections are unique (V)",
		},
		CheckWorkspace: func(w *lint.WorkspacePass) {
			first := map[key]*lint.Summarized{}
			for _, d := range w.Documents {
				if d.Kind != polaris.ConnectionKind || d.Name.Text == "" {
					continue
				}
				k := keyOf(w, d, d.Name.Text)
				earlier := first[k]
				if earlier == nil {
					first[k] = d
					continue
				}
				w.Report(lint.WorkspaceProblem{
					Document: d, At: d.Name, Severity: k.severity(lint.Error),
					Message: fmt.Sprintf("another connection %s is called %q, and names are unique, so that this one is refused: give it a name of its own, or take one of them out", k.together(), d.Name.Text),
					Related: []lint.WorkspacePlace{{Message: "the first one", Document: earlier, At: earlier.Name}},
				})
			}
		},
	}
}
