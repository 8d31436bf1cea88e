package shape

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

//go:embed connection-name.md
var connectionNamePage string

func connectionName() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "shape/connection-name", Severity: lint.Error, Page: connectionNamePage,
			Summary:  "a connection name that breaks a documented rule",
			Evidence: "documented rules for connection names (V)",
		},
		Kinds: []polaris.Kind{polaris.JobKind, polaris.ConnectionKind},
		Check: func(p *lint.Pass) {
			for v := range p.Violations() {
				if garbled(v.Node) {
					continue
				}
				span, reason := connectionNameFault(v.Node)
				p.Report(lint.Problem{At: v.Node, Span: span, Message: fmt.Sprintf("the connection name %s: allowed are 1 to 64 ASCII letters, digits, full stops, underscores and hyphens", reason)})
			}
		},
	}
}

// connectionNameFault says what is wrong with the name, and where in it.
func connectionNameFault(n document.Node) (document.Span, string) {
	name := n.Text()
	bad := func(r rune) bool {
		return !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-", r)
	}
	if i := strings.IndexFunc(name, bad); i >= 0 {
		r, size := utf8.DecodeRuneInString(name[i:])
		if r == ' ' {
			return n.Sub(i, i+size), "has a space in it"
		}
		return n.Sub(i, i+size), fmt.Sprintf("has %q in it", r)
	}
	if name == "" {
		return n.Span(), "is empty"
	}
	return n.Span(), fmt.Sprintf("has %d characters", utf8.RuneCountInString(name))
}
