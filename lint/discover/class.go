package discover

import "strings"

// byteSet is a set of bytes.
type byteSet [256 / 64]uint64

// has tells whether the byte is in the set.
func (s *byteSet) has(c byte) bool {
	return s[c/64]>>(c%64)&1 != 0
}

// add puts a byte into the set.
func (s *byteSet) add(c byte) {
	s[c/64] |= 1 << (c % 64)
}

// addRange puts the bytes from lo to hi into the set. When folding, a lower case letter is in a range that its capital is in.
func (s *byteSet) addRange(lo, hi byte, fold bool) {
	for c := int(lo); c <= int(hi); c++ {
		s.add(byte(c))
		if fold {
			s.add(lower(byte(c)))
		}
	}
}

// parseClass reads the bracket expression at the start of p and returns how long it is; 0 if it is not closed or names no known class, which matches nothing.
func parseClass(p string, fold bool) (*byteSet, int) {
	set := &byteSet{}
	i := 1
	negated := i < len(p) && (p[i] == '!' || p[i] == '^')
	if negated {
		i++
	}
	var before byte // the byte that a minus would start a range from, 0 if none
	// A closing bracket in the first place is a member.
	for first := true; i < len(p) && (first || p[i] != ']'); first = false {
		c := p[i]
		switch {
		case c == '\\':
			if i++; i == len(p) {
				return nil, 0
			}
			c = p[i]
			set.add(c)
		case c == '-' && before != 0 && i+1 < len(p) && p[i+1] != ']':
			i++
			if p[i] == '\\' {
				i++
			}
			if i == len(p) {
				return nil, 0
			}
			set.addRange(before, p[i], fold)
			c = 0
		case c == '[' && i+1 < len(p) && p[i+1] == ':':
			end := strings.IndexByte(p[i+2:], ']')
			if end < 0 {
				return nil, 0
			}
			name, closed := strings.CutSuffix(p[i+2:i+2+end], ":")
			if !closed {
				set.add(c) // an ordinary bracket; its colon comes next
				break
			}
			if !set.addNamed(name, fold) {
				return nil, 0
			}
			i += 2 + end
			c = 0
		default:
			set.add(c)
		}
		before = c
		i++
	}
	if i >= len(p) {
		return nil, 0
	}
	if negated {
		for k := range set {
			set[k] = ^set[k]
		}
	}
	return set, i + 1
}

// addNamed puts the members of a class such as alpha into the set; false if the name is not known. Only ASCII has classes, as in git.
func (s *byteSet) addNamed(name string, fold bool) bool {
	member, ok := namedClass(name)
	if !ok {
		return false
	}
	for c := range byte(0x80) {
		if member(c) {
			s.add(c)
			if fold {
				s.add(lower(c))
			}
		}
	}
	return true
}

// namedClass is the test for the members of a POSIX class.
func namedClass(name string) (func(byte) bool, bool) {
	between := func(c, lo, hi byte) bool { return lo <= c && c <= hi }
	isLower := func(c byte) bool { return between(c, 'a', 'z') }
	isUpper := func(c byte) bool { return between(c, 'A', 'Z') }
	digit := func(c byte) bool { return between(c, '0', '9') }
	alpha := func(c byte) bool { return isLower(lower(c)) }
	alnum := func(c byte) bool { return alpha(c) || digit(c) }
	graph := func(c byte) bool { return between(c, '!', '~') }
	switch name {
	case "alnum":
		return alnum, true
	case "alpha":
		return alpha, true
	case "blank":
		return func(c byte) bool { return c == ' ' || c == '\t' }, true
	case "cntrl":
		return func(c byte) bool { return c < ' ' || c == 0x7f }, true
	case "digit":
		return digit, true
	case "graph":
		return graph, true
	case "lower":
		return isLower, true
	case "print":
		return func(c byte) bool { return graph(c) || c == ' ' }, true
	case "punct":
		return func(c byte) bool { return graph(c) && !alnum(c) }, true
	case "space":
		return func(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }, true
	case "upper":
		return isUpper, true
	case "xdigit":
		return func(c byte) bool { return digit(c) || between(lower(c), 'a', 'f') }, true
	}
	return nil, false
}
