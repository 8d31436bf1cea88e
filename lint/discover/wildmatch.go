package discover

import "strings"

// kind tells the tokens of a compiled pattern apart.
type kind uint8

const (
	literal   kind = iota // text
	anyByte               // ? : one byte but a slash (git counts bytes, not characters)
	class                 // [...] : one byte of a set but a slash
	star                  // * : any bytes but slashes
	deepDir               // **/ : nothing, or anything up to and with a slash
	deepSlash             // **\/ : anything up to and with a slash
	deepAll               // ** at the end: anything
)

// token is one element of a compiled pattern.
type token struct {
	kind kind
	text string   // of a literal
	set  *byteSet // of a class
}

// compile turns the part of a pattern from its first wildcard on into tokens; false if it can never match.
//
// Two stars are deep at the start of the text or after a slash. The text starting at the first wildcard, foo**/bar is deep as well, against git's documentation but as git does it.
func compile(p string, fold bool) ([]token, bool) {
	var tokens []token
	var text []byte // the literal that is being read
	add := func(t token) {
		if len(text) > 0 {
			tokens = append(tokens, token{kind: literal, text: string(text)})
			text = text[:0]
		}
		if t.kind != literal {
			tokens = append(tokens, t)
		}
	}
	for i := 0; i < len(p); {
		switch c := p[i]; c {
		case '\\':
			if i+1 == len(p) {
				return nil, false
			}
			text = append(text, p[i+1]) // not folded: git compares an escaped capital with the lower case of the path
			i += 2
		case '*':
			t, n := stars(p, i)
			add(t)
			i += n
		case '?':
			add(token{kind: anyByte})
			i++
		case '[':
			set, n := parseClass(p[i:], fold)
			if n == 0 {
				return nil, false
			}
			add(token{kind: class, set: set})
			i += n
		default:
			if fold {
				c = lower(c)
			}
			text = append(text, c)
			i++
		}
	}
	add(token{})
	return tokens, true
}

// stars reads the stars at p[i] and says how many bytes they are, with the slash that belongs to them.
func stars(p string, i int) (token, int) {
	end := i
	for end < len(p) && p[end] == '*' {
		end++
	}
	rest := p[end:]
	switch {
	case end-i < 2 || i > 0 && p[i-1] != '/':
		return token{kind: star}, end - i
	case rest == "":
		return token{kind: deepAll}, end - i
	case rest[0] == '/':
		return token{kind: deepDir}, end - i + 1
	case strings.HasPrefix(rest, `\/`):
		return token{kind: deepSlash}, end - i + 2
	}
	return token{kind: star}, end - i
}

// matchTokens compares a whole text with a pattern.
//
// On a mismatch only the last star is widened, and when it meets a slash only the last deep token: what an earlier one could give up, the later one can take.
// So the time is at most the number of folders times the length of the text squared, whatever the pattern.
func matchTokens(tokens []token, s string, fold bool) bool {
	t, i := 0, 0
	afterStar, starEnd := -1, 0 // the token after the last star, and where its match starts
	afterDeep, deepEnd := -1, 0
	for {
		switch {
		case t == len(tokens):
			if i == len(s) {
				return true
			}
		case tokens[t].kind == deepAll:
			return true
		case tokens[t].kind == star:
			t++
			afterStar, starEnd = t, i
			continue
		case tokens[t].kind == deepDir:
			t++
			afterDeep, deepEnd, afterStar = t, i, -1
			continue
		case tokens[t].kind == deepSlash:
			if n := strings.IndexByte(s[i:], '/'); n >= 0 {
				t++
				i += n + 1
				afterDeep, deepEnd, afterStar = t, i, -1
				continue
			}
		default:
			if n := tokens[t].width(s[i:], fold); n > 0 {
				t++
				i += n
				continue
			}
		}
		if afterStar >= 0 && starEnd < len(s) && s[starEnd] != '/' {
			starEnd++
			t, i = afterStar, starEnd
			continue
		}
		afterStar = -1
		n := strings.IndexByte(s[deepEnd:], '/')
		if afterDeep < 0 || n < 0 {
			return false
		}
		deepEnd += n + 1
		t, i = afterDeep, deepEnd
	}
}

// width is how many bytes at the start of s a token without stars matches, 0 for none.
func (t *token) width(s string, fold bool) int {
	switch {
	case t.kind == literal:
		if hasPrefix(s, t.text, fold) {
			return len(t.text)
		}
		return 0
	case s == "" || s[0] == '/':
		return 0
	case t.kind == anyByte:
		return 1
	}
	c := s[0]
	if fold {
		c = lower(c)
	}
	if t.set.has(c) {
		return 1
	}
	return 0
}
