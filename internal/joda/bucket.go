package joda

import (
	"slices"
	"time"
)

// kind is a field of the calendar, such as the day of the month.
type kind uint8

const (
	era kind = iota
	centuryOfEra
	year
	yearOfEra
	weekyear
	monthOfYear
	weekOfWeekyear
	dayOfYear
	dayOfMonth
	dayOfWeek
	halfdayOfDay
	hourOfDay
	clockhourOfDay
	hourOfHalfday
	clockhourOfHalfday
	minuteOfHour
	fractionOfHour
	secondOfMinute
	fractionOfMinute
	fractionOfSecond
)

const (
	milli     int64 = 1
	second          = 1000 * milli
	minute          = 60 * second
	hour            = 60 * minute
	halfday         = 12 * hour
	day             = 24 * hour
	week            = 7 * day
	meanYear        = 31556952 * second // 365.2425 days
	meanMonth       = meanYear / 12
	forever         = 1 << 62 // the range of fields without a wider one
)

// kinds says for each field how long one of it is, and after how long it begins anew. Fields are set from the widest range to the
// narrowest, and of one range from the longest unit to the shortest.
var kinds = [...]struct{ unit, wrap int64 }{
	era:                {forever, forever},
	centuryOfEra:       {100 * meanYear, forever},
	year:               {meanYear, forever},
	yearOfEra:          {meanYear, forever},
	weekyear:           {meanYear, forever},
	monthOfYear:        {meanMonth, meanYear},
	weekOfWeekyear:     {week, meanYear},
	dayOfYear:          {day, meanYear},
	dayOfMonth:         {day, meanMonth},
	dayOfWeek:          {day, week},
	halfdayOfDay:       {halfday, day},
	hourOfDay:          {hour, day},
	clockhourOfDay:     {hour, day},
	hourOfHalfday:      {hour, halfday},
	clockhourOfHalfday: {hour, halfday},
	minuteOfHour:       {minute, hour},
	fractionOfHour:     {milli, hour},
	secondOfMinute:     {second, minute},
	fractionOfMinute:   {milli, minute},
	fractionOfSecond:   {milli, second},
}

// kindOf returns the field of a letter that is read as a plain number, or of a year.
func kindOf(letter byte) kind {
	switch letter {
	case 'y':
		return year
	case 'x':
		return weekyear
	case 'M':
		return monthOfYear
	case 'w':
		return weekOfWeekyear
	case 'D':
		return dayOfYear
	case 'd':
		return dayOfMonth
	case 'e':
		return dayOfWeek
	case 'H':
		return hourOfDay
	case 'k':
		return clockhourOfDay
	case 'K':
		return hourOfHalfday
	case 'h':
		return clockhourOfHalfday
	case 'm':
		return minuteOfHour
	}
	return secondOfMinute
}

type value struct {
	kind  kind
	value int32
}

// bucket collects what a text says, before a time is made of it.
type bucket struct {
	values    []value
	zone      *time.Location // nil is UTC
	shift     int64          // milliseconds that the text says to be ahead of UTC
	hasOffset bool
}

func (b *bucket) save(k kind, n int32) { b.values = append(b.values, value{k, n}) }

// millis makes a time of the values. Each value is set and everything below it cut off; then all are set once more, so that one that
// was set too early, such as the 29th of February before its year, is checked against the final rest.
func (b *bucket) millis() (int64, bool) {
	slices.SortStableFunc(b.values, func(v, w value) int {
		x, y := kinds[v.kind], kinds[w.kind]
		if x.wrap != y.wrap {
			return later(x.wrap, y.wrap)
		}
		return later(x.unit, y.unit)
	})
	if len(b.values) > 0 {
		if first := kinds[b.values[0].kind].unit; first >= day && first <= meanMonth {
			b.values = slices.Insert(b.values, 0, value{year, 2000})
		}
	}
	var local int64
	var ok bool
	for _, v := range b.values {
		if local, ok = set(local, v.kind, v.value); !ok {
			return 0, false
		}
		local = floor(local, v.kind)
	}
	for i, v := range b.values {
		if local, ok = set(local, v.kind, v.value); !ok {
			return 0, false
		}
		if i == len(b.values)-1 {
			local = floor(local, v.kind)
		}
	}
	return b.toUTC(local)
}

// toUTC takes off the offset that the text says, else the one of the zone.
func (b *bucket) toUTC(local int64) (int64, bool) {
	switch {
	case b.hasOffset:
		return local - b.shift, true
	case b.zone == nil || b.zone == time.UTC:
		return local, true
	}
	return inZone(local, b.zone)
}

// later orders the longer before the shorter.
func later(x, y int64) int {
	switch {
	case x > y:
		return -1
	case x < y:
		return 1
	}
	return 0
}

// inZone subtracts the zone's offset. Of two times with the same clock the earlier is meant; where the clock jumps ahead there is none.
func inZone(local int64, zone *time.Location) (int64, bool) {
	guess := local - offsetAt(local, zone)
	start, end := time.UnixMilli(guess).In(zone).ZoneBounds()
	candidates := [3]int64{guess, local - offsetAt(guess, zone), guess}
	if !start.IsZero() {
		candidates[0] = local - offsetAt(start.UnixMilli()-1, zone)
	}
	if !end.IsZero() {
		candidates[2] = local - offsetAt(end.UnixMilli(), zone)
	}
	slices.Sort(candidates[:])
	for _, at := range candidates {
		if at+offsetAt(at, zone) == local {
			return at, true
		}
	}
	return 0, false
}

func offsetAt(millis int64, zone *time.Location) int64 {
	_, seconds := time.UnixMilli(millis).In(zone).Zone()
	return int64(seconds) * second
}
