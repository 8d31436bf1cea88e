package protobuf

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/lint"
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
			for s := range inline(p) {
				if s.Fault == nil || s.Descriptor != nil || s.Fault.Code.IsBase64Fault() {
					continue
				}
				detail := strings.TrimPrefix(s.Fault.Detail, "not a descriptor set: ")
				problem := lint.Problem{
					At: s.Node, Span: part(s.Node, s.Fault.Start, s.Fault.End),
					Message: fmt.Sprintf("the descriptor is no descriptor set, so the service refuses the job: %s. Write a set as Base64: %s", detail, compile),
				}
				switch s.Fault.Code {
				case protobuf.TooLarge: // a limit of polarspec says nothing about the service
					problem.Severity = lint.Info
					problem.Message = fmt.Sprintf("the descriptor set is too large to be checked: %s", detail)
				case protobuf.TooDeep:
					problem.Message = fmt.Sprintf("the descriptor set cannot be read, so the service refuses the job: %s. Nest the messages less deep", detail)
				}
				if s.Fault.Repair != "" {
					problem.Fixes = []lint.Fix{replacement(s.Node, "write it as a descriptor set", s.Fault.Repair, true)}
				}
				p.Report(problem)
			}
		},
	}
}
