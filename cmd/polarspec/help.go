package main

import (
	"errors"
	"iter"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/polarspec/polarspec/internal/spelling"
)

func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Show how a command is used",
		Example: "  polarspec help lint\n  polarspec lint --help",
		Args:    takes(0, 3, "the name of a command, or nothing for a list of them"),
		ValidArgsFunction: func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for name := range commandNames(cmd.Root()) {
				names = append(names, name)
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			if len(args) == 0 {
				root.InitDefaultHelpFlag()
				root.InitDefaultVersionFlag()
				return root.Help()
			}
			command := root
			for ; len(args) > 0; args = args[1:] {
				i := slices.IndexFunc(command.Commands(), func(c *cobra.Command) bool { return c.Name() == args[0] })
				if i < 0 {
					return unknownCommand(command, args)
				}
				command = command.Commands()[i]
			}
			command.InitDefaultHelpFlag()
			return command.Help()
		},
	}
}

// unknownCommand refuses what is no command and says which one was probably meant.
func unknownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near, ok := spelling.Near(args[0], commandNames(root)); ok {
		return usageError("there is no command %q. Did you mean %q?", args[0], near)
	}
	return usageError("there is no command %q; polarspec help lists them", args[0])
}

func commandNames(root *cobra.Command) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, c := range root.Commands() {
			if !c.Hidden && !yield(c.Name()) {
				return
			}
		}
	}
}

// flagError is what is wrong with the flags of a command, with the flag that was probably meant.
func flagError(command *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		name, dashes := unknown.GetSpecifiedName(), "--"
		if near, ok := spelling.Near(name, flagNames(command)); ok {
			return usageError("there is no flag --%s. Did you mean --%s?", name, near)
		}
		if unknown.GetSpecifiedShortnames() != "" {
			dashes = "-"
		}
		return usageError("there is no flag %s%s; %s --help lists them", dashes, name, command.CommandPath())
	}
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		want := map[string]string{"int": "a number", "bool": "true or false", "duration": "a time such as 10s"}[invalid.GetFlag().Value.Type()]
		return usageError("--%s is %s, not %q", invalid.GetFlag().Name, want, invalid.GetValue())
	}
	return usageError("%w; %s --help says what there is", err, command.CommandPath())
}

func flagNames(command *cobra.Command) iter.Seq[string] {
	return func(yield func(string) bool) {
		more := true
		command.Flags().VisitAll(func(f *pflag.Flag) { more = more && (f.Hidden || yield(f.Name)) })
	}
}

// takes checks the number of arguments and says in words what they are.
func takes(least, most int, what string) cobra.PositionalArgs {
	return func(command *cobra.Command, args []string) error {
		if least <= len(args) && len(args) <= most {
			return nil
		}
		return usageError("%s takes %s", command.CommandPath(), what)
	}
}
