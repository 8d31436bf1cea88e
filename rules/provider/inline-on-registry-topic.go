package provider

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/schemas/wire"
)

//go:embed inline-on-registry-topic.md
var inlineOnRegistryTopicPage string

func inlineOnRegistryTopic() *lint.Rule {
	return topicRule(lint.Metadata{
		ID: "provider/inline-on-registry-topic", Severity: lint.Error, Page: inlineOnRegistryTopicPage,
		Summary:  "a schema in the spec, while the records of the topic are framed by a schema registry",
		Evidence: "documented: inline schemas are for records without a registry (V); Druid's inline decoders take the frame for data (druid-semantics section 3, run)",
	}, func(p *lint.Pass, s *stream) {
		if !s.inline() || !s.framed() {
			return
		}
		size, words := s.frame()
		problem := s.problem(s.provider(), "%s %s%s, and an inline schema reads the %d bytes before the data as data. %s%s",
			s.records(), words, s.seen(), size, s.effect(), s.useRegistry(p))
		if name := p.Registry(); name != "" && s.known.Verdict == evidence.Registry {
			problem.Fixes = []lint.Fix{{Title: fmt.Sprintf("read by the registry connection %q", name), Edits: document.ReplaceValue(s.format.Provider().Node, registryConnection(name))}}
		}
		p.Report(problem)
	})
}

// effect says what becomes of framed records that are read by an inline schema, as a sentence with the space after it.
func (s *stream) effect() string {
	if s.data() == wire.Protobuf {
		return `Every record fails with "Protocol message contained an invalid tag (zero)". `
	}
	if schemas := s.wireSchemas(); len(schemas) > 0 {
		if text := misread(s, schemas[0].Avro); text != "" {
			return text + ". "
		}
	}
	return ""
}

// useRegistry says what to write instead of an inline schema.
func (s *stream) useRegistry(p *lint.Pass) string {
	if s.known.Verdict == evidence.Other {
		return "Polaris does not read this form: let the producer write bare records, or use the serializer of a Confluent registry that writes 4-byte ids"
	}
	if name := p.Registry(); name != "" {
		return fmt.Sprintf(`Write {"type": "connection", "connectionName": %q}`, name)
	}
	return `Write a provider of the type "connection" that names the registry`
}

// registryConnection is a provider that names a registry.
func registryConnection(name string) document.Value {
	return document.ObjectOf(document.Member{Key: "type", Value: document.StringOf("connection")}, document.Member{Key: "connectionName", Value: document.StringOf(name)})
}
