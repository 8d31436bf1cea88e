// Package modeltest proves that a CUE definition, the field table generated from it, and the JSON Schema generated from it
// accept and refuse the same documents. It is used in tests only.
package modeltest

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"testing"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/build"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/cue/parser"
	cuejson "cuelang.org/go/encoding/json"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/shape"
)

// Model is the three forms of one definition.
type Model struct {
	// Definitions are the CUE files, Name the definition in them with its "#".
	Definitions fs.FS
	Name        string
	// Table is the generated table.
	Table *shape.Type
	// JSONSchema is the generated schema.
	JSONSchema []byte
}

// DefaultMutants is how many documents a test judges; the environment variable POLARSPEC_MUTANTS asks for another number.
const DefaultMutants = 2000

// Equivalence judges the samples, which must be valid, and documents made by changing one thing in them or in documents
// made from the table. It fails on every document that the three forms do not agree on, and when too few of the documents
// are valid or not every field was changed.
func Equivalence(t *testing.T, m Model, samples [][]byte) {
	t.Helper()
	j := newJudges(t, m)
	for _, sample := range samples {
		if v := j.judge(t, sample); !v.table || !v.cue || !v.schema {
			t.Errorf("the sample is refused (table %v, CUE %v, JSON Schema %v):\n%s", !v.table, !v.cue, !v.schema, sample)
		}
	}
	count := DefaultMutants
	if text := os.Getenv("POLARSPEC_MUTANTS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("POLARSPEC_MUTANTS: %v", err)
		}
		count = n
	}
	maker := &maker{random: rand.New(rand.NewPCG(1, 2)), touched: map[*shape.Field]int{}}
	valid := 0
	for i := range count {
		base := maker.document(m.Table)
		if len(samples) > 0 && i%4 == 0 {
			base = parse(t, samples[i/4%len(samples)])
		}
		text := document.Encode(maker.mutate(base, m.Table))
		v := j.judge(t, text)
		if v.table != v.cue || v.table != v.schema {
			t.Errorf("they disagree: table %v, CUE %v, JSON Schema %v accept\n%s\ntable: %v\nCUE: %v\nJSON Schema: %v", v.table, v.cue, v.schema, text, v.violations, v.cueError, v.schemaError)
		}
		if v.table {
			valid++
		}
		if t.Failed() {
			return
		}
	}
	if valid*100 < count*40 || valid*100 > count*90 {
		t.Errorf("%d of %d documents are valid; a proof needs 40 to 90 %%", valid, count)
	}
	if count >= 10*DefaultMutants {
		for _, f := range everyField(m.Table, map[*shape.Type]bool{}) {
			if maker.touched[f] == 0 {
				t.Errorf("the field %q was never changed", f.Name)
			}
		}
	}
}

type judges struct {
	context   *cue.Context
	cue       cue.Value
	validator *shape.Validator
	schema    *jsonschema.Schema
}

func newJudges(t *testing.T, m Model) *judges {
	t.Helper()
	j := &judges{context: cuecontext.New(), validator: shape.NewValidator(m.Table)}
	instance := build.NewContext().NewInstance("", nil)
	names, err := fs.Glob(m.Definitions, "*.cue")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		source, err := fs.ReadFile(m.Definitions, name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(name, source, parser.ParseComments)
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
	j.cue = j.context.BuildInstance(instance).LookupPath(cue.ParsePath(m.Name))
	if err := j.cue.Err(); err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("model.json", bytes.NewReader(m.JSONSchema)); err != nil {
		t.Fatal(err)
	}
	if j.schema, err = compiler.Compile("model.json"); err != nil {
		t.Fatal(err)
	}
	return j
}

type verdict struct {
	table, cue, schema    bool
	violations            []string
	cueError, schemaError error
}

func (j *judges) judge(t *testing.T, text []byte) verdict {
	t.Helper()
	var v verdict
	file := document.Parse(text, document.JSON)
	if len(file.Faults) > 0 {
		t.Fatalf("the test made a document that does not parse: %v\n%s", file.Faults, text)
	}
	j.validator.Validate(file.Root(), func(found shape.Violation) {
		if found.Breaks() {
			v.violations = append(v.violations, found.Node.Pointer()+" "+found.Name)
		}
	})
	v.table = len(v.violations) == 0

	expr, err := cuejson.Extract("document.json", text)
	if err != nil {
		t.Fatal(err)
	}
	v.cueError = j.cue.Unify(j.context.BuildExpr(expr)).Validate(cue.Concrete(true))
	v.cue = v.cueError == nil

	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatal(err)
	}
	v.schemaError = j.schema.Validate(value)
	v.schema = v.schemaError == nil
	return v
}

func parse(t *testing.T, text []byte) document.Value {
	t.Helper()
	file := document.Parse(text, document.JSON)
	if len(file.Faults) > 0 {
		t.Fatalf("a sample does not parse: %v", file.Faults)
	}
	return file.Root().Value()
}

func everyField(t *shape.Type, seen map[*shape.Type]bool) []*shape.Field {
	if t == nil || seen[t] {
		return nil
	}
	seen[t] = true
	var fields []*shape.Field
	for i := range t.Fields {
		fields = append(fields, &t.Fields[i])
		fields = append(fields, everyField(t.Fields[i].Type, seen)...)
	}
	fields = append(fields, everyField(t.Item, seen)...)
	fields = append(fields, everyField(t.Member, seen)...)
	for _, v := range t.Variants {
		if v.Refused == "" {
			fields = append(fields, everyField(v.Type, seen)...)
		}
	}
	return fields
}

func matches(pattern, text string) bool {
	ok, err := regexp.MatchString(pattern, text)
	return ok && err == nil
}
