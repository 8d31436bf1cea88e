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
		if near, ok := spelling.Near(text, t.everyChoice()); ok {
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
			if _, near := spelling.Near(member.Key(), guess.Names()); near {
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

// likeliest returns the allowed alternative that has the most of the object's fields; the first of several.
func (t *Type) likeliest(n document.Node) *Variant {
	var best *Variant
	most := -1
	for i := range t.Variants {
		v := &t.Variants[i]
		if v.Refused != "" {
			continue
		}
		count := 0
		for member := n.First(); member.Exists(); member = member.Next() {
			if f := v.Type.Field(member.Key()); f != nil && !f.Forbidden {
				count++
			}
		}
		if count > most {
			best, most = v, count
		}
	}
	return best
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
