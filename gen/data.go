package gen

import (
	"path/filepath"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/field"
)

// Data returns what a source and the choices of the user make of the data, as a template sees it: the types and expressions that [Job]
// writes for the same source and choices. The table and the connection are for the template to write, so that they may be left out
// here; without the type of a source the data are a stream, unless they can only be in files. The document is described in
// docs/templates.md. The error is an *Error.
func Data(source *Source, options *Options) (document.Value, []Note, []string, error) {
	choices := standIns(source, options)
	j, err := newJob(source, &choices)
	if err != nil {
		return document.Value{}, nil, nil, err
	}
	kind := "batch"
	if j.streaming() {
		kind = "streaming"
	}
	members := []document.Member{
		text("name", j.name()),
		text("kind", j.kind()),
		text("file", filepath.Base(source.Name)),
		text("type", kind),
		text("format", j.format),
	}
	if schema := j.schema(); schema.Kind() != document.Null {
		members = append(members, document.Member{Key: "schema", Value: schema})
	}
	if source.Message != nil {
		members = append(members, text("message", source.Message.FullName))
	}
	if j.provider.Kind() == document.Object {
		members = append(members, document.Member{Key: "provider", Value: j.provider})
	}
	members = append(members,
		document.Member{Key: "formatSettings", Value: j.formatSettings()},
		document.Member{Key: "inputSchema", Value: j.inputSchema()},
		document.Member{Key: "mappings", Value: j.mappings()},
		document.Member{Key: "time", Value: j.timeData()},
		document.Member{Key: "fields", Value: j.fieldData()})
	if filter := j.filter(); filter != "" {
		members = append(members, text("filterExpression", filter))
	}
	return document.ObjectOf(members...), j.notes, j.unreadable, nil
}

// standIns are the choices of the user, with something in the place of what only concerns the rest of the job.
func standIns(source *Source, options *Options) Options {
	o := *options
	o.Table = "table"
	if o.Source == "" {
		o.Source = "connection"
		if source.Container || len(o.Files) > 0 {
			o.Source = "uploaded"
		}
	}
	o.Connection = ""
	if o.Source == "connection" || o.Source == "s3" || o.Source == "azure" {
		o.Connection = "connection"
	}
	if len(o.Files) == 0 && o.Source != "connection" && o.Source != "inline" {
		o.Files = []string{"s3://bucket/" + filepath.Base(source.Name)}
	}
	return o
}

// name is the full name of the record or message; empty for samples, which have none.
func (j *job) name() string {
	switch {
	case j.source.Message != nil:
		return j.source.Message.FullName
	case j.source.Avro != nil:
		return j.source.Avro.Model.Name
	}
	return ""
}

func (j *job) kind() string {
	switch {
	case j.source.Message != nil:
		return "protobuf"
	case j.source.Avro != nil:
		return "avro"
	}
	return "samples"
}

// schema is the data schema itself: an Avro schema, or a descriptor set in Base64; null where the job cannot have it inside.
func (j *job) schema() document.Value {
	for _, name := range []string{"schema", "descriptor"} {
		if schema, ok := j.provider.Get(name); ok {
			return schema
		}
	}
	if j.source.Avro == nil {
		return document.NullValue()
	}
	if j.source.Avro.StandsAlone() {
		return j.source.Avro.Node().Value()
	}
	if schema, ok := j.source.Avro.Inline(); ok {
		return schema
	}
	return document.NullValue()
}

// timeData is the time of the event: its field, or the path to a value within one, and the mapping that it makes.
func (j *job) timeData() document.Value {
	name := j.time.entry.name
	if !j.time.whole {
		name = j.time.path
	}
	return document.ObjectOf(text("field", name), text("expression", j.columns[0].expression), flag("nullable", j.time.nullable))
}

// fieldData are the columns that are made of fields: neither the time nor the measures.
func (j *job) fieldData() document.Value {
	list := make([]document.Value, 0, len(j.columns))
	for _, c := range j.columns {
		if c.origin.entry == nil {
			continue
		}
		dataType := c.origin.dataType
		if dataType == "" {
			dataType = c.origin.entry.dataType
		}
		t := c.origin.typ
		members := []document.Member{
			text("name", c.origin.name),
			text("column", c.name),
			text("expression", c.expression),
			text("dataType", dataType),
			text("type", typeName(t)),
			flag("nullable", t.Nullable || t.Kind == field.Wrapper),
			texts("inputs", c.origin.entry.inputs),
		}
		if name := logicalName(plain(t).Logical); name != "" {
			members = append(members, text("logicalType", name))
		}
		list = append(list, document.ObjectOf(members...))
	}
	return document.ArrayOf(list...)
}

func flag(key string, value bool) document.Member {
	return document.Member{Key: key, Value: document.BoolOf(value)}
}

// typeName is what a value is called in a template: the word of Avro or Protobuf for it.
func typeName(t *field.Type) string {
	switch plain(t).Kind {
	case field.Null:
		return "null"
	case field.Boolean:
		return "boolean"
	case field.Int:
		return "int"
	case field.Long:
		return "long"
	case field.Float:
		return "float"
	case field.Double:
		return "double"
	case field.String:
		return "string"
	case field.Bytes:
		return "bytes"
	case field.Fixed:
		return "fixed"
	case field.Enum:
		return "enum"
	case field.Array:
		return "array"
	case field.Map:
		return "map"
	case field.Record:
		return "record"
	case field.Union:
		return "union"
	}
	return messageTypeName(plain(t).Kind)
}

// messageTypeName is what only Protobuf has.
func messageTypeName(kind field.Kind) string {
	switch kind {
	case field.UInt32:
		return "uint32"
	case field.Fixed32:
		return "fixed32"
	case field.UInt64:
		return "uint64"
	case field.Fixed64:
		return "fixed64"
	case field.Timestamp:
		return "Timestamp"
	case field.Duration:
		return "Duration"
	case field.FieldMask:
		return "FieldMask"
	case field.Empty:
		return "Empty"
	case field.Struct:
		return "Struct"
	case field.Value:
		return "Value"
	case field.ListValue:
		return "ListValue"
	case field.Any:
		return "Any"
	}
	return "unknown"
}

// logicalName is the name of an Avro logical type; empty for none.
func logicalName(logical field.Logical) string {
	switch logical {
	case field.Date:
		return "date"
	case field.TimeMillis:
		return "time-millis"
	case field.TimeMicros:
		return "time-micros"
	case field.TimestampMillis:
		return "timestamp-millis"
	case field.TimestampMicros:
		return "timestamp-micros"
	case field.TimestampNanos:
		return "timestamp-nanos"
	case field.LocalTimestampMillis:
		return "local-timestamp-millis"
	case field.LocalTimestampMicros:
		return "local-timestamp-micros"
	case field.LocalTimestampNanos:
		return "local-timestamp-nanos"
	case field.Decimal:
		return "decimal"
	case field.AvroDuration:
		return "duration"
	case field.UUID:
		return "uuid"
	}
	return ""
}
