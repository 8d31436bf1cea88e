package lint

import (
	"path"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// Topic returns what is known of the topic that the job reads; nil if nothing is, or if the project does not tell which topic it is.
func (p *Pass) Topic() *project.Topic {
	if p.Identity.Kind != polaris.JobKind || p.check == nil {
		return nil
	}
	return p.topic.get(func() *project.Topic { return p.check.topicOf(p.Root, p.Identity) })
}

// Registry returns the name of the schema registry connection that the job can read by: the only one that the workspace has for it.
// It is "" if there is none, if there are several, and if nothing is known of topics.
func (p *Pass) Registry() string {
	if p.check == nil {
		return ""
	}
	return p.check.registryOf(p.Root, p.Identity)
}

// registryOf finds the only registry connection that a document can mean.
func (c *check) registryOf(root document.Node, identity polaris.Identity) string {
	if c.round.connections == nil {
		return ""
	}
	found := ""
	from := c.summarize(root, identity)
	for name := range c.round.connections.ConnectionNames(from) {
		connection := c.round.connections.Connection(from, name)
		switch {
		case connection == nil || connection.Type != "confluent_schema_registry":
		case found != "":
			return ""
		default:
			found = name
		}
	}
	return found
}

// topicOf finds the topic that a job reads.
func (c *check) topicOf(root document.Node, identity polaris.Identity) *project.Topic {
	known := c.linter.options.Project
	name := polaris.Job{Node: root}.Source().Connection()
	if !known.HasTopics() || name.Kind() != document.String {
		return nil
	}
	if topic := known.TopicOfConnection(name.Text()); topic != nil || c.round.connections == nil {
		return topic
	}
	return c.round.connections.topicOf(known, c.summarize(root, identity))
}

// topicOf finds the topic by the name of the connection that a job reads: the settings say which topic that is, or the connection
// spec in the workspace does.
func (w *connections) topicOf(known *project.Project, job *Summarized) *project.Topic {
	if topic := known.TopicOfConnection(job.Connection.Text); topic != nil {
		return topic
	}
	return known.Topic(w.topic(job, job.Connection.Text))
}

// topic returns the topic that the connection reads which a document means by a name; "" if the workspace does not tell which.
func (w *connections) topic(from *Summarized, name string) string {
	connection := w.Connection(from, name)
	if connection == nil {
		return ""
	}
	for _, other := range w.byName[name] {
		if other.Topic != connection.Topic && w.means(from, connection) == w.means(from, other) {
			return ""
		}
	}
	return connection.Topic
}

// means reports whether a connection is a near one: of the environment of a document, or without environments of its folder.
func (w *connections) means(from, connection *Summarized) bool {
	if w.settings.DeclaresEnvironments() {
		return from.Environment == connection.Environment
	}
	return path.Dir(from.File) == path.Dir(connection.File)
}
