package provider

import (
	_ "embed"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

//go:embed message-type-ignored.md
var messageTypeIgnoredPage string

func messageTypeIgnored() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "provider/message-type-ignored", Severity: lint.Warning, Page: messageTypeIgnoredPage,
			Summary:  "protoMessageType beside a registry connection",
			Evidence: "Druid's registry decoder takes the message type from the registry (druid-semantics section 3)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for format := range p.Job().Formats() {
				name := format.Provider().Get("protoMessageType")
				if format.Provider().Type() != "connection" || !name.Exists() || name.Kind() == document.Null {
					continue
				}
				message := `"protoMessageType" has no effect beside a registry connection: the message type is the first one of the registered schema`
				if format.Name() == "avro_stream" {
					message = `"protoMessageType" has no effect on Avro records, which have no message types`
				}
				p.Report(lint.Problem{
					At: name, Span: name.KeySpan(), Message: message,
					Fixes: []lint.Fix{{Title: `remove "protoMessageType"`, Edits: document.RemoveMember(name)}},
				})
			}
		},
	}
}
