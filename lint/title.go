package lint

import (
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/field"
)

// Title names the record or message in a message: "Avro record io.imply.KttmEvent", and for one of another file "… in kttm.avsc".
func (s *DataSchema) Title() string {
	if s.From != nil {
		return s.title() + " in " + s.From.Name
	}
	return s.title()
}

func (s *DataSchema) title() string {
	switch {
	case s.Message != nil:
		return "Protobuf message " + s.Message.FullName
	case s.Record != nil && s.Record.Name != "":
		return "Avro record " + s.Record.Name
	case s.Avro != nil:
		return "the Avro schema"
	}
	return "the data schema"
}

// TypeName is the type of a field of the record, or of a record within it, in the words of the schema: "long", "union of null,
// string", "repeated uint32".
func (s *DataSchema) TypeName(record *field.Type, f *field.Field) string {
	if record == s.Record {
		return s.rootTypeName(f)
	}
	if s.Avro != nil {
		if of := s.Avro.Lookup(record.Name); of != nil {
			if member := of.Field(f.Name); member != nil {
				return member.Type.String()
			}
		}
		return ""
	}
	if s.Descriptor != nil {
		if message := s.Descriptor.Message(record.Name); message != nil {
			if member := message.Field(writtenName(f)); member != nil {
				return member.TypeName()
			}
		}
	}
	return ""
}

// rootTypeName finds a field of the record by its place, which is the same in the schema: a record can have very many.
func (s *DataSchema) rootTypeName(f *field.Field) string {
	if s.places == nil {
		s.places = make(map[*field.Field]int, len(s.Record.Fields))
		for i := range s.Record.Fields {
			s.places[&s.Record.Fields[i]] = i
		}
	}
	i, ok := s.places[f]
	switch {
	case !ok:
	case s.Avro != nil:
		if fields := s.Avro.Root.Fields; i < len(fields) && fields[i].Name == f.Name {
			return fields[i].Type.String()
		}
	case s.Message != nil:
		if fields := s.Message.Fields; i < len(fields) && fields[i].Name == writtenName(f) {
			return fields[i].TypeName()
		}
	}
	return ""
}

// writtenName is the name of a field in the schema.
func writtenName(f *field.Field) string {
	if f.ProtoName != "" {
		return f.ProtoName
	}
	return f.Name
}

// Place is where the schema defines a field of the record: its type in an Avro schema, the text of a descriptor.
func (s *DataSchema) Place(f *field.Field) RelatedPlace {
	if s.From != nil && (s.Avro == nil || s.From.Kind == project.Registered) { // a registered schema is a text within a text
		return RelatedPlace{Message: "the file with the schema", In: &OtherFile{Name: s.From.Name}}
	}
	if s.Avro == nil {
		return RelatedPlace{Message: "the descriptor with the field", At: s.Node}
	}
	place := RelatedPlace{Message: "the field in the schema", At: s.Avro.FieldNode(f).Get("type")}
	if kind := place.At.Kind(); place.At.HasKey() && (kind == document.Object || kind == document.Array) {
		place.Span = place.At.KeySpan()
	}
	if s.From != nil {
		place.In = &OtherFile{Name: s.From.Name, Text: place.At.File()}
	}
	return place
}
