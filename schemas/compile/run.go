//go:build ignore

// Run compiles the CUE definitions of the current folder to table_gen.go and to JSON Schemas. It is called by go generate:
//
//	go run ../compile/run.go -package polaris -schemas ../jsonschema Job=job.schema.json
//
// With -reference it also renews a reference page.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/polarspec/polarspec/internal/reference"
	"github.com/polarspec/polarspec/schemas/compile"
)

func main() {
	log.SetFlags(0)
	pkg := flag.String("package", "", "name of the Go package")
	schemas := flag.String("schemas", ".", "folder of the JSON Schemas")
	page := flag.String("reference", "", "page in docs/reference to describe the JSON Schemas' definitions in")
	example := flag.String("example", "", "file in YAML that shows all keys, of a model that is a file of settings")
	known := flag.String("rules", "", "definitions, separated by commas, that editors offer the names of rules for")
	flag.Parse()
	if err := run(*pkg, *schemas, *known, flag.Args()); err != nil {
		log.Fatal(err)
	}
	if *page == "" {
		return
	}
	if err := describe(*page, *example, flag.Args()); err != nil {
		log.Fatal(err)
	}
}

func run(pkg, schemas, known string, roots []string) error {
	model, err := compile.Package(os.DirFS("."), ".")
	if err != nil {
		return err
	}
	if known != "" {
		if err := model.OfferRules(os.DirFS("../../rules"), strings.Split(known, ",")...); err != nil {
			return err
		}
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
		schema, err := model.JSONSchema(name, file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(schemas, file), schema, 0o644); err != nil {
			return fmt.Errorf("writing a JSON Schema: %w", err)
		}
	}
	return nil
}

func describe(page, example string, roots []string) error {
	text, err := compile.ReferencePage(os.DirFS("."), example, roots)
	if err != nil {
		return err
	}
	return reference.Renew(page, text)
}
