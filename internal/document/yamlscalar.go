package document

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// scalarEnd returns the offset behind the YAML scalar that begins at start and has the given value.
func scalarEnd(src []byte, start int, value string) int {
	if start >= len(src) {
		return len(src)
	}
	var d decoded
	switch src[start] {
	case '"':
		return doubleQuotedEnd(src, start)
	case '\'':
		return singleQuotedEnd(src, start)
	case '|', '>':
		return decodeBlock(&d, src, start, value)
	}
	if bytes.HasPrefix(src[start:], []byte(value)) {
		return start + len(value)
	}
	return decodePlain(&d, src, start, value)
}

func doubleQuotedEnd(src []byte, start int) int {
	for i := start + 1; i < len(src); i++ {
		switch src[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(src)
}

func singleQuotedEnd(src []byte, start int) int {
	for i := start + 1; i < len(src); i++ {
		if src[i] != '\'' {
			continue
		}
		if i+1 == len(src) || src[i+1] != '\'' {
			return i + 1
		}
		i++
	}
	return len(src)
}

// decodeYAML decodes the scalar at span, whose value is known to be want. What it decodes is want, or the scalar is beyond it.
func decodeYAML(d *decoded, src []byte, span Span, want string) {
	if span.Len() == 0 {
		return
	}
	switch src[span.Start] {
	case '"':
		decodeDoubleQuoted(d, src[:span.End-1], span.Start+1)
	case '\'':
		decodeSingleQuoted(d, src[:span.End-1], span.Start+1)
	case '|', '>':
		decodeBlock(d, src, span.Start, want)
	default:
		decodePlain(d, src[:span.End], span.Start, want)
	}
}

// decodePlain decodes a scalar without quotes from start as far as it agrees with want, and returns the offset behind it.
func decodePlain(d *decoded, src []byte, start int, want string) int {
	i, first := start, d.text.Len()
	for d.text.Len()-first < len(want) && i < len(src) {
		rest := want[d.text.Len()-first:]
		text, end, folded := plainPart(src, i)
		if !strings.HasPrefix(rest, text) {
			// The value ends within this part, or the part is not what the library read.
			length := commonPrefix(rest, text)
			d.copy(src[i:i+length], i)
			return i + length
		}
		if folded {
			d.put(text, Span{i, end})
		} else {
			d.copy(src[i:end], i)
		}
		i = end
	}
	return i
}

func commonPrefix(a, b string) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return i
}

// plainPart returns the next part of a scalar of several lines: text without white space, blanks within a line, or folded line breaks.
func plainPart(src []byte, i int) (text string, end int, folded bool) {
	blanks := blankEnd(src, i)
	if breakLength(src[blanks:]) > 0 {
		text, end = foldBreaks(src, blanks, false)
		return text, end, true
	}
	if blanks > i {
		return string(src[i:blanks]), blanks, false
	}
	end = i
	for end < len(src) && src[end] != ' ' && src[end] != '\t' && breakLength(src[end:]) == 0 {
		end++
	}
	return string(src[i:end]), end, false
}

func blankEnd(src []byte, i int) int {
	for i < len(src) && (src[i] == ' ' || src[i] == '\t') {
		i++
	}
	return i
}

// foldBreaks returns what the line breaks at i stand for and the offset behind them and the indentation that follows:
// a single one for a space, several for one less. An escaped one (a backslash before it) stands for nothing.
func foldBreaks(src []byte, i int, escaped bool) (text string, end int) {
	first := breakText(src[i:])
	i += breakLength(src[i:])
	var more strings.Builder
	for {
		next := blankEnd(src, i)
		length := breakLength(src[next:])
		if length == 0 {
			i = next
			break
		}
		more.WriteString(breakText(src[next:]))
		i = next + length
	}
	switch {
	case escaped:
		return more.String(), i
	case first != "\n":
		return first + more.String(), i
	case more.Len() == 0:
		return " ", i
	}
	return more.String(), i
}

// breakText returns what the line break at the start of text is read as: \n, or U+2028 and U+2029 themselves.
func breakText(text []byte) string {
	if length := breakLength(text); length == 3 {
		return string(text[:3])
	} else if length > 0 {
		return "\n"
	}
	return ""
}

// decodeSingleQuoted decodes the text in single quotes from i to the end of src.
func decodeSingleQuoted(d *decoded, src []byte, i int) {
	for i < len(src) {
		if src[i] == '\'' {
			d.put("'", Span{i, min(i+2, len(src))})
			i += 2
			continue
		}
		i = d.quotedPart(src, i, '\'')
	}
}

// quotedPart decodes white space, or text up to white space or the byte stop, and returns the offset behind it.
func (d *decoded) quotedPart(src []byte, i int, stop byte) int {
	blanks := blankEnd(src, i)
	if breakLength(src[blanks:]) > 0 {
		text, end := foldBreaks(src, blanks, false)
		d.put(text, Span{i, end})
		return end
	}
	end := blanks
	for end < len(src) && src[end] != stop && src[end] != ' ' && src[end] != '\t' && breakLength(src[end:]) == 0 {
		end++
	}
	d.copy(src[i:end], i)
	return end
}

// decodeDoubleQuoted decodes the text in double quotes from i to the end of src.
func decodeDoubleQuoted(d *decoded, src []byte, i int) {
	for i < len(src) {
		if src[i] != '\\' {
			i = d.quotedPart(src, i, '\\')
			continue
		}
		if breakLength(src[i+1:]) > 0 {
			text, end := foldBreaks(src, i+1, true)
			d.put(text, Span{i, end})
			i = end
			continue
		}
		text, length := yamlEscape(src[i:])
		d.put(text, Span{i, i + length})
		i += length
	}
}

// yamlEscape returns the text of the escape at the start of src and its length in bytes.
func yamlEscape(src []byte) (string, int) {
	if len(src) < 2 {
		return "", len(src)
	}
	const names, values = "0abt\tnvfre \"'/\\N_LP", "\x00\a\b\t\t\n\v\f\r\x1b \"'/\\"
	switch c := src[1]; c {
	case 'N':
		return "\u0085", 2
	case '_':
		return "\u00a0", 2
	case 'L':
		return "\u2028", 2
	case 'P':
		return "\u2029", 2
	case 'x', 'u', 'U':
		digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]
		if len(src) < 2+digits {
			return "", len(src)
		}
		r, _ := hexDigits(src[2 : 2+digits])
		return string(r), 2 + digits
	default:
		if i := strings.IndexByte(names, c); i >= 0 {
			return values[i : i+1], 2
		}
		return "", 2
	}
}

// plainNumber returns the JSON text of a number of YAML, such as 0x1F or .5; ok is false if JSON has none.
func plainNumber(text string) (number string, ok bool) {
	digits := strings.ReplaceAll(text, "_", "")
	if value, err := strconv.ParseInt(digits, 0, 64); err == nil {
		return strconv.FormatInt(value, 10), true
	}
	if value, err := strconv.ParseUint(digits, 0, 64); err == nil {
		return strconv.FormatUint(value, 10), true
	}
	value, err := strconv.ParseFloat(digits, 64)
	if err != nil || math.IsInf(value, 0) || math.IsNaN(value) {
		return "", false
	}
	return strconv.FormatFloat(value, 'g', -1, 64), true
}
