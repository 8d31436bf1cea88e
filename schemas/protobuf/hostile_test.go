package protobuf

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

// within10MB repeats a part to ten megabytes.
func within10MB(part string) []byte { return bytes.Repeat([]byte(part), 10<<20/len(part)) }

// delimited is a length-delimited field.
func delimited(number protowire.Number, content []byte) []byte {
	return append(appendTag(nil, number, len(content)), content...)
}

// oneMessage makes a set of one file with one message from its content.
func oneMessage(content []byte) []byte { return wrapped(delimited(4, content)) }

// Ten megabytes that are made to be expensive end in a set or a fault, in memory that is a fixed multiple of theirs.
func TestHostile(t *testing.T) {
	longName := delimited(1, bytes.Repeat([]byte{'a'}, 5<<20))
	undefined := "\x12\x0a\x0a\x01x\x18\x01\x28\x0b\x32\x01X"
	fields := bytes.Repeat([]byte("\x12\x0b\x0a\x01x\x18\x01\x28\x0b\x32\x02XY"), 100_000)
	for range 90 {
		fields = append([]byte("\x0a\x01M"), delimited(3, fields)...)
	}
	tests := []struct {
		name string
		data []byte
	}{
		{"empty fields", oneMessage(within10MB("\x12\x00"))},
		{"empty messages", wrapped(within10MB("\x22\x00"))},
		{"empty files", within10MB("\x0a\x00")},
		{"files with a message", within10MB("\x0a\x05\x22\x03\x0a\x01M")},
		{"empty imports", wrapped(within10MB("\x1a\x00"))},
		{"imports", wrapped(within10MB("\x1a\x01a"))},
		{"public imports", wrapped(append([]byte("\x1a\x01a"), within10MB("\x50\x00")...))},
		{"empty locations", wrapped(delimited(9, within10MB("\x0a\x00")))},
		{"enum values", wrapped(delimited(5, within10MB("\x12\x00")))},
		{"a long name around fields", oneMessage(append(longName, bytes.Repeat([]byte("\x12\x03\x0a\x01x"), 1<<20)...))},
		{"undefined types", oneMessage(within10MB(undefined))},
		{"undefined types deep down", oneMessage(fields)},
		{"undefined types and missing imports", wrapped(append(bytes.Repeat([]byte("\x1a\x01a"), 100_000), delimited(4, bytes.Repeat([]byte(undefined), 400_000))...))},
		{"a long package", wrapped(delimited(2, within10MB("a.")))},
		{"groups", within10MB("\x0b")},
		{"unknown varints", within10MB("\xf8\x01\x01")},
		{"zeros", within10MB("\x00")},
		{"text", within10MB("text ")},
		{"nested files", bytes.Repeat([]byte{0x0a, 0x80, 0x80, 0x80, 0x05}, 2<<20)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set, fault := Decode(b64(test.data))
			if set == nil && fault == nil {
				t.Fatal("neither set nor fault")
			}
			if set != nil {
				set.Find("Nothing")
				set.Default()
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			t.Logf("%v; %d MB in use", fault, m.HeapInuse>>20)
		})
	}
}

func TestHostileText(t *testing.T) {
	for _, part := range []string{" ", "=", "-", "%3D", `\n`, "é", "{", "//", "a/", "0", "AAAA\n", "data:"} {
		text := string(within10MB(part))
		if set, fault := Decode(text); set == nil && fault == nil {
			t.Errorf("%q: neither set nor fault", part)
		}
	}
}

func TestHostileSource(t *testing.T) {
	for _, part := range []string{"message A {", "{", "/*", "\"", "\\", ";", "message A {}", "option x = 1;", "import \"a\";", "import \"google/protobuf/any.proto\";", "é", "\x00", "a.", "(", "<", "enum E { A = 0; }", "extend A { optional int32 x = 1; }"} {
		for _, prefix := range []string{"", "message M { optional int32 ", "option x = {"} {
			text := prefix + strings.Repeat(part, maxFileSize/8/len(part))
			t.Run(prefix+part, func(t *testing.T) {
				set, faults := Compile("test.proto", memory(map[string]string{"test.proto": text}))
				if set == nil && len(faults) == 0 {
					t.Error("neither set nor fault")
				}
			})
		}
	}
	_, faults := Compile("test.proto", memory(map[string]string{"test.proto": strings.Repeat(" ", maxFileSize+1)}))
	if len(faults) != 1 || faults[0].Code != TooLarge {
		t.Error(fmt.Sprint(faults))
	}
}
