package document

import (
	"unicode/utf8"
)

// indentUnit is what each level of nesting is indented by.
const indentUnit = "  "

// Encode writes a value as JSON with an indentation of two spaces and a line break at the end. Empty arrays and objects are [] and {}.
// Only what must be escaped is: quotes, backslashes and control characters. Invalid UTF-8 becomes U+FFFD.
func Encode(v Value) []byte { return append(appendValue(nil, v, "\n"), '\n') }

// EncodeCompact writes a value as JSON on one line: a space after each colon and comma, no line break at the end.
func EncodeCompact(v Value) []byte { return appendValue(nil, v, "") }

// appendValue writes a value. lineBreak is the line break with the indentation of the value's own line; "" means one line for all.
func appendValue(out []byte, v Value, lineBreak string) []byte {
	switch v.Kind() {
	case String:
		return appendString(out, v.text)
	case Number:
		if !isNumber(v.text) {
			return appendString(out, v.text)
		}
		return append(out, v.text...)
	case Array:
		return appendArray(out, v.items, lineBreak)
	case Object:
		return appendObject(out, v.members, lineBreak)
	}
	return append(out, v.Text()...)
}

func appendArray(out []byte, items []Value, lineBreak string) []byte {
	out = append(out, '[')
	inner := deeper(lineBreak)
	for i, item := range items {
		out = appendSeparator(out, i, inner)
		out = appendValue(out, item, inner)
	}
	if len(items) > 0 {
		out = append(out, lineBreak...)
	}
	return append(out, ']')
}

func appendObject(out []byte, members []Member, lineBreak string) []byte {
	out = append(out, '{')
	inner := deeper(lineBreak)
	for i, member := range members {
		out = appendSeparator(out, i, inner)
		out = appendString(out, member.Key)
		out = append(out, ": "...)
		out = appendValue(out, member.Value, inner)
	}
	if len(members) > 0 {
		out = append(out, lineBreak...)
	}
	return append(out, '}')
}

// appendSeparator writes what stands before the child at position i.
func appendSeparator(out []byte, i int, lineBreak string) []byte {
	if i > 0 {
		out = append(out, ',')
		if lineBreak == "" {
			out = append(out, ' ')
		}
	}
	return append(out, lineBreak...)
}

func deeper(lineBreak string) string {
	if lineBreak == "" {
		return ""
	}
	return lineBreak + indentUnit
}

// appendString writes a string of JSON.
func appendString(out []byte, text string) []byte {
	const hex = "0123456789abcdef"
	if !utf8.ValidString(text) {
		text = string([]rune(text)) // each invalid byte becomes U+FFFD
	}
	out = append(out, '"')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case c >= ' ':
			out = append(out, c)
		case c == '\n':
			out = append(out, `\n`...)
		case c == '\r':
			out = append(out, `\r`...)
		case c == '\t':
			out = append(out, `\t`...)
		case c == '\b':
			out = append(out, `\b`...)
		case c == '\f':
			out = append(out, `\f`...)
		default:
			out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	return append(out, '"')
}
