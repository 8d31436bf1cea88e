package report

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"text/tabwriter"

	"github.com/polarspec/polarspec/lint"
)

// statistic is how often a rule speaks with one severity, and how many of these findings can be fixed mechanically.
type statistic struct {
	rule     string
	severity lint.Severity
	count    int
	safe     int // findings with a safe fix
	unsafe   int // findings with unsafe fixes only
}

// statistics counts findings by rule and severity, the most frequent first.
func statistics(findings []lint.Finding) []statistic {
	type key struct {
		rule     string
		severity lint.Severity
	}
	counts := map[key]*statistic{}
	for _, f := range findings {
		k := key{f.Rule, f.Severity}
		if counts[k] == nil {
			counts[k] = &statistic{rule: f.Rule, severity: f.Severity}
		}
		s := counts[k]
		s.count++
		switch {
		case slices.ContainsFunc(f.Fixes, func(fix lint.Fix) bool { return fix.Safe }):
			s.safe++
		case len(f.Fixes) > 0:
			s.unsafe++
		}
	}
	list := make([]statistic, 0, len(counts))
	for _, s := range counts {
		list = append(list, *s)
	}
	slices.SortFunc(list, func(a, b statistic) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(b.severity, a.severity), cmp.Compare(a.rule, b.rule))
	})
	return list
}

// statistics writes the numbers as a table.
func (p *printer) statistics(findings []lint.Finding) {
	if len(findings) == 0 {
		return
	}
	var plain bytes.Buffer
	table := tabwriter.NewWriter(&plain, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "COUNT\tSAFE FIX\tUNSAFE FIX\tSEVERITY\tRULE")
	for _, s := range statistics(findings) {
		fmt.Fprintf(table, "%d\t%d\t%d\t%s\t%s\n", s.count, s.safe, s.unsafe, s.severity, visible(s.rule))
	}
	_ = table.Flush() // the buffer takes everything
	p.out.Write(plain.Bytes())
	p.line()
}

type jsonStatistic struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Count    int    `json:"count"`
	Safe     int    `json:"safeFixes"`
	Unsafe   int    `json:"unsafeFixes"`
}

func jsonStatisticOf(s statistic) jsonStatistic {
	return jsonStatistic{Rule: s.rule, Severity: s.severity.String(), Count: s.count, Safe: s.safe, Unsafe: s.unsafe}
}
