package avro

import (
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/field"
)

// maxFixed is the largest size of a fixed that Avro takes: what the Java VM can hold in an array.
const maxFixed = 1<<31 - 1 - 8

// readSchema reads the schema at n and puts its type into slot, now or when names are linked.
// Recursion is as deep as the document at most, which is limited.
func (r *reader) readSchema(n document.Node, space string, slot **Type) {
	switch n.Kind() {
	case document.String:
		r.readName(n, space, false, slot)
	case document.Object:
		r.readObject(n, space, slot)
	case document.Array:
		r.readUnion(n, space, slot)
	case document.Absent, document.Broken:
		*slot = r.newType(n, field.Unknown)
	default:
		*slot = r.newType(n, field.Unknown)
		hint := "a schema is the name of a type, an object or a union"
		if n.Kind() == document.Null {
			hint = `the type is written "null", with quotes`
		}
		r.report(NotASchema, n, "%s is not a schema: %s", n.Kind(), hint)
	}
}

func (r *reader) readObject(n document.Node, space string, slot **Type) {
	m := membersOf(n)
	if !isText(m.typ) {
		r.readWithoutType(n, m.typ, space, slot)
		return
	}
	name := m.typ.Text()
	if kind := primitive(name); kind != field.Unknown {
		t := r.newType(n, kind)
		t.Logical = logicalOf(t, m)
		*slot = t
		return
	}
	switch name {
	case "record", "error":
		*slot = r.readRecord(n, m, space)
	case "enum":
		*slot = r.readEnum(n, m, space)
	case "fixed":
		*slot = r.readFixed(n, m, space)
	case "array":
		*slot = r.readContainer(n, field.Array, m.items, m.values, space)
	case "map":
		*slot = r.readContainer(n, field.Map, m.values, m.items, space)
	default:
		r.readName(m.typ, space, true, slot)
	}
}

// readWithoutType reads an object whose "type" is not the name of a type. A schema in its place is read all the same, for its
// own faults and because it is what was meant.
func (r *reader) readWithoutType(n, typ document.Node, space string, slot **Type) {
	switch typ.Kind() {
	case document.Absent:
		*slot = r.newType(n, field.Unknown)
		if n.Len() == 0 {
			r.missing(n, `an empty object is not a schema: it needs a "type"`)
		} else {
			r.missing(n, `the schema has no "type"`)
		}
	case document.Broken:
		*slot = r.newType(n, field.Unknown)
	case document.Array:
		r.report(WrongKind, typ, `the "type" of a schema is a name, not a union: write the union in place of the object around it`)
		r.readSchema(typ, space, slot)
	case document.Object:
		r.report(WrongKind, typ, `the "type" of a schema is a name, not another schema: write the inner schema in place of the object around it`)
		r.readSchema(typ, space, slot)
	default:
		*slot = r.newType(n, field.Unknown)
		r.report(WrongKind, typ, `the "type" of a schema is a name, not %s`, typ.Kind())
	}
}

// readContainer reads an array or map; other is the property that the other of the two has in place of inner.
func (r *reader) readContainer(n document.Node, kind field.Kind, inner, other document.Node, space string) *Type {
	t := r.newType(n, kind)
	if inner.Kind() == document.Absent {
		needs := `an array needs "items", the schema of what is in it`
		if kind == field.Map {
			needs = `a map needs "values", the schema of what is in it`
		}
		if other.Exists() {
			needs += fmt.Sprintf(", not %q", other.Key())
		}
		r.missing(n, "%s", needs)
	}
	r.readSchema(inner, space, &t.Item)
	return t
}

func (r *reader) readUnion(n document.Node, space string, slot **Type) {
	t := r.newType(n, field.Union)
	// The length is known and final, so that slots stay where they are.
	t.Branches = make([]*Type, n.Len())
	i := 0
	for branch := range n.Children() {
		if branch.Kind() == document.Array {
			r.report(NestedUnion, branch, "a union directly inside a union: put its members into the outer one")
		}
		r.readSchema(branch, space, &t.Branches[i])
		i++
	}
	r.unions = append(r.unions, t)
	*slot = t
}

func (r *reader) readRecord(n document.Node, m members, space string) *Type {
	t := r.newType(n, field.Record)
	space = r.define(t, m, "a record", space)
	switch m.fields.Kind() {
	case document.Absent:
		r.missing(n, `the record has no "fields"; a record without any has []`)
		return t
	case document.Array:
	case document.Broken:
		return t
	default:
		r.report(WrongKind, m.fields, `"fields" is an array of fields, not %s`, m.fields.Kind())
		return t
	}
	t.Fields = make([]Field, m.fields.Len())
	seen := make(map[string]document.Node, len(t.Fields))
	i := 0
	for item := range m.fields.Children() {
		r.readField(&t.Fields[i], item, space, seen)
		i++
	}
	return t
}

func (r *reader) readField(f *Field, n document.Node, space string, seen map[string]document.Node) {
	f.Node = n
	if n.Kind() != document.Object {
		f.Type = r.newType(n, field.Unknown)
		if n.Kind() != document.Broken {
			r.report(WrongKind, n, `a field is an object with "name" and "type", not %s`, n.Kind())
		}
		return
	}
	m := membersOf(n)
	r.readFieldName(f, m.name, n, seen)
	if m.typ.Kind() == document.Absent {
		r.missing(n, `the field has no "type"`)
	}
	r.readSchema(m.typ, space, &f.Type)
	r.checkOrder(m.order)
	f.Aliases = r.readAliases(m.aliases)
	f.Default = m.def
	if m.def.Exists() {
		r.defaults = append(r.defaults, defaultCheck{f, m})
	}
}

func (r *reader) readFieldName(f *Field, name, n document.Node, seen map[string]document.Node) {
	if !r.checkNameGiven(name, n, "a field") {
		return
	}
	f.Name = name.Text()
	r.checkName(name, 0, "a field name")
	if first, ok := seen[f.Name]; ok {
		fault := r.report(DuplicateField, name, "the record already has a field %q", f.Name)
		fault.Related = first
		return
	}
	seen[f.Name] = name
}

func (r *reader) readEnum(n document.Node, m members, space string) *Type {
	t := r.newType(n, field.Enum)
	r.define(t, m, "an enum", space)
	switch m.symbols.Kind() {
	case document.Absent:
		r.missing(n, `the enum has no "symbols"`)
		return t
	case document.Array:
	case document.Broken:
		return t
	default:
		r.report(WrongKind, m.symbols, `"symbols" is an array of names, not %s`, m.symbols.Kind())
		return t
	}
	t.Symbols = make([]string, 0, m.symbols.Len())
	seen := make(map[string]document.Node, m.symbols.Len())
	for symbol := range m.symbols.Children() {
		r.readSymbol(t, symbol, seen)
	}
	r.readEnumDefault(t, m.def, seen)
	return t
}

func (r *reader) readSymbol(t *Type, n document.Node, seen map[string]document.Node) {
	if !isText(n) {
		if n.Kind() != document.Broken {
			r.report(WrongKind, n, "a symbol is a name in quotes, not %s", n.Kind())
		}
		return
	}
	symbol := n.Text()
	r.checkName(n, 0, "a symbol")
	if first, ok := seen[symbol]; ok {
		fault := r.report(DuplicateSymbol, n, "the enum already has the symbol %q", symbol)
		fault.Related = first
		return
	}
	seen[symbol] = n
	t.Symbols = append(t.Symbols, symbol)
}

// readEnumDefault reads the default symbol. A default that is no text is ignored, as Java does.
func (r *reader) readEnumDefault(t *Type, n document.Node, seen map[string]document.Node) {
	if !isText(n) {
		return
	}
	t.Default = n.Text()
	if _, ok := seen[t.Default]; !ok {
		r.report(BadDefault, n, "the default %q is not one of the symbols%s", t.Default, r.near(t.Default, t.Symbols))
	}
}

func (r *reader) readFixed(n document.Node, m members, space string) *Type {
	t := r.newType(n, field.Fixed)
	r.define(t, m, "a fixed", space)
	size, isInt := m.size.Int()
	switch {
	case m.size.Kind() == document.Absent:
		r.missing(n, `the fixed has no "size", its number of bytes`)
	case m.size.Kind() == document.Broken:
	case !isInt:
		r.report(BadSize, m.size, `"size" is the number of bytes as an integer without quotes, fraction or exponent`)
	case size < 0:
		r.report(BadSize, m.size, `"size" is negative`)
	case size > maxFixed:
		r.report(BadSize, m.size, `"size" is larger than Java can hold: %d at most`, maxFixed)
	default:
		t.Size = int(size)
	}
	t.Logical = logicalOf(t, m)
	return t
}
