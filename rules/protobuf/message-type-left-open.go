package protobuf

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

//go:embed message-type-left-open.md
var messageTypeLeftOpenPage string

func messageTypeLeftOpen() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "protobuf/message-type-left-open", Severity: lint.Warning, Page: messageTypeLeftOpenPage,
			Summary:  "no protoMessageType, and versions of Druid choose different messages",
			Evidence: "documented: the first message is used (V); Druid takes the first by name, or any (druid-semantics section 2.4)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, s := range linked(p) {
				choice := s.Descriptor.Default()
				if s.Lookup == nil && !choice.Certain() && lint.Whole(s.Provider.Node) {
					p.Report(leftOpen(s, choice))
				}
			}
		},
	}
}

func leftOpen(s *lint.DataSchema, choice protobuf.Default) lint.Problem {
	wanted := choice.Documented.FullName
	newer := "the first one of any of its files"
	if choice.New != nil {
		newer = fmt.Sprintf("%q", choice.New.FullName)
	}
	problem := lint.Problem{
		At: s.Provider.Get("protoMessageType"),
		Message: fmt.Sprintf(`there is no "protoMessageType", and the descriptor set has several messages: the documented choice is the first one, %q, but Druid through 34 takes %q and Druid from 35 on %s. Write "protoMessageType": %q, or the message that the records are`,
			wanted, choice.Old.FullName, newer, wanted),
	}
	title := fmt.Sprintf(`write "protoMessageType": %q`, wanted)
	if problem.At.Exists() { // null, or no text
		problem.Fixes = []lint.Fix{{Title: title, Edits: document.ReplaceValue(problem.At, document.StringOf(wanted))}}
		return problem
	}
	problem.At, problem.Span, problem.Subject = s.Provider.Node, lint.Absent(s.Provider.Node), s.Provider.Pointer()+"/protoMessageType"
	problem.Fixes = []lint.Fix{{Title: title, Edits: addMessageType(s.Provider, wanted)}}
	return problem
}

// addMessageType returns the edits that put a message type before the descriptor, which can be long; nil if its place cannot be told.
func addMessageType(provider polaris.Provider, name string) []document.Edit {
	descriptor := provider.Get("descriptor")
	if descriptor.Aliased() || provider.Aliased() || !descriptor.HasKey() {
		return nil
	}
	file := descriptor.File()
	value := string(document.EncodeCompact(document.StringOf(name)))
	at := descriptor.KeySpan().Start
	from := file.Lines().Line(file.Lines().Position(at).Line).Start
	indent := string(file.Source[from:at])
	blank := strings.Trim(indent, " \t") == ""
	switch {
	case strings.HasPrefix(string(provider.Raw()), "{"):
		between := " "
		if blank {
			between = "\n" + indent
		}
		return []document.Edit{{Span: document.Span{Start: at, End: at}, Text: `"protoMessageType": ` + value + "," + between}}
	case blank:
		return []document.Edit{{Span: document.Span{Start: at, End: at}, Text: "protoMessageType: " + value + "\n" + indent}}
	default:
		return nil
	}
}
