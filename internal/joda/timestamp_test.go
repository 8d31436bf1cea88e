package joda

import (
	"testing"
	"time"
)

func TestParseTimestampIn(t *testing.T) {
	berlin, _ := Zone("Europe/Berlin")
	tests := []struct{ text, want string }{
		{"2017-04-06T02:36:22", "2017-04-06T00:36:22Z"},
		{"2017-04-06T02:36:22Z", "2017-04-06T02:36:22Z"},
		{"2017-W14-4", "2017-04-05T22:00:00Z"},
		{"2017-10-29T02:30", "2017-10-29T00:30:00Z"}, // the first of the two
		{"2017-03-26T02:30", "NULL"},                 // left out by the clock
	}
	for _, test := range tests {
		got := "NULL"
		if millis, ok := ParseTimestampIn(test.text, berlin); ok {
			got = time.UnixMilli(millis).UTC().Format(time.RFC3339)
		}
		if got != test.want {
			t.Errorf("ParseTimestampIn(%q) = %s, want %s", test.text, got, test.want)
		}
	}
}

func FuzzTimestamp(f *testing.F) {
	for _, seed := range []string{
		"2017-04-06T02:36:22.123+05:30", "2017-W14-4 02,5Z", "2017-096T", "-1-1-1t1:1:1z", "123456789", "2017-04-06T02:36:22+053015.5",
	} {
		f.Add(seed)
	}
	patterns := map[string]*Pattern{}
	for _, text := range []string{"y-M-d", "y-M-d'T'H:m:s", "y-M-d H:mZ", "x-'W'w-e", "y"} {
		p, err := ParsePattern(text)
		if err != nil {
			f.Fatal(err)
		}
		patterns[text] = p
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := ParseTimestamp(text)
		for pattern, p := range patterns {
			// What a pattern of the same form reads, is read without it too, and in the same way.
			want, taken := p.Parse(text, nil)
			if taken && abs(want) < 1<<62 && (!ok || got != want) {
				t.Errorf("%q: %d, %t; %s reads %d", text, got, ok, pattern, want)
			}
		}
	})
}

func BenchmarkParseTimestamp(b *testing.B) {
	for _, text := range []string{"2017-04-06T02:36:22.123Z", "2017-04-06 02:36:22", "2017-W14-4", "not a time"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ParseTimestamp(text)
			}
		})
	}
}
