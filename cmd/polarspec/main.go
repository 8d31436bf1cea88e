// Command polarspec lints Imply Polaris ingestion job and connection specs. Run "polarspec help" for what it can do.
package main

import (
	"os"
	"runtime/debug"
)

func main() {
	collectLess()
	os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// collectLess lets the heap grow further before it is collected: runs are short and their trees small, and collecting took a fifth of
// the time. The limit keeps large inputs from taking several times their size. GOGC and GOMEMLIMIT win.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(512 << 20)
	}
}
