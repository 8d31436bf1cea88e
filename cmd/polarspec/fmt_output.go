package main

import (
	"fmt"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/report"
)

// layout is what fmt did, in machine output.
type layout struct {
	Files  []laidOut     `json:"files"`
	Errors []layoutError `json:"errors"`
}

// laidOut is a file that is not in the layout, or was not before the run; or standard input.
type laidOut struct {
	File    string `json:"file"`
	Changed bool   `json:"changed"`
	// Diff is what would change, with --diff.
	Diff string `json:"diff,omitempty"`
	// Text is standard input in the layout.
	Text string `json:"text,omitempty"`
}

// layoutError is why a file was left as it is, with the place of what does not parse.
type layoutError struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Message string `json:"message"`
}

// add notes a file: one that is in the layout already only if its text is asked for.
func (l *layout) add(text *lint.Fixed, withDiff, withText bool) {
	if !text.Changed() && !withText {
		return
	}
	entry := laidOut{File: text.Name, Changed: text.Changed()}
	if withDiff {
		entry.Diff = string(difference(text))
	}
	if withText {
		entry.Text = string(text.After)
	}
	l.Files = append(l.Files, entry)
}

// show prints what there is to say of a file: its name if it was or would be changed, the difference, or the text of standard input.
func (r *formatting) show(text *lint.Fixed) error {
	onInput := r.standardInput != nil && r.writes()
	switch {
	case r.flags.format == "json":
		r.report.add(text, r.flags.diff, onInput)
		return nil
	case onInput:
		_, err := r.streams.out.Write(text.After)
		return outputError(err)
	case !text.Changed():
		return nil
	case r.flags.diff:
		return r.writeDiff(text)
	}
	return printed(fmt.Fprintln(r.streams.out, report.Visible(text.Name)))
}

// end says how many files there were and is the outcome of the run.
func (r *formatting) end() error {
	if r.flags.format == "json" {
		if err := writeJSON(r.streams.out, r.report); err != nil {
			return err
		}
	}
	files := count(r.specs, "file")
	switch {
	case r.standardInput != nil || r.flags.diff:
	case r.flags.check && r.changed > 0:
		_, _ = fmt.Fprintf(r.streams.err, "polarspec: %d of %s with specs would change: run polarspec fmt\n", r.changed, files)
	default:
		_, _ = fmt.Fprintf(r.streams.err, "polarspec: %d of %s with specs changed\n", r.changed, files)
	}
	switch {
	case len(r.report.Errors) > 0:
		return &exitError{code: exitFailure}
	case r.changed > 0 && !r.writes():
		return &exitError{code: exitFindings}
	}
	return nil
}
