package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/format"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/report"
	"github.com/polarspec/polarspec/rules"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// fmtFlags are the flags of fmt as they were given.
type fmtFlags struct {
	check, diff                   bool
	config, stdinFilename, format string
}

func newFmt(s *streams) *cobra.Command {
	var f fmtFlags
	command := &cobra.Command{
		Use:   "fmt [PATH...]",
		Short: "Lay specs out",
		Long: `Brings job, connection and table specs in JSON and JSONC into one layout and prints the names of the files that it changed. A PATH
is a file, a folder, a pattern such as 'jobs/**/*.json', or - for standard input, whose text is printed. Without a PATH it
is the project, as for lint.

The fields of an object come in the order of the documentation, unknown ones behind them. Every field and list item has a line
of its own, indented by two spaces; a list or an object inside of a spec that is on one line stays there if the line has at
most ` + strconv.Itoa(format.MaxWidth) + ` columns. Comments go with the field that they stand above or behind. Blank lines stay, one at a time. A comma
before a closing bracket goes. No value is changed, not even the way it is written; what Polaris hands on (Avro schemas, context,
parameters, flattenSpec) keeps its order. Line ends stay CRLF where the first one is.

What is not a spec by its content is left alone, and so is YAML.

Exit codes: 0 done, or with --check and --diff nothing to do; 1 with --check and --diff: a file would change; 2 wrong use or
settings; 3 a file could not be read, parsed or written.`,
		Example: `  polarspec fmt
  polarspec fmt --check jobs connections
  polarspec fmt - <job.json`,
		RunE: func(cmd *cobra.Command, paths []string) error { return runFmt(cmd.Context(), s, f, paths) },
	}
	flags := command.Flags()
	flags.BoolVar(&f.check, "check", false, "write nothing; print the names of the files that would change, and fail if there are any")
	flags.BoolVar(&f.diff, "diff", false, "write nothing; print what would change, and fail if that is anything")
	flags.StringVar(&f.config, "config", "", "settings file to use instead of the ones in this folder and above")
	flags.StringVar(&f.stdinFilename, "stdin-filename", "", "name that standard input is known by in messages and settings")
	formatFlag(command, &f.format)
	return command
}

// formatting is one run of fmt.
type formatting struct {
	*lintRun
	flags fmtFlags
	// specs is how many files with specs there are, changed how many of them are not in the layout.
	specs, changed int
	report         layout
}

func runFmt(ctx context.Context, s *streams, f fmtFlags, paths []string) error {
	switch onInput := slices.Contains(paths, "-"); {
	case f.format != "text" && f.format != "json":
		return formatError(f.format)
	case f.check && f.diff:
		return usageError("--check names the files and --diff shows the changes: use one of them")
	case onInput && len(paths) > 1:
		return usageError("- is standard input, whose text is printed: format other paths in a run of their own")
	case !onInput && f.stdinFilename != "":
		return usageError("--stdin-filename names standard input, which is formatted only when the path is -")
	}
	base, err := newRun(s, lintFlags{config: f.config, stdinFilename: f.stdinFilename}, paths)
	if err != nil {
		return err
	}
	run := &formatting{flags: f, lintRun: base, report: layout{Files: []laidOut{}, Errors: []layoutError{}}}
	if settings := lint.New(rules.All(), run.settings, lint.Options{}).Configuration(run.problems, run.name); hasError(settings) {
		result := lint.Result{Findings: settings}
		result.Count()
		if err := report.Text(s.err, result, report.Options{}); err != nil {
			return outputError(err)
		}
		return &exitError{code: exitUsage}
	}
	inputs, err := run.inputs(ctx)
	if err != nil {
		return err
	}
	for _, input := range inputs {
		if err := ctx.Err(); err != nil {
			return failure(err)
		}
		if err := run.file(input); err != nil {
			return err
		}
	}
	return run.end()
}

// inputs finds the files before one of them is written.
func (r *formatting) inputs(ctx context.Context) ([]lint.Input, error) {
	var inputs []lint.Input
	feed := &feeder{run: r.lintRun, yield: func(input lint.Input) bool {
		inputs = append(inputs, input)
		return true
	}}
	var err error
	switch {
	case len(r.paths) == 0:
		err = feed.walk(ctx, []string{r.projectRoot()}, false, r.settings.SelectsFiles())
	case r.paths[0] == "-":
		feed.standardInput()
	default:
		err = feed.walk(ctx, r.paths, false, false)
	}
	if err != nil {
		return nil, failure(err)
	}
	for _, problem := range feed.problems {
		r.fail(problem.File, problem.Message)
	}
	return inputs, nil
}

// fail says what is wrong with a file; the others are formatted all the same.
func (r *formatting) fail(name, message string) {
	r.report.Errors = append(r.report.Errors, layoutError{File: name, Message: message})
	r.note(name, message)
}

func (r *formatting) note(name, message string) {
	_, _ = fmt.Fprintf(r.streams.err, "polarspec: %s: %s\n", report.Visible(name), report.Visible(message))
}

// file formats a file. Its error is one of the output; what is wrong with the file is said.
func (r *formatting) file(input lint.Input) error {
	source := input.Source
	if source == nil {
		var err error
		if source, err = lint.ReadFile(input.Path); err != nil {
			r.fail(input.Name, err.Error())
			return nil
		}
	}
	text := lint.Fixed{Name: input.Name, Before: source, After: r.formatted(input, source)}
	if text.Changed() {
		r.changed++
	}
	if text.Changed() && r.writes() && r.standardInput == nil {
		if err := replaceFile(input.Path, text.Before, text.After); err != nil {
			r.fail(input.Name, err.Error())
			return nil
		}
	}
	return r.show(&text)
}

// writes reports whether the run puts texts in the place of others.
func (r *formatting) writes() bool { return !r.flags.check && !r.flags.diff }

// formatted returns the text of a file in the layout; the text as it is if there is nothing to lay out in it, or if that cannot be done.
func (r *formatting) formatted(input lint.Input, source []byte) []byte {
	claimed := input.Claimed || r.settings.Claims(input.Path)
	named := input.Explicit || r.standardInput != nil
	syntax := lint.SyntaxOf(input.Name, source)
	switch {
	case syntax == document.YAML:
		if named {
			r.note(input.Name, "YAML is not formatted: it is left as it is")
		}
		return source
	case !claimed && !named && !polaris.MayBeSpec(source):
		return source
	}
	file := document.Parse(source, syntax)
	order, specs := polaris.NewOrder(), map[document.Node]bool{}
	for root := range polaris.Documents(file) {
		identity := polaris.Identify(root, claimed || input.Explicit && polaris.KnownType(root)) // who names a file vouches for it
		if identity.Kind != polaris.Foreign {
			order.Add(root, identity.Kind)
			specs[root] = true
		}
	}
	if fault, broken := brokenAt(file); broken {
		if claimed || named || len(specs) > 0 || polaris.LooksLikeSpec(source) {
			at := file.Lines().Position(fault.Span.Start)
			message := fault.Message + "; it is left as it is, since only what parses can be formatted"
			r.report.Errors = append(r.report.Errors, layoutError{input.Name, at.Line, at.Column, message})
			r.note(fmt.Sprintf("%s:%d:%d", input.Name, at.Line, at.Column), message)
		}
		return source
	}
	if len(specs) == 0 {
		if named {
			r.note(input.Name, "there is no Polaris spec in it: it is left as it is")
		}
		return source
	}
	r.specs++
	text, err := format.Text(file, format.Options{
		Rank: order.Rank,
		Open: func(n document.Node) bool { return specs[n] || !n.Parent().Exists() },
	})
	if err != nil {
		r.fail(input.Name, err.Error())
		return source
	}
	return text
}

// brokenAt is the first fault of a text that keeps it from being read as it stands.
func brokenAt(file *document.File) (document.Fault, bool) {
	for _, fault := range file.Faults {
		if fault.Code == document.Invalid || fault.Code == document.TooDeep {
			return fault, true
		}
	}
	return document.Fault{}, false
}
