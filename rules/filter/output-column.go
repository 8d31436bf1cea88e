package filter

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed output-column.md
var outputColumnPage string

func outputColumn() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "filter/output-column", Severity: lint.Error, Page: outputColumnPage,
			Summary:  "a filter on a column of the table instead of an input field",
			Evidence: "documented: filters refer to input fields, not to columns of the table (V)",
			Over:     []string{"mapping/unknown-input"},
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, e := range conditions(p) {
				if !e.Sound() {
					continue
				}
				told := map[string]bool{}
				checked := e.Checked()
				for i := range checked.Problems {
					found := &checked.Problems[i]
					if found.Code != druidsql.UnknownColumn || told[found.Name] {
						continue
					}
					if filler := fillerOf(p, found.Name); filler != nil {
						told[found.Name] = true
						p.Report(namesColumn(p, e, found, filler))
					}
				}
			}
		},
	}
}

// fillerOf returns the mapping that fills a column of the table; nil if there is none.
func fillerOf(p *lint.Pass, column string) *lint.Expression {
	for _, e := range p.Expressions() {
		if e.Mapping.Exists() && e.Column == column {
			return e
		}
	}
	return nil
}

// everywhere puts the text in the place of each reference to the column.
func everywhere(e *lint.Expression, found *druidsql.Problem, text string) []lint.Change {
	var changes []lint.Change
	for _, other := range e.Checked().Problems {
		if other.Code == druidsql.UnknownColumn && other.Name == found.Name {
			changes = append(changes, lint.Change{At: other.At, Text: text})
		}
	}
	return changes
}

// namesColumn words the problem. The name of an input that the column is a copy of is what was meant; any other expression is a
// proposal.
func namesColumn(p *lint.Pass, e *lint.Expression, found *druidsql.Problem, filler *lint.Expression) lint.Problem {
	problem := about(e, found.At, fmt.Sprintf("%q is a column of the table, and a filter sees input fields only, so Druid refuses it", found.Name))
	problem.Related = []lint.RelatedPlace{{Message: "the mapping that fills it", At: filler.Node}}
	if !filler.Sound() || len(filler.Checked().Problems) > 0 || filler.Role == lint.Measure {
		problem.Message += ". Write a condition on input fields"
		return problem
	}
	text := filler.Text(filler.Tree.Span())
	switch filler.Tree.(type) {
	case *druidsql.Column, *druidsql.Call, *druidsql.Cast:
	default:
		text = "(" + text + ")"
	}
	if len(text) > maxOperand {
		problem.Message += ". Write the expression that fills it"
	} else {
		problem.Message += ". Write what fills it: " + text
	}
	changes := everywhere(e, found, text)
	after := e.With(changes...)
	edits := e.ReplaceAll(changes)
	if after == nil || edits == nil {
		return problem
	}
	input, copied := columnName(filler.Tree)
	if copied {
		_, copied = p.Columns().Input(input)
	}
	title := "write the expression that fills it"
	if len(text) <= maxOperand {
		title = "write " + text
	}
	problem.Fixes = []lint.Fix{{Title: title, Safe: copied && len(after.Problems) < len(e.Checked().Problems), Edits: edits}}
	return problem
}
