package modeltest

import (
	"math/rand/v2"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/shape"
)

// maker makes documents from a table, and changes one thing in them.
type maker struct {
	random  *rand.Rand
	touched map[*shape.Field]int
}

// document makes a valid value of the type.
func (m *maker) document(t *shape.Type) document.Value {
	if t == nil {
		return m.anything()
	}
	if t.Variants != nil && (!t.Kinds.Has(document.String) || m.random.IntN(2) == 0) {
		var allowed []shape.Variant
		for _, v := range t.Variants {
			if v.Refused == "" {
				allowed = append(allowed, v)
			}
		}
		return m.document(allowed[m.random.IntN(len(allowed))].Type)
	}
	switch {
	case t.Values != nil:
		return document.StringOf(t.Values[m.random.IntN(len(t.Values))])
	case t.Kinds.Has(document.String):
		return document.StringOf(m.text(t))
	case t.Kinds.Has(document.Bool):
		return document.BoolOf(m.random.IntN(2) == 0)
	case t.Numbers != nil:
		return document.NumberOf("1")
	case t.Kinds.Has(document.Number):
		return document.NumberOf([]string{"0", "-1", "2147483647"}[m.random.IntN(3)])
	case t.Kinds.Has(document.Array):
		items := make([]document.Value, t.MinItems+m.random.IntN(3))
		for i := range items {
			items[i] = m.document(t.Item)
		}
		return document.ArrayOf(items...)
	case t.Opaque:
		return document.ObjectOf(document.Member{Key: "anything", Value: m.anything()})
	case t.Member != nil:
		return document.ObjectOf(document.Member{Key: "some key", Value: m.document(t.Member)})
	}
	return m.object(t)
}

func (m *maker) object(t *shape.Type) document.Value {
	var members []document.Member
	for i := range t.Fields {
		f := &t.Fields[i]
		if !f.Required && (f.Forbidden || m.random.IntN(3) > 0) {
			continue
		}
		members = append(members, document.Member{Key: f.Name, Value: m.document(f.Type)})
	}
	m.random.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	return document.ObjectOf(members...)
}

// text makes a string that fits the patterns of a type.
func (m *maker) text(t *shape.Type) string {
	if len(t.Patterns) == 0 {
		return "text"
	}
	for _, candidate := range []string{"P30D", "PT1H30M", "name.of-it_1", "2027-01-31", "2027-01-31T12:00:00Z", strings.Repeat("0a", 32), "registry:name"} {
		fits := true
		for _, p := range t.Patterns {
			fits = fits && matches(p, candidate)
		}
		if fits {
			return candidate
		}
	}
	return ""
}

func (m *maker) anything() document.Value {
	return []document.Value{document.NullValue(), document.StringOf("x"), document.NumberOf("1.5"), document.ObjectOf(), document.ArrayOf(document.BoolOf(true))}[m.random.IntN(5)]
}

// site is a place in a document that can be changed: a field of an object (perhaps absent), or an item.
type site struct {
	path  []int // positions of members or items from the root
	owner *shape.Type
	field *shape.Field
	typ   *shape.Type
}

// mutate returns the document with one thing changed.
func (m *maker) mutate(v document.Value, t *shape.Type) document.Value {
	var sites []site
	collect(v, t, nil, nil, &sites)
	s := sites[m.random.IntN(len(sites))]
	for range 4 { // fields deep down are rare in documents: prefer what was changed least
		if other := sites[m.random.IntN(len(sites))]; m.touched[other.field] < m.touched[s.field] {
			s = other
		}
	}
	if s.field != nil {
		m.touched[s.field]++
	}
	if s.owner != nil {
		return change(v, s.path, func(object document.Value) document.Value { return m.changeField(object, s) })
	}
	return change(v, s.path, func(old document.Value) document.Value { return m.replacement(old, s.typ) })
}

// collect lists every place of the document: each field of each object, present or not, and each value.
func collect(v document.Value, t *shape.Type, f *shape.Field, path []int, sites *[]site) {
	path = path[:len(path):len(path)]
	*sites = append(*sites, site{path: path, field: f, typ: t})
	if t == nil {
		return
	}
	for i, item := range v.Items() {
		collect(item, t.Item, f, append(path, i), sites)
	}
	if v.Kind() != document.Object {
		return
	}
	if t.Variants != nil {
		if d, ok := v.Get(t.Discriminator); ok {
			if variant := t.Variant(d.Text()); variant != nil {
				t = variant.Type
			}
		}
	}
	for i := range t.Fields {
		*sites = append(*sites, site{path: path, owner: t, field: &t.Fields[i]})
	}
	for i, member := range v.Members() {
		if f := t.Field(member.Key); f != nil {
			collect(member.Value, f.Type, f, append(path, i), sites)
		} else if t.Member != nil {
			collect(member.Value, t.Member, nil, append(path, i), sites)
		}
	}
}

// change rebuilds the document with the value at path replaced.
func change(v document.Value, path []int, edit func(document.Value) document.Value) document.Value {
	if len(path) == 0 {
		return edit(v)
	}
	if v.Kind() == document.Array {
		items := append([]document.Value(nil), v.Items()...)
		items[path[0]] = change(items[path[0]], path[1:], edit)
		return document.ArrayOf(items...)
	}
	members := append([]document.Member(nil), v.Members()...)
	members[path[0]].Value = change(members[path[0]].Value, path[1:], edit)
	return document.ObjectOf(members...)
}

// changeField adds, removes, renames or empties one field of an object.
func (m *maker) changeField(object document.Value, s site) document.Value {
	var members []document.Member
	for _, member := range object.Members() {
		if member.Key != s.field.Name {
			members = append(members, member)
		}
	}
	old, present := object.Get(s.field.Name)
	with := func(key string, v document.Value) document.Value {
		return document.ObjectOf(append(members, document.Member{Key: key, Value: v})...)
	}
	switch m.random.IntN(6) {
	case 0:
		return document.ObjectOf(members...)
	case 1:
		return with(s.field.Name, document.NullValue())
	case 2:
		if present {
			return with(strings.ToUpper(s.field.Name)+"x", old)
		}
		return with("unknown field", m.anything())
	case 3:
		if s.field.Forbidden {
			return with(s.field.Name, m.anything())
		}
		return with(s.field.Name, m.document(s.field.Type))
	default:
		if s.field.Type == nil {
			return with(s.field.Name, m.anything())
		}
		return with(s.field.Name, m.document(s.field.Type))
	}
}

// replacement is another value in the place of an old one: of another kind, empty, or nearly right.
func (m *maker) replacement(old document.Value, t *shape.Type) document.Value {
	switch m.random.IntN(8) {
	case 0:
		return document.StringOf("")
	case 1:
		return document.StringOf(old.Text() + "x")
	case 2:
		return document.NumberOf([]string{"7", "-0", "0.5", "12", "9223372036854775808"}[m.random.IntN(5)])
	case 3:
		return document.BoolOf(true)
	case 4:
		if m.random.IntN(2) == 0 {
			return document.ArrayOf()
		}
		return document.ObjectOf()
	case 5:
		if t != nil && t.Variants != nil {
			return m.document(t.Variants[m.random.IntN(len(t.Variants))].Type)
		}
		fallthrough
	default:
		return m.document(t)
	}
}
