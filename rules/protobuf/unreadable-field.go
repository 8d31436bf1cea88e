package protobuf

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

//go:embed unreadable-field.md
var unreadableFieldPage string

func unreadableField() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "protobuf/unreadable-field", Severity: lint.Warning, Page: unreadableFieldPage,
			Summary:  "a field on which Druid's Protobuf reader fails",
			Evidence: "Druid's ProtobufConverter throws on it (druid-semantics sections 2.2 and 2.3)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, s := range decided(p) {
				fields := protobuf.UnreadableFields(s.Message)
				if len(fields) == 0 {
					continue
				}
				problem := lint.Problem{At: s.Node}
				var texts, names []string
				kills := false
				for _, f := range fields {
					texts = append(texts, fmt.Sprintf("%q (%s)", f.Path, kindOf(f.Why)))
					names = append(names, f.Field.FullName())
					kills = kills || f.Why != field.Any
				}
				happens := "the whole record is dropped"
				if kills {
					happens = "the job fails, and fails again at the same record"
				}
				problem.Message = fmt.Sprintf("Druid cannot read %s of message %q, declared as an input or not: once a record has such a field, %s. Take the field out of the descriptor, or give it another type", listed(texts), s.Message.FullName, happens)
				if pruned := s.Descriptor.Prune(names); readable(pruned.Message(s.Message.FullName)) {
					problem.Fixes = []lint.Fix{replacement(s.Node, "take the fields out of the descriptor, so that they are skipped", pruned.Encode(), false)}
				}
				p.Report(problem)
			}
		},
	}
}

func readable(m *protobuf.Message) bool {
	return m != nil && len(protobuf.UnreadableFields(m)) == 0
}

func kindOf(why field.Kind) string {
	switch why {
	case field.Struct:
		return "a google.protobuf.Struct"
	case field.Any:
		return "a google.protobuf.Any"
	default:
		return "a map whose keys are no strings"
	}
}
