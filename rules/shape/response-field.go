package shape

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

//go:embed response-field.md
var responseFieldPage string

func responseField() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "shape/response-field", Severity: lint.Warning, Page: responseFieldPage,
			Summary:  "a request has a field that only responses have, or the document is a response as a whole",
			Evidence: "the documented responses (E)",
		},
		Kinds: []polaris.Kind{polaris.JobKind, polaris.ConnectionKind},
		Check: func(p *lint.Pass) {
			if p.Identity.Response {
				p.Report(lint.Problem{At: p.Root, Span: lint.Absent(p.Root), Severity: lint.Info, Message: responseMessage(p.Identity.Kind)})
				return
			}
			for v := range p.Violations() {
				p.Report(lint.Problem{
					At: v.Node, Span: v.Node.KeySpan(), Message: leftOverMessage(v.Name),
					Fixes: []lint.Fix{{Title: fmt.Sprintf("remove %q", v.Name), Safe: true, Edits: document.RemoveMember(v.Node)}},
				})
			}
		},
	}
}

func leftOverMessage(name string) string {
	if name == "query" {
		return `only a SQL job has a "query"; for other jobs the service fills it in and returns it: remove it from the request`
	}
	return fmt.Sprintf("%q is filled in by the service and stands in responses only: remove it from the request", name)
}

func responseMessage(kind polaris.Kind) string {
	if kind == polaris.ConnectionKind {
		return "this is a connection as the service returns it, without its password: remove what the service added and give the password before it is sent as a request"
	}
	return "this is a job as the service returns it, not a request: polarspec gen job --from-response makes one of it, without what the service added (id, createdBy, health and the like)"
}
