package protobuf

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/polarspec/polarspec/schemas/field"
)

// Type returns the message as a record of what Druid hands over: fields under their JSON names, well-known types as such where Druid
// converts them. A message within itself is one shared pointer. What the set does not define is [field.Unknown].
func (m *Message) Type() *field.Type {
	c := &converter{types: map[*Message]*field.Type{}, enums: map[*Enum]*field.Type{}}
	t := c.record(m)
	for len(c.todo) > 0 { // a list and no recursion: messages can form a chain of any length
		next := c.todo[len(c.todo)-1]
		c.todo = c.todo[:len(c.todo)-1]
		c.fill(c.types[next], next)
	}
	return t
}

type converter struct {
	types map[*Message]*field.Type
	enums map[*Enum]*field.Type
	todo  []*Message
}

// record returns the type of a message, its fields to be filled in later.
func (c *converter) record(m *Message) *field.Type {
	t := c.types[m]
	if t == nil {
		t = &field.Type{Kind: field.Record, Name: m.FullName}
		c.types[m] = t
		c.todo = append(c.todo, m)
	}
	return t
}

func (c *converter) fill(t *field.Type, m *Message) {
	t.Fields = make([]field.Field, len(m.Fields))
	for i, f := range m.Fields {
		t.Fields[i] = field.Field{Name: f.JSONName, Type: c.fieldType(f), Presence: f.Presence}
		if f.Name != f.JSONName {
			t.Fields[i].ProtoName = f.Name
		}
	}
}

func (c *converter) fieldType(f *Field) *field.Type {
	switch {
	case f.Map():
		t := &field.Type{Kind: field.Map, Key: &field.Type{}, Item: &field.Type{}}
		for _, part := range f.Message.Fields {
			switch part.Number {
			case 1:
				t.Key = c.plain(part)
			case 2:
				t.Item = c.plain(part)
			}
		}
		return t
	case f.Repeated:
		return &field.Type{Kind: field.Array, Item: c.plain(f)}
	case f.Message != nil:
		if special := wellKnown(f.Message.FullName); special != nil {
			return special
		}
	}
	return c.plain(f)
}

// plain is the type of a single value; Druid's converters for well-known types do not look at items and map values.
func (c *converter) plain(f *Field) *field.Type {
	switch f.Kind {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		if f.Message == nil {
			return &field.Type{}
		}
		return c.record(f.Message)
	case protoreflect.EnumKind:
		if f.Enum == nil {
			return &field.Type{}
		}
		t := c.enums[f.Enum]
		if t == nil {
			t = &field.Type{Kind: field.Enum, Name: f.Enum.FullName, Symbols: f.Enum.Symbols}
			c.enums[f.Enum] = t
		}
		return t
	}
	return &field.Type{Kind: scalar(f.Kind)}
}

func scalar(k protoreflect.Kind) field.Kind {
	switch k {
	case protoreflect.BoolKind:
		return field.Boolean
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return field.Int
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return field.Long
	case protoreflect.Uint32Kind:
		return field.UInt32
	case protoreflect.Fixed32Kind:
		return field.Fixed32
	case protoreflect.Uint64Kind:
		return field.UInt64
	case protoreflect.Fixed64Kind:
		return field.Fixed64
	case protoreflect.FloatKind:
		return field.Float
	case protoreflect.DoubleKind:
		return field.Double
	case protoreflect.StringKind:
		return field.String
	case protoreflect.BytesKind:
		return field.Bytes
	}
	return field.Unknown
}

// wellKnown is the type of a singular field of a well-known message, nil for any other message. Druid's ProtobufConverter knows them
// by full name (druid-semantics 2.3).
func wellKnown(name string) *field.Type {
	kind, wrapped := field.Wrapper, field.Unknown
	switch name {
	case "google.protobuf.Timestamp":
		kind = field.Timestamp
	case "google.protobuf.Duration":
		kind = field.Duration
	case "google.protobuf.FieldMask":
		kind = field.FieldMask
	case "google.protobuf.Empty":
		kind = field.Empty
	case "google.protobuf.Struct":
		kind = field.Struct
	case "google.protobuf.Value":
		kind = field.Value
	case "google.protobuf.ListValue":
		kind = field.ListValue
	case "google.protobuf.Any":
		kind = field.Any
	case "google.protobuf.BoolValue":
		wrapped = field.Boolean
	case "google.protobuf.Int32Value":
		wrapped = field.Int
	case "google.protobuf.Int64Value":
		wrapped = field.Long
	case "google.protobuf.UInt32Value":
		wrapped = field.UInt32
	case "google.protobuf.UInt64Value":
		wrapped = field.UInt64
	case "google.protobuf.FloatValue":
		wrapped = field.Float
	case "google.protobuf.DoubleValue":
		wrapped = field.Double
	case "google.protobuf.StringValue":
		wrapped = field.String
	case "google.protobuf.BytesValue":
		wrapped = field.Bytes
	default:
		return nil
	}
	t := &field.Type{Kind: kind, Name: name}
	if kind == field.Wrapper {
		t.Item = &field.Type{Kind: wrapped}
	}
	return t
}
