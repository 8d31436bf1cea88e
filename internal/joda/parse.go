package joda

import (
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Parse reads a text as TIME_PARSE does with the pattern: the whole text, in English, in the zone unless the text names its own.
// Fields that the pattern lacks are those of 1970-01-01T00:00, but if its widest field is a month, week or day the year is 2000. ok
// is false where TIME_PARSE gives NULL, among others for times that a change of the zone's offset leaves out. millis counts from
// 1970-01-01T00:00Z. A nil zone is UTC.
func (p *Pattern) Parse(text string, zone *time.Location) (millis int64, ok bool) {
	var storage [12]value
	b := bucket{values: storage[:0], zone: zone}
	at := 0
	for i := range p.parts {
		size := p.parse(&p.parts[i], &b, text[at:])
		if size < 0 {
			return 0, false
		}
		at += size
	}
	if at < len(text) {
		return 0, false
	}
	return b.millis()
}

// parse reads one part at the beginning of the text, and returns its length, or -1.
func (p *Pattern) parse(part *part, b *bucket, text string) int {
	switch part.letter {
	case 0:
		return sameLetters(text, part.literal)
	case 'x', 'y':
		if part.count == 2 {
			return p.twoDigitYear(part, b, text)
		}
		return b.number(kindOf(part.letter), text, int(part.digits), true)
	case 'Y':
		if part.count == 2 {
			return p.twoDigitYear(part, b, text)
		}
		return b.number(yearOfEra, text, int(part.digits), false)
	case 'C':
		return b.number(centuryOfEra, text, int(part.digits), true)
	case 'M':
		if part.count > 2 {
			return b.name(monthOfYear, text, months)
		}
	case 'E':
		return b.name(dayOfWeek, text, weekdays)
	case 'a':
		return b.name(halfdayOfDay, text, halfdays)
	case 'G':
		return b.name(era, text, eras)
	case 'S':
		return b.fraction(fractionOfSecond, text, int(part.digits))
	case 'z':
		if part.count > 3 {
			return -1
		}
		return b.zoneAbbreviation(text)
	case 'Z':
		if part.count > 2 {
			return b.zoneName(text)
		}
		return b.offset(text)
	}
	return b.number(kindOf(part.letter), text, int(part.digits), false)
}

// number reads up to the given number of digits, after a sign that may only stand before two of them.
func (b *bucket) number(k kind, text string, digits int, signed bool) int {
	start := 0
	if signed && digits > 1 && len(text) > 1 && (text[0] == '-' || text[0] == '+') {
		start = 1
	}
	end := start + countDigits(text[start:], digits)
	if end == start {
		return -1
	}
	n, ok := integer(text[start:end], text[0] == '-')
	if !ok {
		return -1
	}
	b.save(k, n)
	return end
}

// twoDigitYear reads a year of exactly two digits as one of the hundred years around today. Unless the next field begins at once,
// any other number of digits, and a year with a sign, is the year itself.
func (p *Pattern) twoDigitYear(part *part, b *bucket, text string) int {
	k := year
	if part.letter == 'x' {
		k = weekyear
	}
	if !part.strict {
		start := len(text) - len(strings.TrimLeft(text, "+"))
		negative := start < len(text) && text[start] == '-'
		if negative {
			start++
		}
		end := start + countDigits(text[start:], len(text))
		if start > 0 || end != 2 {
			return b.fullYear(k, text, start, end, negative)
		}
	}
	if countDigits(text, 2) < 2 {
		return -1
	}
	n := int32(text[0]-'0')*10 + int32(text[1]-'0')
	first := p.year - 80
	past := (first%100 + 100) % 100
	n += first - past
	if n < first {
		n += 100
	}
	b.save(k, n)
	return 2
}

// fullYear takes the digits between start and end. Joda-Time takes any character for the first digit after a minus.
func (b *bucket) fullYear(k kind, text string, start, end int, negative bool) int {
	if end == start {
		if !negative || start == len(text) {
			return -1
		}
		r, _ := utf8.DecodeRuneInString(text[start:])
		if r > math.MaxUint16 {
			return -1
		}
		b.save(k, '0'-r)
		return start
	}
	n, ok := integer(text[start:end], negative)
	if !ok {
		return -1
	}
	b.save(k, n)
	return end
}

func (b *bucket) fraction(k kind, text string, most int) int {
	n, size := decimals(k, text, most)
	if size == 0 {
		return -1
	}
	b.save(k, int32(n))
	return size
}

// decimals reads decimal places of the unit that the fraction is of, and drops what is smaller than a millisecond.
func decimals(k kind, text string, most int) (millis int64, size int) {
	size = countDigits(text, most)
	for i, unit := 0, kinds[k].wrap; i < size; i, unit = i+1, unit/10 {
		millis += int64(text[i]-'0') * unit
	}
	return millis / 10, size
}

func countDigits(text string, most int) int {
	n := 0
	for n < len(text) && n < most && isDigit(text[n]) {
		n++
	}
	return n
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// integer reads digits that fit an int32.
func integer(digits string, negative bool) (int32, bool) {
	var n int64
	for i := range len(digits) {
		if n = n*10 + int64(digits[i]-'0'); n > math.MaxInt32+1 {
			return 0, false
		}
	}
	if negative {
		n = -n
	}
	return int32(n), n <= math.MaxInt32
}

// Names of values in English, in the order in which the values count up; each value has its long form, then its short one.
var (
	months = []string{"", "", "January", "Jan", "February", "Feb", "March", "Mar", "April", "Apr", "May", "May", "June", "Jun",
		"July", "Jul", "August", "Aug", "September", "Sep", "October", "Oct", "November", "Nov", "December", "Dec"}
	weekdays = []string{"", "", "Monday", "Mon", "Tuesday", "Tue", "Wednesday", "Wed", "Thursday", "Thu", "Friday", "Fri",
		"Saturday", "Sat", "Sunday", "Sun"}
	halfdays = []string{"AM", "AM", "PM", "PM"}
	eras     = []string{"BC", "BCE", "AD", "CE"}
)

// name reads the longest of the names. They may be written as they are, in lower case or in upper case: Mon, mon, MON, not mOn.
func (b *bucket) name(k kind, text string, names []string) int {
	best, size := 0, -1
	for i, name := range names {
		if name == "" || len(name) <= size || len(text) < len(name) {
			continue
		}
		if head := text[:len(name)]; head == name || strings.EqualFold(head, name) && inOneCase(head) {
			best, size = i/2, len(name)
		}
	}
	if size > 0 {
		b.save(k, int32(best))
	}
	return size
}

func inOneCase(text string) bool {
	return strings.ToLower(text) == text || strings.ToUpper(text) == text
}

// sameLetter compares two characters without regard to case. Outside the basic plane Joda-Time sees halves, which have no case.
func sameLetter(a, b rune) bool {
	if a > math.MaxUint16 || b > math.MaxUint16 {
		return a == b
	}
	a, b = unicode.ToUpper(a), unicode.ToUpper(b)
	return a == b || unicode.ToLower(a) == unicode.ToLower(b)
}
