package job

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
)

//go:embed format-not-push.md
var formatNotPushPage string

func formatNotPush() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "job/format-not-push", Severity: lint.Error, Page: formatNotPushPage,
			Summary:  "Avro or Protobuf over a push streaming connection",
			Evidence: "documented as not supported (V)",
		},
		CheckWorkspace: func(w *lint.WorkspacePass) {
			for _, job := range w.Documents {
				connection := w.Connection(job, job.Connection.Text)
				if connection == nil || connection.Type != "push_streaming" || !readsStream(job) {
					continue
				}
				for _, format := range job.Formats {
					if format.Name.Text == "avro_stream" || format.Name.Text == "protobuf" {
						w.Report(lint.WorkspaceProblem{
							Document: job, At: format.Name,
							Message: fmt.Sprintf("%q is a push streaming connection, which takes newline-delimited JSON only: %q is not supported", job.Connection.Text, format.Name.Text),
							Related: []lint.WorkspacePlace{{Message: "the connection", Document: connection, At: connection.Name}},
						})
					}
				}
			}
		},
	}
}
