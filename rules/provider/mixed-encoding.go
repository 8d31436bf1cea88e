package provider

import (
	_ "embed"
	"fmt"
	"maps"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/schemas/wire"
)

//go:embed mixed-encoding.md
var mixedEncodingPage string

func mixedEncoding() *lint.Rule {
	return topicRule(lint.Metadata{
		ID: "provider/mixed-encoding", Severity: lint.Warning, Page: mixedEncodingPage,
		Summary:  "records of one topic that differ in their encoding, so that no job can read them all",
		Evidence: "Druid's decoders read one encoding each (druid-semantics section 3)",
	}, func(p *lint.Pass, s *stream) {
		if s.known.Verdict != evidence.Mixed || !s.binary() && !s.text() || s.text() && s.onlyText() {
			return
		}
		p.Report(s.problem(s.name, "%s differ in their encoding: %s%s. A job reads one of these, and loses the others or makes values of them that nobody wrote. Let the producers write alike, or use a topic for each",
			s.records(), s.counts(), s.seen()))
	})
}

// onlyText reports whether all records are text of some sort, as a format of text may well read.
func (s *stream) onlyText() bool {
	for encoding, count := range s.known.Tally.Encodings {
		if count > 0 && encoding != wire.JSON && encoding != wire.Text && encoding != wire.Empty {
			return false
		}
	}
	return true
}

// counts lists how many records have which encoding.
func (s *stream) counts() string {
	words := map[wire.Encoding]string{
		wire.Bare: "bare", wire.Registry: "framed by a schema registry", wire.RegistryHeader: "with the GUID of a schema",
		wire.SingleObject: "in Avro's single-object encoding", wire.Glue: "framed by the AWS Glue registry", wire.JSON: "JSON", wire.Text: "text",
	}
	var parts []string
	counts := maps.Clone(s.known.Tally.Encodings)
	for _, encoding := range wire.Encodings() {
		if word := words[encoding]; word != "" && counts[encoding] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[encoding], word))
		}
	}
	return joined(parts)
}
