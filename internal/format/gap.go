package format

import "bytes"

// comment is a comment of the source.
type comment struct {
	text string
	// line says that it ends with its line: after // and, in JSON, where all comments are faults, after #.
	line bool
	// breaks is how many line breaks stand before it, up to the value, bracket, comma or comment before.
	breaks int
	// joined says that what follows is on the line that it ends on.
	joined bool
}

// ownLine returns the comment as one on a line of its own.
func (c comment) ownLine() comment {
	c.breaks, c.joined = max(c.breaks, 1), false
	return c
}

// gap is what stands between two values, keys or brackets: comments on both sides of a comma or colon.
type gap struct {
	before, after []comment
	comma         bool // there is one of them
	// breaks is how many line breaks stand at its end, behind the last comment, comma or colon.
	breaks int
	// broken says that there is a line break or a comment anywhere in it.
	broken bool
}

// scan reads the bytes of a gap. The text has no faults, so that there is nothing but white space, comments and at most one comma or colon.
// Without one of them all comments are in after.
func scan(source []byte) (g gap) {
	for i := 0; i < len(source); {
		switch c := source[i]; {
		case c == '\n' || c == '\r' && (i+1 == len(source) || source[i+1] != '\n'):
			g.breaks++
			g.broken = true
			i++
		case c == ',' || c == ':':
			g.before, g.after, g.breaks, g.comma = g.after, nil, 0, true
			i++
		case c == '/' || c == '#':
			length := commentLength(source[i:])
			g.after = append(g.after, comment{text: string(source[i : i+length]), line: !bytes.HasPrefix(source[i:], []byte("/*")), breaks: g.breaks})
			g.breaks, g.broken = 0, true
			i += length
		default:
			i++
		}
	}
	for i := range g.after {
		next := g.breaks
		if i+1 < len(g.after) {
			next = g.after[i+1].breaks
		}
		g.after[i].joined = next == 0 && !g.after[i].line
	}
	return g
}

// commentLength returns the length of the comment that a text starts with, without the line break behind it.
func commentLength(text []byte) int {
	if bytes.HasPrefix(text, []byte("/*")) {
		if length := bytes.Index(text[2:], []byte("*/")); length >= 0 {
			return length + 4
		}
		return len(text)
	}
	if length := bytes.IndexAny(text, "\r\n"); length >= 0 {
		return length
	}
	return len(text)
}

// sameLine splits off the comments that stand on the line before them: up to the first line break, or up to a comment that takes the
// rest of the line. If what follows them is on that line too they are left to it, unless they are all there is before a closing bracket.
func sameLine(list []comment, closing bool) (here, rest []comment) {
	n := 0
	for n < len(list) && list[n].breaks == 0 && (n == 0 || !list[n-1].line) {
		n++
	}
	if n > 0 && n == len(list) && list[n-1].joined && !closing {
		return nil, list
	}
	return list[:n:n], list[n:]
}
