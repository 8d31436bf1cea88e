package druidsql

import "strings"

// regexFault returns what is certainly wrong with a Java regular expression; "" if nothing is. Only brackets, the end of escapes
// and repetitions of nothing are judged.
func regexFault(pattern string) string {
	if strings.Contains(pattern, "(?") && strings.ContainsAny(pattern, "#") {
		return "" // The flag x makes comments, which hide brackets.
	}
	groups := 0
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '\\':
			end, fault := regexEscape(pattern, i)
			if fault != "" {
				return fault
			}
			i = end
		case '[':
			end, ok := regexClass(pattern, i)
			if !ok {
				return `"]" is missing`
			}
			i = end
		case '(':
			groups++
		case ')':
			if groups--; groups < 0 {
				return `")" has no "("`
			}
		case '*', '+', '?':
			if i == 0 {
				return `"` + pattern[:1] + `" repeats nothing`
			}
		}
	}
	if groups > 0 {
		return `")" is missing`
	}
	return ""
}

// regexEscape returns the last byte of an escape that begins at i.
func regexEscape(pattern string, i int) (end int, fault string) {
	if i+1 == len(pattern) {
		return i, `it ends with a single "\"`
	}
	if pattern[i+1] != 'Q' {
		return i + 1, ""
	}
	if length := strings.Index(pattern[i:], `\E`); length >= 0 {
		return i + length + 1, ""
	}
	return len(pattern), ""
}

// regexClass returns the end of a class that begins at i. Classes nest; a bracket right after the opening one is a character.
func regexClass(pattern string, i int) (end int, ok bool) {
	depth := 0
	for ; i < len(pattern); i++ {
		switch pattern[i] {
		case '\\':
			if i, _ = regexEscape(pattern, i); i >= len(pattern) {
				return i, true
			}
		case '[':
			depth++
			if rest := pattern[i+1:]; strings.HasPrefix(rest, "]") {
				i++
			} else if strings.HasPrefix(rest, "^]") {
				i += 2
			}
		case ']':
			if depth--; depth == 0 {
				return i, true
			}
		}
	}
	return i, false
}
