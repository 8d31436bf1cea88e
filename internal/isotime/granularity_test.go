package isotime

import (
	"testing"
	"time"
)

func TestGranularity(t *testing.T) {
	tests := []struct{ text, at, floor, ceil string }{
		{"second", "2024-02-29T12:34:56.789Z", "2024-02-29T12:34:56Z", "2024-02-29T12:34:57Z"},
		{"PT15M", "2024-02-29T12:34:56Z", "2024-02-29T12:30:00Z", "2024-02-29T12:45:00Z"},
		{"fifteen_minute", "2024-02-29T12:30:00Z", "2024-02-29T12:30:00Z", "2024-02-29T12:30:00Z"},
		{"PT8H", "2024-02-29T23:59:59Z", "2024-02-29T16:00:00Z", "2024-03-01T00:00:00Z"},
		{"Day", "1969-12-31T23:00:00Z", "1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z"},
		{"P1D", "2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"},
		{"PT24H", "2024-02-29T01:00:00Z", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z"},
		{"week", "2024-02-29T12:00:00Z", "2024-02-26T00:00:00Z", "2024-03-04T00:00:00Z"},
		{"P7D", "1970-01-01T00:00:00Z", "1969-12-29T00:00:00Z", "1970-01-05T00:00:00Z"},
		{"month", "2024-02-29T12:00:00Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"},
		{"P3M", "2024-02-29T12:00:00Z", "2024-01-01T00:00:00Z", "2024-04-01T00:00:00Z"},
		{"year", "2024-02-29T12:00:00Z", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"},
		{"P12M", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"},
	}
	for _, test := range tests {
		g, ok := ParseGranularity(test.text)
		if !ok {
			t.Errorf("ParseGranularity(%q) says that it is none", test.text)
			continue
		}
		if got, want := g.Floor(at(t, test.at)), at(t, test.floor); got != want {
			t.Errorf("%s: Floor(%s) = %s, want %s", test.text, test.at, time.UnixMilli(got).UTC(), test.floor)
		}
		if got, want := g.Ceil(at(t, test.at)), at(t, test.ceil); got != want {
			t.Errorf("%s: Ceil(%s) = %s, want %s", test.text, test.at, time.UnixMilli(got).UTC(), test.ceil)
		}
	}
	for _, text := range []string{"", "all", "days", "P", "P0D", "PT7H", "P2D", "P2W", "P2M", "P2Y", "P1M1D", "P1MT1H", "1 hour"} {
		if g, ok := ParseGranularity(text); ok {
			t.Errorf("ParseGranularity(%q) = %+v, want none", text, g)
		}
	}
}

func TestFinerThan(t *testing.T) {
	order := []string{"PT1S", "minute", "PT5M", "PT10M", "PT15M", "PT30M", "hour", "PT6H", "PT8H", "day", "week", "month", "quarter", "year"}
	for i, a := range order {
		for j, b := range order {
			left, _ := ParseGranularity(a)
			right, _ := ParseGranularity(b)
			if got := left.FinerThan(right); got != (i < j) {
				t.Errorf("%s is finer than %s: %v", a, b, got)
			}
		}
	}
}

// TestBounds compares with the calendar: no start gives a shorter or longer period, and some give these.
func TestBounds(t *testing.T) {
	for _, text := range []string{"P1M", "P2M", "P3M", "P6M", "P11M", "P1Y", "P14M", "P30D", "P1M2DT3H", "PT0.5S"} {
		p, err := ParsePeriod(text)
		if err != nil {
			t.Fatal(err)
		}
		least, most := p.Bounds()
		shortest, longest := most+1, least-1
		for date := time.Date(1995, 1, 1, 0, 0, 0, 0, time.UTC); date.Year() < 2008; date = date.AddDate(0, 0, 1) {
			start := instant{year: int64(date.Year()), month: int64(date.Month()), day: int64(date.Day())}
			if start.day > 28 {
				continue // the end of a shorter month cuts the period
			}
			length := p.after(start) - start.millis()
			shortest, longest = min(shortest, length), max(longest, length)
		}
		if least > shortest || most < longest {
			t.Errorf("%s: %d to %d days, the calendar has %d to %d", text, least/day, most/day, shortest/day, longest/day)
		}
		if text != "P14M" && (least != shortest || most != longest) {
			t.Errorf("%s: %d to %d days are never reached: the calendar has %d to %d", text, least/day, most/day, shortest/day, longest/day)
		}
	}
}
