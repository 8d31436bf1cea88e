package filter

import (
	_ "embed"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed where-keyword.md
var whereKeywordPage string

func whereKeyword() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "filter/where-keyword", Severity: lint.Error, Page: whereKeywordPage,
			Summary:  "a filterExpression that begins with WHERE",
			Evidence: "documented: the condition is written without the word (V)",
			Over:     []string{"mapping/syntax", "mapping/reserved-word"},
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, e := range conditions(p) {
				for i := range e.Faults {
					fault := &e.Faults[i]
					if fault.Code != druidsql.WhereKeyword {
						continue
					}
					problem := about(e, fault.At, "a filter is written without the word WHERE, so Druid refuses it: write the condition only")
					if edits := e.Replace(fault.Edit, fault.Replacement); edits != nil {
						problem.Fixes = []lint.Fix{{Title: "leave WHERE out", Safe: flawlessWithout(e), Edits: edits}}
					}
					p.Report(problem)
				}
			}
		},
	}
}

// flawlessWithout reports whether nothing else is to be said of the condition, so that the repair brings nothing to light.
func flawlessWithout(e *lint.Expression) bool {
	for i := range e.Faults {
		if e.Faults[i].Code != druidsql.WhereKeyword {
			return false
		}
	}
	checked := e.Checked()
	if kind := checked.Type(e.Tree).Kind; len(checked.Problems) > 0 || kind != druidsql.BooleanType && kind != druidsql.UnknownType {
		return false
	}
	if _, constant := druidsql.Constant(e.Tree); constant {
		return false
	}
	for _, call := range e.Calls() {
		if isClock(call) {
			return false
		}
	}
	return true
}
