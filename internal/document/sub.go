package document

import "sort"

// Sub returns where a part of a string was written. start and end are byte offsets in the node's [Node.Text], end exclusive; offsets outside
// the text are moved to its start or end. The result lies inside [Node.Span]. An escape, and an offset within one, counts as a whole.
// It is the whole span if the node is not a scalar, stands for a YAML alias, or is written in a way that does not let its parts be told apart.
func (n Node) Sub(start, end int) Span {
	if !n.isScalar() || n.Aliased() {
		return n.Span()
	}
	escaped := n.rec().flags&valueEscaped != 0
	return n.file.subSpan(n.Span(), n.Quoted(), escaped, n.Text, start, end)
}

// SubKey returns where a part of the key was written. start and end are byte offsets in [Node.Key]; otherwise it is like [Node.Sub].
func (n Node) SubKey(start, end int) Span {
	if !n.HasKey() || n.Aliased() {
		return n.KeySpan()
	}
	escaped := n.rec().flags&keyEscaped != 0
	return n.file.subSpan(n.KeySpan(), n.KeyQuoted(), escaped, n.Key, start, end)
}

// subSpan maps the part from start to end of the scalar at span to its source.
func (f *File) subSpan(span Span, quoted, escaped bool, text func() string, start, end int) Span {
	if !escaped {
		if quoted {
			span = f.inner(span)
		}
		start = max(0, min(start, span.Len()))
		end = max(start, min(end, span.Len()))
		return Span{span.Start + start, span.Start + end}
	}
	d := decoded{mapped: true}
	if f.Syntax == YAML {
		want := text()
		if decodeYAML(&d, f.Source, span, want); string(d.text) != want {
			return span
		}
	} else {
		inner := span
		if quoted {
			inner = f.inner(span)
		}
		unescapeJSON(&d, f.Source[inner.Start:inner.End], inner.Start)
	}
	start = max(0, min(start, len(d.text)))
	end = max(start, min(end, len(d.text)))
	return d.locate(start, end, span)
}

// locate returns the source of the text from start to end, which are within the text, clamped to span.
func (d *decoded) locate(start, end int, span Span) Span {
	if len(d.segments) == 0 {
		if span.Len() > 1 {
			return Span{span.Start + 1, span.Start + 1}
		}
		return Span{span.Start, span.Start}
	}
	first := d.segmentOf(start)
	from := d.segments[first].sourceOf(start, false)
	if start == end {
		return clampSpan(Span{from, from}, span)
	}
	return clampSpan(Span{from, d.segments[d.segmentOf(end-1)].sourceOf(end, true)}, span)
}

// segmentOf returns the index of the segment that contains the offset of the text; the last one for the end of the text.
func (d *decoded) segmentOf(offset int) int {
	i := sort.Search(len(d.segments), func(i int) bool { return d.segments[i].text.End > offset })
	return min(i, len(d.segments)-1)
}

// sourceOf returns the source offset of an offset of the text within the segment.
func (s segment) sourceOf(offset int, isEnd bool) int {
	if !s.whole {
		return s.source.Start + offset - s.text.Start
	}
	if isEnd || offset >= s.text.End {
		return s.source.End
	}
	return s.source.Start
}

// clampSpan moves the ends of inner into outer.
func clampSpan(inner, outer Span) Span {
	start := max(outer.Start, min(inner.Start, outer.End))
	return Span{start, max(start, min(inner.End, outer.End))}
}
