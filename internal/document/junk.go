package document

import (
	"bytes"
	"unicode/utf8"
)

// tokenEnd returns the offset behind the token at start: a string on one line, a word, or one character.
func tokenEnd(src []byte, start int) int {
	end := start
	if src[start] == '"' || src[start] == '\'' {
		for end++; end < len(src) && src[end] != '\n' && src[end] != '\r'; end++ {
			if src[end] == '\\' {
				end++
			} else if src[end] == src[start] {
				return end + 1
			}
		}
		return min(end, len(src))
	}
	for end < len(src) && isWord(src[end]) {
		end++
	}
	return max(end, start+utf8Length(src[start:]))
}

// junkEnd returns the offset behind text that is no JSON: it reaches to the next comma, quote, closing bracket or line break
// outside of brackets that it opens itself, without the white space at its end.
func junkEnd(src []byte, start int) int {
	depth, end := 0, start+utf8Length(src[start:])
	if c := src[start]; c == '{' || c == '[' || c == '(' {
		depth++
	}
	i := end
	for ; i < len(src); i++ {
		c := src[i]
		if c == '\n' || c == '\r' || depth == 0 && (c == ',' || c == '"' || c == ']' || c == '}') {
			break
		}
		switch c {
		case '(', '{', '[':
			depth++
		case ')', '}', ']':
			depth--
		}
	}
	return max(end, start+len(bytes.TrimRight(src[start:i], " \t")))
}

// typographicEnd returns the length of a text in typographic quotes at the start of src, 0 if there is none.
func typographicEnd(src []byte) int {
	r, size := utf8.DecodeRune(src)
	if r != '“' && r != '”' && r != '„' && r != '‘' && r != '’' {
		return 0
	}
	for i := size; i < len(src) && src[i] != '\n' && src[i] != '\r'; {
		r, size := utf8.DecodeRune(src[i:])
		i += size
		if r == '”' || r == '“' || r == '’' || r == '‘' {
			return i
		}
	}
	return 0
}

// utf8Length returns the number of bytes of the first character of src, which is not empty.
func utf8Length(src []byte) int {
	_, size := utf8.DecodeRune(src)
	return size
}
