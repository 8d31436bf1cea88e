package druidsql

import (
	"bytes"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestCatalogueIsUpToDate(t *testing.T) {
	want, err := exec.CommandContext(t.Context(), "go", "run", "gen_catalogue.go", "-o", "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("catalogue_gen.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("catalogue_gen.go is not what its sources give: run go generate")
	}
}

func TestCatalogueIsSortedAndBounded(t *testing.T) {
	before := ""
	for f := range Functions() {
		if f.Name <= before {
			t.Errorf("%s stands after %s", f.Name, before)
		}
		before = f.Name
		if f.Source == "" || f.MaxArgs >= 0 && f.MaxArgs < f.MinArgs || f.Result == ResultFixed && f.Fixed == (Type{}) {
			t.Errorf("%s: %+v", f.Name, f)
		}
		if found, ok := Lookup(strings.ToLower(f.Name)); !ok || found != f {
			t.Errorf("Lookup does not find %s", f.Name)
		}
		if _, ok := Lookup(f.AliasOf); f.AliasOf != "" && !ok {
			t.Errorf("%s is an alias of %s, which is not there", f.Name, f.AliasOf)
		}
	}
	if _, ok := Lookup(""); ok {
		t.Error("a function without a name")
	}
}

func TestUsage(t *testing.T) {
	for name, want := range map[string]string{
		"TIME_PARSE":        "TIME_PARSE(string_expr, [pattern], [timezone])",
		"time_floor":        "TIME_FLOOR(timestamp_expr, period, [origin], [timezone])",
		"COUNT":             "COUNT(*) | COUNT([ALL|DISTINCT] expr)",
		"CURRENT_TIMESTAMP": "CURRENT_TIMESTAMP[(precision)]",
		"CONCAT":            "CONCAT([expr, …])",
		"BUILD_GEO":         "BUILD_GEO(lat, lon)",
	} {
		f, ok := Lookup(name)
		if !ok {
			t.Errorf("no %s", name)
			continue
		}
		if got := f.Usage(); got != want {
			t.Errorf("Usage of %s is %q, want %q", name, got, want)
		}
	}
}

func TestFactsOfTheCatalogue(t *testing.T) {
	check := func(name string, ok func(*Function) bool) {
		t.Helper()
		if f, found := Lookup(name); !found || !ok(f) {
			t.Errorf("%s: %+v", name, f)
		}
	}
	check("AVG", func(f *Function) bool { return f.Kind == AggregateFunction && f.Rollup == RollupNo })
	check("SUM", func(f *Function) bool { return f.Rollup == RollupYes && !f.Distinct })
	check("COUNT", func(f *Function) bool { return f.Star && f.Distinct })
	check("CEILING", func(f *Function) bool { return f.AliasOf == "CEIL" && f.ImplicitCast })
	check("DIV", func(f *Function) bool { return f.Since == 39 })
	check("REGEXP_REPLACE", func(f *Function) bool { return f.Since == 28 })
	check("BUILD_GEO", func(f *Function) bool { return f.Polaris && f.Kind == AggregateFunction })
	check("TIME_PARSE", func(f *Function) bool { return !f.ImplicitCast && f.Fixed.Kind == TimestampType && f.Args[1].Literal })
	check("||", func(f *Function) bool { return f.Kind == OperatorFunction })
}

func TestAbsentFunctions(t *testing.T) {
	if !slices.IsSortedFunc(absentFunctions, func(a, b absentFunction) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("they are not in the order of their names")
	}
	for _, absent := range absentFunctions {
		if _, ok := Lookup(absent.Name); ok {
			t.Errorf("%s is in the catalogue", absent.Name)
		}
		if strings.HasSuffix(absent.Advice, ".") || absent.Advice == "" {
			t.Errorf("%s: advice %q", absent.Name, absent.Advice)
		}
		for _, form := range absent.Forms {
			operands := make([]string, form.operands)
			for i := range operands {
				operands[i] = `"c"`
				if i > 0 && strings.HasPrefix(form.template, "REGEXP") {
					operands[i] = `'c'`
				} else if i > 0 && strings.HasPrefix(form.template, "JSON") {
					operands[i] = `'$.c'`
				}
			}
			text := absent.Name + "(" + strings.Join(operands, ", ") + ")"
			e, faults := Parse(text)
			if len(faults) > 0 {
				t.Errorf("%s: %v", text, faults)
				continue
			}
			checked := Check(e, Scope{Text: text})
			if len(checked.Problems) != 1 || !checked.Problems[0].Fixable || checked.Problems[0].Code != NotInDruid {
				t.Errorf("%s: %+v", text, checked.Problems)
				continue
			}
			p := checked.Problems[0]
			fixed := text[:p.At.Start] + p.Replacement + text[p.At.End:]
			again, faults := Parse(fixed)
			if len(faults) > 0 {
				t.Errorf("%s becomes %s: %v", text, fixed, faults)
				continue
			}
			if problems := Check(again, Scope{Text: fixed}).Problems; len(problems) > 0 {
				t.Errorf("%s becomes %s: %v", text, fixed, problems)
			}
		}
	}
}

// operandOf returns text of a type that an operand takes, and of one that it does not take; "" if it takes all.
func operandOf(f *Function, arg *Arg) (right, wrong string) {
	switch {
	case arg.Name == "period":
		return "'P1D'", `"l"`
	case arg.Name == "timezone":
		return "'UTC'", `"l"`
	case arg.Name == "interval":
		return "'2000-01-01/P1D'", "1"
	case arg.Name == "path" && strings.HasPrefix(f.Name, "JSON"):
		return "'$.a'", `"j"`
	case arg.Name == "unit" && arg.Literal, arg.Name == "unit" && f.Name == "TIME_EXTRACT":
		return "'DAY'", "1"
	case arg.Types == AnyType:
		return `"s"`, ""
	case arg.Literal && arg.Types&Characters != 0:
		return "'x'", `"j"`
	case arg.Literal && arg.Types&Booleans != 0:
		return "TRUE", "1"
	case arg.Literal:
		return "1", `DATE '2000-01-01'`
	case arg.Types&Characters != 0:
		return `"s"`, `"j"`
	case arg.Types&Numbers == SmallIntegers:
		return "1", `"j"`
	case arg.Types&Numbers != 0:
		return `"l"`, `"j"`
	case arg.Types&Timestamps != 0:
		return `"t"`, `"l"`
	case arg.Types&Booleans != 0:
		return `"b"`, `"j"`
	}
	return `"a"`, `"l"`
}

// plainCall reports whether a function is called as NAME(operands) with nothing special.
func plainCall(f *Function) bool {
	return f.Kind != OperatorFunction && !f.Internal && f.Kind != TableFunction && f.Kind != WindowFunction && (f.Syntax == "" || f.Distinct || f.Name == "SUBSTRING") &&
		f.Name != "EARLIEST" && f.Name != "LATEST" && f.Name != "MIN" && f.Name != "MAX" && !strings.HasPrefix(f.Name, "$")
}

// TestOperandsOfEveryFunction makes calls from the catalogue: right ones, and ones with a number of operands or an operand that is wrong.
func TestOperandsOfEveryFunction(t *testing.T) {
	tested := 0
	for f := range Functions() {
		if !plainCall(f) {
			continue
		}
		tested++
		call := func(n, wrongAt int) string {
			operands := make([]string, n)
			for i := range operands {
				right, wrong := operandOf(f, f.arg(i))
				operands[i] = right
				if i == wrongAt {
					operands[i] = wrong
				}
			}
			return f.Name + "(" + strings.Join(operands, ", ") + ")"
		}
		most := f.MaxArgs
		if most < 0 {
			most = len(f.Args) + 1
			for f.arg(most-1) == nil {
				most--
			}
		}
		for n := f.MinArgs; n <= most; n++ {
			if codes := codesOf(t, call(n, -1)); len(codes) > 0 {
				t.Errorf("%s: %v", call(n, -1), codes)
			}
		}
		if f.MaxArgs >= 0 {
			text := call(f.MaxArgs, -1)
			text = strings.Replace(strings.TrimSuffix(text, ")")+`, "s")`, "(, ", "(", 1)
			if codes := codesOf(t, text); !slices.Equal(codes, []Code{ArgumentCount}) {
				t.Errorf("%s: %v", text, codes)
			}
		}
		if f.MinArgs > 0 {
			if codes := codesOf(t, call(f.MinArgs-1, -1)); !slices.Equal(codes, []Code{ArgumentCount}) {
				t.Errorf("%s: %v", call(f.MinArgs-1, -1), codes)
			}
		}
		for i := range f.Args {
			if _, wrong := operandOf(f, &f.Args[i]); wrong == "" || f.Args[i].Role != ValueRole {
				continue
			}
			text := call(max(i+1, f.MinArgs), i)
			if codes := codesOf(t, text); !slices.Equal(codes, []Code{ArgumentType}) && !slices.Equal(codes, []Code{BadLiteral}) && !slices.Equal(codes, []Code{RefusedType}) {
				t.Errorf("%s: %v", text, codes)
			}
		}
	}
	if tested < 180 {
		t.Errorf("only %d functions are plain calls", tested)
	}
}

func codesOf(t *testing.T, text string) []Code {
	t.Helper()
	e, faults := Parse(text)
	if len(faults) > 0 {
		t.Errorf("%s: %v", text, faults)
	}
	var codes []Code
	for _, p := range Check(e, Scope{Column: testColumn, Text: text}).Problems {
		codes = append(codes, p.Code)
	}
	return codes
}
