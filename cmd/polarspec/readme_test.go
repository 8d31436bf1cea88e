package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var updateReadme = flag.Bool("update-readme", false, "write what the commands print into README.md")

// TestReadmeShowsWhatIsPrinted runs every "$ go run ./cmd/polarspec ..." of the README's console blocks and compares.
func TestReadmeShowsWhatIsPrinted(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(root)
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	const prompt = "$ go run ./cmd/polarspec "
	parts := strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "```console\n")
	if len(parts) < 2 {
		t.Fatal("the README shows no command")
	}
	for i, part := range parts[1:] {
		block, rest, closed := strings.Cut(part, "```")
		command, shown, _ := strings.Cut(block, "\n")
		args, ok := strings.CutPrefix(command, prompt)
		if !closed || !ok {
			t.Fatalf("the block %q is not a command of ours", block)
		}
		var out, errs bytes.Buffer
		Main(append(strings.Fields(args), "--color=never"), strings.NewReader(""), &out, &errs)
		if errs.Len() > 0 {
			t.Errorf("%s: %s", command, errs.String())
		}
		if diff := cmp.Diff(out.String(), shown); diff != "" && !*updateReadme {
			t.Errorf("%s: want -, README +:\n%s", command, diff)
		}
		parts[i+1] = command + "\n" + out.String() + "```" + rest
	}
	if *updateReadme {
		if err := os.WriteFile("README.md", []byte(strings.Join(parts, "```console\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
