package protobuf

import (
	"testing"
)

// prototest is the set of druid-semantics 2.4: three levels of messages, a map, an import.
const prototest = `syntax = "proto3";
package tp;
import "google/protobuf/timestamp.proto";
message Ev {
  message Inner { message Deep { int32 x = 1; } Deep deep = 1; }
  Inner inner = 1;
  map<string, string> ms = 2;
  google.protobuf.Timestamp at = 3;
}
message Other { message Same { int32 a = 1; } Same same = 1; }
message Third { message Same { int32 a = 1; } Same same = 1; }
`

func nameOf(m *Message) string {
	if m == nil {
		return ""
	}
	return m.FullName
}

func TestFind(t *testing.T) {
	set := mustCompile(t, prototest)
	tests := []struct {
		name, old, new string
		ambiguous      bool
	}{
		{"Ev", "tp.Ev", "tp.Ev", false},
		{"tp.Ev", "tp.Ev", "tp.Ev", false},
		{"Inner", "", "tp.Ev.Inner", false},
		{"Ev.Inner", "tp.Ev.Inner", "tp.Ev.Inner", false},
		{"tp.Ev.Inner", "tp.Ev.Inner", "tp.Ev.Inner", false},
		{"Deep", "", "tp.Ev.Inner.Deep", false},
		{"Inner.Deep", "", "tp.Ev.Inner.Deep", false},
		{"Ev.Inner.Deep", "tp.Ev.Inner.Deep", "", false},
		{"tp.Ev.Inner.Deep", "tp.Ev.Inner.Deep", "tp.Ev.Inner.Deep", false},
		{"MsEntry", "", "tp.Ev.MsEntry", false},
		{"Ev.MsEntry", "tp.Ev.MsEntry", "tp.Ev.MsEntry", false},
		{"Timestamp", "google.protobuf.Timestamp", "google.protobuf.Timestamp", false},
		{"google.protobuf.Timestamp", "google.protobuf.Timestamp", "google.protobuf.Timestamp", false},
		{"Same", "", "tp.Other.Same", true},
		{"Other.Same", "tp.Other.Same", "tp.Other.Same", false},
		{"Third.Same", "tp.Third.Same", "tp.Third.Same", false},
		{"ev", "", "", false},
		{".tp.Ev", "", "", false},
		{"tp", "", "", false},
		{"", "", "", false},
		{"tp.Inner", "", "", false},
		{"Missing", "", "", false},
	}
	for _, test := range tests {
		l := set.Find(test.name)
		if nameOf(l.Old) != test.old || nameOf(l.New) != test.new || l.Ambiguous() != test.ambiguous || l.NewUnknown {
			t.Errorf("%q: old %q, new %q, ambiguous %v, unknown %v", test.name, nameOf(l.Old), nameOf(l.New), l.Ambiguous(), l.NewUnknown)
		}
		if l.Found() != (test.old+test.new != "") {
			t.Errorf("%q: found %v", test.name, l.Found())
		}
		if l.Found() && len(l.Near) > 0 {
			t.Errorf("%q: near %v", test.name, l.Near)
		}
	}
}

func TestFindInSeveralFiles(t *testing.T) {
	set, fault := DecodeBytes(setOf(t, `file { name: "a" package: "a" message_type { name: "Ev" } message_type { name: "A" } }
		file { name: "b" package: "b" message_type { name: "Ev" } } file { name: "c" message_type { name: "x" nested_type { name: "Ev" } } message_type { name: "b" } }
		file { name: "d" package: "x" message_type { name: "Ev" } }`))
	if fault != nil {
		t.Fatal(fault)
	}
	tests := []struct {
		name, old, new string
		candidates     int
		unknown        bool
	}{
		{"Ev", "", "", 4, true},
		{"a.Ev", "a.Ev", "a.Ev", 1, false},
		{"x.Ev", "x.Ev", "", 2, true}, // c's without package by its short name, d's by its full one
		{"A", "a.A", "a.A", 1, false},
	}
	for _, test := range tests {
		l := set.Find(test.name)
		if nameOf(l.Old) != test.old || nameOf(l.New) != test.new || len(l.Candidates) != test.candidates || l.NewUnknown != test.unknown {
			t.Errorf("%q: %q, %q, %d candidates, unknown %v", test.name, nameOf(l.Old), nameOf(l.New), len(l.Candidates), l.NewUnknown)
		}
	}
}

func TestNear(t *testing.T) {
	set := mustCompile(t, prototest)
	tests := []struct {
		name, near string
		why        Difference
	}{
		{"ev", "tp.Ev", ByCase},
		{"TP.EV", "tp.Ev", ByCase},
		{".tp.Ev", "tp.Ev", ByCase},
		{" Ev", "tp.Ev", ByCase},
		{"other", "tp.Other", ByCase},
		{"inner.deep", "tp.Ev.Inner.Deep", ByNesting},
		{"com.example.Ev", "tp.Ev", ByPackage},
		{"tp.v1.Ev.Inner", "tp.Ev.Inner", ByPackage},
		{"tp.Inner", "tp.Ev.Inner", ByNesting},
		{"Othr", "tp.Other", BySpelling},
		{"google.protobuf.TimeStamp", "google.protobuf.Timestamp", ByCase},
		{"Nothing", "", 0},
	}
	for _, test := range tests {
		near := set.Find(test.name).Near
		if test.near == "" {
			if len(near) > 0 {
				t.Errorf("%q: %v", test.name, near)
			}
			continue
		}
		if len(near) == 0 || near[0].Message.FullName != test.near || near[0].Why != test.why {
			t.Errorf("%q: %+v", test.name, near)
			for _, n := range near {
				t.Log(n.Message.FullName, n.Why)
			}
		}
	}
}

func TestDefault(t *testing.T) {
	tests := []struct {
		name, set            string
		documented, old, new string
		certain              bool
	}{
		{"one message", `file { name: "a" message_type { name: "M" } }`, "M", "M", "M", true},
		{"none", `file { name: "a" }`, "", "", "", true},
		{"first by name too", `file { name: "a" message_type { name: "A" nested_type { name: "Z" } } message_type { name: "B" } }`, "A", "A", "A", true},
		{"not first by name", `file { name: "a" message_type { name: "B" } message_type { name: "A" } }`, "B", "A", "B", false},
		{"two files", `file { name: "a" message_type { name: "A" } } file { name: "b" message_type { name: "B" } }`, "A", "A", "", false},
		{"only one file has messages", `file { name: "a" } file { name: "b" message_type { name: "B" } }`, "B", "B", "B", true},
		{"an import first", `file { name: "a" message_type { name: "A" } } file { name: "b" dependency: "a" message_type { name: "B" } }`, "B", "A", "", false},
		{"upper case before lower", `file { name: "a" message_type { name: "b" } message_type { name: "Z" } }`, "b", "Z", "b", false},
	}
	for _, test := range tests {
		set, _ := DecodeBytes(setOf(t, test.set))
		d := set.Default()
		if nameOf(d.Documented) != test.documented || nameOf(d.Old) != test.old || nameOf(d.New) != test.new || d.Certain() != test.certain {
			t.Errorf("%s: %q, %q, %q, %v", test.name, nameOf(d.Documented), nameOf(d.Old), nameOf(d.New), d.Certain())
		}
	}
}
