package protobuf

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

//go:embed not-a-descriptor-set.md
var notADescriptorSetPage string

func notADescriptorSet() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "protobuf/not-a-descriptor-set", Severity: lint.Error, Page: notADescriptorSetPage,
			Summary:  "a descriptor that is something else than a descriptor set",
			Evidence: "documented as a descriptor set (V); Druid refuses anything else (druid-semantics section 2.4)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, s := range inline(p) {
				if s.Fault == nil || s.Descriptor != nil || s.Fault.Code.IsBase64Fault() {
					continue
				}
				problem := noSet("the descriptor", strings.TrimPrefix(s.Fault.Detail, "not a descriptor set: "), s.Fault.Code, refusesJob)
				problem.At, problem.Span = s.Node, part(s.Node, s.Fault.Start, s.Fault.End)
				if s.Fault.Repair != "" {
					problem.Fixes = []lint.Fix{replacement(s.Node, "write it as a descriptor set", s.Fault.Repair, true)}
				}
				p.Report(problem)
			}
		},
		CheckSchema: func(s *lint.SchemaPass) {
			if s.File.Kind == project.DescriptorSet && s.File.Set == nil && s.File.Fault != nil {
				s.Report(noSet("the file", inFile(s.File.Fault), s.File.Fault.Code, refusesUse))
			}
		},
	}
}

// inFile says what is wrong with bytes that were not given as Base64.
func inFile(fault *protobuf.Fault) string {
	if fault.Code == protobuf.DoubleBase64 {
		return "Base64 text, where a file has the bytes themselves"
	}
	detail := strings.TrimPrefix(fault.Detail, "not a descriptor set: ")
	return strings.TrimPrefix(detail, "Base64 of ")
}

func noSet(what, detail string, code protobuf.Code, happens string) (problem lint.Problem) {
	advice := "Write a set as Base64: " + compile
	if happens == refusesUse {
		advice = "Write the compiled set: " + compile
	}
	switch code {
	case protobuf.TooLarge: // a limit of polarspec says nothing about the service
		problem.Severity = lint.Info
		problem.Message = fmt.Sprintf("the descriptor set is too large to be checked: %s", detail)
	case protobuf.TooDeep:
		problem.Message = fmt.Sprintf("the descriptor set cannot be read, so %s: %s. Nest the messages less deep", happens, detail)
	default:
		problem.Message = fmt.Sprintf("%s is no descriptor set, so %s: %s. %s", what, happens, detail, advice)
	}
	return problem
}
