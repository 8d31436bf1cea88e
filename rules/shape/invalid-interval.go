package shape

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/isotime"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

//go:embed invalid-interval.md
var invalidIntervalPage string

func invalidInterval() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "shape/invalid-interval", Severity: lint.Error, Page: invalidIntervalPage,
			Summary:  "a time range that is not an ISO 8601 interval, or that ends before it starts",
			Evidence: "documented as ISO 8601 (V)",
		},
		Kinds: []polaris.Kind{polaris.JobKind},
		Check: func(p *lint.Pass) {
			for item := range p.Job().Target().Get("intervals").Children() {
				checkInterval(p, item)
			}
			checkInterval(p, p.Root.Get("interval"))
		},
	}
}

func checkInterval(p *lint.Pass, n document.Node) {
	if n.Kind() != document.String {
		return
	}
	if _, err := isotime.ParseInterval(n.Text()); err != nil {
		p.Report(lint.Problem{At: n, Message: fmt.Sprintf("%q is not a time range, since %v. Write start and end as in 2024-01-01/2024-02-01", n.Text(), err)})
	}
}
