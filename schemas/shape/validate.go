package shape

import (
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/polarspec/polarspec/internal/document"
)

// Fault tells the kinds of violations apart.
type Fault uint8

// The ways in which a document can break a model.
const (
	// Missing is a required field that is not there.
	Missing Fault = iota
	// Empty is a required text or list that is there and has nothing in it.
	Empty
	// WrongType is a value of another JSON kind.
	WrongType
	// NotAllowed is a value outside an enumeration, or a discriminator that selects nothing.
	NotAllowed
	// Malformed is a string that breaks a pattern.
	Malformed
	// Refused is an alternative that exists but does not belong here.
	Refused
	// Forbidden is a field that is known and does not belong here.
	Forbidden
	// Unknown is a field that the model does not have. It breaks the model of a complete object only.
	Unknown
)

// Violation is one place where a document breaks its model.
type Violation struct {
	Fault Fault
	// Rule is the id that the model names for it; empty for the rules of the category shape.
	Rule string
	// Code says how sure the fact behind it is.
	Code Code
	// Node is the offending value; for Missing the object that lacks the field.
	Node document.Node
	// Field is the field concerned; nil for list items and the root.
	Field *Field
	// Name is the name of the missing or unknown field.
	Name string
	// Type is what was expected of Node; for Missing and Unknown the type of the object.
	Type *Type
}

// Breaks reports whether the document breaks the model by it. An unknown field of a partial object is worth a look only.
func (v Violation) Breaks() bool { return v.Fault != Unknown || v.Type.Complete }

// Validator judges documents by one model. It may be used from several goroutines.
type Validator struct {
	root     *Type
	patterns map[string]*regexp.Regexp
}

// NewValidator prepares a model. It panics if a pattern of it does not compile, which the generator of the model rules out.
func NewValidator(root *Type) *Validator {
	v := &Validator{root: root, patterns: map[string]*regexp.Regexp{}}
	v.compile(root, map[*Type]bool{})
	return v
}

func (v *Validator) compile(t *Type, seen map[*Type]bool) {
	if t == nil || seen[t] {
		return
	}
	seen[t] = true
	for _, p := range t.Patterns {
		if v.patterns[p] == nil {
			v.patterns[p] = regexp.MustCompile(p)
		}
	}
	v.compile(t.Item, seen)
	v.compile(t.Member, seen)
	for i := range t.Fields {
		v.compile(t.Fields[i].Type, seen)
	}
	for _, variant := range t.Variants {
		v.compile(variant.Type, seen)
	}
}

// Validate reports every violation in the tree below node, in the order of the source; what an object lacks follows its members.
func (v *Validator) Validate(node document.Node, emit func(Violation)) {
	w := walk{patterns: v.patterns, emit: emit}
	w.value(node, v.root, nil)
}

// walk is one run over a document.
type walk struct {
	patterns map[string]*regexp.Regexp
	emit     func(Violation)
	// refused is true below a refused alternative: one thing in the wrong place is one fault, whatever follows from it.
	refused bool
}

func (w *walk) value(n document.Node, t *Type, f *Field) {
	kind := n.Kind()
	if t == nil || kind == document.Broken || kind == document.Absent {
		return
	}
	if t.Kinds != 0 && !t.Kinds.Has(kind) || kind == document.Number && t.Whole && !whole(n) {
		w.emit(Violation{Fault: WrongType, Code: codeOf(f), Node: n, Field: f, Type: t})
		return
	}
	switch kind {
	case document.String:
		w.text(n, t, f)
	case document.Number:
		w.number(n, t, f)
	case document.Array:
		w.array(n, t, f)
	case document.Object:
		w.object(n, t, f)
	}
}

func (w *walk) text(n document.Node, t *Type, f *Field) {
	if t.Values == nil && t.Patterns == nil && t.MinRunes == 0 {
		return
	}
	text := n.Text()
	if t.Values != nil && !slices.Contains(t.Values, text) {
		w.emit(Violation{Fault: NotAllowed, Code: valuesCodeOf(f), Node: n, Field: f, Type: t})
		return
	}
	if t.MinRunes > 0 && utf8.RuneCountInString(text) < t.MinRunes {
		w.emit(Violation{Fault: Empty, Rule: ruleOf(f), Code: codeOf(f), Node: n, Field: f, Type: t})
		return
	}
	for _, p := range t.Patterns {
		if !w.patterns[p].MatchString(text) {
			w.emit(Violation{Fault: Malformed, Rule: t.Rule, Code: codeOf(f), Node: n, Field: f, Type: t})
			return
		}
	}
}

func (w *walk) number(n document.Node, t *Type, f *Field) {
	if t.Numbers == nil {
		return
	}
	if i, ok := n.Int(); !ok || !slices.Contains(t.Numbers, i) {
		w.emit(Violation{Fault: NotAllowed, Code: valuesCodeOf(f), Node: n, Field: f, Type: t})
	}
}

func (w *walk) array(n document.Node, t *Type, f *Field) {
	if n.Len() < t.MinItems {
		w.emit(Violation{Fault: Empty, Rule: ruleOf(f), Code: codeOf(f), Node: n, Field: f, Type: t})
	}
	if t.Item == nil {
		return
	}
	for item := n.First(); item.Exists(); item = item.Next() {
		w.value(item, t.Item, f)
	}
}

func (w *walk) object(n document.Node, t *Type, f *Field) {
	switch {
	case t.Variants != nil:
		w.union(n, t)
	case t.Member != nil:
		for member := n.First(); member.Exists(); member = member.Next() {
			w.value(member, t.Member, f)
		}
	case !t.Opaque && t.Kinds != 0:
		w.fields(n, t, "", nil)
	}
}

// fields judges the members of an object with known keys. The discriminator has been judged already where there is one.
// misplaced is not nil where the object was refused as an alternative of that union: what it then lacks, or has from another
// alternative, is no second fault.
func (w *walk) fields(n document.Node, t *Type, discriminator string, misplaced *Type) {
	var seen uint64
	expect := 0 // members mostly stand in one order: look on from the last one found
	for member := n.First(); member.Exists(); member = member.Next() {
		i := fieldIndex(t, member, expect)
		if i < 0 {
			if misplaced != nil && misplaced.inVariant(member.Key()) {
				continue
			}
			w.emit(Violation{Fault: Unknown, Code: Documented, Node: member, Name: member.Key(), Type: t})
			continue
		}
		expect = i + 1
		if seen&(1<<i) != 0 {
			continue // a duplicate key is a fault of the text
		}
		seen |= 1 << i
		if f := &t.Fields[i]; f.Name != discriminator && (misplaced == nil || !f.Forbidden) {
			w.member(member, t, f)
		}
	}
	if misplaced != nil {
		return
	}
	for i := range t.Fields {
		if f := &t.Fields[i]; f.Required && seen&(1<<i) == 0 && f.Name != discriminator {
			w.emit(Violation{Fault: Missing, Rule: f.Rule, Code: f.RequiredCode, Node: n, Field: f, Name: f.Name, Type: t})
		}
	}
}

func (w *walk) member(member document.Node, t *Type, f *Field) {
	if !f.Required && member.Kind() == document.Null {
		return
	}
	if f.Forbidden {
		w.emit(Violation{Fault: Forbidden, Rule: f.Rule, Code: f.Code, Node: member, Field: f, Name: f.Name, Type: t})
		return
	}
	w.value(member, f.Type, f)
}

// fieldIndex finds the field of a member, starting the search at the given one.
func fieldIndex(t *Type, member document.Node, from int) int {
	for i := from; i < len(t.Fields); i++ {
		if member.KeyIs(t.Fields[i].Name) {
			return i
		}
	}
	for i := 0; i < from && i < len(t.Fields); i++ {
		if member.KeyIs(t.Fields[i].Name) {
			return i
		}
	}
	return -1
}

// whole reports whether a number is written without fraction and exponent.
func whole(n document.Node) bool {
	for _, c := range n.Raw() {
		if c == '.' || c == 'e' || c == 'E' {
			return false
		}
	}
	return true
}

func codeOf(f *Field) Code {
	if f == nil || f.Code == 0 {
		return Documented
	}
	return f.Code
}

func valuesCodeOf(f *Field) Code {
	if f == nil || f.ValuesCode == 0 {
		return Documented
	}
	return f.ValuesCode
}

func ruleOf(f *Field) string {
	if f == nil {
		return ""
	}
	return f.Rule
}
