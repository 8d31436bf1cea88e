package main

import (
	"strconv"
	"time"
)

// today is the time that a command takes for now: the start of the day that its flag --today gives, the time of SOURCE_DATE_EPOCH, or
// the current one; in UTC.
func (s *streams) today(flag string) (time.Time, error) {
	if flag != "" {
		at, err := time.Parse(time.DateOnly, flag)
		if err != nil {
			return time.Time{}, usageError("--today is a day as YYYY-MM-DD, not %q", flag)
		}
		return at, nil
	}
	if text := s.getenv("SOURCE_DATE_EPOCH"); text != "" {
		seconds, err := strconv.ParseInt(text, 10, 64)
		if at := time.Unix(seconds, 0).UTC(); err == nil && seconds >= 0 && at.Year() < 10000 {
			return at, nil
		}
		return time.Time{}, usageError("SOURCE_DATE_EPOCH is the number of seconds since 1970, not %q", text)
	}
	return time.Now().UTC(), nil
}
