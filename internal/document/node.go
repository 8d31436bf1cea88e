package document

import "iter"

// Kind is the type of a value in the tree.
type Kind uint8

// The kinds of a value. Absent is the kind of the zero [Node]; Broken is the kind of a value that could not be read.
const (
	Absent Kind = iota
	Null
	Bool
	Number
	String
	Array
	Object
	Broken
)

// String returns the kind in the words of a message: "null", "a boolean", "a number", "a string", "an array", "an object".
func (k Kind) String() string {
	switch k {
	case Null:
		return "null"
	case Bool:
		return "a boolean"
	case Number:
		return "a number"
	case String:
		return "a string"
	case Array:
		return "an array"
	case Object:
		return "an object"
	case Broken:
		return "an unreadable value"
	default:
		return "nothing"
	}
}

// Span is a half-open range of byte offsets in the source: Start is the first byte, End the one after the last.
type Span struct{ Start, End int }

// Len returns the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// IsZero reports whether the span is unset.
func (s Span) IsZero() bool { return s == Span{} }

// Contains reports whether inner lies inside s.
func (s Span) Contains(inner Span) bool { return s.Start <= inner.Start && inner.End <= s.End }

// none is the index of a node that does not exist.
const none = -1

// record is one node of the tree as it is stored: indices into File.nodes and byte offsets into File.Source.
// An int32 is enough because a file is at most 64 MiB.
type record struct {
	kind  Kind
	flags flags

	keyStart, keyEnd     int32 // with the quotes; both 0 when the node has no key
	valueStart, valueEnd int32 // with the quotes

	parent, first, last, next int32 // none where there is no such node
	index                     int32 // the position among the siblings, from 0
	children                  int32 // how many children a container has
}

type flags uint8

const (
	keyEscaped   flags = 1 << iota // the key's bytes are not its text
	valueEscaped                   // a string's bytes between the quotes are not its text
	aliased                        // the node stands for a YAML alias or merge: its spans are the alias', and it cannot be edited
	quotedKey                      // the key has quotes around it
	quotedValue                    // the value has quotes around it
	keyed                          // the node is a member with a key (a YAML key may be empty, so that its span does not tell)
	plainKey                       // the key is its bytes between two quotes, as nearly all in JSON are
	plainValue                     // a string is its bytes between two quotes
)

// Node is a place in a tree. The zero Node is absent: every method may be called on it and answers with nothing,
// so that a path such as root.Get("source").Get("type") needs no checks in between.
type Node struct {
	file *File
	at   int32
}

// Exists reports whether the node is in the tree.
func (n Node) Exists() bool { return n.file != nil }

// Kind returns the kind of the value; Absent for the zero Node.
func (n Node) Kind() Kind {
	if n.file == nil {
		return Absent
	}
	return n.rec().kind
}

// File returns the file that the node belongs to, nil for the zero Node.
func (n Node) File() *File { return n.file }

// Span returns the bytes of the value, quotes and brackets included.
func (n Node) Span() Span {
	if n.file == nil {
		return Span{}
	}
	r := n.rec()
	return Span{int(r.valueStart), int(r.valueEnd)}
}

// KeySpan returns the bytes of the key, quotes included; the zero Span for a list item and for the root.
func (n Node) KeySpan() Span {
	if n.file == nil {
		return Span{}
	}
	r := n.rec()
	return Span{int(r.keyStart), int(r.keyEnd)}
}

// HasKey reports whether the node is a member of an object.
func (n Node) HasKey() bool { return n.file != nil && n.rec().flags&keyed != 0 }

// Aliased reports whether the node came from a YAML alias or merge key. Its spans are those of the alias; it has no bytes of its own to edit.
func (n Node) Aliased() bool { return n.file != nil && n.rec().flags&aliased != 0 }

// Parent returns the container of the node, the zero Node for the root.
func (n Node) Parent() Node {
	if n.file == nil {
		return Node{}
	}
	return n.file.node(n.rec().parent)
}

// Index returns the position of the node among its siblings, from 0.
func (n Node) Index() int {
	if n.file == nil {
		return 0
	}
	return int(n.rec().index)
}

// Len returns the number of children of an array or object, duplicates included.
func (n Node) Len() int {
	if n.file == nil {
		return 0
	}
	return int(n.rec().children)
}

// First returns the first child.
func (n Node) First() Node {
	if n.file == nil {
		return Node{}
	}
	return n.file.node(n.rec().first)
}

// Next returns the next sibling.
func (n Node) Next() Node {
	if n.file == nil {
		return Node{}
	}
	return n.file.node(n.rec().next)
}

// Children yields the children of an array or object in the order of the source, duplicate keys included.
func (n Node) Children() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		for child := n.First(); child.Exists(); child = child.Next() {
			if !yield(child) {
				return
			}
		}
	}
}

// Get returns the first member of an object with the given key, the zero Node if there is none.
func (n Node) Get(key string) Node {
	if n.Kind() != Object {
		return Node{}
	}
	for at := n.rec().first; at != none; {
		r := &n.file.nodes[at]
		if n.file.plainKeyIs(r, key) || r.flags&plainKey == 0 && n.file.oddKeyIs(at, key) {
			return Node{n.file, at}
		}
		at = r.next
	}
	return Node{}
}

// Item returns the child at position i of an array or object, the zero Node if there is none.
func (n Node) Item(i int) Node {
	for child := n.First(); child.Exists(); child = child.Next() {
		if i == 0 {
			return child
		}
		i--
	}
	return Node{}
}

func (n Node) rec() *record { return &n.file.nodes[n.at] }

func (f *File) node(i int32) Node {
	if i == none {
		return Node{}
	}
	return Node{f, i}
}
