package lint

import (
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/avro"
	"github.com/polarspec/polarspec/schemas/field"
	"github.com/polarspec/polarspec/schemas/polaris"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

// DataSchema is the schema of the data that one format of a job reads, as far as the spec itself has it.
type DataSchema struct {
	// Format is the format settings that the schema stands in, Provider the schema provider; absent for avro_ocf.
	Format   polaris.Format
	Provider polaris.Provider
	// Node is where the spec has the schema: an Avro schema, or the text of a Protobuf descriptor. Absent for one of another file.
	Node document.Node
	// From is the file that has the schema; nil if the spec itself has it.
	From *project.SchemaFile
	// Avro is the Avro schema; nil for Protobuf.
	Avro *avro.Schema
	// Descriptor is the Protobuf descriptor set; nil for Avro, and if Fault says why the text is none.
	Descriptor *protobuf.Set
	Fault      *protobuf.Fault
	// Lookup is what Druid finds under protoMessageType; nil if the spec leaves it open.
	Lookup *protobuf.Lookup
	// Message is the message that rules judge by: the one that is found, or the documented choice. Nil if there is none, or if it
	// depends on the version which one is found.
	Message *protobuf.Message
	// Record is the record or message in the terms of both worlds; nil if it is not known.
	Record *field.Type
	// Reading says how values are read.
	Reading field.Reading

	fields map[string]*field.Field
	places map[*field.Field]int // of the fields of the record
}

// Field returns the field of the record that Druid hands over under the name, nil if there is none.
func (s *DataSchema) Field(name string) *field.Field {
	if s.Record == nil {
		return nil
	}
	if s.fields == nil {
		s.fields = make(map[string]*field.Field, len(s.Record.Fields))
		for i := range s.Record.Fields {
			f := &s.Record.Fields[i]
			if s.fields[f.Name] == nil {
				s.fields[f.Name] = f
			}
		}
	}
	return s.fields[name]
}

// DataSchemas returns the schemas of the data that the job reads: of its format, and below kafka and kinesis of value and
// key. They are read once a document. Formats without a schema in the spec are left out.
func (p *Pass) DataSchemas() []*DataSchema {
	return p.schemas.get(func() (list []*DataSchema) {
		if p.Identity.Kind != polaris.JobKind {
			return nil
		}
		for format := range p.Job().Formats() {
			if s := readDataSchema(format); s != nil {
				s.Reading.Batch = p.Job().Type() == "batch"
				list = append(list, s)
			}
		}
		return list
	})
}

// readDataSchema returns nil for formats without a schema in the spec. What stands in a format that has no such schema says
// nothing of the data; one that is not known may be a misspelt one that does.
func readDataSchema(format polaris.Format) *DataSchema {
	s := &DataSchema{Format: format, Provider: format.Provider()}
	name, provider := format.Name(), providerKind(s.Provider)
	switch {
	case name == "avro_ocf" || !s.Provider.Exists() && !format.Known():
		s.Node = format.Get("schema")
		if s.Node.Len() == 0 {
			return nil // {} is what the service says for none
		}
	case provider == "inline-avro" && (name == "avro_stream" || !format.Known()):
		s.Node = s.Provider.Get("schema")
	case provider == "inline-protobuf" && (name == "protobuf" || !format.Known()):
		return s.readDescriptor()
	}
	if s.Node.Kind() != document.Object {
		return nil
	}
	s.Reading.BinaryAsString, _ = format.Get("binaryAsString").Bool()
	s.Avro = avro.Read(s.Node)
	return s.withRecord()
}

// providerKind returns the kind of a provider; if that is not known, the one that what it holds is for.
func providerKind(provider polaris.Provider) string {
	switch kind := provider.Type(); {
	case kind == "inline-avro" || kind == "inline-protobuf" || kind == "connection":
		return kind
	case provider.Get("schema").Exists():
		return "inline-avro"
	case provider.Get("descriptor").Exists():
		return "inline-protobuf"
	}
	return ""
}

func (s *DataSchema) readDescriptor() *DataSchema {
	s.Node = s.Provider.Get("descriptor")
	if s.Node.Kind() != document.String || s.Node.Text() == "" {
		return nil
	}
	s.Descriptor, s.Fault = protobuf.Decode(s.Node.Text())
	if s.Descriptor == nil {
		return s
	}
	s.Message = s.Descriptor.Default().Documented
	if name := s.Provider.Get("protoMessageType"); name.Kind() == document.String && name.Text() != "" {
		lookup := s.Descriptor.Find(name.Text())
		s.Lookup = &lookup
		s.Message = lookup.New
		if s.Message == nil {
			s.Message = lookup.Old
		}
		if lookup.Ambiguous() && lookup.Old != lookup.New {
			s.Message = nil // versions read different ones: nothing can be said of the fields
		}
	}
	return s.withRecord()
}

// OutsideSchemas returns the schemas of the data that the job reads as far as other files have them: with a registry connection that
// of the topic, or those that values were written with; in a batch job of containers without a reader's schema, those in the local
// copies of all the uploads. Other files may be stale, so that what rests on them is a warning.
func (p *Pass) OutsideSchemas() []*DataSchema {
	return p.outside.get(func() (list []*DataSchema) {
		if p.Identity.Kind != polaris.JobKind || p.Project == nil {
			return nil
		}
		for format := range p.Job().Formats() {
			list = append(list, p.outsideSchemas(format)...)
		}
		for _, s := range list {
			s.Reading.Batch = p.Job().Type() == "batch"
		}
		return list
	})
}

func (p *Pass) outsideSchemas(format polaris.Format) []*DataSchema {
	switch name := format.Name(); {
	case name == "avro_ocf" && format.Get("schema").Len() == 0:
		return p.uploadedSchemas(format)
	case readsTopic(format):
		return p.topicSchemas(format, name == "protobuf")
	}
	return nil
}

// uploadedSchemas are the writers' schemas of all files that the job reads; none if one of them is not known.
func (p *Pass) uploadedSchemas(format polaris.Format) []*DataSchema {
	var list []*DataSchema
	binaryAsString, _ := format.Get("binaryAsString").Bool()
	for name := range p.Job().Source().Get("fileList").Children() {
		upload := p.Project.Upload(name.Text())
		if !upload.Sound() || upload.Avro == nil {
			return nil
		}
		s := &DataSchema{Format: format, From: upload, Avro: upload.Avro}
		s.Reading.BinaryAsString = binaryAsString
		list = append(list, s.withRecord())
	}
	return list
}

// topicSchemas are those of the values of the topic: the one that the settings name, else those that values were written with.
func (p *Pass) topicSchemas(format polaris.Format, isProtobuf bool) []*DataSchema {
	topic := p.Topic()
	if topic == nil {
		return nil
	}
	if topic.Schema.Sound() {
		return registered(format, isProtobuf, topic, []*project.SchemaFile{topic.Schema})
	}
	return registered(format, isProtobuf, topic, topic.Writers)
}

// WriterSchemas returns the schemas that values of the topic were written with, in the order of the settings, for a job that reads
// them by a registry connection. Those of the other format are left out.
func (p *Pass) WriterSchemas() []*DataSchema {
	topic := p.Topic()
	if topic == nil || len(topic.Writers) == 0 {
		return nil
	}
	var list []*DataSchema
	for format := range p.Job().Formats() {
		if readsTopic(format) {
			list = append(list, registered(format, format.Name() == "protobuf", topic, topic.Writers)...)
		}
	}
	for _, s := range list {
		s.Reading.Batch = p.Job().Type() == "batch"
	}
	return list
}

// readsTopic reports whether a format reads values by the schemas that a registry connection gives.
func readsTopic(format polaris.Format) bool {
	return (format.Name() == "avro_stream" || format.Name() == "protobuf") && format.Provider().Type() == "connection" && !format.KeyIs("keyFormat")
}

// registered are the schemas of files that are of the format which the job reads.
func registered(format polaris.Format, isProtobuf bool, topic *project.Topic, files []*project.SchemaFile) []*DataSchema {
	var list []*DataSchema
	binaryAsString, _ := format.Get("binaryAsString").Bool()
	for _, file := range files {
		if (file.Set != nil) != isProtobuf {
			continue
		}
		s := &DataSchema{Format: format, Provider: format.Provider(), From: file, Avro: file.Avro, Descriptor: file.Set}
		s.Reading.BinaryAsString = binaryAsString && !isProtobuf
		if isProtobuf {
			s.Message = topic.MessageIn(file)
		}
		list = append(list, s.withRecord())
	}
	return list
}

// withRecord finds the record that the schema describes.
func (s *DataSchema) withRecord() *DataSchema {
	switch {
	case s.Message != nil:
		s.Record = s.Message.Type()
	case s.Avro != nil && s.Avro.Model.Kind == field.Record:
		s.Record = s.Avro.Model
	}
	return s
}
