// Package mapping holds the rules on output columns and their expressions.
package mapping

import (
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// All returns the rules of the category.
func All() []*lint.Rule {
	return []*lint.Rule{
		noTime(), duplicateColumn(),
		syntax(), reservedWord(), unknownFunction(), argumentCount(), argumentType(), badLiteral(), windowFunction(),
		unknownInput(), unknownPath(), jsonOfString(), stringForColumn(), earliestLatest(), distinct(), minMaxString(),
		aggregateWithoutFlag(), flagWithoutAggregate(), notGrouped(), notMergeable(), jsonInAggregate(), noRollup(), constant(),
		timeType(), timeAggregated(), timeNull(), timeAlwaysNull(), timePattern(), timeUnit(),
	}
}

// jobs is what the rules of this category look at.
var jobs = []polaris.Kind{polaris.JobKind}
