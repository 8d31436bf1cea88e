// Package sql holds the rules on SQL jobs as a whole. Their expressions are checked by the rules on mappings and filters.
package sql

import (
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// All returns the rules of the category.
func All() []*lint.Rule { return []*lint.Rule{noQuery(), notPartitioned(), noTime(), notUnderstood()} }

// jobs is what the rules of this category look at.
var jobs = []polaris.Kind{polaris.JobKind}

// statement returns the statement of a job if it writes to a table and all of it is understood; else nil.
func statement(p *lint.Pass) *lint.Statement {
	if s := p.Statement(); s != nil && s.Writes() && s.Understood() {
		return s
	}
	return nil
}
