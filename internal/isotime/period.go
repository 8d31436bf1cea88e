package isotime

import (
	"fmt"
	"strconv"
	"strings"
)

// Period is an ISO 8601 period by its parts.
type Period struct {
	Years, Months, Weeks, Days, Hours, Minutes int64
	Milliseconds                               int64 // seconds and their fraction
}

// ParsePeriod reads a period such as P1Y2M, P30D or PT1H30M: at least one part, each at most once and in this order.
func ParsePeriod(text string) (Period, error) {
	var p Period
	rest, ok := strings.CutPrefix(text, "P")
	if !ok || rest == "" {
		return p, notPeriod(text)
	}
	date, clock, hasTime := strings.Cut(rest, "T")
	if hasTime && clock == "" {
		return p, notPeriod(text)
	}
	if !parts(date, "YMWD", []*int64{&p.Years, &p.Months, &p.Weeks, &p.Days}) {
		return p, notPeriod(text)
	}
	if i := strings.IndexByte(clock, '.'); i >= 0 && strings.HasSuffix(clock, "S") {
		fraction := clock[i+1 : len(clock)-1]
		if fraction == "" || strings.Trim(fraction, "0123456789") != "" {
			return p, notPeriod(text)
		}
		n, _ := strconv.ParseInt((fraction + "000")[:3], 10, 64)
		p.Milliseconds, clock = n, clock[:i]+"S"
	}
	var seconds int64
	if !parts(clock, "HMS", []*int64{&p.Hours, &p.Minutes, &seconds}) {
		return p, notPeriod(text)
	}
	p.Milliseconds += seconds * 1000
	return p, nil
}

func notPeriod(text string) error { return fmt.Errorf("%q is not a period such as P1D or PT1H", text) }

// parts reads numbers that are each followed by one of the designators, in their order.
func parts(text, designators string, to []*int64) bool {
	at := 0
	for text != "" {
		i := strings.IndexAny(text, designators)
		if i <= 0 {
			return false
		}
		n, err := strconv.ParseUint(text[:i], 10, 31)
		position := strings.IndexByte(designators, text[i])
		if err != nil || position < at {
			return false
		}
		*to[position] = int64(n)
		at, text = position+1, text[i+1:]
	}
	return true
}

// after returns the time that is the period after t, before the one before it.
func (p Period) after(t instant) int64 { return p.shift(t, 1) }

func (p Period) before(t instant) int64 { return p.shift(t, -1) }

func (p Period) shift(t instant, sign int64) int64 {
	months := t.year*12 + t.month - 1 + sign*(p.Years*12+p.Months)
	t.year, t.month = floor(months, 12), months-12*floor(months, 12)+1
	t.day = min(t.day, daysOf(t.year, t.month))
	const minute = 60 * 1000
	return t.millis() + sign*(((p.Weeks*7+p.Days)*24+p.Hours)*60*minute+p.Minutes*minute+p.Milliseconds)
}
