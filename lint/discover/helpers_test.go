package discover

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// writeFile writes a file and the folders above it.
func writeFile(tb testing.TB, path, text string) {
	tb.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		tb.Fatal(err)
	}
}

// writeFiles writes small files with the given slash paths below dir.
func writeFiles(tb testing.TB, dir string, names ...string) {
	tb.Helper()
	for _, n := range names {
		writeFile(tb, filepath.Join(dir, filepath.FromSlash(n)), "{}")
	}
}

// heapBytes is what the heap holds after a collection.
func heapBytes() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
