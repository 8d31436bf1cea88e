package protobuf

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

//go:embed unknown-message-type.md
var unknownMessageTypePage string

func unknownMessageType() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "protobuf/unknown-message-type", Severity: lint.Error, Page: unknownMessageTypePage,
			Summary:  "a protoMessageType that the descriptor set does not have",
			Evidence: "how Druid looks messages up, in two generations (druid-semantics section 2.4)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, s := range linked(p) {
				if s.Lookup == nil {
					continue
				}
				switch {
				case !s.Lookup.Found():
					p.Report(notFound(s))
				case !s.Lookup.Ambiguous() && (s.Lookup.Old == nil || s.Lookup.New == nil):
					p.Report(foundByOne(s))
				}
			}
		},
	}
}

// notFound words a name that no version of Druid finds.
func notFound(s *lint.DataSchema) lint.Problem {
	name := s.Provider.Get("protoMessageType")
	problem := lint.Problem{At: name, Message: fmt.Sprintf("%q is no message of the descriptor set, so the service refuses the job", name.Text())}
	near, why := s.Lookup.Candidates, protobuf.ByNesting // a nested name without its package that fits several
	if len(near) == 0 {
		near, why = likeliest(s.Lookup.Near)
	}
	if len(near) == 0 {
		problem.Message += ". It has " + listed(quoted(own(s.Descriptor)))
		return problem
	}
	problem.Message += fmt.Sprintf(". Did you mean %s?", either(quoted(near)))
	if others := without(own(s.Descriptor), near); len(others) > 0 {
		problem.Message += fmt.Sprintf(" It also has %s", listed(quoted(others)))
	}
	if len(near) == 1 {
		problem.Fixes = []lint.Fix{replacement(name, fmt.Sprintf("replace by %q", near[0].FullName), near[0].FullName, why == protobuf.ByCase)}
	}
	return problem
}

// likeliest returns the messages that differ from a name in the smallest way.
func likeliest(near []protobuf.Near) (messages []*protobuf.Message, why protobuf.Difference) {
	for _, n := range near {
		if n.Why == near[0].Why {
			messages, why = append(messages, n.Message), n.Why
		}
	}
	return messages, why
}

// foundByOne words a name that only one generation of Druid finds.
func foundByOne(s *lint.DataSchema) lint.Problem {
	name, found := s.Provider.Get("protoMessageType"), s.Lookup.Candidates[0]
	blind := "Druid through 34"
	if s.Lookup.New == nil {
		blind = "Druid from 35 on"
	}
	return lint.Problem{
		At: name, Severity: lint.Warning,
		Message: fmt.Sprintf("%s does not find %q under the name %q and refuses the job. Write %q, which every version finds", blind, found.FullName, name.Text(), found.FullName),
		Fixes:   []lint.Fix{replacement(name, fmt.Sprintf("replace by %q", found.FullName), found.FullName, false)},
	}
}

// own returns the messages that somebody wrote for the data: map entries and, if there are others, those of Google left out.
func own(set *protobuf.Set) []*protobuf.Message {
	var mine, all []*protobuf.Message
	for _, m := range set.Messages() {
		if m.MapEntry {
			continue
		}
		all = append(all, m)
		if !strings.HasPrefix(m.File.Name, "google/") {
			mine = append(mine, m)
		}
	}
	if len(mine) == 0 {
		return all
	}
	return mine
}

func without(list, dropped []*protobuf.Message) []*protobuf.Message {
	var kept []*protobuf.Message
	for _, m := range list {
		drop := false
		for _, d := range dropped {
			drop = drop || m == d
		}
		if !drop {
			kept = append(kept, m)
		}
	}
	return kept
}
