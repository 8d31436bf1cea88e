package avro

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
)

// The parts of an object container file (specification, "Object Container Files").
const (
	magic    = "Obj\x01"
	syncSize = 16
)

// Limits on the header: a file that has more is not one that a writer made.
const (
	maxMetadata    = 64 << 20
	maxMetadataKey = 4 << 10
	maxMetadataLen = 10_000
)

// Container is what an object container file says of itself.
type Container struct {
	// Codec is the compression of the blocks: null, deflate, snappy, bzip2, xz or zstandard.
	Codec string
	// SchemaFile is the text of the writer's schema, to which the places in Schema belong.
	SchemaFile *document.File
	// Schema is the writer's schema. As in Java, its names and defaults are not judged.
	Schema *Schema
	// Metadata are the keys of the metadata in their order.
	Metadata []string
	// Sync is the marker after each block.
	Sync [syncSize]byte
	// HeaderSize is the offset of the first block.
	HeaderSize int64
	// Blocks and Records are how many there are, as far as the file was read.
	Blocks, Records int64
	// Partial is true if the file goes on beyond the limit up to which it was read.
	Partial bool
}

// DamageCode tells apart why a container cannot be read.
type DamageCode string

// What can be wrong with a container.
const (
	NotAContainer   DamageCode = "not-a-container"
	TruncatedHeader DamageCode = "truncated-header"
	BadMetadata     DamageCode = "bad-metadata"
	NoSchema        DamageCode = "no-schema"
	BadSchema       DamageCode = "bad-schema"
	UnknownCodec    DamageCode = "unknown-codec"
	BadBlock        DamageCode = "bad-block"
	TruncatedBlock  DamageCode = "truncated-block"
	WrongSync       DamageCode = "wrong-sync"
)

// DamageError is the error of a container that cannot be read.
type DamageError struct {
	Code DamageCode
	// Offset is the byte at which it was noticed.
	Offset int64
	// Message says what is wrong, without the offset and without a final full stop.
	Message string
	err     error
}

// Error returns the message with the offset.
func (d *DamageError) Error() string { return fmt.Sprintf("%s (at byte %d)", d.Message, d.Offset) }

// Unwrap returns the error of the reader that the bytes came from, nil if the bytes themselves are the reason.
func (d *DamageError) Unwrap() error { return d.err }

// ReadContainer reads the header of an object container file and checks the framing of its blocks, without decompressing them. It
// reads limit bytes at most. The error is a [*DamageError]; the container then holds what could be read before.
func ReadContainer(in io.Reader, limit int64) (*Container, error) {
	r := newScanner(in, limit)
	c := &Container{Codec: "null"}
	if err := r.readMagic(); err != nil {
		return c, err
	}
	if err := c.readHeader(r); err != nil {
		return c, err
	}
	err := c.readBlocks(r)
	return c, err
}

func (c *Container) readHeader(r *scanner) error {
	var schema []byte
	var schemaAt int64
	hasSchema := false
	for {
		count, err := r.mapCount()
		if err != nil {
			return err
		}
		if count == 0 {
			break
		}
		for range count {
			key, err := r.text("a key of the metadata", maxMetadataKey)
			if err != nil {
				return err
			}
			at := r.offset
			value, err := r.text(fmt.Sprintf("the value of %q in the metadata", key), maxMetadata)
			if err != nil {
				return err
			}
			if len(c.Metadata) == maxMetadataLen {
				return &DamageError{Code: BadMetadata, Offset: at, Message: fmt.Sprintf("the metadata are damaged: they have more than %d entries", maxMetadataLen)}
			}
			c.Metadata = append(c.Metadata, string(key))
			switch string(key) {
			case "avro.schema":
				schema, schemaAt, hasSchema = value, at, true
			case "avro.codec":
				c.Codec = string(value)
			}
		}
	}
	if err := r.full(c.Sync[:]); err != nil {
		return r.damage(TruncatedHeader, err, "the file ends within its header, in the sync marker")
	}
	c.HeaderSize = r.offset
	if !hasSchema {
		return &DamageError{Code: NoSchema, Offset: int64(len(magic)), Message: `the metadata have no "avro.schema"`}
	}
	if err := c.readSchema(schema, schemaAt); err != nil {
		return err
	}
	codecs := []string{"null", "deflate", "snappy", "bzip2", "xz", "zstandard"}
	if !slices.Contains(codecs, c.Codec) {
		return &DamageError{Code: UnknownCodec, Offset: int64(len(magic)), Message: fmt.Sprintf("the codec %q is not one of %s", clip(c.Codec), strings.Join(codecs, ", "))}
	}
	return nil
}

// readSchema reads the writer's schema. Java checks neither names nor defaults in it.
func (c *Container) readSchema(text []byte, at int64) error {
	c.SchemaFile = document.Parse(text, document.JSONC)
	for _, fault := range c.SchemaFile.Faults {
		if fault.Code == document.Invalid || fault.Code == document.TooDeep {
			return &DamageError{Code: BadSchema, Offset: at, Message: "the schema in the header is not JSON: " + fault.Message}
		}
	}
	c.Schema = Read(c.SchemaFile.Root())
	for _, fault := range c.Schema.Faults {
		if fault.Code != BadName && fault.Code != BadDefault {
			return &DamageError{Code: BadSchema, Offset: at, Message: "the schema in the header is invalid: " + fault.Text()}
		}
	}
	return nil
}

// readBlocks checks the framing of the blocks: the number of records, the number of bytes, the bytes, the sync marker.
func (c *Container) readBlocks(r *scanner) error {
	for {
		start := r.offset
		count, err := r.long()
		if errors.Is(err, io.EOF) && r.offset == start {
			c.Partial = r.limited
			return nil
		}
		if err != nil {
			return c.blockDamage(r, err, "in the number of records")
		}
		if count < 0 {
			return &DamageError{Code: BadBlock, Offset: start, Message: fmt.Sprintf("block %d claims %d records", c.Blocks+1, count)}
		}
		sizeAt := r.offset
		size, err := r.long()
		if err != nil {
			return c.blockDamage(r, err, "in its number of bytes")
		}
		if size < 0 || size > 1<<31-1 {
			return &DamageError{Code: BadBlock, Offset: sizeAt, Message: fmt.Sprintf("block %d claims %d bytes; Java reads 2147483647 at most", c.Blocks+1, size)}
		}
		if err := r.skip(size); err != nil {
			return c.blockDamage(r, err, fmt.Sprintf("in its %d bytes of records", size))
		}
		if err := c.readSync(r); err != nil {
			return err
		}
		if r.limited {
			c.Partial = true
			return nil
		}
		c.Blocks++
		c.Records += count
	}
}

func (c *Container) readSync(r *scanner) error {
	at := r.offset
	var sync [syncSize]byte
	if err := r.full(sync[:]); err != nil {
		return c.blockDamage(r, err, "in its sync marker")
	}
	if sync != c.Sync && !r.limited {
		return &DamageError{Code: WrongSync, Offset: at, Message: fmt.Sprintf("block %d does not end in the sync marker of the header: the file was damaged or put together from several", c.Blocks+1)}
	}
	return nil
}

// blockDamage explains why a block cannot be read to its end. At the limit of what is read that is no damage.
func (c *Container) blockDamage(r *scanner, err error, where string) error {
	if r.limited {
		c.Partial = true
		return nil
	}
	if errors.Is(err, errVarint) {
		return r.damage(BadBlock, err, fmt.Sprintf("block %d is not framed like a block: a number is longer than 10 bytes", c.Blocks+1))
	}
	return r.damage(TruncatedBlock, err, fmt.Sprintf("the file ends within block %d, %s", c.Blocks+1, where))
}

// readMagic tells what the file is if it is not a container.
func (r *scanner) readMagic() error {
	head := make([]byte, len(magic))
	n, err := io.ReadFull(r.in, head)
	r.offset += int64(n)
	head = head[:n]
	if string(head) == magic {
		return nil
	}
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return r.damage(TruncatedHeader, err, "the file cannot be read: "+err.Error())
	}
	return &DamageError{Code: NotAContainer, Message: "not an Avro object container file: " + guess(head)}
}

// guess says what a file that does not start like a container may be.
func guess(head []byte) string {
	switch {
	case len(head) == 0:
		return "it is empty"
	case strings.HasPrefix(magic, string(head)):
		return "it ends after its first bytes"
	case bytes.HasPrefix(head, []byte("Obj")):
		return fmt.Sprintf("its version is %d instead of 1", head[3])
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return "it is compressed as a whole with gzip; the blocks of a container have their own compression"
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
		return "it is compressed as a whole with Zstandard; the blocks of a container have their own compression"
	case bytes.HasPrefix(head, []byte("PK")):
		return "it is a ZIP archive"
	case bytes.HasPrefix(head, []byte("PAR1")):
		return "it is a Parquet file"
	case bytes.HasPrefix(head, []byte("ORC")):
		return "it is an ORC file"
	case head[0] == 0:
		return "its first byte is 0, as in a record that a schema registry has framed"
	case bytes.HasPrefix(head, []byte("\xc3\x01")):
		return "it is a single object in Avro's single-object encoding"
	case head[0] == '{' || head[0] == '[':
		return "it looks like JSON"
	default:
		return fmt.Sprintf(`it starts with %q instead of "Obj" and the version 1`, head)
	}
}

// clip shortens a text of the file for a message.
func clip(text string) string {
	const most = 40
	if len(text) > most {
		return strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}
