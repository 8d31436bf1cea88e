package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/gen/infer"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/report"
	"github.com/polarspec/polarspec/schemas/avro"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// readGenSource reads what describes the data: a data schema in any kind of file, or samples. What is wrong with it is printed.
func readGenSource(s *streams, name, message string, folders []string) (*gen.Source, []gen.Note, error) {
	path := absolute(s.dir, name)
	text, err := lint.ReadFile(path)
	if err != nil {
		return nil, nil, failure(fmt.Errorf("%s: %w", name, err))
	}
	extension := strings.ToLower(filepath.Ext(name))
	switch {
	case extension == ".csv", extension == ".tsv", extension == ".tab":
		format := "tsv"
		if extension == ".csv" {
			format = "csv"
		}
		result, err := infer.Delimited(text, format)
		return sampleSource(name, message, text, result, err)
	case extension == ".ndjson", extension == ".jsonl", extension == ".json" && isSample(name, text):
		result, err := infer.JSON(text)
		return sampleSource(name, message, text, result, err)
	case extension == ".avsc":
		schema, err := readAvsc(s, name, path, text, folders)
		if err != nil {
			return nil, nil, err
		}
		return schemaSource(s, []dataSchema{{name: name, avro: schema}}, message, false)
	}
	schemas, err := readDataSchemas(s, name, folders)
	var exit *exitError
	if errors.As(err, &exit) && exit.code == exitFailure {
		return nil, nil, &exitError{exitFindings, exit.cause} // the file was readable: the schema in it is at fault
	}
	if err != nil {
		return nil, nil, err
	}
	source, notes, err := schemaSource(s, schemas, message, bytes.HasPrefix(text, []byte("Obj\x01")))
	if err == nil && extension == ".json" && !schemas[0].spec {
		source.Registered = document.Parse(text, document.JSON).Root().Get("schema").Kind() == document.String
	}
	return source, notes, err
}

// isSample reports whether a JSON file is rows of data: neither a spec, nor a schema, nor the response of a registry.
func isSample(name string, text []byte) bool {
	file := document.Parse(text, lint.SyntaxOf(name, text))
	if file.Broken() {
		first, _, _ := bytes.Cut(bytes.TrimSpace(text), []byte("\n"))
		row := document.Parse(first, document.JSON)
		return !row.Broken() && row.Root().Kind() == document.Object
	}
	for root := range polaris.Documents(file) {
		if polaris.Identify(root, false).Kind != polaris.Foreign {
			return false
		}
	}
	root := file.Root()
	isRecord := root.Get("type").TextIs("record") && root.Get("fields").Kind() == document.Array
	return !isRecord && (root.Get("schema").Kind() != document.String || root.Len() > 6)
}

// sampleSource is the source for samples that were read.
func sampleSource(name, message string, text []byte, result *infer.Result, err error) (*gen.Source, []gen.Note, error) {
	var fault *infer.FaultError
	switch {
	case errors.As(err, &fault) && fault.Line > 0:
		return nil, nil, &exitError{exitFindings, fmt.Errorf("%s:%d: %s", name, fault.Line, report.Visible(fault.Message))}
	case err != nil:
		return nil, nil, &exitError{exitFindings, fmt.Errorf("%s: %w", name, err)}
	case message != "":
		return nil, nil, usageError("--message is for Protobuf, and %s has samples", name)
	}
	var notes []gen.Note
	for _, remark := range result.Remarks {
		notes = append(notes, gen.Note{Field: remark.Field, Message: remark.Message})
	}
	return &gen.Source{Name: name, Record: result.Record, Format: result.Format, NoTimes: result.NoTimes, Text: string(text)}, notes, nil
}

// readAvsc reads an Avro schema. Types that it does not define itself are looked for in the .avsc files of its folder and of those
// that the user named.
func readAvsc(s *streams, name, path string, text []byte, folders []string) (*avro.Schema, error) {
	file := document.Parse(text, document.JSONC)
	if fault, broken := firstFault(file); broken {
		return nil, &exitError{exitFindings, fmt.Errorf("%s:%d: %s", name, file.Lines().Position(fault.Span.Start).Line, fault.Message)}
	}
	for _, fault := range file.Faults {
		if fault.Code == document.DuplicateKey {
			return nil, &exitError{exitFindings, fmt.Errorf("%s:%d: %s", name, file.Lines().Position(fault.Span.Start).Line, fault.Message)}
		}
	}
	schema := avro.Read(file.Root())
	if !slices.ContainsFunc(schema.Faults, func(f avro.Fault) bool { return f.Code == avro.Undefined }) {
		return schema, nil
	}
	roots := []document.Node{file.Root()}
	searched := []string{filepath.Dir(path)}
	for _, folder := range folders {
		if info, err := os.Stat(absolute(s.dir, folder)); err != nil || !info.IsDir() {
			return nil, usageError("there is no folder %q to look for imports in", folder)
		}
		searched = append(searched, absolute(s.dir, folder))
	}
	seen := map[string]bool{path: true}
	for _, folder := range searched {
		files, err := filepath.Glob(filepath.Join(globEscape(folder), "*.avsc"))
		if err != nil {
			return nil, failure(fmt.Errorf("looking for schemas in %s: %w", folder, err))
		}
		for _, other := range files {
			if source, err := lint.ReadFile(other); err == nil && !seen[other] {
				roots = append(roots, document.Parse(source, document.JSONC).Root())
			}
			seen[other] = true
		}
	}
	return avro.ReadAll(roots)[0], nil
}

// globEscape is a path as a pattern that matches nothing else.
func globEscape(path string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}

// schemaSource is the source for the only schema of values among some.
func schemaSource(s *streams, schemas []dataSchema, message string, container bool) (*gen.Source, []gen.Note, error) {
	schemas = slices.DeleteFunc(slices.Clone(schemas), func(d dataSchema) bool { return d.part == "key" })
	if len(schemas) != 1 {
		return nil, nil, usageError("there are %d data schemas in the file: save the one to make a job of in a file of its own", len(schemas))
	}
	d := &schemas[0]
	if d.avro == nil {
		return messageSource(d, message)
	}
	if message != "" {
		return nil, nil, usageError("--message is for Protobuf, and %s is Avro", d.name)
	}
	for _, fault := range d.avro.Faults {
		line := fault.Node.File().Lines().Position(fault.Span.Start).Line
		if err := printed(fmt.Fprintf(s.err, "polarspec: %s:%d: %s\n", report.Visible(d.name), line, report.Visible(fault.Text()))); err != nil {
			return nil, nil, err
		}
	}
	if len(d.avro.Faults) > 0 {
		return nil, nil, &exitError{code: exitFindings}
	}
	return &gen.Source{Name: d.name, Avro: d.avro, Container: container}, nil, nil
}

// messageSource is the source for a message of a descriptor set: the one that is named, else the only one.
func messageSource(d *dataSchema, message string) (*gen.Source, []gen.Note, error) {
	if err := d.checkSet(); err != nil {
		return nil, nil, &exitError{exitFindings, errors.Unwrap(err)}
	}
	if message == "" {
		message = d.message
	}
	if message == "" {
		var names []string
		for _, file := range d.set.Files() {
			for _, m := range file.Messages {
				if !strings.HasPrefix(m.FullName, "google.protobuf.") {
					names = append(names, m.FullName)
				}
			}
		}
		switch {
		case len(names) == 0:
			return nil, nil, &exitError{exitFindings, fmt.Errorf("%s: there is no message in it", d.name)}
		case len(names) > 1:
			lines := make([]string, 0, len(names))
			for _, name := range names {
				lines = append(lines, fmt.Sprintf("  --message %s  %s", name, count(len(d.set.Message(name).Fields), "field")))
			}
			return nil, nil, usageError("%s has several messages. Say which one the records are:\n%s", d.name, strings.Join(lines, "\n"))
		}
		message = names[0]
	}
	found, err := d.findMessage(message)
	if err != nil {
		return nil, nil, err
	}
	return &gen.Source{Name: d.name, Set: d.set, Message: found}, nil, nil
}
