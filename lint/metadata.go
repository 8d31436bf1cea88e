package lint

import "strings"

// Metadata is what is known of a rule apart from how it works.
type Metadata struct {
	// ID is the category and the name, such as "shape/unknown-field". It never changes its meaning.
	ID string
	// Severity is the default; a single finding may deviate from it where the rule's page says so. A rule that is Off by default
	// runs only where settings or flags give it a severity, which all its findings then have.
	Severity Severity
	// Summary says in one line what the rule catches.
	Summary string
	// Evidence names the source of the facts that the rule stands on.
	Evidence string
	// Page is the rule's page in Markdown.
	Page string
	// Unsuppressible is true for the rules that no suppression can silence.
	Unsuppressible bool
	// Over lists the rules that are silent where this one speaks: one fault, one finding.
	Over []string
	// Replacement is the id that took the place of a retired rule; empty for a rule in use.
	Replacement string
}

// URL returns the address of the rule's page in the public documentation.
func (m Metadata) URL() string {
	if strings.HasPrefix(m.ID, "policy/") {
		return policiesURL
	}
	return DocumentationURL + m.ID + ".md"
}

// DocumentationURL is where the rule pages are published; an id and ".md" follow.
const DocumentationURL = "https://github.com/polarspec/polarspec/blob/main/rules/"

// policiesURL explains the rules that an organisation writes itself.
const policiesURL = "https://github.com/polarspec/polarspec/blob/main/docs/policies.md"
