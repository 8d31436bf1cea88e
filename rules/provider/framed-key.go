package provider

import (
	_ "embed"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/evidence"
)

//go:embed framed-key.md
var framedKeyPage string

func framedKey() *lint.Rule {
	return topicRule(lint.Metadata{
		ID: "provider/framed-key", Severity: lint.Warning, Page: framedKeyPage,
		Summary:  "keys read as text, while those of the topic are framed by a schema registry",
		Evidence: "documented by Confluent: a magic byte and a 4-byte schema id precede the data (V); Druid's kafka format hands the whole key to keyFormat (D)",
	}, func(p *lint.Pass, s *stream) {
		if !s.key || !s.text() || !s.framed() {
			return
		}
		size, words := s.frame()
		advice := `Write a "keyFormat" of "avro_stream" or "protobuf" with a provider of the type "connection" that names the registry, or leave it out if the key is not needed`
		if s.known.Verdict == evidence.Other {
			advice = `Polaris does not read this form: leave "keyFormat" out, or let the producer write plain keys`
		}
		p.Report(s.problem(s.name, "%s %s%s: %d bytes precede the data of every key, %s. So %q is NULL or begins with characters that nobody wrote. %s",
			s.records(), words, s.seen(), size, s.strayBytes(), s.keyColumn(), advice))
	})
}

// keyColumn is the name of the input field that holds the key.
func (s *stream) keyColumn() string {
	if name := s.format.Parent().Get("keyColumnName"); name.Kind() == document.String {
		return name.Text()
	}
	return "kafka.key"
}
