package main

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"github.com/polarspec/polarspec/gen/manifest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/discover"
	"github.com/polarspec/polarspec/lint/project"
)

// extensions are the files that a folder is searched for.
var extensions = []string{".json", ".jsonc", ".yaml", ".yml"}

// collect finds the files, runs the linter on them, and adds what is wrong with the settings in the light of the files.
func (r *lintRun) collect(ctx context.Context) (lint.Result, error) {
	feed := &feeder{run: r}
	if r.settings.Any() {
		feed.seen = map[string]bool{}
	}
	result, err := r.linter.Run(ctx, func(yield func(lint.Input) bool) error { return feed.all(ctx, yield) })
	if err != nil {
		return lint.Result{}, failure(err)
	}
	result.Errors = slices.Concat(r.unread, feed.problems, result.Errors)
	result.Notes = append(feed.notes, result.Notes...)
	problems := slices.Clone(r.problems)
	if len(r.paths) == 0 {
		problems = append(problems, r.settings.Unmatched(maps.Keys(feed.seen))...)
		problems = append(problems, result.IdleTopics...)
	}
	problems = append(problems, result.Problems...)
	result.Findings = append(r.linter.Configuration(problems, r.name), result.Findings...)
	result.Count()
	return result, nil
}

// feeder hands the files of a run to the linter.
type feeder struct {
	run      *lintRun
	yield    func(lint.Input) bool
	seen     map[string]bool // nil when nothing asks for it
	problems []lint.FileError
	notes    []lint.FileError
}

// all feeds what the user named, and with settings the rest of the project for the rules that compare documents.
func (f *feeder) all(ctx context.Context, yield func(lint.Input) bool) error {
	f.yield = yield
	r := f.run
	if len(r.paths) == 0 {
		return f.walk(ctx, []string{r.projectRoot()}, false, r.settings.SelectsFiles())
	}
	paths := slices.Clone(r.specPaths)
	if i := slices.Index(paths, "-"); i >= 0 {
		f.standardInput()
		paths = slices.DeleteFunc(paths, func(p string) bool { return p == "-" })
	}
	if err := f.walk(ctx, paths, false, false); err != nil || len(paths) == 0 && len(r.specPaths) == 0 || !r.settings.Any() {
		return err
	}
	return f.walk(ctx, []string{r.projectRoot()}, true, r.settings.SelectsFiles())
}

// projectRoot is the folder of a run without paths.
func (r *lintRun) projectRoot() string {
	if root := r.settings.Root(); root != "" {
		return root
	}
	return r.streams.dir
}

// walk feeds the files below the paths. claimedOnly restricts them to those that the settings select.
func (f *feeder) walk(ctx context.Context, paths []string, indexOnly, claimedOnly bool) error {
	r := f.run
	options := discover.Options{Paths: paths, Dir: r.streams.dir, Extensions: extensions, Excluded: r.settings.Excludes}
	err := discover.Walk(ctx, options, func(file discover.File) error {
		switch filepath.Base(file.Path) {
		case config.FileName, misnamedSettings:
			f.settingsFile(file)
			return nil
		case manifest.FileName:
			if file.Explicit {
				f.notes = append(f.notes, lint.FileError{File: file.Name, Message: "this is the manifest and no spec: polarspec gen --check looks at what it lists"})
			}
			return nil
		}
		if r.isBaseline(file.Path) || claimedOnly && !r.settings.Claims(file.Path) || f.seen[file.Path] || project.KindOf(file.Path) != project.NoSchema {
			return nil // a data schema is linted as such
		}
		if f.seen != nil {
			f.seen[file.Path] = true
		}
		if file.Explicit {
			if r.named == nil {
				r.named = map[string]bool{}
			}
			r.named[file.Name] = true
		}
		if !f.yield(lint.Input{Path: file.Path, Name: file.Name, Explicit: file.Explicit, IndexOnly: indexOnly}) {
			return ctx.Err()
		}
		return nil
	}, func(path string, err error) {
		if !indexOnly {
			f.problems = append(f.problems, lint.FileError{File: path, Message: err.Error()})
		}
	})
	if err != nil {
		return fmt.Errorf("looking for specs: %w", err)
	}
	return nil
}

// misnamedSettings is what a settings file is easily called by mistake.
const misnamedSettings = ".polarspec.yml"

// settingsFile notes a settings file that has no effect, which would be hard to find out otherwise.
func (f *feeder) settingsFile(file discover.File) {
	message := "these settings have no effect: polarspec reads those of the folder that it is started in and of the folders above"
	if filepath.Base(file.Path) == misnamedSettings {
		message = "these settings have no effect: the file must be named " + config.FileName
	}
	used := func(l *config.Layer) bool { return l.Path == file.Path || f.run.flags.config != "" }
	noted := func(n lint.FileError) bool { return n.File == file.Name }
	if !slices.ContainsFunc(f.run.settings.Layers, used) && !slices.ContainsFunc(f.notes, noted) {
		f.notes = append(f.notes, lint.FileError{File: file.Name, Message: message})
	}
}

// generated feeds specs that are not written yet.
func (f *feeder) generated() {
	for _, input := range f.run.drafts {
		if f.seen != nil {
			f.seen[input.Path] = true
		}
		if !f.yield(input) {
			return
		}
	}
}

func (f *feeder) standardInput() {
	if f.run.drafts != nil {
		f.generated()
		return
	}
	s := f.run.streams
	input := lint.Input{Path: "<stdin>", Name: "<stdin>", Claimed: true}
	if name := f.run.flags.stdinFilename; name != "" {
		input.Path = absolute(s.dir, name)
		input.Name = f.run.name(input.Path)
	}
	if f.run.standardInput == nil {
		source, err := lint.ReadAll(s.in)
		if err != nil {
			f.problems = append(f.problems, lint.FileError{File: input.Name, Message: err.Error()})
			return
		}
		f.run.stdin, f.run.standardInput = input, append([]byte{}, source...) // nil would mean that there is a file to read
	}
	input.Source = f.run.standardInput
	if f.seen != nil {
		f.seen[input.Path] = true
	}
	f.yield(input)
}

// name is how reports print a path: relative to the working directory, with slashes.
func (r *lintRun) name(path string) string {
	relative, err := filepath.Rel(r.streams.dir, path)
	if err != nil {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(relative)
}

func absolute(dir, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, path)
}
