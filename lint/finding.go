package lint

import (
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/baseline"
	"github.com/polarspec/polarspec/lint/config"
)

// Finding is one problem, ready to be printed: its place is resolved to lines and columns and nothing of it refers to the tree any more.
type Finding struct {
	// Rule is the id of the rule, such as "shape/unknown-field".
	Rule string
	// Severity is the one that counts: the rule's default, or what the finding or the configuration made of it.
	Severity Severity
	// Message says what is wrong, what happens because of it, and what to write. It has no secrets in it.
	Message string
	// File is the path relative to the working directory, with forward slashes; "<stdin>" for standard input.
	File string
	// Start and End are the exact place; End is exclusive. They are on one line.
	Start, End document.Position
	// Pointer is the RFC 6901 pointer of the value that the finding is about, within the file.
	Pointer string
	// Fingerprint identifies the finding across moved lines: a hash of rule, path, pointer by names, and value.
	Fingerprint string
	// Excerpt is the source line around the place; empty when there is nothing to show (an empty file).
	Excerpt Excerpt
	// Related are other places that belong to the problem, perhaps in other files.
	Related []Related
	// Fixes are mechanical repairs, the preferred one first.
	Fixes []Fix
	// Ignore is the entry of the settings that suppresses the finding; nil unless [Options.ShowIgnore] asks for it.
	Ignore *config.Ignore

	// subject is the pointer of what the fault is about where that is not Pointer: the field that a misspelt key was meant to be.
	// Findings with one subject in one file are one fault.
	subject string
	// known is the name of the file in fingerprints, "" for a settings file; named is the pointer with list items by their names.
	known, named string
}

// Related is another place that belongs to a finding.
type Related struct {
	// Message says what the place is, such as "first defined here".
	Message string
	File    string
	Start   document.Position
	End     document.Position
	Pointer string
	Excerpt Excerpt
}

// Excerpt is the part of one source line that shows a place, cut to a window when the line is long. Secrets are masked.
type Excerpt struct {
	// Text is the line or the window of it, without its line end. Tabs are kept.
	Text string
	// Start and End are the byte offsets of the place in Text; End is exclusive and may equal Start at the end of a file.
	Start, End int
	// CutBefore and CutAfter say whether the line goes on beyond the window.
	CutBefore, CutAfter bool
}

// Fix is a mechanical repair of a finding.
type Fix struct {
	// Title says what it does, as an imperative: `replace by "session_length"`.
	Title string
	// Safe tells that the repair keeps the meaning under every reading of the facts, or that the old text was refused with one possible intent.
	Safe bool
	// Edits are replacements in the file of the finding, as byte offsets; they do not overlap.
	Edits []document.Edit
}

// FileError is an input that could not be read or a rule that failed on it: the run goes on, and ends with exit code 3.
type FileError struct {
	File    string
	Message string
}

// Summary counts what a run saw and found.
type Summary struct {
	// Files is how many files were looked into, Specs how many documents in them are Polaris specs.
	Files, Specs int
	// DataSchemas is how many of the files are linted as data schemas.
	DataSchemas int
	// Errors, Warnings and Infos count the reported findings.
	Errors, Warnings, Infos int
	// Suppressed counts the findings that would be reported if settings or comments did not suppress them.
	Suppressed int
	// Known counts the findings that would be reported if the baseline did not have them.
	Known int
}

// Result is everything a report is made from. Findings are sorted by file, place and rule.
type Result struct {
	Findings []Finding
	Errors   []FileError
	// Notes are about inputs that were passed over; they change nothing about the outcome.
	Notes   []FileError
	Summary Summary
	// Problems are what is wrong with entries of the settings in the light of what was found; see [Linter.Configuration].
	Problems []config.Problem
	// IdleTopics are what is wrong with the topics of the settings in the light of the jobs. It holds only if the inputs were the whole
	// project; see [Linter.Configuration].
	IdleTopics []config.Problem
	// Fixed are the findings of the baseline that are there no more, as far as the run can tell; Count is how many.
	Fixed []baseline.Finding

	connections *connections      // of the workspace; what a fix makes of a file is judged by them
	digests     map[string]uint64 // of the files that findings are about, by their names: fixes are for these texts
}

// Count sets the numbers of findings in the summary.
func (r *Result) Count() {
	r.Summary.Errors, r.Summary.Warnings, r.Summary.Infos = 0, 0, 0
	for _, f := range r.Findings {
		switch f.Severity {
		case Error:
			r.Summary.Errors++
		case Warning:
			r.Summary.Warnings++
		case Info:
			r.Summary.Infos++
		case Off:
		}
	}
}
