package document

import (
	"bytes"
)

// jsonParser reads JSON and JSONC in one pass. The open containers are the parent links of the tree, so there is no recursion.
type jsonParser struct {
	file  *File
	src   []byte
	nodes []record
	at    int // the next byte to read

	container int32 // the innermost open container
	depth     int   // how many containers are open
	want      want
	comma     int // the offset of the comma that was read last in the container, -1 right after its opening bracket

	stringFaults stringFault // what was reported for the string at hand
	colonsIn     int32       // a list that holds keys, which was reported already
	invalids     int
	others       int
	truncated    bool // the end of the file has been reported
	unbalanced   bool // a fault has been reported that makes later brackets, or text after the end, wrong by consequence
	stopped      bool // nothing more is read
}

// want is what the grammar expects next in the innermost container.
type want uint8

const (
	wantItem   want = iota // a list item, after [ or a comma
	wantMember             // a member, after { or a comma
	wantMore               // a comma or the closing bracket
)

// member is the key of a value that is about to be read; the zero value for a list item.
type member struct {
	span  Span
	flags flags
}

// parseJSON reads f.Source from the offset start.
func parseJSON(f *File, start int) {
	p := jsonParser{file: f, src: f.Source, at: start, container: none, colonsIn: none, comma: -1}
	p.nodes = make([]record, 0, estimateNodes(f.Source))
	p.document()
	f.nodes = p.nodes
}

// estimateNodes returns how many values the text holds at most; less for a text in which punctuation is suspiciously dense.
func estimateNodes(src []byte) int {
	count := 1 + bytes.Count(src, []byte{','}) + bytes.Count(src, []byte{'{'}) + bytes.Count(src, []byte{'['})
	return min(count, 16+len(src)/8)
}

// document reads the whole text.
func (p *jsonParser) document() {
	p.space()
	if p.at == len(p.src) {
		p.empty()
		return
	}
	p.value(member{})
	for p.container != none && !p.stopped {
		p.space()
		if p.at >= len(p.src) {
			p.ended()
			return
		}
		switch p.want {
		case wantItem:
			p.item()
		case wantMember:
			p.member()
		default:
			p.more()
		}
	}
	if p.stopped {
		p.abandon()
		return
	}
	p.afterRoot()
}

// item reads a list item.
func (p *jsonParser) item() {
	switch p.src[p.at] {
	case ']', '}':
		p.closeContainer()
	case ',':
		p.extraCommas()
	default:
		p.value(member{})
	}
}

// member reads a key, the colon and the value.
func (p *jsonParser) member() {
	switch c := p.src[p.at]; {
	case c == '"':
		start := p.at
		escaped := p.quoted('"', true)
		p.colon(p.quotedKey(start, escaped))
	case c == ']' || c == '}':
		p.closeContainer()
	case c == ',':
		p.extraCommas()
	default:
		p.badKey()
	}
}

// quotedKey is the key that was read from start on.
func (p *jsonParser) quotedKey(start int, escaped bool) member {
	key := member{Span{start, p.at}, keyed | quotedKey}
	switch {
	case escaped:
		key.flags |= keyEscaped
	case p.closed(start):
		key.flags |= plainKey
	}
	return key
}

// closed reports whether the string without escapes that was read from start on has its second quote.
func (p *jsonParser) closed(start int) bool {
	return p.at-start > 1 && p.src[p.at-1] == p.src[start]
}

// colon reads what follows a key.
func (p *jsonParser) colon(key member) {
	p.space()
	if p.at < len(p.src) && p.src[p.at] == ':' {
		p.at++
		p.space()
	} else if p.at < len(p.src) && !p.missingColon(key) {
		return
	}
	if p.at >= len(p.src) {
		p.add(Broken, key, Span{p.at, p.at}, 0)
		return
	}
	switch p.src[p.at] {
	case ',', '}', ']':
		p.missingValue(key)
	default:
		p.value(key)
	}
}

// value reads a value; p.at is at its first byte.
func (p *jsonParser) value(key member) {
	start := p.at
	p.want = wantMore
	switch c := p.src[p.at]; {
	case c == '"':
		p.stringValue(key, '"')
	case c == '{' || c == '[':
		p.open(key, c)
	case c == '-' || isDigit(c):
		if end := numberEnd(p.src, start); end > 0 && p.endsToken(end) {
			p.at = end
			p.add(Number, key, Span{start, end}, 0)
			return
		}
		p.badValue(key)
	default:
		kind, length := literal(p.src[start:])
		if kind == Absent || !p.endsToken(start+length) {
			p.badValue(key)
			return
		}
		p.at += length
		p.add(kind, key, Span{start, p.at}, 0)
	}
}

func (p *jsonParser) stringValue(key member, quote byte) {
	start, flags := p.at, quotedValue
	switch {
	case p.quoted(quote, false):
		flags |= valueEscaped
	case p.closed(start):
		flags |= plainValue
	}
	p.add(String, key, Span{start, p.at}, flags)
}

// literal recognises true, false and null at the start of text.
func literal(text []byte) (Kind, int) {
	switch {
	case bytes.HasPrefix(text, []byte("true")):
		return Bool, 4
	case bytes.HasPrefix(text, []byte("false")):
		return Bool, 5
	case bytes.HasPrefix(text, []byte("null")):
		return Null, 4
	}
	return Absent, 0
}

// endsToken reports whether a number or literal may end at the offset.
func (p *jsonParser) endsToken(offset int) bool {
	if offset >= len(p.src) {
		return true
	}
	switch p.src[offset] {
	case ' ', '\n', '\r', '\t', ',', ']', '}', '/', '#', '"', '{', '[', ';':
		return true
	}
	return false
}

// more reads a comma or the closing bracket after a value.
func (p *jsonParser) more() {
	switch p.src[p.at] {
	case ',':
		p.comma = p.at
		p.at++
		p.wantNext()
	case ']', '}':
		p.closeContainer()
	default:
		p.missingComma()
	}
}

// wantNext expects another child in the innermost container.
func (p *jsonParser) wantNext() {
	p.want = wantItem
	if p.nodes[p.container].kind == Object {
		p.want = wantMember
	}
}

// open begins a container.
func (p *jsonParser) open(key member, bracket byte) {
	start := p.at
	if p.depth == MaxDepth {
		p.skipDeep(key)
		return
	}
	kind, want := Array, wantItem
	if bracket == '{' {
		if p.at+1 < len(p.src) && p.src[p.at+1] == '{' && p.placeholder(key) {
			return
		}
		kind, want = Object, wantMember
	}
	p.want = want
	p.at++
	p.container = p.add(kind, key, Span{start, p.at}, 0)
	p.depth++
	p.comma = -1
}

// closeContainer reads a closing bracket.
func (p *jsonParser) closeContainer() {
	opening := p.src[p.nodes[p.container].valueStart]
	if p.src[p.at] != closing(opening) && !p.wrongBracket() {
		return
	}
	if p.want != wantMore && p.comma >= 0 {
		p.trailingComma()
	}
	p.at++
	p.leave(p.at)
}

// leave ends the innermost container at the offset end.
func (p *jsonParser) leave(end int) {
	r := &p.nodes[p.container]
	r.valueEnd = int32(end)
	if r.kind == Object && r.children > 1 {
		p.duplicates(p.container)
	}
	p.container = r.parent
	p.depth--
	p.want = wantMore
}

func closing(opening byte) byte {
	if opening == '{' {
		return '}'
	}
	return ']'
}

// add appends a node to the tree as the last child of the innermost container.
func (p *jsonParser) add(kind Kind, key member, value Span, flags flags) int32 {
	i := int32(len(p.nodes))
	p.nodes = append(p.nodes, record{
		kind: kind, flags: flags | key.flags,
		keyStart: int32(key.span.Start), keyEnd: int32(key.span.End),
		valueStart: int32(value.Start), valueEnd: int32(value.End),
		parent: p.container, first: none, last: none, next: none,
	})
	if p.container != none {
		link(p.nodes, p.container, i)
	}
	return i
}

// link makes the node at index child the last child of the node at index parent.
func link(nodes []record, parent, child int32) {
	r := &nodes[parent]
	if r.last == none {
		r.first = child
	} else {
		nodes[r.last].next = child
	}
	r.last = child
	nodes[child].index = r.children
	r.children++
}
