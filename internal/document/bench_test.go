package document

import (
	"bytes"
	"fmt"
	"testing"
)

// spec returns a job spec of about 2 KB.
func spec(tb testing.TB) []byte {
	tb.Helper()
	var out bytes.Buffer
	out.WriteString("{\n  \"type\": \"streaming\",\n  \"target\": {\n    \"type\": \"table\",\n    \"tableName\": \"kttm\"\n  },\n  \"mappings\": [")
	for i := 0; out.Len() < 1900; i++ {
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, "\n    {\n      \"columnName\": \"column_%d\",\n      \"expression\": \"\\\"column_%d\\\"\",\n      \"isAggregation\": false\n    }", i, i)
	}
	out.WriteString("\n  ]\n}\n")
	return out.Bytes()
}

// minified returns a spec of at least the given size on one line.
func minified(size int) []byte {
	var out bytes.Buffer
	out.WriteString(`{"mappings":[0`)
	for i := 0; out.Len() < size; i++ {
		fmt.Fprintf(&out, `,{"columnName":"column_%d","expression":"\"column_%d\"","isAggregation":false}`, i, i)
	}
	out.WriteString("]}")
	return out.Bytes()
}

func benchmarkParse(b *testing.B, src []byte, syntax Syntax) {
	b.Helper()
	b.ReportAllocs()
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if f := Parse(src, syntax); len(f.Faults) > 0 {
			b.Fatal(f.Faults)
		}
	}
}

func BenchmarkParseJSON(b *testing.B)     { benchmarkParse(b, spec(b), JSON) }
func BenchmarkParseJSON1MB(b *testing.B)  { benchmarkParse(b, minified(1<<20), JSON) }
func BenchmarkParseJSON10MB(b *testing.B) { benchmarkParse(b, minified(10<<20), JSON) }
func BenchmarkParseYAML(b *testing.B)     { benchmarkParse(b, spec(b), YAML) }
func BenchmarkParseYAML1MB(b *testing.B)  { benchmarkParse(b, minified(1<<20), YAML) }

func BenchmarkPositionsOnALongLine(b *testing.B) {
	src := minified(10 << 20)
	for b.Loop() {
		l := NewLines(src)
		for i := range 10_000 {
			l.Position(i * 1000)
		}
	}
}
