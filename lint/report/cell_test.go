package report

import (
	"slices"
	"testing"
)

func TestGlyph(t *testing.T) {
	for _, c := range []struct {
		in    string
		text  string
		width int
	}{
		{"a", "a", 1},
		{"~", "~", 1},
		{"ü", "ü", 1},
		{"\u0301", "\u0301", 0},
		{"\u200d", "\u200d", 0},
		{"\ufe0f", "\ufe0f", 0},
		{"\u1161", "\u1161", 0},
		{"\u1100", "\u1100", 2},
		{"名", "名", 2},
		{"한", "한", 2},
		{"、", "、", 2},
		{"Ａ", "Ａ", 2},
		{"ｱ", "ｱ", 1},
		{"🚀", "🚀", 2},
		{"𠀀", "𠀀", 2},
		{"…", "…", 1},
		{"\u0600", "\u0600", 1}, // a format character that is drawn
		{"\ufffd", "\ufffd", 1},
		{"\x00", `\u0000`, 6},
		{"\t", `\t`, 2},
		{"\r", `\r`, 2},
		{"\x1b", `\u001b`, 6},
		{"\x7f", `\u007f`, 6},
		{"\u0085", `\u0085`, 6},
		{"\u009b", `\u009b`, 6},
		{"\u00ad", `\u00ad`, 6},
		{"\u034f", `\u034f`, 6},
		{"\u061c", `\u061c`, 6},
		{"\u200b", `\u200b`, 6},
		{"\u200f", `\u200f`, 6},
		{"\u2028", `\u2028`, 6},
		{"\u202e", `\u202e`, 6},
		{"\u2069", `\u2069`, 6},
		{"\u3164", `\u3164`, 6},
		{"\ufeff", `\ufeff`, 6},
		{"\ufffe", `\ufffe`, 6}, // XML cannot hold it
		{"\uffff", `\uffff`, 6},
		{"\U000e0041", `\U000e0041`, 10},
		{"\x9b", `\x9b`, 4},
		{"\xc3", `\xc3`, 4},
	} {
		text, width, size := glyph(c.in + "rest")
		if text != c.text || width != c.width || size != len(c.in) {
			t.Errorf("glyph(%q) = %q, %d, %d, want %q, %d, %d", c.in, text, width, size, c.text, c.width, len(c.in))
		}
	}
}

// TestWideIsSorted holds the table to what the binary search needs.
func TestWideIsSorted(t *testing.T) {
	var bounds []rune
	for _, r := range wide {
		if r.first > r.last {
			t.Errorf("%U > %U", r.first, r.last)
		}
		bounds = append(bounds, r.first, r.last)
	}
	if !slices.IsSorted(bounds) {
		t.Error("ranges overlap or are out of order")
	}
}
