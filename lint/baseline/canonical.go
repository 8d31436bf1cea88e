package baseline

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// canonical reads a text exactly as [File.Encode] writes it, which nearly every baseline is, several times as fast as Parse reads JSON
// of any form. ok is false for any other text, and for strings with escapes.
func canonical(source []byte) (findings []Finding, ok bool) {
	c := cursor{left: string(source), ok: true}
	if strings.Contains(c.left, `\`) || !utf8.ValidString(c.left) {
		return nil, false
	}
	c.skip("{\n  \"version\": 1,\n  \"findings\": [\n")
	findings = make([]Finding, 0, strings.Count(c.left, "\n"))
	for more := true; more && c.ok; more = c.accept(",\n") {
		findings = append(findings, c.finding())
	}
	c.skip("\n  ]\n}\n")
	return findings, c.ok && c.left == ""
}

// cursor reads a text from its start. What it reads is of no use once it is not ok.
type cursor struct {
	left string
	ok   bool
}

func (c *cursor) accept(text string) bool {
	left, found := strings.CutPrefix(c.left, text)
	c.left = left
	return found
}

func (c *cursor) skip(text string) { c.ok = c.accept(text) && c.ok }

func (c *cursor) finding() Finding {
	f := Finding{Count: 1}
	c.skip(`    {"file": "`)
	f.File = c.text()
	c.skip(`, "rule": "`)
	f.Rule = c.text()
	c.skip(`, "severity": "`)
	f.Severity = c.text()
	c.skip(`, "pointer": "`)
	f.Pointer = c.text()
	c.skip(`, "fingerprint": "`)
	f.Fingerprint = c.text()
	if c.accept(`, "count": `) {
		f.Count = c.count()
	}
	c.skip("}")
	c.ok = c.ok && f.File != "" && f.Rule != "" && f.Fingerprint != "" && slices.Contains([]string{"error", "warning", "info"}, f.Severity)
	return f
}

// text reads to the next quotation mark. No string has one within, nor a control character.
func (c *cursor) text() string {
	text, left, found := strings.Cut(c.left, `"`)
	c.left = left
	for i := range len(text) {
		found = found && text[i] >= ' '
	}
	c.ok = c.ok && found
	return text
}

func (c *cursor) count() int {
	digits := c.left[:len(c.left)-len(strings.TrimLeft(c.left, "0123456789"))]
	c.left = c.left[len(digits):]
	count, err := strconv.Atoi(digits)
	c.ok = c.ok && err == nil && 1 <= count && count <= maxCount && digits[0] != '0'
	return count
}
