package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

// formatFlag adds --format text|json.
func formatFlag(command *cobra.Command, format *string) {
	command.Flags().StringVarP(format, "format", "f", "text", "format of the output: text or json")
	_ = command.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp))
}

func formatError(format string) error {
	return usageError("%q is not a format: use text or json", format)
}

// printed turns the result of a print function into the error of a command.
func printed(_ int, err error) error {
	if err != nil {
		return failure(fmt.Errorf("writing the output: %w", err))
	}
	return nil
}

func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return failure(fmt.Errorf("writing the output: %w", err))
	}
	return nil
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// colored decides whether a stream gets colours: what --color says, else what the environment says, else whether it is a terminal.
func colored(choice string, w io.Writer, getenv func(string) string) (bool, error) {
	switch choice {
	case "always":
		return true, nil
	case "never":
		return false, nil
	case "auto":
		return wantsColor(getenv, isTerminal(w)), nil
	default:
		return false, usageError("--color is auto, always or never, not %q", choice)
	}
}

// wantsColor decides by the environment (https://no-color.org, https://force-color.org, https://bixense.com/clicolors). What forbids
// colours counts more than what asks for them. CI alone says nothing: some of its logs show colours, others their codes.
func wantsColor(getenv func(string) string, terminal bool) bool {
	if getenv("NO_COLOR") != "" || getenv("TERM") == "dumb" {
		return false
	}
	for _, name := range []string{"FORCE_COLOR", "CLICOLOR_FORCE"} {
		if value := getenv(name); value != "" && value != "0" {
			return true
		}
	}
	return getenv("GITHUB_ACTIONS") == "true" || terminal // the log of GitHub shows colours
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
