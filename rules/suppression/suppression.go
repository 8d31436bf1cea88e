// Package suppression describes the faults of suppressions. The engine finds them, since only it knows what was suppressed.
package suppression

import (
	_ "embed"

	"github.com/polarspec/polarspec/lint"
)

//go:embed unused.md
var unusedPage string

//go:embed expired.md
var expiredPage string

//go:embed no-reason.md
var noReasonPage string

// All returns the rules of the category.
func All() []*lint.Rule {
	return []*lint.Rule{
		{Metadata: lint.Metadata{
			ID: "suppression/unused", Severity: lint.Warning, Page: unusedPage, Unsuppressible: true,
			Summary: "a suppression that suppresses nothing", Evidence: "the findings of the run",
		}},
		{Metadata: lint.Metadata{
			ID: "suppression/expired", Severity: lint.Warning, Page: expiredPage, Unsuppressible: true,
			Summary: "a suppression whose last day is over", Evidence: "the day of the run",
		}},
		{Metadata: lint.Metadata{
			ID: "suppression/no-reason", Severity: lint.Off, Page: noReasonPage, Unsuppressible: true,
			Summary: "a suppression without a reason", Evidence: "the text of the suppression",
		}},
	}
}
