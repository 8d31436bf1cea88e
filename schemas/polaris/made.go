package polaris

import (
	"strings"

	"github.com/polarspec/polarspec/internal/document"
)

// MadeFields are the input fields of a job that do not come from the record: the metadata of a stream and what flattenSpec makes.
type MadeFields struct {
	names map[string]bool
	// headers is what the names of headers begin with.
	headers string
}

// metadataFields are the settings of the kafka and kinesis formats that name a field, and the names without them.
func metadataFields() [7][3]string {
	return [...][3]string{
		{"kafka", "timestampColumnName", "kafka.timestamp"},
		{"kafka", "topicColumnName", "kafka.topic"},
		{"kafka", "keyColumnName", "kafka.key"},
		{"kafka", "partitionColumnName", "kafka.partition"},
		{"kafka", "offsetColumnName", "kafka.offset"},
		{"kinesis", "partitionKeyColumnName", "kinesis.partitionKey"},
		{"kinesis", "timestampColumnName", "kinesis.timestamp"},
	}
}

// MadeFields returns the input fields that do not come from the record. Metadata have their default names where the job names none,
// since they are there without being asked for.
func (j Job) MadeFields() MadeFields {
	made := MadeFields{names: map[string]bool{"__time": true}, headers: "kafka.header."}
	for format := range j.Formats() {
		for f := range format.Get("flattenSpec").Get("fields").Children() {
			if f.Kind() == document.String {
				made.names[f.Text()] = true
			} else if name := f.Get("name"); name.Kind() == document.String {
				made.names[name.Text()] = true
			}
		}
	}
	outer := j.Source().Get("formatSettings")
	for _, m := range metadataFields() {
		name := m[2]
		if set := outer.Get(m[1]); outer.Get("format").TextIs(m[0]) && set.Kind() == document.String {
			name = set.Text()
		}
		made.names[name] = true
	}
	for _, key := range []string{"headerLabelPrefix", "headerColumnPrefix"} {
		if set := outer.Get(key); set.Kind() == document.String {
			made.headers = set.Text()
		}
	}
	return made
}

// Has reports whether a name is that of a field which does not come from the record.
func (m MadeFields) Has(name string) bool {
	return m.names[name] || strings.HasPrefix(name, m.headers) || strings.HasPrefix(name, "kinesis.")
}
