package provider

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/schemas/wire"
)

//go:embed registry-on-bare-topic.md
var registryOnBareTopicPage string

func registryOnBareTopic() *lint.Rule {
	return topicRule(lint.Metadata{
		ID: "provider/registry-on-bare-topic", Severity: lint.Error, Page: registryOnBareTopicPage,
		Summary:  "a schema registry, while the records of the topic are not framed by one",
		Evidence: "Druid's registry decoders take bytes 1–4 of every record for the id of a schema (druid-semantics section 3, run); a warning on a mere declaration",
	}, func(p *lint.Pass, s *stream) {
		if !s.registry() {
			return
		}
		switch s.known.Verdict {
		case evidence.Bare:
			problem := s.problem(s.provider(), "%s are bare%s: no schema id precedes their data. The registry decoder takes a part of the data for one%s, so that none of them can be read. %s",
				s.records(), s.seen(), s.asked(), s.useInline())
			if s.known.Declared {
				problem.Severity = lint.Warning
			}
			p.Report(problem)
		case evidence.Other:
			_, words := s.frame()
			p.Report(s.problem(s.provider(), "%s %s%s, which is not what Polaris reads by a registry connection: byte 0 and a 4-byte id of a Confluent registry. So none of them can be read. Let the producer write bare records, or use the serializer of a Confluent registry",
				s.records(), words, s.seen()))
		}
	})
}

// useInline says what to write instead of a registry connection.
func (s *stream) useInline() string {
	kind := `"inline-avro" with the schema`
	if s.data() == wire.Protobuf {
		kind = `"inline-protobuf" with the descriptor`
	}
	if s.topic.Schema.Sound() && !s.key {
		return fmt.Sprintf("Write a provider of the type %s of %s", kind, s.topic.Schema.Name)
	}
	return fmt.Sprintf("Write a provider of the type %s that the records were written with", kind)
}
