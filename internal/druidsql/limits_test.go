package druidsql

import (
	"strings"
	"testing"
	"time"
)

func TestTooDeep(t *testing.T) {
	for name, text := range map[string]string{
		"parentheses":        strings.Repeat("(", 10_000) + "a" + strings.Repeat(")", 10_000),
		"only opening":       strings.Repeat("(", 10_000),
		"calls":              strings.Repeat("f(", 10_000),
		"NOT":                strings.Repeat("NOT ", 10_000) + "a",
		"minus":              strings.Repeat("- ", 10_000) + "a",
		"CASE":               strings.Repeat("CASE WHEN ", 10_000),
		"arrays":             strings.Repeat("ARRAY[", 10_000),
		"LIKE":               "a" + strings.Repeat(" LIKE a", 10_000),
		"IS NULL":            "a" + strings.Repeat(" IS NULL", 10_000),
		"items":              "a" + strings.Repeat("[1]", 10_000),
		"brackets":           strings.Repeat("[", 10_000),
		"casts of others":    "a" + strings.Repeat("::VARCHAR", 10_000),
		"dots":               "f(a)" + strings.Repeat(".b", 10_000),
		"remainders":         "a" + strings.Repeat(" % a", 10_000),
		"types":              "CAST(a AS " + strings.Repeat("ARRAY<", 10_000),
		"lambda expressions": strings.Repeat("a -> ", 10_000),
	} {
		_, faults := Parse(text)
		deep := 0
		for _, f := range faults {
			if f.Code == TooDeep {
				deep++
			}
		}
		if deep != 1 && len(faults) != faultLimit {
			t.Errorf("%s: %d faults of depth among %d, want 1", name, deep, len(faults))
		}
	}
	if _, faults := Parse(strings.Repeat("(", 900) + "a" + strings.Repeat(")", 900)); len(faults) > 0 {
		t.Errorf("900 parentheses: %v", faults)
	}
}

// TestLongTexts makes sure that a text of a megabyte takes no more than its length.
func TestLongTexts(t *testing.T) {
	const size = 1 << 20
	repeat := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for name, text := range map[string]string{
		"sum":               "a" + repeat(" + a"),
		"or":                "a" + repeat(" OR a"),
		"and":               "a" + repeat(" AND a = 1"),
		"list":              "a IN (1" + repeat(", 1") + ")",
		"operands":          "f(a" + repeat(", a") + ")",
		"case":              "CASE" + repeat(" WHEN a THEN b") + " END",
		"text":              "'" + repeat("x") + "'",
		"name":              `"` + repeat("x") + `"`,
		"quotes":            repeat("'"),
		"double quotes":     repeat(`"`),
		"backslashes":       "'" + repeat(`\`) + "'",
		"dots":              "a" + repeat(".a"),
		"garbage":           repeat("@#~"),
		"invisible":         repeat("\u00a0"),
		"closing":           repeat(")"),
		"commas":            repeat(","),
		"words":             repeat("a "),
		"faults":            "f(" + repeat("a b, ") + ")",
		"comments":          repeat("/**/") + "a",
		"dollars":           repeat("$"),
		"literals":          repeat("'a'\n"),
		"reserved":          repeat("value "),
		"columns of braces": repeat("{"),
	} {
		begin := time.Now()
		e, _ := Parse(text)
		Walk(e, func(Expr) bool { return true })
		printed := Print(e)
		if !Equal(e, e) || e != nil && printed == "" {
			t.Errorf("%s: printed %d bytes", name, len(printed))
		}
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("%s: %d bytes took %v", name, len(text), took)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for name, text := range map[string]string{
		"short": `MILLIS_TO_TIMESTAMP("timestamp")`,
		"case": `CASE WHEN "country" IN ('de', 'at', 'ch') AND "n" > 10 THEN UPPER("city") WHEN "x" IS NULL THEN 'none' ` +
			`ELSE COALESCE("a", "b", CAST("c" AS VARCHAR), SUBSTRING("d" FROM 1 FOR 3)) || '-' END`,
		"megabyte": `"a"` + strings.Repeat(` + COALESCE("b", 1)`, 1<<20/19),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, faults := Parse(text); len(faults) > 0 {
					b.Fatal(faults)
				}
			}
		})
	}
}
