package protobuf

import (
	"errors"
	"io"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/polarspec/polarspec/schemas/field"
)

// Reading is what came of reading a record as a message.
type Reading struct {
	// Code says why Java refuses the record; "" if it reads it to the end.
	Code Code
	// Offset is where, in bytes.
	Offset int
	// Field is the way to the field it is about, in the names of the .proto file; "" for the record itself.
	Field string
	// Known and Unknown count the fields read, at all levels. A field with a wire type that its type cannot have is unknown, as in Java.
	Known, Unknown int
	// FirstUnknown is the offset of the first unknown field, -1 without one.
	FirstUnknown int
}

// Complete reports whether the record was read to its end and the message has all of its fields.
func (r Reading) Complete() bool { return r.Code == "" && r.Unknown == 0 }

// Read reads a bare record, nothing before the message and nothing after, as Java's DynamicMessage does; values are not kept.
// Field number 0 is an [InvalidTag]: a record that begins with the byte 0 is no Protobuf message.
func (m *Message) Read(record []byte) Reading {
	r := &reader{Reading: Reading{FirstUnknown: -1}}
	r.message(record, 0, m, 0, 0)
	return r.Reading
}

type reader struct {
	Reading
	path  []string
	index map[*Message]map[protowire.Number]*Field
}

// fail notes what ends the reading, false for the caller to stop.
func (r *reader) fail(code Code, offset int) bool {
	if r.Code == "" {
		r.Code, r.Offset = code, offset
		for _, name := range r.path {
			r.Field = join(r.Field, name)
		}
	}
	return false
}

// fields returns the fields of a message by number.
func (r *reader) fields(m *Message) map[protowire.Number]*Field {
	fields := r.index[m]
	if fields == nil {
		fields = make(map[protowire.Number]*Field, len(m.Fields))
		for _, f := range m.Fields {
			fields[protowire.Number(f.Number)] = f
		}
		if r.index == nil {
			r.index = map[*Message]map[protowire.Number]*Field{}
		}
		r.index[m] = fields
	}
	return fields
}

// message reads the fields of m from data, which is at offset base of the record. group is the number of the group to end, 0 for
// none. n is how many bytes a group took, its end included.
func (r *reader) message(data []byte, base int, m *Message, group protowire.Number, depth int) (n int, ok bool) {
	fields := r.fields(m)
	required := requiredOf(m)
	for at := 0; at < len(data); {
		number, wire, size := consumeTag(data[at:])
		if size < 0 {
			code := wireCode(size)
			return 0, r.fail(code, base+at)
		}
		if wire == protowire.EndGroupType {
			if group == 0 || number != group {
				return 0, r.fail(UnbalancedGroup, base+at)
			}
			return at + size, r.complete(required, base+at)
		}
		f := fields[number]
		if f != nil {
			delete(required, f)
		}
		used, ok := r.field(data[at:], base+at, size, number, wire, f, depth)
		if !ok {
			return 0, false
		}
		at += used
	}
	if group != 0 {
		return 0, r.fail(Truncated, base+len(data))
	}
	return len(data), r.complete(required, base+len(data))
}

// requiredOf is the set of required fields, nil for none.
func requiredOf(m *Message) map[*Field]bool {
	var required map[*Field]bool
	for _, f := range m.Fields {
		if f.required() {
			if required == nil {
				required = map[*Field]bool{}
			}
			required[f] = true
		}
	}
	return required
}

func (r *reader) complete(required map[*Field]bool, at int) bool {
	for f := range required {
		for other := range required { // the first by number, whatever the order of the map
			if other.Number < f.Number {
				f = other
			}
		}
		r.path = append(r.path, f.Name)
		return r.fail(MissingRequired, at)
	}
	return true
}

// field reads one field at the start of data, the tag being tagSize bytes, and returns how many bytes it took.
func (r *reader) field(data []byte, base, tagSize int, number protowire.Number, wire protowire.Type, f *Field, depth int) (int, bool) {
	if f == nil || !f.accepts(wire) {
		return r.unknown(data, base, tagSize, number, wire)
	}
	r.Known++
	r.path = append(r.path, f.Name)
	value := data[tagSize:]
	var used int
	ok := true
	switch {
	case wire == protowire.StartGroupType:
		if depth+1 > maxDepth {
			return 0, r.fail(TooDeep, base)
		}
		used, ok = r.message(value, base+tagSize, f.Message, number, depth+1)
	case wire == protowire.BytesType:
		content, n := protowire.ConsumeBytes(value)
		if n < 0 {
			code := wireCode(n)
			return 0, r.fail(code, base)
		}
		used, ok = n, r.content(content, base+tagSize+n-len(content), f, depth)
	default:
		if used = protowire.ConsumeFieldValue(number, wire, value); used < 0 {
			code := wireCode(used)
			return 0, r.fail(code, base)
		}
	}
	if !ok {
		return 0, false
	}
	r.path = r.path[:len(r.path)-1]
	return tagSize + used, true
}

// unknown skips a field that the message does not have.
func (r *reader) unknown(data []byte, base, tagSize int, number protowire.Number, wire protowire.Type) (int, bool) {
	used := protowire.ConsumeFieldValue(number, wire, data[tagSize:])
	if used < 0 {
		code := wireCode(used)
		return 0, r.fail(code, base)
	}
	r.Unknown++
	if r.FirstUnknown < 0 {
		r.FirstUnknown = base
	}
	return tagSize + used, true
}

// content checks what is in a length-delimited field: a string, a message, a packed list.
func (r *reader) content(content []byte, base int, f *Field, depth int) bool {
	switch f.Kind {
	case protoreflect.BytesKind:
		return true
	case protoreflect.StringKind:
		if f.checkUTF8 && !utf8.Valid(content) {
			return r.fail(BadUTF8, base)
		}
		return true
	case protoreflect.MessageKind:
		if f.Message == nil {
			return true
		}
		if depth+1 > maxDepth {
			return r.fail(TooDeep, base)
		}
		_, ok := r.message(content, base, f.Message, 0, depth+1)
		return ok
	}
	for at := 0; at < len(content); { // packed
		n := protowire.ConsumeFieldValue(1, wireOf(f.Kind), content[at:])
		if n < 0 {
			code := wireCode(n)
			return r.fail(code, base+at)
		}
		at += n
	}
	return true
}

func (f *Field) required() bool { return f.Presence == field.Required }

// accepts reports whether a value of the field can have the wire type.
func (f *Field) accepts(wire protowire.Type) bool {
	own := wireOf(f.Kind)
	if wire == protowire.StartGroupType {
		return own == wire && f.Message != nil
	}
	return wire == own || wire == protowire.BytesType && f.Repeated && own != protowire.StartGroupType
}

// wireOf is the wire type of single values.
func wireOf(k protoreflect.Kind) protowire.Type {
	switch k {
	case protoreflect.Fixed32Kind, protoreflect.Sfixed32Kind, protoreflect.FloatKind:
		return protowire.Fixed32Type
	case protoreflect.Fixed64Kind, protoreflect.Sfixed64Kind, protoreflect.DoubleKind:
		return protowire.Fixed64Type
	case protoreflect.StringKind, protoreflect.BytesKind, protoreflect.MessageKind:
		return protowire.BytesType
	case protoreflect.GroupKind:
		return protowire.StartGroupType
	}
	return protowire.VarintType
}

// wireCode says what a negative result of protowire means.
func wireCode(n int) Code {
	if errors.Is(protowire.ParseError(n), io.ErrUnexpectedEOF) {
		return Truncated
	}
	return InvalidTag
}
