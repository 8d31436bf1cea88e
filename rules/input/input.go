// Package input holds the rules on input fields: what a job declares against what the data schema says.
package input

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// All returns the rules of the category.
func All() []*lint.Rule {
	return []*lint.Rule{duplicateName(), unknownField(), typeMismatch(), lossyType(), nestedAsString(), boolean(), stringAsJSON(), undeclared(), evolvedField(), unused()}
}

// jobs is what the rules of this category look at.
var jobs = []polaris.Kind{polaris.JobKind}

// nameOf returns the name of an input field; ok is false if it has none that can be read.
func nameOf(input polaris.Input) (name string, ok bool) {
	n := input.Name()
	if n.Kind() != document.String || n.Text() == "" {
		return "", false
	}
	name = n.Text()
	return name, !n.File().Broken() || !strings.ContainsRune(name, utf8.RuneError)
}

// maxListed bounds what a message lists.
const maxListed = 8

// listed joins names in quotes, and says how many more there are.
func listed(names []string) string {
	var b strings.Builder
	for i, name := range names {
		if i == maxListed {
			fmt.Fprintf(&b, " and %d more", len(names)-maxListed)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", name)
	}
	return b.String()
}

// article puts "a" or "an" before the name of a type, and nothing before bytes.
func article(typeName string) string {
	if typeName == "bytes" {
		return typeName
	}
	if typeName != "" && strings.ContainsRune("aeio", rune(typeName[0])) {
		return "an " + typeName
	}
	return "a " + typeName
}
