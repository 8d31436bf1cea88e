package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/lint/config"
)

// ignoreFlags are the flags of ignore as they were given.
type ignoreFlags struct {
	reason, until, config, format string
}

func newIgnore(s *streams) *cobra.Command {
	var f ignoreFlags
	command := &cobra.Command{
		Use:   "ignore FILE[#POINTER] RULE[,RULE]",
		Short: "Suppress findings that are deliberate, by an entry in the settings",
		Long: `Adds an entry to the list ignore of the nearest ` + config.FileName + `, so that lint does not report the findings of a rule at a
value and inside of it; without a POINTER, in the whole file. All other bytes of the settings stay as they are. Without settings
they are made.

A POINTER is what reports print (/source/inputSchema/3/dataType), or has names for list items (/source/inputSchema/[name=city]/dataType).
It is written down with names, so that it stays right when items are added or moved. A RULE may be a category, such as 'mapping/*'.

Comments in the spec do the same, in YAML behind # and in JSONC behind //:
  polarspec:ignore RULE[,RULE] [until YYYY-MM-DD] -- reason

Exit codes: 0 the entry was added, 2 wrong use or settings, 3 a file cannot be read or written.`,
		Example: `  polarspec ignore 'jobs/a.json#/source/inputSchema/3/dataType' input/lossy-type --reason 'exact enough for this dashboard'
  polarspec ignore jobs/old.json 'mapping/*' --reason 'goes away with the old table' --until 2027-03-31`,
		Args: takes(2, 2, "a file with a pointer, and rules"),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) != 1 {
				return nil, cobra.ShellCompDirectiveDefault
			}
			catalogue, err := projectCatalogue(s)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return slices.Collect(catalogue.IDs()), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error { return runIgnore(s, f, args) },
	}
	flags := command.Flags()
	flags.StringVar(&f.reason, "reason", "", "why the findings are deliberate")
	flags.StringVar(&f.until, "until", "", "last day on which the entry holds, as YYYY-MM-DD")
	flags.StringVar(&f.config, "config", "", "settings file to add the entry to instead of the nearest one")
	formatFlag(command, &f.format)
	return command
}

// ignored is what ignore did, in machine output.
type ignored struct {
	Settings string   `json:"settings"`
	Line     int      `json:"line"`
	Created  bool     `json:"created"`
	File     string   `json:"file"`
	Pointer  string   `json:"pointer"`
	Rules    []string `json:"rules"`
	Reason   string   `json:"reason"`
	Until    string   `json:"until,omitempty"`
}

func runIgnore(s *streams, f ignoreFlags, args []string) error {
	if f.format != "text" && f.format != "json" {
		return formatError(f.format)
	}
	if strings.TrimSpace(f.reason) == "" {
		return usageError("--reason is missing: say why the finding is deliberate, for those who read the settings later")
	}
	if err := checkUntil(s, f.until); err != nil {
		return err
	}
	ids, err := suppressible(s, args[1])
	if err != nil {
		return err
	}
	path, pointer, err := ignoredValue(s, args[0])
	if err != nil {
		return err
	}
	target, err := settingsToChange(s, f.config, path)
	if err != nil {
		return err
	}
	entry := config.Ignore{File: config.LiteralGlob(target.relative), Pointer: pointer, Rules: ids, Reason: f.reason, Until: f.until}
	if id, found := target.has(entry); found {
		return usageError("%s ignores %s there already", shownPath(s, target.path), id)
	}
	after, line, err := config.AddIgnore(target.source, entry)
	if err != nil {
		return usageError("%s: %w:\n  %s", shownPath(s, target.path), err, entry.Entry())
	}
	if err := target.replace(after); err != nil {
		return failure(fmt.Errorf("writing %s: %w", shownPath(s, target.path), cause(err)))
	}
	done := ignored{shownPath(s, target.path), line, target.created, entry.File, pointer, ids, f.reason, f.until}
	if f.format == "json" {
		return writeJSON(s.out, done)
	}
	return printIgnored(s, done)
}
