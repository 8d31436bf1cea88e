package joda

import (
	"fmt"
	"strings"
)

// Doubt is a field that is valid and hardly meant.
type Doubt struct {
	Offset, Length int    // the field, in bytes of the pattern
	Message        string // what the field is, and what happens because of it
	Replacement    string // what to write instead; empty if the intent is not obvious
}

// Doubts returns the fields that Joda-Time takes for something else than is likely meant, in their order. Most come from patterns of
// strftime, SQL and java.time. YYYY, the year of the era, differs from yyyy only before the year 1 and is not among them.
func (p *Pattern) Doubts() []Doubt {
	f := p.Fields()
	var doubts []Doubt
	for i := range f {
		message, letter := doubt(f, i)
		if message == "" {
			continue
		}
		message = fmt.Sprintf("%q %s", strings.Repeat(string(rune(f[i].Letter)), f[i].Count), message)
		doubts = append(doubts, Doubt{f[i].Start, f[i].Count, message, strings.Repeat(letter, f[i].Count)})
	}
	return doubts
}

// doubt says what is doubtful about a field, and which letter was meant.
func doubt(f []Field, i int) (message, letter string) {
	switch f[i].Letter {
	case 'D':
		if has(f, "M") && !has(f, "d") {
			return "is the day of the year, which overrules the month: 2017-04-06 is read as 6 January", "d"
		}
	case 'x':
		if has(f, "Md") && !has(f, "wyY") {
			return "is the year that a week belongs to: some days around New Year get the wrong year, and 29 February can give NULL", "y"
		}
	case 'y', 'Y':
		if has(f, "w") && !has(f, "xMdD") {
			return "is not the year that a week belongs to: the first week of some years gets the wrong year", "x"
		}
	case 'm':
		if isMonthsPlace(f, i) && !hasMonth(f) {
			return "is the minute, not the month: every date is read as one in January", "M"
		}
	case 'M':
		if isMinutesPlace(f, i) && !hasMinute(f) {
			return "is the month, not the minute: minutes are read as months, and those above 12 give NULL", "m"
		}
	case 'S':
		if f[i].Count <= 2 && !has(f, "s") && i > 0 && f[i-1].Letter == 'm' {
			return "is a fraction of a second, not the second: every time is read as one in second 0", "s"
		}
	case 'z':
		if f[i].Count > 3 {
			return "is the long name of a time zone, which can be printed and not be read: parsing fails for every row", ""
		}
	}
	return doubtfulHour(f, f[i].Letter)
}

func doubtfulHour(f []Field, letter byte) (message, instead string) {
	switch {
	case letter == 'h' && !has(f, "aHk"):
		return `is the hour of a half day without "a" for AM or PM: hours from 13 on give NULL`, "H"
	case letter == 'K' && !has(f, "aHk"):
		return `is the hour of a half day without "a" for AM or PM: hours from 12 on give NULL`, "H"
	case letter == 'H' && has(f, "a") && !has(f, "hK"):
		return "is the hour of the day, which overrules AM and PM: 03 PM is read as 03:00", "h"
	}
	return "", ""
}

// has says whether one of the letters occurs.
func has(f []Field, letters string) bool {
	for i := range f {
		if strings.IndexByte(letters, f[i].Letter) >= 0 {
			return true
		}
	}
	return false
}

// beside says whether a neighbour of the field has one of the letters.
func beside(f []Field, i int, before, after string) bool {
	return i > 0 && strings.IndexByte(before, f[i-1].Letter) >= 0 || i+1 < len(f) && strings.IndexByte(after, f[i+1].Letter) >= 0
}

// isMonthsPlace says whether the field stands beside a year or a day, and not in a time.
func isMonthsPlace(f []Field, i int) bool {
	return beside(f, i, "yYxdD", "yYxdD") && !beside(f, i, "hHkK", "sS")
}

// isMinutesPlace says whether the field, a number, stands between the hour and the second.
func isMinutesPlace(f []Field, i int) bool {
	return f[i].Count <= 2 && beside(f, i, "hHkK", "s")
}

// hasMonth says whether there is a month that is one beyond doubt.
func hasMonth(f []Field) bool {
	for i := range f {
		if f[i].Letter == 'M' && !isMinutesPlace(f, i) {
			return true
		}
	}
	return false
}

// hasMinute says whether there is a minute that is one beyond doubt.
func hasMinute(f []Field) bool {
	for i := range f {
		if f[i].Letter == 'm' && !isMonthsPlace(f, i) {
			return true
		}
	}
	return false
}
