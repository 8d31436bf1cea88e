package druidsql

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// foreignNumber reads what begins at start with a digit and has letters behind its digits: a number of another database, or a name
// that needs quotes.
func (l *lexer) foreignNumber(start int) token {
	text := l.text[start:l.at]
	t := token{kind: foreignNumber, at: Span{start, l.at}, text: text}
	plain := strings.ReplaceAll(text, "_", "")
	if n, err := strconv.ParseInt(plain, 0, 64); err == nil {
		t.value, t.exact, t.number = strconv.FormatInt(n, 10), true, IntegerLiteral
		if isDigit(plain[len(plain)-1]) && !strings.ContainsAny(plain, "xXoObB") {
			// 0777_000 is decimal here.
			t.value = strings.TrimLeft(plain, "0")
			if t.value == "" {
				t.value = "0"
			}
		}
	}
	return t
}

// backtick reads MySQL's and BigQuery's quoted name.
func (l *lexer) backtick() token {
	start := l.at
	end := strings.IndexByte(l.text[start+1:], '`')
	if end < 0 {
		l.at = len(l.text)
		return token{kind: brokenToken, at: Span{start, l.at}, text: l.text[start:], problem: "the name in backticks that begins here has no end; Druid's quotes for names are \"\""}
	}
	l.at = start + end + 2
	return token{kind: foreignName, at: Span{start, l.at}, text: l.text[start:l.at], value: l.text[start+1 : l.at-1], exact: end > 0}
}

// The quotation marks that word processors write.
const (
	singleQuotes = "‘’‚‛"
	doubleQuotes = "“”„‟"
)

// strange reads what begins with a character that no token of Druid has.
func (l *lexer) strange() token {
	start := l.at
	r, n := utf8.DecodeRuneInString(l.text[start:])
	rest := l.text[start+n:]
	switch {
	case strings.ContainsRune(singleQuotes, r):
		if end := strings.IndexAny(rest, singleQuotes+"'"); end >= 0 {
			_, closing := utf8.DecodeRuneInString(rest[end:])
			l.at = start + n + end + closing
			return token{kind: foreignString, at: Span{start, l.at}, text: l.text[start:l.at], value: rest[:end], exact: true}
		}
	case strings.ContainsRune(doubleQuotes, r):
		if end := strings.IndexAny(rest, doubleQuotes+"\""); end >= 0 {
			_, closing := utf8.DecodeRuneInString(rest[end:])
			l.at = start + n + end + closing
			return token{kind: foreignName, at: Span{start, l.at}, text: l.text[start:l.at], value: rest[:end], exact: end > 0}
		}
	}
	l.at += n
	// One fault for a run of the same character.
	same := l.text[start : start+n]
	for strings.HasPrefix(l.text[l.at:], same) {
		l.at += n
	}
	kind := brokenToken
	if isInvisible(r) {
		kind = blankToken
	}
	return token{kind: kind, at: Span{start, l.at}, text: l.text[start:l.at], problem: strangeCharacter(r)}
}

// isInvisible reports whether a character looks like a blank, or like nothing, and is none for Druid.
func isInvisible(r rune) bool {
	return r == 0xa0 || r == 0xfeff || 0x2000 <= r && r <= 0x200f || 0x2028 <= r && r <= 0x202f || r == 0x3000
}

// strangeCharacter tells what is wrong with a character outside of quotes.
func strangeCharacter(r rune) string {
	switch {
	case r == '#':
		return `"#" is no operator and begins no comment; comments begin with --`
	case r == '@':
		return `"@" is no operator: there are no variables in an expression`
	case r == '\\':
		return `"\" means nothing outside of a text`
	case isInvisible(r):
		return fmt.Sprintf("the invisible character U+%04X is no blank for Druid: write a space, or nothing", r)
	case r < ' ' || r == 0x7f || r == utf8.RuneError:
		return fmt.Sprintf("the character U+%04X has no place in an expression", r)
	}
	return fmt.Sprintf("the character %q has no place outside of quotes: quote a name as \"name\", a text as 'text'", string(r))
}
