package protobuf

import (
	"fmt"
	"strings"

	"google.golang.org/protobuf/types/descriptorpb"
)

// Problem is one reason why a set does not link.
type Problem struct {
	Code Code
	// File is the name of the file, Element the full name of what is wrong in it, "" for the file itself.
	File, Element string
	// Name is what is at fault: a type, an import, a number.
	Name string
	// Detail says it in words, without a full stop.
	Detail string
	// OldOnly is true if only Druid through 34 refuses it, by os72's DynamicSchema.
	OldOnly bool
}

// MissingImport is an import whose file is not in the set. Druid through 34 refuses every one ("cannot resolve import", which it
// reports as invalid Base64); later ones only those that are used or public (druid-semantics 2.4).
type MissingImport struct {
	// File is the importing file, Import the path that it imports.
	File, Import string
	Public       bool
	// Uses are the elements that need a type which is not in the set. When a file lacks several imports, a type that cannot be told
	// to belong to one is among the uses of each.
	Uses []Use
}

// Use is an element with a type of a missing file.
type Use struct{ Element, Type string }

// Used reports whether every version of Druid refuses the set because of the import.
func (m *MissingImport) Used() bool { return len(m.Uses) > 0 || m.Public }

// maxProblems bounds what is reported of one set.
const maxProblems = 1000

func (s *Set) problem(p Problem) {
	if len(s.problems) < maxProblems {
		s.problems = append(s.problems, p)
	}
}

// link resolves imports, then types, and checks what Java's Descriptors check.
func (s *Set) link() {
	l := &linking{set: s, byName: map[string]*File{}, builtin: map[string]*File{}, missing: map[*File][]*MissingImport{}, steps: maxVisible}
	for _, f := range s.files {
		if l.byName[f.Name] != nil {
			s.problem(Problem{Code: DuplicateFile, File: f.Name, Name: f.Name, Detail: "the set has two files of this name", OldOnly: true})
			continue
		}
		l.byName[f.Name] = f
	}
	for _, f := range s.files {
		l.imports(f)
	}
	l.cycles()
	l.homonyms()
	for _, f := range s.files {
		l.file(f)
	}
	for _, f := range s.builtin {
		l.file(f)
	}
}

type linking struct {
	set     *Set
	byName  map[string]*File
	builtin map[string]*File
	missing map[*File][]*MissingImport
	steps   int // left for the walks of sees
	uses    int // noted for missing imports
}

// imports finds the files that a file imports. A well-known one that is missing is still linked, for what can be said of its fields.
func (l *linking) imports(f *File) {
	public := map[int32]bool{}
	for _, i := range f.proto.GetPublicDependency() {
		if i < 0 || int(i) >= len(f.proto.GetDependency()) {
			l.set.problem(Problem{Code: BadPublicImport, File: f.Name, Name: fmt.Sprint(i), Detail: "public_dependency names no import"})
			continue
		}
		public[i] = true
	}
	for i, name := range f.proto.GetDependency() {
		if g := l.byName[name]; g != nil {
			f.imports = append(f.imports, g)
			continue
		}
		if len(l.set.missing) >= maxProblems {
			return
		}
		m := &MissingImport{File: f.Name, Import: name, Public: public[int32(i)]}
		l.set.missing = append(l.set.missing, m)
		l.missing[f] = append(l.missing[f], m)
		if g := l.wellKnown(name); g != nil {
			f.imports = append(f.imports, g)
		}
	}
}

// wellKnown returns a well-known file that is linked in, with those that it imports.
func (l *linking) wellKnown(name string) *File {
	if g, tried := l.builtin[name]; tried || !strings.HasPrefix(name, "google/protobuf/") {
		return g
	}
	g := l.set.builtinFile(name)
	l.builtin[name] = g
	if g != nil {
		for _, dependency := range g.proto.GetDependency() {
			if d := l.wellKnown(dependency); d != nil {
				g.imports = append(g.imports, d)
			}
		}
	}
	return g
}

// cycles reports files that import themselves through others: Java recurses for ever, DynamicSchema loops.
func (l *linking) cycles() {
	const (
		inside = 1
		done   = 2
	)
	state := map[*File]int{}
	var visit func(f *File)
	visit = func(f *File) {
		state[f] = inside
		for _, g := range f.imports {
			switch state[g] {
			case inside:
				l.set.problem(Problem{Code: ImportCycle, File: f.Name, Name: g.Name, Detail: "imports a file that imports it"})
			case done:
			default:
				visit(g)
			}
		}
		state[f] = done
	}
	for _, f := range l.set.files {
		if state[f] == 0 {
			visit(f)
		}
	}
}

// homonyms reports messages of one full name in several files, which DynamicSchema refuses and Java alone does not.
func (l *linking) homonyms() {
	seen := make(map[string]*File, len(l.set.messages))
	for _, m := range l.set.messages {
		first, known := seen[m.FullName]
		if !known {
			seen[m.FullName] = m.File
			continue
		}
		if first != m.File && first.Name != m.File.Name {
			l.set.problem(Problem{Code: DuplicateName, File: m.File.Name, Element: m.FullName, Name: m.Name, Detail: fmt.Sprintf("also defined in %q", first.Name), OldOnly: true})
		}
	}
}

func (l *linking) file(f *File) {
	for _, m := range f.Messages {
		l.message(m)
	}
	for _, e := range f.proto.GetExtension() {
		l.extension(f, e, f.Package)
	}
	for _, service := range f.proto.GetService() {
		scope := join(f.Package, service.GetName())
		for _, method := range service.GetMethod() {
			for _, name := range []string{method.GetInputType(), method.GetOutputType()} {
				l.messageType(f, join(scope, method.GetName()), name)
			}
		}
	}
}

func (l *linking) message(m *Message) {
	numbers := make(map[int32]string, len(m.Fields))
	for _, f := range m.Fields {
		l.field(f)
		if other, taken := numbers[f.Number]; taken {
			l.fieldProblem(f, DuplicateNumber, fmt.Sprint(f.Number), fmt.Sprintf("number %d is already that of %q", f.Number, other))
			continue
		}
		numbers[f.Number] = f.Name
	}
	for _, e := range m.proto.GetExtension() {
		l.extension(m.File, e, m.FullName)
	}
	for _, nested := range m.Nested {
		l.message(nested)
	}
}

func (l *linking) fieldProblem(f *Field, code Code, name, detail string) {
	if !f.Parent.File.builtin {
		l.set.problem(Problem{Code: code, File: f.Parent.File.Name, Element: f.FullName(), Name: name, Detail: detail})
	}
}

// field resolves the type of a field and checks the rest of it.
func (l *linking) field(f *Field) {
	p := f.proto
	sym := l.fieldType(f.Parent.File, f.FullName, p)
	if sym != nil {
		f.Message, f.Enum = sym.message, sym.enum
	}
	if p.Type == nil && sym != nil { // only the name of the type is given: Java takes the kind of what it finds
		f.Kind = kindOf(sym)
	}
	switch {
	case f.Number <= 0:
		l.fieldProblem(f, BadNumber, fmt.Sprint(f.Number), "a field number must be positive")
	case p.Extendee != nil:
		l.fieldProblem(f, BadExtension, p.GetExtendee(), "extendee is set for a field that is no extension")
	case p.OneofIndex != nil && (p.GetOneofIndex() < 0 || int(p.GetOneofIndex()) >= len(f.Parent.proto.GetOneofDecl())):
		l.fieldProblem(f, BadOneof, fmt.Sprint(p.GetOneofIndex()), "oneof_index names no oneof")
	case p.GetOptions().GetPacked() && !packable(f):
		l.fieldProblem(f, BadPacked, "", "only repeated primitive fields can be packed")
	}
	if p.DefaultValue != nil {
		if detail := badDefault(f); detail != "" {
			l.fieldProblem(f, BadDefault, p.GetDefaultValue(), detail)
		}
	}
}

// fieldType resolves and checks the type of a field or extension.
func (l *linking) fieldType(file *File, element func() string, p *descriptorpb.FieldDescriptorProto) *symbol {
	named := p.GetType() == descriptorpb.FieldDescriptorProto_TYPE_MESSAGE || p.GetType() == descriptorpb.FieldDescriptorProto_TYPE_GROUP || p.GetType() == descriptorpb.FieldDescriptorProto_TYPE_ENUM
	wrong := func(name, detail string) {
		if !file.builtin {
			l.set.problem(Problem{Code: WrongType, File: file.Name, Element: element(), Name: name, Detail: detail})
		}
	}
	if p.TypeName == nil {
		if named || p.Type == nil {
			wrong("", "the type has no name")
		}
		return nil
	}
	if p.Type != nil && !named {
		wrong(p.GetTypeName(), "a primitive type has no name")
		return nil
	}
	sym := l.resolve(file, element, p.GetTypeName())
	switch {
	case sym == nil || p.Type == nil:
	case p.GetType() == descriptorpb.FieldDescriptorProto_TYPE_ENUM && sym.enum == nil:
		wrong(p.GetTypeName(), fmt.Sprintf("%q is not an enum", p.GetTypeName()))
		return nil
	case p.GetType() != descriptorpb.FieldDescriptorProto_TYPE_ENUM && sym.message == nil:
		wrong(p.GetTypeName(), fmt.Sprintf("%q is not a message", p.GetTypeName()))
		return nil
	}
	return sym
}

func (l *linking) extension(file *File, p *descriptorpb.FieldDescriptorProto, scope string) {
	element := func() string { return join(scope, p.GetName()) }
	if p.Extendee == nil {
		l.set.problem(Problem{Code: BadExtension, File: file.Name, Element: element(), Detail: "an extension without extendee"})
	} else {
		l.messageType(file, element(), p.GetExtendee())
	}
	l.fieldType(file, element, p)
}

// messageType resolves a name that must be a message.
func (l *linking) messageType(file *File, element, name string) {
	sym := l.resolve(file, func() string { return element }, name)
	if sym != nil && sym.message == nil {
		l.set.problem(Problem{Code: WrongType, File: file.Name, Element: element, Name: name, Detail: fmt.Sprintf("%q is not a message", name)})
	}
}
