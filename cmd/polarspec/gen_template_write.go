package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/gen/emit"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/report"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// templating are the specs of a template on their way to where they go.
type templating struct {
	*streams
	flags  *genTemplateFlags
	drafts []*draft
	// files are the names of the files of the drafts, by their index.
	files []string
	// names are the names of files that are taken, in small letters.
	names map[string]string
	// staging has the texts of files; fault is why none can be written.
	staging *staging
	fault   error
}

// add takes the specs of a row. Texts that go to files are not kept in memory.
func (t *templating) add(outputs []templateOutput) error {
	for i := range outputs {
		o := &outputs[i]
		if o.kind == polaris.TableKind && t.flags.emit != "json" && t.flags.emit != "yaml" {
			return usageError("--emit %s sends jobs and connections, and the template makes a table: take json or yaml", t.flags.emit)
		}
		if err := t.taken(o.file); err != nil {
			return err
		}
		format, _ := emit.ByName(t.flags.emit) // the flags were checked
		d := &draft{
			result: gen.Result{Notes: o.notes, Unreadable: o.unreadable}, emit: t.flags.emit, text: format(o.value, endpoint(o.kind)),
			ownSchema: o.from != "",
		}
		if o.from != "" {
			d.source = shownPath(t.streams, o.from)
		}
		if t.flags.emit == "curl" || t.flags.emit == "python" {
			d.result.Spec = o.value // which is linted, and not the script
		}
		switch {
		case o.file != "" && (t.flags.emit == "json" || t.flags.emit == "yaml"):
			d.path = absolute(t.dir, o.file)
		case len(t.drafts) > 0:
			d.path = absolute(t.dir, fmt.Sprintf("<spec %d>", len(t.drafts)+1))
		}
		if t.fault == nil && o.file != "" {
			t.fault = t.stage(d, o.file)
		}
		if t.fault == nil {
			t.drafts, t.files = append(t.drafts, d), append(t.files, o.file)
		}
	}
	return nil
}

// stage writes the text of a file beside the place that it is to take.
func (t *templating) stage(d *draft, file string) error {
	regular, err := t.writable(file)
	if err != nil || !regular || t.flags.format == "json" { // which prints the texts
		return err
	}
	path, name := realPath(absolute(t.dir, file)), report.Visible(file)
	if d.staged, err = t.staging.add(path, name, d.text); err != nil {
		return err
	}
	if d.stagedSpec = d.staged; d.result.Spec.Kind() != document.Null {
		if d.stagedSpec, err = t.staging.add(path, name, d.linted()); err != nil {
			return err
		}
	}
	d.text, d.result.Spec = nil, document.Value{}
	return nil
}

// taken refuses a file for a second spec.
func (t *templating) taken(file string) error {
	if file == "" {
		return nil
	}
	path := filepath.Clean(absolute(t.dir, file))
	folded := strings.ToLower(path) // most file systems of people's own machines take these for the same
	other, found := t.names[folded]
	t.names[folded] = file
	switch {
	case !found:
		return nil
	case other == file:
		return usageError("two specs go to %s: write more parameters, {spec.kind} or {spec.name} into --output, such as 'specs/{spec.kind}-{spec.name}.json'", report.Visible(file))
	}
	return usageError("%s and %s are the same file where capital letters do not count: write more parameters into --output", report.Visible(other), report.Visible(file))
}

// finish lints the specs, says what is to be said, and writes them.
func (t *templating) finish(ctx context.Context) error {
	f := t.flags
	if t.fault != nil {
		return t.fault
	}
	if f.file == "" && f.format == "text" && len(t.drafts) > 1 {
		return usageError("the template makes %d specs: give --output a pattern, such as -o 'specs/{spec.kind}-{spec.name}.json', or print them with --format json", len(t.drafts))
	}
	if len(t.drafts) == 0 {
		return usageError("the template makes no specs of these parameters: its lists are empty")
	}
	if err := t.staging.wait(); err != nil {
		return err
	}
	if err := lintDrafts(ctx, t.streams, t.dir, t.drafts); err != nil {
		return err
	}
	if err := t.faults(); err != nil {
		return err
	}
	if f.format == "text" {
		if err := t.say(); err != nil {
			return err
		}
	}
	if f.file != "" {
		if err := t.write(ctx); err != nil {
			return err
		}
	}
	return t.print()
}

// writable refuses a file that cannot be written; regular is false for one that is written to as it is, such as a pipe.
func (t *templating) writable(file string) (regular bool, err error) {
	path := absolute(t.dir, file)
	info, err := os.Stat(path)
	switch {
	case leadsNowhere(path):
		return false, usageError("%s is a link that leads nowhere, which would be lost: name another file", report.Visible(file))
	case errors.Is(err, fs.ErrNotExist):
		return true, nil
	case err != nil:
		return false, failure(fmt.Errorf("%s: %w", report.Visible(file), cause(err)))
	case info.IsDir():
		return false, usageError("%s is a folder: --output names files", report.Visible(file))
	case info.Mode().IsRegular() && !t.flags.force:
		return false, usageError("%s exists: --force overwrites it", report.Visible(file))
	}
	return info.Mode().IsRegular(), nil
}

// faults says what keeps specs from being written.
func (t *templating) faults() error {
	var worst error
	code := exitClean
	said := map[string]bool{}
	for _, d := range t.drafts {
		for _, err := range d.faults {
			var exit *exitError
			if !errors.As(err, &exit) || exit.cause == nil {
				worst = firstError(worst, err)
				continue
			}
			if text := exit.cause.Error(); !said[text] {
				said[text] = true
				if err := printed(fmt.Fprintf(t.err, "polarspec: %s\n", text)); err != nil {
					return err
				}
			}
			code = max(code, exit.code)
		}
	}
	if code != exitClean {
		return &exitError{code: code}
	}
	return worst
}

// say prints notes and findings, with the file if there are several. What is the same for many files is said once.
func (t *templating) say() error {
	said := map[string]bool{}
	line := func(text string) error {
		if said[text] {
			return nil
		}
		said[text] = true
		return printed(fmt.Fprintf(t.err, "polarspec: %s\n", text))
	}
	for i, d := range t.drafts {
		for _, note := range d.result.Notes {
			text := note.Message
			if note.Field != "" {
				text = note.Field + ": " + text
			}
			if d.source != "" && len(t.drafts) > 1 {
				text = d.source + ": " + text
			}
			if err := line("note: " + report.Visible(text)); err != nil {
				return err
			}
		}
		for _, finding := range d.findings {
			text := finding.String()
			if len(t.drafts) > 1 {
				text = report.Visible(t.files[i]) + ": " + text
			}
			if err := line(text); err != nil {
				return err
			}
		}
	}
	return nil
}

// write gives the files their places. Each of them is there whole or not at all.
func (t *templating) write(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return failure(err)
	}
	for i, d := range t.drafts {
		path := absolute(t.dir, t.files[i])
		var err error
		if d.staged != "" {
			err = place(d.staged, realPath(path))
		} else {
			err = writeOutput(path, d.text)
		}
		if err != nil {
			return failure(fmt.Errorf("writing %s: %w; %s before it %s written", report.Visible(t.files[i]), cause(err), count(i, "file"), wasWere(i)))
		}
	}
	for i, d := range t.drafts {
		f := genJobFlags{outputFlags: outputFlags{file: t.files[i], emit: d.emit}}
		if err := f.suppress(t.streams, d); err != nil {
			return err
		}
	}
	return nil
}

// generatedSpecs are the specs of a template in machine output.
type generatedSpecs struct {
	Specs []generated `json:"specs"`
}

// print prints the only spec, or what machine output has of all.
func (t *templating) print() error {
	if t.flags.format == "json" {
		output := generatedSpecs{Specs: []generated{}}
		for i, d := range t.drafts {
			output.Specs = append(output.Specs, generated{
				File: t.files[i], Emit: t.flags.emit, Text: string(d.text), Notes: append([]gen.Note{}, d.result.Notes...), Findings: append([]genFinding{}, d.findings...),
			})
		}
		return writeJSON(t.out, output)
	}
	if t.flags.file != "" {
		return nil
	}
	if _, err := t.out.Write(t.drafts[0].text); err != nil {
		return failure(fmt.Errorf("writing the output: %w", err))
	}
	return nil
}
