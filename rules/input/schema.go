package input

import (
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
	"github.com/polarspec/polarspec/schemas/polaris"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

// data is what is known of the fields that a job can read.
type data struct {
	// schemas are those of values, then those of keys. A schema that cannot be read as it stands is not among them.
	schemas []*lint.DataSchema
	// complete is true if every format has a schema, so that a name that none of them has is in no record.
	complete bool
	// made are the names that flattenSpec and the metadata of a stream give to fields.
	made map[string]bool
	// headers is what the names of headers begin with.
	headers string
	// byProto finds fields by their names in the .proto file, for each schema.
	byProto map[*lint.DataSchema]map[string]*field.Field
}

// metadata are the settings of the kafka and kinesis formats that name a field, and the names without them.
var metadata = [][3]string{
	{"kafka", "timestampColumnName", "kafka.timestamp"},
	{"kafka", "topicColumnName", "kafka.topic"},
	{"kafka", "keyColumnName", "kafka.key"},
	{"kafka", "partitionColumnName", "kafka.partition"},
	{"kafka", "offsetColumnName", "kafka.offset"},
	{"kinesis", "partitionKeyColumnName", "kinesis.partitionKey"},
	{"kinesis", "timestampColumnName", "kinesis.timestamp"},
}

// dataKey is what the data of a job are remembered by.
type dataKey struct{}

// read returns what the schemas of a job say; nil if they say nothing.
func read(p *lint.Pass) *data {
	return lint.Remember(p, dataKey{}, func() *data { return collect(p) })
}

func collect(p *lint.Pass) *data {
	d := &data{}
	for _, s := range p.DataSchemas() {
		if sound(s) {
			d.schemas = append(d.schemas, s)
		}
	}
	if len(d.schemas) == 0 {
		return nil
	}
	d.complete, d.made = true, map[string]bool{"__time": true}
	d.readFormats(p)
	d.readMetadata(p.Job().Source().Get("formatSettings"))
	return d
}

// sound reports whether a schema can be read as it stands and it is clear what record it describes.
func sound(s *lint.DataSchema) bool {
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

// readFormats notes formats without a schema, and the names that flattenSpec makes.
func (d *data) readFormats(p *lint.Pass) {
	for format := range p.Job().Formats() {
		for f := range format.Get("flattenSpec").Get("fields").Children() {
			if f.Kind() == document.String {
				d.made[f.Text()] = true
			} else if name := f.Get("name"); name.Kind() == document.String {
				d.made[name.Text()] = true
			}
		}
		switch value := format.Get("valueFormat"); {
		case value.Exists():
			d.complete = d.complete && value.Kind() == document.Object // a name alone stands for a format without a schema
		case !slices.ContainsFunc(d.schemas, func(s *lint.DataSchema) bool { return s.Format.Node == format.Node }):
			d.complete = false
		}
	}
}

// readMetadata notes the names of fields that are no part of the record.
func (d *data) readMetadata(outer document.Node) {
	for _, m := range metadata {
		name := m[2]
		if set := outer.Get(m[1]); outer.Get("format").TextIs(m[0]) && set.Kind() == document.String {
			name = set.Text()
		}
		d.made[name] = true
	}
	d.headers = "kafka.header."
	for _, key := range []string{"headerLabelPrefix", "headerColumnPrefix"} {
		if set := outer.Get(key); set.Kind() == document.String {
			d.headers = set.Text()
		}
	}
}

// elsewhere reports whether a name is that of a field which does not come from the record.
func (d *data) elsewhere(name string) bool {
	return d.made[name] || strings.HasPrefix(name, d.headers) || strings.HasPrefix(name, "kinesis.")
}

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
