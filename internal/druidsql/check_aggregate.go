package druidsql

import (
	"fmt"
	"strings"
)

// aggregateCall checks where an aggregate stands, its operands, and what only aggregates have.
func (c *checker) aggregateCall(e *Call, f *Function) {
	switch outer := c.aggregate; {
	case c.scope.Filter:
		if outer == nil {
			c.report(Problem{Code: AggregateInFilter, At: e.Span(), Name: f.Name, Expr: e,
				Message: fmt.Sprintf("%s is an aggregate, but a condition is tested on each row before rows are grouped, so Druid refuses it", f.Name)})
		}
	case outer != nil && c.inFilter:
		c.report(Problem{Code: NestedAggregate, At: e.Span(), Name: f.Name, Expr: e,
			Message: fmt.Sprintf("%s is an aggregate in the FILTER of %s, which Druid refuses: the condition is tested on each row", f.Name, strings.ToUpper(outer.Function.Text))})
	case outer != nil:
		c.report(Problem{Code: NestedAggregate, At: e.Span(), Name: f.Name, Expr: e,
			Message: fmt.Sprintf("%s stands within %s, but aggregates cannot be nested: Druid refuses it", f.Name, strings.ToUpper(outer.Function.Text))})
	}
	outer, inFilter := c.aggregate, c.inFilter
	c.aggregate, c.inFilter = e, false
	c.operands(e, f)
	c.aggregate, c.inFilter = outer, inFilter
	c.distinct(e, f)
	c.needsTime(e, f)
	c.minMax(e, f)
}

// distinct reports DISTINCT where Druid takes it for nothing but an error.
// Source: Druid DruidSqlValidator.validateCall.
func (c *checker) distinct(e *Call, f *Function) {
	if !e.Distinct || f.Distinct || f.Name == "APPROX_COUNT_DISTINCT" {
		return
	}
	advice := "DISTINCT works in COUNT, ARRAY_AGG, ARRAY_CONCAT_AGG and STRING_AGG"
	if f.Name == "MIN" || f.Name == "MAX" {
		advice = "Leave DISTINCT out: it makes no difference to " + f.Name
	}
	c.report(Problem{Code: DistinctAggregate, At: e.Span(), Name: f.Name, Expr: e,
		Message: fmt.Sprintf("%s(DISTINCT …) is refused by Druid while distinct counts are approximate, which is the default. %s", f.Name, advice)})
}

// needsTime reports EARLIEST and LATEST where no column __time says what is early and late.
func (c *checker) needsTime(e *Call, f *Function) {
	if f.Name != "EARLIEST" && f.Name != "LATEST" || c.scope.Column == nil {
		return
	}
	if t, ok := c.scope.Column("__time"); ok && Timestamps.Has(t.Kind) {
		return
	}
	operand := "…"
	if len(e.Args) > 0 {
		operand = c.describe(e.Args[0])
	}
	c.report(Problem{Code: EarliestLatest, At: e.Function.At, Name: f.Name, Expr: e,
		Message: fmt.Sprintf("%s goes by an input column __time, and there is none, so Druid refuses it. Write %s_BY(%s, TIME_PARSE(\"the time column\"))", f.Name, f.Name, operand)})
}

// minMax reports MIN and MAX over what has no native aggregator.
// Source: Druid MaxSqlAggregator.java, SimpleSqlAggregator.java.
func (c *checker) minMax(e *Call, f *Function) {
	if f.Name != "MIN" && f.Name != "MAX" || len(e.Args) != 1 {
		return
	}
	t := c.first(e)
	advice := ""
	switch t.Kind {
	case VarcharType:
		advice = fmt.Sprintf(". Write %s(CAST(%s AS DOUBLE)) for numbers as text, LATEST_BY or EARLIEST_BY for one of several texts", f.Name, c.describe(e.Args[0]))
	case JSONType:
		advice = fmt.Sprintf(". Write %s(JSON_VALUE(%s, '$.member' RETURNING DOUBLE))", f.Name, c.describe(e.Args[0]))
	case ArrayType, ComplexType:
	default:
		return
	}
	c.report(Problem{Code: MinMaxType, At: e.Args[0].Span(), Name: f.Name, Expr: e.Args[0],
		Message: fmt.Sprintf("%s works on numbers and timestamps, but %s is %s, so Druid refuses it%s", f.Name, c.describe(e.Args[0]), t, advice)})
	// One fault, one problem: the operand counts as unknown for the check of types that follows.
	delete(c.types, e.Args[0])
}
