package input

import (
	"slices"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// data is what is known of the fields that a job can read.
type data struct {
	// schemas are those of values, then those of keys. A schema that cannot be read as it stands is not among them.
	schemas []*lint.DataSchema
	// outside is true if another file has one of them: it may be stale, so that what rests on it is a warning.
	outside bool
	// complete is true if every format has a schema, so that a name that none of them has is in no record.
	complete bool
	// made are the fields that do not come from the record.
	made polaris.MadeFields
	// byProto finds fields by their names in the .proto file, for each schema.
	byProto map[*lint.DataSchema]map[string]*field.Field
}

// dataKey is what the data of a job are remembered by.
type dataKey struct{}

// read returns what the schemas of a job say; nil if they say nothing.
func read(p *lint.Pass) *data {
	return lint.Remember(p, dataKey{}, func() *data { return collect(p) })
}

func collect(p *lint.Pass) *data {
	d := &data{made: p.Job().MadeFields(), complete: true}
	for _, s := range slices.Concat(p.DataSchemas(), p.OutsideSchemas()) {
		if s.Sound() {
			d.schemas = append(d.schemas, s)
			d.outside = d.outside || s.From != nil
		}
	}
	if len(d.schemas) == 0 {
		return nil
	}
	for format := range p.Job().Formats() {
		switch value := format.Get("valueFormat"); {
		case value.Exists():
			d.complete = d.complete && value.Kind() == document.Object // a name alone stands for a format without a schema
		case !slices.ContainsFunc(d.schemas, func(s *lint.DataSchema) bool { return s.Format.Node == format.Node }):
			d.complete = false
		}
	}
	return d
}

// elsewhere reports whether a name is that of a field which does not come from the record.
func (d *data) elsewhere(name string) bool { return d.made.Has(name) }

// isKey reports whether a schema is that of a key. Druid hands a key over as a whole, so that its fields have no data type.
func isKey(s *lint.DataSchema) bool { return s.Format.KeyIs("keyFormat") }

// find returns the field that an input means, under either of its names, and the schema that has it.
func (d *data) find(name string) (*lint.DataSchema, *field.Field) {
	for _, s := range d.schemas {
		if f := s.Field(name); f != nil {
			return s, f
		}
	}
	for _, s := range d.schemas {
		if f := d.protoNames(s)[name]; f != nil {
			return s, f
		}
	}
	return nil, nil
}

// protoNames finds the fields of a message by their names in the .proto file, where those are not the JSON names.
func (d *data) protoNames(s *lint.DataSchema) map[string]*field.Field {
	if s.Message == nil {
		return nil
	}
	if names, ok := d.byProto[s]; ok {
		return names
	}
	names := map[string]*field.Field{}
	for i := range s.Record.Fields {
		if f := &s.Record.Fields[i]; f.ProtoName != "" {
			names[f.ProtoName] = f
		}
	}
	if d.byProto == nil {
		d.byProto = map[*lint.DataSchema]map[string]*field.Field{}
	}
	d.byProto[s] = names
	return names
}

// declared is an input field that is a field of a record.
type declared struct {
	polaris.Input
	name   string
	schema *lint.DataSchema
	field  *field.Field
}

// typed yields the inputs whose values have a type that a schema tells.
func typed(p *lint.Pass) func(yield func(declared) bool) {
	return func(yield func(declared) bool) {
		d := read(p)
		if d == nil {
			return
		}
		for input := range p.Job().Source().Inputs() {
			name, ok := nameOf(input)
			if !ok || d.elsewhere(name) {
				continue
			}
			if s, f := d.find(name); f != nil && !isKey(s) && !yield(declared{input, name, s, f}) {
				return
			}
		}
	}
}
