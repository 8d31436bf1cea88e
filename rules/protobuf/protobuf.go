// Package protobuf holds the rules on Protobuf descriptors and message types.
package protobuf

import (
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

// All returns the rules of the category.
func All() []*lint.Rule {
	return []*lint.Rule{
		notBase64(), notADescriptorSet(), noMessage(), missingImport(), invalid(), unknownMessageType(), ambiguousMessageType(),
		messageTypeLeftOpen(), jsonName(), unsigned(), zeroIsNull(), unreadableField(), unsupportedEdition(), drift(),
	}
}

// jobs is what the rules of this category look at.
var jobs = []polaris.Kind{polaris.JobKind}

// compile is how a descriptor set is made.
const compile = "protoc --include_imports --descriptor_set_out, or polarspec descriptor, makes it of a .proto file"

// What happens because of a set that cannot be used: in a job, and in a file that a job may have as its descriptor.
const (
	refusesJob = "the service refuses the job"
	refusesUse = "the service refuses a job that has it as its descriptor"
)

// inline returns the schemas that a descriptor in the spec gives. Whether that text is any good is for the rules to say, each about
// one way in which it is not.
func inline(p *lint.Pass) []*lint.DataSchema {
	return where(p.DataSchemas(), func(s *lint.DataSchema) bool { return s.Provider.Type() == "inline-protobuf" })
}

// sets returns the schemas whose text is a descriptor set with messages.
func sets(p *lint.Pass) []*lint.DataSchema {
	return where(inline(p), func(s *lint.DataSchema) bool { return s.Descriptor != nil && s.Fault == nil })
}

// linked returns the schemas that every version of Druid, or at least the newer ones, can link, missing imports aside.
func linked(p *lint.Pass) []*lint.DataSchema {
	return where(sets(p), func(s *lint.DataSchema) bool { return !slices.ContainsFunc(s.Descriptor.Problems(), refusedByAll) })
}

// decided returns the schemas of which it is clear what message is read.
func decided(p *lint.Pass) []*lint.DataSchema {
	return where(linked(p), func(s *lint.DataSchema) bool { return s.Message != nil })
}

// where returns those of a list that something holds for: nil for none, which is the case for most jobs.
func where(list []*lint.DataSchema, holds func(*lint.DataSchema) bool) []*lint.DataSchema {
	var kept []*lint.DataSchema
	for _, s := range list {
		if holds(s) {
			kept = append(kept, s)
		}
	}
	return kept
}

// refusedByAll reports whether every version of Druid refuses a set for the problem.
func refusedByAll(p protobuf.Problem) bool { return !p.OldOnly }

// agreed reports whether all versions of Druid find the same message.
func agreed(l *protobuf.Lookup) bool { return l.Old != nil && l.Old == l.New }

// part is where a part of the descriptor text was written; the whole value for all of it.
func part(n document.Node, start, end int) document.Span {
	if start <= 0 && end >= len(n.Text()) {
		return document.Span{}
	}
	return n.Sub(start, end)
}

// replacement is the fix that puts another text in the place of a string.
func replacement(n document.Node, title, text string, safe bool) lint.Fix {
	return lint.Fix{Title: title, Safe: safe, Edits: document.ReplaceText(n, text)}
}

// maxListed bounds what a message lists.
const maxListed = 8

// listed joins texts with commas, and says how many more there are.
func listed(texts []string) string {
	if more := len(texts) - maxListed; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(texts[:maxListed], ", "), more)
	}
	return strings.Join(texts, ", ")
}

// either joins texts with "or".
func either(texts []string) string {
	if last := len(texts) - 1; last > 0 {
		return strings.Join(texts[:last], ", ") + " or " + texts[last]
	}
	return strings.Join(texts, "")
}

// quoted puts the full names of messages in quotes.
func quoted(messages []*protobuf.Message) []string {
	names := make([]string, len(messages))
	for i, m := range messages {
		names[i] = fmt.Sprintf("%q", m.FullName)
	}
	return names
}
