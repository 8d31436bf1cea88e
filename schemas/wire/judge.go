package wire

import (
	"fmt"
	"slices"
	"strings"
)

// attempt is what came of taking a record for one of the forms.
type attempt struct {
	frame   frame
	reading *reading
	// failure says why no schema reads the data; "" if one does or there is none.
	failure string
}

func judge(record []byte, schemas []Schema) Verdict {
	if len(record) == 0 {
		return Verdict{Encoding: Empty, Sure: true, Reasons: []string{"the record has no bytes"}}
	}
	var read, unread []attempt
	for _, f := range framesOf(record) {
		a := try(record, f, schemas)
		if a.reading == nil {
			unread = append(unread, a)
		} else {
			read = append(read, a)
		}
	}
	switch len(read) {
	case 0:
		return unproven(record, unread, schemas)
	case 1:
		return proven(record, read[0], unread)
	}
	v := Verdict{Reasons: []string{"it can be read in several ways, so that it proves nothing"}}
	for _, a := range read {
		v.Reasons = append(v.Reasons, a.frame.reasons()...)
		v.Reasons = append(v.Reasons, a.reading.why)
	}
	return v
}

func (f frame) reasons() []string {
	if f.encoding == Bare {
		return nil
	}
	return []string{f.why}
}

// proven words the only form in which a schema reads the record.
func proven(record []byte, a attempt, unread []attempt) Verdict {
	f, r := a.frame, a.reading
	v := Verdict{
		Encoding: f.encoding, Format: r.format, SchemaID: f.id, GUID: f.guid, Indexes: r.indexes, Payload: f.payload + r.skipped,
		Schema: r.schema, Message: r.message, Sure: r.doubt == "", Reasons: append(f.reasons(), r.why),
	}
	if f.encoding == Bare && r.format == JSONFormat {
		v.Encoding = JSON
	}
	if r.doubt != "" {
		v.Reasons = append(v.Reasons, r.doubt)
	}
	for _, other := range unread {
		switch {
		case r.format == JSONFormat:
		case other.frame.encoding != Bare:
			reason := "it begins like another form (" + other.frame.why + ")"
			if other.failure != "" {
				reason += ", but is not: " + other.failure
			}
			v.Reasons = append(v.Reasons, reason)
		case r.format == Protobuf && record[0] == 0:
			v.Reasons = append(v.Reasons, "a bare Protobuf message never begins with the byte 0")
		case other.failure != "":
			v.Reasons = append(v.Reasons, "the whole record is not: "+other.failure)
		}
	}
	return v
}

// unproven words a record that no schema reads.
func unproven(record []byte, unread []attempt, schemas []Schema) Verdict {
	first := unread[0]
	if f := first.frame; f.encoding != Bare {
		v := Verdict{Encoding: f.encoding, SchemaID: f.id, GUID: f.guid, Payload: f.payload, Reasons: []string{f.why}}
		if f.encoding == SingleObject {
			v.Format = Avro
		}
		if len(schemas) == 0 {
			v.Reasons = append(v.Reasons, "that may be chance: only with the schema (--schema) can it be proven")
			return v
		}
		v.Reasons = append(v.Reasons, "no schema reads what follows: "+first.failure)
		if bare := unread[len(unread)-1]; bare.failure != "" {
			v.Reasons = append(v.Reasons, "nor the whole record: "+bare.failure)
		}
		v.Reasons = append(v.Reasons, "if the record was written with another version of the schema, add that one (--schema)")
		return v
	}
	var notAvro []string
	if len(schemas) > 0 {
		notAvro = []string{"no schema reads it: " + first.failure}
	}
	if isText(record) {
		v := Verdict{Encoding: Text, Sure: true, Reasons: append([]string{"it is UTF-8 text and no JSON object or array"}, notAvro...)}
		switch {
		case len(record) < minText:
			v.Sure, v.Reasons = false, append(v.Reasons, fmt.Sprintf("with less than %d bytes that may be chance", minText))
		case isStrings(record):
			v.Sure, v.Reasons = false, append(v.Reasons, "it may as well be an Avro record of strings: its first byte is the length of what follows")
		}
		return v
	}
	v := Verdict{Reasons: notAvro}
	switch what := otherFile(record); {
	case what != "":
		v.Reasons = append(v.Reasons, "it begins like "+what)
	case len(schemas) == 0:
		v.Reasons = append(v.Reasons, "it has the form of no registry and is no text; without a schema (--schema), bare Avro and Protobuf cannot be told from other data")
	default:
		v.Reasons = append(v.Reasons, "if the record was written with another version of the schema, add that one (--schema)")
	}
	return v
}

// try takes a record for one form.
func try(record []byte, f frame, schemas []Schema) attempt {
	a := attempt{frame: f}
	data := record[f.payload:]
	if f.compressed {
		inflated, err := inflate(data)
		if err != nil {
			a.failure = "its data cannot be decompressed: " + err.Error()
			return a
		}
		data = inflated
	}
	if f.encoding != SingleObject && isJSON(data) {
		why := theBytes(f, data) + " JSON"
		a.reading = &reading{format: JSONFormat, why: why}
		if f.encoding != Bare {
			return a
		}
	}
	var failures []string
	for i := range schemas {
		var r *reading
		var failure string
		if schemas[i].Avro != nil {
			r, failure = readAvro(data, f, &schemas[i])
		} else {
			r, failure = readProtobuf(data, f, &schemas[i])
		}
		if r != nil && r.doubt == "" && f.id >= unlikelyID {
			r.doubt = fmt.Sprintf("no registry has %d schemas, so that this proves nothing", f.id)
		}
		switch {
		case r == nil:
			if !slices.Contains(failures, failure) {
				failures = append(failures, failure)
			}
		case a.reading == nil || a.reading.doubt != "" && r.doubt == "":
			a.reading = r
		case a.reading.format == JSONFormat && r.doubt == "":
			a.reading.doubt = r.why + " as well"
		}
	}
	a.failure = strings.Join(failures[:min(len(failures), maxFailures)], "; ")
	if more := len(failures) - maxFailures; more > 0 {
		a.failure += fmt.Sprintf("; and %d more", more)
	}
	return a
}

// unlikelyID is where ids begin that no registry has given, though they fit: it numbers schemas from 1 on, or from 100,000 on. Without the
// bound one of 100 records of a nullable string, a string and a long would seem to be a framed long.
const unlikelyID = 1 << 24

// maxFailures is how many reasons of one form are spelled out.
const maxFailures = 3

// theBytes begins a sentence on the data of a record.
func theBytes(f frame, data []byte) string {
	text, verb := fmt.Sprintf("the %d bytes", len(data)), " are"
	if len(data) == 1 {
		text, verb = "the 1 byte", " is"
	}
	switch {
	case f.compressed:
		text += " that its data decompress to"
	case f.encoding != Bare:
		text += " after it"
	}
	return text + verb
}
