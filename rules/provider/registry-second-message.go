package provider

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/wire"
)

//go:embed registry-second-message.md
var registrySecondMessagePage string

func registrySecondMessage() *lint.Rule {
	return topicRule(lint.Metadata{
		ID: "provider/registry-second-message", Severity: lint.Warning, Page: registrySecondMessagePage,
		Summary:  "Protobuf records that are not the first message of their registered schema",
		Evidence: "Druid SchemaRegistryBasedProtobufBytesDecoder.java skips one byte of indexes and takes the first message (druid-semantics section 3)",
		Over:     []string{"provider/many-record-types"},
	}, func(p *lint.Pass, s *stream) {
		if !s.registry() || s.data() != wire.Protobuf {
			return
		}
		var paths []string
		count := 0
		for _, indexes := range s.known.Tally.Indexes {
			if !slices.Equal(indexes.Path, first) {
				paths = append(paths, strings.ReplaceAll(fmt.Sprint(indexes.Path), " ", ", "))
				count += indexes.Count
			}
		}
		if count == 0 {
			return
		}
		verb := "have"
		if count == 1 {
			verb = "has"
		}
		if more := len(paths) - maxListed; more > 0 {
			paths = append(paths[:maxListed], fmt.Sprintf("%d more", more))
		}
		s = s.ofSeconds()
		p.Report(s.problem(s.provider(), "%d of the %d known records of the topic %q %s the message indexes %s%s%s. Druid reads every record as the first message of the registered schema, [0], and takes the rest of the indexes for data: such records fail, or become values that nobody wrote. Register the message as the first of a schema of its own",
			count, s.known.Tally.Samples-s.known.Tally.Unsure, s.topic.Name, verb, joined(paths), s.seconds(), s.seen()))
	})
}

// first are the indexes of the first message of a file.
var first = []int{0}

// ofSeconds returns the stream without the places of samples that are the first message: those prove nothing of the others.
func (s *stream) ofSeconds() *stream {
	innocent := map[string]bool{}
	for _, r := range s.known.Records {
		if slices.Equal(r.Verdict.Indexes, first) {
			innocent[r.Sample.Name] = true
		}
	}
	seconds, known := *s, *s.known
	known.Places = slices.DeleteFunc(slices.Clone(known.Places), func(p project.Place) bool { return innocent[p.Name] })
	seconds.known = &known
	return &seconds
}

// seconds names the messages that are not the first ones, as far as samples tell.
func (s *stream) seconds() string {
	var names []string
	for _, r := range s.known.Records {
		if v := r.Verdict; v.Sure && v.Message != nil && v.Indexes != nil && !slices.Equal(v.Indexes, first) && !slices.Contains(names, v.Message.FullName) {
			names = append(names, v.Message.FullName)
		}
	}
	if len(names) == 0 || len(names) > maxListed {
		return ""
	}
	return ", those of " + joined(names)
}
