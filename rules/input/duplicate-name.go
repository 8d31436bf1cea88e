package input

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

//go:embed duplicate-name.md
var duplicateNamePage string

func duplicateName() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "input/duplicate-name", Severity: lint.Warning, Page: duplicateNamePage,
			Summary:  "two input fields of one name",
			Evidence: "inferred: a field has one type, and which declaration counts is not documented (I)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			if p.Columns().Distinct {
				return
			}
			first := map[string]polaris.Input{}
			for input := range p.Job().Source().Inputs() {
				name, ok := nameOf(input)
				if !ok {
					continue
				}
				earlier, twice := first[name]
				if !twice {
					first[name] = input
					continue
				}
				p.Report(lint.Problem{
					At: input.Name(), Message: duplicateMessage(name, earlier, input),
					Related: []lint.RelatedPlace{{Message: "the first declaration", At: earlier.Name()}},
					Fixes:   []lint.Fix{{Title: "remove the second declaration", Edits: document.RemoveMember(input.Node)}},
				})
			}
		},
	}
}

func duplicateMessage(name string, first, second polaris.Input) string {
	a, b := first.DataType(), second.DataType()
	if a.Kind() == document.String && b.Kind() == document.String && a.Text() != b.Text() {
		return fmt.Sprintf("%q is declared twice, as %q and as %q. Which of the two counts is not documented: remove one", name, a.Text(), b.Text())
	}
	return fmt.Sprintf("%q is declared twice: remove one of the two", name)
}
