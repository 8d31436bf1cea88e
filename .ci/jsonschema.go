//go:build ignore

// Jsonschema checks JSON files by a JSON Schema, and says of each whether it validates.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: go run jsonschema.go SCHEMA FILE…")
		os.Exit(2)
	}
	schema, err := jsonschema.Compile(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	failed := false
	for _, name := range os.Args[2:] {
		if err := check(schema, name); err != nil {
			failed = true
			fmt.Printf("%s: %#v\n", name, err)
			continue
		}
		fmt.Printf("%s validates\n", name)
	}
	if failed {
		os.Exit(1)
	}
}

func check(schema *jsonschema.Schema, name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return err
	}
	return schema.Validate(value)
}
