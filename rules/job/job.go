// Package job holds the rules on how the parts of a job fit together.
package job

import (
	"iter"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// All returns the rules of the category.
func All() []*lint.Rule {
	return []*lint.Rule{
		formatNotBatch(), formatNotStreaming(), formatNotPush(), formatNotInline(), formatNotForConnection(),
		sourceNotForType(), sourceNotAStream(), fieldNotForType(),
		archiveFile(), fileExtension(), duplicateFile(), replaceNeedsRange(), intervalAlignment(),
		partitionFinerThanRollup(), inlineData(), earliestButRejected(),
	}
}

// jobs is what the rules of this category look at.
var jobs = []polaris.Kind{polaris.JobKind}

// uploaded yields the names of the files that a batch job reads. What a response shows is not the user's to change.
func uploaded(p *lint.Pass) iter.Seq[document.Node] {
	return func(yield func(document.Node) bool) {
		source := p.Job().Source()
		if p.Identity.Response || p.Job().Streaming() || source.Type() != "uploaded" {
			return
		}
		for file := range source.Get("fileList").Children() {
			if file.Kind() == document.String && !yield(file) {
				return
			}
		}
	}
}
