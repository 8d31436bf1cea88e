package protobuf

import (
	_ "embed"
	"fmt"
	"slices"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

//go:embed ambiguous-message-type.md
var ambiguousMessageTypePage string

func ambiguousMessageType() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "protobuf/ambiguous-message-type", Severity: lint.Warning, Page: ambiguousMessageTypePage,
			Summary:  "a protoMessageType that several messages go by",
			Evidence: "how Druid looks messages up, in two generations (druid-semantics section 2.4)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, s := range linked(p) {
				if s.Lookup == nil || !s.Lookup.Found() || !s.Lookup.Ambiguous() || homonyms(s.Lookup.Candidates) {
					continue
				}
				if agreed(s.Lookup) && s.Lookup.Old.FullName == s.Provider.Get("protoMessageType").Text() {
					continue // there is no better name for it
				}
				p.Report(ambiguous(s))
			}
		},
	}
}

func ambiguous(s *lint.DataSchema) lint.Problem {
	name, lookup := s.Provider.Get("protoMessageType"), s.Lookup
	problem := lint.Problem{At: name}
	what := fmt.Sprintf("Druid through 34 %s, Druid from 35 on %s, so that records may be read as the wrong message", takes(lookup.Old, false), takes(lookup.New, lookup.NewUnknown))
	if agreed(lookup) {
		problem.Severity = lint.Info
		what = fmt.Sprintf("Druid takes %q today", lookup.Old.FullName)
	}
	problem.Message = fmt.Sprintf("%q is the name of %d messages, %s: %s. Write the full name of the one that is meant", name.Text(), len(lookup.Candidates), listed(quoted(lookup.Candidates)), what)
	for _, m := range choices(lookup) {
		if m.FullName != name.Text() {
			problem.Fixes = append(problem.Fixes, replacement(name, fmt.Sprintf("replace by %q", m.FullName), m.FullName, false))
		}
	}
	return problem
}

// takes says which message is found.
func takes(m *protobuf.Message, open bool) string {
	switch {
	case open:
		return "takes any of them"
	case m == nil:
		return "finds none"
	default:
		return fmt.Sprintf("takes %q", m.FullName)
	}
}

// choices returns the messages that may be meant, those that are taken first.
func choices(l *protobuf.Lookup) []*protobuf.Message {
	var list []*protobuf.Message
	for _, m := range append([]*protobuf.Message{l.New, l.Old}, l.Candidates...) {
		if m != nil && !slices.Contains(list, m) && len(list) < maxListed {
			list = append(list, m)
		}
	}
	return list
}

// homonyms reports whether two messages have one full name, which is a fault of the set itself.
func homonyms(messages []*protobuf.Message) bool {
	for i, m := range messages {
		if slices.ContainsFunc(messages[i+1:], func(other *protobuf.Message) bool { return other.FullName == m.FullName }) {
			return true
		}
	}
	return false
}
