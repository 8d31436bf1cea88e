package polaris

import (
	"iter"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/shape"
)

// Job is a typed view of a job spec. Every part of it may be absent or of a wrong type; its methods then answer with nothing.
type Job struct{ document.Node }

// Type returns the kind of the job, such as "streaming".
func (j Job) Type() string { return j.Get("type").Text() }

// Streaming reports whether it is a streaming job.
func (j Job) Streaming() bool { return j.Get("type").TextIs("streaming") }

// Target returns the table that the job writes to.
func (j Job) Target() document.Node { return j.Get("target") }

// Source returns where the data comes from.
func (j Job) Source() Source { return Source{j.Get("source")} }

// Mappings yields the mappings of the job.
func (j Job) Mappings() iter.Seq[Mapping] {
	return func(yield func(Mapping) bool) {
		for item := range j.Get("mappings").Children() {
			if !yield(Mapping{item}) {
				return
			}
		}
	}
}

// Formats yields the format settings of the source and, below kafka and kinesis, those of value and key.
func (j Job) Formats() iter.Seq[Format] {
	return func(yield func(Format) bool) {
		outer := j.Source().Get("formatSettings")
		for _, n := range []document.Node{outer, outer.Get("valueFormat"), outer.Get("keyFormat")} {
			if n.Kind() == document.Object && !yield(Format{n}) {
				return
			}
		}
	}
}

// NamedFormat returns the value format of a streaming job that is given by its name alone, as the kinesis format allows; absent otherwise.
func (j Job) NamedFormat() document.Node {
	outer := j.Source().Get("formatSettings")
	name := outer.Get("valueFormat")
	if !j.Streaming() || j.Source().Type() != "connection" || !outer.Get("format").TextIs("kinesis") || name.Kind() != document.String {
		return document.Node{}
	}
	return name
}

// Source is a view of where a job reads from.
type Source struct{ document.Node }

// Type returns the kind of the source, such as "connection".
func (s Source) Type() string { return s.Get("type").Text() }

// Connection returns the name of the connection; absent for sources without one.
func (s Source) Connection() document.Node { return s.Get("connectionName") }

// Inputs yields the declared input fields.
func (s Source) Inputs() iter.Seq[Input] {
	return func(yield func(Input) bool) {
		for item := range s.Get("inputSchema").Children() {
			if !yield(Input{item}) {
				return
			}
		}
	}
}

// Input is a view of a declared input field.
type Input struct{ document.Node }

// Name returns the node of the name.
func (i Input) Name() document.Node { return i.Get("name") }

// DataType returns the node of the type that the field is read as.
func (i Input) DataType() document.Node { return i.Get("dataType") }

// Mapping is a view of an output column and its expression.
type Mapping struct{ document.Node }

// Column returns the node of the column's name.
func (m Mapping) Column() document.Node { return m.Get("columnName") }

// Expression returns the node of the expression.
func (m Mapping) Expression() document.Node { return m.Get("expression") }

// Format is a view of format settings.
type Format struct{ document.Node }

// Name returns the name of the format, such as "avro_stream".
func (f Format) Name() string { return f.Get("format").Text() }

// Known reports whether there is a format of that name. One that is not known may be a misspelt one.
func (f Format) Known() bool {
	name := f.Name()
	for _, formats := range []*shape.Type{&typeBatchFormat, &typeStreamingFormat} {
		for i := range formats.Variants {
			if formats.Variants[i].Value == name {
				return true
			}
		}
	}
	return false
}

// Provider returns the schema provider of the format.
func (f Format) Provider() Provider { return Provider{f.Get("parseSchemaProvider")} }

// Provider is a view of where a data schema comes from.
type Provider struct{ document.Node }

// Type returns the kind of the provider, such as "inline-avro".
func (p Provider) Type() string { return p.Get("type").Text() }

// Connection returns the node of the registry connection's name.
func (p Provider) Connection() document.Node { return p.Get("connectionName") }

// Connection is a typed view of a connection spec.
type Connection struct{ document.Node }

// Type returns the kind of the connection, such as "kafka".
func (c Connection) Type() string { return c.Get("type").Text() }

// Name returns the node of the name.
func (c Connection) Name() document.Node { return c.Get("name") }
