package mapping

import (
	_ "embed"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/internal/joda"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

//go:embed no-rollup.md
var noRollupPage string

func noRollup() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/no-rollup", Severity: lint.Info, Page: noRollupPage,
			Summary:  "aggregations while every row keeps its own time",
			Evidence: "rows are merged if all their dimensions and the time are equal (D§6); documented: the time of a new table is kept to the millisecond (V)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			if creates, _ := p.Root.Get("createTableIfNotExists").Bool(); !creates || !aggregates(p) || !p.Shown(lint.Off) {
				return // a table that exists can cut the time itself
			}
			for _, e := range p.Expressions() {
				if fillsTime(e) && e.Role == lint.Dimension && e.Mapping.Exists() && keepsTime(p, e) {
					problem := about(e, e.Tree.Span(), "the job aggregates, but \"__time\" is kept to the millisecond, and only rows of the same time are merged, so that hardly any are. Cut it, such as by TIME_FLOOR(…, 'PT1H')")
					whole := druidsql.Span{End: len(e.Node.Text())}
					problem.Fixes = reworded(e, whole, "TIME_FLOOR("+strings.TrimSpace(e.Text(whole))+", 'PT1H')", false)
					p.Report(problem)
				}
			}
		},
	}
}

// keepsTime reports whether an expression is the time of a row as it arrives: a column or a conversion of one. Whatever else is
// done to it may cut it.
func keepsTime(p *lint.Pass, e *lint.Expression) bool {
	if len(e.Checked().Problems) > 0 || !druidsql.Timestamps.Has(e.Checked().Type(e.Tree).Kind) {
		return false
	}
	column := false
	for _, part := range e.All() {
		switch part := part.(type) {
		case *druidsql.Column:
			column = true
			if s, ok := sourceOf(p, e, part); ok && s.typ != nil && s.typ.Logical == field.Date {
				return false
			}
		case *druidsql.Call:
			if !conversion(part) {
				return false
			}
		case *druidsql.Cast:
			if part.Type.Name == "DATE" {
				return false
			}
		case *druidsql.Binary:
			if part.Operator == "*" && !bySeconds(part) {
				return false
			}
		}
	}
	return column
}

// conversion reports whether a call makes a time of something else and keeps its seconds.
func conversion(call *druidsql.Call) bool {
	switch {
	case calls(call, "COALESCE"), calls(call, "NVL"), calls(call, "MILLIS_TO_TIMESTAMP"):
		return true
	case calls(call, "TIME_PARSE"):
		pattern := operand(call, 1)
		return isNull(pattern) || text(pattern) != nil && finerThanMinutes(text(pattern).Text)
	}
	return false
}

// finerThanMinutes reports whether a pattern has seconds.
func finerThanMinutes(pattern string) bool {
	compiled, fault := joda.ParsePattern(pattern)
	if fault != nil {
		return false
	}
	for _, f := range compiled.Fields() {
		if f.Letter == 's' || f.Letter == 'S' {
			return true
		}
	}
	return false
}

// bySeconds reports whether a product is that of a number of seconds.
func bySeconds(product *druidsql.Binary) bool {
	for _, factor := range []druidsql.Expr{product.Left, product.Right} {
		if l, ok := factor.(*druidsql.Literal); ok && l.Kind == druidsql.IntegerLiteral && l.Text == "1000" {
			return true
		}
	}
	return false
}
