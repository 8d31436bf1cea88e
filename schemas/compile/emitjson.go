package compile

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/shape"
)

// published is where the JSON Schemas can be read.
const published = "https://raw.githubusercontent.com/polarspec/polarspec/main/schemas/jsonschema/"

// JSONSchema returns the definition and all that it uses as a JSON Schema of draft 7, the draft that editors support best, to be
// published under the name of the file.
//
// It is written for what editors make of it. Of several descriptions that apply to a value they show the innermost, so that the
// places of a definition are described and not the definition itself. Unions are written as if/then on their discriminator: an
// editor completes and complains about one alternative only. Texts, numbers and lists stand in place, because behind a reference
// editors do not see the type that they insert a value of.
func (m *Model) JSONSchema(name, file string) ([]byte, error) {
	root, found := m.Types[name]
	if !found {
		return nil, fmt.Errorf("there is no definition #%s", name)
	}
	used := map[string]*shape.Type{}
	uses(root, used)
	w := writer{m.Known, discriminators(used)}
	delete(used, name) // stands at the top
	definitions := make([]document.Member, 0, len(used))
	for _, name := range slices.Sorted(maps.Keys(used)) {
		if t := used[name]; referred(t) {
			definitions = append(definitions, member(name, object(w.describeType(t, false)...)))
		}
	}
	stem, _, _ := strings.Cut(file, ".")
	members := []document.Member{
		member("$schema", text("http://json-schema.org/draft-07/schema#")),
		member("$id", text(published+file)),
		member("title", text("polarspec "+stem)),
		member("description", text(root.Doc)),
	}
	members = append(members, w.describeType(root, false)...)
	if len(definitions) > 0 {
		members = append(members, member("definitions", object(definitions...)))
	}
	return document.Encode(object(members...)), nil
}

// writer writes the types of one JSON Schema.
type writer struct {
	known map[string][]Known
	// selected has the field that selects a type in a union, by the name of the type.
	selected map[string]string
}

// discriminators returns the fields that select the types in their unions, by the names of the types.
func discriminators(types map[string]*shape.Type) map[string]string {
	selected := map[string]string{}
	for _, t := range types {
		for _, v := range t.Variants {
			selected[v.Type.Name] = t.Discriminator
		}
	}
	return selected
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

// referred reports whether a type is a definition of the JSON Schema: a named object that has something to say.
func referred(t *shape.Type) bool {
	return t.Name != "" && t.Kinds == shape.Objects && (t.Fields != nil || t.Variants != nil || t.Member != nil)
}

// place describes a value of the type; null says that null is allowed too. A nil type allows anything.
func (w *writer) place(t *shape.Type, doc string, null bool) document.Value {
	var members []document.Member
	if t != nil && t.Kinds&(shape.Objects|shape.Arrays) == 0 && t.Name != plainText {
		doc = strings.TrimSpace(doc + "\n\n" + t.Doc)
	}
	if doc != "" {
		members = append(members, member("description", text(doc)))
	}
	if t == nil {
		return object(members...)
	}
	if !referred(t) {
		return object(append(members, w.describeType(t, null)...)...)
	}
	reference := object(member("$ref", text("#/definitions/"+t.Name)))
	// Keywords beside $ref have no meaning in draft 7, hence allOf.
	if null {
		return object(append(members,
			member("type", document.ArrayOf(text("object"), text("null"))),
			member("anyOf", document.ArrayOf(reference, object(member("type", text("null"))))))...)
	}
	return object(append(members, member("type", text("object")), member("allOf", document.ArrayOf(reference)))...)
}

// plainText is the definition of a text that is not empty; that is no news to who reads the description of a field.
const plainText = "NonEmpty"

// describeType writes a type without its description.
func (w *writer) describeType(t *shape.Type, null bool) []document.Member {
	kinds := kindList(t)
	if len(kinds) > 1 {
		return w.describeMixture(t, null)
	}
	var members []document.Member
	if null && len(kinds) == 1 {
		members = append(members, member("type", document.ArrayOf(kinds[0], text("null"))))
	} else if len(kinds) == 1 {
		members = append(members, member("type", kinds[0]))
	}
	members = append(members, w.describeScalar(t, null)...)
	if t.Item != nil {
		members = append(members, member("items", w.place(t.Item, "", false)))
	}
	if t.MinItems > 0 {
		members = append(members, member("minItems", number(t.MinItems)))
	}
	return append(members, w.describeObject(t)...)
}

// describeMixture writes a type of several kinds, each as an alternative.
func (w *writer) describeMixture(t *shape.Type, null bool) []document.Member {
	var alternatives []document.Value
	for _, kind := range []shape.Kinds{shape.Bools, shape.Numbers, shape.Strings, shape.Arrays, shape.Objects} {
		if t.Kinds&kind == 0 {
			continue
		}
		only := shape.Type{Kinds: kind}
		switch kind {
		case shape.Numbers:
			only.Whole, only.Numbers = t.Whole, t.Numbers
		case shape.Strings:
			only.Values, only.Patterns, only.MinRunes = t.Values, t.Patterns, t.MinRunes
		case shape.Arrays:
			only.Item, only.MinItems = t.Item, t.MinItems
		case shape.Objects:
			only.Opaque, only.Member, only.Fields, only.Complete = t.Opaque, t.Member, t.Fields, t.Complete
			only.Discriminator, only.Variants = t.Discriminator, t.Variants
		}
		alternatives = append(alternatives, object(w.describeType(&only, false)...))
	}
	if null {
		alternatives = append(alternatives, object(member("type", text("null"))))
	}
	return []document.Member{member("anyOf", document.ArrayOf(alternatives...))}
}

func (w *writer) describeScalar(t *shape.Type, null bool) []document.Member {
	var members []document.Member
	var values []document.Value
	for _, v := range t.Values {
		values = append(values, text(v))
	}
	for _, n := range t.Numbers {
		values = append(values, number(int(n)))
	}
	switch {
	case len(values) == 1 && !null:
		members = append(members, member("const", values[0]))
	case values != nil && null:
		members = append(members, member("enum", document.ArrayOf(append(values, document.NullValue())...)))
	case values != nil:
		members = append(members, member("enum", document.ArrayOf(values...)))
	}
	members = append(members, describePatterns(t)...)
	if t.MinRunes > 0 {
		members = append(members, member("minLength", number(t.MinRunes)))
	}
	if known := w.known[t.Name]; known != nil && t.Kinds == shape.Strings {
		var examples []document.Value
		for _, k := range known {
			examples = append(examples, text(k.Name))
		}
		members = append(members, member("examples", document.ArrayOf(examples...)))
	}
	return members
}

// describePatterns writes the patterns, with the description in place of the regular expression that editors would show.
func describePatterns(t *shape.Type) []document.Member {
	var all []document.Value
	for _, p := range t.Patterns {
		members := []document.Member{member("pattern", text(p))}
		if t.Doc != "" {
			members = append(members, member("patternErrorMessage", text("Value is not accepted. Expected: "+t.Doc)))
		}
		if len(t.Patterns) == 1 {
			return members
		}
		all = append(all, object(members...))
	}
	if all == nil {
		return nil
	}
	return []document.Member{member("allOf", document.ArrayOf(all...))}
}

func (w *writer) describeObject(t *shape.Type) []document.Member {
	if t.Variants != nil {
		return w.describeUnion(t)
	}
	var members, properties []document.Member
	var required []document.Value
	for i := range t.Fields {
		f := &t.Fields[i]
		properties = append(properties, member(f.Name, w.describeField(t, f)))
		if f.Required {
			required = append(required, text(f.Name))
		}
	}
	if properties != nil {
		members = append(members, member("properties", object(properties...)))
	}
	if required != nil {
		members = append(members, member("required", document.ArrayOf(required...)))
	}
	if t.Member != nil {
		return append(members, w.describeFreeKeys(t)...)
	}
	if t.Complete {
		members = append(members, member("additionalProperties", document.BoolOf(false)))
	}
	return members
}

// describeFreeKeys writes an object whose keys are free. Known keys stand in a schema of their own, so that additionalProperties
// judges their values too; the description of a key is then the only one.
func (w *writer) describeFreeKeys(t *shape.Type) []document.Member {
	known := w.known[t.Name]
	if known == nil {
		doc := ""
		if referred(t.Member) {
			doc = t.Member.Doc
		}
		return []document.Member{member("additionalProperties", w.place(t.Member, doc, false))}
	}
	var properties []document.Member
	for _, k := range known {
		properties = append(properties, member(k.Name, object(member("description", text(k.Doc)))))
	}
	return []document.Member{
		member("additionalProperties", object(w.describeType(t.Member, false)...)),
		member("allOf", document.ArrayOf(object(member("properties", object(properties...))))),
	}
}

// describeUnion selects the alternative by its discriminator.
func (w *writer) describeUnion(t *shape.Type) []document.Member {
	var values, docs, branches []document.Value
	var doc string
	for _, v := range t.Variants {
		if v.Refused != "" {
			continue
		}
		values = append(values, text(v.Value))
		docs = append(docs, text(v.Type.Doc))
		doc = v.Type.Field(t.Discriminator).Doc
		selected := object(member(t.Discriminator, object(member("const", text(v.Value)))))
		branches = append(branches, object(
			member("if", object(
				member("type", text("object")),
				member("required", document.ArrayOf(text(t.Discriminator))),
				member("properties", selected))),
			member("then", object(member("$ref", text("#/definitions/"+v.Type.Name)))),
		))
	}
	return []document.Member{
		member("required", document.ArrayOf(text(t.Discriminator))),
		member("properties", object(member(t.Discriminator, object(
			member("description", text(doc)),
			member("enum", document.ArrayOf(values...)),
			member("enumDescriptions", document.ArrayOf(docs...)),
		)))),
		member("allOf", document.ArrayOf(branches...)),
	}
}

// describeField writes a field of a type. Editors must not offer a forbidden one, and say why it is forbidden. The field that selects
// the type is described by the union, together with its values.
func (w *writer) describeField(t *shape.Type, f *shape.Field) document.Value {
	if w.selected[t.Name] == f.Name {
		return w.place(f.Type, "", false)
	}
	if !f.Forbidden {
		return w.place(f.Type, f.Doc, !f.Required)
	}
	members := []document.Member{member("description", text(f.Doc)), member("type", text("null"))}
	if f.Doc != "" {
		members = append(members, member("errorMessage", text(f.Doc)))
	}
	return object(append(members, member("doNotSuggest", document.BoolOf(true)))...)
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
