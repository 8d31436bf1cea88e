package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkGenJob is the whole command on a schema with 1,000 fields.
func BenchmarkGenJob(b *testing.B) {
	var text strings.Builder
	text.WriteString(`{"type": "record", "name": "Wide", "fields": [{"name": "timestamp", "type": "string"}`)
	for i := 1; i < 1000; i++ {
		fmt.Fprintf(&text, `, {"name": "field_%d", "type": ["null", "long"]}`, i)
	}
	text.WriteString("]}")
	dir := b.TempDir()
	b.Chdir(dir)
	if err := os.WriteFile(filepath.Join(dir, "wide.avsc"), []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if code := Main([]string{"gen", "job", "--from", "wide.avsc", "--table", "wide", "--connection", "wide"}, strings.NewReader(""), io.Discard, io.Discard); code != exitClean {
			b.Fatalf("exit code %d", code)
		}
	}
}
