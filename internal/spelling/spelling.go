// Package spelling finds the known name that a misspelt one was probably meant to be.
package spelling

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SameButStyle reports whether two names differ only in case and in the separators "_", "-" and space.
// It is false for equal names.
func SameButStyle(a, b string) bool { return a != b && fold(a) == fold(b) }

// Near returns the candidate that name was probably meant to be: one that differs in case or separators only, else the one
// with the fewest slips (a letter added, dropped, changed, or two swapped), at most one in a short name and two from eight
// letters on, and always less than a third of its length. Of equally near candidates the first wins. A name equal to a candidate is not a slip. ok is false when none is near.
func Near(name string, candidates iter.Seq[string]) (near string, ok bool) {
	folded := fold(name)
	limit := slips(folded)
	best := limit + 1
	for candidate := range candidates {
		if candidate == name {
			continue
		}
		other := fold(candidate)
		if other == folded {
			return candidate, true
		}
		if d := distance(folded, other, limit); d < best && 3*d < utf8.RuneCountInString(other) {
			near, best = candidate, d
		}
	}
	return near, best <= limit
}

// Meant returns the candidate that name was probably meant to be: a near one, else the only one that it begins.
func Meant(name string, candidates iter.Seq[string]) (meant string, ok bool) {
	if near, ok := Near(name, candidates); ok {
		return near, true
	}
	return Begins(name, candidates)
}

// begun is the least length in bytes of the beginning of a name that still tells which one is meant.
const begun = 5

// Begins returns the one candidate that starts with name, in any case: "filter" for filterExpression. ok is false when there is
// none, or more than one, or name is shorter than five letters.
func Begins(name string, candidates iter.Seq[string]) (long string, ok bool) {
	if len(name) < begun {
		return "", false
	}
	for candidate := range candidates {
		if len(candidate) > len(name) && strings.EqualFold(candidate[:len(name)], name) {
			if ok {
				return "", false
			}
			long, ok = candidate, true
		}
	}
	return long, ok
}

// slips is how many slips still make a name recognisable, by its length in runes.
func slips(name string) int {
	switch n := utf8.RuneCountInString(name); {
	case n < 3:
		return 0
	case n < 8:
		return 1
	default:
		return 2
	}
}

func fold(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '_', '-', ' ':
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// distance is the optimal string alignment distance; limit+1 stands for anything above limit.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > limit || len(y)-len(x) > limit {
		return limit + 1
	}
	before, above, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return limit + 1
		}
		before, above, row = above, row, before
	}
	return above[len(y)]
}
