package lint

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// MaxFileSize is the largest file that is read, in bytes.
const MaxFileSize = 64 << 20

// Input is a file to look at.
type Input struct {
	// Path opens the file and is what settings are matched with: absolute, except for standard input.
	Path string
	// Name is what reports print.
	Name string
	// Source is the text where it was read already (standard input); nil to read Path.
	Source []byte
	// From is the file with the text where it is not that of Path, whose place it is still to take; empty for Path.
	From string
	// Claimed says that the file is known to hold a spec, whatever its content looks like.
	Claimed bool
	// Explicit says that the user named this very file, so that it is an error not to be able to read it as anything.
	Explicit bool
	// IndexOnly asks for the summary without findings: the file is part of the project but not of what the user asked for.
	IndexOnly bool
}

// outcome is what a worker made of one file.
type outcome struct {
	name      string
	findings  []Finding
	errors    []FileError
	notes     []FileError
	documents []*Summarized
	source    []byte
	digest    uint64 // of the text of a file with findings
	reported  bool
	// dataSchema says that the file was linted as a data schema.
	dataSchema   bool
	suppressions *suppressions // nil if nothing suppresses findings in the file; they are applied after the last pass
	deferred     *Input        // set if the file waits for the next round

	// judged is the name of the file in fingerprints if it was looked into from its start to its end; "" for others and without a
	// baseline. path is what settings are matched with.
	judged, path string
}

// file does the first pass over one file.
func (l *Linter) file(input Input, r *round) (o outcome) {
	o = outcome{name: input.Name, source: input.Source, reported: !input.IndexOnly}
	source := input.Source
	if source == nil {
		var err error
		if source, err = ReadFile(cmp.Or(input.From, input.Path)); err != nil {
			o.errors = append(o.errors, FileError{File: input.Name, Message: err.Error()})
			return o
		}
	}
	claimed := input.Claimed || l.settings.Claims(input.Path)
	if !claimed && !input.Explicit && !polaris.MayBeSpec(source) {
		l.judge(&o, input)
		return o
	}
	if bytes.IndexByte(source[:min(len(source), 8000)], 0) >= 0 {
		o.unreadable(input, claimed, "this is not text: it has NUL bytes")
		return o
	}
	c := &check{linter: l, round: r, input: input}
	c.guard("reading", input.Name, func() { c.file = document.Parse(source, SyntaxOf(input.Name, source)) })
	if c.file == nil {
		o.errors = append(o.errors, c.errors...)
		return o
	}
	if c.file.Broken() && !claimed && !polaris.LooksLikeSpec(source) && !c.hasSpec() {
		o.unreadable(input, claimed, "this does not parse: "+firstFault(c.file))
		return o
	}
	if r.findTopics && !input.IndexOnly && c.readsStream() {
		return outcome{deferred: &input}
	}
	c.located = &locator{name: input.Name, known: l.known(input), file: c.file}
	c.guard("looking for suppressions in", input.Name, func() { c.suppressed = c.findSuppressions() })
	c.guard("checking", input.Name, func() { c.documents(&o, claimed) })
	if c.suppressed != nil && len(o.documents)+len(c.findings) > 0 {
		o.suppressions = c.suppressed
		o.suppressions.file.digest = c.digest
	}
	if !input.IndexOnly {
		o.findings = l.reportable(l.oneFault(c.findings))
		if len(o.findings)+len(o.documents) > 0 {
			o.digest = c.digest
		}
	}
	o.errors = append(o.errors, c.errors...)
	if !c.file.Broken() {
		l.judge(&o, input)
	}
	return o
}

// documents runs the rules on what the file holds and summarizes it for the second pass.
func (c *check) documents(o *outcome, claimed bool) {
	specs := 0
	c.digest = digest(c.file.Source)
	for root := range polaris.Documents(c.file) {
		identity := polaris.Identify(root, claimed || c.input.Explicit && polaris.KnownType(root)) // who names a file vouches for it
		if identity.Kind == polaris.Foreign {
			continue
		}
		specs++
		s := c.summarize(root, identity)
		if c.input.IndexOnly {
			s.summarizeColumns(root, nil)
		} else {
			s.summarizeColumns(root, c.document(root, identity).Columns)
		}
		o.documents = append(o.documents, s)
	}
	if !c.input.IndexOnly && (specs > 0 || c.file.Broken()) {
		c.text()
	}
}

// hasSpec reports whether a broken text still has a spec in it by its content.
func (c *check) hasSpec() bool {
	for root := range polaris.Documents(c.file) {
		if polaris.Identify(root, false).Kind != polaris.Foreign {
			return true
		}
	}
	return false
}

// readsStream reports whether the file has a job that reads from a connection, so that it matters what is known of its topic.
func (c *check) readsStream() bool {
	for root := range polaris.Documents(c.file) {
		job := polaris.Job{Node: root}
		if job.Source().Connection().Kind() == document.String {
			return true
		}
	}
	return false
}

// unreadable files that nothing can be made of are a note, or an error where somebody says that they are specs or named them.
func (o *outcome) unreadable(input Input, claimed bool, message string) {
	problem := FileError{File: input.Name, Message: message}
	if claimed || input.Explicit {
		o.errors = append(o.errors, problem)
		return
	}
	problem.Message += "; skipped, since nothing in it looks like a Polaris spec"
	o.notes = append(o.notes, problem)
}

func firstFault(file *document.File) string {
	for _, fault := range file.Faults {
		if fault.Code == document.Invalid || fault.Code == document.TooDeep {
			p := file.Lines().Position(fault.Span.Start)
			return fmt.Sprintf("line %d, column %d: %s", p.Line, p.Column, fault.Message)
		}
	}
	return ""
}

// ReadFile reads a regular file of at most MaxFileSize bytes. Its errors do not name the file.
func ReadFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", cause(err))
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", cause(err))
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("cannot be read: it is not a regular file")
	}
	return readAll(file, info.Size())
}

// ReadAll reads a text of at most MaxFileSize bytes.
func ReadAll(r io.Reader) ([]byte, error) {
	if sized, ok := r.(*os.File); ok {
		if info, err := sized.Stat(); err == nil && info.Mode().IsRegular() {
			return readAll(r, info.Size())
		}
	}
	return readAll(r, 0)
}

// readAll reads a text that probably has the given number of bytes.
func readAll(r io.Reader, size int64) ([]byte, error) {
	text := make([]byte, 0, min(max(size, bytes.MinRead), MaxFileSize)+1) // one more, to see the end
	for {
		n, err := r.Read(text[len(text):cap(text)])
		text = text[:len(text)+n]
		switch {
		case size > 0 && int64(len(text)) == size && size <= MaxFileSize: // all of it, as nearly always
			return text, nil
		case len(text) > MaxFileSize:
			return nil, fmt.Errorf("is larger than %d MiB, the most that is read: split it, or exclude it in .polarspec.yaml", MaxFileSize>>20)
		case errors.Is(err, io.EOF):
			return text, nil
		case err != nil:
			return nil, fmt.Errorf("cannot be read: %w", cause(err))
		}
		if len(text) == cap(text) {
			text = slices.Grow(text, len(text))
		}
	}
}

// cause drops the operation and path from a file error, since the report names the file itself.
func cause(err error) error {
	var pathError *os.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

// SyntaxOf tells the notation of a file by its name, and by its first character where the name does not tell.
func SyntaxOf(name string, source []byte) document.Syntax {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json":
		return document.JSON
	case ".jsonc":
		return document.JSONC
	case ".yaml", ".yml":
		return document.YAML
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(source, []byte("\ufeff")), " \t\r\n")
	if len(text) == 0 || text[0] == '{' || text[0] == '[' || text[0] == '"' {
		return document.JSON
	}
	if text[0] == '/' && len(text) > 1 && (text[1] == '/' || text[1] == '*') {
		return document.JSONC
	}
	return document.YAML
}

// judge notes that a file was looked into from its start to its end, unless a rule failed on it.
func (l *Linter) judge(o *outcome, input Input) {
	if l.options.Baseline != nil && !input.IndexOnly && len(o.errors) == 0 {
		o.judged, o.path = l.known(input), input.Path
	}
}

// known is the name of a file in fingerprints: relative to the root of the project, so that it does not matter where the tool was started.
func (l *Linter) known(input Input) string {
	if l.options.Root == "" || !filepath.IsAbs(input.Path) {
		return input.Name
	}
	relative, err := filepath.Rel(l.options.Root, input.Path)
	if err != nil {
		return input.Name
	}
	return filepath.ToSlash(relative)
}

// reportable keeps the findings that are severe enough to be reported.
func (l *Linter) reportable(findings []Finding) []Finding {
	kept := findings[:0]
	for _, f := range findings {
		if f.Severity >= l.options.MinSeverity {
			kept = append(kept, f)
		}
	}
	return kept
}
