// Package sql holds the rules on SQL jobs.
package sql

import (
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// All returns the rules of the category.
func All() []*lint.Rule { return []*lint.Rule{noQuery()} }

// jobs is what the rules of this category look at.
var jobs = []polaris.Kind{polaris.JobKind}
