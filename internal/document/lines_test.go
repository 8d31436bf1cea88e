package document

import (
	"bytes"
	"strings"
	"testing"
)

func TestPosition(t *testing.T) {
	for _, test := range []struct {
		src    string
		offset int
		want   Position
	}{
		{"", 0, Position{0, 1, 1, 1}},
		{"abc", 99, Position{3, 1, 4, 4}},
		{"abc", -1, Position{0, 1, 1, 1}},
		{"a\nb", 1, Position{1, 1, 2, 2}},
		{"a\nb", 2, Position{2, 2, 1, 1}},
		{"a\r\nb", 2, Position{2, 1, 3, 3}},
		{"a\r\nb", 3, Position{3, 2, 1, 1}},
		{"a\rb", 2, Position{2, 2, 1, 1}},
		{"a\u2028b", 4, Position{4, 1, 3, 3}},
		{"\u0085\u2029b", 5, Position{5, 1, 3, 3}},
		{"é\t😀x", 7, Position{7, 1, 4, 5}},
		{"\ufeffab", 0, Position{0, 1, 1, 1}},
		{"\ufeffab", 3, Position{3, 1, 1, 1}},
		{"\ufeffab", 4, Position{4, 1, 2, 2}},
		{"\ufeff\nab", 5, Position{5, 2, 2, 2}},
		{strings.Repeat("é", 5000) + "\n" + strings.Repeat("😀", 5000), 10001 + 4*4000, Position{26001, 2, 4001, 8001}},
	} {
		if got := NewLines([]byte(test.src)).Position(test.offset); got != test.want {
			t.Errorf("%.20q at %d: %+v, want %+v", test.src, test.offset, got, test.want)
		}
	}
}

func TestLine(t *testing.T) {
	src := "a\nbc\r\n\rd"
	want := []string{"a", "bc", "", "d"}
	l := NewLines([]byte(src))
	if l.Count() != len(want) {
		t.Fatalf("%d lines", l.Count())
	}
	for i, text := range want {
		if span := l.Line(i + 1); src[span.Start:span.End] != text {
			t.Errorf("line %d is %q", i+1, src[span.Start:span.End])
		}
	}
	for _, line := range []int{-1, 0, 5} {
		if span := l.Line(line); !span.IsZero() {
			t.Errorf("line %d is at %v", line, span)
		}
	}
}

// Columns on one very long line are counted from checkpoints, not from its start.
func TestPositionsOnALongLine(t *testing.T) {
	src := bytes.Repeat([]byte("abcdefé😀"), 1_000_000)
	l := NewLines(src)
	for i := range 10_000 {
		period := i * 99
		if got, want := l.Position(period*12), (Position{period * 12, 1, 1 + period*8, 1 + period*9}); got != want {
			t.Fatalf("%+v, want %+v", got, want)
		}
	}
}
