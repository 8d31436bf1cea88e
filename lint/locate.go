package lint

import (
	"crypto/sha256"
	"encoding/hex"
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
	f.Fingerprint = fingerprint(rule.ID, l.known, p, l.secrets)
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
func fingerprint(rule, file string, p Problem, s *secrets) string {
	hash := sha256.New()
	for _, part := range []string{rule, file, namedPointer(p.At), valueOf(p, s)} {
		hash.Write([]byte(part))
		hash.Write([]byte{0})
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

// namedPointer is the pointer of a node with list items by their name or columnName where they have one.
func namedPointer(n document.Node) string {
	var parts []string
	for ; n.Parent().Exists(); n = n.Parent() {
		part := n.Key()
		if !n.HasKey() {
			part = itemName(n)
		}
		parts = append(parts, part)
	}
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteByte('/')
		b.WriteString(parts[i])
	}
	return b.String()
}

// itemName is how a list item is known: by its name, by its value if it has no parts, else by nothing, since its position may change.
func itemName(n document.Node) string {
	for _, key := range []string{"name", "columnName"} {
		if name := n.Get(key); name.Kind() == document.String {
			return "[" + key + "=" + name.Text() + "]"
		}
	}
	return "[]"
}

// valueOf is the part of the value that a fingerprint holds: the text of a scalar, the key of an absent or compound thing, nothing of a secret.
func valueOf(p Problem, s *secrets) string {
	if p.Subject != "" {
		return p.Subject[strings.LastIndexByte(p.Subject, '/')+1:]
	}
	switch p.At.Kind() {
	case document.Array, document.Object, document.Broken, document.Absent:
		return ""
	}
	if s.holds(p.At) {
		return ""
	}
	return p.At.Text()
}
