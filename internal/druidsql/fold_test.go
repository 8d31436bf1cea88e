package druidsql

import (
	"fmt"
	"testing"
)

// value writes a value for comparison.
func value(v Value) string {
	switch v.Kind {
	case NullType:
		return "NULL"
	case BooleanType:
		return fmt.Sprint(v.Bool)
	case BigintType:
		return fmt.Sprint(v.Integer)
	case DoubleType:
		return fmt.Sprintf("%g (DOUBLE)", v.Double)
	}
	return QuoteString(v.Text)
}

func TestConstant(t *testing.T) {
	for text, want := range map[string]string{
		`1`: "1", `1.5`: "1.5 (DOUBLE)", `1e3`: "1000 (DOUBLE)", `'a'`: "'a'", `TRUE`: "true", `NULL`: "NULL", `UNKNOWN`: "NULL",
		`1 = 1`: "true", `1 <> 1`: "false", `1 < 1.5`: "true", `2 >= 3`: "false", `'a' < 'b'`: "true", `TRUE = FALSE`: "false",
		`"x" OR TRUE`: "true", `TRUE OR "x"`: "true", `"x" AND FALSE`: "false", `"x" AND 1 = 2`: "false", `"x" OR FALSE`: "?", `"x" AND TRUE`: "?",
		`"x" OR NULL`: "?", `NULL OR FALSE`: "NULL", `NULL AND TRUE`: "NULL", `NOT NULL`: "NULL", `NOT (1 = 2)`: "true", `NOT "x"`: "?",
		`"x" = NULL`: "NULL", `NULL + "x"`: "NULL", `"x" = "x"`: "?", `"x" IS NULL`: "?", `NULL IS NULL`: "true", `1 IS NOT NULL`: "true",
		`NULL IS TRUE`: "false", `TRUE IS NOT TRUE`: "false", `(1 = 1) IS TRUE`: "true",
		`NULL IS DISTINCT FROM NULL`: "false", `1 IS DISTINCT FROM NULL`: "true", `1 IS NOT DISTINCT FROM 1`: "true", `"x" IS DISTINCT FROM NULL`: "?",
		`1 + 2 * 3`: "7", `7 / 2`: "3", `-7 / 2`: "-3", `7 / 2.0`: "3.5 (DOUBLE)", `1 / 0`: "?", `9223372036854775807 + 1`: "?",
		`9223372036854775807 * 2`: "?", `-9223372036854775807 - 2`: "?", `4611686018427387904 * 2`: "?", `1.0 / 0`: "?", `- 5`: "-5", `-1.5`: "-1.5 (DOUBLE)",
		`'a' || 'b'`: "'ab'", `'a' || NULL`: "NULL", `'a' || "x"`: "?", `'a' || 1`: "?",
		`CONCAT('a', 'b', 'c')`: "'abc'", `CONCAT("x", NULL)`: "NULL", `COALESCE(NULL, 'a', "x")`: "'a'", `COALESCE("x", 'a')`: "?", `COALESCE(NULL, NULL)`: "NULL",
		`LOWER('AbC')`: "'abc'", `UPPER('ß')`: "?", `TRIM(' a ')`: "'a'", `TRIM(LEADING FROM ' a ')`: "?", `LENGTH('abc')`: "3", `REVERSE('abc')`: "'cba'",
		`CAST('12' AS BIGINT)`: "12", `CAST('x' AS BIGINT)`: "?", `CAST(1.9 AS INTEGER)`: "1", `CAST(12 AS VARCHAR)`: "'12'", `CAST(NULL AS DATE)`: "NULL",
		`CAST('2000-01-01' AS DATE)`: "?", `CAST(3 AS DOUBLE)`: "3 (DOUBLE)",
		`2 BETWEEN 1 AND 3`: "true", `2 NOT BETWEEN 1 AND 3`: "false", `2 BETWEEN 3 AND 1`: "false", `2 BETWEEN SYMMETRIC 3 AND 1`: "true", `2 BETWEEN 3 AND "x"`: "false",
		`2 BETWEEN 1 AND "x"`: "?", `NULL BETWEEN 1 AND 2`: "NULL",
		`1 IN (1, "x")`: "true", `1 IN (2, 3)`: "false", `1 NOT IN (2, NULL)`: "NULL", `"x" IN (1)`: "?", `1 IN (2, "x")`: "?",
		`'abc' LIKE 'a%'`: "true", `'abc' LIKE 'a_'`: "false", `'a%c' LIKE 'a!%c' ESCAPE '!'`: "true", `'abc' LIKE 'a!%c' ESCAPE '!'`: "false", `'aXbXc' LIKE '%X%c'`: "true",
		`'ab' NOT LIKE '%b'`: "false", `"x" LIKE '%'`: "?", `"x" LIKE NULL`: "NULL", `'' LIKE ''`: "true", `'x' LIKE ''`: "false",
		`CASE WHEN 1 = 2 THEN 'a' WHEN TRUE THEN 'b' ELSE "x" END`: "'b'", `CASE WHEN "x" THEN 1 ELSE 1 END`: "?", `CASE 2 WHEN 1 THEN 'a' WHEN 2, 3 THEN 'b' END`: "'b'",
		`CASE 5 WHEN 1 THEN 'a' END`: "NULL", `CASE NULL WHEN NULL THEN 1 ELSE 2 END`: "2",
		`CURRENT_TIMESTAMP`: "?", `COUNT(*)`: "?", `TIME_PARSE('2000')`: "?", `DATE '2000-01-01'`: "?", `RANDOM()`: "?", `'1' = 1`: "?",
		`1 AND TRUE`: "?", `99999999999999999999`: "?",
	} {
		e, faults := Parse(text)
		if len(faults) > 0 {
			t.Errorf("%s: %v", text, faults)
			continue
		}
		got := "?"
		if v, ok := Constant(e); ok {
			got = value(v)
		}
		if got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}

// The verdicts are those of java.util.regex.Pattern of Java 17. What we are silent about may be refused by it all the same.
func TestRegularExpressions(t *testing.T) {
	for _, good := range []string{
		"", "a", "[]a]", "[^]a]", "[a[b]]", "(?x)# (", `\Qa(`, `[\]]`, "[a&&[b]]", "(?<x>a)", "[a]]", `\Q[`, `[\Qa]\E]`, "^*", "[]]", `\\`, "a]", "(?=a)(?!b)(?<=c)", `\p{L}++`,
	} {
		if fault := regexFault(good); fault != "" {
			t.Errorf("%s: %s", good, fault)
		}
	}
	for bad, want := range map[string]string{
		"[]": `"]" is missing`, "a[": `"]" is missing`, "[a[b]": `"]" is missing`, "[[]": `"]" is missing`, "[^]": `"]" is missing`, `[\]`: `"]" is missing`, "(?i)[": `"]" is missing`,
		"a(": `")" is missing`, "a)": `")" has no "("`, `\Q(\E)`: `")" has no "("`, `a\`: `it ends with a single "\"`, "*a": `"*" repeats nothing`, "+": `"+" repeats nothing`,
	} {
		if fault := regexFault(bad); fault != want {
			t.Errorf("%s: %q, want %q", bad, fault, want)
		}
	}
}

// The verdicts are those of org.joda.time.Period of Joda-Time 2.12.
func TestPeriods(t *testing.T) {
	f, _ := Lookup("TIME_FLOOR")
	for _, good := range []string{"P1D", "p1d", "P", "PT0.5S", "P1WT1H", "P-1D", "PT-1H", "P+1D", "PT,5S"} {
		if fault := periodFault(good, f); fault != "" {
			t.Errorf("%q: %q", good, fault)
		}
	}
	for _, bad := range []string{"P1DT", "PT", "1D", "P1D ", "P1M1Y", "PT1D", "P1H", "", "PT1.5H", "PT1S1M", "P1.5D"} {
		if periodFault(bad, f) == "" {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestTypes(t *testing.T) {
	for _, test := range []struct {
		kind Type
		want string
	}{
		{Type{}, "UNKNOWN"}, {Type{Kind: BigintType}, "BIGINT"}, {Type{Kind: ArrayType}, "ARRAY"}, {Type{Kind: ArrayType, Item: VarcharType}, "VARCHAR ARRAY"},
		{Type{Kind: JSONType}, "COMPLEX<json>"}, {Type{Kind: ComplexType}, "COMPLEX"}, {Type{Kind: ComplexType, Complex: "HLLSketch"}, "COMPLEX<HLLSketch>"},
		{TypeOfInput("string"), "VARCHAR"}, {TypeOfInput("long"), "BIGINT"}, {TypeOfInput("float"), "FLOAT"}, {TypeOfInput("double"), "DOUBLE"},
		{TypeOfInput("json"), "COMPLEX<json>"}, {TypeOfInput("LONG"), "UNKNOWN"}, {Type{Kind: 200}, "UNKNOWN"},
	} {
		if got := test.kind.String(); got != test.want {
			t.Errorf("%+v is %s, want %s", test.kind, got, test.want)
		}
	}
	for set, want := range map[TypeSet]string{
		AnyType: "a value", Numbers: "a number", ExactNumbers: "an integer or decimal", Integers: "an integer", SmallIntegers: "a 32-bit integer",
		Strings: "text", Strings | Arrays: "text or an array", Numbers | Intervals: "a number or an interval", Datetimes: "a date or timestamp",
	} {
		if got := set.String(); got != want {
			t.Errorf("%b is %q, want %q", set, got, want)
		}
	}
}
