package protobuf

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

const recordTypes = `syntax = "proto2";
message R {
  optional int32 i = 1; optional string s = 2; optional bytes b = 3; optional R r = 4; repeated int32 p = 5; optional fixed32 f = 6; optional double d = 7;
  optional group G = 8 { optional int32 x = 1; }
  map<string, int32> m = 9; repeated fixed64 q = 10; optional Must must = 11;
}
message Must { required int32 a = 1; required int32 b = 2; }
`

func TestRead(t *testing.T) {
	m := mustCompile(t, recordTypes).Message("R")
	tests := []struct {
		name, record   string
		code           Code
		offset         int
		field          string
		known, unknown int
	}{
		{"empty", "", "", 0, "", 0, 0},
		{"one field", "\x08\x07", "", 0, "", 1, 0},
		{"string that is no UTF-8 in proto2", "\x12\x01\xff", "", 0, "", 1, 0},
		{"message within", "\x22\x02\x08\x07", "", 0, "", 2, 0},
		{"packed", "\x2a\x03\x01\x02\x03", "", 0, "", 1, 0},
		{"not packed", "\x28\x01\x28\x02", "", 0, "", 2, 0},
		{"packed fixed", "\x52\x08\x01\x02\x03\x04\x05\x06\x07\x08", "", 0, "", 1, 0},
		{"group", "\x43\x08\x01\x44", "", 0, "", 2, 0},
		{"map", "\x4a\x05\x0a\x01k\x10\x01", "", 0, "", 3, 0},
		{"unknown field", "\x08\x07\xa0\x06\x01", "", 0, "", 1, 1},
		{"unknown group", "\xa3\x06\x08\x01\xa4\x06", "", 0, "", 0, 1},
		{"another wire type", "\x0d\x01\x02\x03\x04", "", 0, "", 0, 1},
		{"packed for a single field", "\x0a\x01\x01", "", 0, "", 0, 1},
		{"required fields", "\x5a\x04\x08\x01\x10\x02", "", 0, "", 3, 0},
		{"field number 0", "\x00\x00\x00\x00\x07", InvalidTag, 0, "", 0, 0},
		{"field number 0 later", "\x08\x07\x00\x01", InvalidTag, 2, "", 1, 0},
		{"field number above the limit", "\xe8\xe8\xe8\xe9\x30\x01", InvalidTag, 0, "", 0, 0},
		{"illegal wire type", "\x0f", InvalidTag, 0, "", 0, 0},
		{"endless varint", "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", InvalidTag, 0, "i", 1, 0},
		{"cut tag", "\x08\x07\x80", Truncated, 2, "", 1, 0},
		{"cut varint", "\x08\x80", Truncated, 0, "i", 1, 0},
		{"cut string", "\x12\x05ab", Truncated, 0, "s", 1, 0},
		{"cut fixed", "\x35\x01\x02", Truncated, 0, "f", 1, 0},
		{"cut within", "\x22\x03\x12\x05a", Truncated, 2, "r.s", 2, 0},
		{"cut packed", "\x2a\x02\x01\x80", Truncated, 3, "p", 1, 0},
		{"cut packed fixed", "\x52\x03\x01\x02\x03", Truncated, 2, "q", 1, 0},
		{"cut group", "\x43\x08\x01", Truncated, 3, "g", 2, 0},
		{"end of no group", "\x44", UnbalancedGroup, 0, "", 0, 0},
		{"end of another group", "\x43\x4c", UnbalancedGroup, 1, "g", 1, 0},
		{"end of a group in a message", "\x22\x01\x44", UnbalancedGroup, 2, "r", 1, 0},
		{"unknown field, cut", "\xa2\x06\x05a", Truncated, 0, "", 0, 0},
		{"missing required", "\x5a\x00", MissingRequired, 2, "must.a", 1, 0},
		{"missing second required", "\x5a\x02\x08\x01", MissingRequired, 4, "must.b", 2, 0},
		{"framed", "\x00\x00\x00\x00\x01\x00\x08\x07", InvalidTag, 0, "", 0, 0},
		{"text", "hello", UnbalancedGroup, 2, "", 0, 1},
	}
	for _, test := range tests {
		r := m.Read([]byte(test.record))
		if r.Code != test.code || r.Offset != test.offset || r.Field != test.field || r.Known != test.known || r.Unknown != test.unknown {
			t.Errorf("%s: %+v", test.name, r)
		}
		if r.Complete() != (test.code == "" && test.unknown == 0) || (r.FirstUnknown >= 0) != (test.unknown > 0) {
			t.Errorf("%s: %+v", test.name, r)
		}
	}
}

func TestReadDepth(t *testing.T) {
	m := mustCompile(t, recordTypes).Message("R")
	nested := func(levels int) []byte {
		var record []byte
		for range levels {
			record = append(protowire.AppendVarint([]byte{0x22}, uint64(len(record))), record...)
		}
		return record
	}
	if r := m.Read(nested(100)); r.Code != "" || r.Known != 100 {
		t.Errorf("got %+v", r)
	}
	if r := m.Read(nested(101)); r.Code != TooDeep {
		t.Errorf("got %+v", r)
	}
	if r := m.Read([]byte(strings.Repeat("\x43", 1<<20))); r.Code == "" {
		t.Errorf("got %+v", r)
	}
}

func TestReadUTF8(t *testing.T) {
	for source, want := range map[string]Code{
		`syntax = "proto3"; message M { string s = 1; }`:                                                 BadUTF8,
		`syntax = "proto2"; message M { optional string s = 1; }`:                                        "",
		`edition = "2023"; message M { string s = 1; }`:                                                  BadUTF8,
		`edition = "2023"; message M { string s = 1 [features.utf8_validation = NONE]; }`:                "",
		`edition = "2023"; option features.utf8_validation = NONE; message M { repeated string s = 1; }`: "",
	} {
		if r := mustCompile(t, source).Message("M").Read([]byte("\x0a\x01\xff")); r.Code != want {
			t.Errorf("%s: %+v", source, r)
		}
	}
}

func TestReadDelimited(t *testing.T) {
	m := stored(t, "edition2023").Message("t.ed.Ed")
	if r := m.Read([]byte("\x18\x01\x23\x08\x01\x24")); !r.Complete() || r.Known != 3 {
		t.Errorf("got %+v", r)
	}
}
