package gen

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/schemas/polaris"
	"github.com/polarspec/polarspec/schemas/shape"
)

// setAll gives a spec the values that the user set, each of the type that the model has for its place, and brings the fields back
// into the order of the documentation.
func setAll(spec document.Value, kind polaris.Kind, pairs []Pair) (document.Value, error) {
	for _, pair := range pairs {
		s := setting{flag: "--set " + pair.Name, text: pair.Value}
		steps := strings.Split(strings.TrimPrefix(pair.Name, "/"), ".")
		if strings.HasPrefix(pair.Name, "/") {
			steps = strings.Split(pair.Name[1:], "/")
		}
		if slices.Contains(steps, "") {
			return document.Value{}, refuse("%s: a path is like source.formatSettings.binaryAsString, with numbers for the items of lists", s.flag)
		}
		changed, err := s.put(spec, kind.Type(), steps)
		if err != nil {
			return document.Value{}, err
		}
		spec = changed
	}
	return ordered(spec, kind), nil
}

// setting is one value on the way to its place.
type setting struct{ flag, text string }

// put returns a copy of a value with the setting at the end of the steps.
func (s *setting) put(v document.Value, t *shape.Type, steps []string) (document.Value, error) {
	if len(steps) == 0 {
		return s.typed(t)
	}
	if t != nil && t.Opaque {
		t = nil
	}
	switch {
	case v.Kind() == document.Array || t != nil && t.Kinds == shape.Arrays:
		return s.putItem(v, t, steps)
	case v.Kind() != document.Object && v.Kind() != document.Null:
		return v, refuse("%s: there is %s, which has no field %q", s.flag, v.Kind(), steps[0])
	}
	fields := fieldsOf(v, t)
	var inner *shape.Type
	if fields != nil {
		inner = fields.Member
		f := fields.Field(steps[0])
		switch {
		case f != nil && f.Forbidden && f.Instead != "":
			return v, refuse("%s: %q is not allowed there; set %s", s.flag, steps[0], f.Instead)
		case f != nil && f.Forbidden:
			return v, refuse("%s: %q is not allowed there", s.flag, steps[0])
		case f != nil:
			inner = f.Type
		case fields.Member == nil && fields.Fields != nil:
			if near, ok := spelling.Near(steps[0], fieldNames(fields)); ok {
				return v, refuse("%s: there is no field %q. Did you mean %q?", s.flag, steps[0], near)
			}
			if fields.Complete {
				return v, refuse("%s: there is no field %q; there are %s", s.flag, steps[0], shortList(slices.Collect(fieldNames(fields))))
			}
		}
	}
	old, _ := v.Get(steps[0])
	value, err := s.put(old, inner, steps[1:])
	if err != nil {
		return v, err
	}
	members := slices.Clone(v.Members())
	if value.Kind() == document.Null { // which means the same as no field
		members = slices.DeleteFunc(members, func(m document.Member) bool { return m.Key == steps[0] })
		return document.ObjectOf(members...), nil
	}
	for i := range members {
		if members[i].Key == steps[0] {
			members[i].Value = value
			return document.ObjectOf(members...), nil
		}
	}
	return document.ObjectOf(append(members, document.Member{Key: steps[0], Value: value})...), nil
}

// putItem goes on at an item of a list, by its number or by the name that it has.
func (s *setting) putItem(v document.Value, t *shape.Type, steps []string) (document.Value, error) {
	items := slices.Clone(v.Items())
	at, err := strconv.Atoi(steps[0])
	if err != nil {
		at = slices.IndexFunc(items, func(item document.Value) bool {
			for _, key := range []string{"columnName", "name"} {
				if name, ok := item.Get(key); ok && name.Text() == steps[0] {
					return true
				}
			}
			return false
		})
	}
	if at < 0 || at > len(items) {
		return v, refuse("%s: the list has %d items, and none is %q", s.flag, len(items), steps[0])
	}
	var inner *shape.Type
	if t != nil {
		inner = t.Item
	}
	if at == len(items) {
		items = append(items, document.Value{})
	}
	if items[at], err = s.put(items[at], inner, steps[1:]); err != nil {
		return v, err
	}
	return document.ArrayOf(items...), nil
}

// fieldsOf is the type whose fields an object has: of a union the alternative that it is.
func fieldsOf(v document.Value, t *shape.Type) *shape.Type {
	if t == nil || t.Variants == nil {
		return t
	}
	selector, _ := v.Get(t.Discriminator)
	if variant := t.Variant(selector.Text()); variant != nil {
		return variant.Type
	}
	return nil
}

func fieldNames(t *shape.Type) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range t.Fields {
			if !t.Fields[i].Forbidden && !yield(t.Fields[i].Name) {
				return
			}
		}
	}
}

// typed reads the text of a setting as the type of its place: text stays text where that is allowed.
func (s *setting) typed(t *shape.Type) (document.Value, error) {
	parsed := document.Parse([]byte(s.text), document.JSON)
	isJSON := len(parsed.Faults) == 0 && parsed.Root().Exists()
	var value document.Value
	if isJSON {
		value = parsed.Root().Value()
	}
	if t == nil || t.Kinds == 0 {
		if isJSON {
			return value, nil
		}
		return document.StringOf(s.text), nil
	}
	switch {
	case isJSON && value.Kind() == document.Null:
		return value, nil
	case isJSON && value.Kind() != document.String && t.Kinds.Has(value.Kind()):
		return value, nil
	case t.Kinds.Has(document.String):
		if t.Values != nil && !slices.Contains(t.Values, s.text) {
			return value, refuse("%s: %q is not one of %s", s.flag, s.text, strings.Join(t.Values, ", "))
		}
		return document.StringOf(s.text), nil
	}
	return value, refuse("%s: the value is %s, not %q", s.flag, t.Kinds, s.text)
}

// Ordered returns a spec of a kind with its fields in the order of the documentation.
func Ordered(spec document.Value, kind polaris.Kind) document.Value { return ordered(spec, kind) }

// Set returns a spec with values of the user at their paths, such as source.formatSettings.binaryAsString: each of the type that the
// model has for its place. The error is an *Error.
func Set(spec document.Value, kind polaris.Kind, pairs []Pair) (document.Value, error) {
	return setAll(spec, kind, pairs)
}

// SecretIn returns the name of the first field of a connection that has a secret and not the name of the environment variable that holds
// one; "" if there is none.
func SecretIn(connection document.Value) string {
	secrets, _ := connection.Get("secrets")
	for _, name := range secretNames {
		if value, ok := secrets.Get(name); ok && value.Kind() != document.Null && !placeholder.MatchString(value.Text()) {
			return name
		}
	}
	return ""
}

// ordered is a spec with its fields in the order of the documentation.
func ordered(spec document.Value, kind polaris.Kind) document.Value {
	root := document.Parse(document.Encode(spec), document.JSON).Root()
	order := polaris.NewOrder()
	order.Add(root, kind)
	return inOrder(root, order)
}

func inOrder(n document.Node, order *polaris.Order) document.Value {
	switch n.Kind() {
	case document.Array:
		items := make([]document.Value, 0, n.Len())
		for item := range n.Children() {
			items = append(items, inOrder(item, order))
		}
		return document.ArrayOf(items...)
	case document.Object:
		children := slices.Collect(n.Children())
		slices.SortStableFunc(children, func(a, b document.Node) int { return cmp.Compare(order.Rank(a), order.Rank(b)) })
		members := make([]document.Member, 0, len(children))
		for _, child := range children {
			members = append(members, document.Member{Key: child.Key(), Value: inOrder(child, order)})
		}
		return document.ObjectOf(members...)
	}
	return n.Value()
}
