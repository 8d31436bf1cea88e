package isotime

import (
	"strings"
	"time"
)

// The lengths of uniform granularities, in milliseconds.
const (
	second = 1000
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
	week   = 7 * day
)

// Granularity cuts time into ranges that follow each other, in UTC: by the time partitioning of a table, or by TIME_FLOOR.
type Granularity struct {
	length int64 // of a range in milliseconds; 0 if months is set
	months int64 // 1, 3 or 12
	first  int64 // where a range starts
}

// words are Druid's names of granularities. Time partitioning of tables has some of them.
var words = map[string]string{
	"second": "PT1S", "minute": "PT1M", "five_minute": "PT5M", "ten_minute": "PT10M", "fifteen_minute": "PT15M", "thirty_minute": "PT30M",
	"hour": "PT1H", "six_hour": "PT6H", "eight_hour": "PT8H", "day": "P1D", "week": "P1W", "month": "P1M", "quarter": "P3M", "year": "P1Y",
}

// ParseGranularity reads a word such as day, or a period such as PT15M. ok is false for anything else, for "all", and for periods
// whose ranges start where only Druid knows: those that do not divide a day, several days, weeks or years.
func ParseGranularity(text string) (g Granularity, ok bool) {
	if period, found := words[strings.ToLower(text)]; found {
		text = period
	}
	p, err := ParsePeriod(text)
	if err != nil {
		return Granularity{}, false
	}
	switch months := p.Years*12 + p.Months; {
	case months == 0:
	case p != Period{Years: p.Years, Months: p.Months} || months != 1 && months != 3 && months != 12:
		return Granularity{}, false
	default:
		return Granularity{months: months}, true
	}
	length := p.length()
	switch {
	case length == week:
		return Granularity{length: week, first: 4 * day}, true // 1970-01-05 was a Monday
	case length > 0 && day%length == 0:
		return Granularity{length: length}, true
	}
	return Granularity{}, false
}

// Floor returns where the range of a time starts. Times are in milliseconds since 1970-01-01T00:00Z.
func (g Granularity) Floor(t int64) int64 {
	if g.months == 0 {
		return floor(t-g.first, g.length)*g.length + g.first
	}
	date := time.UnixMilli(t).UTC()
	month := (int64(date.Month()) - 1) / g.months * g.months
	return time.Date(date.Year(), time.Month(month+1), 1, 0, 0, 0, 0, time.UTC).UnixMilli()
}

// Ceil returns where the range of a time ends, or the time itself if a range starts there.
func (g Granularity) Ceil(t int64) int64 {
	start := g.Floor(t)
	if start == t {
		return t
	}
	if g.months == 0 {
		return start + g.length
	}
	return time.UnixMilli(start).UTC().AddDate(0, int(g.months), 0).UnixMilli()
}

// FinerThan reports whether the ranges are shorter than those of another granularity.
func (g Granularity) FinerThan(other Granularity) bool { return g.usual() < other.usual() }

// usual is the length of most ranges.
func (g Granularity) usual() int64 { return g.length + g.months*30*day }

// length is that of a period without years and months, in milliseconds.
func (p Period) length() int64 {
	return ((p.Weeks*7+p.Days)*24+p.Hours)*hour + p.Minutes*minute + p.Milliseconds
}

// The days of so many months in a row, in the shortest and the longest case.
var (
	fewestDays = [12]int64{0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334}
	mostDays   = [12]int64{0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337}
)

// Bounds returns how long the period is at least and at most, in milliseconds: months and years differ.
func (p Period) Bounds() (least, most int64) {
	months := p.Years*12 + p.Months
	years, rest := months/12, months%12
	least = p.length() + (years*365+fewestDays[rest])*day
	most = p.length() + (years*366+mostDays[rest])*day
	return least, most
}
