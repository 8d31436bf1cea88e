package provider

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/avro"
	"github.com/polarspec/polarspec/schemas/wire"
)

// frameSize is how many bytes precede the data of records that are framed by a registry.
const frameSize = 5

// Druid's decoder of inline Avro schemas takes the frame for data and does not ask whether all bytes of a record were used
// (druid-semantics section 3), so that what comes of a framed record depends on the schema and on the id.

// misread says what the decoder makes of framed records with an inline Avro schema: of a sample if there is one, else of what is
// known of the ids.
func misread(s *stream, schema *avro.Schema) string {
	for _, r := range s.known.Records {
		if r.Verdict.Sure && r.Verdict.Payload > 0 {
			return misreadRecord(schema, r.Sample)
		}
	}
	if s.otherFrame() {
		return ""
	}
	ids := s.known.Tally.IDs
	if len(ids) > 0 {
		if effect := misreadID(schema, ids[0].ID); effect != "" {
			return fmt.Sprintf("With the id %d, %s", ids[0].ID, effect)
		}
		return ""
	}
	small, large := misreadID(schema, smallID), misreadID(schema, largeID)
	switch {
	case small == "":
		return ""
	case large == "" || large == small:
		return "With a small schema id, " + small
	}
	return fmt.Sprintf("With a small schema id, %s; with one such as %d, %s", small, largeID, large)
}

// Ids as a registry of one's own has them, and as Confluent Cloud has them.
const (
	smallID = 1
	largeID = 100001
)

// otherFrame reports whether the frame is another one than that of a Confluent registry.
func (s *stream) otherFrame() bool {
	size, _ := s.frame()
	return size != frameSize
}

// misreadRecord says what becomes of a whole record.
func misreadRecord(schema *avro.Schema, record project.Sample) string {
	decoded, err := schema.Decode(record.Data)
	if err != nil {
		return fmt.Sprintf("Decoding %s so fails: %s", record.Name, failure(err))
	}
	values := valuesOf(schema, record.Data, decoded.Fields)
	if values == "" {
		values = "there would be other values"
	}
	return fmt.Sprintf("In %s %s, without an error", record.Name, values)
}

// misreadID says what is certain of records with an id, whatever their data are; "" if nothing is.
func misreadID(schema *avro.Schema, id uint32) string {
	frame := binary.BigEndian.AppendUint32([]byte{0}, id)
	decoded, err := schema.Decode(frame)
	_, other := schema.Decode(append(frame[:len(frame):len(frame)], make([]byte, 64)...))
	if err != nil && other != nil && err.Error() == other.Error() { // nor do other data help
		return "decoding a record so fails: " + failure(err)
	}
	values := valuesOf(schema, frame, decoded.Fields)
	if values == "" {
		return ""
	}
	return fmt.Sprintf("%s in every record, without an error", values)
}

// failure words why data cannot be decoded.
func failure(err error) string {
	if decodeError := (*avro.DecodeError)(nil); errors.As(err, &decodeError) && decodeError.Path != "" {
		return fmt.Sprintf("at %q %s", decodeError.Path, decodeError.Message)
	}
	return err.Error()
}

// maxValues bounds how many values a message has.
const maxValues = 4

// valuesOf lists what fields would be: `"timestamp" would be "", "city" "" and "length" 0`; "" for no field. Other text than "" is not
// shown: it may be a part of the data.
func valuesOf(schema *avro.Schema, data []byte, spans []document.Span) string {
	var parts []string
	for i, span := range spans[:min(len(spans), maxValues)] {
		f := &schema.Root.Fields[i]
		value, ok := avro.Scalar(f.Type, data, span)
		text := "another value"
		switch value := value.(type) {
		case nil:
			if ok {
				text = "null"
			}
		case string:
			if text = "other text"; value == "" {
				text = `""`
			}
		case []byte:
			text = "other bytes"
		default:
			text = fmt.Sprint(value)
		}
		would := " "
		if i == 0 {
			would = " would be "
		}
		parts = append(parts, fmt.Sprintf("%q%s%s", f.Name, would, text))
	}
	return joined(parts)
}

// asked says what a registry decoder makes of a bare sample: it skips a byte and takes the next four for a schema id. "" without one.
func (s *stream) asked() string {
	for _, r := range s.known.Records {
		if !r.Verdict.Sure || r.Verdict.Encoding != wire.Bare {
			continue
		}
		if len(r.Sample.Data) < frameSize {
			return fmt.Sprintf(": of %s it has too few bytes", r.Sample.Name)
		}
		return fmt.Sprintf(": of %s it takes bytes 1–4 for the schema id %d", r.Sample.Name, binary.BigEndian.Uint32(r.Sample.Data[1:]))
	}
	return ""
}

// formatName returns the name that jobs give to a format of records, and how it is called.
func formatName(f wire.Format) (setting, title string) {
	switch f {
	case wire.Avro:
		return "avro_stream", "Avro"
	case wire.Protobuf:
		return "protobuf", "Protobuf"
	}
	return "nd-json", "JSON"
}

// formatOf is the format of an evidence file's name; NoFormat for none and for several.
func formatOf(name string) wire.Format {
	for _, f := range []wire.Format{wire.Avro, wire.Protobuf, wire.JSONFormat} {
		if strings.EqualFold(name, f.String()) {
			return f
		}
	}
	return wire.NoFormat
}
