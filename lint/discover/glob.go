package discover

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// maxAlternatives bounds what the braces of one glob may stand for: each alternative is tried, so their number is the cost.
const maxAlternatives = 10_000

// glob is a pattern that the user typed, split into the folder that it starts at and what is matched below.
type glob struct {
	base    string // absolute
	prefix  string // slash prefix of what is below the base
	pattern string
	// steps[i] is the part of the pattern that a directory i+1 levels below the base has to match to be entered.
	steps []string
	// deep tells that directories below the last step are entered too.
	deep bool
	// anyExtension tells that the pattern itself says which extensions it wants.
	anyExtension bool
	// found tells that something matched.
	found bool
}

// newGlob reads a pattern that is relative to dir or absolute.
func newGlob(dir, typed string) (*glob, error) {
	pattern := path.Clean(filepath.ToSlash(typed))
	if err := CheckGlob(pattern); err != nil {
		return nil, err
	}
	base, rest := doublestar.SplitPattern(pattern)
	if base != "" && base == filepath.VolumeName(base) {
		base += "/" // C: alone is the working directory of that drive
	}
	g := &glob{base: absolute(dir, filepath.FromSlash(base)), pattern: rest}
	g.prefix = slashPrefix(g.base)
	g.anyExtension = strings.Contains(path.Base(rest), ".")
	elements := strings.Split(rest, "/")
	for i, e := range elements[:len(elements)-1] {
		// Beyond ** any depth may match, and braces may hold slashes: from there on every directory is entered.
		if g.deep = strings.Contains(e, "**") || strings.Contains(e, "{"); g.deep {
			break
		}
		g.steps = append(g.steps, strings.Join(elements[:i+1], "/"))
	}
	if last := elements[len(elements)-1]; strings.Contains(last, "**") || strings.Contains(last, "{") {
		g.deep = true
	}
	return g, nil
}

// matches tells whether a path is what the pattern looks for.
func (g *glob) matches(slash string) bool {
	rel, ok := strings.CutPrefix(slash, g.prefix)
	return ok && doublestar.MatchUnvalidated(g.pattern, rel)
}

// enters tells whether there may be matches below a directory.
func (g *glob) enters(slash string) bool {
	rel, ok := strings.CutPrefix(slash, g.prefix)
	if !ok {
		return false
	}
	level := strings.Count(rel, "/")
	if level < len(g.steps) {
		return doublestar.MatchUnvalidated(g.steps[level], rel)
	}
	return g.deep
}

// CheckGlob returns an error for what is not a glob and what would take for ever to match.
func CheckGlob(p string) error {
	if !doublestar.ValidatePattern(p) {
		return fmt.Errorf("the glob %s is not complete; close every [ and {, and write \\ before one that is meant literally", p)
	}
	if alternatives(p) > maxAlternatives {
		return fmt.Errorf("the braces of the glob %s stand for more than %d alternatives; write several globs", p, maxAlternatives)
	}
	return nil
}

// alternatives is an upper bound of what the braces of a glob expand to; beyond the limit it stops counting.
func alternatives(p string) int {
	total := 1
	var open []int
	for i := 0; i < len(p) && total <= maxAlternatives; i++ {
		switch {
		case p[i] == '{':
			open = append(open, 1)
		case p[i] == ',' && len(open) > 0:
			open[len(open)-1]++
		case p[i] == '}' && len(open) > 0:
			total *= open[len(open)-1]
			open = open[:len(open)-1]
		}
	}
	return total
}
