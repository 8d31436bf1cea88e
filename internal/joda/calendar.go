package joda

import "math"

// The years that fit 64 bits of milliseconds.
const minYear, maxYear = -292275054, 292278993

// set returns the time with one field changed and the others kept where possible, as the field's set of Joda-Time's ISO calendar
// does. It fails if the field has no such value.
func set(at int64, k kind, to int32) (int64, bool) {
	n := int64(to)
	switch k {
	case era, centuryOfEra, year, yearOfEra, weekyear:
		return setYears(at, k, n)
	case monthOfYear:
		y, _, d := date(at)
		if n < 1 || n > 12 {
			return 0, false
		}
		return days(y, n, min(d, daysOf(y, n)))*day + mod(at, day), true
	case weekOfWeekyear:
		y, w := weekDate(at)
		return at + (n-w)*week, n >= 1 && (n <= 52 || n <= weeksOf(y))
	case dayOfYear:
		y, m, d := date(at)
		return at + (days(y, 1, n)-days(y, m, d))*day, n >= 1 && n <= days(y+1, 1, 1)-days(y, 1, 1)
	case dayOfMonth:
		y, m, d := date(at)
		return at + (n-d)*day, n >= 1 && n <= daysOf(y, m)
	case dayOfWeek:
		return at + (n-weekday(at))*day, n >= 1 && n <= 7
	case clockhourOfDay, clockhourOfHalfday:
		size := kinds[k].wrap / hour
		return at + (n%size-mod(at, kinds[k].wrap)/hour)*hour, n >= 1 && n <= size
	}
	unit, wrap := kinds[k].unit, kinds[k].wrap
	return at + (n-mod(at, wrap)/unit)*unit, n >= 0 && n < wrap/unit
}

// setYears is set for the fields from the year on.
func setYears(at int64, k kind, n int64) (int64, bool) {
	y, _, _ := date(at)
	switch k {
	case era:
		if (y > 0) != (n == 1) {
			return setYear(at, -y), true
		}
		return at, true
	case centuryOfEra:
		n = n*100 + abs(y)%100
		return setYear(at, sign(y)*n), n >= 0 && n <= maxYear
	case yearOfEra:
		if y <= 0 {
			return setYear(at, 1-n), n >= 1 && 1-n >= minYear
		}
		return setYear(at, n), n >= 1 && n <= maxYear
	case weekyear:
		return setWeekyear(at, n), abs(n) <= maxYear
	}
	return setYear(at, n), n >= minYear-1 && n <= maxYear+1
}

// floor cuts off everything that is smaller than one of the field.
func floor(at int64, k kind) int64 {
	y, m, _ := date(at)
	switch k {
	case era:
		if y <= 0 {
			return math.MinInt64
		}
		return days(1, 1, 1) * day
	case centuryOfEra:
		return days(sign(y)*(abs(y)/100*100), 1, 1) * day
	case year, yearOfEra:
		return days(y, 1, 1) * day
	case monthOfYear:
		return days(y, m, 1) * day
	case weekyear:
		of, _ := weekDate(at)
		return firstWeek(of) * day
	case weekOfWeekyear:
		return at - mod(at+3*day, week)
	}
	return at - mod(at, kinds[k].unit)
}

// setYear keeps month and day, but for a 29th of February that the year does not have.
func setYear(at, to int64) int64 {
	y, m, d := date(at)
	ordinal := days(y, m, d) - days(y, 1, 1)
	if m > 2 || m == 2 && d == 29 {
		ordinal += leap(to) - leap(y)
	}
	return (days(to, 1, 1)+ordinal)*day + mod(at, day)
}

// setWeekyear keeps week and day of the week, but for a week 53 that the year does not have.
func setWeekyear(at, to int64) int64 {
	y, w := weekDate(at)
	if y == to {
		return at
	}
	return (firstWeek(to)+(min(w, weeksOf(to))-1)*7+weekday(at)-1)*day + mod(at, day)
}

// weekDate returns the year that the week of the time belongs to, and the number of the week.
func weekDate(at int64) (of, number int64) {
	today := divide(at, day)
	of, _, _ = date(at - (weekday(at)-4)*day)
	return of, divide(today-firstWeek(of), 7) + 1
}

// weekday is 1 for Monday. 1970-01-01 was a Thursday.
func weekday(at int64) int64 { return mod(divide(at, day)+3, 7) + 1 }

// firstWeek returns the day on which the first week of the year begins: the one with the 4th of January.
func firstWeek(y int64) int64 {
	fourth := days(y, 1, 4)
	return fourth - mod(fourth+3, 7)
}

func weeksOf(y int64) int64 { return (firstWeek(y+1) - firstWeek(y)) / 7 }

// date returns the date of a time; the year before 1 is 0.
func date(at int64) (y, m, d int64) {
	// Days are counted from 0000-03-01, so that leap days end a year.
	n := divide(at, day) + 719468
	cycle := divide(n, 146097) // days of 400 years
	n -= cycle * 146097
	y = (n - n/1460 + n/36524 - n/146096) / 365
	n -= 365*y + y/4 - y/100
	m = (5*n + 2) / 153
	d = n - (153*m+2)/5 + 1
	y += cycle * 400
	if m += 3; m > 12 {
		m -= 12
		y++
	}
	return y, m, d
}

// days counts the days from 1970-01-01 to a date. The day may lie beyond the end of its month.
func days(y, m, d int64) int64 {
	if m <= 2 {
		y--
		m += 12
	}
	return 365*y + divide(y, 4) - divide(y, 100) + divide(y, 400) + (153*(m-3)+2)/5 + d - 1 - 719468
}

func daysOf(y, m int64) int64 {
	switch m {
	case 2:
		return 28 + leap(y)
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// leap is 1 for years with a 29th of February, else 0.
func leap(y int64) int64 {
	if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
		return 1
	}
	return 0
}

// divide rounds down, not towards zero.
func divide(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func mod(a, b int64) int64 { return a - divide(a, b)*b }

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}

func sign(n int64) int64 {
	if n < 0 {
		return -1
	}
	return 1
}
