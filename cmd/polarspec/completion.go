package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

func newCompletion(s *streams) *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:   "completion " + strings.Join(shells, "|"),
		Short: "Print a script that completes commands, flags and rule ids in a shell",
		Long: `Prints a script that completes commands, flags and rule ids with the Tab key. Load it in the running shell as the examples show, or
write it to where your shell looks for completions.`,
		Example: `  source <(polarspec completion bash)
  polarspec completion zsh > "${fpath[1]}/_polarspec"
  polarspec completion fish > ~/.config/fish/completions/polarspec.fish
  polarspec completion powershell | Out-String | Invoke-Expression`,
		Args:      takes(1, 1, "the name of a shell: "+strings.Join(shells, ", ")),
		ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			generate, ok := map[string]func(io.Writer) error{
				"bash":       func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
				"zsh":        root.GenZshCompletion,
				"fish":       func(w io.Writer) error { return root.GenFishCompletion(w, true) },
				"powershell": root.GenPowerShellCompletionWithDesc,
			}[args[0]]
			if !ok {
				return usageError("there is no completion for %q: use %s", args[0], strings.Join(shells, ", "))
			}
			if err := generate(s.out); err != nil {
				return failure(fmt.Errorf("writing the script: %w", err))
			}
			return nil
		},
	}
}
