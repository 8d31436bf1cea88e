package format

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// writer prints a layout.
type writer struct {
	out       bytes.Buffer
	lineBreak string
}

func (w *writer) text(t text) {
	w.out.Write(t.mark)
	w.element(t.root, 0, true, false)
	w.comments(t.ending, 0, false)
	w.out.WriteString(w.lineBreak)
}

// line starts a line at a level of nesting, with an empty line before it where there was one.
func (w *writer) line(level, breaks int, first bool) {
	if breaks > 1 && !first {
		w.out.WriteString(w.lineBreak)
	}
	w.out.WriteString(w.lineBreak)
	w.indent(level)
}

func (w *writer) indent(level int) {
	for range level {
		w.out.WriteString(indentUnit)
	}
}

// comments writes comments on lines of their own.
func (w *writer) comments(list []comment, level int, first bool) {
	for i, c := range list {
		if i > 0 && list[i-1].joined {
			w.out.WriteByte(' ')
		} else {
			w.line(level, c.breaks, first && i == 0)
		}
		w.comment(c, level)
	}
}

// element writes a part with its comments, from where its line starts to where it ends.
func (w *writer) element(e element, level int, first, comma bool) {
	room := MaxWidth - 2*level - e.value.width
	if e.key != nil {
		room -= utf8.RuneCount(e.key) + 2
	}
	if comma {
		room--
	}
	together := e.value.together() && room >= 0 && len(e.inner) == 0
	if e.value.oneLine && !together && len(e.value.parts) > 0 {
		// Behind its last line a comment would not be at the place any more that it is about.
		for _, c := range e.trailing {
			e.above(c)
		}
		e.trailing = nil
	}
	w.lead(e.leading, e.breaks, level, first)
	if e.key != nil {
		w.out.Write(e.key)
		w.out.WriteString(": ")
	}
	for _, c := range e.inner {
		w.comment(c, level)
		w.out.WriteByte(' ')
	}
	if together {
		w.compact(e.value)
	} else {
		w.container(e.value, level)
	}
	if comma {
		w.out.WriteByte(',')
	}
	for _, c := range e.trailing {
		w.out.WriteByte(' ')
		w.comment(c, level)
	}
}

// lead writes what stands before a part, up to where the part itself starts. The root has no line break before it.
func (w *writer) lead(leading []comment, breaks, level int, first bool) {
	joined := false
	for i, c := range leading {
		if joined {
			w.out.WriteByte(' ')
		} else if level > 0 || i > 0 {
			w.line(level, c.breaks, first && i == 0)
		}
		w.comment(c, level)
		joined = c.joined
	}
	switch {
	case joined:
		w.out.WriteByte(' ')
	case level > 0 || len(leading) > 0:
		w.line(level, breaks, first && len(leading) == 0)
	}
}

// together reports whether a value can be on one line.
func (v *value) together() bool { return len(v.parts) == 0 && v.oneLine || v.oneLine && !v.open }

// compact writes a value on one line.
func (w *writer) compact(v value) {
	if len(v.parts) == 0 {
		w.out.Write(v.raw)
		return
	}
	w.out.WriteByte(v.raw[0])
	for i, p := range v.parts {
		if i > 0 {
			w.out.WriteString(", ")
		}
		if p.key != nil {
			w.out.Write(p.key)
			w.out.WriteString(": ")
		}
		w.compact(p.value)
	}
	w.out.WriteByte(v.raw[1])
}

// container writes a list or an object with a line for each part; a scalar as it is.
func (w *writer) container(v value, level int) {
	if len(v.parts) == 0 && v.oneLine {
		w.out.Write(v.raw)
		return
	}
	w.out.WriteByte(v.raw[0])
	for _, c := range v.opening {
		w.out.WriteByte(' ')
		w.comment(c, level)
	}
	w.comments(v.header, level+1, true)
	for i, p := range v.parts {
		if i == 0 && len(v.header) > 0 {
			p.first(2)
		}
		w.element(p, level+1, i == 0 && len(v.header) == 0, i < len(v.parts)-1)
	}
	w.comments(v.ending, level+1, len(v.parts) == 0)
	w.line(level, 1, false)
	w.out.WriteByte(v.raw[1])
}

// first sets the number of line breaks before what an element starts with.
func (e *element) first(breaks int) {
	if len(e.leading) == 0 {
		e.breaks = breaks
		return
	}
	e.leading = append([]comment(nil), e.leading...)
	e.leading[0].breaks = breaks
}

// comment writes a comment without trailing blanks. Lines that start with an asterisk, as comments over several lines often have
// them, go where their comment goes; others are text that may be laid out by hand.
func (w *writer) comment(c comment, level int) {
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(c.text), "\n")
	starred := true
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t")
		starred = starred && (i == 0 || strings.HasPrefix(strings.TrimLeft(line, " \t"), "*"))
	}
	for i, line := range lines {
		if i > 0 {
			w.out.WriteString(w.lineBreak)
			if starred {
				w.indent(level)
				line = " " + strings.TrimLeft(line, " \t")
			}
		}
		w.out.WriteString(line)
	}
}
