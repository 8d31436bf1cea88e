package document

import (
	"bytes"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// yamlPlaces turns the lines and columns of the YAML library into byte offsets. Its lines also end at U+0085, U+2028 and U+2029,
// and its columns are code points. Places are asked for in the order of the text, so it goes on from the last one.
type yamlPlaces struct {
	src                  []byte
	starts               []int32
	line, column, offset int
}

func newYAMLPlaces(src []byte) yamlPlaces {
	start := int32(0)
	if bytes.HasPrefix(src, byteOrderMark) {
		start = int32(len(byteOrderMark))
	}
	starts := []int32{start}
	for i := int(start); i < len(src); {
		if length := breakLength(src[i:]); length > 0 {
			i += length
			starts = append(starts, int32(i))
		} else {
			i++
		}
	}
	return yamlPlaces{src: src, starts: starts}
}

// at returns the offset of a line and column, both from 1.
func (p *yamlPlaces) at(line, column int) int {
	if line < 1 || line > len(p.starts) {
		return len(p.src)
	}
	if line != p.line || column < p.column {
		p.line, p.column, p.offset = line, 1, int(p.starts[line-1])
	}
	for p.column < column && p.offset < len(p.src) {
		_, size := utf8.DecodeRune(p.src[p.offset:])
		p.offset += size
		p.column++
	}
	return p.offset
}

// breakLength returns the length of the line break of YAML at the start of text, 0 if there is none.
func breakLength(text []byte) int {
	if len(text) == 0 {
		return 0
	}
	switch text[0] {
	case '\n':
		return 1
	case '\r':
		if len(text) > 1 && text[1] == '\n' {
			return 2
		}
		return 1
	case 0xc2:
		if len(text) > 1 && text[1] == 0x85 {
			return 2
		}
	case 0xe2:
		if len(text) > 2 && text[1] == 0x80 && (text[2] == 0xa8 || text[2] == 0xa9) {
			return 3
		}
	}
	return 0
}

// start returns where a value begins: behind its anchor and tag, which the library counts as its start.
func (b *yamlBuilder) start(n *yaml.Node) int {
	if b.inAlias {
		return b.alias.Start
	}
	start := max(b.low, b.places.at(n.Line, n.Column))
	if n.Kind == yaml.AliasNode {
		return start
	}
	// The anchor at the start of a block mapping can be its first key's, so only as many as it has itself are skipped.
	most := 2
	if n.Kind == yaml.MappingNode && n.Style&yaml.FlowStyle == 0 {
		most = 0
		if n.Anchor != "" {
			most++
		}
		if n.Style&yaml.TaggedStyle != 0 {
			most++
		}
	}
	end := start
	for ; most > 0; most-- {
		next := propertyEnd(b.src, skipYAMLSpace(b.src, end))
		if next < 0 {
			break
		}
		end = next
	}
	switch {
	case isEmptyScalar(n):
		// The library places what is not there at the next token; it belongs to the text before that.
		return b.low + len(bytes.TrimRight(b.src[b.low:end], " \t\r\n"))
	case end == start:
		return start
	}
	return skipYAMLSpace(b.src, end)
}

// isEmptyScalar reports whether a value has no text at all, as after a colon with nothing behind it.
func isEmptyScalar(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Value == "" && n.Style&^yaml.TaggedStyle == 0
}

// propertyEnd returns the offset behind the anchor or tag at the offset i, -1 if there is none. A tag reaches to the next white space,
// an anchor as far as its name.
func propertyEnd(src []byte, i int) int {
	if i >= len(src) || src[i] != '&' && src[i] != '!' {
		return -1
	}
	isTag := src[i] == '!'
	for i++; i < len(src); i++ {
		c := src[i]
		if isTag && (c == ' ' || c == '\t' || breakLength(src[i:]) > 0) || !isTag && !isLetter(c) && !isDigit(c) && c != '-' {
			break
		}
	}
	return i
}

// skipYAMLSpace returns the offset of the next token: behind white space, line breaks and comments.
func skipYAMLSpace(src []byte, i int) int {
	for i < len(src) {
		length := breakLength(src[i:])
		switch {
		case length > 0:
			i += length
		case src[i] == ' ' || src[i] == '\t':
			i++
		case src[i] == '#' && (i == 0 || bytes.IndexByte([]byte(" \t\r\n,[]{}"), src[i-1]) >= 0):
			i = lineEnd(src, i)
		default:
			return i
		}
	}
	return i
}

// lineEnd returns the offset of the next line break of YAML, or the end of the text.
func lineEnd(src []byte, i int) int {
	for i < len(src) && breakLength(src[i:]) == 0 {
		i++
	}
	return i
}

// containerEnd returns where a container ends whose children are placed: behind its bracket, or with its last child.
func (b *yamlBuilder) containerEnd(n *yaml.Node, start int) int {
	if n.Style&yaml.FlowStyle == 0 || start >= len(b.src) || b.src[start] != '[' && b.src[start] != '{' || isPair(n) {
		return max(start, b.low)
	}
	i := max(start+1, b.low)
	for i < len(b.src) {
		i = skipYAMLSpace(b.src, i)
		if i >= len(b.src) {
			break
		}
		switch b.src[i] {
		case ']', '}':
			return i + 1
		case ',', ':', '?':
			i++
		default:
			return i
		}
	}
	return max(start, b.low)
}

// isPair reports whether a flow mapping is a single pair in a list, without braces of its own: [a: b].
func isPair(n *yaml.Node) bool {
	return n.Kind == yaml.MappingNode && len(n.Content) > 0 && n.Content[0].Line == n.Line && n.Content[0].Column == n.Column
}

// scalarEnd returns where the scalar ends that begins at start.
func (b *yamlBuilder) scalarEnd(n *yaml.Node, start int) int {
	return scalarEnd(b.src, start, n.Value)
}
