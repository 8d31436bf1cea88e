package provider

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/field"
	"github.com/polarspec/polarspec/schemas/wire"
)

//go:embed many-record-types.md
var manyRecordTypesPage string

func manyRecordTypes() *lint.Rule {
	return topicRule(lint.Metadata{
		ID: "provider/many-record-types", Severity: lint.Warning, Page: manyRecordTypesPage,
		Summary:  "a topic with records of several types",
		Evidence: "Druid's decoders know nothing of record names; fields that a record does not have are NULL (druid-semantics sections 1.3 and 3)",
	}, func(p *lint.Pass, s *stream) {
		if s.key || !s.binary() || s.known.Verdict == evidence.Mixed {
			return
		}
		types := s.recordTypes()
		if len(types) < 2 {
			return
		}
		var names []string
		for _, t := range types[:min(len(types), maxListed)] {
			names = append(names, t.name)
		}
		list := joined(names)
		if more := len(types) - len(names); more > 0 {
			list = fmt.Sprintf("%s and %d more", strings.Join(names, ", "), more)
		}
		where := ""
		if len(s.known.Places) > 0 && !s.known.Declared {
			where = s.seen()
		}
		problem := s.problem(s.name, "the topic %q has records of several types: %s%s. %s%s. %s",
			s.topic.Name, list, where, s.severalTypes(), lacking(p, types), s.separate())
		for _, t := range types[:min(len(types), maxListed)] {
			if t.file != nil {
				problem.Related = append(problem.Related, lint.RelatedPlace{Message: "the schema of " + t.name, In: &lint.OtherFile{Name: t.file.Name}})
			}
		}
		p.Report(problem)
	})
}

// recordType is a type of the records of a topic.
type recordType struct {
	name string
	// fields is nil if they are not known.
	fields *field.Type
	// file is a registered schema that has it, nil for one that samples or the evidence file show.
	file *project.SchemaFile
}

// recordTypes are the types that records have, by all that is known of the topic, sorted by name.
func (s *stream) recordTypes() []recordType {
	found := map[string]recordType{}
	for _, name := range s.known.Tally.Names {
		found[name] = recordType{name: name}
	}
	for _, r := range s.known.Records {
		v := r.Verdict
		switch {
		case !v.Sure:
		case v.Message != nil:
			found[v.Message.FullName] = recordType{name: v.Message.FullName, fields: v.Message.Type()}
		case v.Schema != nil && v.Schema.Avro != nil && v.Schema.Avro.Root.Name != "":
			found[v.Schema.Avro.Root.Name] = recordType{name: v.Schema.Avro.Root.Name, fields: v.Schema.Avro.Model}
		}
	}
	for _, file := range s.topic.Writers {
		if t := s.registeredType(file); t.name != "" {
			if old := found[t.name]; old.fields == nil {
				found[t.name] = t
			}
		}
	}
	var list []recordType
	for _, t := range found {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b recordType) int { return strings.Compare(a.name, b.name) })
	return list
}

// registeredType is the type that a registered schema is of; of another format than the job reads it is none.
func (s *stream) registeredType(file *project.SchemaFile) recordType {
	if message := s.topic.MessageIn(file); message != nil && s.data() == wire.Protobuf {
		return recordType{message.FullName, message.Type(), file}
	}
	if file.Avro != nil && s.data() == wire.Avro && file.Avro.Model.Kind == field.Record {
		return recordType{file.Avro.Root.Name, file.Avro.Model, file}
	}
	return recordType{}
}

// severalTypes says what becomes of several types.
func (s *stream) severalTypes() string {
	if s.inline() {
		return "A schema in the spec reads one of them: records of the others fail, or become values that nobody wrote"
	}
	return "All become rows of one table, with NULL for what a type does not have"
}

// separate says what to do about several types.
func (s *stream) separate() string {
	if s.inline() {
		return "Use a topic for each type, or a schema registry"
	}
	return "Keep the rows apart by a filter, or use a topic for each type"
}

// lacking says which types lack fields that the job declares, as far as one of the types has them.
func lacking(p *lint.Pass, types []recordType) string {
	var parts []string
	for _, t := range types {
		if t.fields == nil {
			continue
		}
		var names []string
		more := 0
		for input := range p.Job().Source().Inputs() {
			name := input.Name()
			if name.Kind() != document.String || has(t.fields, name.Text()) || !slices.ContainsFunc(types, func(o recordType) bool { return o.fields != nil && has(o.fields, name.Text()) }) {
				continue
			}
			if len(names) == maxListed {
				more++
			} else {
				names = append(names, fmt.Sprintf("%q", name.Text()))
			}
		}
		if more > 0 {
			names = append(names, fmt.Sprintf("%d more", more))
		}
		if len(names) > 0 && len(parts) < maxListed {
			parts = append(parts, fmt.Sprintf("%s lacks %s", t.name, joined(names)))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, "; ")
}

// has reports whether a record has a field, under either of its names.
func has(record *field.Type, name string) bool {
	return slices.ContainsFunc(record.Fields, func(f field.Field) bool { return f.Name == name || f.ProtoName != "" && f.ProtoName == name })
}
