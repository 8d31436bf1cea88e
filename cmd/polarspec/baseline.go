package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/baseline"
	"github.com/polarspec/polarspec/lint/report"
)

// baselineFlags are the flags of baseline write and prune as they were given.
type baselineFlags struct {
	lint   lintFlags
	file   string
	format string
}

func newBaseline(s *streams) *cobra.Command {
	command := &cobra.Command{
		Use:   "baseline",
		Short: "Write down the findings that are there, so that lint reports new ones only",
		Long: `A project with many old specs can begin with the findings of today: baseline write notes them in a file, and lint reports only what
is not in it. A finding is known again when lines are moved, list items are inserted and keys are reordered, but no more when
the value changes that it is about. The file holds no values: it may be committed, and one line a finding keeps it easy to merge.

The settings name the file (baseline: ` + baseline.FileName + `), or lint --baseline FILE.`,
		Example: `  polarspec baseline write
  polarspec baseline prune`,
		Args: unknownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	command.AddCommand(newBaselineWrite(s), newBaselinePrune(s))
	return command
}

func newBaselineWrite(s *streams) *cobra.Command {
	f := baselineFlags{lint: quiet()}
	command := &cobra.Command{
		Use:   "write [PATH...]",
		Short: "Write the findings of the project, or of the paths, as known ones",
		Long: `Lints like polarspec lint and writes all findings at or above --min-severity to the baseline, those about settings apart. Without a
PATH the file then holds the findings of today and no others. With a PATH only what is known of the files there is brought up
to date.

The file is the one of -o, else the one that the settings name, else ` + baseline.FileName + ` beside the outermost settings file, without
settings in the working directory.

Exit codes: 0 done, 2 wrong use or settings, 3 an input could not be read, and nothing was written.`,
		Example: `  polarspec baseline write
  polarspec baseline write jobs -o known.json`,
		RunE: func(cmd *cobra.Command, paths []string) error { return runBaselineWrite(cmd.Context(), s, f, paths) },
	}
	flags := command.Flags()
	flags.StringVarP(&f.file, "output", "o", "", "file to write, instead of the one that the settings name")
	flags.StringVar(&f.lint.minSeverity, "min-severity", "warning", "least severity that is written: error, warning or info")
	flags.StringArrayVar(&f.lint.severities, "rule", nil, "severity of a rule, as ID=SEVERITY or ID=off, as for lint; may be repeated")
	f.common(command)
	_ = command.RegisterFlagCompletionFunc("min-severity", cobra.FixedCompletions([]string{"error", "warning", "info"}, cobra.ShellCompDirectiveNoFileComp))
	return command
}

func newBaselinePrune(s *streams) *cobra.Command {
	f := baselineFlags{lint: quiet()}
	command := &cobra.Command{
		Use:   "prune [PATH...]",
		Short: "Remove the known findings that are fixed",
		Long: `Lints like polarspec lint and takes out of the baseline what is not found any more, as far as the run can tell: known findings of
files that were not looked into stay, and so do those of rules that are switched off. Nothing is ever added.

Exit codes: 0 done, 2 wrong use or settings, 3 an input could not be read.`,
		Example: `  polarspec baseline prune
  polarspec baseline prune jobs --format json`,
		RunE: func(cmd *cobra.Command, paths []string) error { return runBaselinePrune(cmd.Context(), s, f, paths) },
	}
	command.Flags().StringVar(&f.file, "baseline", "", "the baseline, instead of the one that the settings name")
	f.lint.minSeverity = "info" // what was written at a lower severity can be fixed too
	f.common(command)
	return command
}

// quiet are the flags of a run whose findings are not reported.
func quiet() lintFlags {
	return lintFlags{formats: []string{"text"}, failLevel: "never", color: "never", baseline: noBaseline}
}

func (f *baselineFlags) common(command *cobra.Command) {
	command.Flags().StringVar(&f.lint.config, "config", "", "settings file to use instead of the ones in this folder and above")
	command.Flags().IntVar(&f.lint.jobs, "jobs", 0, "how many files are checked at a time; 0 for the number of processors")
	formatFlag(command, &f.format)
}

// baselineOutput is what write and prune did, in machine output.
type baselineOutput struct {
	File string `json:"file"`
	// Findings is how many are known now, Files in how many files.
	Findings int `json:"findings"`
	Files    int `json:"files"`
	// Added and Fixed are how many came in and went out.
	Added int `json:"added"`
	Fixed int `json:"fixed"`
}

func runBaselineWrite(ctx context.Context, s *streams, f baselineFlags, paths []string) error {
	partial := len(paths) > 0
	run, result, path, err := f.run(ctx, s, paths, func(path string) (*baseline.File, error) {
		if !partial {
			return nil, nil
		}
		return readBaselineIfAny(path)
	})
	if err != nil {
		return err
	}
	name := run.name(path)
	if len(result.Errors) > 0 {
		return &exitError{exitFailure, fmt.Errorf("%s was not written, since not all inputs could be read", name)}
	}
	old, err := readBaselineIfAny(path)
	if err != nil && partial {
		return run.unusableBaseline(path, nil, err)
	}
	known := lint.Known(result)
	if partial && old != nil {
		known = baseline.New(append(old.Without(result.Fixed).Findings, known.Findings...))
	}
	out := described(name, old, known)
	if err := run.replaceBaseline(path, known); err != nil {
		return err
	}
	if used, _ := run.settings.Baseline(); used != path {
		_, _ = fmt.Fprintf(s.err, "polarspec: lint does not read %s yet: %s\n", name, run.howToUse(path))
	}
	if f.format == "json" {
		return writeJSON(s.out, out)
	}
	change := ""
	if old != nil {
		change = fmt.Sprintf("; %d new, %d fixed since", out.Added, out.Fixed)
	}
	return printed(fmt.Fprintf(s.out, "wrote %s: %s in %s%s\n", name, count(out.Findings, "known finding"), count(out.Files, "file"), change))
}

func runBaselinePrune(ctx context.Context, s *streams, f baselineFlags, paths []string) error {
	var old *baseline.File
	run, result, path, err := f.run(ctx, s, paths, func(path string) (file *baseline.File, err error) {
		old, err = readBaseline(path)
		return old, err
	})
	if err != nil {
		return err
	}
	name := run.name(path)
	known := old.Without(result.Fixed)
	out := described(name, old, known)
	if out.Fixed > 0 {
		if err := run.replaceBaseline(path, known); err != nil {
			return err
		}
	}
	if f.format == "json" {
		err = writeJSON(s.out, out)
	} else {
		err = printed(fmt.Fprintf(s.out, "%s: %s fixed and removed, %d left\n", name, count(out.Fixed, "known finding"), out.Findings))
	}
	if err == nil && len(result.Errors) > 0 {
		err = &exitError{code: exitFailure}
	}
	return err
}

// run lints with the baseline that read returns, nil for none.
func (f *baselineFlags) run(ctx context.Context, s *streams, paths []string, read func(path string) (*baseline.File, error)) (run *lintRun, result lint.Result, path string, err error) {
	if f.format != "text" && f.format != "json" {
		return nil, result, "", formatError(f.format)
	}
	for _, path := range paths {
		if path == "-" {
			return nil, result, "", usageError("a baseline knows findings by the names of files, which standard input has none of")
		}
	}
	run, err = newRun(s, f.lint, paths)
	if err != nil {
		return nil, result, "", err
	}
	path = run.baselineToWrite(f.file)
	var unusable error
	if known, err := read(path); err != nil {
		unusable = run.unusableBaseline(path, nil, err)
	} else if known != nil {
		run.baseline = run.useBaseline(known)
	}
	if err := run.prepare(ctx); err != nil {
		return nil, result, "", err
	}
	if err := firstError(run.refuseSettings(), unusable); err != nil {
		return nil, result, "", err
	}
	if result, err = run.collect(ctx); err != nil {
		return nil, result, "", err
	}
	run.say(result)
	return run, result, path, nil
}

// baselineToWrite is the file that the user names, else the one of the settings, else the usual one.
func (r *lintRun) baselineToWrite(named string) string {
	if named != "" {
		return absolute(r.streams.dir, named)
	}
	if path, _ := r.settings.Baseline(); path != "" {
		return path
	}
	return filepath.Join(r.projectRoot(), baseline.FileName)
}

// howToUse says what makes lint read a baseline.
func (r *lintRun) howToUse(path string) string {
	if !r.settings.Any() {
		return fmt.Sprintf("use lint --baseline %s", r.name(path))
	}
	layer := r.settings.Layers[0]
	relative, err := filepath.Rel(layer.Dir, path)
	if err != nil {
		relative = path
	}
	return fmt.Sprintf("add \"baseline: %s\" to %s", filepath.ToSlash(relative), r.name(layer.Path))
}

func (r *lintRun) replaceBaseline(path string, known *baseline.File) error {
	text := known.Encode()
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, text) {
		return nil
	}
	if err := writeFile(path, bytes.NewReader(text)); err != nil {
		return failure(fmt.Errorf("writing %s: %w", r.name(path), cause(err)))
	}
	return nil
}

// described counts what is known now, and what came in and went out; old may be nil.
func described(name string, old, known *baseline.File) baselineOutput {
	out := baselineOutput{File: name, Findings: known.Total()}
	files := map[string]bool{}
	before := map[string]int{}
	if old != nil {
		before = old.Counts()
	}
	for _, finding := range known.Findings {
		files[finding.File] = true
		out.Added += max(finding.Count-before[finding.Fingerprint], 0)
		before[finding.Fingerprint] -= finding.Count
	}
	for _, left := range before {
		out.Fixed += max(left, 0)
	}
	out.Files = len(files)
	return out
}

// noBaseline is the value of --baseline that switches it off, as the empty one does.
const noBaseline = "none"

// readKnown reads the baseline that --baseline or the settings name, if they name one.
func (r *lintRun) readKnown() error {
	path, layer := r.settings.Baseline()
	switch given := r.flags.baseline; {
	case given == noBaseline || given == "" && r.flags.baselineGiven:
		return nil
	case given != "":
		path, layer = absolute(r.streams.dir, given), nil
	case path == "":
		return nil
	}
	file, err := readBaseline(path)
	if err != nil {
		from := ""
		if layer != nil {
			from = r.name(layer.Path)
		}
		return r.unusableBaseline(path, &from, err)
	}
	r.baseline, r.baselineName = r.useBaseline(file), r.name(path)
	return nil
}

// useBaseline says what the run can tell of known findings that are not found.
func (r *lintRun) useBaseline(file *baseline.File) *lint.Baseline {
	b := &lint.Baseline{File: file, Whole: len(r.paths) == 0 || r.settings.Any()}
	if len(r.paths) == 0 {
		root := r.projectRoot()
		b.Gone = func(name string) bool {
			_, err := os.Lstat(filepath.Join(root, filepath.FromSlash(name)))
			return errors.Is(err, fs.ErrNotExist)
		}
	}
	return b
}

// unusableBaseline is the error of a baseline that cannot be read. from is the settings file that names it, "" for a flag, nil for a
// command that writes baselines.
func (r *lintRun) unusableBaseline(path string, from *string, err error) error {
	name := r.name(path)
	var fault *baseline.Error
	switch {
	case errors.As(err, &fault):
		return usageError("%s:%w (polarspec baseline write writes it anew)", report.Visible(name), err)
	case !errors.Is(err, fs.ErrNotExist):
		return usageError("%s: %w", report.Visible(name), err)
	case from == nil:
		return usageError("there is no baseline %s: polarspec baseline write makes one", report.Visible(name))
	case *from == "":
		return usageError("--baseline: there is no file %s: polarspec baseline write -o %s makes it", name, name)
	}
	return usageError("%s names the baseline %s, and there is no such file: polarspec baseline write makes it", *from, name)
}

// isBaseline reports whether a file holds known findings: it is no spec, whatever the settings claim.
func (r *lintRun) isBaseline(path string) bool {
	used, _ := r.settings.Baseline()
	return filepath.Base(path) == baseline.FileName || path == used
}

func readBaseline(path string) (*baseline.File, error) {
	source, err := lint.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return baseline.Parse(source)
}

// readBaselineIfAny returns nil for a file that is not there.
func readBaselineIfAny(path string) (*baseline.File, error) {
	file, err := readBaseline(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return file, err
}

// sayFixed says that the baseline holds findings which are fixed.
func (r *lintRun) sayFixed(result lint.Result) {
	if fixed := (&baseline.File{Findings: result.Fixed}).Total(); fixed > 0 {
		_, _ = fmt.Fprintf(r.streams.err, "polarspec: %s: %s fixed; polarspec baseline prune removes what is fixed\n", report.Visible(r.baselineName), isOrAre(fixed, "known finding"))
	}
}

// isOrAre is a number with its noun and verb.
func isOrAre(n int, noun string) string {
	if n == 1 {
		return count(n, noun) + " is"
	}
	return count(n, noun) + " are"
}
