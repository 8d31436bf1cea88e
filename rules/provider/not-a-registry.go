package provider

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
)

//go:embed not-a-registry.md
var notARegistryPage string

const registryType = "confluent_schema_registry"

func notARegistry() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "provider/not-a-registry", Severity: lint.Error, Page: notARegistryPage,
			Summary:  "the schema provider names a connection that is no schema registry",
			Evidence: "documented: the connection is a confluent_schema_registry (V)",
		},
		CheckWorkspace: func(w *lint.WorkspacePass) {
			for _, job := range w.Documents {
				for _, format := range job.Formats {
					connection := w.Connection(job, format.Registry.Text)
					if format.ProviderType != "connection" || connection == nil || connection.Type == registryType {
						continue
					}
					w.Report(lint.WorkspaceProblem{
						Document: job, At: format.Registry,
						Message: fmt.Sprintf("%q is a connection of the type %s and gives no schemas: name a connection of the type %s", format.Registry.Text, connection.Type, registryType),
						Related: []lint.WorkspacePlace{{Message: "the connection", Document: connection, At: connection.Name}},
					})
				}
			}
		},
	}
}
