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
	command := &cobra.Command{
		Use:   "gen",
		Short: "Write job specs from data schemas and samples, and connection specs",
		Long: `Writes specs that polarspec lint has nothing to say about: jobs from a data schema, from samples or from what the service
returned of a job, and connections.`,
		Example: `  polarspec gen job --from events.avsc --table events --connection kafka-events
  polarspec gen connection kafka --name kafka-events --bootstrap-servers kafka.example.com:9092 --topic events`,
		Args: func(command *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			if near, ok := spelling.Near(args[0], commandNames(command)); ok {
				return usageError("polarspec gen makes no %q. Did you mean %q?", args[0], near)
			}
			return usageError("polarspec gen makes no %q; polarspec gen --help says what it makes", args[0])
		},
		RunE: func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.AddCommand(newGenJob(s), newGenConnection(s))
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
