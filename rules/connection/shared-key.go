package connection

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

//go:embed shared-key.md
var sharedKeyPage string

func sharedKey() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "connection/shared-key", Severity: lint.Warning, Page: sharedKeyPage,
			Summary:  "one key for a Confluent cluster and for its schema registry",
			Evidence: "documented: cluster and registry have keys of their own (V)",
		},
		CheckWorkspace: func(w *lint.WorkspacePass) {
			clusters := map[login]*lint.Summarized{}
			for _, d := range w.Documents {
				if d.Kind == polaris.ConnectionKind && d.Type == "confluent" && d.Username.Text != "" {
					if key := loginOf(w, d); clusters[key] == nil {
						clusters[key] = d
					}
				}
			}
			if len(clusters) == 0 {
				return
			}
			for _, d := range w.Documents {
				if d.Kind != polaris.ConnectionKind || d.Type != "confluent_schema_registry" {
					continue
				}
				if cluster := clusters[loginOf(w, d)]; cluster != nil {
					w.Report(lint.WorkspaceProblem{
						Document: d, At: d.Username,
						Message: fmt.Sprintf("the connection %q to the cluster has the same key, and in Confluent Cloud a key is for one of them, so that one of the two cannot log in: write the key of the schema registry here", cluster.Name.Text),
						Related: []lint.WorkspacePlace{{Message: "the key of the cluster", Document: cluster, At: cluster.Username}},
					})
				}
			}
		},
	}
}

// login is a user name among the documents that belong together.
type login struct {
	group    string
	declared bool
	username string
}

func loginOf(w *lint.WorkspacePass, d *lint.Summarized) login {
	group, declared := w.Group(d)
	return login{group, declared, d.Username.Text}
}
