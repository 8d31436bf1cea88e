package avro

import (
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/field"
)

// Schema is a schema as it was read. It is not changed afterwards and may be used from several goroutines.
type Schema struct {
	// Faults are what every version of Avro's Java parser refuses, in the order of the text.
	Faults []Fault
	// Doubts are what only some versions refuse; see [Fault.Versions].
	Doubts []Fault
	// Root is the type that the schema is. Parts that could not be read have the kind [field.Unknown].
	Root *Type
	// Model is the root in the terms of all data schemas. [Schema.FieldNode] leads back to the places.
	Model *field.Type

	node  document.Node
	types []*Type // all types of this schema in the order of their creation, primitives included
	names map[string]*Type
	nodes *fieldNodes
}

// Type is an Avro type.
type Type struct {
	// Kind is one of those from [field.Unknown] to [field.Union].
	Kind field.Kind
	// Logical is the logical type, if Avro takes it: an invalid one is ignored, as the specification demands.
	Logical field.Logical
	// Name is the full name of a record, enum or fixed.
	Name string
	// Node is where the type is written. For a name that refers to a type it is the place of the definition.
	Node document.Node
	// Fields are those of a record.
	Fields []Field
	// Item is the type of the items of an array and of the values of a map.
	Item *Type
	// Branches are those of a union, null included, in their order.
	Branches []*Type
	// Symbols are those of an enum.
	Symbols []string
	// Default is the default symbol of an enum, which stands for symbols that the reader does not know; "" if there is none.
	Default string
	// Size is the number of bytes of a fixed.
	Size int
	// Aliases are other full names of a record, enum or fixed.
	Aliases []string

	model *field.Type
}

// Field is a field of a record.
type Field struct {
	Name string
	Type *Type
	// Node is the object that describes the field.
	Node document.Node
	// Default is the default value; absent if there is none.
	Default document.Node
	// Aliases are other names of the field, which only resolution against a writer's schema uses.
	Aliases []string
}

// Field returns the field of a record with the name, nil if there is none.
func (t *Type) Field(name string) *Field {
	for i := range t.Fields {
		if t.Fields[i].Name == name {
			return &t.Fields[i]
		}
	}
	return nil
}

// IsRecord reports whether the schema is a record, which is what Druid needs (Avro itself takes any type).
// It is true also when the root could not be read, so that a broken schema is not complained of twice.
func (s *Schema) IsRecord() bool { return s.Root.Kind == field.Record || s.Root.Kind == field.Unknown }

// Node returns the place of the schema in its document.
func (s *Schema) Node() document.Node { return s.node }

// FieldNode returns the object that describes a field of the model, also of a type nested in it. For a field of a type that
// another file defines it is in that file.
func (s *Schema) FieldNode(f *field.Field) document.Node { return s.nodes.find(f) }

// Lookup returns the record, enum or fixed that the schema defines under a full name, nil if there is none.
func (s *Schema) Lookup(fullName string) *Type { return s.names[fullName] }

// String returns the type in the words of a message: "long", "record a.B", "array of string", "union of null, int".
func (t *Type) String() string {
	var text strings.Builder
	t.write(&text, 0)
	return text.String()
}

// maxNesting is how many levels of a type are spelled out in a message.
const maxNesting = 4

// maxBranches is how many branches of a union are spelled out in a message.
const maxBranches = 8

func (t *Type) write(text *strings.Builder, depth int) {
	if t.Logical != field.NoLogical {
		text.WriteString(logicalName(t.Logical) + " in ")
	}
	text.WriteString(kindName(t.Kind))
	switch t.Kind {
	case field.Record, field.Enum, field.Fixed:
		text.WriteString(" " + t.Name)
	case field.Array, field.Map:
		text.WriteString(" of ")
		if depth >= maxNesting {
			text.WriteString("…")
			return
		}
		t.Item.write(text, depth+1)
	case field.Union:
		t.writeBranches(text, depth)
	}
}

func (t *Type) writeBranches(text *strings.Builder, depth int) {
	if len(t.Branches) == 0 {
		text.WriteString(" of nothing")
		return
	}
	text.WriteString(" of ")
	for i, branch := range t.Branches {
		if i > 0 {
			text.WriteString(", ")
		}
		if i >= maxBranches || depth >= maxNesting {
			text.WriteString("…")
			return
		}
		branch.write(text, depth+1)
	}
}

// kindName returns the name of a kind in a schema.
func kindName(kind field.Kind) string {
	switch kind {
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
	return "unknown type"
}

// primitive returns the kind of a primitive type, Unknown for any other name.
func primitive(name string) field.Kind {
	switch name {
	case "null":
		return field.Null
	case "boolean":
		return field.Boolean
	case "int":
		return field.Int
	case "long":
		return field.Long
	case "float":
		return field.Float
	case "double":
		return field.Double
	case "string":
		return field.String
	case "bytes":
		return field.Bytes
	}
	return field.Unknown
}
