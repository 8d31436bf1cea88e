package avro

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"unicode/utf8"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/field"
)

// Limits on decoding: a few bytes can claim an array of very many nulls, or a record that contains itself without end.
const (
	maxValueDepth = 1_000
	freeSteps     = 1 << 16
)

// Decoded is what decoding found.
type Decoded struct {
	// Size is the number of bytes that the value took. Only a value that took all bytes is evidence for the schema.
	Size int
	// Fields are the bytes of the fields of a root record, in the order of the schema.
	Fields []document.Span
	// BadText is how many strings are not valid UTF-8. Java reads them, but writes none such.
	BadText int
}

// DecodeError is why bytes are not a value of a schema.
type DecodeError struct {
	// Offset is the byte at which it was noticed.
	Offset int
	// Path is the field, such as "address.street[]"; "" at the root.
	Path string
	// Message says what is wrong, without the place.
	Message string
}

// Error returns the message with the place.
func (e *DecodeError) Error() string {
	if e.Path == "" {
		return fmt.Sprintf("%s (at byte %d)", e.Message, e.Offset)
	}
	return fmt.Sprintf("field %q: %s (at byte %d)", e.Path, e.Message, e.Offset)
}

// Decode reads one bare value of the schema from the start of data. It keeps no values; see [Decoded.Scalar] for those of the root's
// fields. The error is a [*DecodeError]; Size is then how far decoding came. It is stricter than Java in one point: a boolean is a
// byte 0 or 1, as every writer writes it.
func (s *Schema) Decode(data []byte) (Decoded, error) {
	d := decoder{data: data, steps: freeSteps + 8*len(data)}
	var out Decoded
	err := d.root(s.Root, &out)
	out.Size, out.BadText = d.at, d.badText
	return out, err
}

type decoder struct {
	data    []byte
	at      int
	steps   int
	badText int
}

func (d *decoder) fail(format string, args ...any) error {
	return &DecodeError{Offset: d.at, Message: fmt.Sprintf(format, args...)}
}

// within puts a step in front of the path of an error.
func within(err error, step string) error {
	if failed := (*DecodeError)(nil); errors.As(err, &failed) {
		if failed.Path != "" && failed.Path[0] != '[' && failed.Path[0] != '{' {
			step += "."
		}
		failed.Path = step + failed.Path
	}
	return err
}

// root decodes the whole value and notes where the fields of a record lie.
func (d *decoder) root(t *Type, out *Decoded) error {
	if t.Kind != field.Record {
		return d.value(t, 0)
	}
	out.Fields = make([]document.Span, 0, len(t.Fields))
	for i := range t.Fields {
		start := d.at
		if err := d.value(t.Fields[i].Type, 1); err != nil {
			return within(err, t.Fields[i].Name)
		}
		out.Fields = append(out.Fields, document.Span{Start: start, End: d.at})
	}
	return nil
}

func (d *decoder) value(t *Type, depth int) error {
	if d.steps--; d.steps < 0 {
		return d.fail("the data claim far more values than their %d bytes can hold", len(d.data))
	}
	if depth > maxValueDepth {
		return d.fail("the value is nested more than %d levels deep", maxValueDepth)
	}
	switch t.Kind {
	case field.Null:
		return nil
	case field.Boolean:
		return d.boolean()
	case field.Int:
		_, err := d.integer()
		return err
	case field.Long:
		_, err := d.long()
		return err
	case field.Float:
		return d.skip(4, "a float")
	case field.Double:
		return d.skip(8, "a double")
	case field.Fixed:
		return d.skip(int64(t.Size), "a fixed")
	case field.String, field.Bytes:
		return d.text(t.Kind)
	case field.Enum:
		return d.enum(t)
	case field.Union:
		return d.union(t, depth)
	case field.Array:
		return d.blocks(t.Item, "[]", false, depth)
	case field.Map:
		return d.blocks(t.Item, "{}", true, depth)
	case field.Record:
		for i := range t.Fields {
			if err := d.value(t.Fields[i].Type, depth+1); err != nil {
				return within(err, t.Fields[i].Name)
			}
		}
		return nil
	}
	return d.fail("the schema is not valid here, so that nothing can be decoded by it")
}

func (d *decoder) boolean() error {
	if d.at >= len(d.data) {
		return d.fail("the data end where a boolean should be")
	}
	if b := d.data[d.at]; b > 1 {
		return d.fail("a boolean is the byte 0 or 1, not %d", b)
	}
	d.at++
	return nil
}

func (d *decoder) long() (int64, error) {
	value, n := binary.Varint(d.data[d.at:])
	switch {
	case n == 0:
		return 0, d.fail("the data end where a number should be")
	case n < 0:
		return 0, d.fail("a number is longer than 64 bits")
	}
	d.at += n
	return value, nil
}

// integer reads a number of 32 bits, for which Java reads 5 bytes at most.
func (d *decoder) integer() (int64, error) {
	start := d.at
	value, err := d.long()
	if err != nil {
		return 0, err
	}
	if d.at-start > 5 || value < math.MinInt32 || value > math.MaxInt32 {
		d.at = start
		return 0, d.fail("the number %d does not fit into an int", value)
	}
	return value, nil
}

func (d *decoder) skip(size int64, what string) error {
	if left := int64(len(d.data) - d.at); size > left {
		return d.fail("the data end within %s: %d bytes are left of %d", what, left, size)
	}
	d.at += int(size)
	return nil
}

func (d *decoder) text(kind field.Kind) error {
	start := d.at
	size, err := d.long()
	if err != nil {
		return err
	}
	if size < 0 {
		d.at = start
		return d.fail("a %s has the negative length %d", kindName(kind), size)
	}
	from := d.at
	if err := d.skip(size, "a "+kindName(kind)); err != nil {
		return err
	}
	if kind == field.String && !utf8.Valid(d.data[from:d.at]) {
		d.badText++
	}
	return nil
}

func (d *decoder) enum(t *Type) error {
	start := d.at
	index, err := d.integer()
	if err != nil {
		return err
	}
	if index < 0 || index >= int64(len(t.Symbols)) {
		d.at = start
		return d.fail("the symbol number %d is not one of the %d of %s", index, len(t.Symbols), t)
	}
	return nil
}

func (d *decoder) union(t *Type, depth int) error {
	start := d.at
	index, err := d.integer()
	if err != nil {
		return err
	}
	if index < 0 || index >= int64(len(t.Branches)) {
		d.at = start
		return d.fail("the branch number %d is not one of the %d of the union", index, len(t.Branches))
	}
	return d.value(t.Branches[index], depth+1)
}

// blocks decodes an array or map: blocks of a count and that many items, until a count of 0. A negative count is followed by the size
// of the block in bytes.
func (d *decoder) blocks(item *Type, step string, keys bool, depth int) error {
	for {
		count, err := d.long()
		if err != nil || count == 0 {
			return err
		}
		end := int64(-1)
		if count < 0 {
			size, err := d.long()
			if err != nil {
				return err
			}
			if count == math.MinInt64 || size < 0 || size > int64(len(d.data)-d.at) {
				return d.fail("a block of items claims %d bytes, %d are left", size, len(d.data)-d.at)
			}
			count, end = -count, int64(d.at)+size
		}
		for range count {
			if keys {
				if err := d.text(field.String); err != nil {
					return within(err, step)
				}
			}
			if err := d.value(item, depth+1); err != nil {
				return within(err, step)
			}
		}
		if end >= 0 && end != int64(d.at) {
			return d.fail("a block of items has not the size that it claims")
		}
	}
}
