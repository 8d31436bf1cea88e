package mapping

import (
	_ "embed"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed earliest-latest.md
var earliestLatestPage string

func earliestLatest() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/earliest-latest", Severity: lint.Error, Page: earliestLatestPage,
			Summary:  "EARLIEST or LATEST without an input column __time",
			Evidence: "documented: use EARLIEST_BY and LATEST_BY (V); Druid EarliestLatestAnySqlAggregator.java (D§6)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for e, found := range problems(p, druidsql.EarliestLatest) {
				p.Report(byTime(p, e, found))
			}
		},
	}
}

// byTime words the problem, with a fix that names the time by the expression that fills "__time".
func byTime(p *lint.Pass, e *lint.Expression, found *druidsql.Problem) lint.Problem {
	problem := about(e, found.At, found.Message)
	call, ok := found.Expr.(*druidsql.Call)
	time := timeExpression(p, e)
	if !ok || time == nil || len(call.Args) == 0 {
		return problem
	}
	name, first := call.Function.At, call.Args[0].Span()
	opening := e.Text(druidsql.Span{Start: name.End, End: first.Start})
	if strings.TrimSpace(opening) != "(" {
		return problem // it is not known where parentheses around the operand end
	}
	at := druidsql.Span{Start: name.Start, End: call.Span().End}
	whole := found.Name + "_BY" + opening + e.Text(first) + ", " + time.Text(untruncated(time.Tree).Span()) + e.Text(druidsql.Span{Start: first.End, End: at.End})
	before, _, _ := strings.Cut(found.Message, " Write ")
	problem.Message = before + " Write " + shortened(whole)
	problem.Fixes = replacement(e, at, whole, false)
	return problem
}

// timeExpression is the expression that fills "__time", if nothing is wrong with it; else nil.
func timeExpression(p *lint.Pass, e *lint.Expression) *lint.Expression {
	time := fillerOf(p, e, "__time")
	if time == nil || !time.Sound() || len(time.Checked().Problems) > 0 {
		return nil
	}
	return time
}

// untruncated returns the time that a function cuts to the hour or day: within an hour, too, one row is the latest.
func untruncated(time druidsql.Expr) druidsql.Expr {
	call, ok := time.(*druidsql.Call)
	if !ok {
		return time
	}
	switch name := strings.ToUpper(call.Function.Text); {
	case name == "TIME_FLOOR" && len(call.Args) > 1, name == "FLOOR" && call.Form == druidsql.ToForm:
		return call.Args[0]
	case name == "DATE_TRUNC" && len(call.Args) == 2:
		return call.Args[1]
	}
	return time
}
