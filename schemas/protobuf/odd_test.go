package protobuf

import (
	"fmt"
	"strings"
	"testing"
)

// Sets that Java links, however odd; checked with protobuf-java 3.21.12.
var oddities = []struct{ name, set string }{
	{"file without a name", `file { message_type { name: "M" } }`},
	{"message without fields", `file { name: "a" message_type { name: "M" } }`},
	{"file without messages beside one with", `file { name: "a" } file { name: "b" message_type { name: "M" } }`},
	{"unknown syntax", `file { name: "a" syntax: "proto9" message_type { name: "M" } }`},
	{"field without label", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type: TYPE_INT32 } } }`},
	{"field without json name", `file { name: "a" message_type { name: "M" field { name: "x_y" number: 1 type: TYPE_INT32 label: LABEL_OPTIONAL } } }`},
	{"empty json name", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type: TYPE_INT32 json_name: "" } } }`},
	{"two fields of one json name", `file { name: "a" message_type { name: "M" field { name: "x_y" number: 1 type: TYPE_INT32 } field { name: "xY" number: 2 type: TYPE_INT32 } } }`},
	{"proto3 enum that does not begin with zero", `file { name: "a" syntax: "proto3" enum_type { name: "E" value { name: "A" number: 5 } } message_type { name: "M" field { name: "x" number: 1 type: TYPE_ENUM type_name: ".E" } } }`},
	{"enum aliases without allow_alias", `file { name: "a" message_type { name: "M" } enum_type { name: "E" value { name: "A" number: 1 } value { name: "B" number: 1 } } }`},
	{"one value name in two enums", `file { name: "a" message_type { name: "M" } enum_type { name: "E" value { name: "A" number: 0 } } enum_type { name: "F" value { name: "A" number: 0 } } }`},
	{"field number in the reserved range of Protobuf", `file { name: "a" message_type { name: "M" field { name: "x" number: 19500 type: TYPE_INT32 } } }`},
	{"reserved number in use", `file { name: "a" message_type { name: "M" field { name: "x" number: 5 type: TYPE_INT32 } reserved_range { start: 5 end: 6 } } }`},
	{"message set", `file { name: "a" message_type { name: "M" options { message_set_wire_format: true } extension_range { start: 4 end: 2147483647 } } }`},
	{"group whose field is in upper case", `file { name: "a" message_type { name: "M" nested_type { name: "G" } field { name: "G_" number: 1 type: TYPE_GROUP type_name: ".M.G" label: LABEL_OPTIONAL } } }`},
	{"oneof without fields", `file { name: "a" message_type { name: "M" oneof_decl { name: "o" } } }`},
	{"oneof and field of one name", `file { name: "a" message_type { name: "M" oneof_decl { name: "x" } field { name: "x" number: 1 type: TYPE_INT32 oneof_index: 0 } } }`},
	{"repeated field in a oneof", `file { name: "a" message_type { name: "M" oneof_decl { name: "o" } field { name: "x" number: 1 type: TYPE_INT32 label: LABEL_REPEATED oneof_index: 0 } } }`},
	{"map entry without fields", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 label: LABEL_REPEATED type: TYPE_MESSAGE type_name: ".M.XEntry" } nested_type { name: "XEntry" options { map_entry: true } } } }`},
	{"map with a message as key", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 label: LABEL_REPEATED type: TYPE_MESSAGE type_name: ".M.XEntry" } nested_type { name: "XEntry" options { map_entry: true } field { name: "key" number: 1 type: TYPE_MESSAGE type_name: ".M" } field { name: "value" number: 2 type: TYPE_INT32 } } } }`},
	{"relative type names", `file { name: "a" package: "p.q" message_type { name: "M" field { name: "x" number: 1 type: TYPE_MESSAGE type_name: "q.M" } field { name: "y" number: 2 type: TYPE_MESSAGE type_name: "M" } field { name: "z" number: 3 type: TYPE_MESSAGE type_name: "p.q.M" } } }`},
	{"type without kind", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type_name: ".M" } } }`},
	{"importer before import", `file { name: "b" dependency: "a" message_type { name: "B" field { name: "x" number: 1 type: TYPE_MESSAGE type_name: ".A" } } } file { name: "a" message_type { name: "A" } }`},
	{"one import twice", `file { name: "a" message_type { name: "A" } } file { name: "b" dependency: "a" dependency: "a" message_type { name: "B" } }`},
	{"type of a public import", `file { name: "a" message_type { name: "A" } } file { name: "b" dependency: "a" public_dependency: 0 } file { name: "c" dependency: "b" message_type { name: "C" field { name: "x" number: 1 type: TYPE_MESSAGE type_name: ".A" } } }`},
	{"message named like a keyword", `file { name: "a" package: "message" message_type { name: "message" field { name: "optional" number: 1 type: TYPE_MESSAGE type_name: ".message.message" } } }`},
	{"message named like its package", `file { name: "a" package: "p" message_type { name: "p" field { name: "p" number: 1 type: TYPE_MESSAGE type_name: ".p.p" } } }`},
	{"names of one letter case apart", `file { name: "a" message_type { name: "Ev" } message_type { name: "EV" } message_type { name: "ev" } }`},
	{"defaults", `file { name: "a" enum_type { name: "E" value { name: "A" number: 0 } } message_type { name: "M" field { name: "x" number: 1 type: TYPE_INT32 default_value: "-0x7f" } field { name: "y" number: 2 type: TYPE_DOUBLE default_value: "inf" } field { name: "z" number: 3 type: TYPE_BYTES default_value: "\\001\\377" } field { name: "e" number: 4 type: TYPE_ENUM type_name: ".E" default_value: "A" } field { name: "b" number: 5 type: TYPE_BOOL default_value: "true" } field { name: "n" number: 6 type: TYPE_FLOAT default_value: "nan" } field { name: "u" number: 7 type: TYPE_UINT64 default_value: "18446744073709551615" } } }`},
	{"unicode in file name and comments", `file { name: "größe/日本.proto" message_type { name: "M" } source_code_info { location { path: 4 span: 1 span: 2 span: 3 leading_comments: "🎉" } } }`},
	{"services", `file { name: "a" message_type { name: "M" } service { name: "S" method { name: "f" input_type: ".M" output_type: "M" } } }`},
	{"extension of a message", `file { name: "a" message_type { name: "M" extension_range { start: 100 end: 200 } extension { name: "e" number: 100 type: TYPE_INT32 extendee: ".M" } } extension { name: "f" number: 101 type: TYPE_MESSAGE type_name: ".M" extendee: ".M" } }`},
	{"uninterpreted option", `file { name: "a" message_type { name: "M" } options { uninterpreted_option { name { name_part: "x" is_extension: true } identifier_value: "y" } } }`},
	{"large field number", `file { name: "a" message_type { name: "M" field { name: "x" number: 536870911 type: TYPE_INT32 } } }`},
	{"package of underscores", `file { name: "a" package: "_._" message_type { name: "_" field { name: "___" number: 1 type: TYPE_INT32 } } }`},
	{"recursion through a map", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 label: LABEL_REPEATED type: TYPE_MESSAGE type_name: ".M.XEntry" } nested_type { name: "XEntry" options { map_entry: true } field { name: "key" number: 1 type: TYPE_STRING } field { name: "value" number: 2 type: TYPE_MESSAGE type_name: ".M" } } } }`},
	{"edition", `file { name: "a" syntax: "editions" edition: EDITION_2023 options { features { field_presence: IMPLICIT } } message_type { name: "M" field { name: "x" number: 1 type: TYPE_INT32 } } }`},
	{"edition of the future", `file { name: "a" syntax: "editions" edition: EDITION_99997_TEST_ONLY message_type { name: "M" field { name: "x" number: 1 type: TYPE_INT32 } } }`},
}

func TestOddities(t *testing.T) {
	for _, test := range oddities {
		t.Run(test.name, func(t *testing.T) {
			checkWhole(t, setOf(t, test.set))
		})
	}
	t.Run("nested as deep as Java reads", func(t *testing.T) { checkWhole(t, nestedMessages(99)) })
	t.Run("nested 30 levels with types", func(t *testing.T) {
		checkWhole(t, setOf(t, `file { name: "a" package: "p" `+strings.Repeat(`message_type { name: "M" field { name: "x" number: 1 type: TYPE_MESSAGE type_name: ".p.M" } nested_type { name: "N" `, 1)+strings.Repeat(`nested_type { name: "N" `, 30)+strings.Repeat("}", 32)+"}"))
	})
	t.Run("unknown fields everywhere", func(t *testing.T) {
		data := wrapped([]byte("\x0a\x01a\x22\x06\x0a\x01M\xf0\x2e\x05\xf2\x2e\x01x"))
		checkWhole(t, append(data, 0xf0, 0x2e, 5))
	})
	t.Run("fields in another order", func(t *testing.T) {
		checkWhole(t, wrapped([]byte("\x22\x03\x0a\x01M\x0a\x01a")))
	})
	t.Run("twice the name of the file", func(t *testing.T) {
		checkWhole(t, wrapped([]byte("\x0a\x01b\x0a\x01a\x22\x03\x0a\x01M")))
	})
}

// checkWhole expects a set without any fault, whose every message can be looked at.
func checkWhole(t *testing.T, data []byte) {
	t.Helper()
	set, fault := Decode(b64(data))
	if fault != nil {
		t.Fatal(fault)
	}
	if len(set.Problems()) > 0 || len(set.MissingImports()) > 0 {
		t.Fatal(set.Problems(), set.MissingImports())
	}
	for _, m := range set.Messages() {
		m.Type()
		UnreadableFields(m)
		if l := set.Find(m.FullName); l.Old == nil && !l.Ambiguous() {
			t.Errorf("%s is not found", m.FullName)
		}
		if set.Message(m.FullName) != m {
			t.Errorf("%s is another message", m.FullName)
		}
	}
	if again, fault := Decode(set.Encode()); fault != nil || again.Encode() != set.Encode() {
		t.Errorf("does not survive: %v", fault)
	}
	if drift := CompareSets(set, set); len(drift) > 0 {
		t.Errorf("differs from itself: %v", drift)
	}
}

// large is a set of files with messages of twenty fields.
func large(files, messages int) []byte {
	var data []byte
	for f := range files {
		var file []byte
		name := fmt.Sprintf("dir/file%04d.proto", f)
		file = append(append(appendTag(file, 1, len(name)), name...), "\x12\x03pkg"...)
		for m := range messages {
			var message []byte
			name := fmt.Sprintf("Message%04d_%04d", f, m)
			message = append(appendTag(message, 1, len(name)), name...)
			for n := range 20 {
				name := fmt.Sprintf("some_field_%d", n)
				field := append(append(appendTag(nil, 1, len(name)), name...), 0x18, byte(n+1), 0x20, 1, 0x28, 9)
				message = append(append(message, appendTag(nil, 2, len(field))...), field...)
			}
			file = append(append(file, appendTag(nil, 4, len(message))...), message...)
		}
		data = append(data, wrapped(append(file, "\x62\x06proto3"...))...)
	}
	return data
}

func TestFiveMegabytes(t *testing.T) {
	data := large(115, 100)
	if len(data) < 5<<20 {
		t.Fatal(len(data))
	}
	set, fault := DecodeBytes(data)
	if fault != nil || len(set.Problems()) > 0 || len(set.Messages()) != 11_500 {
		t.Fatal(fault, len(set.Messages()))
	}
	if l := set.Find("Message0042_0007"); l.Old == nil || l.New != l.Old {
		t.Errorf("got %+v", l)
	}
}
