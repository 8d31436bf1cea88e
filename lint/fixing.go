package lint

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
)

// Fixed is a file as its fixes leave it.
type Fixed struct {
	// Name is what reports print.
	Name string
	// Before and After are the text as it was read and with the fixes. They are equal if there was nothing to do.
	Before, After []byte
	// Made is how many findings were fixed, Refused how many were not because the result would have been no better.
	Made, Refused int
	// Stale says that the text is not the one that the findings are about, so that nothing was fixed.
	Stale bool
}

// Changed reports whether a fix was made.
func (f *Fixed) Changed() bool { return !bytes.Equal(f.Before, f.After) }

// Masked returns both texts without the secrets in them, for a diff that people read.
func (f *Fixed) Masked() (before, after []byte) {
	return masked(f.Name, f.Before), masked(f.Name, f.After)
}

func masked(name string, source []byte) []byte {
	text := bytes.Clone(source)
	findSecrets(document.Parse(source, SyntaxOf(name, source))).blank(text, 0)
	return text
}

// maxRounds bounds how often the result of fixes is fixed again: fixes that feed on each other must not go on for ever.
const maxRounds = 20

// maxTrials bounds how many fixes are tried one by one when all together make a file worse.
const maxTrials = 100

// Fix makes the fixes of the findings of one file that a run reported, and those of what is found in the result, until nothing is
// left. The input has the text in Source, and is what the run had otherwise. Unsafe takes fixes too that may change the meaning. A fix
// that makes a new finding at warning or above is not made, whatever is reported; nor is one that puts one info in the place of another,
// since two such fixes could undo each other.
func (l *Linter) Fix(result Result, input Input, unsafe bool) Fixed {
	w := &fixing{linter: l.strict(), round: &round{connections: result.connections}, input: input, unsafe: unsafe}
	fixed := Fixed{Name: input.Name, Before: input.Source, After: input.Source}
	if known, seen := result.digests[input.Name]; !seen || known != digest(input.Source) {
		fixed.Stale = true
		return fixed
	}
	var findings []Finding
	for i := range result.Findings {
		if result.Findings[i].File == input.Name {
			findings = append(findings, result.Findings[i])
		}
	}
	state := w.lint(input.Source)
	for range maxRounds {
		chosen := w.choose(findings)
		fixed.Refused = 0
		if len(chosen) == 0 {
			break
		}
		next, made := w.improve(fixed.After, state, chosen)
		fixed.Made += made
		fixed.Refused = len(chosen) - made
		if made == 0 {
			break
		}
		fixed.After, state = next.source, next
		findings, _ = l.unknown(l.reportable(slices.Clone(next.findings)))
	}
	return fixed
}

// strict is the linter that tells whether a text gets worse: warnings count for it even if only errors are reported.
func (l *Linter) strict() *Linter {
	if l.options.MinSeverity <= Warning {
		return l
	}
	strict := *l
	strict.options.MinSeverity = Warning
	return &strict
}

// fixing is the work on the fixes of one file.
type fixing struct {
	linter *Linter
	round  *round
	input  Input
	unsafe bool
}

// linted is a text with what is found in it.
type linted struct {
	source   []byte
	findings []Finding
	failed   bool
	specs    int
	faults   int // of the text itself, whatever the settings make of them
}

func (w *fixing) lint(source []byte) linted {
	input := w.input
	input.Source, input.IndexOnly = source, false
	o := w.linter.file(input, w.round)
	o.findings = w.linter.kept(o.suppressions, o.findings)
	slices.SortStableFunc(o.findings, compare)
	faults := len(document.Parse(source, SyntaxOf(input.Name, source)).Faults)
	return linted{source, o.findings, len(o.errors) > 0, len(o.documents), faults}
}

// repair is a fix to make, and how severe what it is for is.
type repair struct {
	fix      Fix
	severity Severity
}

// choose returns the fixes to make, one a finding, in the order of the text; of two that overlap the first.
func (w *fixing) choose(findings []Finding) []repair {
	var chosen []repair
	var taken []document.Edit
	for i := range findings {
		at := findings[i].Preferred(w.unsafe)
		if at < 0 {
			continue
		}
		fix := findings[i].Fixes[at]
		if !slices.ContainsFunc(fix.Edits, func(e document.Edit) bool { return overlaps(taken, e) }) {
			chosen, taken = append(chosen, repair{fix, findings[i].Severity}), append(taken, fix.Edits...)
		}
	}
	return chosen
}

// Preferred is the position of the fix of a finding that is made: the first safe one, or else the first of all, which needs unsafe. It
// is -1 if there is none. Findings about the settings have fixes to read only, since settings decide what is fixed.
func (f *Finding) Preferred(unsafe bool) int {
	makes := func(fix Fix) bool { return fix.Safe && len(fix.Edits) > 0 }
	if len(f.Fixes) == 0 || strings.HasPrefix(f.Rule, "config/") {
		return -1
	}
	if i := slices.IndexFunc(f.Fixes, makes); i >= 0 {
		return i
	}
	if unsafe && len(f.Fixes[0].Edits) > 0 {
		return 0
	}
	return -1
}

// overlaps reports whether an edit touches one of the others, so that the result would depend on their order.
func overlaps(taken []document.Edit, e document.Edit) bool {
	for _, t := range taken {
		if e.Span.Start < t.Span.End && t.Span.Start < e.Span.End {
			return true
		}
		if e.Span.Start == t.Span.Start || e.Span.Start == t.Span.End && e.Span.Len() == 0 || t.Span.Start == e.Span.End && t.Span.Len() == 0 {
			return true
		}
	}
	return false
}

// improve makes the fixes that leave the text no worse: all of them, or if that does not do, as many as can be made one after the other.
func (w *fixing) improve(source []byte, before linted, fixes []repair) (linted, int) {
	if after, ok := w.try(source, before, fixes); ok {
		return after, len(fixes)
	}
	best, kept := before, []repair{}
	for i, fix := range fixes {
		if i == maxTrials {
			break
		}
		if after, ok := w.try(source, before, append(slices.Clip(kept), fix)); ok {
			best, kept = after, append(kept, fix)
		}
	}
	return best, len(kept)
}

// try makes fixes and reports whether the result is another text that is no worse.
func (w *fixing) try(source []byte, before linted, fixes []repair) (linted, bool) {
	var edits []document.Edit
	least := Warning
	for _, fix := range fixes {
		edits, least = append(edits, fix.fix.Edits...), min(least, fix.severity)
	}
	text, err := document.Apply(source, edits)
	if err != nil || bytes.Equal(text, source) {
		return linted{}, false
	}
	after := w.lint(text)
	return after, !after.failed && after.specs >= before.specs && after.faults <= before.faults && !worse(before.findings, after.findings, least)
}

// worse reports whether there is a new finding at a severity or above: one whose rule neither said the same before nor spoke of the same
// place. Both may change with a fix of something else: messages quote names, and places are known by names. So there must not be more
// of them either.
func worse(before, after []Finding, least Severity) bool {
	type said struct{ rule, message string }
	messages, places := map[said]int{}, map[string]int{}
	more := map[Severity]int{} // by the severity that the findings have at least
	for i := range before {
		f := &before[i]
		messages[said{f.Rule, f.Message}]++
		places[f.Fingerprint]++
		for s := least; s <= f.Severity; s++ {
			more[s]--
		}
	}
	for i := range after {
		f := &after[i]
		messages[said{f.Rule, f.Message}]--
		places[f.Fingerprint]--
		if f.Severity >= least && messages[said{f.Rule, f.Message}] < 0 && places[f.Fingerprint] < 0 {
			return true
		}
		for s := least; s <= f.Severity; s++ {
			more[s]++
		}
	}
	for s := least; s <= Error; s++ {
		if more[s] > 0 {
			return true
		}
	}
	return false
}

// FilesToFix returns the names of the files that findings have fixes for, in their order.
func (r *Result) FilesToFix(unsafe bool) []string {
	var names []string
	for i := range r.Findings {
		if r.Findings[i].Preferred(unsafe) >= 0 {
			names = append(names, r.Findings[i].File)
		}
	}
	slices.SortFunc(names, cmp.Compare[string])
	return slices.Compact(names)
}
