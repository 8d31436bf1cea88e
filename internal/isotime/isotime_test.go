package isotime

import (
	"strings"
	"testing"
	"time"
)

func at(t *testing.T, text string) int64 {
	t.Helper()
	when, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return when.UnixMilli()
}

func TestParseInterval(t *testing.T) {
	tests := []struct{ text, start, end, fault string }{
		{text: "2024-01-01/2024-02-01", start: "2024-01-01T00:00:00Z", end: "2024-02-01T00:00:00Z"},
		{text: "2024/2025", start: "2024-01-01T00:00:00Z", end: "2025-01-01T00:00:00Z"},
		{text: "2024", start: "2024-01-01T00:00:00Z", end: "2025-01-01T00:00:00Z"},
		{text: "2024-01-31/P1M", start: "2024-01-31T00:00:00Z", end: "2024-02-29T00:00:00Z"},
		{text: "PT36H/2024-01-02T12:00:00Z", start: "2024-01-01T00:00:00Z", end: "2024-01-02T12:00:00Z"},
		{text: "2024-01-01T00:00:00+02:00/2024-01-01T00:00:00.250Z", start: "2023-12-31T22:00:00Z", end: "2024-01-01T00:00:00.25Z"},
		{text: "2024-01-01T10/2024-01-01T10:30", start: "2024-01-01T10:00:00Z", end: "2024-01-01T10:30:00Z"},
		{text: "2024-01-01/2024-01-01", start: "2024-01-01T00:00:00Z", end: "2024-01-01T00:00:00Z"},
		{text: "2024-02-01/2024-01-01", fault: "its end is before its start"},
		{text: "2024-01-01", fault: `no "/"`},
		{text: "2024-02-30/2024-03-01", fault: "no day of the calendar"},
		{text: "2023-02-29/2024-03-01", fault: "no day of the calendar"},
		{text: "2024-13-01/2025-01-01", fault: "where 1 to 12 is possible"},
		{text: "2024-01-01/tomorrow", fault: "the end \"tomorrow\" is not a date"},
		{text: "/2024-01-01", fault: "the start is empty"},
		{text: "2024-01-01/", fault: "the end is empty"},
		{text: "a/b/c", fault: "more than one"},
		{text: "2024-01-01/P", fault: "is not a period"},
		{text: "", fault: `no "/"`},
	}
	for _, test := range tests {
		got, err := ParseInterval(test.text)
		if test.fault != "" {
			if err == nil || !strings.Contains(err.Error(), test.fault) {
				t.Errorf("ParseInterval(%q): error %v, want %q", test.text, err, test.fault)
			}
			continue
		}
		if err != nil {
			t.Errorf("ParseInterval(%q): %v", test.text, err)
			continue
		}
		if want := (Interval{at(t, test.start), at(t, test.end)}); got != want {
			t.Errorf("ParseInterval(%q) = %v, want %v", test.text, got, want)
		}
	}
}

func TestAllOfTime(t *testing.T) {
	const eternity = "-146136543-09-08T08:23:32.096Z/146140482-04-24T15:36:27.903Z"
	got, err := ParseInterval(eternity)
	if err != nil || got.Start >= 0 || got.End <= 0 {
		t.Errorf("ParseInterval(%q) = %v, %v", eternity, got, err)
	}
}

func TestDaysAgreeWithTheStandardLibrary(t *testing.T) {
	for day := int64(-800000); day < 800000; day += 13 {
		date := time.Unix(day*86400, 0).UTC()
		if got := days(int64(date.Year()), int64(date.Month()), int64(date.Day())); got != day {
			t.Fatalf("days(%s) = %d, want %d", date.Format(time.DateOnly), got, day)
		}
	}
}

func TestParsePeriod(t *testing.T) {
	got, err := ParsePeriod("P1Y2M3W4DT5H6M7.5S")
	if want := (Period{1, 2, 3, 4, 5, 6, 7500}); err != nil || got != want {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
	for _, bad := range []string{"", "P", "PT", "P1", "1D", "P1H", "PT1D", "P1D1Y", "P1DT", "p1d", "P-1D", "PT1.S", "P1D1D", "PT.5S"} {
		if p, err := ParsePeriod(bad); err == nil {
			t.Errorf("ParsePeriod(%q) = %v, want an error", bad, p)
		}
	}
}

func FuzzParseInterval(f *testing.F) {
	for _, seed := range []string{"2024-01-01/2024-02-01", "P1D/2024", "2024-01-31/P1M", "-1/1", "2024-01-01T10:00:00.5+01:00/2025"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, err := ParseInterval(text); err == nil && got.End < got.Start {
			t.Errorf("ParseInterval(%q) = %v ends before it starts", text, got)
		}
	})
}
