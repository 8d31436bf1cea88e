//go:build ignore

// Gotests reads the events of `go test -json` and prints what `go test` would: a line for each package, and of the tests only those that
// failed, with their output. It closes with the number of tests, and writes "PASSED FAILED" to the file that it is given.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

type event struct {
	Action      string
	Package     string
	ImportPath  string
	Test        string
	Output      string
	FailedBuild string
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go test -json … | go run gotests.go FILE")
		os.Exit(2)
	}
	output := map[[2]string]*strings.Builder{}
	failedIn := map[string]bool{}
	passed, failed, skipped := 0, 0, 0
	lines := bufio.NewReader(os.Stdin)
	for {
		line, err := lines.ReadString('\n')
		var e event
		if line != "" && json.Unmarshal([]byte(line), &e) != nil {
			// Not an event: what the go command itself has to say, such as a module that cannot be had.
			fmt.Print(line)
		}
		key := [2]string{e.Package, e.Test}
		switch e.Action {
		case "output":
			if e.Test == "" {
				// Of a package: its closing line, or what it printed outside of tests, such as a panic.
				if e.Output != "PASS\n" {
					fmt.Print(e.Output)
				}
				break
			}
			if strings.HasPrefix(e.Output, "=== ") {
				// That it runs, pauses and goes on; the closing line of the test says its name again.
				break
			}
			if output[key] == nil {
				output[key] = &strings.Builder{}
			}
			output[key].WriteString(e.Output)
		case "build-output":
			fmt.Print(e.Output)
		case "pass":
			if e.Test != "" {
				passed++
				delete(output, key)
			}
		case "skip":
			if e.Test != "" {
				skipped++
				if text := output[key]; text != nil {
					fmt.Print(text)
				}
				delete(output, key)
			}
		case "fail":
			if e.Test == "" {
				if !failedIn[e.Package] {
					// It did not build, or died.
					failed++
				}
				for k, text := range output {
					if k[0] == e.Package {
						fmt.Print(text)
						delete(output, k)
					}
				}
				break
			}
			failed++
			failedIn[e.Package] = true
			if text := output[key]; text != nil {
				fmt.Print(text)
			}
			delete(output, key)
		}
		if err != nil {
			break
		}
	}
	fmt.Printf("go test: %d passed, %d failed, %d skipped\n", passed, failed, skipped)
	if err := os.WriteFile(os.Args[1], fmt.Appendf(nil, "%d %d\n", passed, failed), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if passed == 0 {
		fmt.Println("no test ran")
	}
	if failed > 0 || passed == 0 {
		os.Exit(1)
	}
}
