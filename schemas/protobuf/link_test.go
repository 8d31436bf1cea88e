package protobuf

import (
	"fmt"
	"strings"
	"testing"
)

// Each set is refused by protobuf-java 3.21.12 for the reason given, or by os72's DynamicSchema alone where oldOnly is set.
var unlinkable = []struct {
	name, set     string
	code          Code
	file, element string
	oldOnly       bool
}{
	{"undefined type", `file { name: "a" package: "p" message_type { name: "M" field { name: "x" number: 1 type: TYPE_MESSAGE type_name: ".p.X" } } }`, UndefinedType, "a", "p.M.x", false},
	{"undefined relative type", `file { name: "a" package: "p" message_type { name: "M" field { name: "x" number: 1 type: TYPE_MESSAGE type_name: "X" } } }`, UndefinedType, "a", "p.M.x", false},
	{"undefined enum", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type: TYPE_ENUM type_name: ".E" } } }`, UndefinedType, "a", "M.x", false},
	{"type not imported", `file { name: "a" message_type { name: "A" } } file { name: "b" message_type { name: "M" field { name: "x" number: 1 type: TYPE_MESSAGE type_name: ".A" } } }`, UndefinedType, "b", "M.x", false},
	{"type imported by an import", `file { name: "a" message_type { name: "A" } } file { name: "b" dependency: "a" message_type { name: "B" } } file { name: "c" dependency: "b" message_type { name: "M" field { name: "x" number: 1 type: TYPE_MESSAGE type_name: ".A" } } }`, UndefinedType, "c", "M.x", false},
	{"well-known type without import", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type: TYPE_MESSAGE type_name: ".google.protobuf.Timestamp" } } }`, UndefinedType, "a", "M.x", false},
	{"case of the type", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type: TYPE_MESSAGE type_name: ".m" } } }`, UndefinedType, "a", "M.x", false},
	{"hidden by an inner scope", `file { name: "a" package: "p" message_type { name: "X" nested_type { name: "Y" } } message_type { name: "M" nested_type { name: "X" } field { name: "f" number: 1 type: TYPE_MESSAGE type_name: "X.Y" } } }`, UndefinedType, "a", "p.M.f", false},
	{"undefined method input", `file { name: "a" message_type { name: "M" } service { name: "S" method { name: "f" input_type: ".Q" output_type: ".M" } } }`, UndefinedType, "a", "S.f", false},
	{"undefined extendee", `file { name: "a" message_type { name: "M" } extension { name: "e" number: 100 type: TYPE_INT32 label: LABEL_OPTIONAL extendee: ".Q" } }`, UndefinedType, "a", "e", false},
	{"message as enum", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type: TYPE_ENUM type_name: ".M" } } }`, WrongType, "a", "M.x", false},
	{"enum as message", `file { name: "a" enum_type { name: "E" value { name: "A" number: 0 } } message_type { name: "M" field { name: "x" number: 1 type: TYPE_MESSAGE type_name: ".E" } } }`, WrongType, "a", "M.x", false},
	{"message without type name", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type: TYPE_MESSAGE } } }`, WrongType, "a", "M.x", false},
	{"primitive with type name", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type: TYPE_INT32 type_name: ".M" } } }`, WrongType, "a", "M.x", false},
	{"field as type", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type: TYPE_MESSAGE type_name: ".M.x" } } }`, UndefinedType, "a", "M.x", false},
	{"package as type", `file { name: "a" package: "p.q" message_type { name: "M" field { name: "x" number: 1 type: TYPE_MESSAGE type_name: ".p" } } }`, UndefinedType, "a", "p.q.M.x", false},
	{"method of an enum", `file { name: "a" enum_type { name: "E" value { name: "A" number: 0 } } message_type { name: "M" } service { name: "S" method { name: "f" input_type: ".E" output_type: ".M" } } }`, WrongType, "a", "S.f", false},
	{"no field number", `file { name: "a" message_type { name: "M" field { name: "x" type: TYPE_INT32 } } }`, BadNumber, "a", "M.x", false},
	{"negative field number", `file { name: "a" message_type { name: "M" field { name: "x" number: -1 type: TYPE_INT32 } } }`, BadNumber, "a", "M.x", false},
	{"one number twice", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type: TYPE_INT32 } field { name: "y" number: 1 type: TYPE_INT32 } } }`, DuplicateNumber, "a", "M.y", false},
	{"one name twice", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type: TYPE_INT32 } field { name: "x" number: 2 type: TYPE_INT32 } } }`, DuplicateName, "a", "M.x", false},
	{"one message twice", `file { name: "a" message_type { name: "M" } message_type { name: "M" } }`, DuplicateName, "a", "M", false},
	{"field and message of one name", `file { name: "a" message_type { name: "M" field { name: "X" number: 1 type: TYPE_INT32 } nested_type { name: "X" } } }`, DuplicateName, "a", "M.X", false},
	{"one enum value twice", `file { name: "a" message_type { name: "M" } enum_type { name: "E" value { name: "A" number: 0 } value { name: "A" number: 1 } } }`, DuplicateName, "a", "E.A", false},
	{"message without name", `file { name: "a" message_type { } }`, BadName, "a", "", false},
	{"field without name", `file { name: "a" message_type { name: "M" field { number: 1 type: TYPE_INT32 } } }`, BadName, "a", "M.", false},
	{"name with a dash", `file { name: "a" message_type { name: "M" field { name: "a-b" number: 1 type: TYPE_INT32 } } }`, BadName, "a", "M.a-b", false},
	{"name with a digit first", `file { name: "a" message_type { name: "1M" } }`, BadName, "a", "1M", false},
	{"name with an umlaut", `file { name: "a" message_type { name: "Ä" } }`, BadName, "a", "Ä", false},
	{"oneof out of range", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type: TYPE_INT32 oneof_index: 3 } } }`, BadOneof, "a", "M.x", false},
	{"negative oneof", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type: TYPE_INT32 oneof_index: -1 } } }`, BadOneof, "a", "M.x", false},
	{"enum without values", `file { name: "a" message_type { name: "M" enum_type { name: "E" } } }`, EmptyEnum, "a", "M.E", false},
	{"extension without extendee", `file { name: "a" message_type { name: "M" } extension { name: "e" number: 1 type: TYPE_INT32 } }`, BadExtension, "a", "e", false},
	{"field with extendee", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type: TYPE_INT32 extendee: ".M" } } }`, BadExtension, "a", "M.x", false},
	{"default of a message", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type: TYPE_MESSAGE type_name: ".M" default_value: "1" } } }`, BadDefault, "a", "M.x", false},
	{"default of a list", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 label: LABEL_REPEATED type: TYPE_INT32 default_value: "1" } } }`, BadDefault, "a", "M.x", false},
	{"default that is no number", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type: TYPE_INT32 default_value: "one" } } }`, BadDefault, "a", "M.x", false},
	{"default out of range", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type: TYPE_UINT32 default_value: "4294967296" } } }`, BadDefault, "a", "M.x", false},
	{"default of another enum", `file { name: "a" enum_type { name: "E" value { name: "A" number: 0 } } message_type { name: "M" field { name: "x" number: 1 type: TYPE_ENUM type_name: ".E" default_value: "B" } } }`, BadDefault, "a", "M.x", false},
	{"packed string", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 label: LABEL_REPEATED type: TYPE_STRING options { packed: true } } } }`, BadPacked, "a", "M.x", false},
	{"packed but not repeated", `file { name: "a" message_type { name: "M" field { name: "x" number: 1 type: TYPE_INT32 options { packed: true } } } }`, BadPacked, "a", "M.x", false},
	{"public import out of range", `file { name: "a" public_dependency: 2 message_type { name: "M" } }`, BadPublicImport, "a", "", false},
	{"import of itself", `file { name: "a" dependency: "a" message_type { name: "M" } }`, ImportCycle, "a", "", false},
	{"imports in a circle", `file { name: "a" dependency: "b" message_type { name: "M" } } file { name: "b" dependency: "a" }`, ImportCycle, "b", "", false},
	{"two files of one name", `file { name: "a" message_type { name: "M" } } file { name: "a" message_type { name: "M" } }`, DuplicateFile, "a", "", true},
	{"one message in two files", `file { name: "a" message_type { name: "M" } } file { name: "b" message_type { name: "M" } }`, DuplicateName, "b", "M", true},
}

func TestProblems(t *testing.T) {
	for _, test := range unlinkable {
		t.Run(test.name, func(t *testing.T) {
			set, fault := DecodeBytes(setOf(t, test.set))
			if fault != nil {
				t.Fatal(fault)
			}
			problems := set.Problems()
			if len(problems) != 1 || len(set.MissingImports()) > 0 {
				t.Fatalf("got %+v, %+v", problems, set.MissingImports())
			}
			p := problems[0]
			if p.Code != test.code || p.File != test.file || p.Element != test.element || p.OldOnly != test.oldOnly || p.Detail == "" {
				t.Errorf("got %+v", p)
			}
		})
	}
}

func TestUndefinedTypeSaysWhere(t *testing.T) {
	set, _ := DecodeBytes(setOf(t, `file { name: "a" message_type { name: "A" } } file { name: "b" message_type { name: "M" field { name: "x" number: 1 type: TYPE_MESSAGE type_name: ".A" } field { name: "y" number: 2 type: TYPE_MESSAGE type_name: ".google.protobuf.Duration" } } }`))
	if got := fmt.Sprint(set.Problems()); !strings.Contains(got, `"A" is defined in "a", which "b" does not import`) || !strings.Contains(got, `"google.protobuf.Duration" is defined in "google/protobuf/duration.proto"`) {
		t.Error(got)
	}
}

func TestMissingImports(t *testing.T) {
	const timestamp = `field { name: "at" number: 1 type: TYPE_MESSAGE type_name: ".google.protobuf.Timestamp" }`
	tests := []struct{ name, set, want string }{
		{"used well-known", `file { name: "a" dependency: "google/protobuf/timestamp.proto" message_type { name: "M" ` + timestamp + ` } }`, "a google/protobuf/timestamp.proto false [{M.at google.protobuf.Timestamp}]"},
		{"unused well-known", `file { name: "a" dependency: "google/protobuf/timestamp.proto" message_type { name: "M" } }`, "a google/protobuf/timestamp.proto false []"},
		{"used other", `file { name: "a" dependency: "x.proto" message_type { name: "M" field { name: "x" number: 1 type: TYPE_MESSAGE type_name: ".X" } } }`, "a x.proto false [{M.x X}]"},
		{"unused other", `file { name: "a" dependency: "x.proto" message_type { name: "M" } }`, "a x.proto false []"},
		{"public", `file { name: "a" dependency: "x.proto" public_dependency: 0 message_type { name: "M" } }`, "a x.proto true []"},
		{"two, told apart", `file { name: "a" dependency: "google/protobuf/timestamp.proto" dependency: "x.proto" message_type { name: "M" ` + timestamp + ` field { name: "x" number: 2 type: TYPE_MESSAGE type_name: ".X" } } }`, "a google/protobuf/timestamp.proto false [{M.at google.protobuf.Timestamp}]; a x.proto false [{M.x X}]"},
		{"in two files", `file { name: "a" dependency: "x" message_type { name: "A" } } file { name: "b" dependency: "x" message_type { name: "B" } }`, "a x false []; b x false []"},
		{"used by an extension", `file { name: "a" dependency: "google/protobuf/descriptor.proto" message_type { name: "M" } extension { name: "e" number: 50000 type: TYPE_INT32 extendee: ".google.protobuf.FileOptions" } }`, "a google/protobuf/descriptor.proto false [{e google.protobuf.FileOptions}]"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set, fault := DecodeBytes(setOf(t, test.set))
			if fault != nil || len(set.Problems()) > 0 {
				t.Fatal(fault, set.Problems())
			}
			var got []string
			for _, m := range set.MissingImports() {
				got = append(got, fmt.Sprintf("%s %s %v %v", m.File, m.Import, m.Public, m.Uses))
				if m.Used() != (m.Public || len(m.Uses) > 0) {
					t.Error("used", m)
				}
			}
			if strings.Join(got, "; ") != test.want {
				t.Errorf("got %s", got)
			}
			if len(set.Messages()) != strings.Count(test.set, "message_type") {
				t.Error("the built-in files are among the messages")
			}
		})
	}
}
