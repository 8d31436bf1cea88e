package avro

import (
	"encoding/binary"
	"math"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/field"
)

// Scalar returns the value of a type that [Schema.Decode] found at a span of data: nil for null, a bool, int64, float64, string (also
// for the symbol of an enum) or []byte, or what the branch of a union holds. ok is false for arrays, maps and records.
func Scalar(t *Type, data []byte, at document.Span) (value any, ok bool) {
	if at.Start < 0 || at.End > len(data) || at.Start > at.End {
		return nil, false
	}
	bytes := data[at.Start:at.End]
	if t.Kind == field.Union {
		index, n := binary.Varint(bytes)
		if n <= 0 || index < 0 || index >= int64(len(t.Branches)) {
			return nil, false
		}
		t, bytes = t.Branches[index], bytes[n:]
	}
	switch t.Kind {
	case field.Null:
		return nil, true
	case field.Fixed:
		return bytes, true
	case field.Boolean:
		return len(bytes) == 1 && bytes[0] == 1, len(bytes) == 1
	case field.Float:
		if len(bytes) != 4 {
			return nil, false
		}
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(bytes))), true
	case field.Double:
		if len(bytes) != 8 {
			return nil, false
		}
		return math.Float64frombits(binary.LittleEndian.Uint64(bytes)), true
	}
	return prefixed(t, bytes)
}

// prefixed returns the value of a type that starts with a number.
func prefixed(t *Type, bytes []byte) (value any, ok bool) {
	number, n := binary.Varint(bytes)
	if n <= 0 {
		return nil, false
	}
	switch t.Kind {
	case field.Int, field.Long:
		return number, true
	case field.Enum:
		if number < 0 || number >= int64(len(t.Symbols)) {
			return nil, false
		}
		return t.Symbols[number], true
	case field.String:
		return string(bytes[n:]), true
	case field.Bytes:
		return bytes[n:], true
	}
	return nil, false
}
