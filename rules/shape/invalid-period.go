package shape

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

//go:embed invalid-period.md
var invalidPeriodPage string

func invalidPeriod() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "shape/invalid-period", Severity: lint.Error, Page: invalidPeriodPage,
			Summary:  `a period that is not ISO 8601, such as "30 days"`,
			Evidence: "documented as ISO 8601 (V)",
		},
		Kinds: []polaris.Kind{polaris.JobKind, polaris.TableKind},
		Check: func(p *lint.Pass) {
			for v := range p.Violations() {
				text := v.Node.Text()
				problem := lint.Problem{At: v.Node, Message: fmt.Sprintf("%q is not an ISO 8601 period: write P, then years, months, weeks and days, then T and hours, minutes and seconds, as in P30D or PT1H", text)}
				if meant := meantPeriod(text); meant != "" {
					problem.Message = fmt.Sprintf("%q is not an ISO 8601 period. Did you mean %q?", text, meant)
					problem.Fixes = []lint.Fix{{Title: fmt.Sprintf("replace by %q", meant), Safe: true, Edits: document.ReplaceText(v.Node, meant)}}
				}
				p.Report(problem)
			}
		},
	}
}

// units are the words and letters for the parts of a period. "m" alone may be months or minutes, "P30" anything.
var units = []struct {
	designator string
	time       bool
	words      string
}{
	{"Y", false, "y yr yrs year years"}, {"M", false, "mo mon month months"}, {"W", false, "w wk wks week weeks"}, {"D", false, "d day days"},
	{"H", true, "h hr hrs hour hours"}, {"M", true, "min mins minute minutes"}, {"S", true, "s sec secs second seconds"},
}

// meantPeriod reads a number with one unit, in words or with a part of the notation missing; "" where that has not one meaning.
func meantPeriod(text string) string {
	s := strings.ToLower(strings.TrimSpace(text))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "p"), "t")
	digits := strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyz -_")
	n, err := strconv.ParseUint(digits, 10, 31)
	if err != nil {
		return ""
	}
	word := strings.Trim(s[len(digits):], " -_")
	for _, unit := range units {
		for _, w := range strings.Fields(unit.words) {
			if w != word {
				continue
			}
			if unit.time {
				return fmt.Sprintf("PT%d%s", n, unit.designator)
			}
			return fmt.Sprintf("P%d%s", n, unit.designator)
		}
	}
	return ""
}
