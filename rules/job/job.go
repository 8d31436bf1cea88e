// Package job holds the rules on how the parts of a job fit together.
package job

import (
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// All returns the rules of the category.
func All() []*lint.Rule {
	return []*lint.Rule{
		formatNotBatch(), formatNotStreaming(), formatNotPush(), formatNotInline(), formatNotForConnection(),
		sourceNotForType(), fieldNotForType(),
	}
}

// jobs is what the rules of this category look at.
var jobs = []polaris.Kind{polaris.JobKind}
