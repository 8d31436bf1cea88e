package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/gen/emit"
	"github.com/polarspec/polarspec/gen/manifest"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/report"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// manifestFlags are the flags of gen without a subcommand as they were given.
type manifestFlags struct {
	manifest, format string
	check, diff      bool
}

// manifestRun generates what a manifest lists.
type manifestRun struct {
	*streams
	flags    manifestFlags
	manifest *manifest.Manifest
	maker    *maker
	outputs  []*genFile
	// inputs are the files that the entries read, with links followed, folded.
	inputs map[string]bool
	faults []entryFault
}

// genFile is a file that an entry makes.
type genFile struct {
	draft
	entry *manifest.Spec
	to    emit.Endpoint
	// file is the path as messages show it, real the path with links followed.
	file, real string
	// refused is true if the file must not be written.
	refused bool
	// exists and before are what is there now.
	exists bool
	before []byte
}

// entryFault is why an entry cannot be generated.
type entryFault struct {
	offset int
	code   int
	text   string
}

// runGen generates what the manifest lists; without one it shows the help.
func runGen(ctx context.Context, s *streams, f manifestFlags, command *cobra.Command) error {
	if f.format != "text" && f.format != "json" {
		return formatError(f.format)
	}
	if f.check && f.diff {
		return usageError("--check says which files are stale and --diff makes a patch: use one of them")
	}
	path, err := s.findManifest(f.manifest)
	if err != nil {
		return err
	}
	if path == "" {
		if f.check || f.diff || f.format == "json" {
			return usageError("there is no %s in this folder or above. It lists the specs to generate:\n%s", manifest.FileName, firstManifest)
		}
		return command.Help()
	}
	run := &manifestRun{streams: s, flags: f, inputs: map[string]bool{}}
	if err := run.load(path); err != nil {
		return err
	}
	run.make(ctx)
	run.checkOutputs()
	if err := run.lint(ctx); err != nil {
		return err
	}
	run.compare()
	if len(run.faults) > 0 {
		return run.refuse()
	}
	if f.check || f.diff {
		return run.show()
	}
	return run.write()
}

// firstManifest is what a manifest may look like.
const firstManifest = `  version: 1
  specs:
    - output: jobs/events.json
      job: {from: events.avsc, table: events, connection: kafka-events}`

// findManifest returns the path of the manifest: the one that was named, else the nearest one; "" if there is none.
func (s *streams) findManifest(named string) (string, error) {
	if named != "" {
		return absolute(s.dir, named), nil
	}
	path, err := manifest.Find(s.dir)
	if err != nil {
		return "", failure(err)
	}
	if misnamed := filepath.Join(s.dir, misnamedManifest); path == "" && isFile(misnamed) {
		return "", usageError("%s has no effect: the manifest must be named %s", misnamedManifest, manifest.FileName)
	}
	return path, nil
}

// misnamedManifest is what a manifest is easily called by mistake.
const misnamedManifest = "polarspec.gen.yml"

// load reads the manifest. What is wrong with entries is kept, so that the others can be judged as well.
func (r *manifestRun) load(path string) error {
	m, problems, err := manifest.Load(path)
	if err != nil {
		return usageError("%s: %w", shownPath(r.streams, path), cause(errors.Unwrap(err)))
	}
	r.manifest = m
	r.maker = &maker{streams: r.streams, settings: m.Dir}
	for _, p := range problems {
		r.fault(p.File, p.Span, exitUsage, p.Message)
	}
	if r.flags.manifest == "" && m.Dir != filepath.Clean(r.dir) && r.flags.format == "text" {
		return printed(fmt.Fprintf(r.err, "polarspec: the manifest is %s\n", report.Visible(shownPath(r.streams, path))))
	}
	return nil
}

// make makes the specs of all entries.
func (r *manifestRun) make(ctx context.Context) {
	for i := range r.manifest.Specs {
		entry := &r.manifest.Specs[i]
		var err error
		switch {
		case entry.Job != nil:
			err = r.job(entry)
		case entry.Connection != nil:
			var result gen.Result
			if result, err = gen.Connection(entry.Connection); err == nil {
				r.add(entry, entry.Output, polaris.ConnectionKind, draft{result: result})
			} else {
				err = genError(err)
			}
		default:
			err = r.template(ctx, entry)
		}
		if err != nil {
			r.fail(entry, err)
		}
	}
}

func (r *manifestRun) job(entry *manifest.Spec) error {
	job := *entry.Job
	for _, name := range []*string{&job.From, &job.FromResponse} {
		if *name != "" {
			*name = r.input(*name)
		}
	}
	job.Include = slices.Clone(job.Include)
	for i := range job.Include {
		job.Include[i] = shownPath(r.streams, absolute(r.manifest.Dir, job.Include[i]))
	}
	result, err := r.maker.job(&job)
	if err != nil {
		return err
	}
	r.add(entry, entry.Output, polaris.JobKind, draft{result: result, ownSchema: job.From != "", source: job.From})
	return nil
}

// input notes a file that the manifest names as one that is read, and returns its name as messages show it.
func (r *manifestRun) input(name string) string { return r.inputOf(r.manifest.Dir, name) }

// inputOf does so for a file that is named relative to a folder.
func (r *manifestRun) inputOf(folder, name string) string {
	path := absolute(folder, name)
	r.inputs[folded(realPath(path))] = true
	return shownPath(r.streams, path)
}

// add changes a spec as the entry says and adds it to what is to be written.
func (r *manifestRun) add(entry *manifest.Spec, file string, kind polaris.Kind, d draft) {
	if entry.Overrides.Exists() {
		changed, problems := gen.Override(d.result.Spec, kind, entry.Overrides)
		for _, p := range problems {
			_, message := inKeys(p.Message)
			r.fault(p.Node.File(), p.Span, exitUsage, message)
		}
		d.result.Spec = changed
	}
	if d.emit = entry.Emit; d.emit == "" {
		d.emit = emitByName(file)
	}
	d.path = absolute(r.manifest.Dir, filepath.FromSlash(file))
	o := &genFile{draft: d, entry: entry, to: endpoint(kind), file: shownPath(r.streams, d.path)}
	format, _ := emit.ByName(d.emit) // the model of the manifest has the names
	o.text = format(d.result.Spec, o.to)
	r.outputs = append(r.outputs, o)
}

func endpoint(kind polaris.Kind) emit.Endpoint {
	if kind == polaris.ConnectionKind {
		return emit.Connections
	}
	return emit.Jobs
}

// lint runs the rules on what was made.
func (r *manifestRun) lint(ctx context.Context) error {
	var drafts []*draft
	for _, o := range r.outputs {
		if !o.refused { // two specs of one name would be taken for one
			drafts = append(drafts, &o.draft)
		}
	}
	if len(drafts) == 0 {
		return nil
	}
	if err := lintDrafts(ctx, r.streams, r.manifest.Dir, drafts); err != nil {
		return err
	}
	for _, o := range r.outputs {
		for _, err := range o.faults {
			r.fail(o.entry, err)
		}
	}
	return nil
}

// fail notes why an entry cannot be generated, at the key that the message is about.
func (r *manifestRun) fail(entry *manifest.Spec, err error) {
	code, message := exitFailure, err.Error()
	var exit *exitError
	if errors.As(err, &exit) {
		if code = exit.code; exit.cause == nil {
			message = "the data schema is at fault" // what is wrong with it was printed
		}
	}
	key, message := inKeys(message)
	if key == "" {
		for _, name := range []string{"from", "from-response"} {
			if entry.Node.Get("job").Get(name).Exists() {
				key = name
			}
		}
	}
	node, span := entry.Place(key, message)
	r.fault(node.File(), span, code, message)
}

// fault notes a fault at its place in the manifest; the same one is noted once.
func (r *manifestRun) fault(file *document.File, span document.Span, code int, message string) {
	r.noteFault(entryFault{span.Start, code, r.place(file, span) + ": " + message})
}

// place is a place in the manifest as messages show it.
func (r *manifestRun) place(file *document.File, span document.Span) string {
	at := file.Lines().Position(span.Start)
	return fmt.Sprintf("%s:%d:%d", shownPath(r.streams, r.manifest.Path), at.Line, at.Column)
}

func (r *manifestRun) noteFault(f entryFault) {
	if !slices.Contains(r.faults, f) {
		r.faults = append(r.faults, f)
	}
}

// refuse says all that is wrong; nothing is written.
func (r *manifestRun) refuse() error {
	slices.SortStableFunc(r.faults, func(a, b entryFault) int { return a.offset - b.offset })
	code := exitFindings
	for _, f := range r.faults {
		code = max(code, f.code)
		lines := strings.Split(f.text, "\n")
		for i := range lines {
			lines[i] = report.Visible(lines[i])
		}
		if err := printed(fmt.Fprintf(r.err, "polarspec: %s\n", strings.Join(lines, "\n"))); err != nil {
			return err
		}
	}
	if !r.flags.check && !r.flags.diff {
		if err := printed(fmt.Fprintln(r.err, "polarspec: nothing is written")); err != nil {
			return err
		}
	}
	return &exitError{code: code}
}

// flagWord finds the names of flags in a message.
var flagWord = regexp.MustCompile(`(^|\n *)?--([a-z][a-z_-]*)( (?:inline|registry)\b| \w+=\w+)?`)

// inKeys is a message of the generators about flags in words of the manifest, and the first key that it names.
func inKeys(message string) (key, inWords string) {
	inWords = flagWord.ReplaceAllStringFunc(message, func(match string) string {
		parts := flagWord.FindStringSubmatch(match)
		name := manifestKey(parts[2])
		if name == "" {
			return match
		}
		if key == "" {
			key = name
		}
		field, value, isPair := strings.Cut(strings.TrimSpace(parts[3]), "=")
		switch {
		case isPair && name == "secret":
			return parts[1] + name + ": {" + field + ": " + value + "}"
		case isPair:
			return parts[1] + `"` + name + `"` + parts[3]
		case parts[3] != "" && name == "provider", strings.HasPrefix(parts[1], "\n"):
			return parts[1] + name + ":" + parts[3]
		}
		return parts[1] + `"` + name + `"` + parts[3]
	})
	return key, inWords
}

// manifestKey is the key of the manifest that stands for a flag; "" for what is no flag of gen job and gen connection.
func manifestKey(flag string) string {
	switch flag {
	case "set":
		return "overrides"
	case "output", "emit":
		return flag
	}
	key := manifest.Key(flag)
	for _, made := range []string{"job", "connection"} {
		if manifest.Type().Field("specs").Type.Item.Field(made).Type.Field(key) != nil {
			return key
		}
	}
	return ""
}

// realPath is a path with links followed as far as there is something.
func realPath(path string) string {
	rest := ""
	for dir := path; ; dir = filepath.Dir(dir) {
		if found, err := filepath.EvalSymlinks(dir); err == nil {
			return filepath.Join(found, rest)
		}
		if dir == filepath.Dir(dir) {
			return path
		}
		rest = filepath.Join(filepath.Base(dir), rest)
	}
}
