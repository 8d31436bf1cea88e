package avro

import (
	"fmt"
	"strings"
	"testing"

	"github.com/polarspec/polarspec/internal/document"
)

// wide returns a record of n fields of the types that a topic has.
func wide(n int) string {
	types := []string{
		`"string"`, `"long"`, `["null", "string"]`, `{"type": "long", "logicalType": "timestamp-millis"}`,
		`{"type": "array", "items": "string"}`, `["null", "double"]`, `{"type": "map", "values": "string"}`,
	}
	var text strings.Builder
	text.WriteString(`{"type": "record", "name": "com.acme.Wide", "fields": [`)
	for i := range n {
		if i > 0 {
			text.WriteString(",")
		}
		typ, extra := types[i%len(types)], ""
		if strings.HasPrefix(typ, "[") {
			extra = `, "default": null`
		}
		fmt.Fprintf(&text, "\n  {\"name\": \"field_%d\", \"type\": %s, \"doc\": \"what it is\"%s}", i, typ, extra)
	}
	text.WriteString("]}")
	return text.String()
}

func benchmarkRead(b *testing.B, text string) {
	b.Helper()
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	source := []byte(text)
	for b.Loop() {
		if s := Read(document.Parse(source, document.JSON).Root()); len(s.Faults) > 0 {
			b.Fatal(s.Faults[0].Text())
		}
	}
}

// TestReadAllocations keeps reading from allocating for every field again: it did so eight times for each.
func TestReadAllocations(t *testing.T) {
	root := document.Parse([]byte(wide(500)), document.JSON).Root()
	if got := testing.AllocsPerRun(20, func() { Read(root) }); got > readBudget {
		t.Errorf("%.0f allocations for 500 fields, %d are allowed", got, readBudget)
	}
}

// readBudget is the number of allocations that reading a schema of 500 fields may take: 300, and some more for what is to come.
const readBudget = 400

func BenchmarkRead500Fields(b *testing.B)  { benchmarkRead(b, wide(500)) }
func BenchmarkRead2000Fields(b *testing.B) { benchmarkRead(b, wide(2000)) }
func BenchmarkRead8000Fields(b *testing.B) { benchmarkRead(b, wide(8000)) }

func BenchmarkRead30Levels(b *testing.B) {
	text := `"string"`
	for i := range 30 {
		text = fmt.Sprintf(`{"type": "record", "name": "R%d", "fields": [{"name": "a", "type": "int"}, {"name": "next", "type": ["null", %s]}]}`, i, text)
	}
	benchmarkRead(b, text)
}

func BenchmarkCompatible500Fields(b *testing.B) {
	s := Read(document.Parse([]byte(wide(500)), document.JSON).Root())
	b.ReportAllocs()
	for b.Loop() {
		Compatible(s, s)
	}
}

func BenchmarkDecode(b *testing.B) {
	data := encode(b, everything, everyValue())
	s := mustRead(b, everything)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadHostile10MB(b *testing.B) {
	for name, text := range hostile(10 << 20) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			source := []byte(text)
			for b.Loop() {
				Read(document.Parse(source, document.JSON).Root())
			}
		})
	}
}
