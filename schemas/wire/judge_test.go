package wire

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shop has a message within a message, behind a map entry, which a descriptor lists among the nested messages as well.
const shop = `syntax = "proto3";
package shop;
message Line { string article = 1; double price = 2; }
message Order {
  string id = 1;
  map<string, string> tags = 2;
  message Buyer { string name = 1; }
  Buyer buyer = 3;
  repeated Line lines = 4;
}`

func unhex(tb testing.TB, text string) []byte {
	tb.Helper()
	data, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func zlibbed(tb testing.TB, data []byte) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, err := w.Write(data)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// seedRecord is a record of the seed's schema, as Java wrote it.
func seedRecord(tb testing.TB) []byte {
	tb.Helper()
	return javaRecords(tb)[0].bare
}

type javaRecord struct {
	name, schema, fingerprint string
	bare, singleObject        []byte
}

// javaRecords are records that Avro's Java library 1.12.1 wrote, with GenericDatumWriter and BinaryMessageEncoder, and its fingerprints.
func javaRecords(tb testing.TB) []javaRecord {
	tb.Helper()
	file, err := os.Open("testdata/avro-java.jsonl")
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var list []javaRecord
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var line struct {
			Name, Bare, Fingerprint string
			Schema                  json.RawMessage
			SingleObject            string `json:"single-object"`
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			tb.Fatal(err)
		}
		list = append(list, javaRecord{line.Name, string(line.Schema), line.Fingerprint, unhex(tb, line.Bare), unhex(tb, line.SingleObject)})
	}
	if len(list) < 6 {
		tb.Fatalf("only %d records", len(list))
	}
	return list
}

// TestJava puts what Java wrote into every form. A schema that is one of several must be found, too.
func TestJava(t *testing.T) {
	records := javaRecords(t)
	for _, r := range records {
		t.Run(r.name, func(t *testing.T) {
			schema := avroSchema(t, r.schema)
			guid := unhex(t, "00112233445566778899aabbccddeeff")
			const guidText = "00112233-4455-6677-8899-aabbccddeeff"
			for _, form := range []struct {
				record []byte
				want   Verdict
			}{
				{r.bare, Verdict{Encoding: Bare}},
				{join(unhex(t, "00 000186ea"), r.bare), Verdict{Encoding: Registry, SchemaID: 100074, Payload: 5}},
				{join(unhex(t, "00 00000001"), r.bare), Verdict{Encoding: Registry, SchemaID: 1, Payload: 5}},
				{r.singleObject, Verdict{Encoding: SingleObject, GUID: r.fingerprint, Payload: 10}},
				{join([]byte{1}, guid, r.bare), Verdict{Encoding: RegistryHeader, GUID: guidText, Payload: 17}},
				{join([]byte{3, 0}, guid, r.bare), Verdict{Encoding: Glue, GUID: guidText, Payload: 18}},
				{join([]byte{3, 5}, guid, zlibbed(t, r.bare)), Verdict{Encoding: Glue, GUID: guidText, Payload: 18}},
			} {
				form.want.Format, form.want.Sure = Avro, true
				for _, schemas := range [][]Schema{{schema}, {avroSchema(t, `{"type":"record","name":"Q","fields":[{"name":"q","type":{"type":"fixed","name":"T","size":3}}]}`), schema}} {
					got := Judge(form.record, schemas)
					if got.Schema != &schemas[len(schemas)-1] || len(got.Reasons) == 0 {
						t.Errorf("%s: the schema is %+v, because %q", got.Encoding, got.Schema, got.Reasons)
					}
					reasons := got.Reasons
					got.Schema, got.Reasons = nil, nil
					if diff := cmp.Diff(form.want, got); diff != "" {
						t.Errorf("%x: %q\n%s", form.record, reasons, diff)
					}
				}
			}
			for n := range r.bare { // cut records are nothing
				for _, record := range [][]byte{r.bare[:n], join(unhex(t, "00 000186ea"), r.bare[:n])} {
					if v := Judge(record, []Schema{schema}); v.Sure && (v.Encoding == Bare || v.Encoding == Registry) {
						t.Errorf("%x: %+v", record, v)
					}
				}
			}
		})
	}
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// TestVerdicts shows everything that is said of a record.
func TestVerdicts(t *testing.T) {
	seed := seedRecord(t)
	avros := []Schema{avroSchema(t, kttm)}
	protos := []Schema{protoSchema(t, shop, "")}
	order := []Schema{protoSchema(t, shop, "shop.Order")}
	weak := []Schema{avroSchema(t, `{"type":"record","name":"W","fields":[{"name":"n","type":"long"}]}`)}
	bytesOnly := []Schema{avroSchema(t, `"bytes"`)}
	line := unhex(t, "0a 03 61 62 63  11 00 00 00 00 00 00 f8 3f")
	buyer := unhex(t, "0a 03 41 6e 6e")
	tests := []struct {
		name    string
		record  []byte
		schemas []Schema
		want    string
	}{
		{"empty", nil, avros, "empty none 0 sure: the record has no bytes"},
		{"framed Avro", join(unhex(t, "00 000186ca"), seed), avros, "registry avro 5 sure: byte 0 is 0 and bytes 1–4 are the id 100042; the 49 bytes after it are exactly one io.imply.KttmEvent; the whole record is not: io.imply.KttmEvent: field \"session\": a string has the negative length -1 (at byte 2)"},
		{"framed Avro with a small id", join(unhex(t, "00 00000007"), seed), avros, "registry avro 5 sure: byte 0 is 0 and bytes 1–4 are the id 7; the 49 bytes after it are exactly one io.imply.KttmEvent; the whole record is not: io.imply.KttmEvent takes 4 of the 54 bytes"},
		{"bare Avro", seed, avros, "bare avro 0 sure: the 49 bytes are exactly one io.imply.KttmEvent"},
		{"bare Avro that begins with 0", javaRecords(t)[1].bare, avros, "bare avro 0 sure: the 13 bytes are exactly one io.imply.KttmEvent; it begins like another form (byte 0 is 0 and bytes 1–4 are the id 240829372), but is not: io.imply.KttmEvent: field \"timestamp\": the data end within a string: 7 bytes are left of 57 (at byte 6)"},
		{"framed Avro without a schema", join(unhex(t, "00 000186ca"), seed), nil, "registry none 5 unsure: byte 0 is 0 and bytes 1–4 are the id 100042; that may be chance: only with the schema (--schema) can it be proven"},
		{"bare Avro without a schema", seed, nil, "unknown none 0 unsure: it has the form of no registry and is no text; without a schema (--schema), bare Avro and Protobuf cannot be told from other data"},
		{"framed Avro of another version", join(unhex(t, "00 000186ca"), seed, []byte{2}), avros, "registry none 5 unsure: byte 0 is 0 and bytes 1–4 are the id 100042; no schema reads what follows: io.imply.KttmEvent takes 49 of the 50 bytes; nor the whole record: io.imply.KttmEvent: field \"session\": a string has the negative length -1 (at byte 2); if the record was written with another version of the schema, add that one (--schema)"},
		{"bare Avro of another version", join(seed, []byte{2}), avros, "unknown none 0 unsure: no schema reads it: io.imply.KttmEvent takes 49 of the 50 bytes; if the record was written with another version of the schema, add that one (--schema)"},
		{"Avro in two ways", unhex(t, "00 00000008 06 616263 02"), []Schema{avroSchema(t, `{"type":"record","name":"S","fields":[{"name":"a","type":"string"},{"name":"b","type":"long"}]}`), avroSchema(t, `{"type":"fixed","name":"X10","size":10}`)}, "unknown none 0 unsure: it can be read in several ways, so that it proves nothing; byte 0 is 0 and bytes 1–4 are the id 8; the 5 bytes after it are exactly one S; the 10 bytes are exactly one X10"},
		{"a schema that reads anything", unhex(t, "08"), weak, "bare avro 0 unsure: the 1 byte is exactly one W; W would read 29 of 64 other records of this length too, so that this proves nothing"},
		{"an id that no registry reaches", join(unhex(t, "00 01000000"), seed), avros, "registry avro 5 unsure: byte 0 is 0 and bytes 1–4 are the id 16777216; the 49 bytes after it are exactly one io.imply.KttmEvent; no registry has 16777216 schemas, so that this proves nothing; the whole record is not: io.imply.KttmEvent: field \"city\": a string has the negative length -1 (at byte 1)"},
		{"the id 0", join(unhex(t, "00 00000000"), seed), avros, "unknown none 0 unsure: no schema reads it: io.imply.KttmEvent takes 4 of the 54 bytes; if the record was written with another version of the schema, add that one (--schema)"},
		{"a negative id", join(unhex(t, "00 80000001"), seed), nil, "unknown none 0 unsure: it has the form of no registry and is no text; without a schema (--schema), bare Avro and Protobuf cannot be told from other data"},
		{"strings that are none", unhex(t, "06 ff fe fd 02 61 02 62 02"), avros, "bare avro 0 unsure: the 9 bytes are exactly one io.imply.KttmEvent; 1 of its strings are not UTF-8, which no writer writes, so that this proves nothing"},
		{"a frame with nothing in it", unhex(t, "00 00000005"), []Schema{avroSchema(t, `{"type":"record","name":"Z","fields":[]}`)}, "registry avro 5 unsure: byte 0 is 0 and bytes 1–4 are the id 5; the 0 bytes after it are exactly one Z; Z needs no bytes, so that this proves nothing; the whole record is not: Z takes 0 of the 5 bytes"},

		{"bare Protobuf", line, protos, "bare protobuf 0 sure shop.Line: the 14 bytes are exactly one shop.Line"},
		{"bare Protobuf of a message", join([]byte{0x1a, byte(len(buyer))}, buyer), order, "bare protobuf 0 sure shop.Order: the 7 bytes are exactly one shop.Order"},
		{"bare Protobuf of two messages alike", unhex(t, "0a 03 61 62 63"), protos, "bare protobuf 0 sure shop.Line: the 5 bytes are exactly one shop.Line (and one shop.Order, whose fields are alike)"},
		{"bare Protobuf with another field", join(line, unhex(t, "48 01")), protos, "unknown none 0 unsure: no schema reads it: shop.Line has not the field at byte 14; if the record was written with another version of the schema, add that one (--schema)"},
		{"cut Protobuf", line[:10], protos, "unknown none 0 unsure: no schema reads it: shop.Line, field \"price\": the data end within a field (at byte 5); if the record was written with another version of the schema, add that one (--schema)"},
		{"framed Protobuf, first message", join(unhex(t, "00 00000007 00"), line), protos, "registry protobuf 6 sure shop.Line [0]: byte 0 is 0 and bytes 1–4 are the id 7; the next byte is the message indexes [0], and what follows is exactly one shop.Line; a bare Protobuf message never begins with the byte 0"},
		{"framed Protobuf, first message written out", join(unhex(t, "00 00000007 02 00"), line), protos, "registry protobuf 7 sure shop.Line [0]: byte 0 is 0 and bytes 1–4 are the id 7; the next 2 bytes are the message indexes [0], and what follows is exactly one shop.Line; a bare Protobuf message never begins with the byte 0"},
		{"framed Protobuf, second message", join(unhex(t, "00 00000007 02 02 0a 02 31 32")), protos, "registry protobuf 7 sure shop.Order [1]: byte 0 is 0 and bytes 1–4 are the id 7; the next 2 bytes are the message indexes [1], and what follows is exactly one shop.Order; a bare Protobuf message never begins with the byte 0"},
		{"framed Protobuf, nested, map entries counted", join(unhex(t, "00 00000007 04 02 02"), buyer), protos, "registry protobuf 8 sure shop.Order.Buyer [1 1]: byte 0 is 0 and bytes 1–4 are the id 7; the next 3 bytes are the message indexes [1, 1], and what follows is exactly one shop.Order.Buyer; a bare Protobuf message never begins with the byte 0"},
		{"framed Protobuf, nested, map entries not counted", join(unhex(t, "00 00000007 04 02 00"), buyer), protos, "registry protobuf 8 sure shop.Order.Buyer [1 0]: byte 0 is 0 and bytes 1–4 are the id 7; the next 3 bytes are the message indexes [1, 0], and what follows is exactly one shop.Order.Buyer; a bare Protobuf message never begins with the byte 0"},
		{"framed Protobuf whose message another is expected to be", join(unhex(t, "00 00000007 00"), line), order, "registry protobuf 6 sure shop.Line [0]: byte 0 is 0 and bytes 1–4 are the id 7; the next byte is the message indexes [0], and what follows is exactly one shop.Line; a bare Protobuf message never begins with the byte 0"},
		{"framed Protobuf without fields", unhex(t, "00 00000007 00"), protos, "registry protobuf 6 unsure shop.Line [0]: byte 0 is 0 and bytes 1–4 are the id 7; the next byte is the message indexes [0], and nothing follows: a shop.Line without fields; a message without fields proves nothing; a bare Protobuf message never begins with the byte 0"},
		{"framed Protobuf, no such message", join(unhex(t, "00 00000007 02 0a"), line), protos, "registry none 5 unsure: byte 0 is 0 and bytes 1–4 are the id 7; no schema reads what follows: the schema has no message with the indexes [5]; nor the whole record: shop.Line: no tag of a field (at byte 0); if the record was written with another version of the schema, add that one (--schema)"},
		{"framed Protobuf, too many indexes", join(unhex(t, "00 00000007 42"), bytes.Repeat([]byte{0}, 33)), protos, "registry none 5 unsure: byte 0 is 0 and bytes 1–4 are the id 7; no schema reads what follows: there are no message indexes, as Protobuf has them; nor the whole record: shop.Line: no tag of a field (at byte 0); if the record was written with another version of the schema, add that one (--schema)"},
		{"Avro's form and a Protobuf schema", join(unhex(t, "c301 0102030405060708"), line), protos, "single-object avro 10 unsure: bytes 0–1 are C3 01 and bytes 2–9 are the schema fingerprint 0807060504030201; no schema reads what follows: the form is one of Avro, and the schema is Protobuf; nor the whole record: shop.Line: no tag of a field (at byte 0); if the record was written with another version of the schema, add that one (--schema)"},

		{"JSON", []byte(`{"a": 1}`), avros, "json json 0 sure: the 8 bytes are JSON"},
		{"several JSON objects", []byte("{\"a\": 1}\n{\"a\": 2}\n"), nil, "json json 0 sure: the 18 bytes are JSON"},
		{"a JSON array", []byte(" [1]\n"), nil, "json json 0 sure: the 5 bytes are JSON"},
		{"framed JSON", join(unhex(t, "00 00000007"), []byte(`{"a": 1}`)), nil, "registry json 5 sure: byte 0 is 0 and bytes 1–4 are the id 7; the 8 bytes after it are JSON"},
		{"cut JSON", []byte(`{"a": 1`), nil, "text none 0 unsure: it is UTF-8 text and no JSON object or array; with less than 8 bytes that may be chance"},
		{"a JSON object and a number", []byte(`{"a": 1} 1`), nil, "text none 0 sure: it is UTF-8 text and no JSON object or array"},
		{"text", []byte("2026-01-31,Zürich,12"), nil, "text none 0 sure: it is UTF-8 text and no JSON object or array"},
		{"text that no schema reads", []byte("2026-01-31,Zürich,12"), avros, "text none 0 sure: it is UTF-8 text and no JSON object or array; no schema reads it: io.imply.KttmEvent: field \"timestamp\": the data end within a string: 20 bytes are left of 25 (at byte 1)"},
		{"text that may be Avro", []byte(" sixteen bytes of"), nil, "text none 0 unsure: it is UTF-8 text and no JSON object or array; it may as well be an Avro record of strings: its first byte is the length of what follows"},
		{"Latin-1 text", []byte("Z\xfcrich is a town"), nil, "unknown none 0 unsure: it has the form of no registry and is no text; without a schema (--schema), bare Avro and Protobuf cannot be told from other data"},

		{"a container", []byte("Obj\x01\x02\x16avro.schema"), avros, "unknown none 0 unsure: no schema reads it: io.imply.KttmEvent: field \"timestamp\": a string has the negative length -40 (at byte 0); it begins like an Avro container file, which holds many records: a sample is the value of one"},
		{"gzip", unhex(t, "1f8b0800000000000003"), nil, "unknown none 0 unsure: it begins like data compressed by gzip: a sample is the record as a consumer gets it"},
		{"Glue without a schema", join([]byte{3, 0}, make([]byte, 20)), nil, "glue none 18 unsure: byte 0 is 3, byte 1 says that the data are not compressed, and bytes 2–17 are the UUID 00000000-0000-0000-0000-000000000000; that may be chance: only with the schema (--schema) can it be proven"},
		{"Glue with damaged compression", join([]byte{3, 5}, make([]byte, 20)), avros, "glue none 18 unsure: byte 0 is 3, byte 1 says that the data are compressed by zlib, and bytes 2–17 are the UUID 00000000-0000-0000-0000-000000000000; no schema reads what follows: its data cannot be decompressed: reading the header: zlib: invalid header; nor the whole record: io.imply.KttmEvent: field \"timestamp\": a string has the negative length -2 (at byte 0); if the record was written with another version of the schema, add that one (--schema)"},
		{"bytes of anything", unhex(t, "06 00 01 02"), bytesOnly, "bare avro 0 sure: the 4 bytes are exactly one value of the schema"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := Judge(test.record, test.schemas)
			got := fmt.Sprintf("%s %s %d %s: %s", v.Encoding, v.Format, v.Payload, sureness(&v), strings.Join(v.Reasons, "; "))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func sureness(v *Verdict) string {
	text := map[bool]string{true: "sure", false: "unsure"}[v.Sure]
	if v.Message != nil {
		text += " " + v.Message.FullName
	}
	if v.Indexes != nil {
		text += " " + fmt.Sprint(v.Indexes)
	}
	return text
}

// TestOneByte judges every record of one byte: none proves anything, none is out of bounds.
func TestOneByte(t *testing.T) {
	schemas := []Schema{avroSchema(t, kttm), protoSchema(t, shop, ""), avroSchema(t, `"long"`), avroSchema(t, `"null"`), avroSchema(t, `{"type":"record","name":"Z","fields":[]}`)}
	for b := range 256 {
		if v := Judge([]byte{byte(b)}, schemas); v.Sure {
			t.Errorf("%02x: %+v", b, v)
		}
	}
}

// TestVerdictDoesNotChange: made-up records are the same in every run.
func TestVerdictDoesNotChange(t *testing.T) {
	schemas := []Schema{avroSchema(t, `{"type":"record","name":"L","fields":[{"name":"a","type":"long"},{"name":"b","type":"string"}]}`)}
	for n := range 40 {
		record := append(binary.AppendVarint([]byte{8}, int64(n)), strings.Repeat("x", n)...)
		if diff := cmp.Diff(Judge(record, schemas).Reasons, Judge(record, schemas).Reasons); diff != "" {
			t.Error(diff)
		}
	}
}

// TestHostileRecords: what a record claims must cost in proportion to its size. A test that does not end has failed.
func TestHostileRecords(t *testing.T) {
	schemas := []Schema{
		avroSchema(t, kttm), avroSchema(t, `{"type":"array","items":"null"}`), avroSchema(t, `{"type":"map","values":{"type":"record","name":"Z","fields":[]}}`),
		avroSchema(t, `{"type":"record","name":"R","fields":[{"name":"r","type":["null","R"]}]}`), protoSchema(t, `syntax = "proto3"; message M { M m = 1; repeated int32 p = 2; }`, ""),
	}
	huge := binary.AppendVarint(nil, math.MaxInt64)
	bomb := zlibbed(t, make([]byte, maxInflated+1))
	for name, record := range map[string][]byte{
		"huge count":           huge,
		"huge count, framed":   join(unhex(t, "00 00000007"), huge),
		"endless number":       bytes.Repeat([]byte{0xff}, 1<<20),
		"endless index":        join(unhex(t, "00 00000007"), bytes.Repeat([]byte{0xff}, 1<<20)),
		"zeros":                make([]byte, 1<<20),
		"zeros, framed":        join(unhex(t, "00 00000007"), make([]byte, 1<<20)),
		"nested":               bytes.Repeat([]byte{2}, 1<<20),
		"nested messages":      bytes.Repeat([]byte{0x0a}, 1<<20),
		"open brackets":        bytes.Repeat([]byte{'['}, 1<<20),
		"framed open brackets": join(unhex(t, "00 00000007"), bytes.Repeat([]byte{'['}, 1<<20)),
		"many objects":         bytes.Repeat([]byte("{}"), 1<<19),
		"bomb":                 join([]byte{3, 5}, make([]byte, 16), bomb),
	} {
		t.Run(name, func(t *testing.T) {
			if v := Judge(record, schemas); v.Payload > len(record) || len(v.Reasons) == 0 {
				t.Errorf("%+v", v)
			}
		})
	}
}

func TestNames(t *testing.T) {
	seen := map[string]bool{}
	for i, e := range Encodings() {
		if seen[e.String()] || int(e) != i {
			t.Errorf("%d is %q", i, e)
		}
		seen[e.String()] = true
	}
	if Encoding(200).String() != "unknown" || Format(200).String() != "none" || Protobuf.String() != "protobuf" {
		t.Error("a name is wrong")
	}
}

func BenchmarkJudge(b *testing.B) {
	seed := seedRecord(b)
	schemas := []Schema{avroSchema(b, kttm)}
	for name, record := range map[string][]byte{"bare": seed, "framed": join([]byte{0, 0, 1, 0x86, 0xca}, seed), "of another schema": seed[1:]} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Judge(record, schemas)
			}
		})
	}
}
