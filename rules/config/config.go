// Package config describes the faults of the settings file. Package lint/config finds them; the engine reports them.
package config

import (
	_ "embed"

	"github.com/polarspec/polarspec/lint"
)

//go:embed invalid.md
var invalidPage string

//go:embed unknown-key.md
var unknownKeyPage string

//go:embed unknown-rule.md
var unknownRulePage string

//go:embed no-match.md
var noMatchPage string

//go:embed evidence.md
var evidencePage string

// All returns the rules of the category.
func All() []*lint.Rule {
	return []*lint.Rule{
		{Metadata: lint.Metadata{
			ID: "config/invalid", Severity: lint.Error, Page: invalidPage, Unsuppressible: true,
			Summary: "the settings do not parse, or a setting has a value that it cannot have", Evidence: "the model of the settings",
		}},
		{Metadata: lint.Metadata{
			ID: "config/unknown-key", Severity: lint.Error, Page: unknownKeyPage, Unsuppressible: true,
			Summary: "a key that is not a setting", Evidence: "the model of the settings",
		}},
		{Metadata: lint.Metadata{
			ID: "config/unknown-rule", Severity: lint.Error, Page: unknownRulePage, Unsuppressible: true,
			Summary: "the settings name a rule that does not exist", Evidence: "the catalogue of rules",
		}},
		{Metadata: lint.Metadata{
			ID: "config/no-match", Severity: lint.Warning, Page: noMatchPage, Unsuppressible: true,
			Summary: "a file pattern of the settings that matches nothing", Evidence: "the files of the project",
		}},
		{Metadata: lint.Metadata{
			ID: "config/evidence", Severity: lint.Error, Page: evidencePage, Unsuppressible: true,
			Summary: "the evidence file is damaged or contradicts itself", Evidence: "the model of the evidence file",
		}},
	}
}
