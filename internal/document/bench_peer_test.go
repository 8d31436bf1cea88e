package document

import (
	"encoding/json"
	"testing"
)

// BenchmarkEncodingJSON is what the standard library takes for the text of BenchmarkParseJSON, without spans.
func BenchmarkEncodingJSON(b *testing.B) {
	src := spec(b)
	b.ReportAllocs()
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		var value any
		if err := json.Unmarshal(src, &value); err != nil {
			b.Fatal(err)
		}
	}
}
