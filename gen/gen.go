// Package gen writes specs: from a data schema and what the user chose to a job whose every type and expression is the one that the
// type table of schemas/field recommends. It reads and writes no files.
package gen

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/schemas/avro"
	"github.com/polarspec/polarspec/schemas/field"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

// Source is what describes the data: an Avro schema, a Protobuf message, or the fields that were found in samples.
type Source struct {
	// Name is the file as the user named it.
	Name string
	// Record are the fields of samples; nil where Avro or Message has them.
	Record *field.Type
	// Avro is the schema of Avro records, without faults; nil for other data.
	Avro *avro.Schema
	// Container is true for the schema of an Avro container file.
	Container bool
	// Registered is true for the saved response of a schema registry.
	Registered bool
	// Set and Message are what describes Protobuf messages; the set links. Both are nil for other data.
	Set     *protobuf.Set
	Message *protobuf.Message
	// Format is the format of samples: nd-json, json, csv or tsv; empty for the others.
	Format string
	// NoTimes are text fields of samples with values that do not read as times of ISO 8601.
	NoTimes map[string]bool
	// Text is the text of samples.
	Text string
}

// Pair is a name that a flag gives a value, such as session_length=float.
type Pair struct{ Name, Value string }

// Options are what the user chose. Only Table is needed, and Connection for a streaming job.
type Options struct {
	// Table is the table that the job writes to.
	Table string
	// Connection is the connection that the job reads from.
	Connection string
	// Source is the type of the source: connection, uploaded, s3, azure, inline; empty for the one that the data suggests.
	Source string
	// Files are the names of uploaded files, or the addresses of objects.
	Files []string
	// Registry is the connection of a schema registry; empty for the schema in the job.
	Registry string
	// AcceptUnreadable makes a job although Druid cannot read some fields of the message.
	AcceptUnreadable bool
	// Time is the field with the time of the event, with a unit behind a colon where the schema does not tell.
	Time string
	// Types are data types of fields, Renames names of columns for fields.
	Types, Renames []Pair
	// Select and Exclude are patterns of names of fields.
	Select, Exclude []string
	// Flatten makes columns of the fields within records.
	Flatten bool
	// Rollup is the period that times are cut off to; Measures are the aggregations, by name.
	Rollup   string
	Measures []Pair
	// Filter is the condition that rows must meet.
	Filter string
	// FieldNames says which names Protobuf fields have: json, proto, or empty for the ones that are sure to be right.
	FieldNames string
	// ReadFrom is latest or earliest.
	ReadFrom string
	// ReplaceIntervals are the intervals of the table to replace; "all" replaces all of it.
	ReplaceIntervals []string
	// Set are values of the spec by their paths.
	Set []Pair
}

// Note is what the user should know about a field, or the job as a whole.
type Note struct {
	// Field is the name of the field; empty for the job.
	Field string `json:"field,omitempty"`
	// Message is a clause without a full stop.
	Message string `json:"message"`
}

// Result is a spec and what to say about it.
type Result struct {
	Spec  document.Value
	Notes []Note
	// Unreadable are fields that Druid cannot read, which was accepted.
	Unreadable []string
}

// Error is why there is no spec.
type Error struct {
	// Schema is true if the data schema is at fault, false if the choices are.
	Schema  bool
	Message string
}

// Error returns the message.
func (e *Error) Error() string { return e.Message }

// refuse is an error of the choices.
func refuse(format string, args ...any) error { return &Error{Message: fmt.Sprintf(format, args...)} }

// faulty is an error of the data schema.
func faulty(format string, args ...any) error {
	return &Error{Schema: true, Message: fmt.Sprintf(format, args...)}
}

// unknownField is the error about the name of a field that there is none of.
func (j *job) unknownField(flag, name string) error {
	if near, ok := spelling.Near(name, j.names()); ok {
		return refuse("--%s: %s has no field %q. Did you mean %q?", flag, j.source.Name, name, near)
	}
	return refuse("--%s: %s has no field %q; it has %s", flag, j.source.Name, name, shortList(slices.Collect(j.names())))
}

// maxListed is how many names a message lists.
const maxListed = 20

func shortList(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	var list []string
	for _, name := range names[:min(len(names), maxListed)] {
		if name == "" || strings.ContainsFunc(name, func(r rune) bool { return special(r) && !strings.ContainsRune("-.@", r) }) {
			name = strconv.Quote(name)
		}
		list = append(list, name)
	}
	text := strings.Join(list, ", ")
	if len(names) > maxListed {
		text += fmt.Sprintf(" and %d more", len(names)-maxListed)
	}
	return text
}
