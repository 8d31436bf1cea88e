package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/lint"
)

// ruleDescription is a rule in machine output.
type ruleDescription struct {
	ID           string `json:"id"`
	Severity     string `json:"severity"`
	Summary      string `json:"summary"`
	Evidence     string `json:"evidence"`
	Suppressible bool   `json:"suppressible"`
	URL          string `json:"url"`
	Page         string `json:"page,omitempty"`
	Replacement  string `json:"replacement,omitempty"`
}

func describeRule(m lint.Metadata, page bool) ruleDescription {
	d := ruleDescription{m.ID, m.Severity.String(), m.Summary, m.Evidence, !m.Unsuppressible, m.URL(), "", m.Replacement}
	if page {
		d.Page = m.Page
	}
	return d
}

func newRules(s *streams) *cobra.Command {
	var format string
	command := &cobra.Command{
		Use:     "rules [CATEGORY]",
		Short:   "List the rules, all or those of a category",
		Example: "  polarspec rules\n  polarspec rules shape\n  polarspec rules --format json",
		Args:    takes(0, 1, "one category, or nothing for all rules"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			catalogue, err := projectCatalogue(s)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return catalogue.Categories(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			list, err := selectRules(s, args)
			if err != nil {
				return err
			}
			switch format {
			case "text":
				return printRules(s, list)
			case "json":
				described := make([]ruleDescription, 0, len(list))
				for _, m := range list {
					described = append(described, describeRule(m, false))
				}
				return writeJSON(s.out, described)
			}
			return formatError(format)
		},
	}
	formatFlag(command, &format)
	return command
}

func selectRules(s *streams, args []string) ([]lint.Metadata, error) {
	catalogue, err := projectCatalogue(s)
	if err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return catalogue.All(), nil
	}
	category := strings.TrimSuffix(strings.TrimSuffix(args[0], "*"), "/")
	list := catalogue.Category(category)
	if len(list) == 0 {
		return nil, usageError("there is no category %q of rules: use %s", category, strings.Join(catalogue.Categories(), ", "))
	}
	return list, nil
}

func printRules(s *streams, list []lint.Metadata) error {
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	for _, m := range list {
		if err := printed(fmt.Fprintf(w, "%s\t%s\t%s\n", m.ID, m.Severity, m.Summary)); err != nil {
			return err
		}
	}
	return printed(0, w.Flush())
}
