package avro

import (
	"testing"

	"github.com/polarspec/polarspec/internal/document"
)

// A schema takes the types of other files with it, each where it is first used, so that it means the same alone.
func TestInline(t *testing.T) {
	for _, test := range []struct {
		name   string
		others []string
		text   string
		alone  bool
		want   string // "" if it cannot be done
	}{
		{"nothing to do", nil, `{"type":"record","name":"a.R","fields":[{"name":"next","type":["null","R"]}]}`, true, `{"type": "record", "name": "a.R", "fields": [{"name": "next", "type": ["null", "R"]}]}`},
		{"a type of another file", []string{`{"type":"enum","name":"a.E","symbols":["X"],"doc":"d"}`}, `{"type":"record","name":"a.R","fields":[{"name":"x","type":"E"},{"name":"y","type":"a.E"}]}`, false,
			`{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": {"type": "enum", "name": "a.E", "symbols": ["X"], "doc": "d"}}, {"name": "y", "type": "a.E"}]}`},
		{"without a namespace", []string{`{"type":"fixed","name":"F","size":2}`}, `{"type":"record","name":"a.R","fields":[{"name":"x","type":{"type":"array","items":"F"}}]}`, false,
			`{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": {"type": "array", "items": {"type": "fixed", "name": "F", "namespace": "", "size": 2}}}]}`},
		{"over two files, and back", []string{`{"type":"record","name":"b.S","fields":[{"name":"t","type":"c.T"}]}`, `{"type":"record","namespace":"c","name":"T","fields":[{"name":"back","type":["null","a.R"]}]}`}, `{"type":"record","name":"a.R","fields":[{"name":"s","type":{"type":"map","values":"b.S"}}]}`, false,
			`{"type": "record", "name": "a.R", "fields": [{"name": "s", "type": {"type": "map", "values": {"type": "record", "name": "b.S", "fields": [{"name": "t", "type": {"type": "record", "name": "c.T", "fields": [{"name": "back", "type": ["null", "a.R"]}]}}]}}}]}`},
		{"a name in an object", []string{`{"type":"enum","name":"a.E","symbols":["X"]}`}, `{"type":"record","name":"a.R","fields":[{"name":"x","type":{"type":"a.E"}}]}`, false,
			`{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": {"type": "enum", "name": "a.E", "symbols": ["X"]}}]}`},
		{"one of two properties with one key", nil, `{"type":"record","name":"R","fields":[{"name":"x","type":["null","int","long"],"type":"string"}]}`, true, `{"type": "record", "name": "R", "fields": [{"name": "x", "type": ["null", "int", "long"], "type": "string"}]}`},
		{"a fault", nil, `{"type":"record","name":"R","fields":[{"name":"x","type":"Y"}]}`, true, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			roots := []document.Node{document.Parse([]byte(test.text), document.JSON).Root()}
			for _, other := range test.others {
				roots = append(roots, document.Parse([]byte(other), document.JSON).Root())
			}
			schema := ReadAll(roots)[0]
			if alone := schema.StandsAlone(); alone != test.alone {
				t.Errorf("stands alone: %v", alone)
			}
			got := ""
			if value, ok := schema.Inline(); ok {
				got = string(document.EncodeCompact(value))
			}
			if got != test.want {
				t.Errorf("got\n%s, want\n%s", got, test.want)
			}
		})
	}
}
