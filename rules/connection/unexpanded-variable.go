package connection

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

//go:embed unexpanded-variable.md
var unexpandedVariablePage string

// eventHubsUser is the user name that every client of Azure Event Hubs logs in with over the protocol of Kafka.
const eventHubsUser = "$ConnectionString"

func unexpandedVariable() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "connection/unexpanded-variable", Severity: lint.Info, Page: unexpandedVariablePage,
			Summary:  "a value such as $NAME, which nothing may expand",
			Evidence: "the documented sample has it in a single-quoted shell text, and its response shows the name unexpanded (E)",
		},
		Kinds: connections,
		Check: func(p *lint.Pass) {
			for n := range texts(p) {
				name, ok := strings.CutPrefix(n.Text(), "$")
				if !ok || strings.ContainsAny(name, "{(") || !lint.IsPlaceholder(n.Text()) || n.Text() == eventHubsUser {
					continue
				}
				braced := "${" + name + "}"
				p.Report(lint.Problem{
					At:      n,
					Message: fmt.Sprintf("%q arrives as it stands where the text is sent in single quotes or from a file: write %q, and fill it in before the spec is sent", n.Text(), braced),
					Fixes:   []lint.Fix{{Title: fmt.Sprintf("replace by %q", braced), Edits: document.ReplaceText(n, braced)}},
				})
			}
		},
	}
}
