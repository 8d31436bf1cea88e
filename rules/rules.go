// Package rules lists all rules.
package rules

import (
	"slices"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules/avro"
	"github.com/polarspec/polarspec/rules/config"
	"github.com/polarspec/polarspec/rules/connection"
	"github.com/polarspec/polarspec/rules/filter"
	"github.com/polarspec/polarspec/rules/input"
	"github.com/polarspec/polarspec/rules/job"
	"github.com/polarspec/polarspec/rules/mapping"
	"github.com/polarspec/polarspec/rules/project"
	"github.com/polarspec/polarspec/rules/protobuf"
	"github.com/polarspec/polarspec/rules/provider"
	"github.com/polarspec/polarspec/rules/shape"
	"github.com/polarspec/polarspec/rules/sql"
	"github.com/polarspec/polarspec/rules/suppression"
	"github.com/polarspec/polarspec/rules/syntax"
)

// All returns every rule, category by category.
func All() []*lint.Rule {
	return slices.Concat(syntax.All(), shape.All(), job.All(), provider.All(), avro.All(), protobuf.All(), input.All(), connection.All(), project.All(), mapping.All(), filter.All(), sql.All(), config.All(), suppression.All())
}
