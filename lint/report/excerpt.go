package report

import (
	"strings"

	"github.com/polarspec/polarspec/lint"
)

// maxColumns is how much of a source line is shown.
const maxColumns = 120

// ellipsis stands for what was cut off a line. It takes one column.
const ellipsis = "…"

// picture is an excerpt ready to be printed: a line, and where in it the marks stand, in terminal columns.
type picture struct {
	line          string
	indent, marks int
}

// draw lays an excerpt out: tabs expanded, control characters visible, a long line cut to a window around the place.
func draw(e lint.Excerpt) picture {
	line := cells(e.Text)
	from, to := place(line, e)
	lo, hi := 0, len(line)
	if long := columns(line); e.CutBefore || e.CutAfter || long > maxColumns {
		lo, hi = window(line, from, to)
	}

	var p picture
	if e.CutBefore || lo > 0 {
		p.line = ellipsis
		p.indent = 1
	}
	var text strings.Builder
	for _, c := range line[lo:hi] {
		text.WriteString(c.text)
	}
	p.line += text.String()
	if e.CutAfter || hi < len(line) {
		p.line += ellipsis
	}
	p.indent += columns(line[lo:from])
	p.marks = max(1, columns(line[from:min(to, hi)])) // an empty place, such as the end of the file, is one mark
	return p
}

// place returns the cells that the excerpt's span covers. A span of nothing but combining marks takes in the character they stand on.
func place(line []cell, e lint.Excerpt) (from, to int) {
	for from < len(line) && line[from].end <= e.Start {
		from++
	}
	to = from
	for to < len(line) && line[to].start < e.End {
		to++
	}
	if from < to && columns(line[from:to]) == 0 {
		for from > 0 && line[from].width == 0 {
			from--
		}
	}
	return from, to
}

// window chooses the cells to show: the place (its beginning, if it is too long), then as much as fits before and after it.
func window(line []cell, from, to int) (lo, hi int) {
	room := maxColumns - 2 // an ellipsis at either end
	lo, hi = from, from
	for hi < to && line[hi].width <= room {
		room -= line[hi].width
		hi++
	}
	if hi < to {
		return lo, hi
	}
	half := room / 2
	for lo > 0 && line[lo-1].width <= half {
		lo--
		half -= line[lo].width
		room -= line[lo].width
	}
	for hi < len(line) && line[hi].width <= room {
		room -= line[hi].width
		hi++
	}
	for lo > 0 && line[lo-1].width <= room {
		lo--
		room -= line[lo].width
	}
	for lo < from && line[lo].width == 0 { // a mark whose character was cut off
		lo++
	}
	return lo, hi
}
