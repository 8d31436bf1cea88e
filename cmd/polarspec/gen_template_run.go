package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/gen/template"
	"github.com/polarspec/polarspec/internal/cuerun"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/report"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// templateRequest is a template with what to make of it.
type templateRequest struct {
	// template is a folder, a file or the name of a shipped template, as the user named it; folder is what its path starts from.
	template, folder string
	// base is the folder that the paths in the template's "from" start from.
	base string
	// rows are the parameters, one run each.
	rows []templateRow
	// further are parameters for all rows as texts, which win over those of a row; furtherPlace says where one was given.
	further      []gen.Pair
	furtherPlace func(name string) string
	// pattern is what the files are called, such as jobs/{table}.json; empty for no files. The paths start from nowhere yet.
	pattern string
	// sets are values of the specs by their paths.
	sets []gen.Pair
	// settings is the folder whose settings say which names Protobuf fields have.
	settings string
	// deadline is how long one evaluation may take; 0 for the default.
	deadline time.Duration
}

// templateRow are the parameters of one run.
type templateRow struct {
	value document.Value
	// texts are parameters as texts whatever their type is, such as cells of a table.
	texts []gen.Pair
	// place says where a parameter was given; the path is empty for the row as a whole.
	place func(path []string) string
}

// templateOutput is a spec that a template made.
type templateOutput struct {
	// file is the name by the pattern; empty without one.
	file string
	kind polaris.Kind
	// name is that of the table of a job, else that of the connection or table itself.
	name  string
	value document.Value
	notes []gen.Note
	// from is the path of the data schema that it was made from; empty for none.
	from string
	// unreadable are fields that Druid cannot read, which was accepted.
	unreadable []string
}

// expandTemplate makes the specs of all rows, in their order. Nothing is written and nothing is linted. The error is an exitError and
// has all that is wrong, one a line.
func (s *streams) expandTemplate(ctx context.Context, request templateRequest) ([]templateOutput, error) {
	var all []templateOutput
	err := s.eachTemplate(ctx, request, func(outputs []templateOutput) error {
		all = append(all, outputs...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// eachTemplate does so and hands over the specs of each row, in the order of the rows. After the first row with a fault the others are
// only looked at for faults.
func (s *streams) eachTemplate(ctx context.Context, request templateRequest, each func([]templateOutput) error) error {
	e, err := s.newExpansion(request)
	if err != nil {
		return err
	}
	workers := runtime.GOMAXPROCS(0)
	type made struct {
		outputs []templateOutput
		err     error
	}
	chunk := make([]made, min(len(request.rows), workers*16))
	for start := 0; start < len(request.rows); start += len(chunk) {
		chunk = chunk[:min(len(chunk), len(request.rows)-start)]
		var group sync.WaitGroup
		for worker := range min(workers, len(chunk)) {
			group.Go(func() {
				for i := worker; i < len(chunk); i += workers {
					chunk[i].outputs, chunk[i].err = e.row(ctx, request.rows[start+i])
				}
			})
		}
		group.Wait()
		for _, m := range chunk {
			if err := e.note(m.err); err != nil {
				return err
			}
			if e.code == exitClean {
				if err := each(m.outputs); err != nil {
					return err
				}
			}
		}
	}
	return e.outcome()
}

// expansion is a template at work.
type expansion struct {
	*streams
	request  templateRequest
	template *template.Template
	pattern  *template.Pattern
	sources  map[string]templateSource

	// lines are all that is wrong, code is the exit code that follows.
	lines []string
	said  map[string]bool
	more  int
	code  int
}

func (s *streams) newExpansion(request templateRequest) (*expansion, error) {
	files, err := s.templateFiles(request.folder, request.template)
	if err != nil {
		return nil, err
	}
	deadline := request.deadline
	if deadline <= 0 {
		deadline = cuerun.DefaultDeadline
	}
	e := &expansion{streams: s, request: request, sources: map[string]templateSource{}}
	if e.template, err = template.Load(cuerun.New(deadline), files); err != nil {
		if err := e.note(err); err != nil {
			return nil, err
		}
		return nil, e.outcome()
	}
	if request.pattern != "" {
		if e.pattern, err = template.ParsePattern(request.pattern, e.template.Names()); err != nil {
			return nil, usageError("%s", report.Visible(err.Error()))
		}
	}
	return e, nil
}

// row makes the specs of one row.
func (e *expansion) row(ctx context.Context, row templateRow) ([]templateOutput, error) {
	place := row.place
	if place == nil {
		place = func([]string) string { return "" }
	}
	params := e.template.Merge(template.Row{Value: row.value, Texts: row.texts, Place: place}, e.request.further, e.request.furtherPlace)
	specs, err := e.template.Run(ctx, params, e.read)
	var faults template.FaultErrors
	var ofRun *template.RunError
	switch {
	case errors.As(err, &faults) && !errors.As(err, &ofRun):
		return nil, err
	case err != nil && params.Place(nil) != "":
		return nil, &rowError{params.Place(nil), err}
	case err != nil:
		return nil, err
	}
	var outputs []templateOutput
	for i := range specs {
		spec := &specs[i]
		o := templateOutput{kind: spec.Kind, name: spec.Name, value: spec.Value, notes: spec.Notes, unreadable: spec.Unreadable}
		if spec.File != "" {
			o.from = absolute(e.dir, spec.File)
		}
		if e.pattern != nil {
			if o.file, err = e.pattern.File(spec.Params, spec); err != nil {
				return nil, template.FaultErrors{{Place: place(nil), Message: err.Error()}}
			}
		}
		if len(e.request.sets) > 0 {
			if o.value, err = gen.Set(o.value, o.kind, e.request.sets); err != nil {
				return nil, err
			}
		}
		if name := gen.SecretIn(o.value); o.kind == polaris.ConnectionKind && name != "" {
			return nil, template.FaultErrors{{Place: params.Place(nil), Message: fmt.Sprintf("the connection %q has a secret written out in %q, which does not belong into a file: write the environment variable that holds it, as ${NAME}", o.name, name)}}
		}
		outputs = append(outputs, o)
	}
	return outputs, nil
}

// rowError is an error of a row that does not tell which one.
type rowError struct {
	place string
	cause error
}

func (e *rowError) Error() string { return e.place + ": " + e.cause.Error() }

func (e *rowError) Unwrap() error { return e.cause }

// maxTemplateFaults is how many faults of the rows are said.
const maxTemplateFaults = 20

// note remembers what is wrong with a row. The error is one that ends the run.
func (e *expansion) note(err error) error {
	var faults template.FaultErrors
	var limit *cuerun.LimitError
	var exit *exitError
	var refused *gen.Error
	var row *rowError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &limit), errors.Is(err, context.Canceled):
		return failure(err)
	case errors.As(err, &faults):
		e.code = max(e.code, exitUsage)
		run := ""
		if errors.As(err, &row) {
			run = " (parameters: " + row.place + ")"
		}
		for _, fault := range faults {
			e.line(template.FaultErrors{fault}.Error(), run)
		}
		return nil
	case errors.As(err, &exit):
		e.code = max(e.code, exit.code)
		if exit.cause == nil {
			return nil // it was printed
		}
	case errors.As(err, &refused) && refused.Schema:
		e.code = max(e.code, exitFindings)
	case errors.As(err, &refused):
		e.code = max(e.code, exitUsage)
	default:
		e.code = max(e.code, exitFailure)
	}
	e.line(err.Error(), "")
	return nil
}

// line keeps what is wrong. What is the same in several runs is kept once; run says which is the first.
func (e *expansion) line(text, run string) {
	if e.said[text] {
		return
	}
	if e.said == nil {
		e.said = map[string]bool{}
	}
	e.said[text] = true
	text += run
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = report.Visible(lines[i])
	}
	text = strings.Join(lines, "\n")
	if len(e.lines) < maxTemplateFaults {
		e.lines = append(e.lines, text)
	} else {
		e.more++
	}
}

// outcome is the error of a run with faults.
func (e *expansion) outcome() error {
	if e.code == exitClean {
		return nil
	}
	if len(e.lines) == 0 {
		return &exitError{code: e.code}
	}
	text := strings.Join(e.lines, "\npolarspec: ")
	if e.more > 0 {
		text += fmt.Sprintf("\npolarspec: and %d more", e.more)
	}
	return &exitError{e.code, errors.New(text)}
}

// templateSource is a data schema that was read.
type templateSource struct {
	source *gen.Source
	notes  []gen.Note
	err    error
}

// read reads the data schema that a template names. Runs that differ in their choices share it.
func (e *expansion) read(from *template.From) (*gen.Source, []gen.Note, error) {
	key := strings.Join(append([]string{from.File, from.Message}, from.Include...), "\x00")
	r, known := e.sources[key]
	if !known {
		var folders []string
		for _, folder := range from.Include {
			folders = append(folders, absolute(e.request.base, folder))
		}
		r.source, r.notes, r.err = readGenSource(e.streams, shownPath(e.streams, absolute(e.request.base, from.File)), from.Message, folders)
		if len(e.sources) >= 256 {
			clear(e.sources)
		}
		e.sources[key] = r
	}
	if o := &from.Options; r.err == nil && r.source.Message != nil && o.Registry != "" && o.FieldNames == "" {
		settings, _, err := config.Load(e.request.settings)
		if err != nil {
			return nil, nil, usageError("%w", err)
		}
		o.FieldNames = settings.ProtobufNames()
	}
	return r.source, r.notes, r.err
}

// templateFiles reads the files of a template: those of a folder, one file, or those of a shipped template.
func (s *streams) templateFiles(folder, name string) ([]cuerun.File, error) {
	path := absolute(folder, name)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err != nil && strings.ContainsRune(name, 0):
		if files := template.ShippedFiles(name); len(files) > 0 {
			for i := range files {
				files[i].Name = name + "/" + files[i].Name
			}
			return files, nil
		}
		if near, ok := spelling.Near(name, slices.Values(template.Shipped())); ok {
			return nil, usageError("there is no template %q. Did you mean %q?", report.Visible(name), near)
		}
		return nil, usageError("there is no template %q: name a folder with .cue files, a .cue file, or one of %s", report.Visible(name), strings.Join(template.Shipped(), ", "))
	case err != nil:
		return nil, failure(fmt.Errorf("%s: %w", name, cause(err)))
	case !info.IsDir():
		if !strings.HasSuffix(name, ".cue") { // messages about CUE quote its text, which must not be that of a connection
			return nil, usageError("%s is no template by its name: those end in .cue", name)
		}
		return s.cueFiles([]string{path})
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, failure(fmt.Errorf("%s: %w", name, cause(err)))
	}
	var paths []string
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".cue") && !entry.IsDir() && !strings.HasPrefix(entry.Name(), "_") && !strings.HasPrefix(entry.Name(), ".") {
			paths = append(paths, filepath.Join(path, entry.Name()))
		}
	}
	if len(paths) == 0 {
		return nil, usageError("the folder %s has no .cue files, so it is no template: polarspec gen template init NAME starts one", name)
	}
	return s.cueFiles(paths)
}

func (s *streams) cueFiles(paths []string) ([]cuerun.File, error) {
	var files []cuerun.File
	for _, path := range paths {
		source, err := lint.ReadFile(path)
		if err != nil {
			return nil, failure(fmt.Errorf("%s: %w", shownPath(s, path), err))
		}
		files = append(files, cuerun.File{Name: shownPath(s, path), Source: source})
	}
	return files, nil
}
