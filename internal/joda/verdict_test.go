package joda

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// verdict is a line of the files in testdata: what Druid answered.
type verdict struct {
	Pattern, Text, Name, Zone string
	Millis                    *int64  // absent for NULL
	Error                     string  // of a pattern
	Throws                    string  // the exception that ends the job
	ID                        string  // of a zone
	Offsets                   []int64 // of a zone, in milliseconds, at the times of zoneTimes
	Joda, Java                bool    // which of the two libraries knows a zone
}

func verdicts(t *testing.T, file string, atLeast int) []verdict {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var all []verdict
	for line := range bytes.Lines(content) {
		var v verdict
		if err := json.Unmarshal(line, &v); err != nil {
			t.Fatalf("%s, line %d: %v", file, len(all)+1, err)
		}
		all = append(all, v)
	}
	if len(all) < atLeast {
		t.Fatalf("%s has %d lines, want at least %d", file, len(all), atLeast)
	}
	return all
}

// differs says whether an answer is not Druid's. The exception are times at the ends of 64 bits, 290 million years from
// now, where Joda-Time's arithmetic overflows. An era without a year or a year of nine digits gets there.
func (v verdict) differs(millis int64, ok bool) bool {
	const overflow = 9.2e18
	if v.Millis != nil && (*v.Millis > overflow || *v.Millis < -overflow) {
		return false
	}
	return ok != (v.Millis != nil) || ok && millis != *v.Millis
}

func TestPatternsAgreeWithDruid(t *testing.T) {
	for _, v := range verdicts(t, "patterns.jsonl", 400) {
		p, err := ParsePattern(v.Pattern)
		if err != nil || v.Error != "" {
			if err == nil || err.Message != v.Error {
				t.Errorf("ParsePattern(%q): %v, Druid says %q", v.Pattern, err, v.Error)
			}
			continue
		}
		zone := time.UTC
		if found, ok := Zone(v.Zone); ok {
			zone = found
		}
		if millis, ok := p.Parse(v.Text, zone); v.differs(millis, ok) {
			t.Errorf("%q parses %q in %q: got %d, %t, Druid says %s", v.Pattern, v.Text, v.Zone, millis, ok, text(v.Millis))
		}
	}
}

func TestTimestampsAgreeWithDruid(t *testing.T) {
	for _, v := range verdicts(t, "timestamps.jsonl", 300) {
		if millis, ok := ParseTimestamp(v.Text); v.differs(millis, ok) {
			t.Errorf("ParseTimestamp(%q): got %d, %t, Druid says %s", v.Text, millis, ok, text(v.Millis))
		}
	}
}

func TestFormatsAgreeWithDruid(t *testing.T) {
	for _, v := range verdicts(t, "formats.jsonl", 200) {
		p, err := ParsePattern(v.Pattern)
		if err != nil {
			t.Fatalf("%q: %v", v.Pattern, err)
		}
		zone := time.UTC
		if found, ok := Zone(v.Zone); ok {
			zone = found
		}
		if got, ok := p.Format(*v.Millis, zone); !ok || got != v.Text {
			t.Errorf("%q formats %d in %q: got %q, %t, Druid says %q", v.Pattern, *v.Millis, v.Zone, got, ok, v.Text)
		}
	}
}

func text(millis *int64) string {
	if millis == nil {
		return "NULL"
	}
	b, _ := json.Marshal(*millis)
	return string(b)
}

// zoneTimes are the times of the offsets in zones.jsonl.
var zoneTimes = []int64{1483228800000, 1500000000000, 1750000000000}

func TestZonesAgreeWithDruid(t *testing.T) {
	for _, v := range verdicts(t, "zones.jsonl", 100) {
		zone, ok := Zone(v.Name)
		known := v.Joda || v.Java && v.Throws == "" || v.Throws == "" && v.ID != "UTC" && v.ID != "Etc/GMT" && v.ID != "GMT"
		if ok != known {
			t.Errorf("Zone(%q): %t, Druid takes it for %q (Joda %t, Java %t, %s)", v.Name, ok, v.ID, v.Joda, v.Java, v.Throws)
			continue
		}
		for i, at := range zoneTimes {
			// Offsets of Go are whole seconds.
			if ok && offsetAt(at, zone) != v.Offsets[i]/second*second {
				t.Errorf("Zone(%q): offset %d at %d, Druid says %d", v.Name, offsetAt(at, zone), at, v.Offsets[i])
			}
		}
	}
}
