package druidsql

import (
	"bufio"
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// testColumns are the columns of the table that the verdicts were made with.
var testColumns = map[string]Type{
	"s": {Kind: VarcharType}, "l": {Kind: BigintType}, "f": {Kind: FloatType}, "d": {Kind: DoubleType}, "i": {Kind: IntegerType},
	"b": {Kind: BooleanType}, "t": {Kind: TimestampType}, "e": {Kind: DateType}, "j": {Kind: JSONType},
	"a": {Kind: ArrayType, Item: VarcharType}, "n": {Kind: ArrayType, Item: BigintType},
}

func testColumn(name string) (Type, bool) { t, ok := testColumns[name]; return t, ok }

// checkExceptions are where we say something else than Druid 33 does, and why. The operands are columns or literals between blanks.
var checkExceptions = []struct{ expression, operands, why string }{
	{`^(HUMAN_READABLE|EXTRACT|ANY_VALUE|LISTAGG|DS_(GET_QUANTILES|HISTOGRAM|CDF)\(|APPROX_COUNT_DISTINCT_DS_|\?\[1\]|\+ )`, "NULL", "NULL for an operand: nobody writes it, and UTF8 accepts it by mistake"},
	{`^APPROX_COUNT_DISTINCT_DS_(HLL|THETA)\("s", \?\)`, "1.5", "the literal must be positive and whole; only its type is checked"},
	{`^APPROX_COUNT_DISTINCT\(`, "j a n", "depends on a setting of the cluster"},
	{`^(STRING_AGG|LISTAGG)\(\?`, "j", "refused for its native type, which no catalogue entry says"},
	{`^(EARLIEST|LATEST)\("s", 1, `, "1 1.5", "a third operand passes here and fails later"},
	{`^(GREATEST|LEAST)\(`, "b e j a n", "passes here and is refused later"},
	{`^(GREATEST|LEAST)\(`, "NULL", "NULL only for the type"},
	{`^CAST\(`, "b", "later versions cast booleans to numbers"},
	{`^("[lfdibe]"|1|1.5) (<|IS DISTINCT FROM) \?|BETWEEN "l"|IN \(1, 2\)$|^CONCAT`, "b l f d i 1 1.5", "later versions compare booleans with numbers"},
	{`^("s"|'1') [-+*/] \?`, "s '1'", "Druid 39 refuses arithmetic on two texts"},
	{`^\+ \?`, "'1'", "a sign before a literal"},
	{`^ARRAY\[\?, "l"\]`, "e", "nobody writes it"},
}

// The verdicts are those of Calcite's validator with the operator table of Druid 33.0.0 and its datasketches extension, from Maven
// Central, for a table with the columns of testColumns: for every function and operand, and the operators, each "?" was replaced by each
// column and literal. "refused" stands for any error. What only Druid's planner refuses later is not among them.
func TestVerdictsOfDruid(t *testing.T) {
	data, err := os.ReadFile("testdata/checker-verdicts.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	used := map[int]bool{}
	scanner := bufio.NewScanner(bytes.NewReader(data))
	cases := 0
	for scanner.Scan() {
		var verdict struct {
			Expression string
			Results    map[string]string
		}
		if err := json.Unmarshal(scanner.Bytes(), &verdict); err != nil {
			t.Fatal(err)
		}
		for _, key := range slices.Sorted(maps.Keys(verdict.Results)) {
			cases++
			want := verdict.Results[key]
			text := key
			if _, ok := testColumns[key]; ok {
				text = QuoteIdentifier(key)
			}
			text = strings.ReplaceAll(verdict.Expression, "?", text)
			got := judge(t, text)
			if agree(got, want) {
				continue
			}
			if i := exception(verdict.Expression, key); i >= 0 {
				used[i] = true
				continue
			}
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
	if err := scanner.Err(); err != nil || cases < 8000 {
		t.Errorf("%d cases, %v", cases, err)
	}
	for i, e := range checkExceptions {
		if !used[i] {
			t.Errorf("the exception %q for %s is not needed", e.expression, e.operands)
		}
	}
}

// agree reports whether we say the same, or less.
func agree(got, want string) bool {
	if strings.HasSuffix(want, "ARRAY ARRAY") || want == "NULL ARRAY" {
		return strings.HasSuffix(got, "ARRAY") // Of arrays of arrays the items are not told apart.
	}
	return got == want || got == "later" || got == "UNKNOWN" && want != "refused"
}

func exception(expression, operand string) int {
	for i, e := range checkExceptions {
		if regexp.MustCompile(e.expression).MatchString(expression) && slices.Contains(strings.Fields(e.operands), operand) {
			return i
		}
	}
	return -1
}

// judge returns "refused", "later" for what only the planner refuses, or the type.
func judge(t *testing.T, text string) string {
	t.Helper()
	e, faults := Parse(text)
	if len(faults) > 0 {
		t.Errorf("%s: %v", text, faults)
	}
	checked := Check(e, Scope{Column: testColumn})
	got := checked.Type(e).String()
	for _, problem := range checked.Problems {
		switch problem.Code {
		case BadLiteral, UnknownZone, MinMaxType, EarliestLatest:
			got = "later"
		default:
			return "refused"
		}
	}
	return got
}
