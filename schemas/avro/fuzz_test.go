package avro

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/hamba/avro/v2"
	"github.com/hamba/avro/v2/ocf"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/field"
)

// FuzzSchema reads any text as a schema: every fault lies within the text and on one line, and what hamba takes without being more
// forgiving than Java is taken.
func FuzzSchema(f *testing.F) {
	for _, name := range []string{"invalid", "valid", "doubtful"} {
		for _, fixture := range fixtures(f, name) {
			f.Add([]byte(fixture.Schema))
		}
	}
	f.Add([]byte(everything))
	f.Fuzz(func(t *testing.T, text []byte) {
		file := document.Parse(text, document.JSONC)
		s := Read(file.Root())
		for _, fault := range append(s.Faults, s.Doubts...) {
			checkFault(t, file, fault)
		}
		checkModel(t, s)
		// An alias can stand for another type of the same schema.
		hasAlias := bytes.Contains(text, []byte("aliases")) || bytes.ContainsRune(text, '\\')
		if mismatches := Compatible(s, s); len(s.Faults) == 0 && len(mismatches) > 0 && !hasAlias {
			t.Errorf("a schema does not fit itself: %v", mismatches)
		}
		if changes := Compare(s, s); len(changes) > 0 && len(s.Faults) == 0 {
			t.Errorf("a schema differs from itself: %v", changes)
		}
		checkAgainstHamba(t, file, s)
		_, _ = s.Decode(text)
	})
}

func checkFault(t *testing.T, file *document.File, fault Fault) {
	t.Helper()
	span := fault.Span
	if span.Start < 0 || span.Start > span.End || span.End > len(file.Source) {
		t.Fatalf("%s: the span %v is outside of the text", fault.Text(), span)
	}
	if fault.Node.Kind() != document.String && bytes.ContainsRune(file.Source[span.Start:span.End], '\n') {
		t.Fatalf("%s: the span %q goes over several lines", fault.Text(), file.Source[span.Start:span.End])
	}
	if !fault.Node.Exists() || fault.Message == "" || strings.HasSuffix(fault.Message, ".") && !strings.HasSuffix(fault.Message, "…") {
		t.Fatalf("%q at %q", fault.Message, fault.Node.Pointer())
	}
}

// checkModel walks the model: nothing may be missing in it.
func checkModel(t *testing.T, s *Schema) {
	t.Helper()
	seen := make(map[*field.Type]bool)
	var walk func(m *field.Type)
	walk = func(m *field.Type) {
		if m == nil {
			t.Fatal("a type of the model is missing")
		}
		if seen[m] {
			return
		}
		seen[m] = true
		for i := range m.Fields {
			if !s.FieldNode(&m.Fields[i]).Exists() && len(m.Fields) > 0 && !m.Nullable {
				t.Fatalf("no way back from %q", m.Fields[i].Name)
			}
			walk(m.Fields[i].Type)
		}
		if m.Kind == field.Array || m.Kind == field.Map {
			walk(m.Item)
		}
		for _, branch := range m.Branches {
			walk(branch)
		}
	}
	walk(s.Model)
}

// checkAgainstHamba reports what hamba takes of what it looks at as Java does: duplicate keys and escapes apart, that are names that
// are not defined and unions within unions.
func checkAgainstHamba(t *testing.T, file *document.File, s *Schema) {
	t.Helper()
	if len(file.Faults) > 0 || bytes.ContainsRune(file.Source, '\\') {
		return
	}
	for _, fault := range s.Faults {
		if fault.Code != NestedUnion && fault.Code != Undefined {
			return
		}
	}
	if _, err := hambaParse(string(file.Source)); err == nil && len(s.Faults) > 0 {
		t.Errorf("hamba takes it, but %s", s.Faults[0].Text())
	}
}

// FuzzOCF reads any bytes as an object container file. The error is always a DamageError with an offset in the file.
func FuzzOCF(f *testing.F) {
	for _, codec := range []ocf.CodecName{ocf.Null, ocf.Deflate, ocf.Snappy} {
		f.Add(container(f, pointSchema, codec, points()...), int64(1<<20))
	}
	f.Add(built("\x02\x02\x02abc", "avro.schema", `"int"`, "avro.codec", "xz"), int64(1<<20))
	f.Add([]byte("Obj\x01\x02\x16avro.schema\xff\xff\xff\xff\x7f"), int64(100))
	f.Add([]byte("\x00\x00\x00\x00\x01"), int64(3))
	f.Fuzz(func(t *testing.T, data []byte, limit int64) {
		c, err := ReadContainer(bytes.NewReader(data), limit)
		if c == nil {
			t.Fatal("no container")
		}
		var damage *DamageError
		switch {
		case err == nil:
			if c.Schema == nil || c.HeaderSize > int64(len(data)) {
				t.Fatalf("%+v", c)
			}
			if !c.Partial {
				checkContainer(t, c, data)
			}
		case !errors.As(err, &damage):
			t.Fatalf("%T", err)
		case damage.Offset < 0 || damage.Offset > int64(len(data)) || damage.Message == "":
			t.Fatalf("%d %s", damage.Offset, damage.Message)
		}
	})
}

// checkContainer counts the records of a container that is not compressed with hamba as well, if both take its blocks for whole.
func checkContainer(t *testing.T, c *Container, data []byte) {
	t.Helper()
	if c.Codec != "null" || c.Records > 1000 || c.Schema.Root.Name != "Point" {
		return
	}
	decoder, err := ocf.NewDecoder(bytes.NewReader(data), ocf.WithDecoderSchemaCache(&avro.SchemaCache{}))
	if err != nil {
		return
	}
	records := int64(0)
	for decoder.HasNext() {
		var record any
		if decoder.Decode(&record) != nil {
			return
		}
		records++
	}
	if decoder.Error() == nil && records > c.Records {
		t.Errorf("hamba finds %d records, we %d", records, c.Records)
	}
}

// FuzzDecode decodes any bytes: what hamba reads and writes back the same is decoded to the last byte.
func FuzzDecode(f *testing.F) {
	whole := encode(f, everything, everyValue())
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add(append(whole[:len(whole):len(whole)], 0, 1, 2))
	f.Add([]byte{})
	f.Add(bytes.Repeat([]byte{0xff}, 40))
	f.Add(bytes.Repeat([]byte{0}, 60))
	s := mustRead(f, everything)
	parsed, err := hambaParse(everything)
	if err != nil {
		f.Fatal(err)
	}
	config := avro.Config{MaxByteSliceSize: 1 << 16, MaxSliceAllocSize: 1 << 16}.Freeze()
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := s.Decode(data)
		if got.Size < 0 || got.Size > len(data) {
			t.Fatalf("%d of %d bytes", got.Size, len(data))
		}
		for i, span := range got.Fields {
			if span.Start > span.End || span.End > got.Size {
				t.Fatalf("%v", span)
			}
			Scalar(s.Root.Fields[i].Type, data, span)
		}
		if err != nil {
			return
		}
		var value any
		if failed := config.Unmarshal(parsed, data[:got.Size], &value); failed != nil && !overLimit(failed) {
			t.Errorf("we decode what hamba does not: %v", failed)
		}
	})
}

func overLimit(err error) bool {
	return strings.Contains(err.Error(), "Max") || strings.Contains(err.Error(), "size")
}
