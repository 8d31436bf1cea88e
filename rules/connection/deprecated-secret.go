package connection

import (
	_ "embed"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

//go:embed deprecated-secret.md
var deprecatedSecretPage string

func deprecatedSecret() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "connection/deprecated-secret", Severity: lint.Warning, Page: deprecatedSecretPage,
			Summary:  `secrets of the type "confluent", the old name of sasl_plain`,
			Evidence: "documented as deprecated (V)",
		},
		Kinds: connections,
		Check: func(p *lint.Pass) {
			n := p.Root.Get("secrets").Get("type")
			if p.Identity.Response || p.Connection().Type() != "confluent" || !n.TextIs("confluent") {
				return
			}
			p.Report(lint.Problem{
				At: n, Message: `"confluent" is the deprecated name of this way to log in, and may be refused one day: write "sasl_plain", which means the same`,
				Fixes: []lint.Fix{{Title: `replace by "sasl_plain"`, Safe: true, Edits: document.ReplaceText(n, "sasl_plain")}},
			})
		},
	}
}
