package protobuf

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/polarspec/polarspec/schemas/field"
)

func stored(tb testing.TB, name string) *Set {
	tb.Helper()
	data, err := os.ReadFile("testdata/compile/" + name + ".desc")
	if err != nil {
		tb.Fatal(err)
	}
	set, fault := DecodeBytes(data)
	if fault != nil {
		tb.Fatal(fault)
	}
	return set
}

// The table of druid-semantics 2.1, with and without json_name in the descriptor.
func TestJSONNames(t *testing.T) {
	want := map[string]string{
		"session_length": "sessionLength", "foo_1bar": "foo1bar", "_lead_under__x2": "LeadUnderX2", "CamelCase": "CamelCase", "custom": "my_custom", "mygrp": "mygrp",
		"UPPER_CASE": "UPPERCASE", "trailing_": "trailing",
	}
	m := stored(t, "names").Message("t.names.Names")
	for _, f := range m.Type().Fields {
		name := f.ProtoName
		if name == "" {
			name = f.Name
		}
		if f.Name != want[name] || (f.ProtoName == "") != (f.Name == name) {
			t.Errorf("%+v", f)
		}
		if computed := jsonName(name); computed != want[name] && name != "custom" {
			t.Errorf("%s is computed as %s", name, computed)
		}
	}
	if len(m.Fields) != len(want) {
		t.Errorf("%d fields", len(m.Fields))
	}
}

// The zero values of druid-semantics 2.2.
func TestPresence(t *testing.T) {
	tests := []struct{ set, message, want string }{
		{"presence", "t.presence.Presence", "plain:Implicit explicit:Explicit left:Explicit right:Explicit list:Implicit dict:Implicit inner:Explicit second:Explicit"},
		{"proto2", "t.two.Two", "r:Required o:Explicit packed:Implicit s:Explicit raw:Explicit inf:Explicit nan:Explicit color:Explicit flag:Explicit small:Explicit"},
		{"nosyntax", "NoSyntax", "a:Explicit"},
		{"groups", "Outer", "result:Implicit a:Explicit picked:Explicit"},
		{"edition2023", "t.ed.Ed", "implicit:Implicit explicit:Explicit required:Required delimited:Explicit expanded:Implicit loose:Implicit shut:Explicit"},
		{"edition_default", "Plain", "a:Explicit b:Implicit d:Explicit e:Implicit"},
	}
	names := []string{"Always", "Explicit", "Implicit", "Required"}
	for _, test := range tests {
		var got []string
		for _, f := range stored(t, test.set).Message(test.message).Fields {
			got = append(got, f.Name+":"+names[f.Presence])
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %s", test.set, strings.Join(got, " "))
		}
	}
}

// render writes a type in short, records by name only below the first level.
func render(t *field.Type) string {
	names := []string{"unknown", "null", "boolean", "int", "long", "float", "double", "string", "bytes", "fixed", "enum", "array", "map", "record", "union",
		"uint32", "fixed32", "uint64", "fixed64", "timestamp", "duration", "fieldmask", "wrapper", "empty", "struct", "value", "listvalue", "any"}
	out := names[t.Kind]
	switch t.Kind {
	case field.Record:
		return out + " " + t.Name
	case field.Enum:
		return fmt.Sprintf("enum %s %v", t.Name, t.Symbols)
	case field.Map:
		return fmt.Sprintf("map<%s, %s>", render(t.Key), render(t.Item))
	}
	if t.Item != nil {
		out += "<" + render(t.Item) + ">"
	}
	return out
}

func TestTypes(t *testing.T) {
	tests := []struct{ set, message, want string }{
		{"scalars", "t.scalars.Scalars", "double, float, int, long, uint32, uint64, int, long, fixed32, fixed64, int, long, boolean, string, bytes, array<int>, array<string>, int, array<int>"},
		{"wellknown", "t.wkt.WellKnown", "timestamp, duration, wrapper<boolean>, wrapper<int>, wrapper<long>, wrapper<uint32>, wrapper<uint64>, wrapper<float>, wrapper<double>, wrapper<string>, wrapper<bytes>, fieldmask, empty, struct, value, listvalue, any, " +
			"array<record google.protobuf.Timestamp>, map<string, record google.protobuf.Timestamp>, array<record google.protobuf.Int32Value>"},
		{"maps", "t.maps.Maps", "map<string, string>, map<int, string>, map<boolean, record t.maps.Maps.Inner>, map<string, enum t.maps.Maps.Kind [NONE SOME]>, map<string, bytes>, map<uint64, double>"},
		{"groups", "Outer", "array<record Outer.Result>, int, record Outer.Picked"},
		{"enums", "t.en.M", "enum t.en.Top [TOP_UNKNOWN TOP_ONE TOP_NEG], enum t.en.M.In [A B], array<enum t.en.M.In [A B]>"},
		{"imports", "t.top.Top", "record t.base.Base, record t.middle.Middle, enum t.base.Level [LOW HIGH], record t.sub.Leaf, timestamp"},
		{"edition2023", "t.ed.Ed", "int, int, int, record t.ed.Ed.Inner, array<int>, string, enum t.ed.Ed.Shut [ONE]"},
	}
	for _, test := range tests {
		var got []string
		for _, f := range stored(t, test.set).Message(test.message).Type().Fields {
			got = append(got, render(f.Type))
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s: %s", test.set, strings.Join(got, ", "))
		}
	}
}

func TestRecursionIsShared(t *testing.T) {
	node := stored(t, "recursion").Message("t.rec.Node").Type()
	peer := node.Field("peer").Type
	if node.Field("next").Type != node || node.Field("kids").Type.Item != node || node.Field("named").Type.Item != node || peer.Field("back").Type != node {
		t.Error("not one pointer")
	}
}

func TestMissingImportIsUnknown(t *testing.T) {
	set, _ := DecodeBytes(setOf(t, `file { name: "a" dependency: "x" dependency: "google/protobuf/timestamp.proto" message_type { name: "M" field { name: "x" number: 1 type: TYPE_MESSAGE type_name: ".X" } field { name: "e" number: 2 type: TYPE_ENUM type_name: ".E" label: LABEL_REPEATED }
		field { name: "at" number: 3 type: TYPE_MESSAGE type_name: ".google.protobuf.Timestamp" } field { name: "ats" number: 4 label: LABEL_REPEATED type: TYPE_MESSAGE type_name: ".google.protobuf.Timestamp" } } }`))
	typ := set.Message("M").Type()
	if render(typ.Field("x").Type) != "unknown" || render(typ.Field("e").Type) != "array<unknown>" || render(typ.Field("at").Type) != "timestamp" {
		t.Error(typ.Fields)
	}
	if item := typ.Field("ats").Type.Item; item.Field("seconds") == nil || item.Field("nanos") == nil {
		t.Error("no fields of the built-in Timestamp")
	}
}

func TestUnreadableFields(t *testing.T) {
	set := mustCompile(t, `syntax = "proto3";
		import "google/protobuf/any.proto";
		import "google/protobuf/struct.proto";
		message M {
		  google.protobuf.Struct a_struct = 1;
		  google.protobuf.Any any = 2;
		  map<int32, string> by_id = 3;
		  map<string, string> by_name = 4;
		  repeated google.protobuf.Any anys = 5;
		  google.protobuf.Value value = 6;
		  Sub a_sub = 7;
		  repeated Sub subs = 8;
		  map<string, Deep> deeps = 9;
		  M again = 10;
		  google.protobuf.ListValue list = 11;
		}
		message Sub { google.protobuf.Any in_sub = 1; M back = 2; }
		message Deep { map<bool, Deep> in_deep = 1; }`)
	var got []string
	for _, u := range UnreadableFields(set.Message("M")) {
		got = append(got, fmt.Sprintf("%s %s %s", u.Path, u.Field.FullName(), map[field.Kind]string{field.Struct: "struct", field.Any: "any", field.Map: "map"}[u.Why]))
	}
	want := "aStruct M.a_struct struct|any M.any any|byId M.by_id map|aSub.inSub Sub.in_sub any|deeps.inDeep Deep.in_deep map"
	if strings.Join(got, "|") != want {
		t.Errorf("got %s", strings.Join(got, "|"))
	}
}

// Go's protodesc is the second opinion on every stored set: kinds, names, presence.
func TestFieldsAreProtodesc(t *testing.T) {
	entries, _ := os.ReadDir("testdata/compile")
	compared := 0
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".desc")
		if !ok || name == "options" { // its import descriptor.proto is not in the set
			continue
		}
		set := stored(t, name)
		files, err := protodesc.NewFiles(set.proto)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, m := range set.Messages() {
			d, err := files.FindDescriptorByName(protoreflect.FullName(m.FullName))
			if err != nil {
				t.Fatal(err)
			}
			message, ok := d.(protoreflect.MessageDescriptor)
			if !ok {
				t.Fatalf("%s is no message", m.FullName)
			}
			for _, f := range m.Fields {
				other := message.Fields().ByNumber(protoreflect.FieldNumber(f.Number))
				presence := f.Presence == field.Explicit || f.Presence == field.Required
				if string(other.Name()) != f.Name || other.JSONName() != f.JSONName || other.Kind() != f.Kind || other.IsMap() != f.Map() || other.HasPresence() != presence || (other.Cardinality() == protoreflect.Required) != (f.Presence == field.Required) {
					t.Errorf("%s differs from %v", f.FullName(), other)
				}
				compared++
			}
		}
	}
	if compared < 100 {
		t.Errorf("only %d fields", compared)
	}
}
