package protobuf

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// maxVisible bounds the walks along public imports in one set; past it every file counts as visible.
const maxVisible = 4 << 20

// maxUses bounds the uses of missing types that are told apart in one set.
const maxUses = 10_000

// resolve finds the type of a name as Java's DescriptorPool.lookupSymbol does, and reports it if there is none.
func (l *linking) resolve(file *File, element func() string, name string) *symbol {
	if sym := l.lookup(file, element, name); sym != nil {
		if sym.file.builtin && !file.builtin {
			l.builtinUse(file, element(), name, sym)
		}
		return sym
	}
	if !file.builtin {
		l.undefined(file, element(), name)
	}
	return nil
}

// lookup finds the type of an absolute name, or of a relative one from the innermost scope outward.
func (l *linking) lookup(file *File, element func() string, name string) *symbol {
	isType := func(s *symbol) bool { return s.message != nil || s.enum != nil }
	if absolute, ok := strings.CutPrefix(name, "."); ok {
		return l.find(file, absolute, isType)
	}
	first, _, compound := strings.Cut(name, ".")
	scope := element()
	for {
		dot := strings.LastIndexByte(scope, '.')
		if dot < 0 {
			return l.find(file, name, isType)
		}
		scope = scope[:dot]
		if sym := l.find(file, join(scope, first), (*symbol).aggregate); sym != nil {
			if compound {
				return l.find(file, join(scope, name), isType)
			}
			if isType(sym) {
				return sym
			}
			return nil
		}
	}
}

// find returns the symbol of a full name that the file sees, its own first.
func (l *linking) find(file *File, full string, fits func(*symbol) bool) *symbol {
	var found *symbol
	for _, sym := range l.set.symbols[full] {
		if !fits(sym) {
			continue
		}
		if sym.file == file {
			return sym
		}
		if found == nil && l.sees(file, sym.file) {
			found = sym
		}
	}
	return found
}

// sees reports whether a file imports another, itself or through public imports.
func (l *linking) sees(file, other *File) bool {
	if file.visible == nil {
		file.visible = map[*File]bool{}
		todo := append([]*File(nil), file.imports...)
		for len(todo) > 0 && l.steps > 0 {
			l.steps--
			f := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			if file.visible[f] {
				continue
			}
			file.visible[f] = true
			todo = append(todo, l.publicImports(f)...)
		}
	}
	return file.visible[other] || l.steps <= 0
}

func (l *linking) publicImports(f *File) (public []*File) {
	for _, i := range f.proto.GetPublicDependency() {
		if i < 0 || int(i) >= len(f.proto.GetDependency()) {
			continue
		}
		name := f.proto.GetDependency()[i]
		if g := l.byName[name]; g != nil {
			public = append(public, g)
		} else if g := l.builtin[name]; g != nil {
			public = append(public, g)
		}
	}
	return public
}

// builtinUse notes a type that only the built-in files have.
func (l *linking) builtinUse(file *File, element, name string, sym *symbol) {
	if l.uses++; l.uses > maxUses {
		return
	}
	for _, m := range l.missing[file] {
		if m.Import == sym.file.Name {
			m.Uses = append(m.Uses, Use{element, strings.TrimPrefix(name, ".")})
			return
		}
	}
}

// undefined notes a type that nothing has: with the missing imports that may have it, else as a problem.
func (l *linking) undefined(file *File, element, name string) {
	name = strings.TrimPrefix(name, ".")
	use := Use{element, name}
	if l.uses++; l.uses > maxUses {
		return
	}
	noted := false
	for _, m := range l.missing[file] {
		if l.builtin[m.Import] == nil {
			m.Uses = append(m.Uses, use)
			noted = true
		}
	}
	if noted {
		return
	}
	detail := fmt.Sprintf("%q is not defined", name)
	if others := l.set.symbols[name]; len(others) > 0 && (others[0].message != nil || others[0].enum != nil) {
		detail = fmt.Sprintf("%q is defined in %q, which %q does not import", name, others[0].file.Name, file.Name)
	} else if known, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(name)); err == nil && strings.HasPrefix(name, "google.protobuf.") {
		detail = fmt.Sprintf("%q is defined in %q, which %q does not import", name, known.ParentFile().Path(), file.Name)
	}
	l.set.problem(Problem{Code: UndefinedType, File: file.Name, Element: element, Name: name, Detail: detail})
}

func kindOf(sym *symbol) protoreflect.Kind {
	if sym.enum != nil {
		return protoreflect.EnumKind
	}
	return protoreflect.MessageKind
}

func packable(f *Field) bool {
	switch f.Kind {
	case protoreflect.StringKind, protoreflect.BytesKind, protoreflect.MessageKind, protoreflect.GroupKind:
		return false
	}
	return f.Repeated
}

// badDefault says why the default value of a field does not fit, "" if it does.
func badDefault(f *Field) string {
	if f.Repeated {
		return "a repeated field has no default"
	}
	text := f.proto.GetDefaultValue()
	var err error
	switch f.Kind {
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		_, err = strconv.ParseInt(text, 0, 32)
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		_, err = strconv.ParseInt(text, 0, 64)
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		_, err = strconv.ParseUint(text, 0, 32)
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		_, err = strconv.ParseUint(text, 0, 64)
	case protoreflect.FloatKind, protoreflect.DoubleKind:
		var v float64
		v, err = strconv.ParseFloat(text, 64)
		if math.IsInf(v, 0) { // an overflow is infinity in Java
			err = nil
		}
	case protoreflect.EnumKind:
		if f.Enum != nil && !f.Enum.has(text) {
			return fmt.Sprintf("%q is no value of %s", text, f.Enum.FullName)
		}
	case protoreflect.MessageKind, protoreflect.GroupKind:
		return "a message has no default"
	}
	if err != nil {
		return fmt.Sprintf("%q is no default for %s", text, f.Kind)
	}
	return ""
}

func (e *Enum) has(symbol string) bool {
	for _, s := range e.Symbols {
		if s == symbol {
			return true
		}
	}
	return false
}
