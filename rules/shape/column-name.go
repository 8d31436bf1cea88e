package shape

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

//go:embed column-name.md
var columnNamePage string

func columnName() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "shape/column-name", Severity: lint.Error, Page: columnNamePage,
			Summary:  "a column name that is blank, or that the service reserves",
			Evidence: "documented rules for column names (V)",
		},
		Kinds: []polaris.Kind{polaris.JobKind, polaris.TableKind},
		Check: func(p *lint.Pass) {
			for mapping := range p.Job().Mappings() {
				checkColumnName(p, mapping.Column())
			}
			if p.Identity.Kind == polaris.TableKind {
				for column := range p.Root.Get("schema").Children() {
					checkColumnName(p, column.Get("name"))
				}
			}
		},
	}
}

func checkColumnName(p *lint.Pass, n document.Node) {
	if n.Kind() != document.String {
		return
	}
	name := n.Text()
	switch {
	case strings.TrimSpace(name) == "":
		p.Report(lint.Problem{At: n, Message: "the column name is blank"})
	case strings.HasPrefix(name, "__") && name != "__time" && name != "__count":
		p.Report(lint.Problem{At: n, Severity: lint.Warning, Message: fmt.Sprintf("the column name %q starts with two underscores, which is reserved for the service", name)})
	}
}
