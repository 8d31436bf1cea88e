// Package evidence reads and writes polarspec.topics.json: what polarspec probe found out about the records of topics.
package evidence

import (
	"embed"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/shape"
)

//go:generate go run ../../schemas/compile/run.go -package evidence -schemas ../../schemas/jsonschema Evidence=topics.schema.json

// Definitions are the CUE files that the table of the evidence is generated from.
//
//go:embed *.cue
var Definitions embed.FS

// FileName is the name of the evidence file. It lies in the folder of the settings, without settings in the working directory.
const FileName = "polarspec.topics.json"

// Type returns the model of the evidence file.
func Type() *shape.Type { return &typeEvidence }

// File is the content of an evidence file.
type File struct {
	// Topics are sorted by name.
	Topics []Topic
}

// Topic is what was found out about a topic.
type Topic struct {
	Name string
	// Value and Key are the two parts of the records; nil for one that was not looked at.
	Value, Key *Side
	// SampledAt is when the records were looked at, as 2006-01-02T15:04:05Z.
	SampledAt string
	// Node is the topic in the file that it was read from; absent for one that was not read.
	Node document.Node
}

// Topic returns the topic of a name, nil if there is none.
func (f *File) Topic(name string) *Topic {
	if f == nil {
		return nil
	}
	for i := range f.Topics {
		if f.Topics[i].Name == name {
			return &f.Topics[i]
		}
	}
	return nil
}

// Merge returns the file with the given topic in it: the part that the topic has takes the place of the old one, and all else stays.
// old may be nil.
func Merge(old *File, topic Topic) *File {
	merged := &File{}
	if old != nil {
		merged.Topics = slices.Clone(old.Topics)
	}
	topic.Node = document.Node{}
	at, found := slices.BinarySearchFunc(merged.Topics, topic.Name, func(t Topic, name string) int { return strings.Compare(t.Name, name) })
	if !found {
		merged.Topics = slices.Insert(merged.Topics, at, topic)
		return merged
	}
	if topic.Value == nil {
		topic.Value = merged.Topics[at].Value
	}
	if topic.Key == nil {
		topic.Key = merged.Topics[at].Key
	}
	merged.Topics[at] = topic
	return merged
}
