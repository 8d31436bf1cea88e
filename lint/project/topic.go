package project

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/schemas/protobuf"
	"github.com/polarspec/polarspec/schemas/wire"
)

// Topic is what is known of the records of a topic.
type Topic struct {
	Name string
	// Connection is the name of the connection that reads it, "" where only connection specs tell.
	Connection string
	// Settings is the name of the settings file that has the topic, Node its entry there. Both are empty for a topic that only an
	// evidence file has.
	Settings string
	Node     document.Node
	// Value and Key are what is known of the two parts of a record.
	Value, Key Side
	// Schema is the file with the schema of the values; nil if none is named or it cannot be read.
	Schema *SchemaFile
	// Message is the message of the values in Schema; nil if that is not Protobuf.
	Message *protobuf.Message
	// Writers are the registered schemas that values were written with; those that cannot be read are left out.
	Writers []*SchemaFile

	settingsPath string
}

// Problem is a config/no-match about a part of the entry that the settings have of the topic, underlined at its key where it has one.
func (t *Topic) Problem(at document.Node, message string) config.Problem {
	span := at.Span()
	if at.HasKey() {
		span = at.KeySpan()
	}
	return config.Problem{Rule: "config/no-match", Path: t.settingsPath, File: at.File(), Node: at, Span: span, Message: message}
}

// HasTopics reports whether anything is known of any topic.
func (p *Project) HasTopics() bool { return p != nil && len(p.Topics) > 0 }

// Topic returns the topic of a name, nil if nothing is known of it.
func (p *Project) Topic(name string) *Topic {
	if name == "" {
		return nil
	}
	return p.topic(func(t *Topic) bool { return t.Name == name })
}

// TopicOfConnection returns the topic that the settings say a connection reads, nil if they say nothing.
func (p *Project) TopicOfConnection(name string) *Topic {
	return p.topic(func(t *Topic) bool { return t.Connection == name })
}

func (p *Project) topic(fits func(*Topic) bool) *Topic {
	if p == nil {
		return nil
	}
	for _, t := range p.Topics {
		if fits(t) {
			return t
		}
	}
	return nil
}

// topic loads what the settings say of a topic. That of an inner settings file takes the place of an outer one.
func (l *loader) topic(layer *config.Layer, declared config.Topic) error {
	t := &Topic{Name: declared.Name, Connection: declared.Connection, Settings: l.Name(layer.Path), Node: declared.Node, settingsPath: layer.Path}
	t.Value.Declared, t.Key.Declared = declared.Encoding, declared.KeyEncoding
	t.Value.settings, t.Value.place = t.Settings, declared.Node.Get("encoding")
	t.Key.settings, t.Key.place = t.Settings, declared.Node.Get("key-encoding")
	var err error
	if t.Value.Samples, err = l.samples(layer, declared.Samples); err != nil {
		return err
	}
	if t.Key.Samples, err = l.samples(layer, declared.KeySamples); err != nil {
		return err
	}
	l.topicSchema(layer, t, declared)
	for _, pattern := range declared.Writers {
		found, err := l.match(layer, pattern)
		if err != nil {
			return err
		}
		for _, path := range found {
			writer := l.schema(path, Registered)
			if writer.Err != nil {
				l.problem(layer, pattern, fmt.Sprintf("%s %v", writer.Name, writer.Err))
				continue
			}
			t.Writers = append(t.Writers, writer)
		}
	}
	for i, other := range l.Topics {
		if other.Name == t.Name {
			l.Topics[i] = t
			return nil
		}
	}
	l.Topics = append(l.Topics, t)
	return nil
}

// topicSchema loads the schema of the values of a topic.
func (l *loader) topicSchema(layer *config.Layer, t *Topic, declared config.Topic) {
	if declared.Schema == "" {
		return
	}
	kind := KindOf(declared.Schema)
	if kind == NoSchema && filepath.Ext(declared.Schema) == ".json" {
		kind = Registered
	}
	f := l.single(layer, declared.Schema, kind)
	if f == nil || f.Err != nil {
		return
	}
	t.Schema = f
	if f.Set == nil || f.Fault != nil {
		return
	}
	t.Message = f.Set.Default().Documented
	if declared.Message == "" {
		return
	}
	lookup := f.Set.Find(declared.Message)
	switch {
	case lookup.New != nil:
		t.Message = lookup.New
	case lookup.Old != nil:
		t.Message = lookup.Old
	default:
		l.problem(layer, declared.Schema, fmt.Sprintf("%s has no message %q", f.Name, declared.Message))
		t.Message = nil
	}
}

// evidence reads the evidence files, which lie beside the settings files, or in the working directory where there are none.
func (l *loader) evidence() error {
	folders := []string{l.Dir}
	if l.settings.Any() {
		folders = nil
		for _, layer := range l.settings.Layers {
			folders = append(folders, layer.Dir)
		}
	}
	for _, folder := range folders {
		path := filepath.Join(folder, evidence.FileName)
		source, err := read(l.Files, path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("%s %w", l.Name(path), err)
		}
		file, problems := evidence.Parse(path, source)
		l.Problems = append(l.Problems, problems...)
		if len(problems) == 0 {
			l.record(file, l.Name(path))
		}
	}
	return nil
}

// record adds what an evidence file has to the topics.
func (l *loader) record(file *evidence.File, name string) {
	for i := range file.Topics {
		recorded := &file.Topics[i]
		t := l.Topic(recorded.Name)
		if t == nil {
			t = &Topic{Name: recorded.Name}
			l.Topics = append(l.Topics, t)
		}
		t.Value.record(recorded.Value, recorded.Node.Get("value"), name)
		t.Key.record(recorded.Key, recorded.Node.Get("key"), name)
	}
}

func (s *Side) record(recorded *evidence.Side, at document.Node, name string) {
	if recorded != nil {
		s.Recorded, s.recordedAt, s.recordedIn = recorded, at, name
	}
}

// samples reads files with one record each.
func (l *loader) samples(layer *config.Layer, patterns []string) ([]Sample, error) {
	var list []Sample
	for _, pattern := range patterns {
		found, err := l.match(layer, pattern)
		if err != nil {
			return nil, err
		}
		for _, path := range found {
			data, err := read(l.Files, path)
			if err != nil {
				l.problem(layer, pattern, fmt.Sprintf("%s %v", l.Name(path), err))
				continue
			}
			list = append(list, Sample{l.Name(path), data})
		}
	}
	return list, nil
}

// Values returns what all evidence says of the values. job are the schemas that the job which asks reads them with; they are used for
// samples that no schema of the topic itself reads. The result is shared and must not be changed.
func (t *Topic) Values(job []wire.Schema) *Known { return t.Value.with(t.WireSchemas, job) }

// Keys returns what all evidence says of the keys, as [Topic.Values] does. The topic itself has no schemas of keys.
func (t *Topic) Keys(job []wire.Schema) *Known {
	return t.Key.with(func() []wire.Schema { return nil }, job)
}

// WireSchemas are the schemas that records of the topic can be decoded with.
func (t *Topic) WireSchemas() []wire.Schema {
	var list []wire.Schema
	for _, f := range append([]*SchemaFile{t.Schema}, t.Writers...) {
		if f.Sound() {
			list = append(list, wire.Schema{Name: f.Name, Avro: f.Avro, Set: f.Set, Message: t.MessageIn(f)})
		}
	}
	return list
}

// MessageIn returns the message of a file that values are, nil for an Avro schema.
func (t *Topic) MessageIn(f *SchemaFile) *protobuf.Message {
	switch {
	case f.Set == nil:
		return nil
	case f == t.Schema:
		return t.Message
	}
	return f.Set.Default().Documented
}
