package document

import (
	"slices"
	"sort"
	"strconv"
	"strings"
)

// Pointer returns the JSON pointer (RFC 6901) of the node, "" for the root and the zero Node.
// In a stream of YAML documents the first token is the index of the document.
func (n Node) Pointer() string {
	path := make([]Node, 0, 16)
	for ; n.Parent().Exists(); n = n.Parent() {
		path = append(path, n)
	}
	pointer := make([]byte, 0, 128) // stays on the stack as long as it suffices
	for _, step := range slices.Backward(path) {
		pointer = append(pointer, '/')
		if step.Parent().Kind() == Object {
			pointer = append(pointer, pointerEscaper.Replace(step.Key())...)
		} else {
			pointer = strconv.AppendInt(pointer, int64(step.Index()), 10)
		}
	}
	return string(pointer)
}

var (
	pointerEscaper   = strings.NewReplacer("~", "~0", "/", "~1")
	pointerUnescaper = strings.NewReplacer("~1", "/", "~0", "~")
)

// Find returns the node at a JSON pointer (RFC 6901), the zero Node if there is none. Of members with one key the first is found.
func (f *File) Find(pointer string) Node {
	n := f.Root()
	for pointer != "" && n.Exists() {
		rest, found := strings.CutPrefix(pointer, "/")
		if !found {
			return Node{}
		}
		token, after, more := strings.Cut(rest, "/")
		if n = n.child(pointerUnescaper.Replace(token)); !more {
			return n
		}
		pointer = "/" + after
	}
	return n
}

// child returns the child that one token of a pointer names.
func (n Node) child(token string) Node {
	switch n.Kind() {
	case Object:
		for child := range n.Children() {
			if child.KeyIs(token) || token == "" && !child.HasKey() {
				return child
			}
		}
	case Array:
		if i, err := strconv.Atoi(token); err == nil && i >= 0 && strconv.Itoa(i) == token {
			return n.Item(i)
		}
	}
	return Node{}
}

// At returns the deepest node whose key or value contains the byte offset, the zero Node if there is none.
// Inside a YAML alias it is the node that the alias stands for, not one below it.
func (f *File) At(offset int) Node {
	// The nodes are in the order of the text, so the last one that starts at or before the offset is the one, or below it, or beside a descendant of it.
	i := sort.Search(len(f.nodes), func(i int) bool { return f.nodes[i].start() > offset })
	n := f.node(int32(i) - 1)
	for n.Exists() && (!n.covers(offset) || n.Aliased() && n.Parent().Aliased()) {
		n = n.Parent()
	}
	return n
}

// start returns where the node begins: at its key if it has one.
func (r *record) start() int {
	if r.flags&keyed != 0 {
		return int(r.keyStart)
	}
	return int(r.valueStart)
}

// covers reports whether the key or the value contains the offset.
func (n Node) covers(offset int) bool {
	key, value := n.KeySpan(), n.Span()
	return value.Start <= offset && offset < value.End || n.HasKey() && key.Start <= offset && offset < key.End
}
