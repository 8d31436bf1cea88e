package document

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// segment maps a part of a text to the bytes that it was written as: one to one if the lengths agree and whole is false,
// else only as a whole (an escape).
type segment struct {
	text, source Span
	whole        bool
}

// decoded is a text under construction and, if wanted, where its parts come from.
type decoded struct {
	text     strings.Builder
	segments []segment
	mapped   bool
}

// copy appends bytes that stand for themselves; at is their offset in the source.
func (d *decoded) copy(bytes []byte, at int) {
	if d.mapped && len(bytes) > 0 {
		d.segments = append(d.segments, segment{Span{d.text.Len(), d.text.Len() + len(bytes)}, Span{at, at + len(bytes)}, false})
	}
	d.text.Write(bytes)
}

// put appends text that was written as the bytes of source.
func (d *decoded) put(text string, source Span) {
	if d.mapped {
		d.segments = append(d.segments, segment{Span{d.text.Len(), d.text.Len() + len(text)}, source, true})
	}
	d.text.WriteString(text)
}

// putRune appends a character that was written as the bytes of source.
func (d *decoded) putRune(r rune, source Span) { d.put(string(r), source) }

// The states of an escape \uXXXX.
type hexState uint8

const (
	goodHex hexState = iota
	badHex
	loneSurrogate
)

// hexEscape reads the escape \uXXXX, or the two of a surrogate pair, at the start of src. It returns the character and the length in bytes.
func hexEscape(src []byte) (rune, int, hexState) {
	first, ok := hex4(src)
	if !ok {
		return utf8.RuneError, min(2, len(src)), badHex
	}
	if !utf16.IsSurrogate(first) {
		return first, 6, goodHex
	}
	if second, ok := hex4(src[6:]); ok {
		if pair := utf16.DecodeRune(first, second); pair != utf8.RuneError {
			return pair, 12, goodHex
		}
	}
	return utf8.RuneError, 6, loneSurrogate
}

// hex4 reads \uXXXX at the start of src.
func hex4(src []byte) (rune, bool) {
	if len(src) < 6 || src[0] != '\\' || src[1] != 'u' {
		return 0, false
	}
	return hexDigits(src[2:6])
}

// hexDigits reads all of src as a hexadecimal number.
func hexDigits(src []byte) (rune, bool) {
	value := rune(0)
	for _, c := range src {
		switch {
		case isDigit(c):
			value = value<<4 | rune(c-'0')
		case 'a' <= c && c <= 'f':
			value = value<<4 | rune(c-'a'+10)
		case 'A' <= c && c <= 'F':
			value = value<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	return value, len(src) > 0
}

// unescapeJSON decodes the bytes between the quotes of a JSON string; at is their offset in the source.
// What is not an escape of JSON stands for itself, a lone surrogate and an invalid byte for U+FFFD.
func unescapeJSON(d *decoded, src []byte, at int) {
	i, plain := 0, 0
	for i < len(src) {
		c := src[i]
		if c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		r, length := utf8.RuneError, 1
		if c == '\\' {
			r, length = jsonEscape(src[i:])
		} else if valid, size := utf8.DecodeRune(src[i:]); valid != utf8.RuneError || size > 1 {
			i += size
			continue
		}
		if length == 0 {
			i++
			continue
		}
		d.copy(src[plain:i], at+plain)
		d.putRune(r, Span{at + i, at + i + length})
		i += length
		plain = i
	}
	d.copy(src[plain:], at+plain)
}

// jsonEscape reads the escape at the start of src; the length is 0 when it is none.
func jsonEscape(src []byte) (rune, int) {
	if len(src) < 2 {
		return 0, 0
	}
	switch src[1] {
	case '"', '\\', '/', '\'':
		return rune(src[1]), 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		if r, length, state := hexEscape(src); state != badHex {
			return r, length
		}
	}
	return 0, 0
}
