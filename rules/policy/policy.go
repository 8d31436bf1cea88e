// Package policy makes rules of the policies that an organisation writes in CUE.
//
// A policy is a file: what documents it is for (kind, environments, when), what they must be like (require), and the words of the
// finding on those that are not. Documents are compared as they are: a constraint adds nothing to them, so that a field that it gives
// a value must be there.
package policy

import (
	"path/filepath"
	"slices"

	"github.com/polarspec/polarspec/internal/cuerun"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// Category is the first part of the ids of policies.
const Category = "policy"

// The fields of a policy.
const (
	idField           = "id"
	messageField      = "message"
	severityField     = "severity"
	kindField         = "kind"
	environmentsField = "environments"
	whenField         = "when"
	requireField      = "require"
	examplesField     = "examples"
	goodField         = "good"
	badField          = "bad"

	// documentField is what the document is called in a policy that refers to it.
	documentField = "document"
)

// fields are those that a policy may have.
var fields = []string{idField, messageField, severityField, kindField, environmentsField, whenField, requireField, examplesField}

// Policy is a policy as it was read.
type Policy struct {
	// ID is that of the rule, with the category: "policy/late-events".
	ID string
	// File is the file that it is in.
	File File
	// Severity is what the findings have where the settings say nothing else.
	Severity lint.Severity
	// Kinds are the documents that it is for.
	Kinds []polaris.Kind
	// Environments are those that it is for; none for all documents.
	Environments []string

	runner        *cuerun.Runner
	source        *cuerun.Package
	message       string // "" if it depends on the document
	when, require cuerun.Value
	// dependent says that when or require refer to the document, so that they are evaluated anew for each.
	dependent bool
}

// File is a file with a policy.
type File struct {
	// Path tells it from others, Name is what reports print.
	Path, Name string
	Source     []byte
}

// Rule returns the rule that a policy is for the linter.
func (p *Policy) Rule() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: p.ID, Severity: p.Severity, Summary: p.words(), Evidence: "a policy of this project, in " + filepath.ToSlash(p.File.Name), Page: p.page(),
		},
		Kinds: p.Kinds,
		Check: p.check,
	}
}

// words are those of the finding; where they depend on the document, as they are written.
func (p *Policy) words() string {
	if p.message != "" {
		return p.message
	}
	return p.source.Expression(messageField)
}

// holds reports whether the policy is for documents of an environment.
func (p *Policy) holds(environment func() string) bool {
	return len(p.Environments) == 0 || slices.Contains(p.Environments, environment())
}
