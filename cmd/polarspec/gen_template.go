package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/gen/emit"
	"github.com/polarspec/polarspec/gen/template"
	"github.com/polarspec/polarspec/internal/cuerun"
	"github.com/polarspec/polarspec/lint"
)

// genTemplateFlags are the flags of gen template as they were given.
type genTemplateFlags struct {
	outputFlags
	params   string
	values   []string
	deadline time.Duration
}

func newGenTemplate(s *streams) *cobra.Command {
	var f genTemplateFlags
	command := &cobra.Command{
		Use:   "template TEMPLATE [--params FILE] [--param NAME=VALUE]",
		Short: "Write specs from a template and parameters",
		Long: `Writes specs from a template: a folder with .cue files, a .cue file, or one of the templates that are part of polarspec:

  ` + strings.Join(template.Shipped(), "\n  ") + `

The parameters of a run come from --param, or from a file: an object, or a list of objects for many runs, in YAML or JSON; or a table
in CSV or TSV whose first line names the parameters, with a run in each other line. Cells and --param are texts: where the template
wants a number, true or false, or a list (JSON, or items with commas between them), they are read as such. An empty cell is a
parameter that is not given. --param holds for all runs and wins over the file.

Files that a template names are looked for in the folder of the file of parameters, without one in the working directory.

More than one spec needs --output with a pattern, such as 'jobs/{table}.json': in {…} stand the names of parameters, spec.kind (job,
connection or table) and spec.name. Nothing is written if anything is wrong with one of the runs.

Before anything is written the specs are linted with the settings of the working directory. Findings that come from the template
are said on standard error.

Exit codes: 0 written, 1 a data schema is broken, 2 wrong use, template or parameters, 3 a file cannot be read or written, or the
template does not come to an end.`,
		Example: `  polarspec gen template streaming-avro-inline --param schema=events.avsc --param table=events --param connection=kafka-events
  polarspec gen template templates/clicks --params clicks.csv -o 'jobs/{table}.json'
  polarspec gen template init templates/clicks --like streaming-protobuf`,
		Args: takes(0, 1, "the name of a template, a folder or a .cue file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return runGenTemplate(cmd.Context(), s, &f, args[0])
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return template.Shipped(), cobra.ShellCompDirectiveDefault
		},
	}
	flags := command.Flags()
	flags.StringVar(&f.params, "params", "", "file with parameters: .yaml, .json, .csv or .tsv")
	flags.StringArrayVar(&f.values, "param", nil, "parameter, as NAME=VALUE; may be repeated")
	flags.DurationVar(&f.deadline, "deadline", cuerun.DefaultDeadline, "how long the evaluation of one run may take")
	f.outputFlags.add(command)
	flags.Lookup("output").Usage = "file to write instead of standard output, or a pattern such as 'jobs/{table}.json'; folders are made, and files that exist stay as they are"
	flags.Lookup("force").Usage = "overwrite the files of --output"
	_ = command.MarkFlagFilename("params", "yaml", "yml", "json", "csv", "tsv")
	command.AddCommand(newGenTemplateInit(s))
	return command
}

func runGenTemplate(ctx context.Context, s *streams, f *genTemplateFlags, name string) error {
	request, err := f.request(s, name)
	if err != nil {
		return err
	}
	t := &templating{streams: s, flags: f, names: map[string]string{}, staging: newStaging()}
	defer t.staging.discard()
	if err := s.eachTemplate(ctx, request, t.add); err != nil {
		return err
	}
	return t.finish(ctx)
}

// request reads the flags and the file of parameters.
func (f *genTemplateFlags) request(s *streams, name string) (templateRequest, error) {
	request := templateRequest{template: name, folder: s.dir, base: s.dir, settings: s.dir, pattern: f.file, deadline: f.deadline}
	request.furtherPlace = func(name string) string { return "--param " + name }
	if f.format != "text" && f.format != "json" {
		return request, formatError(f.format)
	}
	if f.emit == "" {
		f.emit = emitByName(f.file)
	}
	if _, ok := emit.ByName(f.emit); !ok {
		return request, usageError("--emit is one of %s, not %q", strings.Join(emit.Names(), ", "), f.emit)
	}
	if f.file == "" && f.force {
		return request, usageError("--force is for --output, which names the files to overwrite")
	}
	if f.deadline <= 0 {
		return request, usageError("--deadline is a time such as 10s, not %s", f.deadline)
	}
	var err error
	if request.sets, err = pairs("set", "PATH=VALUE", f.set, false); err != nil {
		return request, err
	}
	for _, value := range f.values {
		name, text, found := strings.Cut(value, "=")
		if !found || name == "" {
			return request, usageError("--param is NAME=VALUE, such as --param table=events, not %q", value)
		}
		if slices.ContainsFunc(request.further, func(p gen.Pair) bool { return p.Name == name }) {
			return request, usageError("--param %s is given twice: a list is one text, such as --param %s='a, b'", name, name)
		}
		request.further = append(request.further, gen.Pair{Name: name, Value: text})
	}
	if f.params == "" {
		request.rows = []templateRow{{place: func([]string) string { return "" }}}
		return request, nil
	}
	path := absolute(s.dir, f.params)
	request.base = filepath.Dir(path)
	source, err := lint.ReadFile(path)
	if err != nil {
		return request, failure(fmt.Errorf("%s: %w", f.params, err))
	}
	rows, err := template.ReadRows(f.params, source)
	if err != nil {
		e := &expansion{}
		if err := e.note(err); err != nil {
			return request, err
		}
		return request, e.outcome()
	}
	for _, row := range rows {
		request.rows = append(request.rows, templateRow{row.Value, row.Texts, row.Place})
	}
	return request, nil
}
