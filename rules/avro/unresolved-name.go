package avro

import (
	_ "embed"
	"strings"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/avro"
)

//go:embed unresolved-name.md
var unresolvedNamePage string

func unresolvedName() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "avro/unresolved-name", Severity: lint.Warning, Page: unresolvedNamePage,
			Summary:  "a type that no .avsc file of the project defines",
			Evidence: "Avro specification; the file with the definition may be one that the project does not have",
		},
		CheckSchema: func(s *lint.SchemaPass) {
			if s.File.Kind != project.Avsc {
				return
			}
			for _, fault := range s.File.Avro.Faults {
				if fault.Code == avro.Unresolved {
					what, guess, guessed := strings.Cut(fault.Text(), ". Did you mean ")
					if guessed {
						guess = " Did you mean " + guess
					}
					s.Report(lint.Problem{At: fault.Node, Span: fault.Span, Message: what + ", so nothing can be read with the schema." + guess +
						` Define it, or add the file that does to "schemas" in .polarspec.yaml`})
				}
			}
		},
	}
}
