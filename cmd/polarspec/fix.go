package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/polarspec/polarspec/gen/manifest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/lint/report"
)

// checkFix checks the flags that change files.
func (f *lintFlags) checkFix(paths []string) error {
	switch {
	case f.fix && f.diff:
		return usageError("--fix writes the fixes and --diff shows them: use one of them")
	case f.unsafeFixes && !f.fix && !f.diff:
		return usageError("--unsafe-fixes widens --fix and --diff and does nothing alone: add one of them")
	case f.fix && slices.Contains(paths, "-") && len(paths) > 1:
		return usageError("--fix with - prints the fixed text of standard input: lint other paths in a run of their own")
	}
	return nil
}

// fixes makes the fixes of a result and writes the files. What is left is found by another run. A file that cannot be written is an
// error of that run; the others are fixed all the same.
func (r *lintRun) fixes(ctx context.Context, result lint.Result) (lint.Result, error) {
	made, files := 0, 0
	var failures []lint.FileError
	for fixed, err := range r.fixed(ctx, result) {
		if err == nil {
			err = r.replace(&fixed)
		}
		if err != nil {
			failures = append(failures, lint.FileError{File: fixed.Name, Message: err.Error()})
			continue
		}
		made, files = made+fixed.Made, files+1
	}
	if err := ctx.Err(); err != nil {
		return result, failure(err)
	}
	if files > 0 {
		_, _ = fmt.Fprintf(r.streams.err, "polarspec: fixed %s in %s\n", count(made, "finding"), count(files, "file"))
		var err error
		if result, err = r.collect(ctx); err != nil {
			return result, err
		}
	}
	result.Errors = append(failures, result.Errors...)
	if r.standardInput != nil {
		_, err := r.streams.out.Write(r.standardInput)
		return result, outputError(err)
	}
	return result, nil
}

// outputError is the error of writing to standard output.
func outputError(err error) error {
	if err != nil {
		return failure(fmt.Errorf("writing the output: %w", err))
	}
	return nil
}

// isInput reports whether specs are looked for in a file: in settings and data schemas they are not.
func isInput(path string) bool {
	name := filepath.Base(path)
	return name != config.FileName && name != evidence.FileName && name != manifest.FileName && project.KindOf(path) == project.NoSchema
}

// fixed yields the files that fixes change, or cannot be read any more, one after the other. A file that is there under two names is
// fixed once.
func (r *lintRun) fixed(ctx context.Context, result lint.Result) iter.Seq2[lint.Fixed, error] {
	return func(yield func(lint.Fixed, error) bool) {
		seen := map[string]bool{}
		for _, name := range result.FilesToFix(r.flags.unsafeFixes) {
			path := absolute(r.streams.dir, name)
			if target, err := filepath.EvalSymlinks(path); err == nil {
				path = target
			}
			if ctx.Err() != nil || seen[path] || !isInput(absolute(r.streams.dir, name)) {
				continue
			}
			seen[path] = true
			fixed, err := r.fix(result, name)
			if err == nil && fixed.Refused > 0 {
				_, _ = fmt.Fprintf(r.streams.err, "polarspec: %s: %s not made, since the result would have new findings\n", report.Visible(name), fixesAre(fixed.Refused))
			}
			if (err != nil || fixed.Changed()) && !yield(fixed, err) {
				return
			}
		}
	}
}

// fix makes the fixes of one file in memory.
func (r *lintRun) fix(result lint.Result, name string) (lint.Fixed, error) {
	input := lint.Input{Path: absolute(r.streams.dir, name), Name: name, Explicit: r.named[name]}
	if r.isStandardInput(name) {
		input = r.stdin
		input.Source = r.standardInput
	} else {
		var err error
		if input.Source, err = lint.ReadFile(input.Path); err != nil {
			return lint.Fixed{Name: name}, err
		}
	}
	fixed := r.linter.Fix(result, input, r.flags.unsafeFixes)
	if fixed.Stale {
		return fixed, errChanged
	}
	return fixed, nil
}

// errChanged is about a file that somebody else writes.
var errChanged = errors.New("has changed since it was read and is left as it is: run again")

func (r *lintRun) isStandardInput(name string) bool {
	return r.standardInput != nil && name == r.stdin.Name
}

// fixesAre is a number of fixes with its verb.
func fixesAre(n int) string {
	if n == 1 {
		return "1 fix is"
	}
	return fmt.Sprintf("%d fixes are", n)
}

// replace writes a fixed file in the place of the old one.
func (r *lintRun) replace(fixed *lint.Fixed) error {
	if r.isStandardInput(fixed.Name) {
		r.standardInput = fixed.After
		return nil
	}
	return replaceFile(absolute(r.streams.dir, fixed.Name), fixed.Before, fixed.After)
}

// replaceFile writes a text in the place of the one that was read, unless the file has changed in the meantime or nobody may write it.
// Its errors do not name the file.
func replaceFile(path string, before, after []byte) error {
	unchanged := func(path string) error {
		now, err := lint.ReadFile(path)
		if err == nil && !bytes.Equal(now, before) {
			err = errChanged
		}
		return err
	}
	if err := unchanged(path); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err == nil && info.Mode().Perm()&0o222 == 0 {
		err = errors.New("the file is read-only") // another one could be put in its place nevertheless
	}
	if err == nil {
		err = writeFileIf(path, bytes.NewReader(after), unchanged)
	}
	switch {
	case errors.Is(err, errChanged):
		return err
	case err != nil:
		return fmt.Errorf("cannot be written and is left as it is: %w", cause(err))
	}
	return nil
}

// writeDiff prints what is different in a file.
func (r *lintRun) writeDiff(fixed *lint.Fixed) error {
	_, err := r.streams.out.Write(difference(fixed))
	return outputError(err)
}

// difference is a unified diff of the lines of a file that differ, without the secrets in them.
func difference(fixed *lint.Fixed) []byte {
	name := report.Visible(fixed.Name)
	before, after := fixed.Masked()
	return diff.Diff("a/"+name, before, "b/"+name, after)
}

// showDiff prints what fixes would change.
func (r *lintRun) showDiff(ctx context.Context, result lint.Result) error {
	failed, changed := len(result.Errors) > 0, false
	for fixed, err := range r.fixed(ctx, result) {
		if err != nil {
			_, _ = fmt.Fprintf(r.streams.err, "polarspec: %s: %s\n", report.Visible(fixed.Name), report.Visible(err.Error()))
			failed = true
			continue
		}
		changed = true
		if err := r.writeDiff(&fixed); err != nil {
			return err
		}
	}
	switch {
	case ctx.Err() != nil:
		return failure(ctx.Err())
	case failed:
		return &exitError{code: exitFailure}
	case changed:
		return &exitError{code: exitFindings}
	}
	return nil
}
