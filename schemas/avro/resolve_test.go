package avro

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// resolution is a pair of schemas and the kinds of errors in the tree of Java's Resolver (1.11.3 and 1.12.1 agree), recorded by running it.
type resolution struct {
	Name, Reader, Writer string
	Java                 []string
}

func javaCode(code MismatchCode) string {
	switch code {
	case TypesDiffer:
		return "INCOMPATIBLE_SCHEMA_TYPES"
	case NamesDiffer:
		return "NAMES_DONT_MATCH"
	case SizesDiffer:
		return "SIZES_DONT_MATCH"
	case MissingField:
		return "MISSING_REQUIRED_FIELD"
	case NoBranch:
		return "NO_MATCHING_BRANCH"
	case MissingSymbol:
		return "SYMBOL"
	}
	return "EXCEPTION"
}

func TestCompatible(t *testing.T) {
	file, err := os.Open("testdata/resolution.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var f resolution
		if err := json.Unmarshal(lines.Bytes(), &f); err != nil {
			t.Fatal(err)
		}
		codes := []string{}
		for _, m := range Compatible(parse(t, f.Reader), parse(t, f.Writer)) {
			if code := javaCode(m.Code); !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
			if !m.Reader.Exists() || !m.Writer.Exists() {
				t.Errorf("%s: %q has no places", f.Name, m.Message)
			}
		}
		slices.Sort(codes)
		if diff := cmp.Diff(f.Java, codes); diff != "" {
			t.Errorf("%s: %s", f.Name, diff)
		}
	}
}

func TestMismatchInWords(t *testing.T) {
	reader := parse(t, `{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"array","items":{"type":"record","name":"S","fields":[{"name":"x","type":"int"},{"name":"y","type":"int"}]}}},
		{"name":"u","type":"string"},{"name":"id","type":{"type":"fixed","name":"Id","size":16}}]}`)
	writer := parse(t, `{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"array","items":{"type":"record","name":"S","fields":[{"name":"x","type":"long"}]}}},
		{"name":"u","type":["null","string"]},{"name":"id","type":{"type":"fixed","name":"Id","size":12}}]}`)
	var got []string
	for _, m := range Compatible(reader, writer) {
		got = append(got, fmt.Sprintf("%s %s %s %v: %s", m.Path, m.Reader.Pointer(), m.Writer.Pointer(), m.Sometimes, m.Message))
	}
	want := []string{
		`a[].x /fields/0/type/items/fields/0/type /fields/0/type/items/fields/0/type true: the writer has long, the reader expects int`,
		`a[].y /fields/0/type/items/fields/1 /fields/0/type/items true: the writer has no field "y", and the reader's has no default`,
		`u /fields/1/type /fields/1/type/0 true: the writer has null, the reader expects string`,
		`id /fields/2/type /fields/2/type false: the writer has fixed Id, the reader expects fixed Id: 12 bytes cannot be read as 16`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCompare(t *testing.T) {
	before := `{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"string"},{"name":"c","type":["null","int"]},{"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"]}},
		{"name":"s","type":{"type":"array","items":{"type":"record","name":"S","fields":[{"name":"x","type":"int"},{"name":"n","type":["null","S"]}]}}},{"name":"t","type":"long"}]}`
	after := `{"type":"record","name":"R","doc":"x","fields":[{"name":"b","type":"string"},{"name":"a","type":"long"},{"name":"c","type":["int","null"]},{"name":"e","type":{"type":"enum","name":"E","symbols":["A","B","C"]}},
		{"name":"s","type":{"type":"array","items":{"type":"record","name":"S","fields":[{"name":"y","type":"int"},{"name":"n","type":["null","S"]}]}}},{"name":"t","type":{"type":"long","logicalType":"timestamp-millis"}}]}`
	var got []string
	for _, c := range Compare(parse(t, before), parse(t, after)) {
		got = append(got, fmt.Sprintf("%s %d %s|%s: %s", c.Path, c.Kind, c.Old.Pointer(), c.New.Pointer(), c.Message))
	}
	want := []string{
		`a 2 /fields/0/type|/fields/1/type: int became long`,
		`c 2 /fields/2/type|/fields/2/type: union of null, int became union of int, null`,
		`e 2 /fields/3/type|/fields/3/type: the symbols of enum E changed: "C" is new`,
		`s[].y 0 |/fields/4/type/items/fields/0: a new field, int`,
		`s[].x 1 /fields/4/type/items/fields/0|: the field is gone`,
		`t 2 /fields/5/type|/fields/5/type: long became timestamp-millis in long`,
		` 2 |: the fields of record R are in another order`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if changes := Compare(parse(t, before), parse(t, before)); len(changes) > 0 {
		t.Error(changes)
	}
}

// A schema of very many records in unions must not be matched branch by branch without end.
func TestHostileResolutionIsBounded(t *testing.T) {
	var text strings.Builder
	text.WriteString("[")
	for i := range 400 {
		if i > 0 {
			text.WriteString(",")
		}
		fmt.Fprintf(&text, `{"type":"record","name":"r%%d.R%d","fields":[{"name":"f","type":["null","int"]}`, i)
		if i > 0 {
			fmt.Fprintf(&text, `,{"name":"g","type":["r%%d.R%d","r%%d.R0"]}`, i-1)
		}
		text.WriteString("]}")
	}
	text.WriteString("]")
	reader := parse(t, strings.ReplaceAll(text.String(), "%d", "1"))
	writer := parse(t, strings.ReplaceAll(text.String(), "%d", "2"))
	Compatible(reader, writer)
	Compare(writer, reader)
}
