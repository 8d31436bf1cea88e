package mapping

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/internal/joda"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

//go:embed time-always-null.md
var timeAlwaysNullPage string

func timeAlwaysNull() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/time-always-null", Severity: lint.Error, Page: timeAlwaysNullPage,
			Summary:  "TIME_PARSE of what it cannot read, so that the time is NULL in every row, or far off",
			Evidence: "Druid TimestampParseExprMacro.java, tried out with Druid (D§5)",
			Over:     []string{"mapping/string-for-column", "mapping/constant"},
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, e := range p.Expressions() {
				if !e.Sound() {
					continue
				}
				for _, part := range e.All() {
					switch part := part.(type) {
					case *druidsql.Call:
						if calls(part, "TIME_PARSE") && len(part.Args) > 0 {
							parsedTime(p, e, part)
						}
					case *druidsql.Cast:
						if literal := text(part.X); literal != nil && part.Type.Name == "TIMESTAMP" && part.Type.Array == 0 {
							if _, ok := joda.ParseTimestamp(literal.Text); !ok {
								p.Report(unreadableText(p, e, literal, "CAST", "a date and time of ISO 8601, such as '2017-04-06 02:36:22'"))
							}
						}
					}
				}
			}
		},
	}
}

// parsedTime looks at one call of TIME_PARSE.
func parsedTime(p *lint.Pass, e *lint.Expression, call *druidsql.Call) {
	pattern := operand(call, 1)
	if literal := text(call.Args[0]); literal != nil {
		if expected := unparsed(literal.Text, pattern, operand(call, 2)); expected != "" {
			p.Report(unreadableText(p, e, literal, "TIME_PARSE", expected))
		}
		return
	}
	s, ok := sourceOf(p, e, call.Args[0])
	if ok && isNull(pattern) && s.field != nil && e.Checked().Type(call.Args[0]).Kind == druidsql.VarcharType && isNumber(s.typ) {
		p.Report(numberAsText(e, call, &s))
	}
}

// unparsed says what TIME_PARSE with a pattern and time zone would take, "" if it takes the text, or if that is not known.
func unparsed(text string, pattern, zone druidsql.Expr) (expected string) {
	location, ok := zoneOf(zone)
	if !ok {
		return ""
	}
	if isNull(pattern) {
		if _, ok = joda.ParseTimestampIn(text, location); ok {
			return ""
		}
		return "a date and time of ISO 8601, such as '2017-04-06T02:36:22Z'"
	}
	literal, ok := pattern.(*druidsql.Literal)
	if !ok || literal.Kind != druidsql.StringLiteral {
		return ""
	}
	compiled, fault := joda.ParsePattern(literal.Text)
	if fault != nil {
		return ""
	}
	if _, ok = compiled.Parse(text, location); ok {
		return ""
	}
	return fmt.Sprintf("a text of the pattern %s", druidsql.QuoteString(literal.Text))
}

// unreadableText is the problem of a literal that a function cannot read. One that names an input column was meant to be that.
func unreadableText(p *lint.Pass, e *lint.Expression, literal *druidsql.Literal, function, expected string) lint.Problem {
	at := literal.Span()
	written := shown(e, literal)
	if _, declared := p.Columns().Input(literal.Text); declared {
		column := druidsql.QuoteIdentifier(literal.Text)
		problem := about(e, at, fmt.Sprintf("%s in single quotes is a text and not the input column of that name, and %s makes NULL of it in every row. Write %s for the column", written, function, column))
		problem.Fixes = reworded(e, at, column, false)
		return problem
	}
	return about(e, at, fmt.Sprintf("%s makes NULL of %s in every row: it takes %s", function, written, expected))
}

// numberAsText is the problem of a number that arrives as text and is parsed.
func numberAsText(e *lint.Expression, call *druidsql.Call, s *source) lint.Problem {
	title := s.schema.Title()
	m, known := s.moment()
	if known && s.typ.Logical != field.Date {
		instead := "MILLIS_TO_TIMESTAMP(CAST(" + s.column + " AS BIGINT)" + m.scale + ")"
		problem := about(e, s.at, fmt.Sprintf("%s is a %s of %s, a number, of whose text TIME_PARSE makes NULL in every row. Write %s, or declare it as \"long\"", s.column, m.name, title, instead))
		problem.Related = s.related()
		problem.Fixes = reworded(e, call.Span(), instead, false)
		if s.outside() {
			problem.Severity = lint.Warning
		}
		return problem
	}
	problem := about(e, s.at, fmt.Sprintf("%s is a number in %s, and its text is no date for TIME_PARSE: 1491446182000 gives NULL, and 20170406 the year 20,170,406. Write MILLIS_TO_TIMESTAMP(CAST(%s AS BIGINT)) if it counts milliseconds, TIME_PARSE(%s, 'yyyyMMdd') if it is written like 20170406",
		s.column, title, s.column, s.column))
	problem.Severity, problem.Related = lint.Warning, s.related()
	if known { // days
		instead := "MILLIS_TO_TIMESTAMP(CAST(" + s.column + " AS BIGINT)" + m.scale + ")"
		problem.Message = fmt.Sprintf("%s is a %s of %s, a number of days, which TIME_PARSE takes for a year: 18000 is the year 18000. Write %s", s.column, m.name, title, instead)
		problem.Fixes = reworded(e, call.Span(), instead, false)
	}
	return problem
}
