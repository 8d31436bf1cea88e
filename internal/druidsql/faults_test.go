package druidsql

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFaults checks everything about a fault: one mistake gives one, at the exact place, with the exact repair.
func TestFaults(t *testing.T) {
	type want struct {
		Code        FaultCode
		At, Message string
		// Fixed is the text after the repair; "" if there is none.
		Fixed string
	}
	for text, wants := range map[string][]want{
		``:             {{Syntax, ``, `the expression is empty`, ``}},
		`a +`:          {{Syntax, `+`, `expected an operand after "+"`, ``}},
		`a + * b`:      {{Syntax, `+`, `expected an operand after "+"`, ``}},
		`a AND AND b`:  {{Syntax, `AND`, `expected an operand after "AND"`, ``}},
		`COALESCE(a, `: {{Syntax, `,`, `expected an expression after ","`, ``}},
		`COALESCE(a`:   {{Syntax, `a`, `")" is missing: it closes the "(" of COALESCE`, ``}},
		`'abc`:         {{Syntax, `'abc`, `the text literal that begins here has no closing quote`, ``}},
		`"abc`:         {{Syntax, `"abc`, `the quoted name that begins here has no closing quote`, ``}},
		`a /* b`:       {{Syntax, `/*`, `the comment that begins here has no end: write */ behind it`, ``}},
		`a))`:          {{Syntax, `)`, `")" closes nothing`, ``}},
		`a b`:          {{Syntax, `b`, `an operator is missing between "a" and "b"`, ``}},
		`f(a b, c d)`: {
			{Syntax, `b`, `an operator or "," is missing between "a" and "b"`, ``},
			{Syntax, `d`, `an operator or "," is missing between "c" and "d"`, ``},
		},
		`f(a +, 'x' 'y')`: {
			{Syntax, `+`, `expected an operand after "+"`, ``},
			{Syntax, `'y'`, `an operator or "," is missing between 'x' and 'y'`, ``},
		},
		`CASE WHEN a THEN b`:           {{Syntax, `b`, `END is missing: it closes the CASE that begins with "CASE WHEN a THEN b"`, ``}},
		`CASE WHEN f(a THEN b END`:     {{Syntax, `a`, `")" is missing: it closes the "(" of f`, ``}},
		`CASE WHEN a b END`:            {{Syntax, `b`, `an operator is missing between "a" and "b"`, ``}},
		`a;`:                           {{Syntax, `;`, `";" ends a statement: an expression has none`, `a`}},
		`SUM("x") AS y`:                {{Syntax, `AS y`, `an expression has no alias: the name of the column stands beside it, in columnName`, `SUM("x")`}},
		`SUM("x") total`:               {{Syntax, `total`, `an expression has no alias: the name of the column stands beside it, in columnName`, `SUM("x")`}},
		`WHERE  a = 1`:                 {{WhereKeyword, `WHERE`, `WHERE does not belong here: write the condition only`, `a = 1`}},
		`SELECT a FROM b`:              {{Syntax, `SELECT a FROM b`, `here stands a query where a single expression is expected`, ``}},
		`a FROM b`:                     {{Syntax, `FROM b`, `FROM belongs to a query: here stands a single expression`, ``}},
		`timestamp`:                    {{ReservedWord, `timestamp`, `timestamp is a reserved word: as the name of a column it must be quoted, "timestamp"`, `"timestamp"`}},
		`UPPER(value) = 'x'`:           {{ReservedWord, `value`, `value is a reserved word: as the name of a column it must be quoted, "value"`, `UPPER("value") = 'x'`}},
		`MILLIS_TO_TIMESTAMP(a) + day`: {{ReservedWord, `day`, `day is a reserved word: as the name of a column it must be quoted, "day"`, `MILLIS_TO_TIMESTAMP(a) + "day"`}},
		`a % (b + 1)`:                  {{Dialect, `%`, `Druid refuses the operator %: write MOD(a, b)`, `MOD(a, (b + 1))`}},
		`a + b::string`:                {{Dialect, `::`, `Druid has no "::": write CAST(x AS type)`, `a + CAST(b AS VARCHAR)`}},
		`CAST(a AS INT64)`:             {{Dialect, `INT64`, `Druid has no type INT64: write BIGINT`, `CAST(a AS BIGINT)`}},
		`CAST(a , BIGINT)`:             {{Dialect, `,`, `Druid writes CAST(x AS type)`, `CAST(a AS BIGINT)`}},
		`CAST(a AS ARRAY<VARCHAR>)`:    {{Dialect, `ARRAY<VARCHAR>`, `Druid writes the type of an array as VARCHAR ARRAY`, `CAST(a AS VARCHAR ARRAY)`}},
		`TRY_CAST(a AS BIGINT)`:        {{Dialect, `TRY_CAST`, `Druid has no TRY_CAST: write CAST, which gives NULL for a text that is no number`, `CAST(a AS BIGINT)`}},
		"`a` = 1":                      {{Dialect, "`a`", `Druid's quotes for names are "": write "a"`, `"a" = 1`}},
		`[a]`:                          {{Dialect, `[a]`, `brackets are no quotes for names: write "a", or ARRAY[…] for an array`, ``}},
		`[1, 2]`:                       {{Dialect, `[`, `an array begins with ARRAY: write ARRAY[…]`, `ARRAY[1, 2]`}},
		`ARRAY(1, 2)`:                  {{Dialect, `ARRAY(1, 2)`, `the items of an array stand in brackets: write ARRAY[…]`, `ARRAY[1, 2]`}},
		`a == 1`:                       {{Dialect, `==`, `"==" is no operator of Druid: write =`, `a = 1`}},
		`a && b`:                       {{Dialect, `&&`, `"&&" is no operator of Druid: write AND`, `a AND b`}},
		`!a = b`:                       {{Dialect, `!`, `"!" is no operator of Druid: write NOT`, ``}},
		`!a`:                           {{Dialect, `!`, `"!" is no operator of Druid: write NOT`, `NOT a`}},
		`a <=> b`:                      {{Dialect, `<=>`, `"<=>" is no operator of Druid: write IS NOT DISTINCT FROM`, `a IS NOT DISTINCT FROM b`}},
		`a ~ 'x'`:                      {{Dialect, `~`, `Druid has no operator ~: write REGEXP_LIKE(x, pattern)`, `REGEXP_LIKE(a, 'x')`}},
		`a ->> 'x'`:                    {{Dialect, `->>`, `Druid has no operator ->>: write JSON_VALUE(x, '$.path')`, ``}},
		`a ILIKE 'x'`:                  {{Dialect, `ILIKE`, `Druid has no ILIKE: write LOWER(x) LIKE 'pattern in lower case', or ICONTAINS_STRING(x, 'text')`, ``}},
		`a NOTNULL`:                    {{Dialect, `NOTNULL`, `write IS NOT NULL`, `a IS NOT NULL`}},
		`'it\'s'`:                      {{Dialect, `'it\'s'`, `the quotes of a text are '…'; a quote within it is written twice`, `'it''s'`}},
		`$$it's$$`:                     {{Dialect, `$$it's$$`, `the quotes of a text are '…'; a quote within it is written twice`, `'it''s'`}},
		`a = ‘x’`:                      {{Dialect, `‘x’`, `the quotes of a text are '…'; a quote within it is written twice`, `a = 'x'`}},
		`“a” = 1`:                      {{Dialect, `“a”`, `Druid's quotes for names are "": write "a"`, `"a" = 1`}},
		"a\u00a0= 1":                   {{Syntax, "\u00a0", `the invisible character U+00A0 is no blank for Druid: write a space, or nothing`, `a = 1`}},
		`0x1F`:                         {{Dialect, `0x1F`, `Druid has plain decimal numbers only: write 31`, `31`}},
		`1_000`:                        {{Dialect, `1_000`, `Druid has plain decimal numbers only: write 1000`, `1000`}},
		`2xx`:                          {{Syntax, `2xx`, `a name that begins with a digit must be quoted: "2xx"`, ``}},
		`a + INTERVAL 1 DAY`:           {{Dialect, `1`, `the number of an interval stands in quotes: INTERVAL '1' DAY`, `a + INTERVAL '1' DAY`}},
		`TIMESTAMPADD('DAY', 1, t)`:    {{Dialect, `'DAY'`, `a time unit is a keyword, not a text: write DAY`, `TIMESTAMPADD(DAY, 1, t)`}},
		`EXTRACT('DAY', t)`: {
			{Dialect, `'DAY'`, `a time unit is a keyword, not a text: write DAY`, `EXTRACT(DAY, t)`},
			{Dialect, `,`, `Druid writes EXTRACT(unit FROM x)`, `EXTRACT('DAY' FROM t)`},
		},
		`POSITION('a', b)`:     {{Dialect, `,`, `Druid writes POSITION(a IN b), which looks for a in b`, `POSITION('a' IN b)`}},
		`POSITION(b, 'a')`:     {{Dialect, `,`, `Druid writes POSITION(a IN b), which looks for a in b`, ``}},
		`POSITION(a, b)`:       {{Dialect, `,`, `Druid writes POSITION(a IN b), which looks for a in b`, ``}},
		`TRIM('x', a)`:         {{Dialect, `,`, `Druid writes TRIM(BOTH chars FROM x); BTRIM(x, chars) does the same`, ``}},
		`FLOOR(t, HOUR)`:       {{Dialect, `,`, `Druid writes FLOOR(x TO unit)`, `FLOOR(t TO HOUR)`}},
		`DATEADD(day, 1, t)`:   {{Dialect, `DATEADD`, `Druid has no function DATEADD: write TIMESTAMPADD(DAY, n, x)`, `TIMESTAMPADD(day, 1, t)`}},
		`DATEDIFF(day, t, u)`:  {{Dialect, `DATEDIFF`, `Druid has no function DATEDIFF: write TIMESTAMPDIFF(DAY, from, to)`, ``}},
		`t::timestamptz`:       {{Dialect, `::`, `Druid has no "::": write CAST(x AS type). Druid has no type timestamptz. The usual types are VARCHAR, BIGINT, DOUBLE and TIMESTAMP`, ``}},
		`t AT TIME ZONE 'UTC'`: {{Dialect, `AT TIME ZONE`, `Druid has no AT TIME ZONE: the time zone is the last operand of TIME_PARSE, TIME_FORMAT, TIME_FLOOR and others`, ``}},
		`TRIM(a, 'x')`:         {{Dialect, `,`, `Druid writes TRIM(BOTH chars FROM x); BTRIM(x, chars) does the same`, `TRIM(BOTH 'x' FROM a)`}},
		`a IN ()`:              {{Syntax, `()`, `the list of IN is empty`, ``}},
		`a IN 1`:               {{Syntax, `1`, `"(" is missing after IN: the values stand in parentheses`, ``}},
		`a # b`:                {{Syntax, `#`, `"#" is no operator and begins no comment; comments begin with --`, ``}},
		`CORR(a, b)`:           {{Dialect, `CORR`, `CORR is a reserved word and no function of Druid`, ``}},
		`(SELECT 1) + a.b.`: {
			{Syntax, `(SELECT 1)`, `here stands a query where a single expression is expected`, ``},
			{Syntax, `.`, `expected a name after "."`, ``},
		},
	} {
		e, faults := Parse(text)
		checkSpans(t, text, e, faults)
		var got []want
		for _, f := range faults {
			w := want{Code: f.Code, At: text[f.At.Start:f.At.End], Message: f.Message}
			if f.Fixable {
				w.Fixed = text[:f.Edit.Start] + f.Replacement + text[f.Edit.End:]
			}
			got = append(got, w)
		}
		if diff := cmp.Diff(wants, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestLateReservedWord(t *testing.T) {
	for text, late := range map[string]bool{"uuid": true, "measure": true, "timestamp": false} {
		_, faults := Parse(text)
		if len(faults) != 1 || faults[0].Late != late || faults[0].Word == "" {
			t.Errorf("%s: %+v, want one fault with Late %v", text, faults, late)
		}
	}
}

// TestRepairsRepair makes sure that a repair leaves fewer faults than there were.
func TestRepairsRepair(t *testing.T) {
	for _, v := range verdicts(t, parserVerdicts) {
		_, faults := Parse(v.Text)
		for _, f := range faults {
			if !f.Fixable {
				continue
			}
			repaired := v.Text[:f.Edit.Start] + f.Replacement + v.Text[f.Edit.End:]
			if _, after := Parse(repaired); len(after) >= len(faults) {
				t.Errorf("%q is repaired to %q, which has %v", v.Text, repaired, after)
			}
		}
	}
}
