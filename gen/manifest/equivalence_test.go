package manifest_test

import (
	"os"
	"testing"

	"github.com/polarspec/polarspec/gen/manifest"
	"github.com/polarspec/polarspec/internal/modeltest"
)

func TestEquivalence(t *testing.T) {
	schema, err := os.ReadFile("../../schemas/jsonschema/manifest.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	modeltest.Equivalence(t, modeltest.Model{Definitions: manifest.Definitions, Name: "#Manifest", Table: manifest.Type(), JSONSchema: schema}, nil)
}
