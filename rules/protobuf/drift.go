package protobuf

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

//go:embed drift.md
var driftPage string

func drift() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "protobuf/drift", Severity: lint.Warning, Page: driftPage,
			Summary:  "a descriptor that differs from the .proto file of the same message",
			Evidence: "Protobuf encoding: fields are told apart by their numbers alone, and a field that the descriptor lacks is skipped",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, s := range decided(p) {
				if file, changes := nearest(p.Project.ProtoMessage(s.Message.FullName), s.Message); file != nil {
					p.Report(drifted(s, file, changes))
				}
			}
		},
	}
}

// nearest returns the file whose message differs least, and how; nil if there is none or one is equal.
func nearest(files []*project.SchemaFile, message *protobuf.Message) (file *project.SchemaFile, changes []protobuf.Drift) {
	for _, candidate := range files {
		found := protobuf.Compare(message, candidate.Set.Message(message.FullName))
		if len(found) == 0 {
			return nil, nil
		}
		if file == nil || len(found) < len(changes) {
			file, changes = candidate, found
		}
	}
	return file, changes
}

func drifted(s *lint.DataSchema, file *project.SchemaFile, changes []protobuf.Drift) lint.Problem {
	var texts []string
	for _, change := range changes[:min(len(changes), maxListed)] {
		texts = append(texts, describe(change))
	}
	if more := len(changes) - len(texts); more > 0 {
		texts = append(texts, fmt.Sprintf("and %d more", more))
	}
	set := file.Set
	if s.Descriptor.HasProtoNames() {
		set = set.UseProtoNames()
	}
	return lint.Problem{
		At: s.Node,
		Message: fmt.Sprintf("message %q of the descriptor is not the one in %s: %s. Fields that the descriptor lacks are dropped, and those that it has with another number or type are lost or misread. Compile the file once more: polarspec descriptor %[2]s",
			s.Message.FullName, file.Name, strings.Join(texts, "; ")),
		Related: []lint.RelatedPlace{{
			Message: "the message there", Span: definition(file.Text.Source, s.Message.Name), In: &lint.OtherFile{Name: file.Name, Text: file.Text},
		}},
		Fixes: []lint.Fix{replacement(s.Node, "put in what "+file.Name+" compiles to", set.Encode(), false)},
	}
}

// describe says how the .proto file differs from the descriptor.
func describe(d protobuf.Drift) string {
	switch {
	case d.Added():
		return fmt.Sprintf("the file has %s (%s)", d.Path, d.Is)
	case d.Removed():
		return fmt.Sprintf("the file has no %s", d.Path)
	default:
		return fmt.Sprintf("%s is %s, and %s in the file", d.Path, d.Was, d.Is)
	}
}

// definition returns where a .proto file defines a message; nothing if it is not found.
func definition(source []byte, name string) document.Span {
	pattern := regexp.MustCompile(`(?m)^[ \t]*message[ \t]+(` + regexp.QuoteMeta(name) + `)\b`)
	if found := pattern.FindSubmatchIndex(source); found != nil {
		return document.Span{Start: found[2], End: found[3]}
	}
	return document.Span{}
}
