package sql

import "strings"

// word is the first word of a statement, as byte offsets.
type word struct{ start, end int }

// statements returns the first word of each statement of a SQL text: what stands between semicolons, without comments,
// strings and quoted names. EXPLAIN PLAN FOR, SET and WITH are left for the caller to judge by that word.
func statements(text string) []word {
	var list []word
	fresh := true // nothing of the next statement was seen yet
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case strings.HasPrefix(text[i:], "--"):
			i = skipTo(text, i, "\n")
		case strings.HasPrefix(text[i:], "/*"):
			i = skipTo(text, i+2, "*/")
		case c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f':
			i++
		case c == ';':
			fresh = true
			i++
		default:
			end := token(text, i)
			if fresh {
				list = append(list, word{i, end})
				fresh = false
			}
			i = end
		}
	}
	return list
}

// skipTo returns the offset after the next occurrence of end, or the end of the text.
func skipTo(text string, from int, end string) int {
	if i := strings.Index(text[min(from, len(text)):], end); i >= 0 {
		return from + i + len(end)
	}
	return len(text)
}

// token returns the end of the word, string, quoted name or single character at start.
func token(text string, start int) int {
	if c := text[start]; c == '\'' || c == '"' {
		return skipTo(text, start+1, string(c)) // a doubled quote goes on as the next token
	}
	end := start
	for end < len(text) && isWord(text[end]) {
		end++
	}
	return max(end, start+1)
}

func isWord(c byte) bool {
	return c == '_' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
