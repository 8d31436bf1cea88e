package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/reference"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/schemas/compile"
	"github.com/polarspec/polarspec/schemas/shape"
)

// TestReferencePageIsFresh: what go generate would write is what is there.
func TestReferencePageIsFresh(t *testing.T) {
	text, err := compile.ReferencePage(os.DirFS("."), "example.yaml", []string{"Config"})
	if err != nil {
		t.Fatal(err)
	}
	before, after, err := reference.Renewed("../../docs/reference/configuration.md", text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("go generate ./lint/config would change the page:\n%s", diff)
	}
}

// TestExample: the example of the reference is accepted, and has every key that there is.
func TestExample(t *testing.T) {
	text, err := os.ReadFile("example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, config.FileName), text, 0o644); err != nil {
		t.Fatal(err)
	}
	_, problems, err := config.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Rule, p.Message)
	}
	for _, path := range missingKeys(config.Type(), []document.Node{document.Parse(text, document.YAML).Root()}, "") {
		t.Errorf("the example does not show %s", path)
	}
}

// missingKeys lists the keys of a type that none of the nodes has, in any of their parts.
func missingKeys(t *shape.Type, nodes []document.Node, path string) []string {
	var missing []string
	for i := range t.Fields {
		f := &t.Fields[i]
		at := strings.TrimPrefix(path+"."+f.Name, ".")
		var found []document.Node
		for _, n := range nodes {
			if value := n.Get(f.Name); value.Exists() {
				found = append(found, value)
			}
		}
		if len(found) == 0 {
			missing = append(missing, at)
			continue
		}
		missing = append(missing, missingKeys(f.Type, found, at)...)
	}
	for _, inner := range []*shape.Type{t.Item, t.Member} {
		if inner == nil {
			continue
		}
		var parts []document.Node
		for _, n := range nodes {
			for part := n.First(); part.Exists(); part = part.Next() {
				parts = append(parts, part)
			}
		}
		missing = append(missing, missingKeys(inner, parts, path)...)
	}
	return missing
}
