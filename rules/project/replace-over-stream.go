package project

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
)

//go:embed replace-over-stream.md
var replaceOverStreamPage string

func replaceOverStream() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "project/replace-over-stream", Severity: lint.Warning, Page: replaceOverStreamPage,
			Summary:  "a batch job that replaces all data of a table that a streaming job writes to",
			Evidence: "documented: replaceAll overwrites all data of the table (V)",
		},
		CheckWorkspace: func(w *lint.WorkspacePass) {
			var streaming map[key]*lint.Summarized
			for _, d := range w.Documents {
				if d.Type != "batch" || d.ReplaceAll.Text == "" || d.Table.Text == "" {
					continue
				}
				if streaming == nil {
					streaming = map[key]*lint.Summarized{}
					for k, job := range streamingJobs(w) {
						if streaming[k] == nil {
							streaming[k] = job
						}
					}
				}
				if job := streaming[keyOf(w, d, d.Table.Text)]; job != nil {
					w.Report(lint.WorkspaceProblem{
						Document: d, At: d.ReplaceAll,
						Message: fmt.Sprintf("a streaming job writes to %q, and this replaces all data of the table, so that what the stream brought before is lost: replace the time ranges that are meant, as \"intervals\" in \"target\"", d.Table.Text),
						Related: []lint.WorkspacePlace{{Message: "the streaming job", Document: job, At: job.Table}},
					})
				}
			}
		},
	}
}
