// Package field is the one model of a data field for Avro and Protobuf: what a schema says of it, in the terms that matter to
// a job. What Druid makes of the values is in the type table of this package.
package field

// Kind is what a value is, by the type system it comes from.
type Kind uint8

// The kinds of values. Those from UInt32 on only Protobuf has; Fixed, Map with text keys and Union with free branches only Avro.
const (
	Unknown Kind = iota // not resolved; every rule is silent about it
	Null
	Boolean
	Int  // 32 bit
	Long // 64 bit
	Float
	Double
	String
	Bytes
	Fixed
	Enum
	Array
	Map
	Record // Avro record, Protobuf message or group
	Union

	UInt32    // uint32
	Fixed32   // fixed32, unsigned
	UInt64    // uint64
	Fixed64   // fixed64, unsigned
	Timestamp // google.protobuf.Timestamp
	Duration  // google.protobuf.Duration
	FieldMask // google.protobuf.FieldMask
	Wrapper   // google.protobuf.BoolValue and its like; Item is the wrapped type
	Empty     // google.protobuf.Empty
	Struct    // google.protobuf.Struct
	Value     // google.protobuf.Value
	ListValue // google.protobuf.ListValue
	Any       // google.protobuf.Any
)

// Logical is an Avro logical type. Druid ignores them all and hands over the base type.
type Logical uint8

// The logical types of Avro.
const (
	NoLogical Logical = iota
	Date
	TimeMillis
	TimeMicros
	TimestampMillis
	TimestampMicros
	TimestampNanos
	LocalTimestampMillis
	LocalTimestampMicros
	LocalTimestampNanos
	Decimal
	AvroDuration
	UUID
)

// Presence says when a Protobuf field is absent.
type Presence uint8

// The presences. Implicit fields are absent when they hold the default value (proto3 without optional).
const (
	Always   Presence = iota // Avro: every record has every field
	Explicit                 // absent when it was not set
	Implicit                 // absent when it holds its default
	Required                 // proto2 required
)

// Field is a field of a record or message.
type Field struct {
	// Name is the name that Druid hands the value over under: the name in Avro, the JSON name in Protobuf.
	Name string
	// ProtoName is the name in the .proto file where that differs from Name.
	ProtoName string
	// Type is what the value is.
	Type *Type
	// Presence says when the field is absent.
	Presence Presence
}

// Type is what a value is.
type Type struct {
	Kind    Kind
	Logical Logical
	// Name is the full name of a record, message, enum or fixed.
	Name string
	// Nullable is true for an Avro union that has null; the type is then what the union is without it.
	Nullable bool
	// Fields are those of a record. A type that contains itself appears as one shared pointer: walks must stop at a type they are in.
	Fields []Field
	// Item is the type of array items, of map values, and of what a wrapper wraps.
	Item *Type
	// Key is the type of the keys of a Protobuf map; nil for Avro, whose keys are text.
	Key *Type
	// Branches are the alternatives of a union without null, two or more.
	Branches []*Type
	// Symbols are those of an enum, the default first for Protobuf.
	Symbols []string
}

// Field returns the field of a record that Druid hands over under the name, nil if there is none.
func (t *Type) Field(name string) *Field {
	for i := range t.Fields {
		if t.Fields[i].Name == name {
			return &t.Fields[i]
		}
	}
	return nil
}
