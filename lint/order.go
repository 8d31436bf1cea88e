package lint

import (
	"cmp"
	"slices"
)

// perFile sorts findings and applies "one fault, one finding" again: findings of the workspace have joined those of single documents.
func (l *Linter) perFile(findings []Finding) []Finding {
	slices.SortStableFunc(findings, compare)
	kept := findings[:0]
	for start := 0; start < len(findings); {
		end := start
		for end < len(findings) && findings[end].File == findings[start].File {
			end++
		}
		kept = append(kept, l.reportable(l.oneFault(findings[start:end]))...)
		start = end
	}
	return slices.CompactFunc(kept, func(a, b Finding) bool { return compare(a, b) == 0 })
}

// compare orders findings by file, place, rule and message.
func compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Start.Offset, b.Start.Offset),
		cmp.Compare(a.End.Offset, b.End.Offset),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Pointer, b.Pointer),
		cmp.Compare(a.Message, b.Message),
	)
}
