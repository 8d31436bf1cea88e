package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/schemas/jsonschema"
)

func newSchema(s *streams) *cobra.Command {
	return &cobra.Command{
		Use:       "schema " + strings.Join(jsonschema.Names(), "|"),
		Short:     "Print a JSON Schema (draft 7), for editors",
		Example:   "  polarspec schema job > job.schema.json",
		Args:      takes(1, 1, "the name of a schema: "+strings.Join(jsonschema.Names(), ", ")),
		ValidArgs: jsonschema.Names(),
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := jsonschema.Read(args[0])
			if err != nil {
				return usageError("%w", err)
			}
			return printed(s.out.Write(text))
		},
	}
}
