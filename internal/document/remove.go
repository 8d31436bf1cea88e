package document

import "bytes"

// RemoveMember returns the edits that remove a member of an object or an item of a list, with its comma or line, so that the rest keeps
// its meaning. It is nil if that cannot be done safely: for the root, what a YAML alias stands for, a text that is broken at the place,
// a YAML value with an anchor, and the only entry of a YAML block, which would leave null.
func RemoveMember(n Node) []Edit {
	parent := n.Parent()
	if !n.editable() || !parent.Exists() || parent.Aliased() || n.file.Stream && !parent.Parent().Exists() {
		return nil
	}
	if n.file.Syntax == YAML && (n.outline().Len() == 0 || n.HasKey() && n.KeySpan().Len() == 0 || n.afterProperty()) {
		return nil
	}
	if n.file.Syntax == YAML && parent.isBlockContainer() {
		return removeEntry(n)
	}
	return removeElement(n)
}

// removeElement removes a child of a container with brackets.
func removeElement(n Node) []Edit {
	f, span := n.file, n.outline()
	around := n.Parent().Span()
	if span.Start == around.Start || span.End == around.End {
		return nil // a pair of YAML without braces, or a container that is not closed
	}
	if f.Syntax == YAML && bytes.ContainsAny(f.Source[span.Start:span.End], "&") {
		return nil
	}
	previous, next := n.previous(), n.Next()
	if next.Exists() && !next.Aliased() {
		return f.removeBeforeNext(span, next.outline().Start)
	}
	if next.Exists() || previous.Exists() && previous.Aliased() {
		return nil
	}
	if previous.Exists() {
		if f.Syntax == YAML && bytes.IndexByte([]byte("-?:"), f.Source[previous.Span().End-1]) >= 0 {
			return nil // an indicator to what follows now
		}
		return f.removeAfterPrevious(span, previous.Span().End)
	}
	before, behind := f.Source[around.Start+1:span.Start], f.Source[span.End:around.End-1]
	if len(bytes.Trim(before, " \t\r\n")) == 0 && len(bytes.Trim(behind, " \t\r\n,")) == 0 {
		return []Edit{{Span: Span{around.Start + 1, around.End - 1}}}
	}
	edits := []Edit{{Span: span}}
	if comma := f.commaBetween(span.End, around.End-1); comma >= 0 {
		edits = append(edits, Edit{Span: Span{comma, comma + 1}})
	}
	return edits
}

// removeBeforeNext removes a child and the comma behind it; the next child takes its place.
func (f *File) removeBeforeNext(span Span, next int) []Edit {
	comma := f.commaBetween(span.End, next)
	if comma < 0 {
		return nil
	}
	if len(bytes.Trim(f.Source[span.End:next], " \t\r\n,")) == 0 {
		return []Edit{{Span: Span{span.Start, next}}}
	}
	end := comma + 1
	for end < next && (f.Source[end] == ' ' || f.Source[end] == '\t') {
		end++
	}
	if len(bytes.Trim(f.Source[span.End:comma], " \t\r\n")) == 0 {
		return []Edit{{Span: Span{span.Start, end}}}
	}
	return []Edit{{Span: span}, {Span: Span{comma, end}}}
}

// removeAfterPrevious removes the last child and the comma before it.
func (f *File) removeAfterPrevious(span Span, previous int) []Edit {
	comma := f.commaBetween(previous, span.Start)
	if comma < 0 {
		return nil
	}
	if len(bytes.Trim(f.Source[comma+1:span.Start], " \t\r\n")) == 0 {
		return []Edit{{Span: Span{comma, span.End}}}
	}
	start := len(bytes.TrimRight(f.Source[:span.Start], " \t"))
	return []Edit{{Span: Span{comma, comma + 1}}, {Span: Span{start, span.End}}}
}

// commaBetween returns the offset of the one comma between two offsets, outside of comments; -1 if there is none or more than one.
func (f *File) commaBetween(start, end int) int {
	comma := -1
	for i := start; i < end; i++ {
		rest := f.Source[i:end]
		switch {
		case rest[0] == ',' && comma >= 0:
			return -1
		case rest[0] == ',':
			comma = i
		case rest[0] == '#', f.Syntax != YAML && bytes.HasPrefix(rest, []byte("//")):
			i = min(end, lineEnd(f.Source, i))
		case f.Syntax != YAML && bytes.HasPrefix(rest, []byte("/*")):
			length := bytes.Index(rest, []byte("*/"))
			if length < 0 {
				return -1
			}
			i += length + 1
		}
	}
	return comma
}

// afterProperty reports whether an anchor or tag may stand between the node and what is before it; it would be left behind.
func (n Node) afterProperty() bool {
	before := n.Parent().Span().Start
	if previous := n.previous(); previous.Exists() {
		before = previous.Span().End
	}
	return bytes.ContainsAny(n.file.Source[before:n.outline().Start], "&!")
}

// outline returns the bytes from the node's key to the end of its value.
func (n Node) outline() Span { return Span{n.rec().start(), int(n.rec().valueEnd)} }

// removeEntry removes a child of a YAML block: its lines, or what stands before the next entry if it shares its line with a dash.
func removeEntry(n Node) []Edit {
	f, span := n.file, n.outline()
	if n.Parent().Len() < 2 || n.HasKey() && bytes.HasSuffix(bytes.TrimRight(f.Source[:span.Start], " \t\r\n"), []byte("?")) {
		return nil
	}
	if !n.HasKey() {
		dash := bytes.LastIndexByte(f.Source[:span.Start], '-')
		if dash < 0 || len(bytes.Trim(f.Source[dash+1:span.Start], " \t")) != 0 {
			return nil
		}
		span.Start = dash
	}
	if bytes.IndexByte(f.Source[span.Start:span.End], '&') >= 0 {
		return nil
	}
	start := span.Start
	for start > 0 && f.Source[start-1] == ' ' {
		start--
	}
	end := lineEnd(f.Source, span.End)
	rest := bytes.TrimLeft(f.Source[span.End:end], " \t")
	if len(rest) > 0 && rest[0] != '#' {
		return nil
	}
	if start == 0 || f.Source[start-1] == '\n' || f.Source[start-1] == '\r' {
		if next := n.Next(); next.Exists() && next.outline().Start < end {
			return nil
		}
		end = afterBreak(f.Source, end)
		if f.isBlockScalar(n.at-1) && leadingSpaces(f.Source[end:])+breakLength(f.Source[end:]) > 0 {
			// Empty and indented lines that follow, such as comments, could become a part of that text.
			return nil
		}
		return []Edit{{Span: Span{start, end}}}
	}
	next := n.Next()
	if !n.HasKey() || !next.HasKey() || next.Aliased() || len(bytes.Trim(f.Source[span.End:next.outline().Start], " \t\r\n")) != 0 {
		return nil
	}
	return []Edit{{Span: Span{span.Start, next.outline().Start}}}
}

// isBlockScalar reports whether the node at an index is a literal or folded text.
func (f *File) isBlockScalar(i int32) bool {
	n := f.node(i)
	return n.Kind() == String && !n.Quoted() && !n.Aliased() && n.Span().Len() > 0 && (n.Raw()[0] == '|' || n.Raw()[0] == '>')
}
