package main

import (
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/polarspec/polarspec/"

var (
	architectureRow  = regexp.MustCompile(`(?m)^\| (.*) \| (.*) \|$`)
	architectureSpan = regexp.MustCompile("`([^`]*)`")
)

// TestArchitecture holds docs/architecture.md to the code: its table has every folder with Go files and no other, and a package imports
// only what stands above it, or in the same row.
func TestArchitecture(t *testing.T) {
	root := os.DirFS("../..")
	rows := architectureRows(t, root)
	folders := map[string]bool{}
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains([]string{".git", "testdata", "node_modules"}, entry.Name()) {
			return fs.SkipDir
		}
		if path.Ext(name) == ".go" {
			folders[path.Dir(name)] = true
			judgeImports(t, root, name, rows)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(folders) < 40 {
		t.Errorf("only %d folders with Go files were found", len(folders))
	}
	for folder := range folders {
		if _, listed := rows[folder]; !listed {
			t.Errorf("docs/architecture.md says nothing of %s: give it a row", folder)
		}
	}
}

// architectureRows gives for each folder of the table the number of its row. A folder that the first column does not have may stand in
// the second, after the name of the folder that it is in.
func architectureRows(t *testing.T, root fs.FS) map[string]int {
	t.Helper()
	page, err := fs.ReadFile(root, "docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]int{}
	for number, row := range architectureRow.FindAllStringSubmatch(string(page), -1) {
		for _, span := range architectureSpan.FindAllStringSubmatch(row[1], -1) {
			found, err := fs.Glob(root, strings.ReplaceAll(span[1], "<category>", "*"))
			if err != nil {
				t.Fatal(err)
			}
			if len(found) == 0 {
				t.Errorf("docs/architecture.md has a row for %s, which is not there", span[1])
			}
			for _, name := range found {
				// A row of its own, as rules/policy has it, comes after the one for all of them.
				rows[name] = number
			}
			within := regexp.MustCompile("`(" + regexp.QuoteMeta(span[1]) + "/[^`]*)`")
			for _, inner := range within.FindAllStringSubmatch(row[2], -1) {
				rows[inner[1]] = number
			}
		}
	}
	return rows
}

// judgeImports looks at what the command and its packages are made of: tests may look at their package from above, and generators
// (go:build ignore) run before there is anything to stand on.
func judgeImports(t *testing.T, root fs.FS, name string, rows map[string]int) {
	t.Helper()
	source, err := fs.ReadFile(root, name)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(name, "_test.go") || bytes.HasPrefix(source, []byte("//go:build ignore\n")) {
		return
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, imported := range file.Imports {
		target, err := strconv.Unquote(imported.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		target, ours := strings.CutPrefix(target, module)
		from, listed := rows[path.Dir(name)]
		to, known := rows[target]
		if ours && listed && known && from < to {
			t.Errorf("%s imports %s, which stands below %s in docs/architecture.md", name, target, path.Dir(name))
		}
	}
}
