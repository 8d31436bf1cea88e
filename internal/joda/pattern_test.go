package joda

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParsePatternFields(t *testing.T) {
	p, err := ParsePattern("yyyy-MM-dd'T'HH:mm''ééSSSZ 'o''clock'")
	if err != nil {
		t.Fatal(err)
	}
	want := []Field{
		{'y', 4, 0, 4}, {'M', 2, 5, 7}, {'d', 2, 8, 10}, {'H', 2, 13, 15}, {'m', 2, 16, 18}, {'S', 3, 24, 27}, {'Z', 1, 27, 28},
	}
	if diff := cmp.Diff(want, p.Fields()); diff != "" {
		t.Error(diff)
	}
}

func TestParsePatternErrors(t *testing.T) {
	tests := []struct {
		text string
		want PatternError
	}{
		{"", PatternError{Message: "Invalid pattern specification: Pattern is null or empty"}},
		{"'", PatternError{Length: 1, Message: "Both printing and parsing not supported"}},
		{"yyyy-MM-ddTHH:mm:ss", PatternError{10, 1, "Illegal pattern component: T", 'T'}},
		{"é 'T'XXX", PatternError{6, 3, "Illegal pattern component: XXX", 'X'}},
		{"yyyyW b", PatternError{4, 1, "Illegal pattern component: W", 'W'}},
	}
	for _, test := range tests {
		p, err := ParsePattern(test.text)
		if p != nil || err == nil {
			t.Errorf("ParsePattern(%q) = %v, want an error", test.text, p)
		} else if diff := cmp.Diff(test.want, *err); diff != "" || err.Error() != test.want.Message {
			t.Errorf("ParsePattern(%q): %s", test.text, diff)
		}
	}
}

func TestAllLettersHaveAMeaningOrNone(t *testing.T) {
	for c := byte('A'); c <= 'z'; c++ {
		if !isLetter(c) {
			continue
		}
		_, err := ParsePattern(string(c))
		if known := strings.IndexByte("GCYxyweEDMdaKhHkmsSzZ", c) >= 0; known != (err == nil) {
			t.Errorf("ParsePattern(%q): %v", c, err)
		}
	}
}

func TestTwoDigitYearsFollowTheYear(t *testing.T) {
	p, _ := ParsePattern("yy")
	for year, want := range map[int]int{2026: 1946, 2027: 2046, 2000: 1946, 1999: 1946, 1966: 1946, 1965: 1946, 2065: 2046, 30: 46} {
		millis, ok := p.InYear(year).Parse("46", nil)
		if got := time.UnixMilli(millis).UTC().Year(); !ok || got != want {
			t.Errorf("46 in %d is %d, %t; want %d", year, got, ok, want)
		}
	}
}

func TestDoubts(t *testing.T) {
	const (
		dayOfYear  = `"DD" is the day of the year, which overrules the month: 2017-04-06 is read as 6 January`
		notMonth   = `"mm" is the minute, not the month: every date is read as one in January`
		notMinute  = `"MM" is the month, not the minute: minutes are read as months, and those above 12 give NULL`
		halfHours  = `"hh" is the hour of a half day without "a" for AM or PM: hours from 13 on give NULL`
		fullHours  = `"HH" is the hour of the day, which overrules AM and PM: 03 PM is read as 03:00`
		notSecond  = `"SS" is a fraction of a second, not the second: every time is read as one in second 0`
		weekYear   = `"xxxx" is the year that a week belongs to: some days around New Year get the wrong year, and 29 February can give NULL`
		noWeekYear = `"yyyy" is not the year that a week belongs to: the first week of some years gets the wrong year`
	)
	tests := []struct {
		pattern string
		want    []Doubt
		fixed   string
	}{
		{"yyyy-MM-dd HH:mm:ss", nil, ""},
		{"YYYY-MM-dd'T'HH:mm:ss.SSSZ", nil, ""},
		{"yyyy-DDD", nil, ""},
		{"yyyyMMddHHmmss", nil, ""},
		{"xxxx-'W'ww-e", nil, ""},
		{"dd/MMM/yyyy:HH:mm:ss Z", nil, ""},
		{"MM/dd/yyyy hh:mm:ss a", nil, ""},
		{"HH:mm dd.MM.yyyy", nil, ""},
		{"mm:ss", nil, ""},
		{"mm", nil, ""},
		{"mm:ss HH MM", nil, ""},
		{"HH MMM yyyy", nil, ""},
		{"yyyyMMddmm", nil, ""},
		{"yyyy-MM-dd kk:mm", nil, ""},
		{"yyyy D d M", nil, ""},
		{"YYYY-MM-DD", []Doubt{{8, 2, dayOfYear, "dd"}}, "YYYY-MM-dd"},
		{"MMM DD yyyy", []Doubt{{4, 2, dayOfYear, "dd"}}, "MMM dd yyyy"},
		{"yyyy-mm-dd", []Doubt{{5, 2, notMonth, "MM"}}, "yyyy-MM-dd"},
		{"mm/dd/yyyy", []Doubt{{0, 2, notMonth, "MM"}}, "MM/dd/yyyy"},
		{"dd.mm.yyyy HH:mm", []Doubt{{3, 2, notMonth, "MM"}}, "dd.MM.yyyy HH:mm"},
		{"yyyy-mm-dd HH:MM:ss", []Doubt{{5, 2, notMonth, "MM"}, {14, 2, notMinute, "mm"}}, "yyyy-MM-dd HH:mm:ss"},
		{"yyyy-MM-dd HH:MM", []Doubt{{14, 2, notMinute, "mm"}}, "yyyy-MM-dd HH:mm"},
		{"yyyyMMddHHMMss", []Doubt{{10, 2, notMinute, "mm"}}, "yyyyMMddHHmmss"},
		{"yyyy-MM-dd hh:mm:ss", []Doubt{{11, 2, halfHours, "HH"}}, "yyyy-MM-dd HH:mm:ss"},
		{"K:mm", []Doubt{{0, 1, `"K" is the hour of a half day without "a" for AM or PM: hours from 12 on give NULL`, "H"}}, "H:mm"},
		{"HH:mm a", []Doubt{{0, 2, fullHours, "hh"}}, "hh:mm a"},
		{"HH:mm:SS", []Doubt{{6, 2, notSecond, "ss"}}, "HH:mm:ss"},
		{"xxxx-MM-dd", []Doubt{{0, 4, weekYear, "yyyy"}}, "yyyy-MM-dd"},
		{"yyyy-'W'ww", []Doubt{{0, 4, noWeekYear, "xxxx"}}, "xxxx-'W'ww"},
		{"yyyy zzzz", []Doubt{{5, 4, `"zzzz" is the long name of a time zone, which can be printed and not be read: parsing fails for every row`, ""}}, ""},
	}
	for _, test := range tests {
		p, err := ParsePattern(test.pattern)
		if err != nil {
			t.Fatalf("%s: %v", test.pattern, err)
		}
		got := p.Doubts()
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.pattern, diff)
		}
		if test.fixed == "" {
			continue
		}
		fixed := []byte(test.pattern)
		for _, d := range got {
			copy(fixed[d.Offset:d.Offset+d.Length], d.Replacement)
		}
		if string(fixed) != test.fixed {
			t.Errorf("%s becomes %s, want %s", test.pattern, fixed, test.fixed)
		}
		if again, err := ParsePattern(test.fixed); err != nil || again.Doubts() != nil {
			t.Errorf("%s is doubtful itself: %v", test.fixed, again.Doubts())
		}
	}
}

// What the messages of Doubts say is so.
func TestDoubtsAreTrue(t *testing.T) {
	tests := []struct{ pattern, text, want string }{
		{"yyyy-MM-DD", "2017-04-06", "2017-01-06T00:00:00Z"},
		{"yyyy-mm-dd", "2017-04-06", "2017-01-06T00:04:00Z"},
		{"yyyy-MM-dd HH:MM", "2017-04-06 10:11", "2017-11-06T10:00:00Z"},
		{"yyyy-MM-dd HH:MM", "2017-04-06 10:13", "NULL"},
		{"hh", "13", "NULL"},
		{"KK", "12", "NULL"},
		{"HH a", "03 PM", "1970-01-01T03:00:00Z"},
		{"HH:mm:SS", "10:11:12", "1970-01-01T10:11:00.12Z"},
		{"xxxx-MM-dd", "2009-01-01", "2008-01-01T00:00:00Z"},
		{"xxxx-MM-dd", "2008-02-29", "NULL"},
		{"yyyy-'W'ww", "2025-W01", "2025-12-29T00:00:00Z"},
		{"yyyy zzzz", "2017 UTC", "NULL"},
		{"MM-dd", "02-29", "2000-02-29T00:00:00Z"},
	}
	for _, test := range tests {
		p, err := ParsePattern(test.pattern)
		if err != nil {
			t.Fatal(err)
		}
		got := "NULL"
		if millis, ok := p.Parse(test.text, time.UTC); ok {
			got = time.UnixMilli(millis).UTC().Format(time.RFC3339Nano)
		}
		if got != test.want {
			t.Errorf("%s reads %q as %s, want %s", test.pattern, test.text, got, test.want)
		}
	}
}

func TestZoneNames(t *testing.T) {
	names := slices.Collect(ZoneNames())
	if len(names) < 500 || !slices.IsSorted(names) || !slices.Contains(names, "Europe/Berlin") || !slices.Contains(names, "UTC") {
		t.Errorf("%d names: %q", len(names), names)
	}
	for _, name := range names {
		if _, ok := Zone(name); !ok {
			t.Errorf("Zone(%q) is not known", name)
		}
	}
	for range ZoneNames() {
		break // a loop may stop early
	}
	for _, zone := range slices.Concat(javaZones, abbreviations) {
		if !slices.Contains(names, zone.id) {
			t.Errorf("%q is no zone", zone.id)
		}
	}
}

func FuzzPattern(f *testing.F) {
	for _, seed := range [][2]string{
		{"yyyy-MM-dd'T'HH:mm:ss.SSSZ", "2017-04-06T02:36:22.123Z"}, {"EEE, dd MMM yy hh:mm a zzz", "Thu, 06 Apr 17 02:36 PM UTC"},
		{"G CC YY xx ww e D k K ZZZ", "BC 20 17 17 14 4 96 2 2 Europe/Berlin"}, {"'", ""}, {"yy", "-\xff"}, {"yyyy'é''", "1é'"},
	} {
		f.Add(seed[0], seed[1])
	}
	zone, _ := Zone("Europe/Berlin")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		p, err := ParsePattern(pattern)
		if err != nil {
			if err.Message == "" || err.Offset < 0 || err.Length < 0 || err.Offset+err.Length > len(pattern) {
				t.Errorf("ParsePattern(%q): %+v", pattern, err)
			}
			return
		}
		end := 0
		for _, field := range p.Fields() {
			if field.Start < end || field.End-field.Start != field.Count ||
				pattern[field.Start:field.End] != strings.Repeat(string(rune(field.Letter)), field.Count) {
				t.Errorf("%q: %+v", pattern, field)
			}
			end = field.End
		}
		for _, d := range p.Doubts() {
			if d.Message == "" || d.Replacement != "" && len(d.Replacement) != d.Length {
				t.Errorf("%q: %+v", pattern, d)
			}
		}
		at, ok := p.Parse(text, zone)
		if again, okAgain := p.Parse(text, zone); at != again || ok != okAgain {
			t.Errorf("%q parses %q in two ways", pattern, text)
		}
	})
}

func TestFormatRefusesZoneNames(t *testing.T) {
	for _, pattern := range []string{"yyyy z", "zzzz", "yyyy-MM-dd ZZZ"} {
		p, _ := ParsePattern(pattern)
		if text, ok := p.Format(0, nil); ok {
			t.Errorf("%s formats %q", pattern, text)
		}
	}
}

func FuzzFormat(f *testing.F) {
	for _, seed := range []int64{0, -1, 1491446182123, -62135596800001, 253402300800000} {
		f.Add(seed, "yyyy-MM-dd G a")
	}
	p, _ := ParsePattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ")
	f.Fuzz(func(t *testing.T, millis int64, pattern string) {
		const far = 1 << 61 // years of nine digits at most
		if millis < far && millis > -far {
			text, ok := p.Format(millis, nil)
			if again, read := p.Parse(text, nil); !ok || !read || again != millis {
				t.Errorf("%d is written %q, which is read as %d, %t", millis, text, again, read)
			}
			if again, read := ParseTimestamp(text); !read || again != millis {
				t.Errorf("%d is written %q, which is read as %d, %t", millis, text, again, read)
			}
		}
		if other, err := ParsePattern(pattern); err == nil {
			other.Format(millis, nil)
		}
	})
}

func BenchmarkParsePattern(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, _ = ParsePattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ")
	}
}

func BenchmarkParse(b *testing.B) {
	p, _ := ParsePattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ")
	b.ReportAllocs()
	for b.Loop() {
		p.Parse("2017-04-06T02:36:22.123+02:00", nil)
	}
}

func BenchmarkZone(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Zone("Europe/Berlin")
	}
}
