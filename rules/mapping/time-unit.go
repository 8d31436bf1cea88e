package mapping

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

//go:embed time-unit.md
var timeUnitPage string

func timeUnit() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/time-unit", Severity: lint.Warning, Page: timeUnitPage,
			Summary:  "MILLIS_TO_TIMESTAMP of a field that does not count milliseconds",
			Evidence: "Druid ignores Avro's logical types (D§1.1) and hands a Protobuf Timestamp over as text (D§2.3); a name is a guess",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, e := range p.Expressions() {
				if !e.Sound() {
					continue
				}
				for _, call := range e.Calls() {
					if calls(call, "MILLIS_TO_TIMESTAMP") && len(call.Args) == 1 {
						scaledTime(p, e, call)
					}
				}
			}
		},
	}
}

// scaledTime looks at one call. What is divided or multiplied has been thought about.
func scaledTime(p *lint.Pass, e *lint.Expression, call *druidsql.Call) {
	s, ok := sourceOf(p, e, call.Args[0])
	if !ok || mistyped(p, s.name, "input/type-mismatch") || !druidsql.Integers.Has(e.Checked().Type(call.Args[0]).Kind) {
		return
	}
	operand := call.Args[0].Span()
	m, known := s.moment()
	switch {
	case known && m.scale != "":
		text := e.Text(operand) + m.scale
		problem := about(e, operand, fmt.Sprintf("%s is a %s of %s, which %s, but MILLIS_TO_TIMESTAMP takes milliseconds: %s. Write MILLIS_TO_TIMESTAMP(%s)",
			s.column, m.name, s.schema.Title(), counts(s.typ.Logical), farOff(s.typ.Logical), shortened(text)))
		problem.Related = s.related()
		problem.Fixes = reworded(e, operand, text, (m.certain || s.typ.Logical == field.Date) && !s.outside())
		p.Report(problem)
	case s.typ != nil && s.typ.Kind == field.Timestamp:
		text := "TIME_PARSE(" + s.column + ")"
		problem := about(e, operand, fmt.Sprintf("%s is a google.protobuf.Timestamp of %s and arrives as text such as 2020-09-13T12:26:40Z, which is no number of milliseconds: the time is NULL. Write %s",
			s.column, s.schema.Title(), text))
		problem.Related = s.related()
		problem.Fixes = reworded(e, call.Span(), text, false)
		p.Report(problem)
	case !known && countsSeconds(s.name):
		text := e.Text(operand) + " * 1000"
		problem := about(e, operand, fmt.Sprintf("MILLIS_TO_TIMESTAMP takes milliseconds, but the name of %s says that it counts seconds: the times would be in January 1970. If it does, write MILLIS_TO_TIMESTAMP(%s)", s.column, shortened(text)))
		problem.Severity = lint.Info
		problem.Fixes = reworded(e, operand, text, false)
		p.Report(problem)
	}
}

func counts(l field.Logical) string {
	switch l {
	case field.Date:
		return "counts days"
	case field.TimestampMicros, field.LocalTimestampMicros:
		return "counts microseconds"
	}
	return "counts nanoseconds"
}

// farOff says what becomes of a day of our time.
func farOff(l field.Logical) string {
	switch l {
	case field.Date:
		return "every time is in the first minute of 1970"
	case field.TimestampMicros, field.LocalTimestampMicros:
		return "2017-04-06 becomes a day in the year 49231"
	}
	return "2017-04-06 becomes a day millions of years ahead"
}

// countsSeconds reports whether a name says that a number counts seconds.
func countsSeconds(name string) bool {
	name = strings.ToLower(name)
	for _, ending := range []string{"_s", "_sec", "_secs", "_seconds"} {
		if strings.HasSuffix(name, ending) && len(name) > len(ending) {
			return true
		}
	}
	return false
}
