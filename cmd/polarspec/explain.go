package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/lint"
)

func newExplain(s *streams) *cobra.Command {
	var format string
	command := &cobra.Command{
		Use:     "explain RULE",
		Short:   "Show the page of a rule: what it catches, why, examples, evidence",
		Example: "  polarspec explain provider/missing\n  polarspec explain provider/missing --format json",
		Args:    takes(1, 1, "the id of a rule; polarspec rules lists them"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var ids []string
			catalogue, err := projectCatalogue(s)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			for _, m := range catalogue.All() {
				ids = append(ids, m.ID)
			}
			return ids, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			catalogue, err := projectCatalogue(s)
			if err != nil {
				return err
			}
			m, ok := catalogue.Get(args[0])
			if category := strings.TrimSuffix(args[0], "/*"); !ok && len(catalogue.Category(category)) > 0 {
				return usageError("%q is a category of rules: polarspec rules %s lists them", args[0], category)
			}
			if !ok {
				return usageError("%w", unknownRule(catalogue, args[0]))
			}
			switch format {
			case "text":
				return printed(fmt.Fprintf(s.out, "%s\n\nDefault severity: %s\n", strings.TrimRight(m.Page, "\n"), m.Severity))
			case "json":
				return writeJSON(s.out, describeRule(m, true))
			}
			return formatError(format)
		},
	}
	formatFlag(command, &format)
	return command
}

// unknownRule returns an error for an id that is no rule and no category.
func unknownRule(catalogue *lint.Catalogue, id string) error {
	known, replacement := catalogue.Rule(id)
	switch {
	case replacement != "":
		return fmt.Errorf("the rule %q was replaced by %q", id, replacement)
	case known:
		return nil
	}
	if near, ok := spelling.Near(id, catalogue.IDs()); ok {
		return fmt.Errorf("there is no rule %q. Did you mean %q?", id, near)
	}
	return fmt.Errorf("there is no rule %q; polarspec rules lists them", id)
}
