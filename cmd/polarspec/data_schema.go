package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/avro"
	"github.com/polarspec/polarspec/schemas/field"
	"github.com/polarspec/polarspec/schemas/polaris"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

// dataSchema is a data schema of a file that the user named.
type dataSchema struct {
	// name is the file as the user named it.
	name string
	// avro is the Avro schema, nil for Protobuf. It may have faults.
	avro *avro.Schema
	// set is the descriptor set; nil for Avro, and if fault says why it cannot be read.
	set   *protobuf.Set
	fault *protobuf.Fault
	// message is the message that a job spec names, "" if nothing does.
	message string
	// part is "value" or "key" for the schemas of records with metadata.
	part string
	// spec is true for a schema of a job spec.
	spec    bool
	reading field.Reading
}

// descriptorExtensions are how files with descriptor sets are called.
var descriptorExtensions = []string{".desc", ".pb", ".protoset", ".binpb", ".fds"}

// readDataSchemas reads the schemas of a file, whatever kind of file it is; only a job spec has several. Imports of a .proto file are
// looked for in the folders, too. What is wrong with a .proto file is printed.
func readDataSchemas(s *streams, name string, folders []string) ([]dataSchema, error) {
	path := absolute(s.dir, name)
	if strings.EqualFold(filepath.Ext(name), ".proto") {
		return protoSchema(s, path, name, folders)
	}
	source, err := readSource(path)
	if err != nil {
		return nil, failure(fmt.Errorf("%s: %w", name, err))
	}
	switch extension := strings.ToLower(filepath.Ext(name)); {
	case bytes.HasPrefix(source, []byte("Obj\x01")):
		container, err := avro.ReadContainer(bytes.NewReader(source), int64(len(source)))
		if container == nil || container.Schema == nil {
			return nil, failure(fmt.Errorf("%s: %w", name, err))
		}
		return []dataSchema{{name: name, avro: container.Schema, reading: field.Reading{Batch: true}}}, nil
	case slices.Contains(descriptorExtensions, extension):
		set, fault := protobuf.DecodeBytes(source)
		return []dataSchema{{name: name, set: set, fault: fault}}, nil
	case extension == ".avsc":
		return avscSchema(name, document.Parse(source, document.JSONC))
	case slices.Contains(extensions, extension):
		return documentSchemas(name, document.Parse(source, lint.SyntaxOf(name, source)))
	}
	return nil, usageError("%s is no file with a data schema: use an Avro schema (.avsc), a .proto file, a descriptor set (.desc, .pb, .protoset), an Avro container file or a job spec", name)
}

// documentSchemas reads a job spec, the saved response of a schema registry, or an Avro schema under the name of any JSON document.
func documentSchemas(name string, file *document.File) ([]dataSchema, error) {
	if fault, broken := firstFault(file); broken {
		return nil, failure(fmt.Errorf("%s:%d: %s", name, file.Lines().Position(fault.Span.Start).Line, fault.Message))
	}
	root := file.Root()
	switch {
	case root.Get("type").TextIs("record") && root.Get("fields").Kind() == document.Array:
		return avscSchema(name, file)
	case root.Get("schema").Kind() == document.String && !root.Get("source").Exists():
		return registeredSchema(name, root)
	}
	var found []dataSchema
	jobs, registry := 0, ""
	for root := range polaris.Documents(file) {
		identity := polaris.Identify(root, true)
		if identity.Kind != polaris.JobKind {
			continue
		}
		jobs++
		pass := &lint.Pass{Root: root, Identity: identity}
		for format := range pass.Job().Formats() {
			if format.Provider().Type() == "connection" {
				registry = format.Provider().Connection().Text()
			}
		}
		for _, schema := range pass.DataSchemas() {
			found = append(found, specSchema(name, schema))
		}
	}
	switch {
	case len(found) > 0:
		return found, nil
	case jobs == 0:
		return nil, usageError("%s is neither a job spec nor an Avro record", name)
	case registry != "":
		return nil, usageError("%s has no data schema inside: it is in the schema registry of the connection %q", name, registry)
	}
	return nil, usageError("%s has no data schema inside", name)
}

func specSchema(name string, schema *lint.DataSchema) dataSchema {
	d := dataSchema{name: name, spec: true, avro: schema.Avro, set: schema.Descriptor, fault: schema.Fault, reading: schema.Reading}
	if named := schema.Provider.Get("protoMessageType"); schema.Avro == nil && named.Kind() == document.String {
		d.message = named.Text()
	}
	switch {
	case schema.Format.KeyIs("valueFormat"):
		d.part = "value"
	case schema.Format.KeyIs("keyFormat"):
		d.part = "key"
	}
	return d
}

// registeredSchema reads a response of GET /schemas/ids/N of a schema registry, also with ?format=serialized.
func registeredSchema(name string, root document.Node) ([]dataSchema, error) {
	text := root.Get("schema").Text()
	switch kind := root.Get("schemaType").Text(); kind {
	case "", "AVRO":
		file := document.Parse([]byte(text), document.JSONC)
		if fault, broken := firstFault(file); broken {
			return nil, failure(fmt.Errorf("%s: the schema in it does not parse: %s", name, fault.Message))
		}
		return []dataSchema{{name: name, avro: avro.Read(file.Root())}}, nil
	case "PROTOBUF":
		const file = "registered.proto"
		set, faults := protobuf.Compile(file, func(path string) ([]byte, error) {
			if path == file {
				return []byte(text), nil
			}
			return nil, fs.ErrNotExist
		})
		if set != nil {
			return []dataSchema{{name: name, set: set}}, nil
		}
		if data, err := base64.StdEncoding.DecodeString(text); err == nil {
			set, fault := protobuf.Wrap(data)
			return []dataSchema{{name: name, set: set, fault: fault}}, nil
		}
		return nil, failure(fmt.Errorf("%s: the schema in it does not compile: line %d: %s", name, faults[0].Line, faults[0].Message))
	default:
		return nil, usageError("%s holds a schema of the type %q, and only AVRO and PROTOBUF describe binary records", name, kind)
	}
}

func avscSchema(name string, file *document.File) ([]dataSchema, error) {
	if fault, broken := firstFault(file); broken {
		return nil, failure(fmt.Errorf("%s:%d: %s", name, file.Lines().Position(fault.Span.Start).Line, fault.Message))
	}
	return []dataSchema{{name: name, avro: avro.Read(file.Root())}}, nil
}

func firstFault(file *document.File) (document.Fault, bool) {
	if file.Broken() && len(file.Faults) > 0 {
		return file.Faults[0], true
	}
	return document.Fault{}, false
}

// avroFault is the first fault of an Avro schema as an error, nil if it has none.
func avroFault(name string, schema *avro.Schema) error {
	if len(schema.Faults) == 0 {
		return nil
	}
	fault := schema.Faults[0]
	line := fault.Node.File().Lines().Position(fault.Span.Start).Line
	return failure(fmt.Errorf("%s:%d: %s", name, line, fault.Text()))
}

func protoSchema(s *streams, path, name string, folders []string) ([]dataSchema, error) {
	sources, err := newSources(s.dir, path, folders)
	if err != nil {
		return nil, err
	}
	set, faults := protobuf.Compile(sources.name, sources.open)
	if sources.unreadable != nil {
		return nil, failure(sources.unreadable)
	}
	for i := range faults {
		faults[i].File = sources.shown(faults[i].File)
		if err := printed(fmt.Fprintln(s.err, faults[i].Error())); err != nil {
			return nil, err
		}
	}
	if len(faults) > 0 {
		return nil, &exitError{exitFailure, nil}
	}
	return []dataSchema{{name: name, set: set}}, nil
}

// checkSet is why a set cannot be used, as an error.
func (d *dataSchema) checkSet() error {
	if d.fault != nil {
		return failure(fmt.Errorf("%s: %s", d.name, d.fault.Detail))
	}
	if d.set == nil {
		return failure(fmt.Errorf("%s: there is no descriptor", d.name))
	}
	if problems := d.set.Problems(); len(problems) > 0 && !problems[0].OldOnly {
		return failure(fmt.Errorf("%s: %s: %s", d.name, problems[0].Element, problems[0].Detail))
	}
	return nil
}

// messageNames are the full names of the messages of a set that somebody wrote.
func messageNames(set *protobuf.Set) []string {
	var names []string
	for _, m := range set.Messages() {
		if !m.MapEntry && !strings.HasPrefix(m.FullName, "google.protobuf.") {
			names = append(names, m.FullName)
		}
	}
	return names
}

// findMessage returns the message of a name, as any version of Druid finds it.
func (d *dataSchema) findMessage(name string) (*protobuf.Message, error) {
	lookup := d.set.Find(name)
	switch {
	case lookup.New != nil:
		return lookup.New, nil
	case lookup.Old != nil:
		return lookup.Old, nil
	}
	return nil, usageError("%s has no message %q; it has %s", d.name, name, strings.Join(messageNames(d.set), ", "))
}
