package gen_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/polarspec/polarspec/gen"
)

// wideSchema has many fields.
func wideSchema(fields int) string {
	var b strings.Builder
	b.WriteString(`{"type": "record", "name": "Wide", "fields": [{"name": "timestamp", "type": "string"}`)
	for i := 1; i < fields; i++ {
		fmt.Fprintf(&b, `, {"name": "field_%d", "type": %s}`, i, []string{`"string"`, `["null", "long"]`, `"double"`, `{"type": "int", "logicalType": "date"}`}[i%4])
	}
	b.WriteString("]}")
	return b.String()
}

// BenchmarkJob makes and lints a job of a schema with 1,000 fields.
func BenchmarkJob(b *testing.B) {
	source := avroSource(b, wideSchema(1000))
	l := linter(b)
	for b.Loop() {
		result, err := gen.Job(source, &gen.Options{Table: "wide", Connection: "wide"})
		if err != nil {
			b.Fatal(err)
		}
		if list := findings(b, l, result.Spec); len(list) > 0 {
			b.Fatal(list[0])
		}
	}
}

// TestManyFields: a table has 1,000 columns at most, and what does not fit is said.
func TestManyFields(t *testing.T) {
	source := avroSource(t, wideSchema(2000))
	result, ok := lawful(t, linter(t), source, &gen.Options{Table: "wide", Connection: "wide"}, "2,000 fields")
	if !ok {
		return
	}
	mappings, _ := result.Spec.Get("mappings")
	if len(mappings.Items()) != 1000 {
		t.Errorf("%d columns", len(mappings.Items()))
	}
	want := gen.Note{Message: "1000 columns are left out, because a table can have 1000: choose with --select and --exclude"}
	if len(result.Notes) != 1 || result.Notes[0] != want {
		t.Errorf("%+v", result.Notes)
	}
}
