package avro

import (
	"math"

	"github.com/polarspec/polarspec/schemas/field"
)

// uuidSize and durationSize are the sizes of a fixed that these logical types may be on.
const (
	uuidSize     = 16
	durationSize = 12
)

// logicalOf returns the logical type of a primitive or fixed type. Avro ignores one that is unknown or does not fit its type
// (specification, "Logical Types": "language implementations must ignore").
func logicalOf(t *Type, m members) field.Logical {
	if !isText(m.logical) {
		return field.NoLogical
	}
	logical := logicalNamed(m.logical.Text())
	fits := false
	switch logical {
	case field.NoLogical:
	case field.Date, field.TimeMillis:
		fits = t.Kind == field.Int
	case field.Decimal:
		fits = (t.Kind == field.Bytes || t.Kind == field.Fixed) && fitsDecimal(t, m)
	case field.UUID:
		fits = t.Kind == field.String || t.Kind == field.Fixed && t.Size == uuidSize
	case field.AvroDuration:
		fits = t.Kind == field.Fixed && t.Size == durationSize
	default:
		fits = t.Kind == field.Long
	}
	if !fits {
		return field.NoLogical
	}
	return logical
}

// fitsDecimal reports whether precision and scale are those of a decimal, and whether a fixed is large enough.
func fitsDecimal(t *Type, m members) bool {
	precision, ok := m.precision.Int()
	if !ok || precision <= 0 || precision > math.MaxInt32 {
		return false
	}
	if t.Kind == field.Fixed && float64(precision) > math.Floor(math.Log10(2)*float64(8*t.Size-1)) {
		return false
	}
	if !m.scale.Exists() {
		return true
	}
	scale, ok := m.scale.Int()
	return ok && 0 <= scale && scale <= precision
}

func logicalNamed(name string) field.Logical {
	for logical := field.Date; logical <= field.UUID; logical++ {
		if logicalName(logical) == name {
			return logical
		}
	}
	return field.NoLogical
}

// logicalName returns the name of a logical type in a schema.
func logicalName(logical field.Logical) string {
	switch logical {
	case field.Date:
		return "date"
	case field.TimeMillis:
		return "time-millis"
	case field.TimeMicros:
		return "time-micros"
	case field.TimestampMillis:
		return "timestamp-millis"
	case field.TimestampMicros:
		return "timestamp-micros"
	case field.TimestampNanos:
		return "timestamp-nanos"
	case field.LocalTimestampMillis:
		return "local-timestamp-millis"
	case field.LocalTimestampMicros:
		return "local-timestamp-micros"
	case field.LocalTimestampNanos:
		return "local-timestamp-nanos"
	case field.Decimal:
		return "decimal"
	case field.AvroDuration:
		return "duration"
	case field.UUID:
		return "uuid"
	}
	return ""
}
