package compile

import (
	"fmt"
	"sort"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/shape"
)

// JSONSchema returns the definition and all that it uses as a JSON Schema of draft 7, the draft that editors support best.
// Unions are written as if/then on their discriminator, so that an editor completes and complains about one alternative only.
// id becomes $id, title the title.
func (m *Model) JSONSchema(name, id, title string) ([]byte, error) {
	root, found := m.Types[name]
	if !found {
		return nil, fmt.Errorf("there is no definition #%s", name)
	}
	used := map[string]*shape.Type{}
	uses(root, used)
	names := make([]string, 0, len(used))
	for name := range used {
		names = append(names, name)
	}
	sort.Strings(names)
	definitions := make([]document.Member, 0, len(names))
	for _, name := range names {
		definitions = append(definitions, member(name, describeType(used[name])))
	}
	return document.Encode(object(
		member("$schema", text("http://json-schema.org/draft-07/schema#")),
		member("$id", text(id)),
		member("title", text(title)),
		member("$ref", text("#/definitions/"+name)),
		member("definitions", document.ObjectOf(definitions...)),
	)), nil
}

// uses collects the definitions that a type refers to, itself included.
func uses(t *shape.Type, into map[string]*shape.Type) {
	if t == nil {
		return
	}
	if t.Name != "" {
		if into[t.Name] != nil {
			return
		}
		into[t.Name] = t
	}
	uses(t.Item, into)
	uses(t.Member, into)
	for i := range t.Fields {
		uses(t.Fields[i].Type, into)
	}
	for _, v := range t.Variants {
		if v.Refused == "" {
			uses(v.Type, into)
		}
	}
}

// refer points to a named definition and writes any other type in place.
func refer(t *shape.Type) document.Value {
	if t == nil {
		return object()
	}
	if t.Name != "" {
		return object(member("$ref", text("#/definitions/"+t.Name)))
	}
	return describeType(t)
}

func describeType(t *shape.Type) document.Value {
	var members []document.Member
	if t.Doc != "" {
		members = append(members, member("description", text(t.Doc)))
	}
	if kinds := kindList(t); len(kinds) == 1 {
		members = append(members, member("type", kinds[0]))
	} else if len(kinds) > 1 {
		members = append(members, member("type", document.ArrayOf(kinds...)))
	}
	members = append(members, describeScalar(t)...)
	if t.Item != nil {
		members = append(members, member("items", refer(t.Item)))
	}
	if t.MinItems > 0 {
		members = append(members, member("minItems", number(t.MinItems)))
	}
	return document.ObjectOf(append(members, describeObject(t)...)...)
}

func describeScalar(t *shape.Type) []document.Member {
	var members []document.Member
	var values []document.Value
	for _, v := range t.Values {
		values = append(values, text(v))
	}
	for _, n := range t.Numbers {
		values = append(values, number(int(n)))
	}
	if values != nil {
		members = append(members, member("enum", document.ArrayOf(values...)))
	}
	if len(t.Patterns) == 1 {
		members = append(members, member("pattern", text(t.Patterns[0])))
	} else if len(t.Patterns) > 1 {
		var all []document.Value
		for _, p := range t.Patterns {
			all = append(all, object(member("pattern", text(p))))
		}
		members = append(members, member("allOf", document.ArrayOf(all...)))
	}
	if t.MinRunes > 0 {
		members = append(members, member("minLength", number(t.MinRunes)))
	}
	return members
}

func describeObject(t *shape.Type) []document.Member {
	if t.Variants != nil {
		return describeUnion(t)
	}
	if t.Member != nil {
		return []document.Member{member("additionalProperties", refer(t.Member))}
	}
	var members, properties []document.Member
	var required []document.Value
	for i := range t.Fields {
		f := &t.Fields[i]
		properties = append(properties, member(f.Name, describeField(f)))
		if f.Required {
			required = append(required, text(f.Name))
		}
	}
	if properties != nil {
		members = append(members, member("properties", document.ObjectOf(properties...)))
	}
	if required != nil {
		members = append(members, member("required", document.ArrayOf(required...)))
	}
	if t.Complete {
		members = append(members, member("additionalProperties", document.BoolOf(false)))
	}
	return members
}

// describeUnion selects the alternative by its discriminator. In a mixture with other kinds the conditions must hold for objects
// only; "required" and "properties" say nothing of other values anyway.
func describeUnion(t *shape.Type) []document.Member {
	var values, branches []document.Value
	for _, v := range t.Variants {
		if v.Refused != "" {
			continue
		}
		values = append(values, text(v.Value))
		selected := object(member(t.Discriminator, object(member("const", text(v.Value)))))
		branches = append(branches, object(
			member("if", object(
				member("type", text("object")),
				member("required", document.ArrayOf(text(t.Discriminator))),
				member("properties", selected))),
			member("then", refer(v.Type)),
		))
	}
	return []document.Member{
		member("required", document.ArrayOf(text(t.Discriminator))),
		member("properties", object(member(t.Discriminator, object(member("enum", document.ArrayOf(values...)))))),
		member("allOf", document.ArrayOf(branches...)),
	}
}

// describeField adds what is known of the field itself to its type. Keywords beside $ref have no meaning in draft 7, hence allOf.
func describeField(f *shape.Field) document.Value {
	var members []document.Member
	if f.Doc != "" {
		members = append(members, member("description", text(f.Doc)))
	}
	switch {
	case f.Forbidden: // editors must not offer it
		return document.ObjectOf(append(members, member("type", text("null")), member("doNotSuggest", document.BoolOf(true)))...)
	case f.Type == nil && f.Required:
		return document.ObjectOf(members...)
	case f.Required:
		return document.ObjectOf(append(members, member("allOf", document.ArrayOf(refer(f.Type))))...)
	}
	return document.ObjectOf(append(members, member("anyOf", document.ArrayOf(refer(f.Type), object(member("type", text("null"))))))...)
}

func kindList(t *shape.Type) []document.Value {
	var kinds []document.Value
	for _, k := range []struct {
		kind document.Kind
		name string
	}{{document.Bool, "boolean"}, {document.String, "string"}, {document.Array, "array"}, {document.Object, "object"}} {
		if t.Kinds.Has(k.kind) {
			kinds = append(kinds, text(k.name))
		}
	}
	if t.Kinds.Has(document.Number) {
		if t.Whole {
			return append(kinds, text("integer"))
		}
		return append(kinds, text("number"))
	}
	return kinds
}

func object(members ...document.Member) document.Value { return document.ObjectOf(members...) }

func member(key string, value document.Value) document.Member {
	return document.Member{Key: key, Value: value}
}

func text(s string) document.Value { return document.StringOf(s) }

func number(n int) document.Value { return document.NumberOf(fmt.Sprint(n)) }
