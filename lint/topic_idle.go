package lint

import (
	"fmt"
	"iter"
	"slices"

	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// idleTopics returns a config/no-match problem for each topic of the settings that is compared with nothing although a job may have
// been meant, and for samples that tell nothing. Both would be taken for a clean bill of health. It is right of whole projects only.
func (l *Linter) idleTopics(c *collection) []config.Problem {
	known := l.options.Project
	if !known.HasTopics() {
		return nil
	}
	read := map[*project.Topic]bool{}
	var lost []*Summarized // the jobs of whose topics nothing is known
	for _, d := range c.documents {
		if d.Kind != polaris.JobKind || d.Response || d.Type != "streaming" || d.Connection.Text == "" {
			continue
		}
		if topic := c.result.connections.topicOf(known, d); topic != nil {
			read[topic] = true
		} else {
			lost = append(lost, d)
		}
	}
	var problems []config.Problem
	for _, topic := range known.Topics {
		switch {
		case !topic.Node.Exists(): // probe may note topics that are read elsewhere
		case !read[topic] && len(lost) > 0:
			problems = append(problems, c.result.connections.unread(topic, lost))
		default:
			problems = append(problems, muteSamples(topic)...)
		}
	}
	return problems
}

// unread words that no job is known to read a topic.
func (w *connections) unread(topic *project.Topic, lost []*Summarized) config.Problem {
	const effect = "so that no job is compared with what is known of it"
	if at := topic.Node.Get("connection"); topic.Connection != "" {
		problem := topic.Problem(at, fmt.Sprintf("no streaming job of the project reads the connection %q of the topic %q, %s", topic.Connection, topic.Name, effect))
		problem.Span = at.Span()
		problem.Message += meant(topic.Connection, func(yield func(string) bool) {
			for _, job := range lost {
				if !yield(job.Connection.Text) {
					return
				}
			}
		}, `. Name the connection as the job does`)
		return problem
	}
	problem := topic.Problem(topic.Node, fmt.Sprintf("no streaming job of the project is known to read the topic %q, %s", topic.Name, effect))
	problem.Message += meant(topic.Name, func(yield func(string) bool) {
		for _, job := range lost {
			if name := w.topic(job, job.Connection.Text); name != "" && !yield(name) {
				return
			}
		}
	}, `. Name the connection that reads it as its "connection", or add the spec of that connection, with its "topicName"`)
	return problem
}

// meant asks for the name that was meant; without a near one it is the advice.
func meant(name string, candidates iter.Seq[string], advice string) string {
	if near, ok := spelling.Near(name, slices.Values(slices.Sorted(candidates))); ok {
		return fmt.Sprintf(". Did you mean %q?", near)
	}
	return advice
}

// muteSamples words that samples of a topic tell nothing.
func muteSamples(topic *project.Topic) []config.Problem {
	var problems []config.Problem
	report := func(side *project.Side, setting, records, advice string) {
		if !side.Mute() {
			return
		}
		which := fmt.Sprintf("none of the %d %s tells", len(side.Samples), setting)
		if len(side.Samples) == 1 {
			which = "the sample does not tell"
		}
		problems = append(problems, topic.Problem(topic.Node.Get(setting), fmt.Sprintf("%s how the %s of the topic %q are encoded, so that no job is compared with them. %s", which, records, topic.Name, advice)))
	}
	advice := fmt.Sprintf("polarspec probe --topic %s says why", topic.Name)
	if len(topic.WireSchemas()) == 0 {
		advice = `Name the file with the schema that they were written with as the "schema" of the topic; polarspec probe says more of them`
	}
	report(&topic.Value, "samples", "records", advice)
	report(&topic.Key, "key-samples", "keys", "polarspec probe --key with the --schema of the keys tells, and notes it with --write")
	return problems
}
