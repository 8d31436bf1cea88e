package avro

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/hamba/avro/v2/ocf"
)

const pointSchema = `{"type":"record","name":"Point","fields":[{"name":"x","type":"long"},{"name":"name","type":["null","string"]}]}`

func points() []any {
	return []any{map[string]any{"x": int64(1), "name": "a"}, map[string]any{"x": int64(-2), "name": nil}, map[string]any{"x": int64(3), "name": "c"}}
}

// varint appends a number as Avro writes it.
func varint(to []byte, n int64) []byte { return binary.AppendVarint(to, n) }

// built returns a container made by hand: metadata as key, value, key, value …, then the sync marker and the rest.
func built(rest string, metadata ...string) []byte {
	file := varint([]byte(magic), int64(len(metadata)/2))
	for _, text := range metadata {
		file = append(varint(file, int64(len(text))), text...)
	}
	file = append(file, 0)
	file = append(file, "0123456789abcdef"...)
	return append(file, rest...)
}

func TestReadContainer(t *testing.T) {
	for _, codec := range []ocf.CodecName{ocf.Null, ocf.Deflate, ocf.Snappy, ocf.ZStandard} {
		data := container(t, pointSchema, codec, points()...)
		c, err := ReadContainer(bytes.NewReader(data), 1<<20)
		if err != nil {
			t.Fatalf("%s: %v", codec, err)
		}
		if c.Codec != string(codec) || c.Blocks != 2 || c.Records != 3 || c.Partial || c.Schema.Root.Name != "Point" {
			t.Errorf("%s: %+v", codec, c)
		}
		for limit := range int64(len(data)) {
			if c, err := ReadContainer(bytes.NewReader(data), limit); err == nil && !c.Partial {
				t.Errorf("%s, limit %d: not partial", codec, limit)
			}
		}
	}
	for _, codec := range []string{"bzip2", "xz"} {
		if c, err := ReadContainer(bytes.NewReader(built("", "avro.codec", codec, "avro.schema", pointSchema)), 1<<20); err != nil || c.Codec != codec {
			t.Errorf("%s: %v", codec, err)
		}
	}
}

func TestContainerAsForgivingAsJava(t *testing.T) {
	for name, schema := range map[string]string{
		"bad name": `{"type":"record","name":"my-record","fields":[{"name":"a b","type":"int"}]}`, "bad default": `{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}`,
		"comment": "/* x */ \"int\"",
	} {
		if _, err := ReadContainer(bytes.NewReader(built("", "avro.schema", schema)), 1<<20); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	negative := append(varint(varint([]byte(magic), -1), 14), varint(nil, 11)...)
	negative = append(append(negative, "avro.schema"...), varint(nil, 5)...)
	negative = append(append(negative, `"int"`...), "\x000123456789abcdef"...)
	if _, err := ReadContainer(bytes.NewReader(negative), 1<<20); err != nil {
		t.Errorf("a block of metadata with its size: %v", err)
	}
}

func TestDamagedContainers(t *testing.T) {
	good := container(t, pointSchema, ocf.Null, points()...)
	whole, _ := ReadContainer(bytes.NewReader(good), 1<<20)
	head := string(good[:whole.HeaderSize])
	changed := bytes.Clone(good)
	changed[len(changed)-1] ^= 0xff
	tests := []struct {
		name, data string
		code       DamageCode
		offset     int64
		message    string
	}{
		{"empty", "", NotAContainer, 0, "it is empty"},
		{"short", "Ob", NotAContainer, 0, "ends after its first bytes"},
		{"version", "Obj\x02", NotAContainer, 0, "its version is 2"},
		{"gzip", "\x1f\x8b\x08\x00", NotAContainer, 0, "gzip"},
		{"zstd", "\x28\xb5\x2f\xfd", NotAContainer, 0, "Zstandard"},
		{"zip", "PK\x03\x04", NotAContainer, 0, "ZIP"},
		{"parquet", "PAR1....", NotAContainer, 0, "Parquet"},
		{"orc", "ORC...", NotAContainer, 0, "ORC"},
		{"framed", "\x00\x00\x00\x00\x07", NotAContainer, 0, "schema registry"},
		{"single object", "\xc3\x01........", NotAContainer, 0, "single-object"},
		{"json", `{"x": 1}`, NotAContainer, 0, "JSON"},
		{"csv", "x,y\n1,2", NotAContainer, 0, `"x,y\n"`},
		{"only magic", "Obj\x01", TruncatedHeader, 4, "within its header"},
		{"in a key", "Obj\x01\x02\x16avro", TruncatedHeader, 10, "claims 11 bytes, 4 are there"},
		{"before a value", "Obj\x01\x02\x02k", TruncatedHeader, 7, `before the value of "k"`},
		{"in the sync marker", head[:len(head)-3], TruncatedHeader, whole.HeaderSize - 3, "sync marker"},
		{"negative length", "Obj\x01\x02\x01", BadMetadata, 5, "is not a length"},
		{"hostile key", "Obj\x01\x02" + string(varint(nil, 1<<40)), BadMetadata, 5, "claims 1099511627776 bytes"},
		{"hostile value", "Obj\x01\x02\x02k" + string(varint(nil, 1<<40)), BadMetadata, 7, "claims 1099511627776 bytes"},
		{"hostile count", "Obj\x01" + string(varint(nil, math.MinInt64)), BadMetadata, 4, "out of range"},
		{"endless number", "Obj\x01" + strings.Repeat("\xff", 20), BadMetadata, 4, "out of range"},
		{"too many entries", "Obj\x01" + string(varint(nil, 1<<40)) + strings.Repeat("\x00", 30_000), BadMetadata, -1, "more than 10000 entries"},
		{"no schema", string(built("", "avro.codec", "null")), NoSchema, 4, `no "avro.schema"`},
		{"schema not JSON", string(built("", "avro.schema", "{nope")), BadSchema, 17, "not JSON"},
		{"schema empty", string(built("", "avro.schema", " ")), BadSchema, 17, "no value"},
		{"schema invalid", string(built("", "avro.schema", `{"type":"record","name":"R","fields":[{"name":"a","type":"Nope"}]}`)), BadSchema, 17, `"Nope" is not defined`},
		{"codec", string(built("", "avro.schema", `"int"`, "avro.codec", "lz4")), UnknownCodec, 4, `"lz4"`},
		{"codec case", string(built("", "avro.schema", `"int"`, "avro.codec", "GZIP")), UnknownCodec, 4, `"GZIP"`},
		{"negative records", head + "\x01\x00", BadBlock, whole.HeaderSize, "claims -1 records"},
		{"negative bytes", head + "\x02\x01", BadBlock, whole.HeaderSize + 1, "claims -1 bytes"},
		{"huge bytes", head + "\x02" + string(varint(nil, 1<<40)), BadBlock, whole.HeaderSize + 1, "claims 1099511627776 bytes"},
		{"number in a block", head + strings.Repeat("\xff", 20), BadBlock, -1, "longer than 10 bytes"},
		{"ends in a number", head + "\x82", TruncatedBlock, whole.HeaderSize + 1, "number of records"},
		{"ends before the bytes", head + "\x02", TruncatedBlock, whole.HeaderSize + 1, "number of bytes"},
		{"ends in a block", string(good[:len(good)-20]), TruncatedBlock, int64(len(good) - 20), "within block 2"},
		{"ends in its sync marker", string(good[:len(good)-5]), TruncatedBlock, int64(len(good) - 5), "sync marker"},
		{"sync marker", string(changed), WrongSync, int64(len(good) - 16), "block 2"},
		{"joined files", string(good) + string(good), BadBlock, -1, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, in := range []io.Reader{strings.NewReader(test.data), iotest.OneByteReader(strings.NewReader(test.data))} {
				c, err := ReadContainer(in, 1<<30)
				var damage *DamageError
				if !errors.As(err, &damage) || c == nil {
					t.Fatalf("error %v", err)
				}
				if damage.Code != test.code && test.name != "joined files" || !strings.Contains(err.Error(), test.message) || test.offset >= 0 && damage.Offset != test.offset {
					t.Errorf("%s %d %v", damage.Code, damage.Offset, err)
				}
			}
		})
	}
}

func TestContainerOfAFailingReader(t *testing.T) {
	failure := errors.New("disk on fire")
	data := container(t, pointSchema, ocf.Null, points()...)
	for n := range data {
		_, err := ReadContainer(io.MultiReader(bytes.NewReader(data[:n]), iotest.ErrReader(failure)), 1<<20)
		if !errors.Is(err, failure) {
			t.Fatalf("after %d bytes: %v", n, err)
		}
	}
}
