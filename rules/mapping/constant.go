package mapping

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed constant.md
var constantPage string

func constant() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/constant", Severity: lint.Info, Page: constantPage,
			Summary:  "a mapping that uses no input field",
			Evidence: "SQL: such an expression has one value for all rows",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			if !p.Shown(lint.Off) {
				return
			}
			for _, e := range p.Expressions() {
				if !e.Mapping.Exists() || !e.Sound() || len(e.Checked().Problems) > 0 || varies(e) {
					continue
				}
				problem := about(e, e.Tree.Span(), fmt.Sprintf("%s uses no input field, so that every row gets the same value", shown(e, e.Tree)))
				problem.Subject = e.Subject(firstText(e))
				p.Report(problem)
			}
		},
	}
}

// varies reports whether the value of an expression depends on rows, or their number. A measure without an aggregate is the business
// of another rule.
func varies(e *lint.Expression) bool {
	aggregated := false
	for _, part := range e.All() {
		switch part := part.(type) {
		case *druidsql.Column:
			return true
		case *druidsql.Call:
			if f, ok := druidsql.Lookup(part.Function.Text); ok && f.Kind == druidsql.AggregateFunction {
				aggregated = true
				if f.Name != "MIN" && f.Name != "MAX" {
					return true // it counts, or may
				}
			}
		}
	}
	return e.Role == lint.Measure && !aggregated
}

// firstText is the first literal text of an expression, which other rules take for the fault if it is one; else the whole.
func firstText(e *lint.Expression) druidsql.Span {
	for _, part := range e.All() {
		if l := text(part); l != nil {
			return l.Span()
		}
	}
	return e.Tree.Span()
}
