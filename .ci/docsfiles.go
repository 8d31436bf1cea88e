//go:build ignore

// Docsfiles writes the files that pages of the documentation show into a folder, each page into a folder of its own name:
//
//	go run .ci/docsfiles.go FOLDER README.md docs/ci.md
//
// gives FOLDER/README.md/.pre-commit-config.yaml, FOLDER/docs/ci.md/Jenkinsfile and so on, and prints their names.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/polarspec/polarspec/internal/doctest"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: go run docsfiles.go FOLDER PAGE…")
		os.Exit(2)
	}
	for _, page := range os.Args[2:] {
		if err := extract(os.Args[1], page); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func extract(folder, name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	page, problems := doctest.Parse(string(text))
	if len(problems) > 0 {
		return fmt.Errorf("%s: %v", name, problems)
	}
	written := map[string]bool{}
	for _, step := range page.Steps {
		if step.Block == nil || step.Block.Title == "" || step.Block.Language == "diff" {
			continue
		}
		title := step.Block.Title
		if !filepath.IsLocal(title) || !filepath.IsLocal(name) {
			return fmt.Errorf("%s: the file %q lies outside of the folder", name, title)
		}
		if written[title] {
			return fmt.Errorf("%s shows the file %q twice: which one is to be taken?", name, title)
		}
		written[title] = true
		file := filepath.Join(folder, name, title)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(step.Block.Text), 0o644); err != nil {
			return err
		}
		fmt.Println(file)
	}
	return nil
}
