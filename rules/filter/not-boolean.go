package filter

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed not-boolean.md
var notBooleanPage string

func notBoolean() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "filter/not-boolean", Severity: lint.Error, Page: notBooleanPage,
			Summary:  "a filter that is no condition: a value, or with an aggregate",
			Evidence: "documented: a filter is a condition on each row (V); Calcite's validator refuses others",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, e := range conditions(p) {
				if !e.Sound() {
					continue
				}
				checked := e.Checked()
				told := map[string]bool{}
				for i := range checked.Problems {
					if found := &checked.Problems[i]; found.Code == druidsql.AggregateInFilter && !told[found.Message] {
						told[found.Message] = true
						p.Report(about(e, found.At, found.Message))
					}
				}
				if len(checked.Problems) > 0 {
					continue
				}
				switch t := checked.Type(e.Tree); t.Kind {
				case druidsql.UnknownType, druidsql.NullType, druidsql.BooleanType:
				default:
					at := e.Tree.Span()
					p.Report(about(e, at, fmt.Sprintf("a filter is a condition, and this is a value of the type %s, so Druid refuses it. %s", t, comparison(e, t))))
				}
			}
		},
	}
}

// comparison advises a condition with the value in it.
func comparison(e *lint.Expression, t druidsql.Type) string {
	operand := e.Text(e.Tree.Span())
	switch e.Tree.(type) {
	case *druidsql.Column, *druidsql.Call:
	default:
		return "Compare it with something"
	}
	switch {
	case len(operand) > maxOperand:
		return "Compare it with something"
	case t.Kind == druidsql.VarcharType:
		return fmt.Sprintf("Compare it: %s = 'text'", operand)
	case druidsql.Numbers.Has(t.Kind):
		return fmt.Sprintf("Compare it: %s <> 0", operand)
	default:
		return fmt.Sprintf("Compare it, or write %s IS NOT NULL", operand)
	}
}

// maxOperand bounds how much of an expression advice repeats.
const maxOperand = 60
