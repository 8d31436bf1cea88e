package job

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

//go:embed field-not-for-type.md
var fieldNotForTypePage string

func fieldNotForType() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "job/field-not-for-type", Severity: lint.Warning, Page: fieldNotForTypePage,
			Summary:  "a field of streaming jobs in a batch job, or the reverse",
			Evidence: "documented for one job type only (V, E)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			if p.Identity.Response {
				return // the service may echo what it likes
			}
			for v := range p.Violations() {
				kind, other := v.Type.Field("type").Type.Values[0], "streaming" // as it was meant: the text may be misspelt
				if kind == other {
					other = "batch"
				}
				p.Report(lint.Problem{
					At: v.Node, Span: v.Node.KeySpan(),
					Message: fmt.Sprintf("%q has a meaning in %s jobs only and has no effect in a %s job", v.Name, other, kind),
					Fixes:   []lint.Fix{{Title: fmt.Sprintf("remove %q", v.Name), Edits: document.RemoveMember(v.Node)}},
				})
			}
		},
	}
}
