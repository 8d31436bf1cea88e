package mapping

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

//go:embed time-type.md
var timeTypePage string

func timeType() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/time-type", Severity: lint.Error, Page: timeTypePage,
			Summary:  `"__time" is filled with something that is no timestamp`,
			Evidence: "Druid MSQTaskSqlEngine.java refuses it (D§5); documented: TIME_PARSE or MILLIS_TO_TIMESTAMP (V)",
			Over:     []string{"mapping/string-for-column", "mapping/constant"},
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, e := range p.Expressions() {
				if !fillsTime(e) {
					continue
				}
				t := e.Checked().Type(e.Tree)
				if druidsql.Timestamps.Has(t.Kind) || restsOnMistyped(p, e.Tree) {
					continue // a type that is not known is in every set
				}
				advice, fixes := asTimestamp(p, e, t)
				is := "is " + t.String()
				if t.Kind == druidsql.NullType {
					is = "is none"
				}
				problem := about(e, e.Tree.Span(), fmt.Sprintf("\"__time\" must be a TIMESTAMP, but %s %s, so Druid refuses the job%s", shown(e, e.Tree), is, advice))
				problem.Related = related(p, e)
				problem.Fixes = fixes
				p.Report(problem)
			}
		},
	}
}

// restsOnMistyped reports whether an expression is a column whose declared type is itself at fault.
func restsOnMistyped(p *lint.Pass, e druidsql.Expr) bool {
	name, ok := columnName(e)
	return ok && mistyped(p, name, "input/type-mismatch")
}

// asTimestamp says how a timestamp is made of the expression.
func asTimestamp(p *lint.Pass, e *lint.Expression, t druidsql.Type) (advice string, fixes []lint.Fix) {
	if s, ok := sourceOf(p, e, e.Tree); ok && !s.converted {
		return columnAsTimestamp(e, t, &s)
	}
	at := e.Tree.Span()
	switch tree := e.Tree.(type) {
	case *druidsql.Literal:
		if _, declared := p.Columns().Input(tree.Text); declared && tree.Kind == druidsql.StringLiteral {
			return propose(e, "TIME_PARSE("+druidsql.QuoteIdentifier(tree.Text)+")", ": single quotes make a text of what may be meant as the column", false)
		}
	case *druidsql.Call:
		if operand := operand(tree, 0); calls(tree, "TIME_FORMAT") && operand != nil && e.Checked().Type(operand).Kind == druidsql.TimestampType {
			return propose(e, e.Text(operand.Span()), ": TIME_FORMAT makes text of a time", false)
		}
		if operand := operand(tree, 0); calls(tree, "TIMESTAMP_TO_MILLIS") && operand != nil {
			return propose(e, e.Text(operand.Span()), "", false)
		}
	case *druidsql.Cast:
		if t.Kind == druidsql.DateType && e.Checked().Type(tree.X).Kind == druidsql.TimestampType {
			return propose(e, "FLOOR("+e.Text(tree.X.Span())+" TO DAY)", "", false)
		}
	}
	switch {
	case t.Kind == druidsql.VarcharType:
		return propose(e, "TIME_PARSE("+e.Text(at)+")", "", false)
	case druidsql.Integers.Has(t.Kind):
		return propose(e, "MILLIS_TO_TIMESTAMP("+e.Text(at)+")", " if it counts milliseconds", false)
	case t.Kind == druidsql.DateType:
		return ". Cut a timestamp to the day by FLOOR(… TO DAY) instead", nil
	}
	return ". Write TIME_PARSE of a text or MILLIS_TO_TIMESTAMP of a number of milliseconds", nil
}

// columnAsTimestamp says how a timestamp is made of a column. What its logical type tells can be meant in one way only.
func columnAsTimestamp(e *lint.Expression, t druidsql.Type, s *source) (advice string, fixes []lint.Fix) {
	m, known := s.moment()
	switch {
	case known && druidsql.Integers.Has(t.Kind):
		return propose(e, "MILLIS_TO_TIMESTAMP("+s.column+m.scale+")", fmt.Sprintf(". It is a %s of %s", m.name, s.schema.Title()), m.certain && !s.outside())
	case known:
		return propose(e, "MILLIS_TO_TIMESTAMP(CAST("+s.column+" AS BIGINT)"+m.scale+")", fmt.Sprintf(". It is a %s of %s", m.name, s.schema.Title()), false)
	case t.Kind == druidsql.VarcharType && s.typ != nil && isNumber(s.typ):
		return propose(e, "MILLIS_TO_TIMESTAMP(CAST("+s.column+" AS BIGINT))", fmt.Sprintf(" if it counts milliseconds: %s has a number there", s.schema.Title()), false)
	case t.Kind == druidsql.VarcharType, s.typ != nil && s.typ.Kind == field.Timestamp:
		return propose(e, "TIME_PARSE("+s.column+")", "", false)
	case druidsql.Integers.Has(t.Kind) && countsSeconds(s.name):
		return propose(e, "MILLIS_TO_TIMESTAMP("+s.column+" * 1000)", ", since its name says that it counts seconds", false)
	case druidsql.Integers.Has(t.Kind):
		return propose(e, "MILLIS_TO_TIMESTAMP("+s.column+")", fmt.Sprintf(" if it counts milliseconds, MILLIS_TO_TIMESTAMP(%s * 1000) if seconds", s.column), false)
	case druidsql.Numbers.Has(t.Kind):
		return propose(e, "MILLIS_TO_TIMESTAMP(CAST("+s.column+" AS BIGINT))", " if it counts milliseconds", false)
	}
	return ". Write TIME_PARSE of a text or MILLIS_TO_TIMESTAMP of a number of milliseconds", nil
}

// related is where the schema has the field, if the expression is a column.
func related(p *lint.Pass, e *lint.Expression) []lint.RelatedPlace {
	if s, ok := sourceOf(p, e, e.Tree); ok {
		return s.related()
	}
	return nil
}

// propose words the advice to write another expression, and is the fix that does.
func propose(e *lint.Expression, text, remark string, safe bool) (advice string, fixes []lint.Fix) {
	written := shortened(strings.Join(strings.Fields(text), " "))
	advice = ". Write " + written + remark
	if remark != "" && (remark[0] == '.' || remark[0] == ':') {
		advice = remark + ". Write " + written
	}
	return advice, reworded(e, e.Tree.Span(), text, safe)
}
