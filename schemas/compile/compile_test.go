package compile_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/schemas/compile"
	"github.com/polarspec/polarspec/schemas/shape"
)

func compiled(t *testing.T, text string) (*compile.Model, error) {
	t.Helper()
	return compile.Package(fstest.MapFS{"model.cue": {Data: []byte("package model\n" + text)}}, ".")
}

func TestTable(t *testing.T) {
	model, err := compiled(t, `
// A shape.
#Shape: (#Circle | #Square) @refuse("cone", rule=test/flat, as=#Cone, code=I)
// What all have.
#Base: {
	@partial()
	// Its name.
	name?: null | string @fact(E, source="page, with comma", values=U) @secret()
	old?: null @rule(test/old) @instead("name") @fact(V)
	...
}
// Round.
#Circle: {
	@partial()
	#Base
	type!: "circle" @fact(V)
	size!: #Size @rule(test/size) @fact(I, required=D)
	...
}
// Angular.
#Square: {
	@complete()
	type!: "square"
	sides?: null | [int, ...int] @expect(test/sides)
	mixed?: null | string | #Free
}
// Not flat.
#Cone: {
	@complete()
	type!: "cone"
}
// How large.
#Size: =~"^[0-9]+$" & =~"^[1-9]" @rule(test/pattern)
// Anything.
#Free: {[string]: _}
`)
	if err != nil {
		t.Fatal(err)
	}
	size := model.Types["Size"]
	want := map[string]*shape.Type{
		"Shape": {
			Name: "Shape", Doc: "A shape.", Kinds: shape.Objects, Discriminator: "type",
			Variants: []shape.Variant{
				{Value: "circle", Type: model.Types["Circle"]},
				{Value: "square", Type: model.Types["Square"]},
				{Value: "cone", Type: model.Types["Cone"], Refused: "test/flat", Code: shape.Inferred},
			},
		},
		"Circle": {
			Name: "Circle", Doc: "Round.", Kinds: shape.Objects,
			Fields: []shape.Field{
				{Name: "name", Doc: "Its name.", Type: &shape.Type{Kinds: shape.Strings}, Secret: true, Code: 'E', RequiredCode: 'E', ValuesCode: 'U', Source: "page, with comma"},
				{Name: "old", Forbidden: true, Rule: "test/old", Instead: "name", Code: 'V', RequiredCode: 'V', ValuesCode: 'V'},
				{Name: "type", Type: &shape.Type{Kinds: shape.Strings, Values: []string{"circle"}}, Required: true, Code: 'V', RequiredCode: 'V', ValuesCode: 'V'},
				{Name: "size", Type: size, Required: true, Rule: "test/size", Code: 'I', RequiredCode: 'D', ValuesCode: 'I'},
			},
		},
		"Square": {
			Name: "Square", Doc: "Angular.", Kinds: shape.Objects, Complete: true,
			Fields: []shape.Field{
				{Name: "type", Type: &shape.Type{Kinds: shape.Strings, Values: []string{"square"}}, Required: true},
				{Name: "sides", Type: &shape.Type{Kinds: shape.Arrays, MinItems: 1, Item: &shape.Type{Kinds: shape.Numbers, Whole: true}}, Expected: "test/sides"},
				{Name: "mixed", Type: &shape.Type{Kinds: shape.Strings | shape.Objects, Opaque: true}},
			},
		},
		"Size": {Name: "Size", Doc: "How large.", Kinds: shape.Strings, Rule: "test/pattern", Patterns: []string{"^[0-9]+$", "^[1-9]"}},
		"Free": {Name: "Free", Doc: "Anything.", Kinds: shape.Objects, Opaque: true},
	}
	for name, typ := range want {
		if diff := cmp.Diff(typ, model.Types[name]); diff != "" {
			t.Errorf("#%s: want -, got +:\n%s", name, diff)
		}
	}
}

// TestUnknownConstructsAreRefused keeps a meaning that the table cannot express from slipping in.
func TestUnknownConstructsAreRefused(t *testing.T) {
	tests := []struct{ name, text, fault string }{
		{"a plain field", `a: 1`, "only definitions"},
		{"a comprehension", `#A: {
	@complete()
	if true {b?: null | string}
}`, "Comprehension is not understood"},
		{"let", "let x = 1\n#A: string", "is not understood"},
		{"a default", `#A: {
	@complete()
	b?: null | *"x" | "y"
}`, "only =~"},
		{"a bound", `#A: >=1`, "only =~"},
		{"a negated pattern", `#A: !~"x"`, "only =~"},
		{"another function", "import \"strings\"\n#A: strings.MaxRunes(3)", "only strings.MinRunes"},
		{"an interpolation", `#A: "\(1)"`, "not understood"},
		{"a fixed list", `#A: [string, string]`, "a list must read"},
		{"neither complete nor partial", `#A: {b?: null | string}`, "either @complete() and without"},
		{"complete and open", "#A: {\n\t@complete()\n\t...\n}", "either @complete() and without"},
		{"partial and closed", "#A: {\n\t@partial()\n}", "either @complete() and without"},
		{"optional without null", "#A: {\n\t@complete()\n\tb?: string\n}", "an optional field accepts null"},
		{"required with null", "#A: {\n\t@complete()\n\tb!: null | string\n}", "an optional field accepts null"},
		{"a field without ! or ?", "#A: {\n\t@complete()\n\tb: string\n}", "must be required (!) or optional (?)"},
		{"a regular field twice", "#A: {\n\t@complete()\n\tb!: string\n\tb!: string\n}", "stands twice"},
		{"a field twice by embedding", "#B: {\n\t@partial()\n\tb!: string\n\t...\n}\n#A: {\n\t@partial()\n\tb!: string\n\t#B\n\t...\n}", "a second time"},
		{"recursion", "#A: {\n\t@complete()\n\ta?: null | #A\n}", "refers to itself"},
		{"an undefined reference", "#A: [...#B]", "#B is not defined"},
		{"a definition twice", "#A: string\n#A: int", "defined twice"},
		{"a union without discriminator", "#A: #B | #C\n#B: {\n\t@complete()\n}\n#C: {\n\t@complete()\n}", "no required field of one value"},
		{"one value of two alternatives", "#A: #B | #C\n#B: {\n\t@complete()\n\ttype!: \"x\"\n}\n#C: {\n\t@complete()\n\ttype!: \"x\"\n}", "two alternatives have type"},
		{"a refusal of what is allowed", "#A: #B @refuse(\"x\", rule=r, as=#B)\n#B: {\n\t@complete()\n\ttype!: \"x\"\n}", "names an alternative that is allowed"},
		{"a refusal without a rule", "#A: #B @refuse(\"y\", as=#B)\n#B: {\n\t@complete()\n\ttype!: \"x\"\n}", "needs rule= and as="},
		{"an unknown attribute", "#A: string @rul(x)", "attribute @rul is not understood"},
		{"an unknown code", "#A: {\n\t@complete()\n\tb!: string @fact(X)\n}", "is not a code"},
		{"a pattern that browsers read differently", `#A: =~"^\\d$"`, "not read alike"},
		{"a pattern with a flag", `#A: =~"(?i)x"`, "not read alike"},
		{"definitions of two kinds", "#A: #B | #C\n#B: {[string]: _}\n#C: =~\"c\"", "the alternatives before #C ask for more than a JSON kind"},
		{"a value before a definition", "#A: \"x\" | #B\n#B: {[string]: _}", "the alternatives before #B ask for more than a JSON kind"},
		{"two string alternatives", "#A: {\n\t@complete()\n\tb!: #B | #C\n}\n#B: =~\"b\"\n#C: =~\"c\"", "two alternatives of one JSON kind"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := compiled(t, test.text)
			if err == nil || !strings.Contains(err.Error(), test.fault) {
				t.Fatalf("the error is %v, want %q in it", err, test.fault)
			}
			if !strings.Contains(err.Error(), "model.cue:") {
				t.Errorf("the error names no place: %v", err)
			}
		})
	}
}

// TestGeneratedFilesAreUpToDate compiles the definitions of the repository again.
func TestGeneratedFilesAreUpToDate(t *testing.T) {
	tests := []struct {
		folder, pkg string
		schemas     map[string]string
		rules       []string
	}{
		{"../polaris", "polaris", map[string]string{"Job": "job", "Connection": "connection", "Table": "table"}, nil},
		{"../../lint/config", "config", map[string]string{"Config": "config"}, []string{"Severities", "RuleName"}},
		{"../../lint/evidence", "evidence", map[string]string{"Evidence": "topics"}, nil},
		{"../../lint/baseline", "baseline", map[string]string{"Baseline": "baseline"}, nil},
		{"../../gen/manifest", "manifest", map[string]string{"Manifest": "manifest"}, nil},
	}
	for _, test := range tests {
		model, err := compile.Package(os.DirFS(test.folder), ".")
		if err != nil {
			t.Fatal(err)
		}
		if err := model.OfferRules(os.DirFS("../../rules"), test.rules...); err != nil {
			t.Fatal(err)
		}
		table, err := model.Go(test.pkg)
		if err != nil {
			t.Fatal(err)
		}
		same(t, filepath.Join(test.folder, "table_gen.go"), table)
		for name, file := range test.schemas {
			schema, err := model.JSONSchema(name, file+".schema.json")
			if err != nil {
				t.Fatal(err)
			}
			same(t, "../jsonschema/"+file+".schema.json", schema)
		}
	}
}

func same(t *testing.T, path string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is stale: run go generate ./...", path)
	}
}
