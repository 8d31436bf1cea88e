package avro

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
)

// errVarint is the error of a number that is longer than any that fits into 64 bits.
var errVarint = errors.New("a number is longer than 10 bytes")

// scanner reads the binary encoding from a stream and knows the offset.
type scanner struct {
	in      *bufio.Reader
	source  *capped
	offset  int64
	limited bool // the limit was reached, so that an end is not the end of the file
}

// capped is a reader that ends at a limit and knows whether that was the end of what it reads.
type capped struct {
	in   io.Reader
	left int64
	hit  bool
}

func (c *capped) Read(p []byte) (int, error) {
	if c.left <= 0 {
		var one [1]byte
		n, err := c.in.Read(one[:])
		c.hit = c.hit || n > 0
		if n > 0 || err == nil {
			return 0, io.EOF
		}
		return 0, err
	}
	n, err := c.in.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err
}

func newScanner(in io.Reader, limit int64) *scanner {
	source := &capped{in: in, left: limit}
	return &scanner{in: bufio.NewReader(source), source: source}
}

// long reads a number in the variable-length zig-zag encoding. The error is io.EOF if there is none, io.ErrUnexpectedEOF within it.
func (r *scanner) long() (int64, error) {
	var value uint64
	for shift := 0; ; shift += 7 {
		b, err := r.in.ReadByte()
		if err != nil {
			r.limited = r.source.hit
			if errors.Is(err, io.EOF) && shift > 0 {
				err = io.ErrUnexpectedEOF
			}
			return 0, err
		}
		r.offset++
		value |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return int64(value>>1) ^ -int64(value&1), nil
		}
		if shift == 63 {
			return 0, errVarint
		}
	}
}

// full reads exactly as many bytes as there is room for.
func (r *scanner) full(to []byte) error {
	n, err := io.ReadFull(r.in, to)
	r.offset += int64(n)
	if err != nil {
		r.limited = r.source.hit
	}
	return err
}

// skip passes over bytes without keeping them.
func (r *scanner) skip(size int64) error {
	n, err := io.CopyN(io.Discard, r.in, size)
	r.offset += n
	if err != nil {
		r.limited = r.source.hit
	}
	return err
}

// mapCount reads how many entries the next block of the metadata has; 0 ends them.
func (r *scanner) mapCount() (int64, error) {
	at := r.offset
	count, err := r.long()
	if err == nil && count < 0 && count != math.MinInt64 {
		// A negative count is followed by the size of the block in bytes.
		count = -count
		_, err = r.long()
	}
	switch {
	case errors.Is(err, errVarint) || count < 0:
		return 0, &DamageError{Code: BadMetadata, Offset: at, Message: "the header holds no metadata: a number is out of range"}
	case err != nil:
		return 0, r.damage(TruncatedHeader, err, "the file ends within its header")
	}
	return count, nil
}

// text reads a string or bytes of the header. Memory grows with what is there, not with what is claimed.
func (r *scanner) text(what string, most int64) ([]byte, error) {
	at := r.offset
	size, err := r.long()
	switch {
	case errors.Is(err, errVarint), err == nil && size < 0:
		return nil, &DamageError{Code: BadMetadata, Offset: at, Message: "the metadata are damaged: the length of " + what + " is not a length"}
	case err != nil:
		return nil, r.damage(TruncatedHeader, err, "the file ends within its header, before "+what)
	case size > most:
		return nil, &DamageError{Code: BadMetadata, Offset: at, Message: fmt.Sprintf("the metadata are damaged: %s claims %d bytes", what, size)}
	}
	var value bytes.Buffer
	n, err := io.CopyN(&value, r.in, size)
	r.offset += n
	if err != nil {
		r.limited = r.source.hit
		return nil, r.damage(TruncatedHeader, err, fmt.Sprintf("the file ends within its header: %s claims %d bytes, %d are there", what, size, n))
	}
	return value.Bytes(), nil
}

// damage explains an error of reading. What the source itself complains of is kept.
func (r *scanner) damage(code DamageCode, err error, message string) error {
	d := &DamageError{Code: code, Offset: r.offset, Message: message}
	if r.limited {
		d.Message = "the header is larger than what is read of a file"
	}
	if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, errVarint) {
		d.err = err
		d.Message = "the file cannot be read: " + err.Error()
	}
	return d
}
