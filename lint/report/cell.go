package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tab is what a tab is shown as. It is fixed: the width of a real tab stop would depend on the gutter before the line.
const tab = "    "

// cell is one character of a source line as the terminal shows it.
type cell struct {
	text       string
	width      int // terminal columns
	start, end int // byte offsets in the source line
}

// cells splits a source line into what is shown.
func cells(line string) []cell {
	list := make([]cell, 0, len(line))
	for at := 0; at < len(line); {
		text, width, size := glyph(line[at:])
		if line[at] == '\t' {
			text, width = tab, len(tab)
		}
		list = append(list, cell{text, width, at, at + size})
		at += size
	}
	return list
}

// columns returns how many terminal columns the cells take.
func columns(list []cell) int {
	sum := 0
	for _, c := range list {
		sum += c.width
	}
	return sum
}

// Visible returns s so that it can be printed to a terminal or a log: control characters, line ends, characters that turn text around or
// cannot be seen, and broken UTF-8 are escaped as in a string of Go. The formats do this by themselves.
func Visible(s string) string { return visible(s) }

// visible returns s with everything escaped that is not seen but acts: control characters, bidirectional overrides, broken UTF-8.
// A file name or a message can then neither move the cursor nor pass for something else.
func visible(s string) string {
	var b strings.Builder
	for s != "" {
		text, _, size := glyph(s)
		b.WriteString(text)
		s = s[size:]
	}
	return b.String()
}

// glyph returns how the first character of s is shown, how many columns that takes, and how many bytes of s it stands for.
func glyph(s string) (text string, width, size int) {
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case ' ' <= r && r <= '~':
		return s[:size], 1, size
	case r == utf8.RuneError && size == 1:
		text = fmt.Sprintf(`\x%02x`, s[0])
		return text, len(text), size
	case hidden(r):
		text = escape(r)
		return text, len(text), size
	case widthless(r):
		return s[:size], 0, size
	case isWide(r):
		return s[:size], 2, size
	default:
		return s[:size], 1, size
	}
}

func escape(r rune) string {
	switch {
	case r == '\t':
		return `\t`
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r > 0xFFFF:
		return fmt.Sprintf(`\U%08x`, r)
	default:
		return fmt.Sprintf(`\u%04x`, r)
	}
}

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// hidden reports whether a character must not be printed as it is: it acts on the terminal or on the text around it, or cannot be seen.
// The two joiners are spared, for they belong to emoji and to scripts; so are the Arabic signs that are format characters by category only.
func hidden(r rune) bool {
	switch {
	case r == zeroWidthJoiner || r == zeroWidthNonJoiner:
		return false
	case unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point):
		return true
	}
	return unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// widthless reports whether a character is drawn onto the one before it: combining marks, joiners, the later parts of a decomposed Korean syllable.
func widthless(r rune) bool {
	switch {
	case r == zeroWidthJoiner || r == zeroWidthNonJoiner:
		return true
	case 0x1160 <= r && r <= 0x11FF, 0xD7B0 <= r && r <= 0xD7FB:
		return true
	}
	return unicode.In(r, unicode.Mn, unicode.Me)
}
