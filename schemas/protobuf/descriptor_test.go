package protobuf

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
)

func seed(tb testing.TB) (data []byte, text string) {
	tb.Helper()
	data, err := os.ReadFile("../../testdata/seed/kttm.desc")
	if err != nil {
		tb.Fatal(err)
	}
	return data, base64.StdEncoding.EncodeToString(data)
}

// setOf is the wire form of a set in text form.
func setOf(tb testing.TB, text string) []byte {
	tb.Helper()
	set := &descriptorpb.FileDescriptorSet{}
	if err := prototext.Unmarshal([]byte(text), set); err != nil {
		tb.Fatal(err)
	}
	data, err := proto.MarshalOptions{Deterministic: true}.Marshal(set)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func b64(data []byte) string { return base64.StdEncoding.EncodeToString(data) }

func zipped(data []byte) []byte {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	_, _ = w.Write(data)
	_ = w.Close()
	return buf.Bytes()
}

// nestedMessages is a set with messages nested that deep.
func nestedMessages(levels int) []byte {
	inner := []byte{0x0a, 1, 'M'}
	for range levels - 1 {
		inner = append([]byte{0x0a, 1, 'M'}, append(appendTag(nil, 3, len(inner)), inner...)...)
	}
	file := append([]byte("\x0a\x07a.proto"), append(appendTag(nil, 4, len(inner)), inner...)...)
	return wrapped(file)
}

func TestDecodeFaults(t *testing.T) {
	data, text := seed(t)
	url := "_" + text[1:]
	kafka := append([]byte{0, 0, 0, 0, 7, 0}, data...)
	tests := []struct {
		name, text string
		code       Code
		start, end int // -1: the end of the text
		repaired   bool
	}{
		{"empty", "", Empty, 0, 0, false},
		{"one character", "C", CutOff, 0, 1, false},
		{"cut off", text[:173], CutOff, 172, 173, false},
		{"cut off, padded", text[:173] + "===", BadPadding, 173, 174, false},
		{"half a padding", text[:len(text)-1], BadPadding, len(text) - 2, len(text) - 1, true},
		{"too much padding", text + "=", BadPadding, len(text) - 2, len(text) - 1, true},
		{"padding without need", text[:len(text)-4] + "=", BadPadding, len(text) - 4, len(text) - 3, false},
		{"padding in the middle", text[:20] + "==" + text[20:], BadPadding, 20, 21, false},
		{"only padding", "==", BadPadding, 0, 2, false},
		{"two descriptors", text + text, BadPadding, len(text) - 2, len(text) - 1, false},
		{"space", text[:10] + " " + text[10:], WhiteSpace, 10, 11, true},
		{"line breaks", text[:76] + "\r\n" + text[76:], WhiteSpace, 76, 78, true},
		{"final line break", text + "\n", WhiteSpace, len(text), len(text) + 1, true},
		{"leading spaces", "   " + text, WhiteSpace, 0, 3, true},
		{"tab", text[:4] + "\t" + text[4:], WhiteSpace, 4, 5, true},
		{"written line break", text[:8] + `\n` + text[8:], IllegalCharacter, 8, 9, true},
		{"url-safe underscore", url, URLSafe, 0, 1, false},
		{"url-safe minus", text[:30] + "-" + text[31:], URLSafe, 30, 31, false},
		{"percent", strings.Replace(text, "==", "%3D%3D", 1), IllegalCharacter, len(text) - 2, len(text) - 1, true},
		{"star", text[:5] + "*" + text[5:], IllegalCharacter, 5, 6, false},
		{"umlaut", text[:5] + "ä" + text[5:], IllegalCharacter, 5, 7, false},
		{"no-break space", text[:5] + "\u00a0" + text[5:], IllegalCharacter, 5, 7, true},
		{"byte order mark", "\ufeff" + text, IllegalCharacter, 0, 3, true},
		{"emoji", "🎉", IllegalCharacter, 0, 4, false},
		{"invalid utf-8", text[:6] + "\xff" + text[6:], IllegalCharacter, 6, 7, false},
		{"nul", text[:6] + "\x00", IllegalCharacter, 6, 7, false},
		{"quoted", `"` + text + `"`, IllegalCharacter, 0, 1, false},
		{"variable", "${DESCRIPTOR}", IllegalCharacter, 0, 1, false},
		{"data uri", "data:application/octet-stream;base64," + text, DataURI, 0, 37, true},
		{"data uri of nothing", "data:foo", DataURI, 0, 8, false},
		{"file name", "kttm.desc", FileName, 0, 9, false},
		{"path", "/etc/protos/kttm.pb", FileName, 0, 19, false},
		{"proto source", "syntax = \"proto3\";\nmessage A {}", ProtoSource, 0, -1, false},
		{"proto source after a comment", "// hello\n/* x */ message A { }", ProtoSource, 0, -1, false},
		{"json", `{"file": []}`, JSON, 0, -1, false},
		{"base64 of proto source", b64([]byte("syntax = \"proto3\";\nmessage A {}\n")), ProtoSource, 0, -1, false},
		{"base64 of json", b64([]byte(`{"type": "record", "name": "A"}`)), JSON, 0, -1, false},
		{"base64 of a json list", b64([]byte(`[{"a": 1}]`)), JSON, 0, -1, false},
		{"base64 of text", b64([]byte("file {\n  name: \"kttm.proto\"\n}\n")), Text, 0, -1, false},
		{"base64 of base64", b64([]byte(text)), DoubleBase64, 0, -1, true},
		{"base64 of wrapped base64", b64([]byte(text[:76] + "\n" + text[76:] + "\n")), DoubleBase64, 0, -1, true},
		{"hex", hex.EncodeToString(data), Hex, 0, -1, true},
		{"gzip", b64(zipped(data)), Gzip, 0, -1, true},
		{"gzip of a single file", b64(zipped(data[3:])), Gzip, 0, -1, true},
		{"gzip, cut", b64(zipped(data)[:40]), Gzip, 0, -1, false},
		{"single file", b64(data[3:]), SingleFile, 0, -1, true},
		{"a word", "test", Damaged, 0, -1, false},
		{"framed", b64(kafka), Damaged, 0, -1, false},
		{"field number 0", b64([]byte{0, 0}), Damaged, 0, -1, false},
		{"cut at the end", b64(data[:150]), Damaged, 0, -1, false},
		{"cut in the second file", b64(append(bytes.Clone(data), data[:40]...)), Damaged, textOffset(154), -1, false},
		{"one byte too many", b64(append(bytes.Clone(data), 0x0a)), Damaged, textOffset(154), -1, false},
		{"illegal wire type", b64(append(bytes.Clone(data), 0x0f, 1)), Damaged, textOffset(154), -1, false},
		{"end of a group", b64(append(bytes.Clone(data), 0x0c)), Damaged, textOffset(154), -1, false},
		{"random", b64([]byte("\xde\xad\xbe\xef\xde\xad\xbe\xef")), Damaged, 0, -1, false},
		{"no files", b64([]byte{0x10, 1}), NoFiles, 0, -1, false},
		{"no messages", b64(setOf(t, `file { name: "a.proto" enum_type { name: "E" value { name: "A" number: 0 } } }`)), NoMessages, 0, -1, false},
		{"empty file", b64([]byte{0x0a, 0}), NoMessages, 0, -1, false},
		{"too deep", b64(nestedMessages(100)), TooDeep, 776, -1, false},
		{"many files", b64(bytes.Repeat([]byte{0x0a, 0}, maxFiles+1)), TooLarge, textOffset(2 * maxFiles), -1, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set, fault := Decode(test.text)
			if fault == nil {
				t.Fatal("no fault")
			}
			if test.end < 0 {
				test.end = len(test.text)
			}
			if fault.Code != test.code || fault.Start != test.start || fault.End != test.end {
				t.Errorf("got %s at [%d,%d), want %s at [%d,%d): %s", fault.Code, fault.Start, fault.End, test.code, test.start, test.end, fault.Detail)
			}
			if (set != nil) != (fault.Code == NoFiles || fault.Code == NoMessages) {
				t.Errorf("set %v", set)
			}
			if (fault.Repair != "") != test.repaired {
				t.Errorf("repair %q", fault.Repair)
			}
			if test.repaired && fault.Repair != text {
				t.Errorf("repaired to %q", fault.Repair)
			}
			if fault.Detail == "" || strings.HasSuffix(fault.Detail, ".") {
				t.Errorf("detail %q", fault.Detail)
			}
		})
	}
}

// The accepted and refused texts are what java.util.Base64.getDecoder of Java 17 accepts and refuses.
func TestBase64IsJava(t *testing.T) {
	accepted := map[string]string{"AA": "\x00", "AA==": "\x00", "AB": "\x00", "AAA": "\x00\x00", "AAA=": "\x00\x00", "ABC": "\x00\x10", "AAAA": "\x00\x00\x00", "AAAAAA": "\x00\x00\x00\x00", "AAAAAAA=": "\x00\x00\x00\x00\x00", "+/+/": "\xfb\xff\xbf"}
	for text, want := range accepted {
		if got, fault := decodeBase64(text); fault != nil || string(got) != want {
			t.Errorf("%q: %q, %v", text, got, fault)
		}
	}
	for _, text := range []string{"=", "==", "===", "====", "A", "A=", "A==", "A===", "AA=", "AA===", "AA====", "AAA==", "AAAA=", "AAAA==", "AAAAA", "AAAAAA=", "AAAAAA==x",
		"AA==AA==", "AA=A", "AA= =", "AA==\n", "\nAAAA", "AA AA", "AAAA\n", "AA-A", "AA_A", "é", "AAAé", "A=AA", "=AAA", "AA\x00=", "AAA=A", "AAAAAAA=="} {
		if _, fault := decodeBase64(text); fault == nil || fault.Start < 0 || fault.End > len(text) || fault.Start >= fault.End {
			t.Errorf("%q: %+v", text, fault)
		}
	}
}

func TestWrap(t *testing.T) {
	data, text := seed(t)
	set, fault := Wrap(data[3:])
	if fault != nil || set.Encode() != text {
		t.Errorf("got %v", fault)
	}
	if _, fault := Wrap([]byte("no")); fault == nil {
		t.Error("no fault")
	}
}

func TestDecodeBytesPlaces(t *testing.T) {
	data, _ := seed(t)
	_, fault := DecodeBytes(append(data, 0x0a))
	if fault == nil || fault.Start != 154 || fault.End != 155 {
		t.Errorf("got %+v", fault)
	}
}

func TestEncode(t *testing.T) {
	_, text := seed(t)
	set, fault := Decode(strings.TrimRight(text, "="))
	if fault != nil {
		t.Fatal(fault)
	}
	if set.Encode() != text {
		t.Error("the seed does not survive")
	}
}

func TestURLSafeRepair(t *testing.T) {
	data := setOf(t, `file { name: "ÿþý~~~.proto" message_type { name: "M" } }`)
	text := base64.RawURLEncoding.EncodeToString(data)
	if !strings.ContainsAny(text, "-_") {
		t.Fatal(text)
	}
	_, fault := Decode(text)
	if fault == nil || fault.Code != URLSafe || fault.Repair != b64(data) || fault.Start != strings.IndexAny(text, "-_") {
		t.Errorf("got %+v", fault)
	}
}
