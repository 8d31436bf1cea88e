package compile_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/reference"
	"github.com/polarspec/polarspec/schemas/compile"
)

// TestReferencePagesAreFresh: what go generate would write is what is there.
func TestReferencePagesAreFresh(t *testing.T) {
	for _, page := range []struct {
		file, folder string
		roots        []string
	}{
		{"fields.md", "schemas/polaris", []string{"Job=job.schema.json", "Connection", "Table"}},
		{"manifest.md", "gen/manifest", []string{"Manifest"}},
	} {
		text, err := compile.ReferencePage(os.DirFS("../../"+page.folder), "", page.roots)
		if err != nil {
			t.Fatal(err)
		}
		before, after, err := reference.Renewed("../../docs/reference/"+page.file, text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("go generate ./%s would change the page:\n%s", page.folder, diff)
		}
	}
}

func TestReference(t *testing.T) {
	model, err := compiled(t, `
// What is drawn | shown.
#Shape: (#Circle | #Square) @refuse("cone", rule=test/flat, as=#Cone, code=I)
// Round.
#Circle: {
	@partial()
	type!: "circle" @fact(V)
	// How large.
	size!: #Size @rule(test/size) @fact(I, required=D, source="page")
	old?: null @rule(test/old) @instead("size") @fact(V)
	...
}
// Angular.
#Square: {
	@complete()
	type!: "square"
	sides?: null | [int, ...int] @expect(test/sides)
	mixed?: null | string | #Free @fact(E, source="page, with comma", values=U) @secret()
	inner?: null | [...#Circle]
	by?: null | {[string]: #Circle}
	flag?: null | bool | 1 | 2
}
// Not flat.
#Cone: {
	@complete()
	type!: "cone"
}
// How large.
#Size: =~"^(1|2)$" @rule(test/pattern)
// Anything.
#Free: {[string]: _}
`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := model.Reference("Shape")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(`
## Shape

What is drawn \| shown.

| 'type' | then it is | refused here by |
| --- | --- | --- |
| 'circle' | [Circle](#circle) |  |
| 'square' | [Square](#square) |  |
| 'cone' | [Cone](#cone) | [test/flat](../../rules/test/flat.md) |

## Circle

Round.

Stands at the top, 'inner[]', 'by.NAME'.

The documentation does not list all fields of this object: others are warned of at most.

| field | value | required | what it is | confidence | source |
| --- | --- | --- | --- | --- | --- |
| 'type' | '"circle"' | yes |  | V |  |
| 'size' | [Size](#size) | yes | How large. Rule: [test/size](../../rules/test/size.md). | I, required D | [page](https://docs.imply.io/polaris/page/) |
| 'old' | not here; use 'size' |  | Rule: [test/old](../../rules/test/old.md). | V |  |

## Square

Angular.

| field | value | required | what it is | confidence | source |
| --- | --- | --- | --- | --- | --- |
| 'type' | '"square"' | yes |  |  |  |
| 'sides' | array of whole number, at least 1 | see [test/sides](../../rules/test/sides.md) |  |  |  |
| 'mixed' | string or object |  | Never printed. | E, values U | page, with comma |
| 'inner' | array of [Circle](#circle) |  |  |  |  |
| 'by' | object with [Circle](#circle) by name |  |  |  |  |
| 'flag' | 'true', 'false' or '1', '2' |  |  |  |  |

## Kinds of values

| kind | values | what it is |
| --- | --- | --- |
| <a id="size"></a>Size | string that matches '^(1\|2)$' | How large. |
`, "'", "`")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if _, err := model.Reference("Nothing"); err == nil {
		t.Error("a definition that is not there was described")
	}
}

// TestReferenceWithoutFacts: a model of our own has no confidence.
func TestReferenceWithoutFacts(t *testing.T) {
	model, err := compiled(t, "// Ours.\n#Own: {\n\t@complete()\n\t// Its size.\n\tsize!: int\n}\n")
	if err != nil {
		t.Fatal(err)
	}
	got, err := model.Reference("Own")
	if err != nil {
		t.Fatal(err)
	}
	want := "\n## Own\n\nOurs.\n\n| field | value | required | what it is |\n| --- | --- | --- | --- |\n| `size` | whole number | yes | Its size. |\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestSettings(t *testing.T) {
	const text = `
#Config: {
	@complete()
	// The version.
	version!: 1
	// Some files. Default: all | none.
	files?: null | [...#Glob]
	// By name. Default: none.
	topics?: null | {[string]: #Topic}
}
#Topic: {
	@complete()
	// Its patterns. Default: none.
	samples?: null | [#Glob, ...#Glob]
	// How.
	how!: "a" | "b"
}
#Glob: strings.MinRunes(1)
`
	model, err := compiled(t, `import "strings"`+text)
	if err != nil {
		t.Fatal(err)
	}
	const example = "# About the file.\n\nversion: 1\n# All.\nfiles:\n  # Those.\n- a\n\ntopics: {}\n"
	got, err := model.Settings("Config", example)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(`
## version

| key | value | default | what it is |
| --- | --- | --- | --- |
| 'version' | '1' | required | The version. |

'''yaml
version: 1
'''

## files

| key | value | default | what it is |
| --- | --- | --- | --- |
| 'files' | list of patterns | all \| none | Some files. |

'''yaml
# All.
files:
  # Those.
- a
'''

## topics

| key | value | default | what it is |
| --- | --- | --- | --- |
| 'topics' | by name: mapping | none | By name. |
| 'topics.NAME.samples' | list of patterns, at least 1 | none | Its patterns. |
| 'topics.NAME.how' | '"a"', '"b"' | required | How. |

'''yaml
topics: {}
'''
`, "'", "`")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if _, err := model.Settings("Config", "version: 1\n"); err == nil || !strings.Contains(err.Error(), `the key "files"`) {
		t.Errorf("an example without a key: %v", err)
	}
	model, err = compiled(t, `import "strings"`+strings.Replace(text, " Default: none.", "", 1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := model.Settings("Config", example); err == nil || !strings.Contains(err.Error(), "topics does not end in") {
		t.Errorf("a key without a default: %v", err)
	}
}
