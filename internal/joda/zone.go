package joda

import (
	_ "embed"
	"iter"
	"strings"
	"time"
	_ "time/tzdata" // the same zones on machines without a zone database
)

// zones are the names of Joda-Time's zones, sorted, one in a line. They come from joda-time 2.14.0.
//
//go:embed zones.txt
var zones string

// ZoneNames yields the names of Joda-Time's zones in their order: those of the tz database.
func ZoneNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for line := range strings.Lines(zones) {
			if !yield(line[:len(line)-1]) {
				return
			}
		}
	}
}

// Zone finds the time zone of a name in the way of Druid's time functions (DateTimes.inferTzFromString): a name of ZoneNames in this
// very case, an offset such as +05:30, +0530 or -08 (with UTC, GMT or UT before it, or not), Z, a three-letter name of Java such as
// PST, or a short offset of Java such as GMT+5. ok is false for all others: Druid takes them for UTC and says nothing. Fractions of
// seconds in an offset are dropped.
func Zone(name string) (zone *time.Location, ok bool) {
	if name == "UTC" || name == "Z" || name == "UT" {
		return time.UTC, true
	}
	if isZoneName(name) {
		return load(name)
	}
	text := name
	for _, prefix := range [...]string{"UTC", "GMT", "UT"} {
		if rest, found := strings.CutPrefix(name, prefix); found {
			text = rest
			break
		}
	}
	if shift, size := offset(text); size > 1 && size == len(text) {
		return time.FixedZone(name, int(shift/second)), true
	}
	if strings.HasPrefix(name, "GMT") {
		return customZone(name)
	}
	for _, zone := range javaZones {
		if zone.name == name {
			return load(zone.id)
		}
	}
	return nil, false
}

// namedZone is a name that is none of ZoneNames, and the one of ZoneNames that is meant.
type namedZone struct{ name, id string }

// javaZones are names of java.util.TimeZone that Joda-Time lacks, with the zones that it makes of them.
var javaZones = []namedZone{
	{"ACT", "Australia/Darwin"}, {"AET", "Australia/Sydney"}, {"AGT", "America/Argentina/Buenos_Aires"}, {"ART", "Africa/Cairo"},
	{"AST", "America/Anchorage"}, {"BET", "America/Sao_Paulo"}, {"BST", "Asia/Dhaka"}, {"CAT", "Africa/Harare"},
	{"CNT", "America/St_Johns"}, {"CST", "America/Chicago"}, {"CTT", "Asia/Shanghai"}, {"EAT", "Africa/Addis_Ababa"},
	{"ECT", "Europe/Paris"}, {"IET", "America/Indiana/Indianapolis"}, {"IST", "Asia/Kolkata"}, {"JST", "Asia/Tokyo"},
	{"MIT", "Pacific/Apia"}, {"NET", "Asia/Yerevan"}, {"NST", "Pacific/Auckland"}, {"PLT", "Asia/Karachi"},
	{"PNT", "America/Phoenix"}, {"PRT", "America/Puerto_Rico"}, {"PST", "America/Los_Angeles"}, {"SST", "Pacific/Guadalcanal"},
	{"VST", "Asia/Ho_Chi_Minh"},
}

// customZone reads the forms of java.util.TimeZone that Joda-Time lacks: GMT+h, GMT+hmm and GMT+h:mm, with + or -.
func customZone(name string) (*time.Location, bool) {
	text := name[len("GMT"):]
	if len(text) < 2 || text[0] != '+' && text[0] != '-' {
		return nil, false
	}
	hours, minutes, colon := strings.Cut(text[1:], ":")
	if !colon && len(hours) > 2 {
		hours, minutes = hours[:len(hours)-2], hours[len(hours)-2:]
	}
	if len(hours) < 1 || len(hours) > 2 || len(minutes) != 2 && (colon || minutes != "") ||
		countDigits(hours+minutes, 4) < len(hours+minutes) {
		return nil, false
	}
	h, _ := integer(hours, false)
	m, _ := integer(minutes, false)
	if h > 23 || m > 59 {
		return nil, false
	}
	seconds := int(h)*3600 + int(m)*60
	if text[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone(name, seconds), true
}

func load(id string) (*time.Location, bool) {
	zone, err := time.LoadLocation(id)
	return zone, err == nil
}

func isZoneName(name string) bool {
	return name != "" && !strings.Contains(name, "\n") && (strings.Contains(zones, "\n"+name+"\n") || strings.HasPrefix(zones, name+"\n"))
}

// offset reads Z or a sign and hh[:mm[:ss[.SSS]]], with or without all of the separators, and returns the length of it, or -1.
func offset(text string) (millis int64, size int) {
	if text == "" {
		return 0, -1
	}
	if text[0]|0x20 == 'z' {
		return 0, 1
	}
	if text[0] != '+' && text[0] != '-' {
		return 0, -1
	}
	millis, size = offsetParts(text[1:])
	if size < 0 {
		return 0, -1
	}
	if text[0] == '-' {
		millis = -millis
	}
	return millis, size + 1
}

func offsetParts(text string) (millis int64, at int) {
	separated := false
	for i, unit := range [...]int64{hour, minute, second} {
		n := countDigits(text[at:], 2)
		if i > 0 && n == 0 && !separated {
			return millis, at
		}
		if n < 2 {
			return 0, -1
		}
		value := int64(text[at]-'0')*10 + int64(text[at+1]-'0')
		if value > 59 || i == 0 && value > 23 {
			return 0, -1
		}
		millis += value * unit
		if at += 2; at == len(text) {
			return millis, at
		}
		if i == 0 {
			separated = text[at] == ':'
		}
		if separated {
			if i < 2 && text[at] != ':' || i == 2 && text[at] != '.' && text[at] != ',' {
				return millis, at
			}
			at++
		}
	}
	size := countDigits(text[at:], 3)
	if size == 0 && separated {
		return 0, -1
	}
	for i, unit := 0, int64(100); i < size; i, unit = i+1, unit/10 {
		millis += int64(text[at+i]-'0') * unit
	}
	return millis, at + size
}

func (b *bucket) offset(text string) int {
	shift, size := offset(text)
	if size > 0 {
		b.shift, b.hasOffset = shift, true
	}
	return size
}

// abbreviations are the only zones that the letter z reads, in this very case.
var abbreviations = []namedZone{
	{"UTC", "UTC"}, {"UT", "UTC"}, {"GMT", "UTC"}, {"EST", "America/New_York"}, {"EDT", "America/New_York"},
	{"CST", "America/Chicago"}, {"CDT", "America/Chicago"}, {"MST", "America/Denver"}, {"MDT", "America/Denver"},
	{"PST", "America/Los_Angeles"}, {"PDT", "America/Los_Angeles"},
}

func (b *bucket) zoneAbbreviation(text string) int {
	for _, a := range abbreviations {
		if strings.HasPrefix(text, a.name) {
			return b.setZone(a.id, len(a.name))
		}
	}
	return -1
}

// zoneName reads the longest name of ZoneNames. A slash decides whether names with or without a slash are looked for.
func (b *bucket) zoneName(text string) int {
	const longestPrefix = len("Antarctica/")
	slash := strings.IndexByte(text[:min(len(text), longestPrefix)], '/')
	best := ""
	for name := range ZoneNames() {
		if len(name) > len(best) && strings.IndexByte(name, '/') == slash && strings.HasPrefix(text, name) {
			best = name
		}
	}
	if best == "" {
		return -1
	}
	return b.setZone(best, len(best))
}

func (b *bucket) setZone(id string, size int) int {
	zone, ok := load(id)
	if !ok {
		return -1
	}
	b.zone = zone
	return size
}
