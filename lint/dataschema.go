package lint

import (
	"github.com/polarspec/polarspec/internal/document"
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
	// Node is where the schema is written: an Avro schema, or the text of a Protobuf descriptor.
	Node document.Node
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
	if p.schemas == nil {
		list := []*DataSchema{}
		if p.Identity.Kind == polaris.JobKind {
			for format := range p.Job().Formats() {
				if s := readDataSchema(format); s != nil {
					s.Reading.Batch = p.Job().Type() == "batch"
					list = append(list, s)
				}
			}
		}
		p.schemas = &list
	}
	return *p.schemas
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
	if s.Avro.Model.Kind == field.Record {
		s.Record = s.Avro.Model
	}
	return s
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
	if s.Message != nil {
		s.Record = s.Message.Type()
	}
	return s
}
