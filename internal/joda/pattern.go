// Package joda answers what Druid's time functions take: patterns and texts of TIME_PARSE, the texts it takes without a pattern, and
// names of time zones. Druid reads all of them with Joda-Time (org.apache.druid.query.expression.TimestampParseExprMacro and
// org.apache.druid.java.util.common.DateTimes), so Joda-Time's behaviour is reproduced, its oddities included. The files in testdata
// hold what Druid itself answered.
package joda

import (
	"strings"
	"unicode/utf8"
)

// Pattern is a Joda-Time format, such as yyyy-MM-dd HH:mm:ss. Its methods may be called concurrently.
type Pattern struct {
	parts []part
	year  int32 // the year in which texts are read; two-digit years depend on it
}

// PatternError says why a text is no pattern.
type PatternError struct {
	Offset, Length int    // the faulty part, in bytes of the pattern
	Message        string // Joda-Time's own words
	Letter         rune   // the letter without a meaning; 0 if the fault is another one
}

// Error returns the message.
func (e *PatternError) Error() string { return e.Message }

// Field is a run of one pattern letter.
type Field struct {
	Letter     byte // one of G C Y x w e E y D M d a K h H k m s S z Z
	Count      int  // how often the letter stands there
	Start, End int  // bytes of the pattern
}

// part is a field, or literal text if its letter is 0.
type part struct {
	letter            byte
	strict            bool // a two-digit year of exactly two digits
	count, start, end int32
	digits            int32 // the most digits a number may have
	literal           string
}

// How the value of a letter is written. Months may be written either way, depending on the count.
const (
	asText = iota + 1
	asNumber
)

// letters are the pattern letters with a meaning.
var letters = [...]byte{
	'G': asText, 'E': asText, 'a': asText, 'z': asText, 'Z': asText,
	'C': asNumber, 'Y': asNumber, 'x': asNumber, 'w': asNumber, 'e': asNumber, 'y': asNumber, 'D': asNumber, 'M': asNumber,
	'd': asNumber, 'K': asNumber, 'h': asNumber, 'H': asNumber, 'k': asNumber, 'm': asNumber, 's': asNumber, 'S': asNumber,
}

// currentYear is when two-digit years are read unless InYear says another.
const currentYear = 2026

// ParsePattern reads a pattern. Every ASCII letter outside quotes must be a pattern letter; everything else is literal text. A quote
// without an end is no fault: the rest of the pattern is literal then.
func ParsePattern(text string) (*Pattern, *PatternError) {
	if text == "" {
		return nil, &PatternError{Message: "Invalid pattern specification: Pattern is null or empty"}
	}
	p := &Pattern{year: currentYear, parts: make([]part, 0, len(text)/2+1)}
	for at := 0; at < len(text); {
		if !isLetter(text[at]) {
			literal, end := literalAt(text, at)
			if literal != "" {
				p.parts = append(p.parts, part{literal: literal})
			}
			at = end
			continue
		}
		f := fieldAt(text, at)
		if int(f.Letter) >= len(letters) || letters[f.Letter] == 0 {
			message := "Illegal pattern component: " + text[f.Start:f.End]
			return nil, &PatternError{Offset: at, Length: f.Count, Message: message, Letter: rune(f.Letter)}
		}
		p.parts = append(p.parts, newPart(f, text[f.End:]))
		at = f.End
	}
	if len(p.parts) == 0 {
		return nil, &PatternError{Length: len(text), Message: "Both printing and parsing not supported"}
	}
	return p, nil
}

// InYear returns the pattern as it reads texts in that year: a two-digit year is the one from 80 years before to 19 years after it.
// Patterns of ParsePattern read as in 2026.
func (p *Pattern) InYear(year int) *Pattern { return &Pattern{parts: p.parts, year: int32(year)} }

// Fields returns the fields of the pattern in their order, without literal text.
func (p *Pattern) Fields() []Field {
	var fields []Field
	for i := range p.parts {
		if part := &p.parts[i]; part.letter != 0 {
			fields = append(fields, Field{part.letter, int(part.count), int(part.start), int(part.end)})
		}
	}
	return fields
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func fieldAt(text string, at int) Field {
	end := at + 1
	for end < len(text) && text[end] == text[at] {
		end++
	}
	return Field{Letter: text[at], Count: end - at, Start: at, End: end}
}

// literalAt reads literal text up to the next pattern letter: quotes hide letters, two quotes are one.
func literalAt(text string, at int) (literal string, end int) {
	quoted, hasQuotes := false, false
	for end = at; end < len(text); end++ {
		switch c := text[end]; {
		case c == '\'':
			hasQuotes = true
			if end+1 < len(text) && text[end+1] == '\'' {
				end++
			} else {
				quoted = !quoted
			}
		case !quoted && isLetter(c):
			return unquote(text[at:end], hasQuotes), end
		}
	}
	return unquote(text[at:], hasQuotes), len(text)
}

func unquote(text string, hasQuotes bool) string {
	if !hasQuotes {
		return text
	}
	if len(text) > 2 && text[0] == '\'' && strings.IndexByte(text[1:], '\'') == len(text)-2 {
		return text[1 : len(text)-1] // 'T'
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\'' {
			if i+1 == len(text) || text[i+1] != '\'' {
				continue
			}
			i++
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// beginsWithNumber says whether digits stand at the beginning of a pattern. For letters without a meaning it does not matter.
func beginsWithNumber(text string) bool {
	if text == "" || int(text[0]) >= len(letters) || letters[text[0]] != asNumber {
		return false
	}
	return text[0] != 'M' || fieldAt(text, 0).Count <= 2
}

// newPart says how many digits the field takes, the rest of the pattern given. Years take up to nine, unless the next field is a
// number and follows immediately.
func newPart(f Field, rest string) part {
	p := part{letter: f.Letter, count: int32(f.Count), start: int32(f.Start), end: int32(f.End), digits: max(2, int32(f.Count))}
	switch f.Letter {
	case 'x', 'y', 'Y':
		switch {
		case f.Count == 2:
			p.strict = beginsWithNumber(rest)
		case beginsWithNumber(rest):
			p.digits = p.count
		default:
			p.digits = max(9, p.count)
		}
	case 'C', 'e':
		p.digits = p.count
	case 'S':
		p.digits = min(18, p.count)
	case 'D':
		p.digits = max(3, p.count)
	}
	return p
}

// sameLetters compares the beginning of a text with a literal as Joda-Time does: without regard to case, one UTF-16 unit at a time.
// It returns the length of that beginning, or -1.
func sameLetters(text, literal string) int {
	if strings.HasPrefix(text, literal) {
		return len(literal)
	}
	at := 0
	for _, want := range literal {
		got, size := utf8.DecodeRuneInString(text[at:])
		if size == 0 || got != want && !sameLetter(got, want) {
			return -1
		}
		at += size
	}
	return at
}
