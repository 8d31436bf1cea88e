package lint

import (
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/config"
)

// suppressions are what suppresses findings in one file.
type suppressions struct {
	// file is how the text is found again; only its names and its digest are set.
	file Summarized
	list []suppression
	// judged says that all rules had the chance to speak, so that what suppressed nothing is useless.
	judged bool

	byPointer map[string][]int
	byLine    map[int][]int
}

// suppression is an entry of the settings or a comment, as it applies to one file.
type suppression struct {
	// entry is nil for a comment, comment is nil for an entry.
	entry   *config.Ignore
	comment *directive
	// found is false for an entry whose pointer leads nowhere in the file.
	found bool
	// used are the positions of the rules that suppressed something in this file.
	used []bool
}

func (s *suppression) rule(i int) string {
	if s.entry != nil {
		return s.entry.Rules[i]
	}
	return s.comment.rules[i].id
}

// expired reports whether a suppression with that last day holds no more.
func (l *Linter) expired(until string) bool {
	return until != "" && l.options.Today != "" && until < l.options.Today
}

// findSuppressions finds what suppresses findings in the file; nil if nothing does.
func (c *check) findSuppressions() *suppressions {
	entries := c.linter.settings.Ignores(c.input.Path)
	var comments []directive
	if !c.input.IndexOnly {
		comments = directives(c.file)
	}
	if len(entries)+len(comments) == 0 {
		return nil
	}
	s := &suppressions{
		file:   Summarized{File: c.input.Name, Path: c.input.Path, known: c.located.known, indexOnly: c.input.IndexOnly},
		judged: !c.input.IndexOnly && !c.file.Broken(),
	}
	s.byPointer, s.byLine = map[string][]int{}, map[int][]int{}
	for _, entry := range entries {
		s.addEntry(entry, c.file.Root(), c.input.IndexOnly || c.linter.expired(entry.Until))
	}
	s.addComments(c.file, comments, c.linter)
	return s
}

func (s *suppressions) addEntry(entry *config.Ignore, root document.Node, idle bool) {
	i := len(s.list)
	added := suppression{entry: entry, found: entry.Pointer == "", used: make([]bool, len(entry.Rules))}
	switch {
	case idle:
	case entry.Pointer == "":
		s.byPointer[""] = append(s.byPointer[""], i)
	default:
		for _, n := range FindPointer(root, entry.Pointer) {
			added.found = true
			pointer := n.Pointer()
			s.byPointer[pointer] = append(s.byPointer[pointer], i)
		}
	}
	s.list = append(s.list, added)
}

func (s *suppressions) addComments(file *document.File, comments []directive, l *Linter) {
	var targets []target
	for at := range comments {
		d := &comments[at]
		i := len(s.list)
		s.list = append(s.list, suppression{comment: d, used: make([]bool, len(d.rules))})
		if d.fault != "" || l.expired(d.until) {
			continue
		}
		s.byLine[d.line] = append(s.byLine[d.line], i)
		if d.line <= file.Lines().Count() {
			targets = append(targets, target{file.Lines().Line(d.line), i})
		}
	}
	slices.SortStableFunc(targets, func(a, b target) int { return a.line.Start - b.line.Start })
	if len(targets) > 0 && file.Root().Exists() {
		s.cover(file.Root(), targets, -1)
	}
}

// target is a line that a comment is about.
type target struct {
	line document.Span
	of   int // the position of the suppression
}

// cover notes the outermost nodes below n that start on the lines of the targets, which are in the order of the text. above is where
// the node starts that n lies in.
func (s *suppressions) cover(n document.Node, targets []target, above int) {
	start := startOf(n)
	first, _ := slices.BinarySearchFunc(targets, start, func(t target, start int) int { return t.line.End - start })
	for _, t := range targets[first:] {
		if start < t.line.Start {
			break
		}
		if above < t.line.Start { // else a comment of the same line has the whole around it
			pointer := n.Pointer()
			s.byPointer[pointer] = append(s.byPointer[pointer], t.of)
		}
	}
	if n.Aliased() {
		return
	}
	// Only lines that begin before the node ends can have something of it.
	last, _ := slices.BinarySearchFunc(targets, n.Span().End, func(t target, end int) int { return t.line.Start - end })
	if targets = targets[first:last]; len(targets) == 0 {
		return
	}
	for child := range n.Children() {
		s.cover(child, targets, start)
	}
}

func startOf(n document.Node) int {
	if n.HasKey() {
		return n.KeySpan().Start
	}
	return n.Span().Start
}

// silences reports whether a finding is suppressed, and notes by what.
func (s *suppressions) silences(f *Finding, rule *Rule) bool {
	if rule == nil || rule.Unsuppressible {
		return false
	}
	silent := false
	use := func(list []int) {
		for _, i := range list {
			for at := range s.list[i].used {
				if config.Stands(s.list[i].rule(at), f.Rule) {
					s.list[i].used[at], silent = true, true
				}
			}
		}
	}
	use(s.byLine[f.Start.Line])
	for pointer := f.Pointer; ; pointer = pointer[:strings.LastIndexByte(pointer, '/')] {
		use(s.byPointer[pointer])
		if strings.LastIndexByte(pointer, '/') < 0 {
			return silent
		}
	}
}

// placed is as much of a finding as tells whether it is suppressed.
func (l *locator) placed(rule *Rule, p Problem) *Finding {
	span := p.Span
	if span.IsZero() {
		span = p.At.Span()
	}
	return &Finding{Rule: rule.ID, Pointer: l.pointer(p.At), Start: l.file.Lines().Position(span.Start)}
}

// kept returns the findings that are not suppressed. They are of the file.
func (l *Linter) kept(s *suppressions, findings []Finding) []Finding {
	if s == nil {
		return findings
	}
	return slices.DeleteFunc(findings, func(f Finding) bool { return s.silences(&f, l.rule(f.Rule)) })
}
