package druidsql

import (
	"flag"
	"fmt"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// inputs are the columns of these tests.
var inputs = map[string]Type{
	"city": {Kind: VarcharType}, "ts": {Kind: VarcharType}, "ms": {Kind: BigintType}, "price": {Kind: FloatType}, "ratio": {Kind: DoubleType},
	"event": {Kind: JSONType}, "when": {Kind: TimestampType}, "sessionLength": {Kind: BigintType}, "a.b": {Kind: VarcharType},
	"anything": {},
}

func inputScope(text string) Scope {
	return Scope{
		Column: func(name string) (Type, bool) { t, ok := inputs[name]; return t, ok },
		Names:  func() iter.Seq[string] { return slices.Values(slices.Sorted(maps.Keys(inputs))) },
		Text:   text,
	}
}

var update = flag.Bool("update", false, "write what the checker says to testdata")

// TestCheck compares what the checker says with testdata/check.golden: an expression with its type, and the problems below it with
// their code, place, text, message and replacement. An expression after "filter: " is a condition.
func TestCheck(t *testing.T) {
	const name = "testdata/check.golden"
	golden, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for line := range strings.Lines(string(golden)) {
		if text, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); text != "" {
			tell(t, &got, text)
		}
	}
	if *update {
		if err := os.WriteFile(name, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(golden), got.String()); diff != "" && !*update {
		t.Error(diff)
	}
}

// tell writes what the checker says of an expression.
func tell(t *testing.T, b *strings.Builder, line string) {
	t.Helper()
	text, filter := strings.CutPrefix(line, "filter: ")
	scope := inputScope(text)
	scope.Filter = filter
	e, faults := Parse(text)
	for _, fault := range faults {
		t.Errorf("%s: %s", text, fault.Message)
	}
	checked := Check(e, scope)
	fmt.Fprintf(b, "%s\t%s\n", line, checked.Type(e))
	for _, p := range checked.Problems {
		fmt.Fprintf(b, "\t%s %d %s: %s\n", p.Code, p.At.Start, text[p.At.Start:p.At.End], p.Message)
		if p.Fixable {
			safe := ""
			if p.Safe {
				safe = " (safe)"
			}
			fmt.Fprintf(b, "\t  -> %s%s\n", p.Replacement, safe)
		}
	}
}

func TestNothingIsSaidOfWhatIsNotKnown(t *testing.T) {
	for _, text := range []string{
		`"x"`, `"x"."y"`, `TIME_PARSE("x")`, `MAX("x")`, `LATEST("x")`, `"x" + "y"`, `"x" = 1 AND "y"`, `CASE WHEN "x" THEN "y" ELSE 1 END`,
		`JSON_VALUE("x", '$.a')`, `"x"[1]`, `ARRAY["x", 1, "y"]`, `CAST("x" AS DATE)`, `COALESCE("x", 1)`, `TIME_FLOOR("x", "y")`,
	} {
		e, faults := Parse(text)
		if checked := Check(e, Scope{Text: text}); len(faults) > 0 || len(checked.Problems) > 0 {
			t.Errorf("%s: %v %v", text, faults, checked.Problems)
		}
	}
	if problems := Check(nil, Scope{}).Problems; problems != nil {
		t.Errorf("of nothing: %v", problems)
	}
}

func TestReplacementsNeedTheText(t *testing.T) {
	e, _ := Parse(`IF("ms" > 1, 1, 2)`)
	for _, p := range Check(e, Scope{}).Problems {
		if p.Fixable || p.Code != NotInDruid {
			t.Errorf("%+v", p)
		}
	}
}

// TestLongChains checks operators nested deeper than the limit of the parser for parentheses: they lean to the left.
func TestLongChains(t *testing.T) {
	for _, operator := range []string{" + ", " || ", " AND "} {
		operand := map[string]string{" + ": "1", " || ": "'a'", " AND ": "TRUE"}[operator]
		text := strings.Repeat(operand+operator, 100_000) + operand
		e, faults := Parse(text)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		if problems := Check(e, Scope{Text: text}).Problems; len(problems) > 0 {
			t.Errorf("%s: %v", operator, problems[0])
		}
		if _, ok := Constant(e); ok != (operator != " || ") {
			t.Errorf("%s: constant is %v", operator, ok)
		}
		for range Columns(e) {
			t.Error("a column")
		}
	}
}

func TestWalks(t *testing.T) {
	e, _ := Parse(`SUM("a" + MAX("b")) FILTER (WHERE "c" > 1) / COUNT(*) + CASE "d" WHEN 1 THEN LOWER("e") ELSE "f" END`)
	var columns, aggregates, calls []string
	for column := range Columns(e) {
		columns = append(columns, column.Parts[0].Text)
	}
	for call := range Aggregates(e) {
		aggregates = append(aggregates, call.Function.Text)
	}
	for call := range Calls(e) {
		calls = append(calls, call.Function.Text)
	}
	if diff := cmp.Diff([][]string{{"a", "b", "c", "d", "e", "f"}, {"SUM", "COUNT"}, {"SUM", "MAX", "COUNT", "LOWER"}}, [][]string{columns, aggregates, calls}); diff != "" {
		t.Error(diff)
	}
	for range Columns(e) {
		break
	}
}

func FuzzCheck(f *testing.F) {
	golden, err := os.ReadFile("testdata/check.golden")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(golden)) {
		if text, _, ok := strings.Cut(strings.TrimPrefix(line, "filter: "), "\t"); ok && text != "" {
			f.Add(text, strings.HasPrefix(line, "filter: "))
		}
	}
	f.Fuzz(func(t *testing.T, text string, filter bool) {
		e, faults := Parse(text)
		scope := inputScope(text)
		scope.Filter = filter
		checked := Check(e, scope)
		before := 0
		for _, p := range checked.Problems {
			if p.At.Start < before || p.At.End <= p.At.Start || p.At.End > len(text) || p.Message == "" {
				t.Fatalf("%q: %+v", text, p)
			}
			before = p.At.Start
			if !p.Fixable || len(faults) > 0 {
				continue
			}
			fixed := text[:p.At.Start] + p.Replacement + text[p.At.End:]
			if _, faults := Parse(fixed); len(faults) > 0 && len(fixed) < 500 {
				t.Errorf("%q becomes %q: %s", text, fixed, faults[0].Message)
			}
		}
		Constant(e)
		for range Aggregates(e) {
			continue
		}
	})
}

func BenchmarkThousandMappings(b *testing.B) {
	texts := []string{
		`"city"`, `TIME_PARSE("ts")`, `SUM("ms")`, `COUNT(*)`, `JSON_VALUE("event", '$.user.id' RETURNING BIGINT)`,
		`CASE WHEN "city" = 'x' THEN 1 ELSE 0 END`, `TIME_FLOOR(MILLIS_TO_TIMESTAMP("ms" * 1000), 'PT1M')`, `COALESCE("ms", 0)`,
		`LATEST_BY("ms", MILLIS_TO_TIMESTAMP("ms"))`, `LOWER(TRIM("city"))`,
	}
	b.ReportAllocs()
	for b.Loop() {
		for i := range 1000 {
			text := texts[i%len(texts)]
			e, faults := Parse(text)
			if len(faults) > 0 || len(Check(e, inputScope(text)).Problems) > 0 {
				b.Fatal(text)
			}
		}
	}
}
