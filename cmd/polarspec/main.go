// Command polarspec checks and writes ingestion job specs for Imply Polaris. Run "polarspec help" for what it can do.
//
// A subcommand is in the file of its name, and in NAME_*.go if that is not enough; root.go lists them. lint also has fix.go, reports.go,
// ci.go and print_config.go. What several share: inputs.go (which files), project.go (what lies beside them), policy_files.go, data_schema.go,
// output.go (text or JSON). A test in testdata/script runs the command as a user would; docs_test.go runs the documentation.
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
