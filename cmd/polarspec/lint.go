package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/internal/cuerun"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/project"
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
	statistics    bool
	fix           bool
	unsafeFixes   bool
	diff          bool
	showIgnore    bool
	today         string
	baseline      string
	baselineGiven bool
	printConfig   bool
	debug         bool
	deadline      time.Duration
}

func newLint(s *streams) *cobra.Command {
	var f lintFlags
	command := &cobra.Command{
		Use:   "lint [PATH...]",
		Short: "Check specs",
		Long: `Checks job, connection and table specs, and files with data schemas (.avsc, .proto, descriptor sets, Avro containers). A PATH is
a file, a folder, a pattern such as 'jobs/**/*.json', or - for standard input. Without a PATH the project is
checked: the files that the settings (.polarspec.yaml) select, or the working directory.

Folders are searched for .json, .jsonc, .yaml and .yml files; what .gitignore leaves out and what is not a Polaris spec by its
content is passed over. A file may hold several specs: YAML documents, a JSON array, or an export {"values": [...]}.

Exit codes: 0 clean, 1 findings at or above the fail level, 2 wrong use or settings, 3 an input could not be read.`,
		Example: `  polarspec lint                              the project
  polarspec lint jobs connections/kafka.json
  polarspec lint -f text -f sarif=out.sarif   a report to read and one for GitHub
  polarspec lint --rule shape/unknown-field=error --fail-level warning
  cat job.json | polarspec lint - --stdin-filename jobs/a.json
  polarspec lint --print-config jobs/a.json   the settings that hold for a file`,
		RunE: func(cmd *cobra.Command, paths []string) error {
			if f.baselineGiven = cmd.Flags().Changed("baseline"); f.printConfig {
				return printConfig(s, f, paths)
			}
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
	flags.BoolVar(&f.statistics, "statistics", false, "count findings and fixes per rule: in the text report instead of the findings, in the json report beside them")
	flags.BoolVar(&f.failIfEmpty, "fail-if-empty", false, "fail when there is no spec among the files")
	flags.BoolVar(&f.fix, "fix", false, "make the fixes that keep the meaning, and report what is left; with - print the fixed text")
	flags.BoolVar(&f.unsafeFixes, "unsafe-fixes", false, "with --fix or --diff: also fixes that may change the meaning")
	flags.BoolVar(&f.diff, "diff", false, "print what --fix would change and write nothing; fails if that is anything")
	flags.BoolVar(&f.showIgnore, "show-ignore", false, "add to each finding the entry for the settings that suppresses it: in the text and json reports")
	flags.StringVar(&f.today, "today", "", "day by which suppressions expire, as YYYY-MM-DD, instead of the current one or that of SOURCE_DATE_EPOCH")
	flags.StringVar(&f.baseline, "baseline", "", "file with the known findings, which are not reported, instead of the one that the settings name; none for no file")
	flags.BoolVar(&f.printConfig, "print-config", false, "lint nothing: print the settings that hold for the PATH or the working directory, and where they come from; with --format json for programs")
	flags.DurationVar(&f.deadline, "policy-deadline", cuerun.DefaultDeadline, "how long a policy may evaluate one document before the run is ended")
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
	rules     []*lint.Rule // those of polarspec and the policies
	catalogue *lint.Catalogue
	settings  *config.Settings
	problems  []config.Problem
	linter    *lint.Linter
	reports   []destination
	failLevel lint.Severity
	paths     []string
	// specPaths are the paths without those of data schema files, whose faults are in unread if they cannot be found.
	specPaths []string
	unread    []lint.FileError
	project   *project.Project
	// stdin is standard input where it is among the paths, standardInput its text; nil as long as it was not read.
	stdin         lint.Input
	standardInput []byte
	// drafts are specs that are not written yet; where there are any, they are what is linted in the place of standard input.
	drafts []lint.Input
	// named are the files that are paths of their own.
	named map[string]bool
	// baseline has the known findings, nil for none; baselineName is how its file is printed. unusable is why it cannot be read.
	baseline     *lint.Baseline
	baselineName string
	unusable     error
}

func runLint(ctx context.Context, s *streams, f lintFlags, paths []string) error {
	run, err := newRun(s, f, paths)
	if err == nil {
		err = run.prepare(ctx)
	}
	if err == nil {
		err = firstError(run.refuseSettings(), run.unusable)
	}
	if err != nil {
		return err
	}
	result, err := run.collect(ctx)
	if err == nil && f.fix {
		result, err = run.fixes(ctx, result)
	}
	if err != nil {
		return err
	}
	run.say(result)
	run.sayFixed(result)
	if f.diff {
		return run.showDiff(ctx, result)
	}
	if err := run.write(result); err != nil {
		return err
	}
	return run.outcome(result)
}

// refuseSettings reports errors in the settings, which end the run.
func (r *lintRun) refuseSettings() error {
	findings := r.linter.Configuration(r.problems, r.name)
	if !hasError(findings) {
		return nil
	}
	result := lint.Result{Findings: findings}
	result.Count()
	if err := r.write(result); err != nil {
		return err
	}
	return &exitError{code: exitUsage}
}

// say prints what became of inputs that were not linted.
func (r *lintRun) say(result lint.Result) {
	for _, list := range [][]lint.FileError{result.Notes, result.Errors} {
		for _, problem := range list {
			_, _ = fmt.Fprintf(r.streams.err, "polarspec: %s: %s\n", report.Visible(problem.File), report.Visible(problem.Message))
		}
	}
}

// newRun reads the settings for a run.
func newRun(s *streams, f lintFlags, paths []string) (*lintRun, error) {
	run := &lintRun{streams: s, flags: f, paths: paths}
	if err := run.readSettings(); err != nil {
		return nil, err
	}
	return run, nil
}

// prepare checks the flags and reads what a run needs beside the files to lint.
func (r *lintRun) prepare(ctx context.Context) error {
	f := r.flags
	minSeverity, err := r.levels()
	if err != nil {
		return err
	}
	if r.reports, err = destinations(r.streams, f); err != nil {
		return err
	}
	if f.stdinFilename != "" && !slices.Contains(r.paths, "-") {
		return usageError("--stdin-filename names standard input, which is linted only when - is among the paths")
	}
	if err := f.checkFix(r.paths); err != nil {
		return err
	}
	if f.jobs < 0 {
		return usageError("--jobs is 0 or more, not %d", f.jobs)
	}
	if r.unread, err = r.readProject(ctx); err != nil {
		return err
	}
	today, err := r.streams.today(f.today)
	if err != nil {
		return err
	}
	if r.baseline == nil {
		r.unusable = r.readKnown()
	}
	r.linter = lint.New(r.rules, r.settings, lint.Options{MinSeverity: minSeverity, Jobs: f.jobs, Debug: f.debug, Root: r.projectRoot(), Project: r.project, Today: today.Format(time.DateOnly), ShowIgnore: f.showIgnore, Baseline: r.baseline})
	return nil
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
	if err := r.readPolicies(); err != nil {
		return err
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

// readPolicies adds the policies of the settings to the rules, and checks which rules the settings name.
func (r *lintRun) readPolicies() error {
	policies, problems, err := loadPolicies(r.settings, r.name, r.flags.deadline, false)
	if err != nil {
		return err
	}
	r.rules = withPolicies(policies)
	r.catalogue = lint.NewCatalogue(r.rules)
	unknown := r.settings.CheckRules(r.catalogue)
	if hasInvalid(problems) { // the id of a policy that cannot be read is not known either
		unknown = slices.DeleteFunc(unknown, ofPolicies)
	}
	r.problems = append(r.problems, append(problems, unknown...)...)
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
