package emit

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/polarspec/polarspec/internal/document"
)

// YAML writes a spec in blocks, two spaces a level. Every text that could be read as anything else is in quotes, so that JSON made of it
// is the same again.
func YAML(spec document.Value, _ Endpoint) []byte {
	w := &yamlWriter{}
	w.block(spec, 0)
	return []byte(w.out.String())
}

// maxKey is how many bytes a key can have that stands before its colon on one line; YAML allows 1,024 characters.
const maxKey = 1000

type yamlWriter struct{ out strings.Builder }

// block writes a value whose lines begin at a level of nesting.
func (w *yamlWriter) block(v document.Value, level int) {
	indent := strings.Repeat("  ", level)
	switch {
	case len(v.Members()) > 0:
		for _, m := range v.Members() {
			key := scalar(m.Key)
			if len(key) > maxKey {
				key = "? " + key + "\n" + indent
			}
			w.out.WriteString(indent + key + ":")
			w.value(m.Value, level+1)
		}
	case len(v.Items()) > 0:
		for _, item := range v.Items() {
			w.item(item, level)
		}
	default:
		w.out.WriteString(indent + flow(v) + "\n")
	}
}

// value writes what stands behind a key.
func (w *yamlWriter) value(v document.Value, level int) {
	if len(v.Members())+len(v.Items()) == 0 {
		w.out.WriteString(" " + flow(v) + "\n")
		return
	}
	w.out.WriteByte('\n')
	w.block(v, level)
}

// item writes an item of a list; the first field of an object stands beside the dash.
func (w *yamlWriter) item(v document.Value, level int) {
	if len(v.Members())+len(v.Items()) == 0 {
		w.out.WriteString(strings.Repeat("  ", level) + "- " + flow(v) + "\n")
		return
	}
	inner := &yamlWriter{}
	inner.block(v, level+1)
	text := inner.out.String()
	w.out.WriteString(strings.Repeat("  ", level) + "- " + text[2*(level+1):])
}

// flow writes a value that has no parts.
func flow(v document.Value) string {
	switch v.Kind() {
	case document.Object:
		return "{}"
	case document.Array:
		return "[]"
	case document.String:
		return scalar(v.Text())
	case document.Number:
		return yamlNumber(v.Text())
	}
	return v.Text()
}

// exponent is a number of JSON that YAML reads as text or as another number without a fraction.
var exponent = regexp.MustCompile(`^(-?[0-9]+)([eE])([+-]?)([0-9]+)$`)

// yamlNumber writes a number so that every reader of YAML takes it for one: with a fraction and a sign where it has an exponent.
func yamlNumber(text string) string {
	if m := exponent.FindStringSubmatch(text); m != nil {
		sign := m[3]
		if sign == "" {
			sign = "+"
		}
		return m[1] + ".0" + m[2] + sign + m[4]
	}
	return text
}

// plain is a text that YAML reads as it stands, whatever the reader.
var plain = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_./-]*$`)

// words are what readers of YAML take for something else than text.
var words = map[string]bool{"true": true, "false": true, "null": true, "yes": true, "no": true, "on": true, "off": true, "y": true, "n": true}

func scalar(text string) string {
	if plain.MatchString(text) && !words[strings.ToLower(text)] {
		return text
	}
	if !utf8.ValidString(text) {
		text = string([]rune(text)) // each invalid byte becomes U+FFFD
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case hidden(r) && r > 0xffff:
			fmt.Fprintf(&b, `\U%08X`, r)
		case hidden(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// hidden reports whether a character cannot be seen, breaks a line for some readers, or turns the direction of the text.
func hidden(r rune) bool {
	switch {
	case r < ' ', r >= 0x7f && r <= 0xa0, r == 0xad, r == 0x61c, r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f,
		r == 0xfeff, r >= 0xfff0 && r <= 0xfffb, r == 0xfffe, r == 0xffff, r >= 0xe0000 && r <= 0xe0fff:
		return true
	}
	return r&0xfffe == 0xfffe
}
