package input

import (
	_ "embed"
	"fmt"
	"slices"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed unused.md
var unusedPage string

func unused() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "input/unused", Severity: lint.Info, Page: unusedPage,
			Summary:  "an input field that no mapping and no filter uses",
			Evidence: "documented: only what a mapping names becomes a column (V)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			if !p.Shown(lint.Off) || !mapsAll(p) {
				return
			}
			meant := mistaken(p)
			// An input called "__time" has a meaning of its own for Druid.
			for input := range p.Job().Source().Inputs() {
				name, ok := nameOf(input)
				if !ok || name == "__time" || meant[name] || len(p.Uses().Of(name)) > 0 {
					continue
				}
				p.Report(lint.Problem{
					At:      input.Name(),
					Message: fmt.Sprintf("%q is declared, but no mapping and no filter uses it, so that it becomes no column. Map it, or remove it", name),
					Fixes:   removal(input.Node),
				})
			}
		},
	}
}

// mapsAll reports whether every input that is to become a column has a mapping. Delimited text has to declare all of its columns,
// and under schema discovery fields are columns without one.
func mapsAll(p *lint.Pass) bool {
	if discovers, _ := p.Root.Get("useSchemaDiscovery").Bool(); discovers || p.Statement() != nil || !p.Uses().Complete() {
		return false
	}
	for format := range p.Job().Formats() {
		switch format.Name() {
		case "csv", "tsv", "custom", "delimited", "regex":
			return false
		}
	}
	for mapping := range p.Job().Mappings() {
		if mapping.Expression().Kind() != document.String {
			return false // one that cannot be read may use anything
		}
	}
	// While nothing fills "__time", a mapping is still to come.
	hasTime := slices.ContainsFunc(p.Expressions(), func(e *lint.Expression) bool { return e.Column == "__time" })
	return hasTime && lint.Whole(p.Root.Get("mappings"))
}

// mistaken are the names that an expression was probably meant to use: what a misspelt column is near to, and texts. Other rules
// speak of these.
func mistaken(p *lint.Pass) map[string]bool {
	names := map[string]bool{}
	for _, e := range p.Expressions() {
		for _, part := range e.All() {
			if literal, ok := part.(*druidsql.Literal); ok && literal.Kind == druidsql.StringLiteral {
				names[literal.Text] = true
			}
		}
		checked := e.Checked()
		for i := range checked.Problems {
			if found := &checked.Problems[i]; found.Code == druidsql.UnknownColumn && found.Fixable {
				if column, ok := onlyColumn(found.Replacement); ok {
					names[column] = true
				}
			}
		}
	}
	return names
}

// onlyColumn reads a text that is the name of a column and nothing more.
func onlyColumn(text string) (string, bool) {
	tree, faults := druidsql.Parse(text)
	column, ok := tree.(*druidsql.Column)
	if !ok || len(faults) > 0 || len(column.Parts) != 1 {
		return "", false
	}
	return column.Parts[0].Text, true
}

func removal(input document.Node) []lint.Fix {
	edits := document.RemoveMember(input)
	if edits == nil {
		return nil
	}
	return []lint.Fix{{Title: "remove it", Edits: edits}}
}
