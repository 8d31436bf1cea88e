package wire

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

// FuzzJudge judges any record: offsets lie inside it, the verdict is the same twice, and what is sure is read the same way by a second
// parser, which reads the forms from a stream.
func FuzzJudge(f *testing.F) {
	for _, r := range javaRecords(f) {
		for _, data := range [][]byte{r.bare, r.singleObject, join([]byte{0, 0, 1, 0x86, 0xca}, r.bare), join([]byte{3, 0}, make([]byte, 16), r.bare), join([]byte{1}, make([]byte, 16), r.bare)} {
			f.Add(data)
		}
	}
	for _, text := range []string{"", "0", "{}", "\x00\x00\x00\x00\x07{}", "\x0a\x03abc\x20\x07", "\x00\x00\x00\x00\x07\x00\x0a\x03abc\x20\x07", "\x00\x00\x00\x00\x07\x02\x02\x0a\x03abc", "\x00\x00\x00\x00\x07\x02\x00\x0a\x03abc", "Obj\x01", "\x03\x05" + "0123456789abcdef" + "x\x9c\x03\x00\x00\x00\x00\x01"} {
		f.Add([]byte(text))
	}
	schemas := []Schema{
		avroSchema(f, kttm),
		protoSchema(f, `syntax = "proto3"; message SomeMessage { string timestamp = 1; string city = 2; string session = 3; uint32 session_length = 4; } message Other { bytes b = 1; }`, ""),
	}
	f.Fuzz(func(t *testing.T, record []byte) {
		for i := range schemas {
			one := Judge(record, schemas[i:i+1])
			check(t, record, one)
			if one.Sure {
				second(t, record, one)
			}
		}
		v := Judge(record, schemas)
		check(t, record, v)
		if again := Judge(record, schemas); again.Encoding != v.Encoding || again.Sure != v.Sure || !slices.Equal(again.Reasons, v.Reasons) {
			t.Errorf("%+v, then %+v", v, again)
		}
		if without := Judge(record, nil); without.Sure && (without.Schema != nil || without.Encoding == Bare || without.Format == Avro) {
			t.Errorf("without a schema: %+v", without)
		}
	})
}

// check holds a verdict to what every verdict is.
func check(t *testing.T, record []byte, v Verdict) {
	t.Helper()
	if v.Payload < 0 || v.Payload > len(record) || len(v.Reasons) == 0 || slices.Contains(v.Reasons, "") {
		t.Errorf("%+v", v)
	}
	if (v.SchemaID != 0) != (v.Encoding == Registry) || v.Sure && v.Encoding == Unknown || v.Sure && v.Encoding == Bare && v.Schema == nil {
		t.Errorf("%+v", v)
	}
	if v.Message != nil && v.Format != Protobuf || v.Indexes != nil && v.Message == nil {
		t.Errorf("%+v", v)
	}
}

// second reads a record of which the verdict is sure from its start, and complains if it is something else.
func second(t *testing.T, record []byte, v Verdict) {
	t.Helper()
	in := bufio.NewReader(bytes.NewReader(record))
	first := func(n int) []byte {
		b := make([]byte, n)
		if _, err := io.ReadFull(in, b); err != nil {
			t.Fatalf("%+v: %v", v, err)
		}
		return b
	}
	size := 0
	switch v.Encoding {
	case Registry:
		if b := first(5); b[0] != 0 || binary.BigEndian.Uint32(b[1:]) != v.SchemaID {
			t.Errorf("the frame is %x, not %d", b, v.SchemaID)
		}
		size = 5
	case RegistryHeader:
		first(17)
		size = 17
	case SingleObject:
		first(10)
		size = 10
	case Glue:
		if first(18)[1] != 0 {
			return // compressed
		}
		size = 18
	}
	if v.Indexes != nil {
		n, err := binary.ReadVarint(in)
		got := []int{0}
		if err == nil && n > 0 {
			got = nil
			for range n {
				index, err := binary.ReadVarint(in)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, int(index))
			}
		}
		if err != nil || !slices.Equal(got, v.Indexes) {
			t.Errorf("the indexes are %v, not %v", got, v.Indexes)
		}
	} else if v.Payload != size {
		t.Errorf("the data begin at %d, not %d", size, v.Payload)
	}
	rest, err := io.ReadAll(in)
	if err != nil || !bytes.Equal(rest, record[v.Payload:]) {
		t.Fatalf("%d bytes are left, and the data begin at %d of %d: %v", len(rest), v.Payload, len(record), err)
	}
	switch {
	case v.Format == Avro && !isEvent(rest):
		t.Errorf("%x is no event", rest)
	case v.Format == Protobuf && v.Message.Name == "SomeMessage" && !isSomeMessage(rest):
		t.Errorf("%x is no SomeMessage", rest)
	case v.Format == JSONFormat && !isSeveralValues(rest):
		t.Errorf("%q is no JSON", rest)
	}
}

// isEvent reads three strings and a number.
func isEvent(data []byte) bool {
	in := bytes.NewReader(data)
	for range 3 {
		n, err := binary.ReadVarint(in)
		if err != nil || n < 0 || n > int64(in.Len()) {
			return false
		}
		if _, err := in.Seek(n, io.SeekCurrent); err != nil {
			return false
		}
	}
	_, err := binary.ReadVarint(in)
	return err == nil && in.Len() == 0
}

// isSomeMessage reads the fields 1 to 3 as text and 4 as a number, or as a packed list is refused.
func isSomeMessage(data []byte) bool {
	for len(data) > 0 {
		number, kind, n := protowire.ConsumeField(data)
		if n < 0 || kind == protowire.BytesType != (number <= 3) || kind == protowire.VarintType != (number == 4) {
			return false
		}
		data = data[n:]
	}
	return true
}

func isSeveralValues(data []byte) bool {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber() // a number may be of any size
	for {
		var value any
		if err := decoder.Decode(&value); err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}
