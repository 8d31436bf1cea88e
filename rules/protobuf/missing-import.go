package protobuf

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

//go:embed missing-import.md
var missingImportPage string

func missingImport() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "protobuf/missing-import", Severity: lint.Error, Page: missingImportPage,
			Summary:  "a descriptor set without a file that it imports",
			Evidence: "documented: the descriptor includes its imports (V); what Druid does without them is in druid-semantics section 2.4",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for s := range sets(p) {
				missing := s.Descriptor.MissingImports()
				if len(missing) == 0 {
					continue
				}
				p.Report(lackingImports(s, missing))
			}
		},
	}
}

// lackingImports words one finding for all imports that a set lacks: they are left out by one slip.
func lackingImports(s *lint.DataSchema, missing []*protobuf.MissingImport) lint.Problem {
	var files, uses, importers []string
	for _, m := range missing {
		files = appendNew(files, fmt.Sprintf("%q", m.Import))
		if m.Public {
			importers = appendNew(importers, fmt.Sprintf("%q imports it publicly", m.File))
		}
		for _, use := range m.Uses {
			uses = appendNew(uses, fmt.Sprintf("%s needs %s", use.Element, strings.TrimPrefix(use.Type, ".")))
		}
	}
	problem := lint.Problem{At: s.Node}
	problem.Message = fmt.Sprintf("the descriptor set lacks %s, which it imports", listed(files))
	switch {
	case len(uses) > 0:
		problem.Message += fmt.Sprintf(", so the service refuses the job: %s", listed(uses))
	case len(importers) > 0:
		problem.Message += fmt.Sprintf(", so the service refuses the job: %s", listed(importers))
	default:
		problem.Severity = lint.Warning
		problem.Message += `. No type is needed from there, but Druid through 34 refuses the set all the same and calls it "not valid Base64"`
	}
	problem.Message += ". Compile it once more with protoc --include_imports, or with polarspec descriptor"
	return problem
}

func appendNew(list []string, text string) []string {
	if slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}
