package rules_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/polarspec/polarspec/internal/document"
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
