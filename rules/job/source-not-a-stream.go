package job

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
)

//go:embed source-not-a-stream.md
var sourceNotAStreamPage string

func sourceNotAStream() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "job/source-not-a-stream", Severity: lint.Error, Page: sourceNotAStreamPage,
			Summary:  "a streaming job that reads a connection to something that is no stream",
			Evidence: "documented: a streaming job reads Kafka, Confluent Cloud, Kinesis or push streaming connections (V)",
		},
		CheckWorkspace: func(w *lint.WorkspacePass) {
			for _, job := range w.Documents {
				if job.Type != "streaming" || job.SourceType.Text != "connection" {
					continue
				}
				connection := w.Connection(job, job.Connection.Text)
				if connection == nil {
					continue
				}
				var advice string
				switch connection.Type {
				case "confluent_schema_registry":
					advice = `a schema registry, which has schemas and no records: write the connection to the topic here, and that of the registry as "connectionName" of the schema provider`
				case "s3", "azure":
					advice = fmt.Sprintf("a store of files: write the connection to the topic here, or a batch job with a source of the type %q", connection.Type)
				default:
					continue
				}
				w.Report(lint.WorkspaceProblem{
					Document: job, At: job.Connection, Message: fmt.Sprintf("a streaming job reads an event stream, and %q is %s", job.Connection.Text, advice),
					Related: []lint.WorkspacePlace{{Message: "the connection", Document: connection, At: connection.Name}},
				})
			}
		},
	}
}
