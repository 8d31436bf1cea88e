package document

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// isBlank reports whether b is white space of JSON.
func isBlank(b byte) bool { return b == ' ' || b == '\n' || b == '\r' || b == '\t' }

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func isLetter(b byte) bool { return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || b == '_' }

// isWord reports whether b can be inside a number or a literal such as true.
func isWord(b byte) bool { return isLetter(b) || isDigit(b) || b == '.' || b == '+' || b == '-' }

// space goes to the next token: over white space and comments, and over characters that only look like white space.
func (p *jsonParser) space() {
	for {
		src, at := p.src, p.at
		for at < len(src) && isBlank(src[at]) {
			at++
		}
		p.at = at
		if at >= len(src) {
			return
		}
		switch c := p.src[p.at]; {
		case c == '/' || c == '#':
			if !p.comment() {
				return
			}
		case c >= utf8.RuneSelf || c == '\f' || c == '\v':
			if !p.oddSpace() {
				return
			}
		default:
			return
		}
	}
}

// comment skips a comment and reports it unless the notation allows it. It returns false when there is none.
func (p *jsonParser) comment() bool {
	start, rest := p.at, p.src[p.at:]
	switch {
	case bytes.HasPrefix(rest, []byte("/*")):
		length := bytes.Index(rest[2:], []byte("*/"))
		if length < 0 {
			p.at = len(p.src)
			p.invalid(Span{start, p.at}, "the comment is not closed; write */ at its end")
			p.truncated = true
			return true
		}
		p.at += length + 4
	case bytes.HasPrefix(rest, []byte("//")), rest[0] == '#':
		length := bytes.IndexAny(rest, "\r\n")
		if length < 0 {
			length = len(rest)
		}
		p.at += length
	default:
		return false
	}
	span := Span{start, p.at}
	switch {
	case p.file.Syntax == JSON:
		p.other(Comment, span, "JSON has no comments; remove it, or name the file .jsonc", "remove the comment", removeComment(p.src, span))
	case rest[0] == '#':
		p.invalid(span, "a comment starts with // here, not with #")
	}
	return true
}

// removeComment returns the edit that takes a comment away: with its line if nothing else is on it, else with the blanks before it.
func removeComment(src []byte, comment Span) Edit {
	start, end := comment.Start, comment.End
	for start > 0 && (src[start-1] == ' ' || src[start-1] == '\t') {
		start--
	}
	firstOnLine := start == 0 || src[start-1] == '\n' || src[start-1] == '\r'
	lastOnLine := end == len(src) || src[end] == '\n' || src[end] == '\r'
	if firstOnLine && lastOnLine {
		return Edit{Span: Span{start, afterBreak(src, end)}}
	}
	// Two tokens must not grow together.
	if start == comment.Start && start > 0 && !firstOnLine && !lastOnLine && !isBlank(src[end]) {
		return Edit{Span: comment, Text: " "}
	}
	if firstOnLine || end < len(src) && !isBlank(src[end]) {
		start = comment.Start
	}
	return Edit{Span: Span{start, end}}
}

// afterBreak returns the offset behind the line break at offset, or offset if there is none.
func afterBreak(src []byte, offset int) int {
	if offset < len(src) && src[offset] == '\r' {
		offset++
	}
	if offset < len(src) && src[offset] == '\n' {
		offset++
	}
	return offset
}

// oddSpace skips characters that look like white space but are not white space of JSON, and reports them as one fault.
func (p *jsonParser) oddSpace() bool {
	start := p.at
	first, _ := utf8.DecodeRune(p.src[start:])
	for p.at < len(p.src) {
		r, size := utf8.DecodeRune(p.src[p.at:])
		if !isOddSpace(r) {
			break
		}
		p.at += size
	}
	if p.at == start {
		return false
	}
	p.invalid(Span{start, p.at}, fmt.Sprintf("the invisible character U+%04X stands outside a string; write an ordinary space", first))
	return true
}

func isOddSpace(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r':
		return false
	case '\ufeff', '\u200b', '\u200c', '\u200d', '\u2060':
		return true
	}
	return unicode.IsSpace(r)
}
