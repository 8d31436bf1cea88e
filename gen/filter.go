package gen

import "slices"

// filter chooses fields by the patterns of --select and --exclude.
type filter struct {
	take, drop []string
	matched    map[string]bool // the patterns that match a field
}

func newFilter(o *Options) *filter {
	return &filter{take: o.Select, drop: o.Exclude, matched: map[string]bool{}}
}

// selects reports whether a field is chosen.
func (f *filter) selects(name string) bool {
	return (len(f.take) == 0 || f.match(f.take, name)) && !f.match(f.drop, name)
}

// selectsWithin reports whether a value within a field is chosen: by its own path, or with the field as a whole.
func (f *filter) selectsWithin(whole bool, root, path string) bool {
	taken := f.match(f.take, path) || len(f.take) == 0 || whole
	return taken && !f.match(f.drop, path) && !f.match(f.drop, root)
}

func (f *filter) match(patterns []string, name string) bool {
	found := false
	for _, pattern := range patterns {
		if matches(pattern, name) {
			f.matched[pattern] = true
			found = true
		}
	}
	return found
}

// unused is the error about a pattern that matches nothing.
func (f *filter) unused(j *job) error {
	for _, list := range []struct {
		flag     string
		patterns []string
	}{{"select", f.take}, {"exclude", f.drop}} {
		for _, pattern := range list.patterns {
			if !f.matched[pattern] {
				return j.unknownField(list.flag, pattern)
			}
		}
	}
	return nil
}

// matches reports whether a name fits a pattern, in which * stands for any text and ? for one character.
func matches(pattern, name string) bool {
	n := []rune(name)
	row := make([]bool, len(n)+1) // row[i]: the pattern so far fits the first i characters
	row[0] = true
	for _, c := range pattern {
		next := make([]bool, len(n)+1)
		for i := range next {
			switch {
			case c == '*':
				next[i] = row[i] || i > 0 && next[i-1]
			case i > 0:
				next[i] = row[i-1] && (c == '?' || c == n[i-1])
			}
		}
		row = next
		if !slices.Contains(row, true) {
			return false
		}
	}
	return row[len(n)]
}
