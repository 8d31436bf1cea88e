package provider

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/polaris"
	"github.com/polarspec/polarspec/schemas/wire"
)

// stream is a format that a streaming job reads the values or the keys of a topic by, with what is known of those.
type stream struct {
	topic *project.Topic
	known *project.Known
	// format is absent if only its name is given; name is that name.
	format polaris.Format
	name   document.Node
	key    bool
	// schema is the schema in the spec, nil if there is none.
	schema *lint.DataSchema
}

type streamsKey struct{}

// streams returns the formats of a job that reads a topic of which something is known.
func streams(p *lint.Pass) []*stream {
	return lint.Remember(p, streamsKey{}, func() []*stream {
		topic := p.Topic()
		if topic == nil || !p.Job().Streaming() {
			return nil
		}
		var list []*stream
		for format := range p.Job().Formats() {
			if name := format.Get("format"); name.Kind() == document.String && !format.Get("valueFormat").Exists() {
				list = append(list, newStream(p, topic, format, name))
			}
		}
		if name := p.Job().NamedFormat(); name.Exists() {
			list = append(list, newStream(p, topic, polaris.Format{}, name))
		}
		return list
	})
}

func newStream(p *lint.Pass, topic *project.Topic, format polaris.Format, name document.Node) *stream {
	s := &stream{topic: topic, format: format, name: name, key: format.KeyIs("keyFormat")}
	for _, schema := range p.DataSchemas() {
		if schema.Format.Node == format.Node {
			s.schema = schema
		}
	}
	if s.key {
		s.known = topic.Keys(s.wireSchemas())
	} else {
		s.known = topic.Values(s.wireSchemas())
	}
	return s
}

// wireSchemas are those in the spec that records can be tried with: those that can be read as they stand.
func (s *stream) wireSchemas() []wire.Schema {
	switch d := s.schema; {
	case d == nil:
	case d.Avro != nil && len(d.Avro.Faults) == 0 && !s.name.File().Broken():
		return []wire.Schema{{Name: "the inline schema", Avro: d.Avro}}
	case d.Descriptor != nil && d.Fault == nil && len(d.Descriptor.Problems()) == 0 && len(d.Descriptor.MissingImports()) == 0:
		return []wire.Schema{{Name: "the inline descriptor", Set: d.Descriptor, Message: d.Message}}
	}
	return nil
}

// data is the format of the records that the job expects. Formats of text have none, except JSON.
func (s *stream) data() wire.Format {
	switch s.name.Text() {
	case "avro_stream":
		return wire.Avro
	case "protobuf":
		return wire.Protobuf
	case "nd-json", "json":
		return wire.JSONFormat
	}
	return wire.NoFormat
}

// binary reports whether the job expects Avro or Protobuf, text whether it expects text.
func (s *stream) binary() bool { return s.data() == wire.Avro || s.data() == wire.Protobuf }

func (s *stream) text() bool {
	switch s.name.Text() {
	case "nd-json", "json", "csv", "tsv", "regex":
		return true
	}
	return false
}

// inline reports whether the schema stands in the spec, registry whether a registry gives it.
func (s *stream) inline() bool {
	kind := s.format.Provider().Type()
	return s.data() == wire.Avro && kind == "inline-avro" || s.data() == wire.Protobuf && kind == "inline-protobuf"
}

func (s *stream) registry() bool { return s.binary() && s.format.Provider().Type() == "connection" }

// framed reports whether something precedes the data of every record.
func (s *stream) framed() bool {
	return s.known.Verdict == evidence.Registry || s.known.Verdict == evidence.Other
}

// records names what the evidence is about: `the records of the topic "kttm"`.
func (s *stream) records() string {
	if s.key {
		return fmt.Sprintf("the keys of the topic %q", s.topic.Name)
	}
	return fmt.Sprintf("the records of the topic %q", s.topic.Name)
}

// frame says what precedes the data of the records: how many bytes, and how one says that of them.
func (s *stream) frame() (size int, words string) {
	for encoding, count := range s.known.Tally.Encodings {
		if count == 0 {
			continue
		}
		switch encoding {
		case wire.RegistryHeader:
			return 17, "have the GUID of a registered schema before their data"
		case wire.Glue:
			return 18, "are framed by the AWS Glue registry"
		case wire.SingleObject:
			return 10, "are in Avro's single-object encoding"
		}
	}
	return 5, "are framed by a schema registry" + s.ids()
}

// maxListed bounds what a message lists.
const maxListed = 3

// ids names the schema ids of framed records, " with the schema id 5"; "" if none is known.
func (s *stream) ids() string {
	ids := s.known.Tally.IDs
	if len(ids) == 0 {
		return ""
	}
	var texts []string
	for _, id := range ids[:min(len(ids), maxListed)] {
		texts = append(texts, strconv.FormatUint(uint64(id.ID), 10))
	}
	if more := s.known.Tally.DistinctIDs() - len(texts); more > 0 {
		return fmt.Sprintf(" with the schema ids %s and %d more", strings.Join(texts, ", "), more)
	}
	if len(texts) == 1 {
		return " with the schema id " + texts[0]
	}
	return " with the schema ids " + joined(texts)
}

// joined lists words in a sentence.
func joined(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// seen says where the evidence is from, in parentheses.
func (s *stream) seen() string {
	if s.known.Declared {
		return fmt.Sprintf(" (declared in %s)", s.known.Told())
	}
	return fmt.Sprintf(" (seen in %s)", s.known.Told())
}

// related are the places that the evidence is from.
func (s *stream) related() []lint.RelatedPlace {
	var list []lint.RelatedPlace
	for _, place := range s.known.Places[:min(len(s.known.Places), maxListed)] {
		list = append(list, placeOf(place))
	}
	return list
}

func placeOf(place project.Place) lint.RelatedPlace {
	related := lint.RelatedPlace{Message: place.Message, At: place.Node, In: &lint.OtherFile{Name: place.Name}}
	if place.Node.Exists() {
		related.In.Text = place.Node.File()
	}
	if kind := place.Node.Kind(); place.Node.HasKey() && (kind == document.Object || kind == document.Array) {
		related.Span = place.Node.KeySpan()
	}
	return related
}

// problem is a problem with the format as a whole; all of one format have one subject.
func (s *stream) problem(at document.Node, format string, args ...any) lint.Problem {
	return lint.Problem{At: at, Subject: s.name.Pointer(), Message: fmt.Sprintf(format, args...), Related: s.related()}
}

// provider is where a problem with the schema provider stands: its kind.
func (s *stream) provider() document.Node { return s.format.Provider().Get("type") }

// topicRule is a rule that looks at each format by which a job reads a topic.
func topicRule(metadata lint.Metadata, check func(*lint.Pass, *stream)) *lint.Rule {
	return &lint.Rule{Metadata: metadata, Kinds: jobs, Check: func(p *lint.Pass) {
		for _, s := range streams(p) {
			check(p, s)
		}
	}}
}
