// Package connection holds the rules on connection specs.
package connection

import (
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// All returns the rules of the category.
func All() []*lint.Rule { return []*lint.Rule{noURLs(), passwordMissing()} }

// connections is what the rules of this category look at.
var connections = []polaris.Kind{polaris.ConnectionKind}
