package wire

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
)

// frame is one form that a record may have: what precedes the data.
type frame struct {
	encoding Encoding
	id       uint32
	guid     string
	payload  int
	// compressed is true for data that are compressed by zlib.
	compressed bool
	// why says what in the record has the form.
	why string
}

// base is the offset of the data in the record, for messages; compressed data count from their own start.
func (f frame) base() int {
	if f.compressed {
		return 0
	}
	return f.payload
}

// Sizes of what precedes the data, in bytes.
const (
	registrySize     = 1 + 4
	guidSize         = 16
	headerSize       = 1 + guidSize
	singleObjectSize = 2 + 8
	glueSize         = 2 + guidSize
)

// Second byte of the Glue form.
const (
	glueUncompressed = 0
	glueZlib         = 5
)

// framesOf returns the forms that the first bytes of a record allow, bare ones last. The first is the likeliest.
func framesOf(record []byte) []frame {
	var frames []frame
	switch {
	case len(record) >= registrySize && record[0] == 0:
		// Registries number from 1 on in a Java int.
		if id := binary.BigEndian.Uint32(record[1:]); id >= 1 && id <= math.MaxInt32 {
			why := fmt.Sprintf("byte 0 is 0 and bytes 1–4 are the id %d", id)
			frames = append(frames, frame{encoding: Registry, id: id, payload: registrySize, why: why})
		}
	case len(record) >= headerSize && record[0] == 1:
		guid := uuid(record[1:])
		frames = append(frames, frame{encoding: RegistryHeader, guid: guid, payload: headerSize, why: "byte 0 is 1 and bytes 1–16 are the GUID " + guid})
	case len(record) >= singleObjectSize && record[0] == 0xc3 && record[1] == 1:
		fingerprint := slices.Clone(record[2:singleObjectSize])
		slices.Reverse(fingerprint) // it is little-endian
		hexed := hex.EncodeToString(fingerprint)
		frames = append(frames, frame{encoding: SingleObject, guid: hexed, payload: singleObjectSize, why: "bytes 0–1 are C3 01 and bytes 2–9 are the schema fingerprint " + hexed})
	case len(record) >= glueSize && record[0] == 3 && (record[1] == glueUncompressed || record[1] == glueZlib):
		guid := uuid(record[2:])
		f := frame{encoding: Glue, guid: guid, payload: glueSize, compressed: record[1] == glueZlib}
		f.why = "byte 0 is 3, byte 1 says that the data are not compressed, and bytes 2–17 are the UUID " + guid
		if f.compressed {
			f.why = "byte 0 is 3, byte 1 says that the data are compressed by zlib, and bytes 2–17 are the UUID " + guid
		}
		frames = append(frames, f)
	}
	return append(frames, frame{encoding: Bare})
}

// uuid writes the first 16 bytes as a UUID.
func uuid(b []byte) string {
	s := hex.EncodeToString(b[:guidSize])
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

// maxIndexes bounds the message indexes of a record; messages are not nested deeper than that.
const maxIndexes = 32

// readIndexes reads the message indexes at the start of data: a count and that many numbers, as zig-zag varints; the count 0 stands for
// the list [0]. n is how many bytes they take.
func readIndexes(data []byte) (indexes []int, n int, ok bool) {
	count, n := binary.Varint(data)
	if n <= 0 || count < 0 || count > maxIndexes {
		return nil, 0, false
	}
	if count == 0 {
		return []int{0}, n, true
	}
	for range count {
		index, size := binary.Varint(data[n:])
		if size <= 0 || index < 0 || index > math.MaxInt32 {
			return nil, 0, false
		}
		n += size
		indexes = append(indexes, int(index))
	}
	return indexes, n, true
}
