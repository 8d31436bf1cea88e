package isotime_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/polarspec/polarspec/internal/isotime"
)

// TestWeeksAndDaysOfTheYear compares with Go's calendar, and holds to what ISO 8601 has no such day for.
func TestWeeksAndDaysOfTheYear(t *testing.T) {
	for day := time.Date(1999, time.December, 20, 0, 0, 0, 0, time.UTC); day.Year() < 2029; day = day.AddDate(0, 0, 1) {
		year, week := day.ISOWeek()
		weekday := int(day.Weekday()+6)%7 + 1
		for _, text := range []string{fmt.Sprintf("%04d-W%02d-%d", year, week, weekday), day.Format("2006-002")} {
			interval, err := isotime.ParseInterval(text + "/P1D")
			if err != nil || interval.Start != day.UnixMilli() || interval.End != day.AddDate(0, 0, 1).UnixMilli() {
				t.Fatalf("%s: %v, %v", text, interval, err)
			}
		}
	}
	for text, want := range map[string]string{
		"2023-W53/P1D": "week 53", "2024-W00/P1D": "1 to 53", "2024-W05-8/P1D": "1 to 7", "2023-366/P1D": "1 to 365", "2024-W/P1D": "is not a date",
	} {
		if _, err := isotime.ParseInterval(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
