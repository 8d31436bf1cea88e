package format

import (
	"slices"
	"unicode/utf8"

	"github.com/polarspec/polarspec/internal/document"
)

// text is a whole file.
type text struct {
	mark   []byte // the byte order mark
	root   element
	ending []comment // behind the root
}

// value is a value with what is needed to lay it out.
type value struct {
	raw     []byte // of a scalar, or the two brackets
	parts   []element
	isList  bool
	opening []comment // behind the opening bracket on its line
	header  []comment // at the top, with a blank line behind it
	ending  []comment // before the closing bracket, on lines of their own
	oneLine bool      // it was on one line, without comments
	open    bool      // it must not stay on one line
	width   int       // of it on one line
}

// element is a part of a list or an object, or the root.
type element struct {
	key      []byte
	leading  []comment // above it, or before it on its line
	breaks   int       // how many line breaks stand before it
	inner    []comment // between its key and its value
	value    value
	trailing []comment // behind it on its line
	rank     int
}

// reader turns a tree and the text between its values into a layout.
type reader struct {
	file    *document.File
	options Options
}

func (r *reader) gap(start, end int) gap { return scan(r.file.Source[start:end]) }

func (r *reader) text() text {
	source := r.file.Source
	start := 0
	if len(source) >= 3 && string(source[:3]) == "\ufeff" {
		start = 3
	}
	root := r.file.Root()
	before := r.gap(start, root.Span().Start)
	behind := r.gap(root.Span().End, len(source))
	t := text{mark: source[:start], root: element{leading: before.after, breaks: before.breaks, value: r.value(root)}}
	t.root.trailing, t.ending = sameLine(behind.after, true)
	return t
}

func (r *reader) value(n document.Node) value {
	if n.Kind() != document.Array && n.Kind() != document.Object {
		return value{raw: n.Raw(), oneLine: true, width: utf8.RuneCount(n.Raw())}
	}
	span := n.Span()
	v := value{
		raw:    []byte{r.file.Source[span.Start], r.file.Source[span.End-1]},
		isList: n.Kind() == document.Array, oneLine: true, open: r.options.Open(n),
	}
	if n.Len() == 0 {
		g := r.gap(span.Start+1, span.End-1)
		v.oneLine = len(g.after) == 0 // line breaks in an empty list mean nothing
		v.opening, v.ending = sameLine(g.after, false)
		v.width = 2
		return v
	}
	at := span.Start + 1
	for child := range n.Children() {
		e, g := r.element(child, at, &v)
		v.oneLine = v.oneLine && !g.broken && e.value.oneLine
		v.parts = append(v.parts, e)
		at = child.Span().End
	}
	g := r.gap(at, span.End-1)
	v.oneLine = v.oneLine && !g.broken
	v.parts[len(v.parts)-1].trailing, v.ending, _ = behind(g, true)
	r.finish(&v)
	return v
}

// element reads a part of a container, from the end of the part before it or the opening bracket. Comments in the gap go to where they belong.
func (r *reader) element(child document.Node, at int, v *value) (element, gap) {
	var e element
	start := child.Span().Start
	if child.HasKey() {
		start = child.KeySpan().Start
	}
	g := r.gap(at, start)
	e.breaks = g.breaks
	if len(v.parts) == 0 {
		v.opening, e.leading = sameLine(g.after, false)
		v.header, e.leading, e.breaks = header(e.leading, e.breaks)
	} else {
		var moved bool
		v.parts[len(v.parts)-1].trailing, e.leading, moved = behind(g, false)
		if moved {
			e.breaks = max(e.breaks, 1)
		}
	}
	if child.HasKey() {
		e.key = r.file.Source[child.KeySpan().Start:child.KeySpan().End]
		colon := r.gap(child.KeySpan().End, child.Span().Start)
		for _, c := range slices.Concat(colon.before, colon.after) {
			if c.line {
				e.above(c)
			} else {
				e.inner = append(e.inner, c)
			}
		}
		g.broken = g.broken || colon.broken
		if r.options.Rank != nil {
			e.rank = r.options.Rank(child)
		}
	}
	e.value = r.value(child)
	return e, g
}

// behind splits the comments around the comma behind a part into those that belong to the part and those that belong to what follows.
// moved says that some of the latter stood before the comma.
func behind(g gap, closing bool) (trailing, rest []comment, moved bool) {
	if !g.comma {
		trailing, rest = sameLine(g.after, closing)
		return trailing, rest, false
	}
	trailing, early := sameLine(g.before, true)
	for _, c := range early {
		rest = append(rest, c.ownLine())
	}
	if n := len(trailing); n > 0 && trailing[n-1].line || len(early) > 0 {
		return trailing, append(rest, g.after...), true
	}
	more, rest := sameLine(g.after, closing)
	return append(trailing, more...), rest, false
}

// above puts a comment on a line of its own between the element and what is above it, which keeps its distance.
func (e *element) above(c comment) {
	c.breaks, c.joined = max(e.breaks, 1), false
	e.leading, e.breaks = append(slices.Clip(e.leading), c), 1
}

// header splits off the comments at the top of a container that a blank line parts from its first member: they are about the container.
func header(list []comment, breaks int) (top, rest []comment, restBreaks int) {
	if len(list) > 0 && breaks > 1 {
		return list, nil, 1
	}
	for i := len(list) - 1; i > 0; i-- {
		if list[i].breaks > 1 {
			return list[:i:i], list[i:], breaks
		}
	}
	return nil, list, breaks
}

// finish puts the parts of a container in order and measures it.
func (r *reader) finish(v *value) {
	if !v.isList {
		slices.SortStableFunc(v.parts, func(a, b element) int { return a.rank - b.rank })
	}
	for i := range v.parts {
		p := &v.parts[i]
		if p.key != nil {
			v.width += utf8.RuneCount(p.key) + 2
		}
		v.width += p.value.width + 2
		v.open = v.open || p.value.open
	}
}
