package project

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

//go:embed unused-connection.md
var unusedConnectionPage string

func unusedConnection() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "project/unused-connection", Severity: lint.Off, Page: unusedConnectionPage,
			Summary:  "a connection that no job of the project names",
			Evidence: "follows from the files of the project alone",
		},
		CheckWorkspace: func(w *lint.WorkspacePass) {
			used := map[key]bool{}
			files := map[key]bool{} // where a SQL job may name a store of files in its statement
			for _, d := range w.Documents {
				if d.Kind != polaris.JobKind {
					continue
				}
				used[near(w, d, d.Connection.Text)] = true
				for _, format := range d.Formats {
					used[near(w, d, format.Registry.Text)] = true
				}
				if d.Type == "sql" {
					files[near(w, d, "")] = true
				}
			}
			for _, d := range w.Documents {
				if d.Kind != polaris.ConnectionKind || d.Name.Text == "" || used[near(w, d, d.Name.Text)] {
					continue
				}
				if (d.Type == "s3" || d.Type == "azure") && files[near(w, d, "")] {
					continue
				}
				w.Report(lint.WorkspaceProblem{
					Document: d, At: d.Name,
					Message: fmt.Sprintf("no job of the project reads from the connection %q: remove it if nothing else uses it", d.Name.Text),
				})
			}
		},
	}
}

// near is the key of a name in the environment of a document. Where none is declared the whole project counts: connections often
// have a folder of their own.
func near(w *lint.WorkspacePass, d *lint.Summarized, name string) key {
	group, declared := w.Group(d)
	if !declared {
		group = ""
	}
	return key{group, declared, name}
}
