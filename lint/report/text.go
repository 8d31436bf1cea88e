package report

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

// Text prints findings for people: each with its source line, the exact place underlined, its repairs and the other places that
// belong to it, and at last one line that sums up. Inputs that could not be read are only counted there; naming them is the caller's part.
//
// Nothing that comes from a file, be it a name, a message or an excerpt, reaches the terminal as a control character.
func Text(w io.Writer, result lint.Result, o Options) error {
	p := printer{color: o.Color}
	if o.Statistics {
		p.statistics(result.Findings)
	} else {
		p.findings(result.Findings)
	}
	p.line(closing(result))
	_, err := w.Write(p.out.Bytes())
	return err
}

// style is an SGR sequence.
type style string

const (
	red    style = "\x1b[1;31m"
	yellow style = "\x1b[1;33m"
	blue   style = "\x1b[1;34m"
	dim    style = "\x1b[2m"
	reset        = "\x1b[0m"
)

func styleOf(s lint.Severity) style {
	switch s {
	case lint.Error:
		return red
	case lint.Warning:
		return yellow
	default:
		return blue
	}
}

// printer puts the parts of a report together.
type printer struct {
	out   bytes.Buffer
	color bool
}

func (p *printer) line(parts ...string) {
	for _, part := range parts {
		p.out.WriteString(part)
	}
	p.out.WriteByte('\n')
}

func (p *printer) paint(s style, text string) string {
	if !p.color {
		return text
	}
	return string(s) + text + reset
}

func (p *printer) findings(list []lint.Finding) {
	for _, f := range list {
		p.finding(f)
		p.line()
	}
}

func (p *printer) finding(f lint.Finding) {
	gutter := gutterOf(f)
	margin := strings.Repeat(" ", gutter)

	p.line(p.paint(styleOf(f.Severity), f.Severity.String()+"["+visible(f.Rule)+"]"), ": ", visible(f.Message))
	p.line(margin, p.paint(dim, "-->"), " ", location(f.File, f.Start))
	if f.Excerpt.Text != "" {
		p.line(margin, " ", p.paint(dim, "|"))
		p.excerpt(gutter, f.Start.Line, f.Excerpt, "^", styleOf(f.Severity))
	}
	for i, fix := range f.Fixes {
		p.remark(margin, "help", visible(fix.Title)+how(f, i))
	}
	if f.Ignore != nil {
		p.line(margin, " ", p.paint(dim, "="), " ignore:")
		p.line("  ", visible(f.Ignore.Entry()))
	}
	for _, r := range f.Related {
		p.remark(margin, "note", location(r.File, r.Start)+": "+visible(r.Message))
		if elsewhere(f, r) {
			p.excerpt(gutter, r.Start.Line, r.Excerpt, "-", blue)
		}
	}
}

// excerpt writes a source line behind its number, and the marks under the place.
func (p *printer) excerpt(gutter, number int, e lint.Excerpt, mark string, s style) {
	shown := draw(e)
	p.line(p.paint(dim, fmt.Sprintf("%*d |", gutter, number)), " ", shown.line)
	p.line(strings.Repeat(" ", gutter+1), p.paint(dim, "|"), " ",
		strings.Repeat(" ", shown.indent), p.paint(s, strings.Repeat(mark, shown.marks)))
}

func (p *printer) remark(margin, label, text string) {
	p.line(margin, " ", p.paint(dim, "="), " ", label, ": ", text)
}

// how tells what makes a fix of a finding: a flag, or nothing but the reader.
func how(f lint.Finding, i int) string {
	switch {
	case i == f.Preferred(false):
		return " (--fix)"
	case i == f.Preferred(true):
		return " (--unsafe-fixes: the meaning may change)"
	}
	return caution(f.Fixes[i])
}

func caution(fix lint.Fix) string {
	if fix.Safe {
		return ""
	}
	return " (check it: the meaning may change)"
}

// gutterOf returns the width of the longest line number that the finding shows.
func gutterOf(f lint.Finding) int {
	last := f.Start.Line
	for _, r := range f.Related {
		if elsewhere(f, r) {
			last = max(last, r.Start.Line)
		}
	}
	return len(strconv.Itoa(last))
}

// elsewhere reports whether a related place has a line to show that is not the finding's own.
func elsewhere(f lint.Finding, r lint.Related) bool {
	return r.Excerpt.Text != "" && (r.File != f.File || r.Start.Line != f.Start.Line)
}

// location names a place the way terminals and editors make it a link. A finding on a whole file has no line.
func location(file string, at document.Position) string {
	if at.Line == 0 {
		return visible(file)
	}
	return fmt.Sprintf("%s:%d:%d", visible(file), at.Line, at.Column)
}

// closing sums the run up. It never calls a run clean in which something could not be judged.
func closing(result lint.Result) string {
	s := result.Summary
	var counts []string
	for _, c := range []struct {
		n    int
		noun string
	}{{s.Errors, "error"}, {s.Warnings, "warning"}, {s.Infos, "info"}} {
		if c.n > 0 {
			counts = append(counts, count(c.n, c.noun))
		}
	}
	failures := ""
	if s.Suppressed > 0 {
		failures = ", " + strconv.Itoa(s.Suppressed) + " suppressed"
	}
	if s.Known > 0 {
		failures += ", " + strconv.Itoa(s.Known) + " known"
	}
	if n := len(result.Errors); n > 0 {
		failures += ", " + count(n, "failure")
	}

	failures += fixable(result.Findings)

	switch {
	case len(counts) > 0:
		return fmt.Sprintf("%s in %s (%s)%s", strings.Join(counts, ", "), judged(s), count(s.Files, "file"), failures)
	case s.Specs+s.DataSchemas == 0:
		return fmt.Sprintf("%s in %s%s", count(0, "spec"), count(s.Files, "file"), failures)
	default:
		return fmt.Sprintf("no problems in %s (%s)%s", judged(s), count(s.Files, "file"), failures)
	}
}

// fixable counts the findings that can be fixed mechanically.
func fixable(findings []lint.Finding) string {
	safe, unsafe := 0, 0
	for i := range findings {
		switch {
		case findings[i].Preferred(false) >= 0:
			safe++
		case findings[i].Preferred(true) >= 0:
			unsafe++
		}
	}
	switch {
	case safe+unsafe == 0:
		return ""
	case unsafe == 0:
		return fmt.Sprintf(", %d fixable with --fix", safe)
	case safe == 0:
		return fmt.Sprintf(", %d fixable with --fix --unsafe-fixes", unsafe)
	}
	return fmt.Sprintf(", %d fixable with --fix and %d more with --unsafe-fixes", safe, unsafe)
}

// judged counts what was looked at. Specs are what a run is about: they are left out only where all else was data schemas.
func judged(s lint.Summary) string {
	switch {
	case s.DataSchemas == 0:
		return count(s.Specs, "spec")
	case s.Specs == 0:
		return count(s.DataSchemas, "data schema")
	default:
		return count(s.Specs, "spec") + " and " + count(s.DataSchemas, "data schema")
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
