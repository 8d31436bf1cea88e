package protobuf

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

//go:embed no-message.md
var noMessagePage string

func noMessage() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "protobuf/no-message", Severity: lint.Error, Page: noMessagePage,
			Summary:  "a descriptor set without a message",
			Evidence: "Druid refuses it (druid-semantics section 2.4)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, s := range inline(p) {
				if s.Descriptor != nil && s.Fault != nil {
					p.Report(lint.Problem{At: s.Node, Message: messageless(s.Descriptor, refusesJob)})
				}
			}
		},
		CheckSchema: func(s *lint.SchemaPass) {
			if s.File.Kind == project.DescriptorSet && s.File.Set != nil && s.File.Fault != nil {
				s.Report(lint.Problem{Message: messageless(s.File.Set, refusesUse)})
			}
		},
	}
}

func messageless(set *protobuf.Set, happens string) string {
	what := "has no files"
	if files := set.Files(); len(files) > 0 {
		var names []string
		for _, f := range files {
			if f.Name != "" {
				names = append(names, fmt.Sprintf("%q", f.Name))
			}
		}
		what = "has no message"
		if len(names) > 0 {
			what = fmt.Sprintf("of %s has no message", listed(names))
		}
	}
	return fmt.Sprintf("the descriptor set %s, so there is nothing to read records as and %s. Compile the .proto file that has the message of the records", what, happens)
}
