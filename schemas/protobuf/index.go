package protobuf

import (
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
)

// symbol is a named element of a file. Exactly one of message, enum is set for a type; none for a package, field or value.
type symbol struct {
	file      *File
	message   *Message
	enum      *Enum
	isPackage bool
	isService bool
}

// aggregate reports whether other names can be within the symbol, in the terms of Java's DescriptorPool.
func (s *symbol) aggregate() bool {
	return s.message != nil || s.enum != nil || s.isPackage || s.isService
}

// maxHomonyms bounds the files remembered for one name; hostile sets define one name in thousands of files.
const maxHomonyms = 16

// addFile indexes a file: its messages, enums, services and their names.
func (s *Set) addFile(p *descriptorpb.FileDescriptorProto, builtin bool) *File {
	f := &File{Name: p.GetName(), Package: p.GetPackage(), proto: p, features: featuresOf(p), builtin: builtin}
	in := &indexer{set: s, file: f}
	in.packages()
	for _, m := range p.GetMessageType() {
		if message := in.message(m, nil, f.Package, f.features); message != nil {
			f.Messages = append(f.Messages, message)
		}
	}
	for _, e := range p.GetEnumType() {
		in.enum(e, f.Package)
	}
	for _, service := range p.GetService() {
		full := in.name(f.Package, service.GetName(), &symbol{file: f, isService: true})
		for _, method := range service.GetMethod() {
			in.name(full, method.GetName(), &symbol{file: f})
		}
	}
	for _, e := range p.GetExtension() {
		in.name(f.Package, e.GetName(), &symbol{file: f})
	}
	return f
}

// builtinFile indexes a well-known file for analysis, nil if there is none of that name.
func (s *Set) builtinFile(name string) *File {
	known, err := protoregistry.GlobalFiles.FindFileByPath(name)
	if err != nil {
		return nil
	}
	f := s.addFile(protodesc.ToFileDescriptorProto(known), true)
	s.builtin = append(s.builtin, f)
	return f
}

type indexer struct {
	set  *Set
	file *File
}

// name makes an element known and returns its full name.
func (in *indexer) name(scope, name string, sym *symbol) string {
	s := in.set
	if s.size += len(scope) + len(name) + 1; s.tooLong() {
		return ""
	}
	full := join(scope, name)
	switch {
	case in.file.builtin:
	case name == "":
		s.problem(Problem{Code: BadName, File: in.file.Name, Element: full, Detail: "an element has no name"})
		return full
	case !isIdentifier(name):
		s.problem(Problem{Code: BadName, File: in.file.Name, Element: full, Name: name, Detail: "not an identifier"})
	}
	others := s.symbols[full]
	for _, other := range others {
		if other.file == in.file && !in.file.builtin {
			s.problem(Problem{Code: DuplicateName, File: in.file.Name, Element: full, Name: name, Detail: "defined twice"})
			return full
		}
	}
	if len(others) < maxHomonyms {
		s.symbols[full] = append(others, sym)
	}
	return full
}

// tooLong reports whether the full names take far more room than the set itself: a long name with many elements in it.
func (s *Set) tooLong() bool { return s.size > s.limit }

// packages makes the package of the file and those around it known.
func (in *indexer) packages() {
	name := in.file.Package
	if in.set.size += len(name); name == "" || in.set.tooLong() {
		return
	}
	for i := 0; i <= len(name); i++ {
		if i == len(name) || name[i] == '.' {
			if in.set.size += i; in.set.tooLong() {
				return
			}
			others := in.set.symbols[name[:i]]
			if len(others) < maxHomonyms {
				in.set.symbols[name[:i]] = append(others, &symbol{file: in.file, isPackage: true})
			}
		}
	}
}

// message indexes a message and what is in it; the nesting is bounded by the scan. nil once the names are too long.
func (in *indexer) message(p *descriptorpb.DescriptorProto, parent *Message, scope string, around features) *Message {
	m := &Message{Name: p.GetName(), File: in.file, Parent: parent, MapEntry: p.GetOptions().GetMapEntry(), proto: p, features: around}
	if !around.proto2 {
		m.features = around.with(p.GetOptions().GetFeatures())
	}
	m.FullName = in.name(scope, m.Name, &symbol{file: in.file, message: m})
	if in.set.tooLong() {
		return nil
	}
	if !in.file.builtin {
		in.set.messages = append(in.set.messages, m)
	}
	for _, f := range p.GetField() {
		in.name(m.FullName, f.GetName(), &symbol{file: in.file})
		m.Fields = append(m.Fields, newField(f, m))
	}
	for _, n := range p.GetNestedType() {
		if nested := in.message(n, m, m.FullName, m.features); nested != nil {
			m.Nested = append(m.Nested, nested)
		}
	}
	for _, e := range p.GetEnumType() {
		in.enum(e, m.FullName)
	}
	for _, e := range p.GetExtension() {
		in.name(m.FullName, e.GetName(), &symbol{file: in.file})
	}
	return m
}

func newField(p *descriptorpb.FieldDescriptorProto, m *Message) *Field {
	features := m.features
	if m.File.proto.GetSyntax() == "editions" {
		features = features.with(p.GetOptions().GetFeatures())
	}
	f := &Field{Name: p.GetName(), JSONName: p.GetJsonName(), Number: p.GetNumber(), Kind: protoreflect.Kind(p.GetType()), Parent: m, proto: p,
		Repeated: p.GetLabel() == descriptorpb.FieldDescriptorProto_LABEL_REPEATED, Presence: presenceOf(p, features), checkUTF8: features.checkUTF8}
	if p.JsonName == nil {
		f.JSONName = jsonName(f.Name)
	}
	if f.Kind == protoreflect.MessageKind && features.delimited {
		f.Kind = protoreflect.GroupKind
	}
	return f
}

// enum indexes an enum. Its values are names within it, as in Java, not beside it, as in C++.
func (in *indexer) enum(p *descriptorpb.EnumDescriptorProto, scope string) {
	e := &Enum{}
	e.FullName = in.name(scope, p.GetName(), &symbol{file: in.file, enum: e})
	if len(p.GetValue()) == 0 {
		in.set.problem(Problem{Code: EmptyEnum, File: in.file.Name, Element: e.FullName, Detail: "an enum must have a value"})
	}
	for _, v := range p.GetValue() {
		in.name(e.FullName, v.GetName(), &symbol{file: in.file})
		e.Symbols = append(e.Symbols, v.GetName())
	}
}

// jsonName is the JSON name of a field that has none in the descriptor, as Java's fieldNameToJsonName makes it: without "_", the
// ASCII letter after one in upper case (druid-semantics 2.1).
func jsonName(name string) string {
	out := make([]byte, 0, len(name))
	upper := false
	for i := range len(name) {
		c := name[i]
		if c == '_' {
			upper = true
			continue
		}
		if upper && 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		upper = false
		out = append(out, c)
	}
	return string(out)
}

// isIdentifier reports whether Java accepts the name: ASCII letters, digits and "_", no digit first.
func isIdentifier(name string) bool {
	for i := range len(name) {
		c := name[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || '0' <= c && c <= '9' && i > 0) {
			return false
		}
	}
	return name != ""
}

func join(scope, name string) string {
	if scope == "" {
		return name
	}
	return scope + "." + name
}
