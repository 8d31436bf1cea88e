package report

import (
	"strings"

	"github.com/polarspec/polarspec/lint"
)

// Underlined returns the line of an excerpt as a terminal shows it, without control characters, and the marks that stand below its
// place.
func Underlined(e lint.Excerpt) (line, marks string) {
	shown := draw(e)
	return shown.line, strings.Repeat(" ", shown.indent) + strings.Repeat("^", shown.marks)
}
