package protobuf

import (
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/polarspec/polarspec/schemas/field"
)

// Set is a descriptor set, linked as far as it can be. It does not change; edits give a new one.
type Set struct {
	proto    *descriptorpb.FileDescriptorSet
	files    []*File
	builtin  []*File // well-known files that the set lacks, for analysis only
	messages []*Message
	symbols  map[string][]*symbol // by full name; several files may define the same
	problems []Problem
	missing  []*MissingImport
	size     int // of the names, see addName
	limit    int
}

// File is a file of a set.
type File struct {
	// Name is the path that importers use.
	Name string
	// Package is the package of the file, "" for none.
	Package string
	// Messages are the top-level messages, in the order of the file.
	Messages []*Message

	proto    *descriptorpb.FileDescriptorProto
	features features
	builtin  bool
	imports  []*File
	visible  map[*File]bool // see sees
}

// Message is a message type: top-level, nested, a group or the entry of a map.
type Message struct {
	// Name is the short name, FullName that with package and outer messages, without a leading dot.
	Name, FullName string
	File           *File
	// Parent is the message that this one is nested in, nil at the top level.
	Parent *Message
	// Nested are the messages within, map entries included, in the order of the file.
	Nested []*Message
	// Fields are the fields in the order of the file, extensions left out: Druid has no registry for them.
	Fields []*Field
	// MapEntry is true for the message that stands for the entries of a map field.
	MapEntry bool

	proto    *descriptorpb.DescriptorProto
	features features
}

// Enum is an enum type.
type Enum struct {
	FullName string
	// Symbols are the names of the values in the order of the file; the first is the default.
	Symbols []string
}

// Field is a field of a message.
type Field struct {
	// Name is the name in the .proto file. JSONName is the one that Druid hands the value over under (druid-semantics 2.1).
	Name, JSONName string
	Number         int32
	Kind           protoreflect.Kind
	Repeated       bool
	// Presence is [field.Implicit] for repeated fields and maps too: empty ones are absent.
	Presence field.Presence
	// Parent is the message that has the field.
	Parent *Message
	// Message and Enum are the type, nil if it is a scalar or not resolved.
	Message *Message
	Enum    *Enum

	proto     *descriptorpb.FieldDescriptorProto
	checkUTF8 bool
}

// FullName returns the full name of the field, without a leading dot.
func (f *Field) FullName() string { return f.Parent.FullName + "." + f.Name }

// Map reports whether the field is a map.
func (f *Field) Map() bool { return f.Repeated && f.Message != nil && f.Message.MapEntry }

// Field returns the field of that name in the .proto file, nil if there is none.
func (m *Message) Field(name string) *Field {
	for _, f := range m.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// Files returns the files in the order of the set.
func (s *Set) Files() []*File { return s.files }

// Messages returns all messages: file by file, each before those nested in it, map entries included.
func (s *Set) Messages() []*Message { return s.messages }

// Message returns the message of the full name, nil if there is none.
func (s *Set) Message(fullName string) *Message {
	for _, m := range s.symbols[fullName] {
		if m.message != nil && !m.message.File.builtin {
			return m.message
		}
	}
	return nil
}

// Problems returns what keeps Java from linking the set, missing imports aside.
func (s *Set) Problems() []Problem { return s.problems }

// MissingImports returns the imports that the set lacks.
func (s *Set) MissingImports() []*MissingImport { return s.missing }

// newSet indexes and links a set that came from size bytes; 0 for one that is not from outside.
func newSet(proto *descriptorpb.FileDescriptorSet, size int) (*Set, *Fault) {
	s := &Set{proto: proto, symbols: map[string][]*symbol{}, limit: 1<<20 + 16*size}
	for _, p := range proto.File {
		s.files = append(s.files, s.addFile(p, false))
	}
	if s.tooLong() {
		return nil, &Fault{Code: TooLarge, End: size, Detail: "the full names in the descriptor set are too long"}
	}
	s.link()
	return s, nil
}
