package wire

import (
	"errors"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/schemas/avro"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

// reading is data that a schema reads to the last byte.
type reading struct {
	format  Format
	schema  *Schema
	message *protobuf.Message
	indexes []int
	// skipped is how many bytes of the data the indexes take.
	skipped int
	why     string
	// doubt says why the reading proves nothing; "" if it does.
	doubt string
}

func readAvro(data []byte, f frame, s *Schema) (*reading, string) {
	name := avroName(s)
	decoded, err := s.Avro.Decode(data)
	if failed := (*avro.DecodeError)(nil); errors.As(err, &failed) {
		failed.Offset += f.base()
		return nil, fmt.Sprintf("%s: %s", name, failed)
	}
	if decoded.Size < len(data) {
		return nil, fmt.Sprintf("%s takes %d of the %d bytes", name, decoded.Size, len(data))
	}
	r := &reading{format: Avro, schema: s, why: fmt.Sprintf("%s exactly one %s", theBytes(f, data), name)}
	complete := func(other []byte) bool {
		decoded, err := s.Avro.Decode(other)
		return err == nil && decoded.Size == len(other) && decoded.BadText == 0
	}
	switch {
	case decoded.BadText > 0:
		r.doubt = fmt.Sprintf("%d of its strings are not UTF-8, which no writer writes, so that this proves nothing", decoded.BadText)
	case len(data) == 0:
		r.doubt = name + " needs no bytes, so that this proves nothing"
	default:
		r.doubt = doubtOf(name, control(evenBytes, len(data), complete), control(sparseBytes, len(data), complete))
	}
	return r, ""
}

func avroName(s *Schema) string {
	switch {
	case s.Avro.Root != nil && s.Avro.Root.Name != "":
		return s.Avro.Root.Name
	case s.Name != "":
		return "value of " + s.Name
	}
	return "value of the schema"
}

func readProtobuf(data []byte, f frame, s *Schema) (*reading, string) {
	if f.encoding == SingleObject {
		return nil, "the form is one of Avro, and the schema is Protobuf"
	}
	if f.encoding == Bare || f.encoding == Glue {
		return readBare(data, f, s)
	}
	return readFramed(data, f, s)
}

// readBare tries the messages that a record without indexes may be.
func readBare(data []byte, f frame, s *Schema) (*reading, string) {
	var found []*protobuf.Message
	failure := "the schema has no message"
	for i, m := range s.messages() {
		complete, why := readMessage(data, f.base(), m)
		switch {
		case complete:
			found = append(found, m)
		case i == 0:
			failure = why
		}
	}
	if len(found) == 0 {
		return nil, failure
	}
	r := &reading{format: Protobuf, schema: s, message: found[0], why: fmt.Sprintf("%s exactly one %s", theBytes(f, data), found[0].FullName)}
	if len(found) > 1 {
		r.why += fmt.Sprintf(" (and one %s, whose fields are alike)", found[1].FullName)
	}
	r.doubt = doubtOf(found[0].FullName, control(evenBytes, len(data), func(other []byte) bool {
		complete, _ := readMessage(other, 0, found[0])
		return complete
	}))
	return r, ""
}

// readMessage reads data that must have at least one field and none that the message lacks. They lie at the offset base of the record.
func readMessage(data []byte, base int, m *protobuf.Message) (complete bool, failure string) {
	got := m.Read(data)
	switch {
	case got.Code != "":
		got.Offset += base
		return false, readFailure(m, got)
	case got.Unknown > 0:
		return false, fmt.Sprintf("%s has not the field at byte %d", m.FullName, base+got.FirstUnknown)
	case got.Known == 0:
		return false, fmt.Sprintf("no field of %s is set", m.FullName)
	}
	return true, ""
}

func readFailure(m *protobuf.Message, got protobuf.Reading) string {
	what := map[protobuf.Code]string{
		protobuf.InvalidTag:      "no tag of a field",
		protobuf.Truncated:       "the data end within a field",
		protobuf.UnbalancedGroup: "the end of a group that did not begin",
		protobuf.BadUTF8:         "a string that is not UTF-8",
		protobuf.MissingRequired: "a required field is absent",
		protobuf.TooDeep:         "nested too deep",
	}[got.Code]
	if what == "" {
		what = string(got.Code)
	}
	place := m.FullName
	if got.Field != "" {
		place += ", field \"" + got.Field + "\""
	}
	return fmt.Sprintf("%s: %s (at byte %d)", place, what, got.Offset)
}

// readFramed reads the message indexes and then the message that they lead to.
func readFramed(data []byte, f frame, s *Schema) (*reading, string) {
	r, failure := readIndexed(data, f.base(), s)
	if r == nil {
		return nil, failure
	}
	r.why = fmt.Sprintf("the next %s the message indexes %s, and what follows is exactly one %s", areBytes(r.skipped), indexText(r.indexes), r.message.FullName)
	if len(data) == r.skipped {
		r.doubt = "a message without fields proves nothing"
		r.why = fmt.Sprintf("the next %s the message indexes %s, and nothing follows: a %s without fields", areBytes(r.skipped), indexText(r.indexes), r.message.FullName)
		return r, ""
	}
	r.doubt = doubtOf(r.message.FullName, control(evenBytes, len(data), func(other []byte) bool {
		reading, _ := readIndexed(other, 0, s)
		return reading != nil
	}))
	return r, ""
}

func areBytes(n int) string {
	if n == 1 {
		return "byte is"
	}
	return fmt.Sprintf("%d bytes are", n)
}

func indexText(indexes []int) string { return strings.ReplaceAll(fmt.Sprint(indexes), " ", ", ") }

func readIndexed(data []byte, base int, s *Schema) (*reading, string) {
	indexes, n, ok := readIndexes(data)
	if !ok {
		return nil, "there are no message indexes, as Protobuf has them"
	}
	failure := fmt.Sprintf("the schema has no message with the indexes %s", indexText(indexes))
	for i, m := range s.messagesAt(indexes) {
		if len(data) == n {
			return &reading{format: Protobuf, schema: s, message: m, indexes: indexes, skipped: n}, ""
		}
		complete, why := readMessage(data[n:], base+n, m)
		if complete {
			return &reading{format: Protobuf, schema: s, message: m, indexes: indexes, skipped: n}, ""
		}
		if i == 0 {
			failure = why
		}
	}
	return nil, failure
}
