package compile_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/document"
)

// TestJSONSchema has one of everything that a definition can be, and shows what an editor is given for it.
func TestJSONSchema(t *testing.T) {
	model, err := compiled(t, `
import "strings"

// A shape.
#Shape: #Circle | #Square @refuse("cone", rule=test/flat, as=#Square)
// Round.
#Circle: {
	@partial()
	// Kind of the shape.
	type!: "circle"
	// Its name.
	name?: null | #Name
	// Its colors.
	colors?: null | #Colors
	// Gone.
	old?: null @rule(test/old)
	// Inside of it.
	inner?: null | #Frame
	// Text or frame.
	mixed!: string | #Frame
	...
}
// Angular.
#Square: {
	@complete()
	// Kind of the shape.
	type!: "square"
	// Around it.
	frame!: #Frame
	// Anything.
	rest?: null | [..._]
}
// A line.
#Frame: {
	@complete()
	// How wide.
	width?: null | 1 | 2
	// Its words.
	words!: [#NonEmpty, ...#NonEmpty]
}
// Letters and digits.
#Name: =~"^[a-z0-9]+$" & =~"^[a-z]"
// Not empty.
#NonEmpty: strings.MinRunes(1)
// Colors by place.
#Colors: {[string]: "red" | "blue"}
`)
	if err != nil {
		t.Fatal(err)
	}
	pages := fstest.MapFS{"edge/top.md": {Data: []byte("# edge/top\n\n## What it catches\n\nThe `a. b` at\nthe top: it is\n\nmore\n")}}
	if err := model.OfferRules(pages, "Colors"); err != nil {
		t.Fatal(err)
	}
	got, err := model.JSONSchema("Shape", "shape.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "$id": "https://raw.githubusercontent.com/polarspec/polarspec/main/schemas/jsonschema/shape.schema.json",
  "title": "polarspec shape",
  "description": "A shape.",
  "type": "object",
  "required": ["type"],
  "properties": {
    "type": {"description": "Kind of the shape.", "enum": ["circle", "square"], "enumDescriptions": ["Round.", "Angular."]}
  },
  "allOf": [
    {
      "if": {"type": "object", "required": ["type"], "properties": {"type": {"const": "circle"}}},
      "then": {"$ref": "#/definitions/Circle"}
    },
    {
      "if": {"type": "object", "required": ["type"], "properties": {"type": {"const": "square"}}},
      "then": {"$ref": "#/definitions/Square"}
    }
  ],
  "definitions": {
    "Circle": {
      "type": "object",
      "properties": {
        "type": {"type": "string", "const": "circle"},
        "name": {
          "description": "Its name.\n\nLetters and digits.",
          "type": ["string", "null"],
          "allOf": [
            {"pattern": "^[a-z0-9]+$", "patternErrorMessage": "Value is not accepted. Expected: Letters and digits."},
            {"pattern": "^[a-z]", "patternErrorMessage": "Value is not accepted. Expected: Letters and digits."}
          ]
        },
        "colors": {
          "description": "Its colors.",
          "type": ["object", "null"],
          "anyOf": [{"$ref": "#/definitions/Colors"}, {"type": "null"}]
        },
        "old": {"description": "Gone.", "type": "null", "errorMessage": "Gone.", "doNotSuggest": true},
        "inner": {
          "description": "Inside of it.",
          "type": ["object", "null"],
          "anyOf": [{"$ref": "#/definitions/Frame"}, {"type": "null"}]
        },
        "mixed": {
          "description": "Text or frame.",
          "anyOf": [
            {"type": "string"},
            {
              "type": "object",
              "properties": {
                "width": {"description": "How wide.", "type": ["integer", "null"], "enum": [1, 2, null]},
                "words": {"description": "Its words.", "type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
              },
              "required": ["words"],
              "additionalProperties": false
            }
          ]
        }
      },
      "required": ["type", "mixed"]
    },
    "Colors": {
      "type": "object",
      "additionalProperties": {"type": "string", "enum": ["red", "blue"]},
      "allOf": [
        {
          "properties": {
            "edge/*": {"description": "All rules of the category edge."},
            "edge/top": {"description": "The ` + "`a. b`" + ` at the top."}
          }
        }
      ]
    },
    "Frame": {
      "type": "object",
      "properties": {
        "width": {"description": "How wide.", "type": ["integer", "null"], "enum": [1, 2, null]},
        "words": {"description": "Its words.", "type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
      },
      "required": ["words"],
      "additionalProperties": false
    },
    "Square": {
      "type": "object",
      "properties": {
        "type": {"type": "string", "const": "square"},
        "frame": {"description": "Around it.", "type": "object", "allOf": [{"$ref": "#/definitions/Frame"}]},
        "rest": {"description": "Anything.", "type": ["array", "null"]}
      },
      "required": ["type", "frame"],
      "additionalProperties": false
    }
  }
}`
	if diff := cmp.Diff(canonical(t, want), canonical(t, string(got))); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// canonical lays a JSON text out as the schemas are, so that only what it says is compared, the order of members included.
func canonical(t *testing.T, text string) string {
	t.Helper()
	parsed := document.Parse([]byte(text), document.JSON)
	if len(parsed.Faults) > 0 {
		t.Fatalf("%v in:\n%s", parsed.Faults, text)
	}
	return string(document.Encode(parsed.Root().Value()))
}

func TestOfferRulesFaults(t *testing.T) {
	page := func(text string) fstest.MapFS { return fstest.MapFS{"edge/top.md": {Data: []byte(text)}} }
	good := "## What it catches\n\nA top.\n"
	tests := []struct {
		name, definition, fault string
		pages                   fstest.MapFS
	}{
		{"no pages", "A", "listing the pages of the rules", fstest.MapFS{}},
		{"no heading", "A", "edge/top.md: there is no sentence", page("# edge/top\n\nA top.\n")},
		{"no sentence", "A", "edge/top.md: there is no sentence", page("## What it catches\n\nA top\n\nmore.\n")},
		{"no definition", "B", "there is no definition #B", page(good)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			model, err := compiled(t, `#A: {[string]: string}`)
			if err != nil {
				t.Fatal(err)
			}
			if err := model.OfferRules(test.pages, test.definition); err == nil || !strings.Contains(err.Error(), test.fault) {
				t.Errorf("the error is %v, want %q in it", err, test.fault)
			}
			if err := model.OfferRules(page(good), "A"); err != nil {
				t.Errorf("a good page and definition: %v", err)
			}
		})
	}
}
