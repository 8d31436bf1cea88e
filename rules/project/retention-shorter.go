package project

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/isotime"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

//go:embed retention-shorter.md
var retentionShorterPage string

func retentionShorter() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "project/retention-shorter", Severity: lint.Warning, Page: retentionShorterPage,
			Summary:  "a job that takes events that are older than what its table keeps",
			Evidence: "documented: data older than the retention period is ingested and dropped at once (V)",
		},
		CheckWorkspace: func(w *lint.WorkspacePass) {
			known := tables(w)
			for _, d := range w.Documents {
				if d.Kind != polaris.JobKind || d.Type != "streaming" || d.Rejection.Text == "" {
					continue
				}
				if table := known[keyOf(w, d, d.Table.Text)]; table != nil && shorter(table.Retention.Text, d.Rejection.Text) {
					w.Report(lint.WorkspaceProblem{
						Document: d, At: d.Rejection,
						Message: fmt.Sprintf("the job takes events of up to %s, and the table %q keeps data for %s, so that older events are ingested and dropped at once: write one period for both", d.Rejection.Text, table.Name.Text, table.Retention.Text),
						Related: []lint.WorkspacePlace{{Message: "what the table keeps", Document: table, At: table.Retention}},
					})
				}
			}
		},
	}
}

// shorter reports whether a period is certainly shorter than another: months differ.
func shorter(a, b string) bool {
	p, err := isotime.ParsePeriod(a)
	if err != nil {
		return false
	}
	q, err := isotime.ParsePeriod(b)
	if err != nil {
		return false
	}
	_, most := p.Bounds()
	least, _ := q.Bounds()
	return most < least
}
