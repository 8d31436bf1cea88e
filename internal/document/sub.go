package document

import "sort"

// Sub returns where a part of a string was written. start and end are byte offsets in the node's [Node.Text], end exclusive; offsets outside
// the text are moved to its start or end. The result lies inside [Node.Span]. An escape, and an offset within one, counts as a whole.
// It is the whole span if the node is not a scalar, stands for a YAML alias, or is written in a way that does not let its parts be told apart.
func (n Node) Sub(start, end int) Span {
	parts := n.Parts()
	return parts.Span(start, end)
}

// Parts is where the parts of a string were written, for who asks often: an escaped text is decoded once. It is for one goroutine.
type Parts struct {
	node    Node
	whole   bool // the parts cannot be told apart
	decoded *decoded
}

// Parts returns where the parts of the node's text were written.
func (n Node) Parts() Parts { return Parts{node: n, whole: !n.isScalar() || n.Aliased()} }

// Span returns where a part of the text was written, as [Node.Sub] does.
func (p *Parts) Span(start, end int) Span {
	n := p.node
	switch {
	case p.whole:
		return n.Span()
	case n.rec().flags&valueEscaped == 0:
		return n.file.plainSpan(n.Span(), n.Quoted(), start, end)
	case p.decoded == nil:
		d, ok := n.file.decode(n.Span(), n.Quoted(), n.Text)
		if !ok {
			p.whole = true
			return n.Span()
		}
		p.decoded = d
	}
	return p.decoded.part(start, end, n.Span())
}

// SubKey returns where a part of the key was written. start and end are byte offsets in [Node.Key]; otherwise it is like [Node.Sub].
func (n Node) SubKey(start, end int) Span {
	if !n.HasKey() || n.Aliased() {
		return n.KeySpan()
	}
	if n.rec().flags&keyEscaped == 0 {
		return n.file.plainSpan(n.KeySpan(), n.KeyQuoted(), start, end)
	}
	d, ok := n.file.decode(n.KeySpan(), n.KeyQuoted(), n.Key)
	if !ok {
		return n.KeySpan()
	}
	return d.part(start, end, n.KeySpan())
}

// plainSpan is a part of a scalar whose bytes are its text.
func (f *File) plainSpan(span Span, quoted bool, start, end int) Span {
	if quoted {
		span = f.inner(span)
	}
	start = max(0, min(start, span.Len()))
	end = max(start, min(end, span.Len()))
	return Span{span.Start + start, span.Start + end}
}

// decode maps the text of the scalar at span to its source; ok is false if it is written in a way that does not let its parts be
// told apart.
func (f *File) decode(span Span, quoted bool, text func() string) (d *decoded, ok bool) {
	d = &decoded{mapped: true}
	if f.Syntax == YAML {
		want := text()
		decodeYAML(d, f.Source, span, want)
		return d, d.text.String() == want
	}
	inner := span
	if quoted {
		inner = f.inner(span)
	}
	unescapeJSON(d, f.Source[inner.Start:inner.End], inner.Start)
	return d, true
}

// part returns where the text from start to end was written, clamped to span.
func (d *decoded) part(start, end int, span Span) Span {
	start = max(0, min(start, d.text.Len()))
	end = max(start, min(end, d.text.Len()))
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
