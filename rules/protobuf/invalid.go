package protobuf

import (
	_ "embed"
	"fmt"
	"slices"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

//go:embed invalid.md
var invalidPage string

func invalid() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "protobuf/invalid", Severity: lint.Error, Page: invalidPage,
			Summary:  "a descriptor set that does not link",
			Evidence: "the checks of com.google.protobuf.Descriptors, and for a warning those of the library that Druid through 34 reads descriptors with",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for s := range sets(p) {
				problems := s.Descriptor.Problems()
				if len(problems) == 0 {
					continue
				}
				problem := lint.Problem{At: s.Node}
				happens := "the service refuses the job"
				if slices.ContainsFunc(problems, refusedByAll) {
					problems = slices.DeleteFunc(slices.Clone(problems), func(p protobuf.Problem) bool { return p.OldOnly })
				} else {
					problem.Severity = lint.Warning
					happens = "Druid through 34 refuses it"
				}
				var texts []string
				for _, fault := range problems {
					texts = append(texts, fmt.Sprintf("%s: %s", placeOf(fault), fault.Detail))
				}
				problem.Message = fmt.Sprintf("the descriptor set does not fit together, so %s: %s. Correct the .proto file and compile it once more", happens, listed(texts))
				p.Report(problem)
			}
		},
	}
}

// placeOf names the element that is wrong, or its file.
func placeOf(p protobuf.Problem) string {
	if p.Element == "" {
		return fmt.Sprintf("%q", p.File)
	}
	return fmt.Sprintf("%s in %q", p.Element, p.File)
}
