package rules_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules"
)

// BenchmarkLint is the cost of one 2 KB spec with all rules, without reading the file.
func BenchmarkLint(b *testing.B) {
	text, err := os.ReadFile("../testdata/seed/requests/inline-avro.json")
	if err != nil {
		b.Fatal(err)
	}
	benchmarkLint(b, text)
}

// BenchmarkManySpecs is the cost of each of many 2 KB specs without a finding, which differ in their tables only. Reading is left out.
func BenchmarkManySpecs(b *testing.B) {
	text, err := os.ReadFile("../testdata/seed/requests/inline-avro.json")
	if err != nil {
		b.Fatal(err)
	}
	text = bytes.Replace(text, []byte(`"float"`), []byte(`"long"`), 1)
	linter := lint.New(rules.All(), nil, lint.Options{Jobs: 1})
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	b.ResetTimer()
	result, err := linter.Run(b.Context(), func(yield func(lint.Input) bool) error {
		for i := range b.N {
			name := fmt.Sprintf("%d.json", i)
			source := bytes.Replace(text, []byte("koalas_inline_avro"), []byte("table_"+strconv.Itoa(i)), 1)
			if !yield(lint.Input{Path: "/p/" + name, Name: name, Source: source}) {
				break
			}
		}
		return nil
	})
	if err != nil || result.Summary.Specs != b.N || len(result.Findings) > 0 {
		b.Fatal(result, err)
	}
}

// BenchmarkLintGrowth shows how the cost grows with the size of a spec: the time per byte must stay the same.
func BenchmarkLintGrowth(b *testing.B) {
	text, err := os.ReadFile("../testdata/seed/requests/inline-avro.json")
	if err != nil {
		b.Fatal(err)
	}
	for _, fields := range []int{10, 1000, 100000} {
		b.Run(fmt.Sprintf("%d-fields", fields), func(b *testing.B) { benchmarkLint(b, withFields(text, fields)) })
	}
}

// withFields adds input fields to a job.
func withFields(text []byte, count int) []byte {
	var items []document.Value
	for i := range count {
		items = append(items, document.ObjectOf(
			document.Member{Key: "name", Value: document.StringOf(fmt.Sprintf("field_%d", i))},
			document.Member{Key: "dataType", Value: document.StringOf("string")}))
	}
	schema := document.Parse(text, document.JSON).Find("/source/inputSchema")
	changed, err := document.Apply(text, document.ReplaceValue(schema, document.ArrayOf(items...)))
	if err != nil {
		panic(err)
	}
	return changed
}

func benchmarkLint(b *testing.B, text []byte) {
	b.Helper()
	linter := lint.New(rules.All(), nil, lint.Options{Jobs: 1})
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		result, err := linter.Run(context.Background(), func(yield func(lint.Input) bool) error {
			yield(lint.Input{Path: "/p/a.json", Name: "a.json", Source: text})
			return nil
		})
		if err != nil || result.Summary.Specs != 1 {
			b.Fatal(result, err)
		}
	}
}

// BenchmarkFiveHundredFields is the cost of a spec whose inline schema has five hundred fields, all of them declared.
func BenchmarkFiveHundredFields(b *testing.B) {
	text, err := os.ReadFile("../testdata/seed/requests/inline-avro.json")
	if err != nil {
		b.Fatal(err)
	}
	benchmarkLint(b, withSchema(b, text, 500))
}

// TestAllocations keeps the work on a spec from growing unseen: what takes too many allocations takes too long.
func TestAllocations(t *testing.T) {
	text, err := os.ReadFile("../testdata/seed/requests/inline-avro.json")
	if err != nil {
		t.Fatal(err)
	}
	lossless := bytes.Replace(text, []byte(`"float"`), []byte(`"long"`), 1)
	for _, test := range []struct {
		name     string
		text     []byte
		findings int
		budget   float64
	}{
		{"2 KB", lossless, 0, 260},
		{"2 KB with a finding", text, 1, 310},
		{"500 fields and 500 inputs", withSchema(t, text, 500), 1, 1400},
	} {
		linter := lint.New(rules.All(), nil, lint.Options{Jobs: 1})
		got := testing.AllocsPerRun(20, func() {
			result, err := linter.Run(t.Context(), func(yield func(lint.Input) bool) error {
				yield(lint.Input{Path: "/p/a.json", Name: "a.json", Source: test.text})
				return nil
			})
			if err != nil || len(result.Findings) != test.findings {
				t.Fatalf("%s: %d findings, %v", test.name, len(result.Findings), err)
			}
		})
		t.Logf("%s: %.0f allocations", test.name, got)
		if got > test.budget {
			t.Errorf("%s: %.0f allocations, %.0f are allowed", test.name, got, test.budget)
		}
	}
}

// withSchema adds fields of every common kind to the inline schema and declares them as what they are.
func withSchema(tb testing.TB, text []byte, count int) []byte {
	tb.Helper()
	kinds := []struct{ dataType, schema string }{
		{"string", `"string"`},
		{"long", `"long"`},
		{"double", `["null", "double"]`},
		{"long", `{"type": "int", "logicalType": "date"}`},
		{"string", `"bytes"`},
		{"string", `{"type": "array", "items": "string"}`},
		{"json", `["null", {"type": "record", "name": "R#", "fields": [{"name": "a", "type": "int"}, {"name": "b", "type": "string"}]}]`},
		{"string", `{"type": "enum", "name": "E#", "symbols": ["A", "B"]}`},
	}
	var inputs, fields []string
	for _, name := range []string{"timestamp", "city", "session", "session_length"} { // which the mappings use
		inputs = append(inputs, fmt.Sprintf(`{"name": %q, "dataType": "string"}`, name))
		fields = append(fields, fmt.Sprintf(`{"name": %q, "type": "string"}`, name))
	}
	for i := len(fields); i < count; i++ {
		kind := kinds[i%len(kinds)]
		inputs = append(inputs, fmt.Sprintf(`{"name": "field_%d", "dataType": %q}`, i, kind.dataType))
		fields = append(fields, fmt.Sprintf(`{"name": "field_%d", "type": %s}`, i, strings.ReplaceAll(kind.schema, "#", strconv.Itoa(i))))
	}
	text, err := ruletest.Splice(text, "/source/inputSchema", "["+strings.Join(inputs, ",\n")+"]")
	if err != nil {
		tb.Fatal(err)
	}
	text, err = ruletest.Splice(text, "/source/formatSettings/parseSchemaProvider/schema/fields", "["+strings.Join(fields, ",\n")+"]")
	if err != nil {
		tb.Fatal(err)
	}
	return text
}
