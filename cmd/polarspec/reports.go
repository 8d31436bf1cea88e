package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/report"
)

// destination is a report and where it goes; no file stands for standard output.
type destination struct {
	name   string
	format report.Format
	file   string
	color  bool
}

// destinations reads the values of --format.
func destinations(s *streams, f lintFlags) ([]destination, error) {
	color, err := colored(f.color, s.out, s.getenv)
	if err != nil {
		return nil, err
	}
	var list []destination
	toOut := 0
	for _, text := range f.formats {
		name, file, named := strings.Cut(text, "=")
		format, ok := report.ByName(name)
		if !ok {
			return nil, usageError("%q is not a report format: use %s", name, strings.Join(report.Names(), ", "))
		}
		if named && file == "" {
			return nil, usageError("--format %s: the file name is empty", text)
		}
		if !named {
			toOut++
		}
		same := func(d destination) bool { return d.file != "" && absolute(s.dir, d.file) == absolute(s.dir, file) }
		if named && slices.ContainsFunc(list, same) {
			return nil, usageError("two reports go to the file %s: give each its own", file)
		}
		list = append(list, destination{name, format, file, color && !named})
	}
	if toOut > 1 {
		return nil, usageError("only one report can go to standard output: write the others to files, as in --format sarif=out.sarif")
	}
	return list, nil
}

// write prints all reports.
func (r *lintRun) write(result lint.Result) error {
	options := report.Options{Version: version(), Rules: r.catalogue.All(), Statistics: r.flags.statistics}
	if err := r.forCI(result, &options); err != nil {
		return err
	}
	for _, d := range r.reports {
		options.Color = d.color
		var b bytes.Buffer
		if err := d.format(&b, result, options); err != nil {
			return failure(fmt.Errorf("making the report: %w", err))
		}
		if d.file == "" {
			out := r.streams.out
			if r.flags.fix && r.standardInput != nil {
				out = r.streams.err // the fixed text went to standard output
			}
			if _, err := out.Write(b.Bytes()); err != nil {
				return failure(fmt.Errorf("writing the report: %w", err))
			}
			continue
		}
		if err := writeFile(absolute(r.streams.dir, d.file), &b); err != nil {
			return failure(fmt.Errorf("writing the report to %s: %w", d.file, cause(err)))
		}
	}
	return nil
}

// writeFile writes a file whole or not at all: to a temporary file beside it that then takes its place. The mode of an existing
// file is kept, and a link to it followed. A special file such as /dev/stdout is written directly. What a killed run leaves behind is the
// temporary file, which no run reads.
func writeFile(path string, content io.Reader) error {
	return writeFileIf(path, content, func(string) error { return nil })
}

// writeFileIf does the same unless ready has an error, which it is asked for with the path of the file itself, right before the new text takes its place.
func writeFileIf(path string, content io.Reader, ready func(path string) error) error {
	shared := path == "/dev/stdout" || path == "/dev/stderr" || strings.HasPrefix(path, "/dev/fd/") // perhaps a file that others write to as well
	if target, err := filepath.EvalSymlinks(path); err == nil && !shared {
		path = target
	}
	mode := fs.FileMode(0o644)
	info, err := os.Stat(path)
	if err == nil {
		mode = info.Mode().Perm()
	}
	if err == nil && (shared || !info.Mode().IsRegular()) {
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			return err
		}
		_, err = io.Copy(file, content)
		return firstError(err, file.Close())
	}
	temporary, err := temporaryFile(path, content, mode)
	if err != nil {
		return err
	}
	if err = ready(path); err == nil {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		_ = os.Remove(temporary)
	}
	return err
}

// temporaryFile writes a text beside the file whose place it is to take. It leaves nothing behind if it fails.
func temporaryFile(path string, content io.Reader, mode fs.FileMode) (name string, err error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".polarspec-*.tmp")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(file, content)
	if err = firstError(err, file.Chmod(mode), file.Sync(), file.Close()); err != nil {
		_ = os.Remove(file.Name())
		return "", err
	}
	return file.Name(), nil
}

// cause drops the operation and the path, which may be that of the temporary file, from an error of the file system.
func cause(err error) error {
	var onPath *fs.PathError
	var onLink *os.LinkError
	switch {
	case errors.As(err, &onPath):
		return onPath.Err
	case errors.As(err, &onLink):
		return onLink.Err
	}
	return err
}

func firstError(list ...error) error {
	for _, err := range list {
		if err != nil {
			return err
		}
	}
	return nil
}
