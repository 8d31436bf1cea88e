package joda

import (
	"strconv"
	"strings"
	"time"
)

// Format writes a time as TIME_FORMAT does with the pattern, in English. millis counts from 1970-01-01T00:00Z; a nil zone is UTC. ok is
// false for patterns that write the name of the zone (z and ZZZ): the names are those of the Java that runs Druid.
func (p *Pattern) Format(millis int64, zone *time.Location) (text string, ok bool) {
	var shift int64
	if zone != nil {
		shift = offsetAt(millis, zone)
	}
	b := make([]byte, 0, 32)
	for i := range p.parts {
		part := &p.parts[i]
		switch {
		case part.letter == 'z' || part.letter == 'Z' && part.count > 2:
			return "", false
		case part.letter == 'Z':
			b = appendOffset(b, shift, part.count == 2)
		default:
			b = part.append(b, millis+shift)
		}
	}
	return string(b), true
}

// append writes a part of the local time.
func (part *part) append(b []byte, at int64) []byte {
	count := int(part.count)
	y, m, _ := date(at)
	switch part.letter {
	case 0:
		return append(b, part.literal...)
	case 'G':
		if y > 0 {
			return append(b, "AD"...)
		}
		return append(b, "BC"...)
	case 'M':
		if count > 2 {
			return append(b, nameOf(months, m, count == 3)...)
		}
	case 'E':
		return append(b, nameOf(weekdays, weekday(at), count < 4)...)
	case 'a':
		return append(b, nameOf(halfdays, mod(at, day)/halfday, false)...)
	case 'S':
		return appendFraction(b, mod(at, second), count)
	}
	n := part.number(at)
	if count == 2 && strings.IndexByte("yYx", part.letter) >= 0 {
		n = abs(n) % 100
	}
	return appendPadded(b, n, count)
}

// number is the value of a part that is written in digits.
func (part *part) number(at int64) int64 {
	y, m, d := date(at)
	switch part.letter {
	case 'y':
		return y
	case 'Y':
		if y > 0 || part.count == 2 {
			return y
		}
		return 1 - y
	case 'C':
		return abs(y) / 100
	case 'x':
		n, _ := weekDate(at)
		return n
	case 'w':
		_, n := weekDate(at)
		return n
	case 'e':
		return weekday(at)
	case 'M':
		return m
	case 'd':
		return d
	case 'D':
		return days(y, m, d) - days(y, 1, 1) + 1
	}
	k := kindOf(part.letter)
	n, size := mod(at, kinds[k].wrap)/kinds[k].unit, kinds[k].wrap/kinds[k].unit
	if n == 0 && (k == clockhourOfDay || k == clockhourOfHalfday) {
		return size
	}
	return n
}

func nameOf(names []string, n int64, short bool) string {
	if short {
		return names[2*n+1]
	}
	return names[2*n]
}

func appendPadded(b []byte, n int64, width int) []byte {
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	digits := strconv.FormatInt(n, 10)
	for range width - len(digits) {
		b = append(b, '0')
	}
	return append(b, digits...)
}

// appendFraction writes as many decimal places as there are letters, but of a fraction that is not zero at most 15.
func appendFraction(b []byte, millis int64, count int) []byte {
	if millis != 0 {
		count = min(count, 15)
	}
	for i := range count {
		switch i {
		case 0:
			b = append(b, byte('0'+millis/100))
		case 1:
			b = append(b, byte('0'+millis/10%10))
		case 2:
			b = append(b, byte('0'+millis%10))
		default:
			b = append(b, '0')
		}
	}
	return b
}

// appendOffset writes hours and minutes of an offset from UTC; seconds are dropped.
func appendOffset(b []byte, shift int64, colon bool) []byte {
	if shift < 0 {
		b = append(b, '-')
	} else {
		b = append(b, '+')
	}
	b = appendPadded(b, abs(shift)/hour, 2)
	if colon {
		b = append(b, ':')
	}
	return appendPadded(b, abs(shift)%hour/minute, 2)
}
