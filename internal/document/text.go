package document

import (
	"strconv"
	"strings"
)

// Key returns the decoded key of a member of an object; "" for a list item, the root and the zero Node.
// It is always valid UTF-8: what cannot be decoded is U+FFFD.
func (n Node) Key() string {
	if !n.HasKey() {
		return ""
	}
	switch r := n.rec(); {
	case r.flags&plainKey != 0:
		return n.file.slice(Span{int(r.keyStart) + 1, int(r.keyEnd) - 1})
	case r.flags&keyEscaped == 0:
		return n.file.slice(n.innerKeySpan())
	}
	if n.file.Syntax == YAML {
		return n.file.texts[-1-n.at]
	}
	return n.unescape(n.KeySpan(), n.KeyQuoted())
}

// KeyIs reports whether the node has a key whose decoded text is key.
func (n Node) KeyIs(key string) bool {
	if n.file == nil {
		return false
	}
	r := n.rec()
	return n.file.plainKeyIs(r, key) || r.flags&plainKey == 0 && n.file.oddKeyIs(n.at, key)
}

// plainKeyIs is what looking up a path mostly does: it is small enough to be a part of its caller.
func (f *File) plainKeyIs(r *record, key string) bool {
	return r.flags&plainKey != 0 && int(r.keyEnd-r.keyStart)-2 == len(key) && string(f.Source[r.keyStart+1:r.keyEnd-1]) == key
}

// oddKeyIs is the same for all other keys.
func (f *File) oddKeyIs(at int32, key string) bool {
	switch flags := f.nodes[at].flags; {
	case flags&keyed == 0:
		return false
	case flags&keyEscaped == 0:
		return f.has(Node{f, at}.innerKeySpan(), key)
	}
	return Node{f, at}.Key() == key
}

// Text returns the decoded text of a string and the literal text of a number, a boolean or null;
// "" for arrays, objects, broken values and the zero Node. It is always valid UTF-8.
func (n Node) Text() string {
	if !n.isScalar() {
		return ""
	}
	switch r := n.rec(); {
	case r.flags&plainValue != 0:
		return n.file.slice(Span{int(r.valueStart) + 1, int(r.valueEnd) - 1})
	case r.flags&valueEscaped == 0:
		return n.file.slice(n.innerSpan())
	}
	if n.file.Syntax == YAML {
		return n.file.texts[n.at]
	}
	return n.unescape(n.Span(), n.Quoted())
}

// TextIs reports whether the node is a string, number, boolean or null whose [Node.Text] is text.
func (n Node) TextIs(text string) bool {
	if !n.isScalar() {
		return false
	}
	switch r := n.rec(); {
	case r.flags&plainValue != 0:
		return n.file.has(Span{int(r.valueStart) + 1, int(r.valueEnd) - 1}, text)
	case r.flags&valueEscaped == 0:
		return n.file.has(n.innerSpan(), text)
	}
	return n.Text() == text
}

// Raw returns the bytes of the value as they stand in the source, quotes and brackets included. They must not be changed.
func (n Node) Raw() []byte {
	span := n.Span()
	if n.file == nil {
		return nil
	}
	return n.file.Source[span.Start:span.End:span.End]
}

// Quoted reports whether the value has quotes around it.
func (n Node) Quoted() bool { return n.file != nil && n.rec().flags&quotedValue != 0 }

// KeyQuoted reports whether the key has quotes around it.
func (n Node) KeyQuoted() bool { return n.file != nil && n.rec().flags&quotedKey != 0 }

// Bool returns the value of a boolean; ok is false for any other kind.
func (n Node) Bool() (value, ok bool) {
	if n.Kind() != Bool {
		return false, false
	}
	return n.TextIs("true") || n.TextIs("True") || n.TextIs("TRUE"), true
}

// Int returns the value of a number that is written as an integer within 64 bits; ok is false for any other value, 1.0 and 1e3 included.
func (n Node) Int() (value int64, ok bool) {
	if n.Kind() != Number {
		return 0, false
	}
	text := n.Text()
	base := 10
	if n.file.Syntax == YAML {
		text, base = strings.ReplaceAll(text, "_", ""), 0
	}
	value, err := strconv.ParseInt(text, base, 64)
	return value, err == nil
}

func (n Node) isScalar() bool {
	switch n.Kind() {
	case Null, Bool, Number, String:
		return true
	}
	return false
}

// innerKeySpan is the key without its quotes.
func (n Node) innerKeySpan() Span {
	if n.KeyQuoted() {
		return n.file.inner(n.KeySpan())
	}
	return n.KeySpan()
}

// innerSpan is the value without its quotes.
func (n Node) innerSpan() Span {
	if n.Quoted() {
		return n.file.inner(n.Span())
	}
	return n.Span()
}

// has reports whether a part of the source is a text. Unlike slice it never copies.
func (f *File) has(span Span, text string) bool { return string(f.Source[span.Start:span.End]) == text }

// slice returns a part of the source. The texts of an ordinary file are parts of one string, which costs nothing; whoever keeps
// one for long should copy it.
func (f *File) slice(span Span) string {
	if f.text != "" {
		return f.text[span.Start:span.End]
	}
	return string(f.Source[span.Start:span.End])
}

// inner returns the span between the quotes. The closing quote is missing in a string that is not closed.
func (f *File) inner(span Span) Span {
	if span.Len() == 0 {
		return span
	}
	quote := f.Source[span.Start]
	if span.Len() > 1 && f.Source[span.End-1] == quote && !f.isOpen(span) {
		span.End--
	}
	span.Start++
	return span
}

// isOpen reports whether the last quote of a string in JSON is escaped, so that the string is not closed.
func (f *File) isOpen(span Span) bool {
	if f.Syntax == YAML {
		return false
	}
	slashes := 0
	for i := span.End - 2; i > span.Start && f.Source[i] == '\\'; i-- {
		slashes++
	}
	return slashes%2 == 1
}

// unescape decodes the JSON string at span.
func (n Node) unescape(span Span, quoted bool) string {
	if quoted {
		span = n.file.inner(span)
	}
	var d decoded
	d.text.Grow(span.Len())
	unescapeJSON(&d, n.file.Source[span.Start:span.End], span.Start)
	return d.text.String()
}
