package document

import (
	"bytes"
	"sort"
)

// Position is a place in a text in the terms of people and of other tools.
type Position struct {
	// Offset is the number of bytes before the place.
	Offset int
	// Line is the number of the line, from 1.
	Line int
	// Column is the number of the character in its line, from 1, in code points.
	Column int
	// Column16 is the same in UTF-16 code units.
	Column16 int
}

// Lines is the table of the lines of a text. Lines end at a line feed, a carriage return, or both in that order;
// other separators of Unicode (U+0085, U+2028, U+2029) are ordinary characters. It may be used from several goroutines.
type Lines struct {
	src    []byte
	starts []uint32 // the offset of each line
	blocks []width  // the width of the text before each block of blockSize bytes
	start  int      // where the text begins: behind the byte order mark
}

// width is a length of text: its code points and how many of them need two UTF-16 code units.
type width struct{ runes, pairs uint32 }

// blockSize is how many bytes at most are counted for one column. It keeps positions on a very long line fast.
const blockSize = 1 << 10

// NewLines returns the table of the lines of src, which must not be changed afterwards. A text may have up to 4 GiB.
func NewLines(src []byte) *Lines {
	l := &Lines{src: src, starts: make([]uint32, 1, 1+bytes.Count(src, []byte{'\n'})+bytes.Count(src, []byte{'\r'}))}
	if bytes.HasPrefix(src, byteOrderMark) {
		l.start = len(byteOrderMark)
	}
	for i, c := range src {
		if c == '\n' || c == '\r' && (i+1 == len(src) || src[i+1] != '\n') {
			l.starts = append(l.starts, uint32(i+1))
		}
	}
	l.blocks = make([]width, 1, 1+len(src)/blockSize)
	for i := blockSize; i <= len(src); i += blockSize {
		l.blocks = append(l.blocks, l.blocks[len(l.blocks)-1].plus(measure(src[i-blockSize:i])))
	}
	return l
}

// Lines returns the table of the lines of the file. It is made once.
func (f *File) Lines() *Lines {
	if l := f.lines.Load(); l != nil {
		return l
	}
	f.lines.CompareAndSwap(nil, NewLines(f.Source))
	return f.lines.Load()
}

// Position returns the place of a byte offset. An offset outside the text is moved to its start or end.
// A byte order mark at the start takes no column.
func (l *Lines) Position(offset int) Position {
	offset = max(0, min(offset, len(l.src)))
	line := l.lineOf(offset)
	from := max(int(l.starts[line]), min(l.start, offset))
	before, until := l.before(from), l.before(offset)
	runes, pairs := int(until.runes-before.runes), int(until.pairs-before.pairs)
	return Position{Offset: offset, Line: line + 1, Column: 1 + runes, Column16: 1 + runes + pairs}
}

// Line returns the bytes of a line, counted from 1, without its terminator; the zero Span if there is no such line.
// A byte order mark belongs to the first line.
func (l *Lines) Line(line int) Span {
	if line < 1 || line > len(l.starts) {
		return Span{}
	}
	span := Span{int(l.starts[line-1]), len(l.src)}
	if line == len(l.starts) {
		return span
	}
	span.End = int(l.starts[line]) - 1
	if span.End > span.Start && l.src[span.End] == '\n' && l.src[span.End-1] == '\r' {
		span.End--
	}
	return span
}

// Count returns the number of lines. A text that ends with a line break has an empty last line.
func (l *Lines) Count() int { return len(l.starts) }

// lineOf returns the index of the line that contains the offset.
func (l *Lines) lineOf(offset int) int {
	return sort.Search(len(l.starts), func(i int) bool { return int(l.starts[i]) > offset }) - 1
}

// before returns the width of the text before the offset.
func (l *Lines) before(offset int) width {
	block := offset / blockSize
	return l.blocks[block].plus(measure(l.src[block*blockSize : offset]))
}

func (w width) plus(v width) width { return width{w.runes + v.runes, w.pairs + v.pairs} }

// measure counts the bytes that start a character. An invalid byte counts as the start it looks like, so that parts add up.
func measure(text []byte) width {
	var w width
	for _, c := range text {
		if c&0xc0 != 0x80 {
			w.runes++
		}
		if c >= 0xf0 {
			w.pairs++
		}
	}
	return w
}
