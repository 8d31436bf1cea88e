package document

import "sync/atomic"

// MaxDepth is the deepest nesting that is read (design: hostile input must not exhaust the stack).
const MaxDepth = 1000

// Syntax is the notation of a file.
type Syntax uint8

// The notations that can be read. JSON refuses comments (they are faults, but are skipped); JSONC allows them.
const (
	JSON Syntax = iota
	JSONC
	YAML
)

// File is a parsed file: the tree over its bytes and the faults found on the way.
// It is not changed after [Parse] and may be read from several goroutines.
type File struct {
	// Source is the bytes as they were given, a byte order mark included. They must not be changed.
	Source []byte
	// Syntax is the notation the bytes were read as.
	Syntax Syntax
	// Faults are the problems of the text itself, in the order of their spans. JSON goes on after a fault; YAML gives its first.
	Faults []Fault
	// Stream is true for a YAML file of several documents; the root is then an array of them.
	Stream bool

	nodes []record
	text  string // Source, so that texts of nodes are parts of it; empty for a large file
	lines atomic.Pointer[Lines]
	texts map[int32]string // decoded text of YAML values whose bytes are not their text; key texts under -1-index
}

// FaultCode tells the kinds of faults apart.
type FaultCode uint8

// The faults of a text. Each is a rule of the category syntax.
const (
	// Invalid is text that does not parse.
	Invalid FaultCode = iota
	// DuplicateKey is a key that its object already has.
	DuplicateKey
	// Comment is a comment in JSON.
	Comment
	// ByteOrderMark is a byte order mark at the start.
	ByteOrderMark
	// TooDeep is nesting beyond MaxDepth; what is below is skipped.
	TooDeep
)

// Fault is something wrong with the text itself, as opposed to what it says.
type Fault struct {
	Code FaultCode
	// Span is the offending text. Empty (Start == End) only at the end of the input.
	Span Span
	// Message says what is wrong and what to write, without a final full stop.
	Message string
	// Near is the innermost node that the fault lies in; absent when there is none.
	Near Node
	// Related is the other place of a duplicate key, the zero Span otherwise.
	Related Span
	// Fix is the mechanical repair, nil if there is none. It is safe: the text was refused and has exactly one possible intent.
	Fix *FaultFix
}

// FaultFix is a mechanical repair of a fault.
type FaultFix struct {
	// Title says what the repair does, as an imperative: "remove the trailing comma".
	Title string
	Edits []Edit
}

// Edit replaces the bytes of Span by Text.
type Edit struct {
	Span Span
	Text string
}

// Text returns a file that is text only, for the places in it: it has no tree. The bytes must not be changed.
func Text(source []byte) *File { return &File{Source: source} }

// Root returns the root of the tree; absent when the file has no value at all.
func (f *File) Root() Node {
	if len(f.nodes) == 0 {
		return Node{}
	}
	return Node{f, 0}
}

// Broken reports whether the text could not be read as it stands, so that the tree is only a part of what was meant.
func (f *File) Broken() bool {
	for _, fault := range f.Faults {
		if fault.Code == Invalid || fault.Code == TooDeep {
			return true
		}
	}
	return false
}
