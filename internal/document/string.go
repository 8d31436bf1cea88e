package document

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// stringFault is a set of the faults that were reported for one string: each kind is reported once in a string.
type stringFault uint8

const (
	controlFault stringFault = 1 << iota
	escapeFault
	surrogateFault
	encodingFault
)

// quoted reads a string from its opening quote at p.at to behind its closing quote.
// It reports whether the bytes between the quotes differ from the text.
func (p *jsonParser) quoted(quote byte, isKey bool) (escaped bool) {
	start, src := p.at, p.src
	p.stringFaults = 0
	i := start + 1
	for {
		for i < len(src) {
			if c := src[i]; c < ' ' || c >= utf8.RuneSelf || c == quote || c == '\\' {
				break
			}
			i++
		}
		if i >= len(src) {
			break
		}
		switch c := src[i]; {
		case c == quote:
			p.at = i + 1
			if p.at < len(src) && p.runsOn(src[p.at], isKey) {
				return p.innerQuote(start, i)
			}
			return escaped
		case c == '\\':
			escaped = true
			i = p.escape(i)
		case c < ' ':
			if (c == '\n' || c == '\r') && !p.closesLater(i, quote) {
				p.unclosed(start, i, isKey)
				return escaped
			}
			p.control(i)
			i++
		default:
			r, size := utf8.DecodeRune(src[i:])
			if r == utf8.RuneError && size == 1 {
				escaped = true
				p.inString(encodingFault, Span{i, i + 1}, fmt.Sprintf("the byte 0x%02X is not valid UTF-8; save the file as UTF-8", c))
			}
			i += size
		}
	}
	p.unclosed(start, i, isKey)
	return escaped
}

// inString reports a fault of the string at hand, once for each kind.
func (p *jsonParser) inString(kind stringFault, span Span, message string) {
	if p.stringFaults&kind != 0 {
		return
	}
	p.stringFaults |= kind
	p.invalid(span, message)
}

// control reports a raw control character inside a string.
func (p *jsonParser) control(i int) {
	name, write := fmt.Sprintf("the control character U+%04X", p.src[i]), fmt.Sprintf(`\u%04x`, p.src[i])
	switch p.src[i] {
	case '\t':
		name, write = "a tab", `\t`
	case '\n':
		name, write = "a line break", `\n`
	case '\r':
		name, write = "a line break", `\r\n`
		if i+1 == len(p.src) || p.src[i+1] != '\n' {
			write = `\r`
		}
	}
	p.inString(controlFault, Span{i, i + 1}, fmt.Sprintf("%s inside a string; write %s", name, write))
}

// escape checks the escape whose backslash is at i and returns the offset behind it.
func (p *jsonParser) escape(i int) int {
	if i+1 >= len(p.src) {
		return i + 1
	}
	switch c := p.src[i+1]; c {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2
	case 'u':
		return p.unicodeEscape(i)
	case '\'':
		p.inString(escapeFault, Span{i, i + 2}, `\' is not an escape of JSON; write ' alone`)
		return i + 2
	default:
		end := i + 1
		if c >= ' ' && c < utf8.RuneSelf {
			end++
			p.inString(escapeFault, Span{i, end}, fmt.Sprintf(`\%c is not an escape of JSON; write \\ for a backslash`, c))
		} else {
			p.inString(escapeFault, Span{i, end}, `a backslash starts no escape here; write \\ for a backslash`)
		}
		return end
	}
}

// unicodeEscape checks the escape \uXXXX whose backslash is at i.
func (p *jsonParser) unicodeEscape(i int) int {
	_, length, state := hexEscape(p.src[i:])
	span := Span{i, i + length}
	switch state {
	case badHex:
		p.inString(escapeFault, span, `\u needs four hexadecimal digits; write \\ for a backslash`)
	case loneSurrogate:
		p.inString(surrogateFault, span, fmt.Sprintf(`%s is half of a surrogate pair; write both halves, or the character itself`, p.src[i:i+length]))
	}
	return i + length
}

// closesLater reports whether the string that reaches the line break at i is closed on a later line, so that the line break
// belongs to it. Otherwise its closing quote was forgotten: the next quote opens another string.
func (p *jsonParser) closesLater(i int, quote byte) bool {
	limit := min(len(p.src), i+lookahead)
	for i < limit {
		switch p.src[i] {
		case '\\':
			i++
		case quote:
			return p.closesAt(i)
		}
		i++
	}
	return false
}

// closesAt reports whether the quote at i is followed by what follows a string.
func (p *jsonParser) closesAt(i int) bool {
	rest := bytes.TrimLeft(p.src[i+1:min(len(p.src), i+lookahead)], " \t\r\n")
	if len(rest) == 0 {
		return true
	}
	switch rest[0] {
	case ',':
		// A comma inside an expression is followed by something else than a new key or value.
		rest = bytes.TrimLeft(rest[1:], " \t\r\n")
		return len(rest) == 0 || rest[0] == '"' || rest[0] == '{' || rest[0] == '[' || rest[0] == ']' || rest[0] == '}' ||
			rest[0] == '-' || rest[0] == '/' || isDigit(rest[0]) || isLetter(rest[0])
	case '}', ']', ':':
		return true
	}
	return false
}

// lookahead is how far a guess about a broken string looks, in bytes. Each guess belongs to a fault, and faults are limited.
const lookahead = 8 << 10
