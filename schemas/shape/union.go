package shape

import (
	"iter"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
)

// union selects the alternative of an object by its discriminator. When that selects nothing, the rest of the object is
// judged as the alternative that was probably meant: a second fault must not hide behind the first.
func (w *walk) union(n document.Node, t *Type) {
	selector := n.Get(t.Discriminator)
	variant, meant := w.selected(n, t, selector)
	refused := w.refused
	defer func() { w.refused = refused }()
	if variant == nil {
		variant = t.likeliest(n)
		w.refused = true // what a mere guess refuses is no fault
	}
	if variant.Refused != "" {
		if !w.refused {
			w.emit(Violation{Fault: Refused, Rule: variant.Refused, Code: variant.Code, Node: selector, Field: variant.Type.Field(t.Discriminator), Name: variant.Value, Type: t})
		}
		w.refused = true
	}
	if !meant {
		w.guessed(n, t, variant.Type)
		return
	}
	if variant.Refused != "" && variant.Code == Documented {
		w.fields(n, variant.Type, t.Discriminator, t)
	} else {
		w.fields(n, variant.Type, t.Discriminator, nil)
	}
}

// selected returns the alternative that the discriminator names or nearly names, nil if none; it reports what is wrong with the discriminator,
// unless that is misspelt and refused: then the refusal says it all.
func (w *walk) selected(n document.Node, t *Type, selector document.Node) (v *Variant, meant bool) {
	field := t.Variants[0].Type.Field(t.Discriminator)
	switch selector.Kind() {
	case document.Absent:
		w.emit(Violation{Fault: Missing, Code: field.RequiredCode, Node: n, Field: field, Name: field.Name, Type: t})
	case document.String:
		text := selector.Text()
		if v := t.Variant(text); v != nil {
			return v, true
		}
		if near, ok := spelling.Meant(text, t.everyChoice()); ok {
			v, meant = t.Variant(near), true
		}
		if v == nil || v.Refused == "" || w.refused { // else the caller says that it is refused, misspelt or not
			w.emit(Violation{Fault: NotAllowed, Code: field.ValuesCode, Node: selector, Field: field, Type: t})
		}
		return v, meant
	case document.Broken:
	default:
		w.emit(Violation{Fault: WrongType, Code: codeOf(field), Node: selector, Field: field, Type: field.Type})
	}
	return nil, false
}

// guessed judges the members of an object whose alternative is only a guess: the values of known fields and misspelt
// names, but not what the object lacks or has too many of, unless no alternative of the union has it.
func (w *walk) guessed(n document.Node, union, guess *Type) {
	for member := n.First(); member.Exists(); member = member.Next() {
		f := guess.Field(member.Key())
		if f == nil {
			if _, meant := spelling.Meant(member.Key(), guess.Names()); meant {
				w.emit(Violation{Fault: Unknown, Code: Documented, Node: member, Name: member.Key(), Type: guess})
			}
			continue
		}
		if f.Name != union.Discriminator && (!f.Forbidden || union.forbids(f.Name)) {
			w.member(member, guess, f)
		}
	}
}

// forbids reports whether every allowed alternative forbids the field.
func (t *Type) forbids(name string) bool {
	for i := range t.Variants {
		if f := t.Variants[i].Type.Field(name); t.Variants[i].Refused == "" && (f == nil || !f.Forbidden) {
			return false
		}
	}
	return true
}

// likeliest returns the allowed alternative that has the most of the object's fields, and of which the most are of a kind that
// belongs in their place; of an object that has none, the one whose names come near. The first of several.
func (t *Type) likeliest(n document.Node) *Variant {
	best, count := t.most(n, known)
	if count == 0 && n.Len() <= fewMembers {
		best, _ = t.most(n, misspelt)
	}
	return best
}

// fewMembers bounds the search for near names, which is slow: an object without any known field hardly has more.
const fewMembers = 32

// most returns the first of the allowed alternatives that a member counts most for.
func (t *Type) most(n document.Node, counts func(*Type, document.Node) int) (best *Variant, most int) {
	most = -1
	for i := range t.Variants {
		v := &t.Variants[i]
		if v.Refused != "" {
			continue
		}
		count := 0
		for member := n.First(); member.Exists(); member = member.Next() {
			if !member.KeyIs(t.Discriminator) {
				count += counts(v.Type, member)
			}
		}
		if count > most {
			best, most = v, count
		}
	}
	return best, most
}

// known counts 1 for a field of the object, and 2 for one whose own kind belongs there.
func known(t *Type, member document.Node) int {
	f := t.Field(member.Key())
	if f == nil || f.Forbidden {
		return 0
	}
	if inner := f.Type.selectedBy(member); inner != nil && inner.Refused == "" {
		return 2
	}
	return 1
}

// misspelt counts 1 for a name that is near a field of the object.
func misspelt(t *Type, member document.Node) int {
	if _, near := spelling.Near(member.Key(), t.Names()); near {
		return 1
	}
	return 0
}

// selectedBy returns the alternative that an object names by its discriminator, nil if none.
func (t *Type) selectedBy(n document.Node) *Variant {
	if t == nil || t.Variants == nil {
		return nil
	}
	return t.Variant(n.Get(t.Discriminator).Text())
}

// everyChoice yields the refused values too: "avro_strem" in a batch job is meant to be avro_stream.
func (t *Type) everyChoice() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, v := range t.Variants {
			if !yield(v.Value) {
				return
			}
		}
	}
}

// inVariant reports whether some alternative of the union has a field of that name.
func (t *Type) inVariant(name string) bool {
	for i := range t.Variants {
		if t.Variants[i].Type.Field(name) != nil {
			return true
		}
	}
	return false
}

// Names yields the names of the fields that the object may have.
func (t *Type) Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range t.Fields {
			if !t.Fields[i].Forbidden && !yield(t.Fields[i].Name) {
				return
			}
		}
	}
}

// Choices yields the values of a discriminator that are allowed in this place.
func (t *Type) Choices() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, v := range t.Variants {
			if v.Refused == "" && !yield(v.Value) {
				return
			}
		}
	}
}
