package mapping

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed not-grouped.md
var notGroupedPage string

func notGrouped() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/not-grouped", Severity: lint.Warning, Page: notGroupedPage,
			Summary:  "a column beside an aggregate that is no dimension, or an aggregate within another one",
			Evidence: "Calcite: an expression of a query that aggregates is grouped by, or aggregated, once (D§6); tried out with Druid",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for e, found := range problems(p, druidsql.NestedAggregate) {
				problem := reported(e, found)
				problem.Severity = lint.Error
				p.Report(problem)
			}
			if discovers, _ := p.Root.Get("useSchemaDiscovery").Bool(); discovers {
				return // fields that no mapping names are dimensions then
			}
			for _, e := range groupings(p) {
				if e.Role == lint.Measure && firstAggregate(e) != nil {
					reportUngrouped(p, e)
				}
			}
		},
	}
}

// reportUngrouped reports the columns of a measure that are neither aggregated nor grouped by, each once.
func reportUngrouped(p *lint.Pass, e *lint.Expression) {
	keys := groupedBy(p)
	told := map[string]bool{}
	druidsql.Walk(e.Tree, func(part druidsql.Expr) bool {
		if call, ok := part.(*druidsql.Call); ok && druidsql.IsAggregate(call) || keys.has(part) {
			return false
		}
		column, ok := part.(*druidsql.Column)
		if ok && !told[e.Text(column.Span())] && exists(p, column) {
			text, advice := e.Text(column.Span()), "Aggregate it"
			told[text] = true
			if t := e.Checked().Type(column); t.Kind != druidsql.UnknownType && druidsql.Numbers.Has(t.Kind) {
				advice = fmt.Sprintf("Aggregate it, such as by MAX(%s)", text)
			}
			p.Report(about(e, column.Span(), fmt.Sprintf("%[1]s stands beside an aggregate and is no dimension of the table, so that it has no one value for the rows that are merged: Druid refuses what is not grouped. %[2]s, or add a mapping that makes %[1]s a dimension", text, advice)))
		}
		return true
	})
}

// exists reports whether a column can be there: of one that is not, another rule speaks.
func exists(p *lint.Pass, column *druidsql.Column) bool {
	name, ok := columnName(column)
	if ok {
		_, ok = p.Columns().Type(name)
	}
	return ok
}

// groupKey is what rows are grouped by: the dimensions, those that are only a column by its name.
type groupKey struct {
	columns map[string]bool
	others  []druidsql.Expr
}

type groupKeyKey struct{}

func groupedBy(p *lint.Pass) *groupKey {
	return lint.Remember(p, groupKeyKey{}, func() *groupKey {
		keys := &groupKey{columns: map[string]bool{}}
		for _, e := range p.Expressions() {
			if e.Role != lint.Dimension || e.Tree == nil {
				continue
			}
			if name, ok := columnName(e.Tree); ok {
				keys.columns[name] = true
			} else {
				keys.others = append(keys.others, e.Tree)
			}
		}
		return keys
	})
}

func (k *groupKey) has(part druidsql.Expr) bool {
	if name, ok := columnName(part); ok {
		return k.columns[name]
	}
	for _, other := range k.others {
		if druidsql.Equal(part, other) {
			return true
		}
	}
	return false
}
