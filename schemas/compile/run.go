//go:build ignore

// Run compiles the CUE definitions of the current folder to table_gen.go and to JSON Schemas. It is called by go generate:
//
//	go run ../compile/run.go -package polaris -schemas ../jsonschema Job=job.schema.json
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/polarspec/polarspec/schemas/compile"
)

func main() {
	log.SetFlags(0)
	pkg := flag.String("package", "", "name of the Go package")
	schemas := flag.String("schemas", ".", "folder of the JSON Schemas")
	flag.Parse()
	if err := run(*pkg, *schemas, flag.Args()); err != nil {
		log.Fatal(err)
	}
}

func run(pkg, schemas string, roots []string) error {
	model, err := compile.Package(os.DirFS("."), ".")
	if err != nil {
		return err
	}
	table, err := model.Go(pkg)
	if err != nil {
		return err
	}
	if err := os.WriteFile("table_gen.go", table, 0o644); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	for _, root := range roots {
		name, file, _ := strings.Cut(root, "=")
		id := "https://raw.githubusercontent.com/polarspec/polarspec/main/schemas/jsonschema/" + file
		schema, err := model.JSONSchema(name, id, model.Types[name].Doc)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(schemas, file), schema, 0o644); err != nil {
			return fmt.Errorf("writing a JSON Schema: %w", err)
		}
	}
	return nil
}
