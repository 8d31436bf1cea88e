package protobuf

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// addStored seeds a fuzz target with the stored sets.
func addStored(f *testing.F, add func(data []byte)) {
	f.Helper()
	paths, _ := filepath.Glob("testdata/compile/*.desc")
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		add(data)
	}
	for _, test := range oddities {
		add(setOf(f, test.set))
	}
	for _, test := range unlinkable {
		add(setOf(f, test.set))
	}
}

// exercise does with a set what rules and the generator do.
func exercise(t *testing.T, set *Set) {
	t.Helper()
	set.Default()
	for i, m := range set.Messages() {
		if i == 50 {
			break
		}
		m.Type()
		unreadable := UnreadableFields(m)
		set.Find(m.FullName)
		set.Find(m.Name + "x")
		m.Read(set.Bytes())
		if len(unreadable) > 0 {
			set.Prune([]string{unreadable[0].Field.FullName()})
		}
	}
	renamed := set.UseProtoNames()
	if drift := CompareSets(set, renamed); len(drift) > 0 && len(set.Problems()) == 0 {
		t.Errorf("JSON names count: %v", drift)
	}
	for _, p := range set.Problems() {
		if p.Code == "" || p.Detail == "" {
			t.Errorf("problem %+v", p)
		}
	}
}

func checkFault(t *testing.T, fault *Fault, size int) {
	t.Helper()
	if fault.Code == "" || fault.Detail == "" || fault.Start < 0 || fault.End < fault.Start || fault.End > size {
		t.Errorf("fault %+v of %d bytes", fault, size)
	}
	if fault.Repair != "" {
		if set, again := Decode(fault.Repair); again != nil || set.Encode() != fault.Repair {
			t.Errorf("repair %q: %v", fault.Repair, again)
		}
	}
}

func FuzzDescriptor(f *testing.F) {
	addStored(f, func(data []byte) { f.Add(data) })
	f.Fuzz(func(t *testing.T, data []byte) {
		set, fault := DecodeBytes(data)
		if fault != nil {
			checkFault(t, fault, len(data))
		}
		if set == nil {
			return
		}
		exercise(t, set)
		if again, fault := parseSet(set.Bytes()); again == nil || !bytes.Equal(again.Bytes(), set.Bytes()) {
			t.Errorf("does not survive: %v", fault)
		}
	})
}

func FuzzBase64(f *testing.F) {
	addStored(f, func(data []byte) { f.Add(base64.StdEncoding.EncodeToString(data)) })
	for _, text := range []string{"", "=", "AA=A", "data:;base64,AAAA", "syntax = \"proto3\";", "{\"a\": 1}", "a.desc", "AA-_", "%3D", `AA\nAA`, "// x\nmessage A {}"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		data, base64Fault := decodeBase64(text)
		strict, err := base64.StdEncoding.DecodeString(text)
		if err == nil && text != "" && !strings.ContainsAny(text, "\r\n") && (base64Fault != nil || !bytes.Equal(data, strict)) {
			t.Errorf("the standard library decodes it: %v", base64Fault)
		}
		if base64Fault == nil && base64.StdEncoding.EncodeToString(data)[:len(text)*3/4] == "" && len(data) > 0 {
			t.Error("nothing comes back")
		}
		_, fault := Decode(text)
		if fault == nil {
			return
		}
		checkFault(t, fault, len(text))
		if utf8.ValidString(text) && !utf8.ValidString(text[fault.Start:fault.End]) {
			t.Errorf("cuts a character: %+v", fault)
		}
		if fault.Code.IsBase64Fault() && base64Fault == nil && fault.Code != FileName {
			t.Errorf("is Base64: %+v", fault)
		}
	})
}

func FuzzCompile(f *testing.F) {
	paths, _ := filepath.Glob("testdata/compile/*.proto")
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add(prototest)
	f.Fuzz(func(t *testing.T, text string) {
		set, faults := Compile("test.proto", memory(map[string]string{"test.proto": text}))
		if (set == nil) != (len(faults) > 0) {
			t.Fatalf("set %v, faults %v", set != nil, faults)
		}
		for _, fault := range faults {
			if fault.Code == "" || fault.Message == "" || fault.Start < 0 || fault.End < fault.Start || fault.End > len(text) || fault.Line < 1 || fault.Column < 1 || strings.Contains(text[fault.Start:max(fault.Start, fault.End-1)], "\n") {
				t.Errorf("fault %+v", fault)
			}
		}
		if set == nil {
			return
		}
		if len(set.Problems()) > 0 || len(set.MissingImports()) > 0 {
			t.Errorf("compiled, and does not link: %v %v", set.Problems(), set.MissingImports())
		}
		exercise(t, set)
	})
}

func FuzzDecode(f *testing.F) {
	messages := []*Message{mustCompile(f, recordTypes).Message("R"), stored(f, "scalars").Message("t.scalars.Scalars"), stored(f, "wellknown").Message("t.wkt.WellKnown"), stored(f, "edition2023").Message("t.ed.Ed")}
	for i := range messages {
		for _, record := range []string{"", "\x08\x07", "\x22\x02\x08\x07", "\x43\x08\x01\x44", "\x00\x00\x00\x00\x07\x00", "\x4a\x05\x0a\x01k\x10\x01", "\x2a\x03\x01\x02\x03"} {
			f.Add(uint8(i), []byte(record))
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, record []byte) {
		m := messages[int(which)%len(messages)]
		r := m.Read(record)
		if r.Offset < 0 || r.Offset > len(record) || r.FirstUnknown >= len(record) && r.Unknown > 0 || r.Complete() && r.Unknown > 0 {
			t.Errorf("%+v", r)
		}
		checkWithDynamic(t, m, record, r)
	})
}
