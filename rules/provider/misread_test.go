package provider

import (
	"testing"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/avro"
)

// TestMisreadID compares what is said to be certain of an id with what Druid was seen to do to framed records of the seed's schema:
// the table of druid-semantics section 3.
func TestMisreadID(t *testing.T) {
	const (
		empty   = `"timestamp" would be "", "city" "", "session" "" and "session_length" `
		silent  = " in every record, without an error"
		failure = `decoding a record so fails: at "session" a string has the negative length -1`
	)
	schema := avro.Read(document.Parse([]byte(`{"type": "record", "name": "KttmEvent", "fields": [{"name": "timestamp", "type": "string"},
		{"name": "city", "type": "string"}, {"name": "session", "type": "string"}, {"name": "session_length", "type": "long"}]}`), document.JSON).Root())
	for id, want := range map[uint32]string{
		1: empty + "0" + silent, 255: empty + "0" + silent, 256: empty + "-1" + silent, 768: empty + "-2" + silent,
		65535:  `"timestamp" would be "", "city" "" and "session" ""` + silent, // the number goes on in the data
		65536:  failure,
		100001: failure,
		131072: `"timestamp" would be "", "city" "", "session" other text and "session_length" 0` + silent,
	} {
		if got := misreadID(schema, id); got != want {
			t.Errorf("%d: %s\nwant %s", id, got, want)
		}
	}
}

// TestMisreadIDIsCertain: what the data decide is not said.
func TestMisreadIDIsCertain(t *testing.T) {
	for text, want := range map[string]string{
		`{"type": "record", "name": "E", "fields": [{"name": "a", "type": "double"}]}`:                                                                                                   "",
		`{"type": "record", "name": "E", "fields": []}`:                                                                                                                                  "",
		`{"type": "record", "name": "E", "fields": [{"name": "a", "type": {"type": "fixed", "name": "F", "size": 2}}]}`:                                                                  `"a" would be other bytes in every record, without an error`,
		`{"type": "record", "name": "E", "fields": [{"name": "a", "type": ["string", "null"]}]}`:                                                                                         `"a" would be "" in every record, without an error`,
		`{"type": "record", "name": "E", "fields": [{"name": "a", "type": "boolean"}, {"name": "b", "type": {"type": "map", "values": "long"}}]}`:                                        `"a" would be false and "b" another value in every record, without an error`,
		`{"type": "record", "name": "E", "fields": [{"name": "a", "type": {"type": "array", "items": "long"}}, {"name": "b", "type": {"type": "enum", "name": "N", "symbols": ["X"]}}]}`: `"a" would be another value and "b" other text in every record, without an error`,
	} {
		schema := avro.Read(document.Parse([]byte(text), document.JSON).Root())
		if got := misreadID(schema, 5); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
