package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/report"
	"github.com/polarspec/polarspec/rules"
)

// lintFlags are the flags of lint as they were given.
type lintFlags struct {
	formats       []string
	minSeverity   string
	failLevel     string
	severities    []string
	config        string
	stdinFilename string
	jobs          int
	color         string
	failIfEmpty   bool
	debug         bool
}

func newLint(s *streams) *cobra.Command {
	var f lintFlags
	command := &cobra.Command{
		Use:   "lint [PATH...]",
		Short: "Check specs",
		Long: `Checks job, connection and table specs. A PATH is a file, a folder, a pattern such as 'jobs/**/*.json', or - for standard
input. Without a PATH the project is checked: the files that the settings (.polarspec.yaml) select, or the working directory.

Folders are searched for .json, .jsonc, .yaml and .yml files; what .gitignore leaves out and what is not a Polaris spec by its
content is passed over. A file may hold several specs: YAML documents, a JSON array, or an export {"values": [...]}.

Exit codes: 0 clean, 1 findings at or above the fail level, 2 wrong use or settings, 3 an input could not be read.`,
		Example: `  polarspec lint                              the project
  polarspec lint jobs connections/kafka.json
  polarspec lint -f text -f sarif=out.sarif   a report to read and one for GitHub
  polarspec lint --rule shape/unknown-field=error --fail-level warning
  cat job.json | polarspec lint - --stdin-filename jobs/a.json`,
		RunE: func(cmd *cobra.Command, paths []string) error {
			return runLint(cmd.Context(), s, f, paths)
		},
	}
	flags := command.Flags()
	flags.StringArrayVarP(&f.formats, "format", "f", []string{"text"}, "format of the report, with =FILE to write it there: "+strings.Join(report.Names(), ", ")+"; may be repeated")
	flags.StringVar(&f.minSeverity, "min-severity", "warning", "least severity that is reported: error, warning or info")
	flags.StringVar(&f.failLevel, "fail-level", "error", "least severity that fails the run: error, warning, info or never")
	flags.StringArrayVar(&f.severities, "rule", nil, "severity of a rule, as ID=SEVERITY or ID=off; ID may be a category such as shape/*; may be repeated")
	flags.StringVar(&f.config, "config", "", "settings file to use instead of the ones in this folder and above")
	flags.StringVar(&f.stdinFilename, "stdin-filename", "", "name that standard input is known by in reports and settings")
	flags.IntVar(&f.jobs, "jobs", 0, "how many files are checked at a time; 0 for the number of processors")
	flags.StringVar(&f.color, "color", "auto", "colours in the text report: auto, always or never")
	flags.BoolVar(&f.failIfEmpty, "fail-if-empty", false, "fail when there is no spec among the files")
	flags.BoolVar(&f.debug, "debug", false, "show where a rule failed")
	_ = flags.MarkHidden("debug")
	completions(command)
	return command
}

func completions(command *cobra.Command) {
	fixed := func(flag string, values ...string) {
		_ = command.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	}
	fixed("format", report.Names()...)
	fixed("min-severity", "error", "warning", "info")
	fixed("fail-level", "error", "warning", "info", "never")
	fixed("color", "auto", "always", "never")
	_ = command.RegisterFlagCompletionFunc("rule", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		var ids []string
		for id := range lint.NewCatalogue(rules.All()).IDs() {
			ids = append(ids, id+"=")
		}
		return ids, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	})
}

// lintRun is a run of lint after its flags were read.
type lintRun struct {
	streams   *streams
	flags     lintFlags
	catalogue *lint.Catalogue
	settings  *config.Settings
	problems  []config.Problem
	linter    *lint.Linter
	reports   []destination
	failLevel lint.Severity
	paths     []string
}

func runLint(ctx context.Context, s *streams, f lintFlags, paths []string) error {
	run, err := prepareLint(s, f, paths)
	if err != nil {
		return err
	}
	if findings := run.linter.Configuration(run.problems, run.name); hasError(findings) {
		result := lint.Result{Findings: findings}
		result.Count()
		if err := run.write(result); err != nil {
			return err
		}
		return &exitError{code: exitUsage}
	}
	result, err := run.collect(ctx)
	if err != nil {
		return err
	}
	for _, note := range result.Notes {
		_, _ = fmt.Fprintf(s.err, "polarspec: %s: %s\n", note.File, note.Message)
	}
	for _, problem := range result.Errors {
		_, _ = fmt.Fprintf(s.err, "polarspec: %s: %s\n", problem.File, problem.Message)
	}
	if err := run.write(result); err != nil {
		return err
	}
	return run.outcome(result)
}

func prepareLint(s *streams, f lintFlags, paths []string) (*lintRun, error) {
	run := &lintRun{streams: s, flags: f, paths: paths}
	all := rules.All()
	run.catalogue = lint.NewCatalogue(all)
	if err := run.readSettings(); err != nil {
		return nil, err
	}
	minSeverity, err := run.levels()
	if err != nil {
		return nil, err
	}
	if run.reports, err = destinations(s, f); err != nil {
		return nil, err
	}
	if f.stdinFilename != "" && !slices.Contains(paths, "-") {
		return nil, usageError("--stdin-filename names standard input, which is linted only when - is among the paths")
	}
	if f.jobs < 0 {
		return nil, usageError("--jobs is 0 or more, not %d", f.jobs)
	}
	root := run.settings.Root()
	if root == "" {
		root = s.dir
	}
	run.linter = lint.New(all, run.settings, lint.Options{MinSeverity: minSeverity, Jobs: f.jobs, Debug: f.debug, Root: root})
	return run, nil
}

func (r *lintRun) readSettings() (err error) {
	if r.flags.config != "" {
		r.settings, r.problems, err = config.LoadFile(absolute(r.streams.dir, r.flags.config))
		if err != nil {
			return usageError("--config %s: %w", r.flags.config, err)
		}
	} else if r.settings, r.problems, err = config.Load(r.streams.dir); err != nil {
		return usageError("%w", err)
	}
	r.problems = append(r.problems, r.settings.CheckRules(r.catalogue)...)
	for _, layer := range r.settings.Layers {
		if keys := layer.Unheeded(); keys != nil {
			_, _ = fmt.Fprintf(r.streams.err, "polarspec: %s: %s: checked, but without effect in this version\n", r.name(layer.Path), strings.Join(keys, ", "))
		}
	}
	for _, text := range r.flags.severities {
		entry, err := r.ruleFlag(text)
		if err != nil {
			return err
		}
		r.settings.Flags = append(r.settings.Flags, entry)
	}
	return nil
}

func (r *lintRun) ruleFlag(text string) (config.RuleSeverity, error) {
	id, name, found := strings.Cut(text, "=")
	if !found {
		return config.RuleSeverity{}, usageError("--rule is ID=SEVERITY, as in --rule shape/unknown-field=error, not %q", text)
	}
	severity, err := config.ParseSeverity(name)
	if err != nil {
		return config.RuleSeverity{}, usageError("--rule %s: %w", text, err)
	}
	if err := unknownRule(r.catalogue, id); err != nil {
		return config.RuleSeverity{}, usageError("--rule %s: %w", text, err)
	}
	return config.RuleSeverity{Rule: id, Severity: severity}, nil
}

// levels reads --min-severity and --fail-level. What fails the run must be seen: a lower fail level lowers the reported severity.
func (r *lintRun) levels() (lint.Severity, error) {
	minSeverity, err := config.ParseSeverity(r.flags.minSeverity)
	if err != nil || minSeverity == lint.Off {
		return 0, usageError("--min-severity is error, warning or info, not %q", r.flags.minSeverity)
	}
	if r.flags.failLevel == "never" {
		r.failLevel = lint.Error + 1
		return minSeverity, nil
	}
	r.failLevel, err = config.ParseSeverity(r.flags.failLevel)
	if err != nil || r.failLevel == lint.Off {
		return 0, usageError("--fail-level is error, warning, info or never, not %q", r.flags.failLevel)
	}
	return min(minSeverity, r.failLevel), nil
}

// outcome is the exit code of a finished run.
func (r *lintRun) outcome(result lint.Result) error {
	if len(result.Errors) > 0 {
		return &exitError{code: exitFailure}
	}
	for _, f := range result.Findings {
		if f.Severity >= r.failLevel {
			return &exitError{code: exitFindings}
		}
	}
	if r.flags.failIfEmpty && result.Summary.Specs == 0 {
		return &exitError{exitFindings, fmt.Errorf("no spec in %s, and --fail-if-empty was given", count(result.Summary.Files, "file"))}
	}
	return nil
}

func hasError(findings []lint.Finding) bool {
	for _, f := range findings {
		if f.Severity == lint.Error {
			return true
		}
	}
	return false
}
