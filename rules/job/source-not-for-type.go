package job

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
)

//go:embed source-not-for-type.md
var sourceNotForTypePage string

func sourceNotForType() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "job/source-not-for-type", Severity: lint.Error, Page: sourceNotForTypePage,
			Summary:  "a source of files in a streaming job, or a stream in a batch job",
			Evidence: "the documented sources of each job type (V); a connection in a batch job is an error only where the workspace shows that it is a stream (I)",
			Over:     []string{"job/format-not-batch", "job/format-not-streaming", "job/format-not-inline"},
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for v := range p.Violations() {
				if v.Name == "connection" {
					continue // the workspace tells whether it is a stream
				}
				p.Report(lint.Problem{At: v.Node, Severity: lint.SeverityOf(v.Code), Message: fmt.Sprintf("a streaming job reads from a connection to an event stream, not from %q: write a batch job for it", v.Name)})
			}
		},
		CheckWorkspace: func(w *lint.WorkspacePass) {
			for _, job := range w.Documents {
				if job.Type == "batch" && job.SourceType.Text == "connection" {
					w.Report(batchFromConnection(w, job))
				}
			}
		},
	}
}

func batchFromConnection(w *lint.WorkspacePass, job *lint.Summarized) lint.WorkspaceProblem {
	problem := lint.WorkspaceProblem{
		Document: job, At: job.SourceType, Severity: lint.Warning,
		Message: `a batch job reads from files, objects, inline data or a table; "connection" is the source of a streaming job`,
	}
	connection := w.Connection(job, job.Connection.Text)
	if connection == nil {
		return problem
	}
	switch connection.Type {
	case "kafka", "confluent", "kinesis", "push_streaming":
		problem.Severity = lint.Error
		problem.Message = fmt.Sprintf("a batch job cannot read from %q, which is an event stream (%s): write a streaming job for it", connection.Name.Text, connection.Type)
	case "s3", "azure":
		problem.Message = fmt.Sprintf("%q is a connection of the type %s: write %q as the type of the source", connection.Name.Text, connection.Type, connection.Type)
	}
	problem.Related = []lint.WorkspacePlace{{Message: "the connection", Document: connection, At: connection.Name}}
	return problem
}
