package lint

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/polarspec/polarspec/internal/document"
)

// locator resolves places of one file to lines, columns and excerpts, and keeps secrets out of what is shown.
type locator struct {
	name  string // as reports print it
	known string // as fingerprints know it: relative to the root of the project
	file  *document.File
	// secrets are found when the first finding is made: most files have none.
	secrets *secrets
}

// ready finds the secrets of the file before something of it is shown for the first time.
func (l *locator) ready() {
	if l.secrets == nil {
		l.secrets = findSecrets(l.file)
	}
}

func (l *locator) finding(rule *Rule, p Problem) Finding {
	l.ready()
	span := p.Span
	if span.IsZero() {
		span = p.At.Span()
	}
	f := Finding{Rule: rule.ID, Message: l.secrets.mask(p.Message), File: l.name, subject: l.subject(p)}
	if p.At.Exists() {
		f.Pointer = l.pointer(p.At)
	}
	f.Start, f.End, f.Excerpt = l.place(span)
	for _, r := range p.Related {
		f.Related = append(f.Related, l.related(r))
	}
	for _, fix := range p.Fixes {
		if len(fix.Edits) > 0 && !l.leaks(fix) {
			f.Fixes = append(f.Fixes, fix)
		}
	}
	f.known, f.named = l.known, l.namedPointer(p.At)
	f.Fingerprint = l.fingerprint(rule.ID, f.named, p)
	return f
}

// subject is what the problem is about, by which problems are one fault.
func (l *locator) subject(p Problem) string {
	if p.Subject != "" || !p.At.Exists() {
		return p.Subject
	}
	if l.file.Broken() {
		l.ready()
	}
	return l.pointer(p.At)
}

func (l *locator) related(r RelatedPlace) Related {
	if r.In != nil {
		text := r.In.Text
		if text == nil {
			text = document.Text(nil)
		}
		other := &locator{name: r.In.Name, file: text}
		r.In = nil
		return other.related(r)
	}
	span := r.Span
	if span.IsZero() {
		span = r.At.Span()
	}
	l.ready()
	related := Related{Message: l.secrets.mask(r.Message), File: l.name}
	if r.At.Exists() {
		related.Pointer = l.pointer(r.At)
	}
	related.Start, related.End, related.Excerpt = l.place(span)
	return related
}

// pointer is the pointer of a node. In a text that does not parse a secret may have been taken for a key.
func (l *locator) pointer(n document.Node) string {
	pointer := n.Pointer()
	if !l.file.Broken() {
		return pointer
	}
	parts := strings.Split(pointer, "/")
	for i, part := range parts {
		if l.secrets.leaks(strings.NewReplacer("~1", "/", "~0", "~").Replace(part)) {
			parts[i] = "***"
		}
	}
	return strings.Join(parts, "/")
}

// leaks reports whether a fix would show a secret; it is then not offered, since a changed edit would be a wrong one.
func (l *locator) leaks(fix Fix) bool {
	for _, edit := range fix.Edits {
		if l.secrets.leaks(edit.Text) {
			return true
		}
	}
	return l.secrets.leaks(fix.Title)
}

// place resolves a span to positions on one line: a longer span is shown up to the end of its first line.
func (l *locator) place(span document.Span) (start, end document.Position, excerpt Excerpt) {
	lines := l.file.Lines()
	start = lines.Position(span.Start)
	line := lines.Line(start.Line)
	last := min(max(span.End, span.Start), max(line.End, span.Start))
	end = lines.Position(last)
	return start, end, l.excerpt(line, document.Span{Start: span.Start, End: last})
}

// window is how many bytes of a long line are shown on each side of a place. It holds the 120 columns that the text report
// shows, in characters of up to four bytes.
const window = 600

func (l *locator) excerpt(line, span document.Span) Excerpt {
	source := l.file.Source
	from, to := line.Start, line.End
	if span.End-span.Start > window { // the start of a very long value says enough
		span.End = runeStart(source, span.Start+window)
	}
	e := Excerpt{}
	if span.Start-from > window {
		from, e.CutBefore = runeStart(source, span.Start-window), true
	}
	if to-span.End > window {
		to, e.CutAfter = runeStart(source, span.End+window), true
	}
	if line.Start == 0 && from == 0 && strings.HasPrefix(string(source[:min(3, to)]), "\ufeff") {
		from = 3
	}
	from = min(from, span.Start)
	text := append([]byte(nil), source[from:max(to, from)]...)
	l.secrets.blank(text, from)
	e.Text = strings.ToValidUTF8(string(text), "?")
	if len(e.Text) != len(text) { // invalid bytes were joined: place offsets anew
		before := strings.ToValidUTF8(string(text[:span.Start-from]), "?")
		inside := strings.ToValidUTF8(string(text[:min(span.End-from, len(text))]), "?")
		e.Start, e.End = min(len(before), len(e.Text)), min(len(inside), len(e.Text))
		return e
	}
	e.Start, e.End = span.Start-from, min(span.End-from, len(text))
	return e
}

// runeStart moves an offset back to the start of the character that it lies in.
func runeStart(source []byte, offset int) int {
	for i := 0; i < utf8.UTFMax && offset > 0 && offset < len(source) && !utf8.RuneStart(source[offset]); i++ {
		offset--
	}
	return offset
}

// fingerprint identifies a problem by its rule, file, place by names, and value, so that it survives moved lines,
// inserted list items and reordered keys.
func (l *locator) fingerprint(rule, named string, p Problem) string {
	subject := l.secrets.mask(p.Subject[strings.LastIndexByte(p.Subject, '/')+1:])
	hash := sha256.New()
	for _, part := range []string{rule, l.known, named, subject, l.value(p.At)} {
		hash.Write([]byte(part))
		hash.Write([]byte{0})
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

// namedPointer is the pointer of a node with list items by their names where they have one, else by nothing, since their position may
// change. It has no secrets in it. It need not lead to one value only, as that of [NamedPointer] does.
func (l *locator) namedPointer(n document.Node) string {
	var parts []string
	for ; n.Parent().Exists(); n = n.Parent() {
		part := n.Key()
		if !n.HasKey() {
			part = l.itemName(n)
		}
		if l.file.Broken() && l.secrets.leaks(part) {
			part = "***" // a secret may have been taken for a key
		}
		parts = append(parts, pointerEscaper.Replace(part))
	}
	var b strings.Builder
	for _, part := range slices.Backward(parts) {
		b.WriteByte('/')
		b.WriteString(part)
	}
	return b.String()
}

func (l *locator) itemName(n document.Node) string {
	for _, key := range itemKeys {
		if name := n.Get(key); name.Kind() == document.String && !l.secrets.holds(name) {
			return "[" + key + "=" + name.Text() + "]"
		}
	}
	return "[]"
}

// value is the part of a value that a fingerprint holds: the text of a scalar, nothing of an absent or compound one or of a secret.
func (l *locator) value(n document.Node) string {
	switch n.Kind() {
	case document.Array, document.Object, document.Broken, document.Absent:
		return ""
	}
	if l.secrets.holds(n) {
		return ""
	}
	return n.Text()
}
