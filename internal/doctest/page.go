// Package doctest executes documentation: the commands that a Markdown page shows are run and their output compared, its files are
// written and checked, and its links are followed. CONTRIBUTING.md says how a page is written for it.
//
// It is for tests and for what builds the site, never for the command.
package doctest

import (
	"fmt"
	"regexp"
	"strings"
)

// Page is a Markdown page as the harness sees it: fenced blocks and directives, in their order.
type Page struct {
	// Text is the whole page with line feeds alone, Steps what happens in it.
	Text  string
	Steps []Step
}

// Step is a fenced block, or a directive in a comment that stands alone on its line.
type Step struct {
	// Line is where the step starts, counted from 1.
	Line int
	// Block is nil for a directive.
	Block *Block
	// Directive is "files" or "new folder", Argument what stands behind its colon.
	Directive, Argument string
}

// Block is a fenced block.
type Block struct {
	// Language is the first word behind the fence, Title the file that the block is, from title="…".
	Language, Title string
	// Text is what stands between the fences, without the indentation of the fence.
	Text string
	// NotRun is the reason of the directive "not run" before the block; Marked says that there is one.
	NotRun string
	Marked bool
	// indent stands before each line; start and end are the offsets in the page of what is between the fences.
	indent     string
	start, end int
}

// Problem is something that is wrong with a page.
type Problem struct {
	// Line is counted from 1; 0 is the whole page.
	Line int
	Text string
	// Output says that the page shows another output than was printed, which the new text of the page mends.
	Output bool
}

// String gives the line and what is wrong.
func (p Problem) String() string { return fmt.Sprintf("line %d: %s", p.Line, p.Text) }

var (
	fence     = regexp.MustCompile("^( *)(```+)(.*)$")
	directive = regexp.MustCompile(`^ *<!-- *(not run|files|new folder) *(:?)(.*?) *-->$`)
	title     = regexp.MustCompile(`(?:^| )title="([^"]*)"`)
)

// Parse reads a page. The problems are those of its form: a fence without an end, without a language, or a directive that leads nowhere.
func Parse(text string) (Page, []Problem) {
	p := parser{page: Page{Text: strings.ReplaceAll(text, "\r\n", "\n")}}
	offset := 0
	for line := range strings.Lines(p.page.Text) {
		p.line++
		p.read(strings.TrimSuffix(line, "\n"), offset, offset+len(line))
		offset += len(line)
	}
	if p.open != nil {
		p.problem(p.opened, "the block has no end")
	}
	p.dropMark()
	return p.page, p.problems
}

type parser struct {
	page     Page
	problems []Problem
	line     int
	// open is the block that is being read, closing what ends it.
	open    *Block
	opened  int
	closing string
	// mark is the directive "not run" that waits for its block.
	mark *Step
}

func (p *parser) problem(line int, format string, args ...any) {
	p.problems = append(p.problems, Problem{Line: line, Text: fmt.Sprintf(format, args...)})
}

func (p *parser) read(line string, start, next int) {
	if p.open != nil {
		p.readBlock(line, start)
		return
	}
	if found := fence.FindStringSubmatch(line); found != nil {
		p.openBlock(found[1], found[2], strings.TrimSpace(found[3]), next)
		return
	}
	if strings.TrimSpace(line) == "" {
		return
	}
	p.dropMark()
	if found := directive.FindStringSubmatch(line); found != nil {
		p.readDirective(found[1], found[2], strings.TrimSpace(found[3]))
	} else if strings.HasPrefix(strings.TrimSpace(line), "~~~") {
		p.problem(p.line, "fence blocks with backquotes")
	} else if strings.HasPrefix(line, "    $ ") {
		p.problem(p.line, "a command stands in a fenced block of the language console")
	}
}

func (p *parser) readBlock(line string, start int) {
	if text := strings.TrimSpace(line); strings.HasPrefix(text, p.closing) && strings.Trim(text, "`") == "" {
		p.open.end = start
		p.page.Steps = append(p.page.Steps, Step{Line: p.opened, Block: p.open})
		p.open = nil
		return
	}
	p.open.Text += strings.TrimPrefix(line, p.open.indent) + "\n"
}

func (p *parser) openBlock(indent, closing, info string, start int) {
	p.opened, p.closing = p.line, closing
	p.open = &Block{indent: indent, start: start}
	p.open.Language, _, _ = strings.Cut(info, " ")
	if found := title.FindStringSubmatch(info); found != nil {
		p.open.Title = found[1]
	}
	if p.mark != nil {
		p.open.Marked, p.open.NotRun = true, p.mark.Argument
		p.mark = nil
	}
	if p.open.Language == "" {
		p.problem(p.line, "the block has no language: write console, json, yaml, … behind its fence")
	}
}

func (p *parser) readDirective(name, colon, argument string) {
	step := Step{Line: p.line, Directive: name, Argument: argument}
	switch {
	case name == "new folder" && (colon != "" || argument != ""):
		p.problem(p.line, "<!-- new folder --> takes nothing")
	case name != "new folder" && argument == "":
		p.problem(p.line, "<!-- %s --> says nothing behind a colon", name)
	case name == "not run":
		p.mark = &step
		return
	}
	if name != "not run" {
		p.page.Steps = append(p.page.Steps, step)
		return
	}
	p.mark = &step
}

// dropMark complains of a "not run" that no block follows.
func (p *parser) dropMark() {
	if p.mark != nil {
		p.problem(p.mark.Line, "<!-- not run --> stands right before the block that is not run")
		p.mark = nil
	}
}
