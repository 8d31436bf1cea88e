package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/spf13/cobra"
)

// The exit codes; where several apply, the largest counts.
const (
	exitClean    = 0
	exitFindings = 1 // findings at or above the fail level
	exitUsage    = 2 // wrong use or settings
	exitFailure  = 3 // an input could not be read, or polarspec failed
)

// exitError ends a command with a code. A nil cause has been said already.
type exitError struct {
	code  int
	cause error
}

func (e *exitError) Error() string {
	if e.cause == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.cause.Error()
}

func (e *exitError) Unwrap() error { return e.cause }

// usageError is a wrong use, with what to do about it.
func usageError(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

// failure is an input or output that cannot be used.
func failure(err error) error { return &exitError{exitFailure, err} }

// streams are where a command reads and writes, and where it was started.
type streams struct {
	in       io.Reader
	out, err io.Writer
	dir      string
	getenv   func(string) string
}

// Main runs the command line and returns the exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	dir, err := os.Getwd()
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "polarspec: finding the working directory: %v\n", err)
		return exitFailure
	}
	root := newRoot(&streams{in: stdin, out: stdout, err: stderr, dir: dir, getenv: os.Getenv})
	root.SetArgs(args)
	return exitCode(root.ExecuteContext(ctx), stderr)
}

// exitCode prints an error that was not printed yet and returns its code. What cobra refuses is a wrong use.
func exitCode(err error, stderr io.Writer) int {
	if err == nil {
		return exitClean
	}
	var exit *exitError
	if errors.As(err, &exit) {
		if exit.cause != nil {
			_, _ = fmt.Fprintf(stderr, "polarspec: %v\n", exit.cause)
		}
		return exit.code
	}
	_, _ = fmt.Fprintf(stderr, "polarspec: %s\nRun \"polarspec help\" for usage.\n", strings.TrimSuffix(err.Error(), "\n"))
	return exitUsage
}

func newRoot(s *streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "polarspec",
		Short: "Lint Imply Polaris ingestion job and connection specs",
		Long: `polarspec reads Imply Polaris job, connection and table specs (JSON, JSONC or YAML) and says what is wrong with them, at the
exact character, before the service accepts them and loses data without a word. It works offline and needs no credentials.`,
		Example: `  polarspec lint                       the project, by its settings or the working directory
  polarspec lint jobs/ -f sarif=out.sarif
  polarspec explain shape/unknown-field`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          unknownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetHelpCommand(newHelp())
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(newLint(s), newFmt(s), newExplain(s), newRules(s), newSchema(s), newDescriptor(s), newFields(s), newProbe(s), newPolicy(s), newExpr(s), newFunctions(s), newIgnore(s), newBaseline(s), newGen(s), newInit(s), newVersion(s), newCompletion(s))
	root.SetVersionTemplate("{{.Version}}\n")
	root.Version = version()
	return root
}
