package project

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
)

//go:embed second-streaming-job.md
var secondStreamingJobPage string

func secondStreamingJob() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "project/second-streaming-job", Severity: lint.Error, Page: secondStreamingJobPage,
			Summary:  "two streaming jobs that write to one table",
			Evidence: "documented: one table can have one streaming job (V)",
		},
		CheckWorkspace: func(w *lint.WorkspacePass) {
			first := map[key]*lint.Summarized{}
			for k, job := range streamingJobs(w) {
				earlier := first[k]
				if earlier == nil {
					first[k] = job
					continue
				}
				w.Report(lint.WorkspaceProblem{
					Document: job, At: job.Table, Severity: k.severity(lint.Error),
					Message: fmt.Sprintf("another streaming job %s writes to %q, and a table takes one, so that this one is refused: write to a table of its own, or take one of the jobs out", k.together(), job.Table.Text),
					Related: []lint.WorkspacePlace{{Message: "the first streaming job", Document: earlier, At: earlier.Table}},
				})
			}
		},
	}
}
