package druidsql

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"sync"
	"time"
)

// LiteralProblem returns what is wrong with the text of a date, time, timestamp or interval, "" for a good one and for every other
// literal. Druid's parser lets these texts pass; its planner refuses them.
// Source: testdata/literal-verdicts.tsv. A precision in parentheses is not looked at.
func LiteralProblem(l *Literal) string {
	if l.Kind == IntervalLiteral {
		return intervalProblem(l)
	}
	return temporalProblem(l)
}

// A date or time as Druid reads it: any number of digits, blanks in front but none behind, and a TIMESTAMP may end after the day.
var temporalPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^ *(?:(\d+)-(\d+)-(\d+))?(?: *(\d+):(\d+):(\d+)(?:\.\d*)?)?$`)
})

func temporalProblem(l *Literal) string {
	var form, name string
	switch l.Kind {
	case DateLiteral:
		name, form = "DATE", "2000-12-31"
	case TimeLiteral:
		name, form = "TIME", "23:59:59"
	case TimestampLiteral:
		name, form = "TIMESTAMP", "2000-12-31 23:59:59"
	default:
		return ""
	}
	if match := temporalPattern().FindStringSubmatch(l.Text); len(match) == 7 {
		hasDate, hasTime := match[1] != "", match[4] != ""
		whole := hasDate == (l.Kind != TimeLiteral) && (l.Kind == TimestampLiteral || hasTime == (l.Kind == TimeLiteral))
		if whole && isDate(match[1], match[2], match[3]) && below(match[4], 24) && below(match[5], 60) && below(match[6], 60) {
			return ""
		}
	}
	return fmt.Sprintf("'%s' is no %s, so Druid refuses it: its text is like '%s'", l.Text, name, form)
}

// isDate reports whether there is a day, in the years 1 to 9999. No numbers at all are fine.
func isDate(year, month, day string) bool {
	if year == "" {
		return true
	}
	y, m, d := number(year), number(month), number(day)
	if y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 || d > 31 {
		return false
	}
	return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Day() == d
}

// below reports whether a number is below a limit; none at all is.
func below(digits string, limit int) bool { return digits == "" || number(digits) < limit }

// number reads digits; what is too big for 31 bits is the biggest.
func number(digits string) int {
	n, err := strconv.ParseInt(digits, 10, 32)
	if err != nil {
		return math.MaxInt32
	}
	return int(n)
}

// intervalUnits are the units that an interval can have behind its first, with what they stay below and what stands before them.
var intervalUnits = []struct {
	name      string
	limit     int
	separator string
}{{"MONTH", 12, "-"}, {"HOUR", 24, " "}, {"MINUTE", 60, ":"}, {"SECOND", 60, ":"}}

// An interval of one unit, and what follows the first unit of one of several.
const (
	firstUnit = `^ *[+-]?(\d+)`
	fraction  = `(?:\.\d{0,9})?`
)

func intervalProblem(l *Literal) string {
	pattern, units, limits := firstUnit, l.From, []int{}
	if l.To != "" {
		units += " TO " + l.To
		within := false
		for _, unit := range intervalUnits {
			if within = within || unit.name == "MONTH" && l.From == "YEAR" || unit.name == "HOUR" && l.From == "DAY"; within {
				pattern += unit.separator + `(\d{1,2})`
				limits = append(limits, unit.limit)
			}
			if unit.name == l.From {
				within = true
			}
			if unit.name == l.To {
				break
			}
		}
	}
	if l.From == "SECOND" || l.To == "SECOND" {
		pattern += fraction
	}
	match := regexp.MustCompile(pattern + `\s*$`).FindStringSubmatch(l.Text)
	wrong := match == nil
	for i, limit := range limits {
		wrong = wrong || number(match[i+2]) >= limit
	}
	if wrong {
		return fmt.Sprintf("'%s' is no interval of %s, so Druid refuses it: its text is like '%s'", l.Text, units, intervalExample(l))
	}
	if len(match[1]) > 10 || number(match[1]) == math.MaxInt32 && match[1] != "2147483647" {
		return fmt.Sprintf("'%s' is too much for an interval of %s, so Druid refuses it: write a bigger unit", l.Text, units)
	}
	return ""
}

func intervalExample(l *Literal) string {
	switch l.From + " " + l.To {
	case "YEAR MONTH":
		return "1-6"
	case "DAY HOUR":
		return "1 12"
	case "DAY MINUTE":
		return "1 12:30"
	case "DAY SECOND":
		return "1 12:30:00"
	case "HOUR MINUTE", "MINUTE SECOND":
		return "12:30"
	case "HOUR SECOND":
		return "12:30:00"
	}
	return "1"
}
