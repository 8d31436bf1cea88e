package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/report"
)

// manifestOutput is what became of a manifest, in machine output.
type manifestOutput struct {
	Manifest string         `json:"manifest"`
	Files    []manifestFile `json:"files"`
}

// manifestFile is one of the files of a manifest in machine output.
type manifestFile struct {
	File string `json:"file"`
	// Status is written or unchanged; with --check and --diff it is fresh, stale or missing.
	Status   string       `json:"status"`
	Emit     string       `json:"emit"`
	Notes    []gen.Note   `json:"notes"`
	Findings []genFinding `json:"findings"`
	// Diff is what would change, without secrets.
	Diff string `json:"diff,omitempty"`
}

// notes are what to know about a spec, in words of the manifest.
func (r *manifestRun) notes(o *genFile) []gen.Note {
	notes := []gen.Note{}
	for _, note := range o.result.Notes {
		_, note.Message = inKeys(note.Message)
		notes = append(notes, note)
	}
	if len(o.result.Unreadable) == 0 || o.suppressed {
		return notes
	}
	here := *r.streams
	here.dir = r.manifest.Dir
	if target, err := settingsToChange(&here, "", o.path); err == nil {
		entry := acceptance(target.relative, o.result.Unreadable)
		notes = append(notes, gen.Note{Message: fmt.Sprintf("lint will report the fields that Druid cannot read: add to \"ignore\" in %s: %s", shownPath(r.streams, target.path), entry.Entry())})
	}
	return notes
}

// machine is a file in machine output.
func (r *manifestRun) machine(o *genFile, status string) manifestFile {
	return manifestFile{File: o.file, Status: status, Emit: o.emit, Notes: r.notes(o), Findings: append([]genFinding{}, o.findings...)}
}

// json prints machine output.
func (r *manifestRun) json(files []manifestFile) error {
	return writeJSON(r.out, manifestOutput{shownPath(r.streams, r.manifest.Path), files})
}

// show prints how the files would change, and fails if they would.
func (r *manifestRun) show() error {
	files := []manifestFile{}
	stale := 0
	var lineEnds []string
	for _, o := range r.outputs {
		if !o.stale() {
			files = append(files, r.machine(o, "fresh"))
			continue
		}
		stale++
		patch := o.patch(r.patchName(o))
		if r.flags.format == "json" {
			file := r.machine(o, "stale")
			if file.Diff = string(patch); !o.exists {
				file.Status = "missing"
			}
			files = append(files, file)
			continue
		}
		if o.onlyLineEnds() {
			lineEnds = append(lineEnds, report.Visible(o.file))
		}
		if len(patch) == 0 {
			if err := printed(fmt.Fprintf(r.err, "polarspec: %s differs in what is not shown: a secret\n", report.Visible(o.file))); err != nil {
				return err
			}
		}
		if err := printed(r.out.Write(patch)); err != nil {
			return err
		}
	}
	if r.flags.format == "json" {
		if err := r.json(files); err != nil {
			return err
		}
	}
	if stale == 0 {
		return nil
	}
	if len(lineEnds) > 0 && r.flags.format == "text" {
		_, _ = fmt.Fprintf(r.err, "polarspec: only the line ends differ in %s: if git changed them, give the files of the manifest the attribute eol=lf in .gitattributes\n", strings.Join(lineEnds, ", "))
	}
	if r.flags.check && r.flags.format == "text" {
		verb := "are"
		if stale == 1 {
			verb = "is"
		}
		_, _ = fmt.Fprintf(r.err, "polarspec: %d of %s %s stale: run %s\n", stale, count(len(r.outputs), "generated file"), verb, r.command())
	}
	return &exitError{code: exitFindings}
}

// command is the command that writes the files.
func (r *manifestRun) command() string {
	if r.flags.manifest == "" {
		return "polarspec gen"
	}
	return "polarspec gen --manifest " + report.Visible(r.flags.manifest)
}

// patchName is the path of a file in a patch: relative to the working directory where the manifest is there or below, so that git
// apply takes it there; else relative to the folder of the manifest.
func (r *manifestRun) patchName(o *genFile) string {
	if !strings.HasPrefix(o.file, "../") {
		return report.Visible(o.file)
	}
	here := *r.streams
	here.dir = r.manifest.Dir
	return report.Visible(shownPath(&here, o.path))
}

// patch is how a file would change, without the secrets in it.
func (o *genFile) patch(name string) []byte {
	before, after := o.masked()
	if !o.exists {
		return diff.Diff("/dev/null", nil, "b/"+name, after)
	}
	return diff.Diff("a/"+name, before, "b/"+name, after)
}

// masked are the old and the new text without the secrets in them.
func (o *genFile) masked() (before, after []byte) {
	texts := lint.Fixed{Name: o.file, Before: o.before, After: o.text}
	if o.emit == "json" || o.emit == "yaml" {
		return texts.Masked()
	}
	spec := document.Encode(o.result.Spec)
	inSpec := lint.Fixed{Name: "spec.json", After: spec}
	if _, shown := inSpec.Masked(); !bytes.Equal(shown, spec) {
		return texts.Masked()
	}
	// A script speaks of secrets everywhere, and has none if its spec has none. So there is nothing to hide in what it shares with the old
	// one, which somebody may have changed by hand.
	known := map[string]bool{}
	for line := range bytes.Lines(o.text) {
		known[string(line)] = true
	}
	var own []byte
	flush := func() {
		changed := lint.Fixed{Name: "lines.json", Before: own}
		shown, _ := changed.Masked()
		before, own = append(before, shown...), nil
	}
	for line := range bytes.Lines(o.before) {
		if known[string(line)] {
			flush()
			before = append(before, line...)
		} else {
			own = append(own, line...)
		}
	}
	flush()
	return before, o.text
}

// onlyLineEnds reports whether a stale file differs in its line ends alone, which git changes where it is told to.
func (o *genFile) onlyLineEnds() bool {
	return o.exists && bytes.Equal(bytes.ReplaceAll(o.before, []byte("\r\n"), []byte("\n")), o.text)
}

// write writes what has changed: all of it, or nothing as far as that can be known before.
func (r *manifestRun) write() error {
	var files []manifestFile
	staged, err := r.stage()
	if err != nil {
		return err
	}
	if r.flags.format == "text" {
		if err := r.sayAll(); err != nil {
			discard(staged)
			return err
		}
	}
	for i, s := range staged {
		if err := os.Rename(s.temporary, s.output.real); err != nil {
			discard(staged[i:])
			return failure(fmt.Errorf("writing %s: %w; %s before it %s written", s.output.file, cause(err), count(i, "file"), wasWere(i)))
		}
	}
	for _, o := range r.outputs {
		status, word := "unchanged", "unchanged"
		if o.stale() {
			status, word = "written", "wrote"
		}
		if r.flags.format == "json" {
			files = append(files, r.machine(o, status))
		} else if err := printed(fmt.Fprintf(r.out, "%s %s\n", word, report.Visible(o.file))); err != nil {
			return err
		}
	}
	if r.flags.format == "json" {
		return r.json(files)
	}
	return printed(fmt.Fprintf(r.err, "polarspec: %d of %s written\n", len(staged), count(len(r.outputs), "file")))
}

func wasWere(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// sayAll says what is to be said of the specs: what to know of those that are written, and what the rules find in all.
func (r *manifestRun) sayAll() error {
	for _, o := range r.outputs {
		name := report.Visible(o.file)
		for _, note := range r.notes(o) {
			text := note.Message
			if note.Field != "" {
				text = note.Field + ": " + text
			}
			if !o.stale() {
				break // it was said when the file was written
			}
			if err := printed(fmt.Fprintf(r.err, "polarspec: %s: note: %s\n", name, report.Visible(text))); err != nil {
				return err
			}
		}
		for _, f := range o.findings {
			if err := printed(fmt.Fprintf(r.err, "polarspec: %s: %s\n", name, f)); err != nil {
				return err
			}
		}
	}
	return nil
}

// staged is a text in a temporary file that is to take the place of another.
type staged struct {
	output    *genFile
	temporary string
}

// stage writes all that has changed to temporary files beside the old ones.
func (r *manifestRun) stage() ([]staged, error) {
	var list []staged
	for _, o := range r.outputs {
		if !o.stale() {
			continue
		}
		temporary, err := stageFile(o)
		if err != nil {
			at := o.entry.Node.Get("output")
			r.fault(at.File(), at.Span(), exitFailure, fmt.Sprintf("%s cannot be written: %v", o.file, cause(err)))
			continue
		}
		list = append(list, staged{o, temporary})
	}
	if len(r.faults) > 0 {
		discard(list)
		return nil, r.refuse()
	}
	return list, nil
}

func stageFile(o *genFile) (string, error) {
	mode := os.FileMode(0o644)
	if o.exists {
		info, err := os.Stat(o.real)
		if err != nil {
			return "", err
		}
		if mode = info.Mode().Perm(); mode&0o222 == 0 {
			return "", errors.New("the file is read-only") // another one could be put in its place nevertheless
		}
	} else if err := os.MkdirAll(filepath.Dir(o.real), 0o755); err != nil {
		return "", err
	}
	return temporaryFile(o.real, bytes.NewReader(o.text), mode)
}

func discard(list []staged) {
	for _, s := range list {
		_ = os.Remove(s.temporary)
	}
}
