package job

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
)

//go:embed format-not-for-connection.md
var formatNotForConnectionPage string

func formatNotForConnection() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "job/format-not-for-connection", Severity: lint.Error, Page: formatNotForConnectionPage,
			Summary:  "the kafka format on a connection that is not Kafka, or the kinesis format on one that is not Kinesis",
			Evidence: "the documented table of formats (V)",
		},
		CheckWorkspace: func(w *lint.WorkspacePass) {
			for _, job := range w.Documents {
				connection := w.Connection(job, job.Connection.Text)
				if connection == nil || len(job.Formats) == 0 || !readsStream(job) {
					continue
				}
				format := job.Formats[0].Name
				if home := homeOf(connection.Type); home != "" && (format.Text == "kafka" || format.Text == "kinesis") && format.Text != home {
					w.Report(lint.WorkspaceProblem{
						Document: job, At: format,
						Message: fmt.Sprintf("the format %q reads the metadata of %s records, but %q is a connection of the type %s: %s", format.Text, title(format.Text), job.Connection.Text, connection.Type, advice(home)),
						Related: []lint.WorkspacePlace{{Message: "the connection", Document: connection, At: connection.Name}},
					})
				}
			}
		},
	}
}

// readsStream reports whether the job reads a connection as a stream. In a batch job it is the source that is wrong, whatever
// its format, and job/source-not-for-type says so.
func readsStream(job *lint.Summarized) bool {
	return job.SourceType.Text == "connection" && job.Type != "batch"
}

// noMetadata stands for a stream whose records have no metadata to read.
const noMetadata = "none"

// homeOf is the metadata format of a kind of stream; "" for connections that are no stream or that other rules judge.
func homeOf(connectionType string) string {
	switch connectionType {
	case "kafka", "confluent":
		return "kafka"
	case "kinesis":
		return "kinesis"
	case "push_streaming":
		return noMetadata
	}
	return ""
}

func advice(home string) string {
	if home == noMetadata {
		return "write the format of the events alone, such as nd-json"
	}
	return fmt.Sprintf("write %q, or the format of the value alone", home)
}

func title(format string) string {
	if format == "kafka" {
		return "Kafka"
	}
	return "Kinesis"
}
