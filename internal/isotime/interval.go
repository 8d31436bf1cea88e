// Package isotime reads the ISO 8601 notations of specs: intervals and periods, as Joda-Time reads them, which Druid uses.
package isotime

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Interval is a range of time in milliseconds since 1970-01-01T00:00Z; End is exclusive.
type Interval struct{ Start, End int64 }

// ParseInterval reads "start/end", "start/period" or "period/end". A start or end may stop at the year, month, day, hour,
// minute or second, and years may have any number of digits (Druid's interval of all time starts at -146136543). A bare
// year alone is the interval of that year. Times without a zone are UTC.
func ParseInterval(text string) (Interval, error) {
	first, second, found := strings.Cut(text, "/")
	if !found {
		return parseYear(text)
	}
	if strings.Contains(second, "/") {
		return Interval{}, errors.New(`it has more than one "/"`)
	}
	if strings.HasPrefix(first, "P") {
		end, err := parseInstant(second, "the end")
		if err != nil {
			return Interval{}, err
		}
		p, err := ParsePeriod(first)
		if err != nil {
			return Interval{}, err
		}
		return ordered(p.before(end), end.millis())
	}
	start, err := parseInstant(first, "the start")
	if err != nil {
		return Interval{}, err
	}
	if strings.HasPrefix(second, "P") {
		p, err := ParsePeriod(second)
		if err != nil {
			return Interval{}, err
		}
		return ordered(start.millis(), p.after(start))
	}
	end, err := parseInstant(second, "the end")
	if err != nil {
		return Interval{}, err
	}
	return ordered(start.millis(), end.millis())
}

func ordered(start, end int64) (Interval, error) {
	if end < start {
		return Interval{}, errors.New("its end is before its start")
	}
	return Interval{start, end}, nil
}

func parseYear(text string) (Interval, error) {
	t, err := parseInstant(text, "it")
	if err != nil || strings.Trim(text, "0123456789") != "" {
		return Interval{}, errors.New(`it has no "/" between start and end`)
	}
	next := t
	next.year++
	return Interval{t.millis(), next.millis()}, nil
}

// instant is a point of time by its parts.
type instant struct {
	year                int64
	month, day          int64
	hour, minute        int64
	second, millisecond int64
	offset              int64 // of the zone, in minutes
}

// parseInstant reads a date with an optional time; name stands for it in errors.
func parseInstant(text, name string) (instant, error) {
	t := instant{month: 1, day: 1}
	if text == "" {
		return t, fmt.Errorf("%s is empty", name)
	}
	date, clock, hasTime := strings.Cut(text, "T")
	sign := int64(1)
	switch {
	case strings.HasPrefix(date, "-"):
		sign, date = -1, date[1:]
	case strings.HasPrefix(date, "+"):
		date = date[1:]
	}
	if err := t.parseDate(date); err != nil {
		return t, fmt.Errorf("%s %q %w", name, text, err)
	}
	t.year *= sign
	if hasTime {
		if err := t.parseTime(clock); err != nil {
			return t, fmt.Errorf("%s %q %w", name, text, err)
		}
	}
	if t.day > daysOf(t.year, t.month) {
		return t, fmt.Errorf("%s %q is no day of the calendar", name, text)
	}
	return t, nil
}

var errNotDate = errors.New("is not a date such as 2024-01-31 or a time such as 2024-01-31T12:00:00Z")

func (t *instant) parseDate(date string) error {
	parts := strings.Split(date, "-")
	if len(parts) > 3 || len(parts[0]) > 9 {
		return errNotDate
	}
	if len(parts) > 1 && strings.HasPrefix(parts[1], "W") {
		return t.parseWeekDate(parts)
	}
	if len(parts) == 2 && len(parts[1]) == 3 {
		return t.parseOrdinalDate(parts)
	}
	for i, field := range []struct {
		to       *int64
		from, up int64
	}{{&t.year, 0, 999999999}, {&t.month, 1, 12}, {&t.day, 1, 31}} {
		if i == len(parts) {
			break
		}
		if err := number(parts[i], field.to, field.from, field.up); err != nil {
			return err
		}
	}
	return nil
}

// parseWeekDate reads the parts of 2024-W05 or 2024-W05-3. Week 1 is the one with 4 January, and begins on a Monday.
func (t *instant) parseWeekDate(parts []string) error {
	var year, week int64
	weekday := int64(1)
	if err := number(parts[0], &year, 0, 9999); err != nil {
		return err
	}
	if err := number(parts[1][1:], &week, 1, 53); err != nil {
		return err
	}
	if len(parts) == 3 {
		if err := number(parts[2], &weekday, 1, 7); err != nil {
			return err
		}
	}
	fourth := time.Date(int(year), time.January, 4, 0, 0, 0, 0, time.UTC)
	monday := 4 - (int(fourth.Weekday())+6)%7
	day := time.Date(int(year), time.January, monday+int(7*(week-1)+weekday-1), 0, 0, 0, 0, time.UTC)
	if _, is := day.ISOWeek(); int64(is) != week {
		return fmt.Errorf("has a week 53, which the year %d has not", year)
	}
	t.set(day)
	return nil
}

// parseOrdinalDate reads the parts of 2024-060, the sixtieth day of the year.
func (t *instant) parseOrdinalDate(parts []string) error {
	var year, day int64
	if err := number(parts[0], &year, 0, 9999); err != nil {
		return err
	}
	days := int64(365)
	if daysOf(year, 2) == 29 {
		days = 366
	}
	if err := number(parts[1], &day, 1, days); err != nil {
		return err
	}
	t.set(time.Date(int(year), time.January, int(day), 0, 0, 0, 0, time.UTC))
	return nil
}

func (t *instant) set(day time.Time) {
	t.year, t.month, t.day = int64(day.Year()), int64(day.Month()), int64(day.Day())
}

func (t *instant) parseTime(clock string) error {
	if i := strings.IndexAny(clock, "Z+-"); i >= 0 {
		if err := t.parseZone(clock[i:]); err != nil {
			return err
		}
		clock = clock[:i]
	}
	if clock == "" {
		return errNotDate
	}
	whole, fraction, _ := strings.Cut(strings.Replace(clock, ",", ".", 1), ".")
	parts := strings.Split(whole, ":")
	if len(parts) > 3 {
		return errNotDate
	}
	for i, field := range []struct {
		to *int64
		up int64
	}{{&t.hour, 24}, {&t.minute, 59}, {&t.second, 59}} {
		if i == len(parts) {
			break
		}
		if err := number(parts[i], field.to, 0, field.up); err != nil {
			return err
		}
	}
	if fraction == "" || len(parts) < 3 {
		return nil // a fraction of an hour or minute is rare and changes nothing that is judged here
	}
	return number((fraction + "000")[:3], &t.millisecond, 0, 999)
}

func (t *instant) parseZone(zone string) error {
	if zone == "Z" {
		return nil
	}
	digits := strings.Replace(zone[1:], ":", "", 1)
	if len(digits) == 2 {
		digits += "00"
	}
	if len(digits) != 4 {
		return errNotDate
	}
	var hours, minutes int64
	if err := number(digits[:2], &hours, 0, 23); err != nil {
		return err
	}
	if err := number(digits[2:], &minutes, 0, 59); err != nil {
		return err
	}
	t.offset = hours*60 + minutes
	if zone[0] == '-' {
		t.offset = -t.offset
	}
	return nil
}

func number(text string, to *int64, from, up int64) error {
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return errNotDate
	}
	if int64(n) < from || int64(n) > up {
		return fmt.Errorf("has %s where %d to %d is possible", text, from, up)
	}
	*to = int64(n)
	return nil
}

// millis returns the point of time in milliseconds since 1970 UTC.
func (t instant) millis() int64 {
	minutes := (days(t.year, t.month, t.day)*24+t.hour)*60 + t.minute - t.offset
	return (minutes*60+t.second)*1000 + t.millisecond
}

// days counts the days since 1970-01-01 in the Gregorian calendar, for any year.
func days(year, month, day int64) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	return 365*year + floor(year, 4) - floor(year, 100) + floor(year, 400) + (153*(month-3)+2)/5 + day - 1 - 719468
}

func floor(a, b int64) int64 {
	if a < 0 {
		return -((-a + b - 1) / b)
	}
	return a / b
}

func daysOf(year, month int64) int64 {
	next, nextYear := month+1, year
	if next > 12 {
		next, nextYear = 1, year+1
	}
	return days(nextYear, next, 1) - days(year, month, 1)
}
