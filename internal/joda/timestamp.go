package joda

import "time"

// ParseTimestamp reads a text as TIME_PARSE without a pattern does, with times in UTC unless the text says an offset; see
// ParseTimestampIn.
func ParseTimestamp(text string) (millis int64, ok bool) { return ParseTimestampIn(text, time.UTC) }

// ParseTimestampIn reads a text as TIME_PARSE without a pattern and CAST to TIMESTAMP do: a date of ISO 8601 (2017, 2017-04,
// 2017-04-06, 2017-W14-4 or 2017-096, the year with one to nine digits and perhaps a sign), then perhaps T or a blank, a time (of
// which the last part may have decimal places) and an offset. Times without an offset are of the zone; nil is UTC. ok is false where
// Druid gives NULL. millis counts from 1970-01-01T00:00Z.
func ParseTimestampIn(text string, zone *time.Location) (millis int64, ok bool) {
	local, rest, ok := readDate(text)
	if !ok {
		return 0, false
	}
	b := bucket{zone: zone}
	if rest != "" {
		if c := rest[0]; c != ' ' && c|0x20 != 't' {
			return 0, false
		}
		clock, size, ok := readClock(rest[1:])
		if !ok {
			return 0, false
		}
		local, rest = local+clock, rest[1+size:]
		if rest != "" && b.offset(rest) != len(rest) {
			return 0, false
		}
	}
	return b.toUTC(local)
}

// readDate reads the form of a date that takes the most of the text, of equal ones a month before a day of the year.
func readDate(text string) (local int64, rest string, ok bool) {
	y, at := readYear(text)
	if at < 0 {
		return 0, "", false
	}
	rest = text[at:]
	if len(rest) > 2 && rest[0] == '-' && rest[1]|0x20 == 'w' && isDigit(rest[2]) {
		return readWeek(y, rest[2:])
	}
	if y < minYear || y > maxYear {
		return 0, "", false
	}
	if len(rest) < 2 || rest[0] != '-' || !isDigit(rest[1]) {
		return days(y, 1, 1) * day, rest, true
	}
	if countDigits(rest[1:], 3) == 3 {
		n, _ := twoDigits(rest[1:])
		n = n*10 + int64(rest[3]-'0')
		return days(y, 1, n) * day, rest[4:], n >= 1 && n <= 365+leap(y)
	}
	m, size := twoDigits(rest[1:])
	d := int64(1)
	if rest = rest[1+size:]; len(rest) > 1 && rest[0] == '-' && isDigit(rest[1]) {
		d, size = twoDigits(rest[1:])
		rest = rest[1+size:]
	}
	ok = m >= 1 && m <= 12 && d >= 1 && d <= daysOf(y, m)
	return days(y, m, d) * day, rest, ok
}

// readYear reads up to nine digits with an optional sign, and returns the length, or -1.
func readYear(text string) (y int64, size int) {
	start := 0
	if text != "" && (text[0] == '-' || text[0] == '+') {
		start = 1
	}
	for size = start; size < len(text) && size < start+9 && isDigit(text[size]); size++ {
		y = y*10 + int64(text[size]-'0')
	}
	if size == start {
		return 0, -1
	}
	if text[0] == '-' {
		y = -y
	}
	return y, size
}

func readWeek(y int64, text string) (local int64, rest string, ok bool) {
	w, size := twoDigits(text)
	rest = text[size:]
	d := int64(1)
	if len(rest) > 1 && rest[0] == '-' && isDigit(rest[1]) {
		d, rest = int64(rest[1]-'0'), rest[2:]
	}
	ok = abs(y) <= maxYear && w >= 1 && w <= weeksOf(y) && d >= 1 && d <= 7
	return (firstWeek(y) + (w-1)*7 + d - 1) * day, rest, ok
}

// readClock reads hh[:mm[:ss]] with decimal places of the last part. No clock at all is midnight.
func readClock(text string) (millis int64, size int, ok bool) {
	if text == "" || !isDigit(text[0]) {
		return 0, 0, true
	}
	for i, k := range [...]kind{fractionOfHour, fractionOfMinute, fractionOfSecond} {
		n, digits := twoDigits(text[size:])
		if n > 59 || i == 0 && n > 23 {
			return 0, 0, false
		}
		millis += n * kinds[k].wrap
		size += digits
		if size+1 >= len(text) || !isDigit(text[size+1]) {
			break
		}
		if c := text[size]; c == '.' || c == ',' {
			fraction, digits := decimals(k, text[size+1:], 9)
			return millis + fraction, size + 1 + digits, true
		} else if c != ':' || k == fractionOfSecond {
			break
		}
		size++
	}
	return millis, size, true
}

// twoDigits reads the one or two digits at the beginning of a text.
func twoDigits(text string) (n int64, size int) {
	n = int64(text[0] - '0')
	if len(text) > 1 && isDigit(text[1]) {
		return n*10 + int64(text[1]-'0'), 2
	}
	return n, 1
}
