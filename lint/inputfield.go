package lint

import (
	"slices"

	"github.com/polarspec/polarspec/schemas/field"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

// Sound reports whether the schema can be read as it stands and it is clear what record it describes.
func (s *DataSchema) Sound() bool {
	switch {
	case s.Record == nil:
		return false
	case s.Avro != nil:
		return len(s.Avro.Faults) == 0
	case s.Fault != nil || s.Descriptor == nil:
		return false
	}
	if l := s.Lookup; l != nil && (!l.Found() || l.Ambiguous() && l.Old != l.New) {
		return false
	}
	return !slices.ContainsFunc(s.Descriptor.Problems(), func(p protobuf.Problem) bool { return !p.OldOnly }) &&
		!slices.ContainsFunc(s.Descriptor.MissingImports(), (*protobuf.MissingImport).Used)
}

// InputField returns the field of a record that is behind an input, under either of its names, and the schema that has it: one in
// the spec, else one of another file, which may be stale. Both are nil for what does not come from the record, and where no
// schema tells. Of keys nothing is said: they are handed over as a whole.
func (p *Pass) InputField(name string) (*DataSchema, *field.Field) {
	if p.Columns().made.Has(name) {
		return nil, nil
	}
	for _, s := range p.soundSchemas() {
		if f := s.Field(name); f != nil {
			return s, f
		}
	}
	for _, s := range p.soundSchemas() {
		if f := s.protoField(name); f != nil {
			return s, f
		}
	}
	return nil, nil
}

// soundSchemas are the schemas of values that can be read, those in the spec first.
func (p *Pass) soundSchemas() []*DataSchema {
	return p.sound.get(func() []*DataSchema {
		var list []*DataSchema
		for _, s := range slices.Concat(p.DataSchemas(), p.OutsideSchemas()) {
			if !s.Format.KeyIs("keyFormat") && s.Sound() {
				list = append(list, s)
			}
		}
		return list
	})
}

// protoField returns the field that has another name in the .proto file.
func (s *DataSchema) protoField(name string) *field.Field {
	if s.Message == nil {
		return nil
	}
	for i := range s.Record.Fields {
		if f := &s.Record.Fields[i]; f.ProtoName == name {
			return f
		}
	}
	return nil
}
