// Package syntax describes the faults of a text itself. The parsers find them (internal/document); the engine reports them.
package syntax

import (
	_ "embed"

	"github.com/polarspec/polarspec/lint"
)

//go:embed invalid.md
var invalidPage string

//go:embed duplicate-key.md
var duplicateKeyPage string

//go:embed comment.md
var commentPage string

//go:embed byte-order-mark.md
var byteOrderMarkPage string

//go:embed too-deep.md
var tooDeepPage string

// All returns the rules of the category.
func All() []*lint.Rule {
	return []*lint.Rule{
		{Metadata: lint.Metadata{
			ID: "syntax/invalid", Severity: lint.Error, Page: invalidPage, Unsuppressible: true,
			Summary: "the text does not parse", Evidence: "RFC 8259 for JSON, YAML 1.2",
		}},
		{Metadata: lint.Metadata{
			ID: "syntax/duplicate-key", Severity: lint.Error, Page: duplicateKeyPage,
			Summary: "an object has the same key twice", Evidence: "RFC 8259 section 4, I-JSON (RFC 7493)",
		}},
		{Metadata: lint.Metadata{
			ID: "syntax/comment", Severity: lint.Error, Page: commentPage,
			Summary: "a comment in a .json file", Evidence: "RFC 8259",
		}},
		{Metadata: lint.Metadata{
			ID: "syntax/byte-order-mark", Severity: lint.Warning, Page: byteOrderMarkPage,
			Summary: "the text starts with a byte order mark", Evidence: "RFC 8259 section 8.1",
		}},
		{Metadata: lint.Metadata{
			ID: "syntax/too-deep", Severity: lint.Error, Page: tooDeepPage,
			Summary: "nesting deeper than 1,000 levels", Evidence: "a limit of polarspec; no spec comes near it",
		}},
	}
}
