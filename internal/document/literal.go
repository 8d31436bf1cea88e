package document

import "bytes"

// numberEnd returns the offset behind the number of JSON that starts at the offset start, -1 if there is none.
func numberEnd(src []byte, start int) int {
	i := start
	if i < len(src) && src[i] == '-' {
		i++
	}
	switch {
	case i < len(src) && src[i] == '0':
		i++
	case digitsEnd(src, i) > i:
		i = digitsEnd(src, i)
	default:
		return -1
	}
	if i < len(src) && src[i] == '.' {
		end := digitsEnd(src, i+1)
		if end == i+1 {
			return -1
		}
		i = end
	}
	if i < len(src) && (src[i] == 'e' || src[i] == 'E') {
		i++
		if i < len(src) && (src[i] == '+' || src[i] == '-') {
			i++
		}
		end := digitsEnd(src, i)
		if end == i {
			return -1
		}
		i = end
	}
	return i
}

func digitsEnd(src []byte, i int) int {
	for i < len(src) && isDigit(src[i]) {
		i++
	}
	return i
}

// isNumber reports whether text is a number of JSON.
func isNumber(text string) bool {
	return text != "" && numberEnd([]byte(text), 0) == len(text)
}

// meantLiteral returns the literal of JSON that a word of another language stands for, "" if it stands for none.
func meantLiteral(word []byte) string {
	switch {
	case bytes.EqualFold(word, []byte("true")):
		return "true"
	case bytes.EqualFold(word, []byte("false")):
		return "false"
	case bytes.EqualFold(word, []byte("null")), bytes.Equal(word, []byte("None")):
		return "null"
	}
	return ""
}

// numberFault says what is wrong with a token that was meant as a number, "" if it does not look like one.
func numberFault(token []byte) string {
	unsigned := bytes.TrimLeft(token, "+-")
	lower := bytes.ToLower(unsigned)
	switch {
	case bytes.Equal(lower, []byte("nan")), bytes.Equal(lower, []byte("infinity")), bytes.Equal(lower, []byte("inf")):
		return "JSON has no NaN and no infinity; write a number or null"
	case len(unsigned) == 0:
		return "a number needs a digit after its sign"
	case !isDigit(unsigned[0]) && (unsigned[0] != '.' || len(unsigned) == 1 || !isDigit(unsigned[1])):
		return ""
	case token[0] == '+' && numberEnd(unsigned, 0) == len(unsigned):
		return "a number has no plus sign in JSON; write it without the +"
	case unsigned[0] == '.':
		return "a number needs a digit before the decimal point; write 0 before it"
	case bytes.HasPrefix(lower, []byte("0x")):
		return "JSON has no hexadecimal numbers; write it in decimal"
	case unsigned[0] == '0' && len(unsigned) > 1 && isDigit(unsigned[1]):
		return "a number cannot start with 0; remove the leading zeros, or put it in double quotes if it is text"
	case unsigned[len(unsigned)-1] == '.' && numberEnd(unsigned[:len(unsigned)-1], 0) == len(unsigned)-1:
		return "a number needs a digit after the decimal point; remove the point or write a 0 after it"
	}
	return "this is not a number of JSON; put it in double quotes if it is text"
}
