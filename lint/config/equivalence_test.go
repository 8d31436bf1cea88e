package config_test

import (
	"os"
	"testing"

	"github.com/polarspec/polarspec/internal/modeltest"
	"github.com/polarspec/polarspec/lint/config"
)

func TestEquivalence(t *testing.T) {
	schema, err := os.ReadFile("../../schemas/jsonschema/config.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	modeltest.Equivalence(t, modeltest.Model{Definitions: config.Definitions, Name: "#Config", Table: config.Type(), JSONSchema: schema}, nil)
}
