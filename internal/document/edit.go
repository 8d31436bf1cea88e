package document

import (
	"fmt"
	"slices"
)

// Apply returns src with the edits made. Their spans are byte offsets in src; they may come in any order but must not overlap.
// Insertions (empty spans) at one place are made in the order given, before a replacement that starts there.
// The error names the edits that overlap, or the one that lies outside src; src is never changed.
func Apply(src []byte, edits []Edit) ([]byte, error) {
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, compareEdits)
	size, at := len(src), Span{}
	for i, edit := range sorted {
		if edit.Span.Start < 0 || edit.Span.End < edit.Span.Start || edit.Span.End > len(src) {
			return nil, fmt.Errorf("the edit of bytes %d to %d lies outside the text of %d bytes", edit.Span.Start, edit.Span.End, len(src))
		}
		if i > 0 && edit.Span.Start < at.End {
			return nil, fmt.Errorf("the edits of bytes %d to %d and %d to %d overlap", at.Start, at.End, edit.Span.Start, edit.Span.End)
		}
		at = edit.Span
		size += len(edit.Text) - edit.Span.Len()
	}
	out := make([]byte, 0, size)
	done := 0
	for _, edit := range sorted {
		out = append(out, src[done:edit.Span.Start]...)
		out = append(out, edit.Text...)
		done = edit.Span.End
	}
	return append(out, src[done:]...), nil
}

// compareEdits orders edits by their place, and insertions before a replacement at the same place.
func compareEdits(a, b Edit) int {
	if a.Span.Start != b.Span.Start {
		return a.Span.Start - b.Span.Start
	}
	return min(a.Span.Len(), 1) - min(b.Span.Len(), 1)
}
