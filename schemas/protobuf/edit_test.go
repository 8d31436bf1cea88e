package protobuf

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protodesc"
)

func TestUseProtoNames(t *testing.T) {
	_, text := seed(t)
	set, _ := Decode(text)
	edited := set.UseProtoNames()
	m := edited.Message("SomeMessage")
	if f := m.Type().Field("session_length"); f == nil || f.ProtoName != "" {
		t.Errorf("got %+v", m.Type().Fields)
	}
	if set.Encode() != text {
		t.Error("the set itself has changed")
	}
	if again, fault := Decode(edited.Encode()); fault != nil || again.Message("SomeMessage").Field("session_length").JSONName != "session_length" {
		t.Error("the change does not survive")
	}
	wkt := stored(t, "wellknown").UseProtoNames()
	if f := wkt.Message("google.protobuf.Value").Field("null_value"); f.JSONName != "nullValue" {
		t.Errorf("google/* has changed: %s", f.JSONName)
	}
	if f := wkt.Message("t.wkt.WellKnown").Field("bool_value"); f.JSONName != "bool_value" {
		t.Errorf("got %s", f.JSONName)
	}
}

func TestPrune(t *testing.T) {
	set := mustCompile(t, `syntax = "proto3"; package p;
		message M {
		  int32 a = 1;
		  oneof first { int32 b = 2; }
		  oneof second { int32 c = 3; string d = 4; }
		  map<int32, int32> by_id = 5;
		  optional int32 e = 6;
		  message Inner { int32 x = 1; int32 y = 2; }
		  Inner inner = 7;
		}`)
	pruned := set.Prune([]string{"p.M.b", "p.M.by_id", "p.M.Inner.y", "p.M.c", "p.Nothing.x"})
	var got []string
	for _, m := range pruned.Messages() {
		for _, f := range m.Fields {
			got = append(got, fmt.Sprintf("%s:%d", f.FullName(), f.Presence))
		}
	}
	if want := "p.M.a:2 p.M.d:1 p.M.e:1 p.M.inner:1 p.M.Inner.x:2"; strings.Join(got, " ") != want {
		t.Errorf("got %s", got)
	}
	if _, err := protodesc.NewFiles(pruned.proto); err != nil {
		t.Error(err)
	}
	if len(set.Message("p.M").Fields) != 7 {
		t.Error("the set itself has changed")
	}
	if same := set.Prune(nil); same.Encode() != set.Encode() {
		t.Error("nothing pruned, and another set")
	}
}

func TestOnly(t *testing.T) {
	set := stored(t, "imports")
	var got []string
	for _, f := range set.Only("middle.proto", "sub/leaf.proto").Files() {
		got = append(got, f.Name)
	}
	if strings.Join(got, " ") != "base.proto middle.proto google/protobuf/timestamp.proto sub/leaf.proto" {
		t.Errorf("got %s", got)
	}
}

func TestCompare(t *testing.T) {
	const before = `syntax = "proto3"; message M { int32 a = 1; string b = 2; Sub sub = 3; map<string, Sub> subs = 4; Color color = 5; M again = 6; optional int32 o = 7; }
		message Sub { int32 x = 1; int32 y = 2; } enum Color { RED = 0; GREEN = 1; }`
	const after = `syntax = "proto3"; message M { int64 a = 1; string renamed = 2 [json_name = "q"]; Sub sub = 3; map<string, Sub> subs = 4; Color color = 5; M again = 6; int32 o = 7 [deprecated = true]; bool added = 8; }
		message Sub { int32 x = 1; repeated int32 z = 3; } enum Color { RED = 0; BLUE = 2; } message Fresh {}`
	was, is := mustCompile(t, before), mustCompile(t, after)
	want := []Drift{
		{"M.a", "int32 = 1", "int64 = 1"},
		{"M.b", "string = 2 b", "string = 2 renamed"},
		{"M.color.GREEN", "enum value", ""},
		{"M.color.BLUE", "", "enum value"},
		{"M.o", "optional int32 = 7", "int32 = 7"},
		{"M.added", "", "bool = 8"},
		{"M.sub.y", "int32 = 2", ""},
		{"M.sub.z", "", "repeated int32 = 3"},
	}
	if got := Compare(was.Message("M"), is.Message("M")); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	sets := CompareSets(was, is)
	if got := fmt.Sprint(sets[len(sets)-3:]); got != "[{Sub.y int32 = 2 } {Sub.z  repeated int32 = 3} {Fresh  message}]" {
		t.Errorf("got %s", got)
	}
	if !sets[len(sets)-1].Added() || sets[len(sets)-1].Removed() {
		t.Error("not added")
	}
	if drift := Compare(was.Message("M"), was.UseProtoNames().Message("M")); len(drift) > 0 {
		t.Errorf("JSON names count: %v", drift)
	}
}

func TestCompareSourceWithDescriptor(t *testing.T) {
	_, text := seed(t)
	set, _ := Decode(text)
	compiled, _ := Compile("kttm.proto", Search(os.ReadFile, "../../testdata/seed"))
	if drift := CompareSets(set, compiled); len(drift) > 0 {
		t.Error(drift)
	}
}
