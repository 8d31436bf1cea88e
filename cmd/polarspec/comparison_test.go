package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/build"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/parser"
	cuejson "cuelang.org/go/encoding/json"
	diff "github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/polarspec/polarspec/internal/reference"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// faultySpecs are the folders of testdata/comparison with what is wrong in each and where. Of something that is missing it is the object.
var faultySpecs = []struct{ folder, fault, place string }{
	{"00-valid", "nothing", ""},
	{"01-misspelt-field", "`tabelName` for `tableName`", "/target/tabelName"},
	{"02-boolean-as-text", "`\"true\"` for a boolean", "/createTableIfNotExists"},
	{"03-no-schema", "Avro records without a schema", "/source/formatSettings"},
	{"04-period", "`\"30 days\"` for a period", "/lateMessageRejectionPeriod"},
	{"05-container-format", "a format of files for a stream", "/source/formatSettings/format"},
	{"06-misspelt-input", "an input field that no record has", "/source/inputSchema/3/name"},
	{"07-rounded-number", "a `long` read as a `float`", "/source/inputSchema/3/dataType"},
	{"08-protobuf-name", "a Protobuf field under a name that Druid does not use", "/source/inputSchema/3/name"},
	{"09-framed-topic", "an inline schema for records that a registry frames", "/source/formatSettings/parseSchemaProvider/type"},
	{"10-time-pattern", "a time pattern that reads each day as one of January", "/mappings/0/expression"},
}

// TestComparison judges the faulty specs by polarspec, CUE and JSON Schema and compares the outcome with the table of docs/comparison.md.
func TestComparison(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	context := cuecontext.New()
	definitions := cueDefinitions(t, context)
	schema := jsonschema.MustCompile(filepath.Join(root, "schemas", "jsonschema", "job.schema.json"))
	var b strings.Builder
	b.WriteString("| what is wrong | polarspec | `cue vet -d '#Job'` | `cue vet -d '#StreamingJob'` | JSON Schema |\n| --- | --- | --- | --- | --- |\n")
	for _, spec := range faultySpecs {
		folder := filepath.Join(root, "testdata", "comparison", spec.folder)
		text, err := os.ReadFile(filepath.Join(folder, "job.json"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "| [%s](../testdata/comparison/%s/job.json) | %s | %s | %s | %s |\n", spec.fault, spec.folder,
			byPolarspec(t, folder, spec.place), byCUE(t, context, definitions, "#Job", text, spec.place),
			byCUE(t, context, definitions, "#StreamingJob", text, spec.place), byJSONSchema(t, schema, text, spec.place))
	}
	page := filepath.Join(root, "docs", "comparison.md")
	if *updateReference {
		if err := reference.Renew(page, b.String()); err != nil {
			t.Fatal(err)
		}
	}
	before, after, err := reference.Renewed(page, b.String())
	if err != nil {
		t.Fatal(err)
	}
	if diff := diff.Diff(before, after); diff != "" {
		t.Errorf("go generate ./cmd/polarspec would change the page:\n%s", diff)
	}
}

// verdict puts a number of messages into words. places are the pointers that they are about.
func verdict(places []string, want string) string {
	if len(places) == 0 {
		return "accepts it"
	}
	text := fmt.Sprintf("%d messages", len(places))
	if len(places) == 1 {
		text = "1 message"
	}
	if !slices.Contains(places, want) {
		return text + ", none at the place"
	}
	if len(places) == 1 {
		return text + ", at the place"
	}
	return text + ", one at the place"
}

func byPolarspec(t *testing.T, folder, place string) string {
	t.Helper()
	var report struct {
		Findings []struct{ Rule, Severity, Pointer string }
	}
	out := polarspec(t, folder, "", "lint", "--format", "json")
	if err := json.Unmarshal([]byte(out.stdout), &report); err != nil {
		t.Fatalf("%v: %s", err, out.stderr)
	}
	var places []string
	for _, finding := range report.Findings {
		places = append(places, finding.Pointer)
	}
	text := verdict(places, place)
	for _, finding := range report.Findings {
		text += fmt.Sprintf(": %s [%s](../rules/%s.md)", finding.Severity, finding.Rule, finding.Rule)
	}
	return text
}

// cueDefinitions builds the definitions of specs as one package.
func cueDefinitions(t *testing.T, context *cue.Context) cue.Value {
	t.Helper()
	instance := build.NewContext().NewInstance("", nil)
	names, err := fs.Glob(polaris.Definitions, "*.cue")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		source, err := fs.ReadFile(polaris.Definitions, name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(name, source)
		if err != nil {
			t.Fatal(err)
		}
		if err := instance.AddSyntax(file); err != nil {
			t.Fatal(err)
		}
	}
	if err := instance.Complete(); err != nil {
		t.Fatal(err)
	}
	definitions := context.BuildInstance(instance)
	if err := definitions.Err(); err != nil {
		t.Fatal(err)
	}
	return definitions
}

// byCUE judges a document as cue vet does with a definition.
func byCUE(t *testing.T, context *cue.Context, definitions cue.Value, name string, text []byte, place string) string {
	t.Helper()
	expr, err := cuejson.Extract("job.json", text)
	if err != nil {
		t.Fatal(err)
	}
	definition := definitions.LookupPath(cue.ParsePath(name))
	err = definition.Unify(context.BuildExpr(expr)).Validate(cue.Concrete(true), cue.Final())
	var places []string
	for _, message := range errors.Errors(err) {
		path := message.Path()
		if len(path) > 0 && path[0] == name {
			path = path[1:]
		}
		places = append(places, "/"+strings.Join(path, "/"))
		// What is missing is named by its own path.
		if strings.Contains(message.Error(), "required but not present") && len(path) > 0 {
			places[len(places)-1] = "/" + strings.Join(path[:len(path)-1], "/")
		}
	}
	return verdict(places, place)
}

// byJSONSchema counts the faults that have no cause below them: the others only say that something inside is wrong. A name that is
// not allowed is reported on the object that has it.
func byJSONSchema(t *testing.T, schema *jsonschema.Schema, text []byte, place string) string {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var document any
	if err := decoder.Decode(&document); err != nil {
		t.Fatal(err)
	}
	var invalid *jsonschema.ValidationError
	if err := schema.Validate(document); err != nil && !errors.As(err, &invalid) {
		t.Fatal(err)
	}
	var places []string
	var walk func(*jsonschema.ValidationError)
	walk = func(e *jsonschema.ValidationError) {
		for _, cause := range e.Causes {
			walk(cause)
		}
		if len(e.Causes) > 0 {
			return
		}
		at := e.InstanceLocation
		if _, name, found := strings.Cut(e.Message, "additionalProperties '"); found {
			at += "/" + strings.TrimSuffix(name, "' not allowed")
		}
		places = append(places, at)
	}
	if invalid != nil {
		walk(invalid)
	}
	return verdict(places, place)
}
