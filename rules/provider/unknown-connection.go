package provider

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

//go:embed unknown-connection.md
var unknownConnectionPage string

func unknownConnection() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "provider/unknown-connection", Severity: lint.Warning, Page: unknownConnectionPage,
			Summary:  "a connection that the project does not have, although it says that it has all",
			Evidence: "the connection specs of the project, with connections: {complete: true} in the settings",
		},
		CheckWorkspace: func(w *lint.WorkspacePass) {
			if !w.Settings.CompleteConnections() {
				return
			}
			for _, job := range w.Documents {
				if job.Kind != polaris.JobKind {
					continue
				}
				checkKnown(w, job, job.Connection)
				for _, format := range job.Formats {
					checkKnown(w, job, format.Registry)
				}
			}
		},
	}
}

func checkKnown(w *lint.WorkspacePass, job *lint.Summarized, at lint.Reference) {
	if at.Text == "" || w.HasConnection(job, at.Text) {
		return
	}
	problem := lint.WorkspaceProblem{Document: job, At: at, Message: fmt.Sprintf("there is no connection %q in the project, which says that it has all connections", at.Text)}
	if near, ok := spelling.Near(at.Text, w.ConnectionNames(job)); ok {
		problem.Message += fmt.Sprintf(". Did you mean %q?", near)
		problem.Fixes = []lint.Fix{{Title: fmt.Sprintf("replace by %q", near), Edits: []document.Edit{{Span: at.Span, Text: string(document.EncodeCompact(document.StringOf(near)))}}}}
	}
	w.Report(problem)
}
