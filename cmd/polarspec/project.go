package main

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/discover"
	"github.com/polarspec/polarspec/lint/project"
)

// readProject reads what lies beside the specs. Of the paths it takes those that name data schema files, which are no specs.
func (r *lintRun) readProject(ctx context.Context) (problems []lint.FileError, err error) {
	isSchema := func(path string) bool { return path != "-" && project.KindOf(path) != project.NoSchema }
	named := slices.DeleteFunc(slices.Clone(r.paths), func(path string) bool { return !isSchema(path) })
	r.specPaths = slices.DeleteFunc(slices.Clone(r.paths), isSchema)
	options := project.Options{Name: r.name, Dir: r.streams.dir, Reported: r.reported}
	if project.KindOf(r.flags.stdinFilename) != project.NoSchema {
		problems = r.schemaFromInput(&options)
	}
	walk := discover.Options{Paths: named, Dir: r.streams.dir, Excluded: r.settings.Excludes}
	err = discover.Walk(ctx, walk, func(file discover.File) error {
		options.Named = append(options.Named, file.Path)
		return nil
	}, func(path string, err error) {
		problems = append(problems, lint.FileError{File: path, Message: err.Error()})
	})
	if err == nil {
		err = r.schemasOfGlobs(ctx, &options)
	}
	if err != nil {
		return nil, failure(err)
	}
	r.project, err = project.Load(ctx, r.settings, options)
	if err != nil {
		return nil, failure(err)
	}
	r.problems = append(r.problems, r.project.Problems...)
	return problems, nil
}

// schemasOfGlobs adds the data schema files that patterns for files of any kind find, such as 'schemas/*.*'. What is wrong with such a
// pattern is said when it is searched for specs.
func (r *lintRun) schemasOfGlobs(ctx context.Context, options *project.Options) error {
	globs := slices.DeleteFunc(slices.Clone(r.specPaths), func(path string) bool { return !strings.ContainsAny(path, "*?[{") })
	if len(globs) == 0 {
		return nil
	}
	walk := discover.Options{Paths: globs, Dir: r.streams.dir, Excluded: r.settings.Excludes}
	return discover.Walk(ctx, walk, func(file discover.File) error {
		if project.KindOf(file.Path) != project.NoSchema {
			options.Named = append(options.Named, file.Path)
		}
		return nil
	}, func(string, error) {})
}

// schemaFromInput takes standard input for the data schema file that its name says it is.
func (r *lintRun) schemaFromInput(options *project.Options) []lint.FileError {
	r.specPaths = slices.DeleteFunc(r.specPaths, func(path string) bool { return path == "-" })
	path := absolute(r.streams.dir, r.flags.stdinFilename)
	source, err := lint.ReadAll(r.streams.in)
	if err != nil {
		return []lint.FileError{{File: r.name(path), Message: err.Error()}}
	}
	r.stdin.Name, r.standardInput = r.name(path), append([]byte{}, source...)
	options.Files, options.Named = inputAsFile{path: path, source: source}, []string{path}
	return nil
}

// inputAsFile reads files from the disk, but one of them from what came on standard input.
type inputAsFile struct {
	project.Disk
	path   string
	source []byte
}

// Open opens a file.
func (f inputAsFile) Open(path string) (io.ReadCloser, error) {
	if path == f.path {
		return io.NopCloser(bytes.NewReader(f.source)), nil
	}
	return f.Disk.Open(path)
}

// reported says of a data schema file of the settings whether the user asked for what is wrong with it: without paths, or if it lies
// in a folder that is one.
func (r *lintRun) reported(path string) bool {
	if len(r.paths) == 0 {
		return true
	}
	for _, folder := range r.paths {
		below, err := filepath.Rel(absolute(r.streams.dir, folder), path)
		if err == nil && below != "." && below != ".." && !strings.HasPrefix(below, ".."+string(filepath.Separator)) {
			return true
		}
	}
	return false
}
