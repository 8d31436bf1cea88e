package provider

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/schemas/wire"
)

//go:embed framed-json.md
var framedJSONPage string

func framedJSON() *lint.Rule {
	return topicRule(lint.Metadata{
		ID: "provider/framed-json", Severity: lint.Error, Page: framedJSONPage,
		Summary:  "a format of text, while the records of the topic are framed by a schema registry",
		Evidence: "documented by Confluent: a magic byte and a 4-byte schema id precede the data of every record (V)",
	}, func(p *lint.Pass, s *stream) {
		if s.key || !s.text() || !s.framed() {
			return
		}
		size, words := s.frame()
		p.Report(s.problem(s.name, "%s %s%s: %d bytes precede the data of every record, %s. %s", s.records(), words, s.seen(), size, s.strayBytes(), s.readFramed()))
	})
}

// strayBytes says what bytes before the data do to a format of text.
func (s *stream) strayBytes() string {
	switch s.name.Text() {
	case "csv", "tsv":
		return fmt.Sprintf("which %q takes for a part of the first column", s.name.Text())
	case "regex":
		return "which the pattern meets first"
	}
	return fmt.Sprintf("so that %q can parse none", s.name.Text())
}

// readFramed says how framed records are read.
func (s *stream) readFramed() string {
	format, _ := s.recordFormat()
	if format == wire.JSONFormat {
		return "What follows is JSON, which Polaris reads only without those bytes: let the producer write JSON without a registry, or Avro or Protobuf"
	}
	if s.known.Verdict == evidence.Other {
		return "Polaris does not read this form: let the producer write bare records, or use the serializer of a Confluent registry that writes 4-byte ids"
	}
	if format == wire.NoFormat {
		return `Write "avro_stream" or "protobuf", whichever the data are, with a provider of the type "connection" that names the registry`
	}
	name, title := formatName(format)
	return fmt.Sprintf(`What follows is %s: write %q with a provider of the type "connection" that names the registry`, title, name)
}
