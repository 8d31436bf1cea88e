package druidsql

import (
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/isotime"
	"github.com/polarspec/polarspec/internal/joda"
	"github.com/polarspec/polarspec/internal/spelling"
)

// literal reports a date, time or interval whose text Druid refuses.
func (c *checker) literal(e *Literal) Type {
	if message := LiteralProblem(e); message != "" {
		c.report(Problem{Code: BadLiteral, At: e.Span(), Message: message, Expr: e})
	}
	return literalType(e)
}

// literalOperand reports whether an operand counts as a literal: also with a sign, or in a CAST.
func literalOperand(e Expr) bool {
	switch e := e.(type) {
	case *Literal, *Bad:
		return true
	case *Cast:
		return literalOperand(e.X)
	case *Unary:
		return e.Operator != "NOT" && literalOperand(e.X)
	}
	return false
}

// stringLiteral returns the text of a string literal.
func stringLiteral(e Expr) (string, bool) {
	literal, ok := e.(*Literal)
	if !ok || literal.Kind != StringLiteral {
		return "", false
	}
	return literal.Text, true
}

func (c *checker) notLiteral(operand Expr, f *Function, arg *Arg) {
	p := Problem{Code: BadLiteral, At: operand.Span(), Name: f.Name, Expr: operand,
		Message: fmt.Sprintf("%s takes a literal as %s, so Druid refuses %s", f.Name, arg.Name, c.describe(operand))}
	if column, ok := operand.(*Column); ok && arg.Types&Characters != 0 && len(column.Parts) == 1 {
		p.Message += fmt.Sprintf(". If it is meant as text, write %s", QuoteString(column.Parts[0].Text))
		if _, known := c.types[operand]; !known && c.scope.Column != nil {
			// The unknown column has its own problem: 'day' written as "day".
			return
		}
	}
	c.report(p)
}

// content checks what a literal says: periods, time zones, intervals, JSON paths, units and regular expressions.
func (c *checker) content(f *Function, arg *Arg, operand Expr) {
	text, ok := stringLiteral(operand)
	if !ok {
		return
	}
	p := Problem{Code: BadLiteral, At: operand.Span(), Name: f.Name, Expr: operand}
	switch {
	case arg.Name == "period":
		p.Message = periodFault(text, f)
	case arg.Name == "timezone":
		p.Code, p.Message = UnknownZone, zoneFault(text)
	case arg.Name == "interval":
		if _, err := isotime.ParseInterval(text); err != nil {
			p.Message = fmt.Sprintf("%s is no interval such as '2000-01-01/2000-02-01', so Druid refuses it", shown(text))
		}
	case arg.Name == "path" && strings.HasPrefix(f.Name, "JSON_"):
		if _, err := ParseJSONPath(text); err != nil {
			p.Message = fmt.Sprintf("Druid refuses the path %s: %s", shown(text), err)
			if _, err := ParseJSONPath("$." + text); err == nil && text[0] != '$' && plainName(text[:1]) {
				p.Replacement, p.Fixable = QuoteString("$."+text), true
				p.Message += ". Write " + shown("$."+text)
			}
		}
	case arg.Name == "unit":
		p.Message = unitFault(text, f)
		if near, ok := nearUnit(strings.ToUpper(text), unitsOf(f)); p.Message != "" && ok {
			p.Replacement, p.Fixable = QuoteString(near), true
		}
	case arg.Name == "pattern" && (strings.HasPrefix(f.Name, "REGEXP_") || f.Name == "MV_FILTER_REGEX"):
		if fault := regexFault(text); fault != "" {
			p.Message = fmt.Sprintf("%s is no regular expression: %s, so Druid refuses it", shown(text), fault)
		}
	}
	if p.Message != "" {
		c.report(p)
	}
}

func periodFault(text string, f *Function) string {
	if _, err := isotime.ParsePeriod(text); err == nil {
		return ""
	}
	// Joda-Time ignores case and allows a sign before each number, a comma for the point, and P alone.
	plain := strings.NewReplacer("+", "", "-", "", "T,", "T0.", "T.", "T0.", ",", ".").Replace(strings.ToUpper(text))
	if _, err := isotime.ParsePeriod(plain); err == nil || plain == "P" {
		return ""
	}
	return fmt.Sprintf("%s is no ISO 8601 period, so Druid refuses %s. Write 'P1D' for a day, 'PT1H' for an hour, 'P1M' for a month", shown(text), f.Name)
}

func knownZone(text string) bool {
	_, ok := joda.Zone(text)
	return ok
}

func zoneFault(text string) string {
	if knownZone(text) {
		return ""
	}
	message := fmt.Sprintf("%s is no time zone that Druid knows, and it takes UTC instead without a word", shown(text))
	if near, ok := spelling.Near(text, joda.ZoneNames()); ok && sameCity(near, text) {
		return message + ". Did you mean " + QuoteString(near) + "?"
	}
	return message + ". Write a name such as 'Europe/Vienna' or an offset such as '+01:00'"
}

// sameCity reports whether two names of zones begin alike, up to the second letter of the city: Europe/Kiev is not what Europe/Wien means.
func sameCity(near, text string) bool {
	slash := strings.IndexByte(near, '/') + 1
	end := min(slash+2, len(near))
	return len(text) >= end && strings.EqualFold(near[:end], text[:end])
}

// extractUnits are the units of TIME_EXTRACT; truncUnits those of DATE_TRUNC.
// Source: Druid TimeExtractOperatorConversion.java, DateTruncOperatorConversion.java.
var (
	extractUnits = []string{
		"EPOCH", "MILLISECOND", "SECOND", "MINUTE", "HOUR", "DAY", "DOW", "ISODOW", "DOY", "WEEK", "MONTH", "QUARTER", "YEAR", "ISOYEAR",
		"DECADE", "CENTURY", "MILLENNIUM",
	}
	truncUnits = []string{
		"MICROSECONDS", "MILLISECONDS", "SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "DECADE", "CENTURY",
		"MILLENNIUM",
	}
)

func unitsOf(f *Function) []string {
	switch f.Name {
	case "DATE_TRUNC":
		return truncUnits
	case "TIME_EXTRACT":
		return extractUnits
	}
	return nil
}

// nearUnit also takes off the plural.
func nearUnit(text string, units []string) (string, bool) {
	if one := strings.TrimSuffix(text, "S"); slices.Contains(units, one) {
		return one, true
	}
	return spelling.Near(text, slices.Values(units))
}

func unitFault(text string, f *Function) string {
	units := unitsOf(f)
	if units == nil || slices.Contains(units, strings.ToUpper(text)) {
		return ""
	}
	return fmt.Sprintf("%s is no unit of %s, so Druid refuses it. The units are %s", shown(text), f.Name, strings.Join(units, ", "))
}
