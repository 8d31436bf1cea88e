package discover

import (
	"bytes"
	"strings"
)

// Verdict is what a set of ignore patterns says of a path.
type Verdict uint8

// The verdicts. A later pattern wins over an earlier one.
const (
	// Undecided is a path that no pattern matches.
	Undecided Verdict = iota
	// Ignored is a path whose last matching pattern ignores it.
	Ignored
	// Kept is a path whose last matching pattern starts with an exclamation mark.
	Kept
)

// Matcher holds the patterns of one ignore file, compiled. It is not changed after [ParseIgnore] and may be used from several goroutines.
type Matcher struct {
	rules []rule
	fold  bool
}

// rule is one pattern. As in git the text before the first wildcard is compared by itself, and the wildcards with what remains of the path.
type rule struct {
	prefix string
	tokens []token
	// keep is set by an exclamation mark, dirOnly by a final slash, nameOnly by the lack of any other slash.
	keep, dirOnly, nameOnly bool
}

// ParseIgnore compiles the text of a .gitignore file. foldCase is git's core.ignorecase. Every text is valid: as in git, a pattern that is malformed matches nothing.
func ParseIgnore(text []byte, foldCase bool) *Matcher {
	m := &Matcher{fold: foldCase}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	for len(text) > 0 {
		var line []byte
		line, text, _ = bytes.Cut(text, []byte("\n"))
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		line = bytes.TrimSuffix(line, []byte("\r"))
		line, _, _ = bytes.Cut(line, []byte{0}) // git's lines are C strings
		if r, ok := parseRule(trimSpaces(string(line)), foldCase); ok {
			m.rules = append(m.rules, r)
		}
	}
	return m
}

// Match judges a path that is relative to the folder of the ignore file, with forward slashes. dir tells that it is a directory.
// It looks at this very path: a caller that finds a folder ignored must not ask for what is below it. A nil Matcher decides nothing.
func (m *Matcher) Match(path string, dir bool) Verdict {
	if m == nil {
		return Undecided
	}
	name := path[strings.LastIndexByte(path, '/')+1:]
	for i := len(m.rules) - 1; i >= 0; i-- {
		r := &m.rules[i]
		if r.dirOnly && !dir {
			continue
		}
		subject := path
		if r.nameOnly {
			subject = name
		}
		if !r.match(subject, m.fold) {
			continue
		}
		if r.keep {
			return Kept
		}
		return Ignored
	}
	return Undecided
}

// match compares the pattern with the path or, for a pattern without slash, the name.
func (r *rule) match(s string, fold bool) bool {
	if !hasPrefix(s, r.prefix, fold) {
		return false
	}
	s = s[len(r.prefix):]
	// Most patterns are plain text or *.ext.
	switch {
	case len(r.tokens) == 0:
		return s == ""
	case len(r.tokens) == 2 && r.tokens[0].kind == star && r.tokens[1].kind == literal:
		cut := len(s) - len(r.tokens[1].text)
		return cut >= 0 && hasPrefix(s[cut:], r.tokens[1].text, fold) && strings.IndexByte(s[:cut], '/') < 0
	}
	return matchTokens(r.tokens, s, fold)
}

// parseRule compiles one pattern; false if it can never match.
func parseRule(p string, fold bool) (rule, bool) {
	var r rule
	p, r.keep = strings.CutPrefix(p, "!")
	p, r.dirOnly = strings.CutSuffix(p, "/")
	r.nameOnly = !strings.Contains(p, "/")
	p = strings.TrimPrefix(p, "/")
	if p == "" {
		return r, false
	}
	plain := strings.IndexAny(p, `*?[\`)
	if plain < 0 {
		plain = len(p)
	}
	r.prefix = p[:plain]
	if fold {
		r.prefix = lowerASCII(r.prefix)
	}
	var ok bool
	r.tokens, ok = compile(p[plain:], fold)
	return r, ok
}

// trimSpaces removes spaces at the end, up to one that a backslash escapes.
func trimSpaces(line string) string {
	end := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case ' ':
			continue
		case '\\':
			i++
		}
		end = min(i+1, len(line))
	}
	return line[:end]
}

// hasPrefix is strings.HasPrefix; when folding, prefix must be in lower case and the case of s does not matter. Only ASCII folds, as in git.
func hasPrefix(s, prefix string, fold bool) bool {
	if !fold {
		return strings.HasPrefix(s, prefix)
	}
	if len(s) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		if lower(s[i]) != prefix[i] {
			return false
		}
	}
	return true
}

// lower is the lower case of an ASCII letter and any other byte as it is.
func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// lowerASCII is strings.ToLower for ASCII letters only.
func lowerASCII(s string) string {
	b := []byte(s)
	for i := range b {
		b[i] = lower(b[i])
	}
	return string(b)
}
