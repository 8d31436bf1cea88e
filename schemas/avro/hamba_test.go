package avro

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/hamba/avro/v2"
	"github.com/hamba/avro/v2/ocf"

	"github.com/polarspec/polarspec/internal/document"
)

// A second opinion: hamba/avro, another implementation of Avro. It judges by the specification where Java is more forgiving, so the
// differences are listed with their reasons.

// hambaRefuses are the valid fixtures that hamba refuses.
func hambaRefuses() map[string]string {
	const (
		names    = "letters of names are those of ASCII, in aliases and their namespaces too"
		defaults = "defaults are checked against symbols and characters; numbers are not read from text"
		kinds    = "a property of another kind is an error, not ignored"
		order    = "the case of an order counts"
	)
	return map[string]string{
		"letters of other scripts": names, "alias in a bad namespace": names, "field aliases of any text": names, "type aliases": names,
		"field default not a symbol": defaults, "bytes default beyond latin": defaults, "default float NaN text": defaults, "default double Infinity text": defaults,
		"default double text": defaults, "default double text with suffix": defaults, "default double hex text": defaults, "default record float text inside": defaults,
		"doc a number": kinds, "namespace number": kinds, "enum default not a text": kinds,
		"order in capitals": order, "order ignore": order,
		"empty enum":               "an enum needs a symbol",
		"fallback to no namespace": "a name is looked for in the namespace around it only, as the specification has it since 1.12",
		"default double overflow":  "the JSON reader refuses a number beyond a double",
		"comments":                 "the JSON reader refuses comments",
	}
}

func hambaParse(text string) (schema avro.Schema, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return avro.ParseBytesWithCache([]byte(text), "", &avro.SchemaCache{})
}

func TestHambaAgreesOnValid(t *testing.T) {
	reasons := hambaRefuses()
	for _, f := range fixtures(t, "valid") {
		_, err := hambaParse(f.Schema)
		if reason := reasons[f.Name]; (reason != "") != (err != nil) {
			t.Errorf("%q: hamba says %v, expected: %q", f.Name, err, reason)
		}
	}
}

// encode returns a record in bare Avro as hamba writes it.
func encode(tb testing.TB, schema string, value any) []byte {
	tb.Helper()
	parsed, err := hambaParse(schema)
	if err != nil {
		tb.Fatal(err)
	}
	data, err := avro.Marshal(parsed, value)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// container returns an object container file of records of the schema.
func container(tb testing.TB, schema string, codec ocf.CodecName, records ...any) []byte {
	tb.Helper()
	var file bytes.Buffer
	encoder, err := ocf.NewEncoder(schema, &file, ocf.WithCodec(codec), ocf.WithBlockLength(2), ocf.WithSyncBlock([16]byte{1, 2, 3, 4, 5, 6, 7, 8}))
	if err != nil {
		tb.Fatal(err)
	}
	for _, record := range records {
		if err := encoder.Encode(record); err != nil {
			tb.Fatal(err)
		}
	}
	if err := encoder.Close(); err != nil {
		tb.Fatal(err)
	}
	return file.Bytes()
}

func mustRead(tb testing.TB, text string) *Schema {
	tb.Helper()
	s := Read(document.Parse([]byte(text), document.JSON).Root())
	if len(s.Faults) > 0 {
		tb.Fatal(s.Faults[0].Text(), strings.TrimSpace(text))
	}
	return s
}
