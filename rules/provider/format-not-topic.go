package provider

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/wire"
)

//go:embed format-not-topic.md
var formatNotTopicPage string

func formatNotTopic() *lint.Rule {
	return topicRule(lint.Metadata{
		ID: "provider/format-not-topic", Severity: lint.Error, Page: formatNotTopicPage,
		Summary:  "the records of the topic have another format than the job reads",
		Evidence: "Druid's decoders read one format each (druid-semantics section 3); a warning where only the declared schema tells",
		Over:     []string{"provider/inline-on-registry-topic", "provider/registry-on-bare-topic", "provider/many-record-types"},
	}, func(p *lint.Pass, s *stream) {
		if s.known.Verdict == evidence.Mixed {
			return
		}
		format, declared := s.recordFormat()
		switch {
		case declared && s.differs(format) && s.fits():
			p.Report(s.declaredOther(format))
		case declared:
		case s.known.Verdict == evidence.Text && s.binary():
			p.Report(s.problem(s.name, "%s are text%s, and %q reads %s: it can read none of them. Write the format of the text, such as \"csv\"", s.records(), s.seen(), s.name.Text(), s.expects()))
		case s.differs(format):
			p.Report(s.other(format))
		}
	})
}

// recordFormat returns the format of the data of the records; declared is true if only the schema tells that the settings name.
func (s *stream) recordFormat() (format wire.Format, declared bool) {
	if format := formatOf(s.known.Tally.Format); format != wire.NoFormat || s.known.Tally.Format == evidence.MixedFormat || s.key {
		return format, false
	}
	if s.known.Verdict == evidence.JSON || s.known.Verdict == evidence.Text {
		return wire.NoFormat, false
	}
	for _, file := range s.declaredSchemas() {
		this := wire.Avro
		if file.Set != nil {
			this = wire.Protobuf
		}
		if format != wire.NoFormat && format != this {
			return wire.NoFormat, false
		}
		format, declared = this, true
	}
	return format, declared
}

// declaredSchemas are those that the settings name for the values: the one of the topic, else the registered ones.
func (s *stream) declaredSchemas() []*project.SchemaFile {
	if s.topic.Schema.Sound() {
		return []*project.SchemaFile{s.topic.Schema}
	}
	return s.topic.Writers
}

// differs reports whether records of a format are none that the job can read. Framed ones read as text are the business of
// another rule.
func (s *stream) differs(format wire.Format) bool {
	switch {
	case format == wire.NoFormat:
		return false
	case s.binary():
		return format != s.data()
	}
	return s.text() && format != wire.JSONFormat && s.known.Verdict == evidence.Bare
}

// fits reports whether the schema provider is one for records of that encoding, so that it is not the worse fault.
func (s *stream) fits() bool {
	return !(s.inline() && s.framed()) && !(s.registry() && s.known.Verdict == evidence.Bare)
}

// other words that records were seen to have another format.
func (s *stream) other(format wire.Format) lint.Problem {
	name, title := formatName(format)
	how := ""
	if s.framed() {
		_, words := s.frame()
		how = " and " + words
	}
	provider := ""
	switch {
	case format == wire.JSONFormat:
	case s.known.Verdict == evidence.Registry:
		provider = " with a connection to the registry as its provider"
	default:
		provider = " with the schema of the records"
	}
	return s.problem(s.name, "%s are %s%s%s, and %q reads %s: it fails on them, or makes values of them that nobody wrote. Write %q%s",
		s.records(), title, how, s.seen(), s.name.Text(), s.expects(), name, provider)
}

// declaredOther words that the schema which the settings name is of another format.
func (s *stream) declaredOther(format wire.Format) lint.Problem {
	name, title := formatName(format)
	file := s.declaredSchemas()[0]
	problem := s.problem(s.name, "the schema of the topic %q is %s (%s), and %q reads %s: it would fail on the records, or make values of them that nobody wrote. Write %q, or correct the settings",
		s.topic.Name, title, file.Name, s.name.Text(), s.expects(), name)
	problem.Severity = lint.Warning
	problem.Related = append([]lint.RelatedPlace{{Message: "the schema", In: &lint.OtherFile{Name: file.Name}}}, problem.Related...)
	return problem
}

// expects names what the job reads.
func (s *stream) expects() string {
	if s.data() == wire.NoFormat {
		return fmt.Sprintf("text (%s)", s.name.Text())
	}
	_, title := formatName(s.data())
	return title
}
