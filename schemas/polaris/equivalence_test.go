package polaris_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/polarspec/polarspec/internal/modeltest"
	"github.com/polarspec/polarspec/schemas/polaris"
	"github.com/polarspec/polarspec/schemas/shape"
)

func TestEquivalence(t *testing.T) {
	tests := []struct {
		name, file string
		table      *shape.Type
		samples    func(string) bool
	}{
		{"#Job", "job.schema.json", polaris.JobType(), func(name string) bool { return !strings.Contains(name, "connection") }},
		{"#Connection", "connection.schema.json", polaris.ConnectionType(), func(name string) bool { return strings.Contains(name, "connection") }},
		{"#Table", "table.schema.json", polaris.TableType(), func(string) bool { return false }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			schema, err := os.ReadFile(filepath.Join("..", "jsonschema", test.file))
			if err != nil {
				t.Fatal(err)
			}
			modeltest.Equivalence(t, modeltest.Model{Definitions: polaris.Definitions, Name: test.name, Table: test.table, JSONSchema: schema}, requests(t, test.samples))
		})
	}
}

func requests(t *testing.T, wanted func(string) bool) [][]byte {
	t.Helper()
	names, err := filepath.Glob("../../testdata/seed/requests/*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no seed: %v", err)
	}
	var list [][]byte
	for _, name := range names {
		if !wanted(filepath.Base(name)) {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, text)
	}
	return list
}
