package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/lint/report"
)

func newGen(s *streams) *cobra.Command {
	var f manifestFlags
	command := &cobra.Command{
		Use:   "gen",
		Short: "Write job specs from data schemas and samples, connection specs, and specs from templates",
		Long: `Writes specs that polarspec lint has nothing to say about: jobs from a data schema, from samples or from what the service
returned of a job; connections; and what templates make of parameters.

Without a subcommand it writes all that the manifest lists: polarspec.gen.yaml in the working directory or the nearest one above.
Nothing is written if anything is wrong with one of the entries. What has not changed stays as it is.

Exit codes: 0 done, or with --check and --diff nothing to do; 1 a data schema is broken, or with --check and --diff a file would
change; 2 wrong use, manifest or settings; 3 a file cannot be read or written.`,
		Example: `  polarspec gen job --from events.avsc --table events --connection kafka-events
  polarspec gen connection kafka --name kafka-events --bootstrap-servers kafka.example.com:9092 --topic events
  polarspec gen template templates/clicks --params clicks.csv -o 'jobs/{table}.json'
  polarspec gen                                 all that the manifest lists
  polarspec gen --check                         is it what the files are?`,
		Args: func(command *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			if near, ok := spelling.Near(args[0], commandNames(command)); ok {
				return usageError("polarspec gen makes no %q. Did you mean %q?", args[0], near)
			}
			return usageError("polarspec gen makes no %q; polarspec gen --help says what it makes", args[0])
		},
		RunE: func(command *cobra.Command, _ []string) error { return runGen(command.Context(), s, f, command) },
	}
	flags := command.Flags()
	flags.StringVar(&f.manifest, "manifest", "", "manifest to use instead of the nearest polarspec.gen.yaml")
	flags.BoolVar(&f.check, "check", false, "write nothing; print what differs in files that are not as the manifest makes them, and fail if there are any")
	flags.BoolVar(&f.diff, "diff", false, "write nothing; print what would change as a patch, and fail if that is anything")
	formatFlag(command, &f.format)
	command.AddCommand(newGenJob(s), newGenConnection(s), newGenTemplate(s))
	return command
}

// genError is an error of package gen with its exit code.
func genError(err error) error {
	var refused *gen.Error
	if !errors.As(err, &refused) {
		return failure(err)
	}
	lines := strings.Split(err.Error(), "\n")
	for i := range lines {
		lines[i] = report.Visible(lines[i])
	}
	code := exitUsage
	if refused.Schema {
		code = exitFindings
	}
	return &exitError{code, errors.New(strings.Join(lines, "\n"))}
}

// pairs reads flags such as --type FIELD=TYPE. Where a name may have an = in it, the last one counts.
func pairs(flag, want string, values []string, last bool) ([]gen.Pair, error) {
	var list []gen.Pair
	for _, value := range values {
		at := strings.IndexByte(value, '=')
		if last {
			at = strings.LastIndexByte(value, '=')
		}
		if at <= 0 || at == len(value)-1 && flag != "set" {
			return nil, usageError("--%s is %s, not %q", flag, want, value)
		}
		list = append(list, gen.Pair{Name: value[:at], Value: value[at+1:]})
	}
	return list, nil
}

// sayNotes prints what to know about a spec.
func (s *streams) sayNotes(notes []gen.Note) error {
	for _, note := range notes {
		text := note.Message
		if note.Field != "" {
			text = note.Field + ": " + text
		}
		if err := printed(fmt.Fprintf(s.err, "polarspec: note: %s\n", report.Visible(text))); err != nil {
			return err
		}
	}
	return nil
}
