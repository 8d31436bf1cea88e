package document

import "strconv"

// Value is a JSON value apart from any file: what a generator builds and [Encode] writes. Objects keep the order of their members,
// numbers their text. The zero Value is null. It is not changed once made and may be copied.
type Value struct {
	kind    Kind
	text    string
	items   []Value
	members []Member
}

// Member is a key of an object and its value.
type Member struct {
	Key   string
	Value Value
}

// ObjectOf returns an object of the given members, in their order. It keeps the slice.
func ObjectOf(members ...Member) Value { return Value{kind: Object, members: members} }

// ArrayOf returns an array of the given items. It keeps the slice.
func ArrayOf(items ...Value) Value { return Value{kind: Array, items: items} }

// StringOf returns a string.
func StringOf(text string) Value { return Value{kind: String, text: text} }

// NumberOf returns the number with the given JSON text, for example "1.10". A text that is no JSON number is encoded as a string.
func NumberOf(text string) Value { return Value{kind: Number, text: text} }

// BoolOf returns a boolean.
func BoolOf(value bool) Value { return Value{kind: Bool, text: strconv.FormatBool(value)} }

// NullValue returns null.
func NullValue() Value { return Value{kind: Null, text: "null"} }

// Kind returns the kind of the value: Null, Bool, Number, String, Array or Object.
func (v Value) Kind() Kind {
	if v.kind == Absent {
		return Null
	}
	return v.kind
}

// Text returns the text of a string, the JSON text of a number or boolean, "null" for null, and "" for arrays and objects.
func (v Value) Text() string {
	if v.kind == Absent {
		return "null"
	}
	return v.text
}

// Items returns the items of an array, nil for any other value. They must not be changed.
func (v Value) Items() []Value { return v.items }

// Members returns the members of an object in their order, nil for any other value. They must not be changed.
func (v Value) Members() []Member { return v.members }

// Get returns the value of the first member with the key; ok is false if there is none.
func (v Value) Get(key string) (value Value, ok bool) {
	for _, member := range v.members {
		if member.Key == key {
			return member.Value, true
		}
	}
	return Value{}, false
}

// Equal reports whether the two values are the same: kinds, texts, and children in the same order. Numbers are compared by their text,
// so that 1 and 1.0 differ.
func (v Value) Equal(w Value) bool {
	if v.Kind() != w.Kind() || v.Text() != w.Text() || len(v.items) != len(w.items) || len(v.members) != len(w.members) {
		return false
	}
	for i := range v.items {
		if !v.items[i].Equal(w.items[i]) {
			return false
		}
	}
	for i := range v.members {
		if v.members[i].Key != w.members[i].Key || !v.members[i].Value.Equal(w.members[i].Value) {
			return false
		}
	}
	return true
}

// Value returns a copy of the node's value without its places: null for the zero Node and for a value that could not be read.
// A number of YAML that JSON cannot write so, such as 0x1F, gets its decimal text; an infinity or NaN becomes a string.
func (n Node) Value() Value {
	// The tree is at most MaxDepth deep, so the recursion is bounded.
	switch n.Kind() {
	case Bool:
		value, _ := n.Bool()
		return BoolOf(value)
	case Number:
		return n.numberValue()
	case String:
		return StringOf(n.Text())
	case Array:
		items := make([]Value, 0, n.Len())
		for child := range n.Children() {
			items = append(items, child.Value())
		}
		return ArrayOf(items...)
	case Object:
		members := make([]Member, 0, n.Len())
		for child := range n.Children() {
			members = append(members, Member{child.Key(), child.Value()})
		}
		return ObjectOf(members...)
	}
	return NullValue()
}

func (n Node) numberValue() Value {
	text := n.Text()
	if isNumber(text) {
		return NumberOf(text)
	}
	if text, ok := plainNumber(text); ok {
		return NumberOf(text)
	}
	return StringOf(text)
}
