package shape

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

//go:embed too-many-columns.md
var tooManyColumnsPage string

func tooManyColumns() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "shape/too-many-columns", Severity: lint.Error, Page: tooManyColumnsPage,
			Summary:  "more columns than a table can have",
			Evidence: "documented limit of 1,000 columns (V)",
		},
		Kinds: []polaris.Kind{polaris.JobKind, polaris.TableKind},
		Check: func(p *lint.Pass) {
			checkColumns(p, p.Root.Get("mappings"))
			if p.Identity.Kind == polaris.TableKind {
				checkColumns(p, p.Root.Get("schema"))
			}
		},
	}
}

// maxColumns is the documented number of columns of a table.
const maxColumns = 1000

func checkColumns(p *lint.Pass, list document.Node) {
	if list.Kind() == document.Array && list.Len() > maxColumns {
		p.Report(lint.Problem{At: list, Span: list.KeySpan(), Message: fmt.Sprintf("these are %d columns, and a table can have %d: map fewer fields, or keep some together in a column of type json", list.Len(), maxColumns)})
	}
}
