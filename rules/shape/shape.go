// Package shape holds the rules on fields, types and values of a spec. What is allowed is in the model (schemas/polaris);
// most of these rules only say what its violations mean.
package shape

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
	return []*lint.Rule{
		missingField(), wrongType(), notAllowed(), unknownField(), responseField(), legacyField(), invalidPeriod(), invalidInterval(),
		tableName(), connectionName(), columnName(), tooManyColumns(),
	}
}

// everyKind is all documents that have a model.
var everyKind = []polaris.Kind{polaris.JobKind, polaris.ConnectionKind, polaris.TableKind}

// called names a value in a message: by its key, by its place in a list, or as the document that it is.
func called(p *lint.Pass, n document.Node) string {
	switch {
	case n == p.Root:
		return "the " + p.Identity.Kind.String()
	case n.HasKey():
		return fmt.Sprintf("%q", n.Key())
	case n.Parent().HasKey():
		return fmt.Sprintf("item %d of %q", n.Index()+1, n.Parent().Key())
	}
	return "this item"
}

// quoted lists names for a message.
func quoted(names []string) string {
	var b strings.Builder
	for i, name := range names {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", name)
	}
	return b.String()
}

// garbled reports whether a text could not be decoded, which the rules on syntax have said.
func garbled(n document.Node) bool {
	return n.File().Broken() && strings.ContainsRune(n.Text(), utf8.RuneError)
}
