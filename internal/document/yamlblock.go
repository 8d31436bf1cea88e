package document

import "strings"

// blockScalar reads a literal (|) or folded (>) scalar line by line, as the YAML library does.
type blockScalar struct {
	*decoded
	src     []byte
	at      int
	indent  int
	end     int // behind the last line with content
	literal bool
	leading string // the line break behind the last line, not yet written
	empty   string // the line breaks of the empty lines behind it
	blank   bool   // whether the last line started with white space
}

// decodeBlock decodes the block scalar whose indicator is at start and returns the offset behind its last line, without the line break.
// Its value is known to be want, which tells how far it is indented.
func decodeBlock(d *decoded, src []byte, start int, want string) int {
	header := start + 1
	for header < len(src) && (src[header] == '+' || src[header] == '-' || isDigit(src[header])) {
		header++
	}
	line := lineEnd(src, header)
	b := blockScalar{decoded: d, src: src, at: line + breakLength(src[line:]), end: header, literal: src[start] == '|'}
	if strings.Trim(want, " \n") == "" {
		d.put(want, Span{header, header})
		return header
	}
	b.indent = spacesOfFirstLine(src, b.at) - spacesOfFirstLine([]byte(want), 0)
	if b.indent < 0 {
		return header
	}
	for b.skipEmptyLines(); b.at < len(src) && leadingSpaces(src[b.at:]) >= b.indent; b.skipEmptyLines() {
		b.line()
	}
	b.finish(string(src[start:header]))
	return b.end
}

// skipEmptyLines goes over lines with nothing but indentation.
func (b *blockScalar) skipEmptyLines() {
	for b.at < len(b.src) {
		i := b.at + min(leadingSpaces(b.src[b.at:]), b.indent)
		length := breakLength(b.src[i:])
		if length == 0 {
			return
		}
		b.empty += breakText(b.src[i:])
		b.at = i + length
	}
}

// line writes the line breaks before a line, and the line.
func (b *blockScalar) line() {
	start := b.at + b.indent
	blank := start < len(b.src) && (b.src[start] == ' ' || b.src[start] == '\t')
	before := b.leading
	if !b.literal && !b.blank && !blank && before == "\n" {
		before = ""
		if b.empty == "" {
			before = " "
		}
	}
	b.put(before+b.empty, Span{b.end, start})
	b.empty, b.blank = "", blank
	b.end = lineEnd(b.src, start)
	b.copy(b.src[start:b.end], start)
	b.leading = breakText(b.src[b.end:])
	b.at = b.end + breakLength(b.src[b.end:])
}

// finish writes the line breaks at the end that the header keeps.
func (b *blockScalar) finish(header string) {
	if strings.Contains(header, "-") {
		return
	}
	tail := b.leading
	if strings.Contains(header, "+") {
		tail += b.empty
	}
	b.put(tail, Span{b.end, b.end})
}

// spacesOfFirstLine returns how many spaces start the first line from i on that has something else.
func spacesOfFirstLine(src []byte, i int) int {
	for i < len(src) {
		spaces := leadingSpaces(src[i:])
		length := breakLength(src[i+spaces:])
		if length == 0 {
			return spaces
		}
		i += spaces + length
	}
	return 0
}

func leadingSpaces(text []byte) int {
	i := 0
	for i < len(text) && text[i] == ' ' {
		i++
	}
	return i
}
