package druidsql

import (
	"strings"
	"unicode/utf8"
)

// lexer cuts a text into tokens. It is a value: a copy looks ahead without moving the original.
type lexer struct {
	text string
	at   int
	// comment is the beginning of a comment that has no end.
	comment Span
	// hints passes over /*+ hints */ too, which statements have and expressions do not.
	hints bool
}

// next returns the next token; at the end of the text, one of kind endToken with an empty span.
func (l *lexer) next() token {
	l.skipBlanks()
	start := l.at
	if start >= len(l.text) {
		return token{kind: endToken, at: Span{len(l.text), len(l.text)}}
	}
	c := l.text[start]
	switch {
	case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == '$' || c >= utf8.RuneSelf && l.letterAt(start) > 0:
		return l.word()
	case '0' <= c && c <= '9' || c == '.' && start+1 < len(l.text) && isDigit(l.text[start+1]):
		return l.number()
	case c == '\'':
		return l.quoted(start)
	case c == '"':
		return l.name()
	case c == '`':
		return l.backtick()
	}
	if n := l.operator(); n > 0 {
		l.at += n
		return token{kind: operatorToken, at: Span{start, l.at}, text: l.text[start:l.at]}
	}
	return l.strange()
}

// skipBlanks moves over white space and comments. Source of both: SKIP and comment tokens of Parser.jj.
func (l *lexer) skipBlanks() {
	for l.at < len(l.text) {
		rest := l.text[l.at:]
		switch {
		case strings.IndexByte(" \t\n\r\f", rest[0]) >= 0:
			l.at++
		case strings.HasPrefix(rest, "--"), strings.HasPrefix(rest, "//"):
			end := strings.IndexAny(rest, "\n\r")
			if end < 0 {
				end = len(rest)
			}
			l.at += end
		case strings.HasPrefix(rest, "/*") && (l.hints || !strings.HasPrefix(rest, "/*+")):
			end := strings.Index(rest[2:], "*/")
			if end < 0 {
				l.comment = Span{l.at, l.at + 2}
				l.at = len(l.text)
				return
			}
			l.at += 2 + end + 2
		default:
			return
		}
	}
}

// word reads an identifier or keyword, or the literal that begins with one: X'00', N'x', _utf8'x', U&'x', E'x', U&"x".
func (l *lexer) word() token {
	start := l.at
	if n := l.dollarQuoted(); n > 0 {
		l.at += n
		opening := strings.IndexByte(l.text[start+1:], '$') + 2
		return token{kind: foreignString, at: Span{start, l.at}, text: l.text[start:l.at], value: l.text[start+opening : l.at-opening], exact: true}
	}
	l.skipLetters()
	text := l.text[start:l.at]
	if l.at < len(l.text) {
		switch next := l.text[l.at]; {
		case next == '\'' && (len(text) == 1 && strings.IndexByte("xXnNeE", text[0]) >= 0 || text[0] == '_' && len(text) > 1):
			return l.quoted(start)
		case next == '-' && text[0] == '_':
			// Names of character sets have dashes.
			if end := strings.IndexByte(l.text[l.at:], '\''); end > 0 && isCharsetName(l.text[l.at:l.at+end]) {
				l.at += end
				return l.quoted(start)
			}
		case next == '&' && (text == "U" || text == "u") && l.at+1 < len(l.text):
			switch l.text[l.at+1] {
			case '\'':
				l.at++
				return l.quoted(start)
			case '"':
				l.at++
				t := l.name()
				t.at.Start, t.text = start, l.text[start:l.at]
				return t
			}
		}
	}
	word, reserved := keyword(text)
	return token{kind: wordToken, at: Span{start, l.at}, text: text, word: word, reserved: reserved}
}

func isCharsetName(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isDigit(c) && !isASCIILetter(c) && strings.IndexByte(":.-_", c) < 0 {
			return false
		}
	}
	return true
}

func isASCIILetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// dollarQuoted returns the length of PostgreSQL's $$text$$ or $tag$text$tag$ at the current place, 0 if there is none. A "$" is a
// letter in Druid, so that only a text with both ends is taken for one.
func (l *lexer) dollarQuoted() int {
	rest := l.text[l.at:]
	if rest[0] != '$' {
		return 0
	}
	n := 1
	for n < len(rest) && (isASCIILetter(rest[n]) || rest[n] == '_') {
		n++
	}
	if n >= len(rest) || rest[n] != '$' {
		return 0
	}
	tag := rest[:n+1]
	end := strings.Index(rest[n+1:], tag)
	if end < 0 {
		return 0
	}
	return len(tag) + end + len(tag)
}

// skipLetters moves behind the letters and digits at the current place.
func (l *lexer) skipLetters() {
	for l.at < len(l.text) {
		c := l.text[l.at]
		if c < utf8.RuneSelf {
			if !isASCIILetter(c) && !isDigit(c) && c != '_' && c != '$' {
				return
			}
			l.at++
			continue
		}
		n := l.letterAt(l.at)
		if n == 0 {
			return
		}
		l.at += n
	}
}

// letterAt returns the length of the letter or digit beyond ASCII at a place, 0 if there is none.
func (l *lexer) letterAt(at int) int {
	r, n := utf8.DecodeRuneInString(l.text[at:])
	if r == utf8.RuneError && n <= 1 || !isLetter(r) {
		return 0
	}
	return n
}

// isLetter reports whether a character beyond ASCII can be part of an identifier. Source: LETTER of Calcite's Parser.jj.
func isLetter(r rune) bool {
	switch {
	case r == 0xd7 || r == 0xf7:
		return false
	case 0xc0 <= r && r <= 0x1fff, 0x3040 <= r && r <= 0x318f, 0x3300 <= r && r <= 0x337f, 0x3400 <= r && r <= 0x3d2d,
		0x4e00 <= r && r <= 0x9fff, 0xf900 <= r && r <= 0xfaff:
		return true
	}
	return false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// number reads a number. Letters that follow without a blank make it another database's number, or no number at all, unless they
// are a keyword: Druid understands 1AND.
func (l *lexer) number() token {
	start := l.at
	kind := IntegerLiteral
	l.skipDigits()
	if l.at < len(l.text) && l.text[l.at] == '.' {
		kind = DecimalLiteral
		l.at++
		l.skipDigits()
	}
	if end := l.exponent(); end > 0 {
		kind = ApproximateLiteral
		l.at = end
	}
	end := l.at
	l.skipLetters()
	if l.at > end {
		if word, reserved := keyword(l.text[end:l.at]); word == "" || reserved == nil {
			return l.foreignNumber(start)
		}
		l.at = end
	}
	return token{kind: numberToken, at: Span{start, end}, text: l.text[start:end], number: kind}
}

func (l *lexer) skipDigits() {
	for l.at < len(l.text) && isDigit(l.text[l.at]) {
		l.at++
	}
}

// exponent returns the end of the exponent at the current place, 0 if there is none.
func (l *lexer) exponent() int {
	at := l.at
	if at >= len(l.text) || l.text[at]|0x20 != 'e' {
		return 0
	}
	at++
	if at < len(l.text) && (l.text[at] == '+' || l.text[at] == '-') {
		at++
	}
	digits := at
	for at < len(l.text) && isDigit(l.text[at]) {
		at++
	}
	if at == digits {
		return 0
	}
	return at
}

// quoted reads a literal with single quotes whose first quote is at the current place and which begins at start.
func (l *lexer) quoted(start int) token {
	escapes := l.at-start == 1 && l.text[start]|0x20 == 'e'
	open := l.at
	end := quotedEnd(l.text, open, escapes)
	if end < 0 {
		l.at = len(l.text)
		return token{kind: stringToken, at: Span{start, l.at}, text: l.text[start:], problem: "the text literal that begins here has no closing quote"}
	}
	if !escapes && l.text[end-2] == '\\' && end-open > 2 && l.goesOn(end) {
		if other := quotedEnd(l.text, open, true); other > end {
			l.at = other
			text := l.text[start:other]
			inside := l.text[open+1 : other-1]
			value := strings.ReplaceAll(inside, `\'`, `'`)
			exact := strings.Count(inside, `\`) == strings.Count(inside, `\'`)
			return token{kind: foreignString, at: Span{start, other}, text: text, value: value, exact: exact}
		}
	}
	l.at = end
	return token{kind: stringToken, at: Span{start, end}, text: l.text[start:end]}
}

// goesOn reports whether the text goes on behind a closing quote in a way that no literal is followed by: then the quote was meant
// as a part of the text.
func (l *lexer) goesOn(at int) bool {
	return at < len(l.text) && (isASCIILetter(l.text[at]) || isDigit(l.text[at]))
}

// quotedEnd returns the place behind the closing quote of the literal whose opening quote is at open; -1 if there is none. Two
// quotes are one of the text; with escapes a backslash makes the next character part of the text.
func quotedEnd(text string, open int, escapes bool) int {
	for i := open + 1; i < len(text); {
		n := strings.IndexAny(text[i:], `'\`)
		if n < 0 {
			return -1
		}
		i += n
		switch {
		case text[i] == '\\':
			i++
			if escapes {
				i++
			}
		case i+1 < len(text) && text[i+1] == '\'':
			i += 2
		default:
			return i + 1
		}
	}
	return -1
}

// name reads an identifier in double quotes, which are at the current place.
func (l *lexer) name() token {
	start := l.at
	for i := start + 1; i < len(l.text); {
		n := strings.IndexAny(l.text[i:], "\"\n\r")
		if n < 0 {
			break
		}
		i += n
		if l.text[i] != '"' {
			l.at = i
			return token{kind: brokenToken, at: Span{start, i}, text: l.text[start:i], problem: "the quoted name that begins here has no closing quote on its line"}
		}
		if i+1 < len(l.text) && l.text[i+1] == '"' {
			i += 2
			continue
		}
		l.at = i + 1
		if i == start+1 {
			return token{kind: brokenToken, at: Span{start, l.at}, text: l.text[start:l.at], problem: `"" is an empty name; an empty text is ''`}
		}
		return token{kind: nameToken, at: Span{start, l.at}, text: l.text[start:l.at]}
	}
	l.at = len(l.text)
	return token{kind: brokenToken, at: Span{start, l.at}, text: l.text[start:], problem: "the quoted name that begins here has no closing quote"}
}

// operators are the operators, of Druid and of other databases, that are no single character of their own; the longest of those
// with the same beginning first.
var operators = [...]string{
	"#>>", "#>", "->>", "->", "<=>", "<=", "<>", "<@", "<", ">=", ">", "==", "=>", "=", "!=", "!~*", "!~", "!", "||", "|", "&&", "&", "::", ":",
	"..", ".", "-", "/*+", "/", "~*", "~", "@>",
}

// operator returns the length of the operator at the current place, 0 if there is none.
func (l *lexer) operator() int {
	rest := l.text[l.at:]
	if strings.IndexByte("()[],;+*%?^{}", rest[0]) >= 0 {
		// The usual ones, without a look at the list.
		return 1
	}
	for _, operator := range operators {
		if rest[0] == operator[0] && strings.HasPrefix(rest, operator) {
			return len(operator)
		}
	}
	return 0
}
