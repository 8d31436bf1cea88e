package druidsql

import (
	"os"
	"strings"
	"testing"
)

// literalExceptions are the texts of which LiteralProblem says something else than Druid, and why.
var literalExceptions = map[string]string{
	`INTERVAL '1000' DAY(3)`:                      "a precision is not looked at",
	`INTERVAL '1000' DAY(2)`:                      "a precision is not looked at",
	`INTERVAL '1.1234' SECOND(2, 3)`:              "a precision is not looked at",
	`INTERVAL '1.1234567' SECOND`:                 "a precision is not looked at, and could allow so many digits",
	`INTERVAL '99.9999999' SECOND`:                "a precision is not looked at, and could allow so many digits",
	`INTERVAL '1 02:03:04.1234567' DAY TO SECOND`: "a precision is not looked at, and could allow so many digits",
	`TIMESTAMP '1582-10-10 00:00:00'`:             "the days that the Gregorian calendar left out",
}

// The verdicts are those of Calcite's validator with the operator table of Druid 33.0.0, from Maven Central.
func TestLiteralProblemIsThatOfDruid(t *testing.T) {
	data, err := os.ReadFile("testdata/literal-verdicts.tsv")
	if err != nil {
		t.Fatal(err)
	}
	excepted := 0
	for line := range strings.Lines(string(data)) {
		verdict, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		e, faults := Parse(text)
		refused := len(faults) > 0
		if literal, ok := e.(*Literal); ok && LiteralProblem(literal) != "" {
			refused = true
		}
		if agrees, why := refused == (verdict == "refused"), literalExceptions[text]; agrees != (why == "") {
			t.Errorf("%s: %s by Druid; refused here: %v, exception: %q", text, verdict, refused, why)
		} else if why != "" {
			excepted++
		}
	}
	if excepted != len(literalExceptions) {
		t.Errorf("%d of %d exceptions are needed", excepted, len(literalExceptions))
	}
}

func TestLiteralProblem(t *testing.T) {
	for text, want := range map[string]string{
		`DATE '2000-02-30'`:                "'2000-02-30' is no DATE, so Druid refuses it: its text is like '2000-12-31'",
		`TIME '24:00:00'`:                  "'24:00:00' is no TIME, so Druid refuses it: its text is like '23:59:59'",
		`TIME '2000-01-01 12:00:00'`:       "'2000-01-01 12:00:00' is no TIME, so Druid refuses it: its text is like '23:59:59'",
		`TIMESTAMP '2000-01-01T00:00:00Z'`: "'2000-01-01T00:00:00Z' is no TIMESTAMP, so Druid refuses it: its text is like '2000-12-31 23:59:59'",
		`TIMESTAMP ''`:                     "'' is no TIMESTAMP, so Druid refuses it: its text is like '2000-12-31 23:59:59'",
		`INTERVAL 'P1D' DAY`:               "'P1D' is no interval of DAY, so Druid refuses it: its text is like '1'",
		`INTERVAL '1' DAY TO SECOND`:       "'1' is no interval of DAY TO SECOND, so Druid refuses it: its text is like '1 12:30:00'",
		`INTERVAL '1-12' YEAR TO MONTH`:    "'1-12' is no interval of YEAR TO MONTH, so Druid refuses it: its text is like '1-6'",
		`INTERVAL '1:60' HOUR TO MINUTE`:   "'1:60' is no interval of HOUR TO MINUTE, so Druid refuses it: its text is like '12:30'",
		`INTERVAL '2147483648' SECOND`:     "'2147483648' is too much for an interval of SECOND, so Druid refuses it: write a bigger unit",
		`INTERVAL '90' MINUTE`:             "",
		`'P1D'`:                            "",
	} {
		e, faults := Parse(text)
		literal, ok := e.(*Literal)
		if !ok || len(faults) > 0 {
			t.Errorf("%s: %T %v", text, e, faults)
			continue
		}
		if got := LiteralProblem(literal); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
		if got := Check(e, Scope{}).Problems; (len(got) > 0) != (want != "") || len(got) > 0 && (got[0].Code != BadLiteral || got[0].At != e.Span() || got[0].Message != want) {
			t.Errorf("%s: the checker says %v", text, got)
		}
	}
}
