package wire

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// minText is how many bytes of text are no chance any more: of 8 random bytes, 1 in 2,500 is ASCII text.
const minText = 8

// isJSON reports whether data are JSON objects or arrays, at least one, with white space around.
func isJSON(data []byte) bool {
	start := bytes.TrimLeft(data, " \t\r\n")
	if len(start) == 0 || start[0] != '{' && start[0] != '[' {
		return false
	}
	if json.Valid(start) {
		return true
	}
	decoder := json.NewDecoder(bytes.NewReader(start))
	for {
		var value json.RawMessage
		switch err := decoder.Decode(&value); {
		case errors.Is(err, io.EOF):
			return true
		case err != nil || value[0] != '{' && value[0] != '[':
			return false
		}
	}
}

// isText reports whether data are UTF-8 without control characters other than tabs and ends of lines.
func isText(data []byte) bool {
	for _, b := range data {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' || b == 0x7f {
			return false
		}
	}
	return utf8.Valid(data)
}

// isStrings reports whether data are strings with their lengths before them, as in an Avro record of strings only: lengths from
// 16 to 63 look like text.
func isStrings(data []byte) bool {
	for len(data) > 0 {
		size := int(data[0]) / 2
		if data[0]%2 == 1 || size >= len(data) {
			return false
		}
		data = data[1+size:]
	}
	return true
}

// otherFile names what a record is that begins like a well-known kind of file; "" for nothing known.
func otherFile(record []byte) string {
	for _, known := range []struct{ magic, name string }{
		{"Obj\x01", "an Avro container file, which holds many records: a sample is the value of one"},
		{"\x1f\x8b", "data compressed by gzip: a sample is the record as a consumer gets it"},
		{"\x28\xb5\x2f\xfd", "data compressed by Zstandard: a sample is the record as a consumer gets it"},
		{"\x04\x22\x4d\x18", "data compressed by LZ4: a sample is the record as a consumer gets it"},
		{"\x82SNAPPY\x00", "data compressed by Snappy: a sample is the record as a consumer gets it"},
		{"\xff\x06\x00\x00sNaPpY", "data compressed by Snappy: a sample is the record as a consumer gets it"},
		{"PAR1", "a Parquet file"},
		{"PK\x03\x04", "a zip archive"},
	} {
		if bytes.HasPrefix(record, []byte(known.magic)) {
			return known.name
		}
	}
	return ""
}

// maxInflated bounds what the data of a record may decompress to, in bytes.
const maxInflated = 64 << 20

func inflate(data []byte) ([]byte, error) {
	in, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("reading the header: %w", err)
	}
	inflated, err := io.ReadAll(io.LimitReader(in, maxInflated+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("decompressing: %w", err)
	case len(inflated) > maxInflated:
		return nil, fmt.Errorf("they are more than %d MiB", maxInflated>>20)
	}
	return inflated, nil
}
