package protobuf

import (
	_ "embed"
	"fmt"
	"slices"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

//go:embed invalid.md
var invalidPage string

func invalid() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "protobuf/invalid", Severity: lint.Error, Page: invalidPage,
			Summary:  "a .proto file that does not compile, or a descriptor set that does not link",
			Evidence: "the Protobuf language as protoc checks it, and for sets the checks of com.google.protobuf.Descriptors, and for a warning those of the library that Druid through 34 reads descriptors with",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, s := range sets(p) {
				if problem, ok := unlinkable(s.Descriptor, refusesJob); ok {
					problem.At = s.Node
					p.Report(problem)
				}
			}
		},
		CheckSchema: func(s *lint.SchemaPass) {
			switch f := s.File; {
			case f.Kind == project.Proto:
				sourceFaults(s, func(code protobuf.Code) bool { return code != protobuf.UnsupportedEdition }, "the file does not compile")
			case f.Kind == project.DescriptorSet && f.Fault == nil:
				if problem, ok := unlinkable(f.Set, refusesUse); ok {
					s.Report(problem)
				}
			}
		},
	}
}

// unlinkable words one finding for all that keeps a set from being linked.
func unlinkable(set *protobuf.Set, happens string) (problem lint.Problem, ok bool) {
	problems := set.Problems()
	if len(problems) == 0 {
		return problem, false
	}
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
	return problem, true
}

// placeOf names the element that is wrong, or its file.
func placeOf(p protobuf.Problem) string {
	if p.Element == "" {
		return fmt.Sprintf("%q", p.File)
	}
	return fmt.Sprintf("%s in %q", p.Element, p.File)
}
