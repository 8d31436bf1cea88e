package wire

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/avro"
	"github.com/polarspec/polarspec/schemas/field"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

// rateSchemas are schemas that say much about their records, and some that say very little.
var rateSchemas = []struct{ name, schema string }{
	{"the seed's (3 strings, long)", kttm},
	{"nullable string, string, long", `{"type":"record","name":"N","fields":[{"name":"a","type":["null","string"]},{"name":"b","type":"string"},{"name":"c","type":"long"}]}`},
	{"int, int, string, boolean", `{"type":"record","name":"I","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"},{"name":"c","type":"string"},{"name":"d","type":"boolean"}]}`},
	{"enum, double, array, map", `{"type":"record","name":"M","fields":[{"name":"a","type":{"type":"enum","name":"E","symbols":["A","B","C"]}},{"name":"b","type":"double"},{"name":"c","type":{"type":"array","items":"int"}},{"name":"d","type":{"type":"map","values":["null","string"]}}]}`},
	{"string", `{"type":"record","name":"S","fields":[{"name":"a","type":"string"}]}`},
	{"nullable string", `{"type":"record","name":"NS","fields":[{"name":"a","type":["null","string"]}]}`},
	{"bytes", `{"type":"record","name":"B","fields":[{"name":"a","type":"bytes"}]}`},
	{"long", `{"type":"record","name":"L","fields":[{"name":"a","type":"long"}]}`},
	{"long, long", `{"type":"record","name":"L2","fields":[{"name":"a","type":"long"},{"name":"b","type":"long"}]}`},
	{"double", `{"type":"record","name":"D","fields":[{"name":"a","type":"double"}]}`},
	{"fixed of 16 bytes", `{"type":"record","name":"F","fields":[{"name":"a","type":{"type":"fixed","name":"X","size":16}}]}`},
	{"array of long", `{"type":"record","name":"A","fields":[{"name":"a","type":{"type":"array","items":"long"}}]}`},
	{"nothing", `{"type":"record","name":"Z","fields":[]}`},
}

// otherData are records of no schema here, none of which is framed.
var otherData = []struct {
	name string
	make func(r *rand.Rand) []byte
}{
	{"random bytes", func(r *rand.Rand) []byte {
		b := make([]byte, 1+r.IntN(64))
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return b
	}},
	{"random bytes after a 0", func(r *rand.Rand) []byte {
		b := make([]byte, 6+r.IntN(40))
		for i := range b[1:] {
			b[i+1] = byte(r.Uint32())
		}
		return b
	}},
	{"milliseconds as 8 bytes", func(r *rand.Rand) []byte {
		return binary.BigEndian.AppendUint64(nil, uint64(1_500_000_000_000+r.Int64N(500_000_000_000)))
	}},
	{"numbers as 8 bytes", func(r *rand.Rand) []byte {
		return binary.BigEndian.AppendUint64(nil, r.Uint64()>>r.UintN(64))
	}},
	{"two numbers as 8 bytes", func(r *rand.Rand) []byte {
		return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, r.Uint64()>>r.UintN(64)), r.Uint64()>>r.UintN(64))
	}},
	{"numbers as 4 and 4 bytes", func(r *rand.Rand) []byte {
		return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, r.Uint32()>>r.UintN(32)), r.Uint32()>>r.UintN(32))
	}},
	{"UUIDs as 16 bytes", func(r *rand.Rand) []byte {
		b := binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, r.Uint64()), r.Uint64())
		b[6], b[8] = b[6]&15|0x40, b[8]&63|0x80
		return b
	}},
	{"words", func(r *rand.Rand) []byte {
		b := make([]byte, 1+r.IntN(30))
		for i := range b {
			b[i] = byte('a' + r.IntN(26))
		}
		return b
	}},
	{"JSON", func(r *rand.Rand) []byte { return fmt.Appendf(nil, `{"a":%d,"b":"%x"}`, r.IntN(1000), r.Uint32()) }},
}

// value writes a random value of a type.
func value(b []byte, t *avro.Type, r *rand.Rand) []byte {
	switch t.Kind {
	case field.Boolean:
		return append(b, byte(r.IntN(2)))
	case field.Int:
		return binary.AppendVarint(b, int64(r.IntN(200))-20)
	case field.Long:
		return binary.AppendVarint(b, r.Int64()>>r.UintN(64))
	case field.Double:
		return binary.LittleEndian.AppendUint64(b, uint64(r.IntN(1000))<<52|r.Uint64()>>12)
	case field.String, field.Bytes:
		n := r.IntN(25)
		b = binary.AppendVarint(b, int64(n))
		for range n {
			b = append(b, byte(' '+r.IntN(90)))
		}
		return b
	case field.Fixed:
		for range t.Size {
			b = append(b, byte(r.Uint32()))
		}
		return b
	case field.Enum:
		return binary.AppendVarint(b, int64(r.IntN(len(t.Symbols))))
	case field.Union:
		i := r.IntN(len(t.Branches))
		return value(binary.AppendVarint(b, int64(i)), t.Branches[i], r)
	case field.Array, field.Map:
		if n := r.IntN(4); n > 0 {
			b = binary.AppendVarint(b, int64(n))
			for i := range n {
				if t.Kind == field.Map {
					b = append(binary.AppendVarint(b, 2), 'k', byte('0'+i))
				}
				b = value(b, t.Item, r)
			}
		}
		return append(b, 0)
	case field.Record:
		for i := range t.Fields {
			b = value(b, t.Fields[i].Type, r)
		}
	}
	return b
}

func framed(r *rand.Rand, data []byte) []byte {
	id := uint32(1 + r.IntN(5000))
	if r.IntN(2) == 0 {
		id = uint32(100_000 + r.IntN(20_000))
	}
	return append(binary.BigEndian.AppendUint32([]byte{0}, id), data...)
}

// tally counts verdicts.
type tally struct{ sure, unsure, wrong int }

func (c *tally) add(v Verdict, right Encoding) {
	switch {
	case !v.Sure:
		c.unsure++
	case v.Encoding == right:
		c.sure++
	default:
		c.wrong++
	}
}

func (c tally) String() string {
	total := float64(c.sure + c.unsure + c.wrong)
	return fmt.Sprintf("%.1f %% (wrong %.4f %%)", 100*float64(c.sure)/total, 100*float64(c.wrong)/total)
}

// subject is a schema and how its records are made.
type subject struct {
	name   string
	schema Schema
	bare   func(r *rand.Rand) []byte
	framed func(r *rand.Rand, data []byte) []byte
}

func subjects(tb testing.TB) []subject {
	tb.Helper()
	var list []subject
	for _, s := range rateSchemas {
		schema := avroSchema(tb, s.schema)
		list = append(list, subject{s.name, schema, func(r *rand.Rand) []byte { return value(nil, schema.Avro.Root, r) }, framed})
	}
	for _, s := range []struct{ name, source string }{
		{"Protobuf: the seed's (3 strings, uint32)", `syntax = "proto3"; message SomeMessage { string timestamp = 1; string city = 2; string session = 3; uint32 session_length = 4; }`},
		{"Protobuf: one int64", `syntax = "proto3"; message N { int64 n = 1; }`},
	} {
		schema := protoSchema(tb, s.source, "")
		m := schema.Set.Files()[0].Messages[0]
		list = append(list, subject{
			s.name, schema, func(r *rand.Rand) []byte { return message(nil, m, r) },
			func(r *rand.Rand, data []byte) []byte { return framed(r, append([]byte{0}, data...)) },
		})
	}
	return list
}

// message writes a message with random strings and numbers; as in proto3, defaults are left out.
func message(b []byte, m *protobuf.Message, r *rand.Rand) []byte {
	for _, f := range m.Fields {
		switch {
		case f.Kind == protoreflect.StringKind:
			if n := r.IntN(25); n > 0 {
				b = protowire.AppendString(protowire.AppendTag(b, protowire.Number(f.Number), protowire.BytesType), strings.Repeat("x", n))
			}
		default:
			if n := r.Uint64() >> r.UintN(64); n > 0 {
				b = protowire.AppendVarint(protowire.AppendTag(b, protowire.Number(f.Number), protowire.VarintType), n)
			}
		}
	}
	return b
}

// TestErrorRates measures how often Judge is sure, and how often it is sure and wrong: on records of the schema itself, and on a tenth
// as many of each other schema and of each kind of other data. The environment variable POLARSPEC_RECORDS asks for another number of
// records than the few that there are; the table in the documentation of the package is of 20,000.
func TestErrorRates(t *testing.T) {
	count := 400
	if text := os.Getenv("POLARSPEC_RECORDS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		count = n
	}
	all := subjects(t)
	for i, s := range all {
		r := rand.New(rand.NewPCG(1, uint64(i)))
		schemas := []Schema{s.schema}
		var bare, registry tally
		zero := 0
		for range count {
			data := s.bare(r)
			if len(data) == 0 {
				bare.unsure++
			} else {
				bare.add(Judge(data, schemas), Bare)
				if data[0] == 0 {
					zero++
				}
			}
			registry.add(Judge(s.framed(r, data), schemas), Registry)
		}
		t.Logf("%-42s begin with 0: %.1f %%; sure: bare %s, framed %s", s.name, 100*float64(zero)/float64(count), bare, registry)
		if bare.wrong+registry.wrong > 0 {
			t.Errorf("%s: sure and wrong on %d bare and %d framed records", s.name, bare.wrong, registry.wrong)
		}
		// Other data are not framed by a registry; of the records of other schemas each is tried framed and bare.
		wrong := 0
		for j, other := range all {
			if i == j {
				continue
			}
			asFramed, asBare := 0, 0
			for range count / 10 {
				data := other.bare(r)
				if v := Judge(data, schemas); v.Sure && v.Encoding == Registry {
					asFramed++
				}
				if v := Judge(other.framed(r, data), schemas); v.Sure && v.Encoding == Bare {
					asBare++
				}
			}
			if asFramed+asBare > 0 {
				t.Logf("    records of %s: bare taken for framed %d, framed taken for bare %d", other.name, asFramed, asBare)
			}
			wrong += asFramed + asBare
		}
		for _, other := range otherData {
			asFramed, asBare := 0, 0
			for range count / 10 {
				switch v := Judge(other.make(r), schemas); {
				case !v.Sure:
				case v.Encoding == Registry:
					asFramed++
				case v.Encoding == Bare:
					asBare++
				}
			}
			if asFramed+asBare > 0 {
				t.Logf("    %s: taken for framed %d, for bare %d", other.name, asFramed, asBare)
			}
			wrong += asFramed + asBare
		}
		if tried := count / 10 * (2*len(all) + len(otherData)); wrong > 2+tried/200 {
			t.Errorf("%s: %d of %d alien records are taken for its own", s.name, wrong, tried)
		}
	}
}

func protoSchema(tb testing.TB, source, name string) Schema {
	tb.Helper()
	set, faults := protobuf.Compile("test.proto", func(path string) ([]byte, error) {
		if path == "test.proto" {
			return []byte(source), nil
		}
		return nil, fs.ErrNotExist
	})
	if len(faults) > 0 {
		tb.Fatal(faults)
	}
	return Schema{Set: set, Message: set.Message(name)}
}

func avroSchema(tb testing.TB, text string) Schema {
	tb.Helper()
	s := avro.Read(document.Parse([]byte(text), document.JSON).Root())
	if len(s.Faults) > 0 {
		tb.Fatal(s.Faults[0].Text())
	}
	return Schema{Avro: s}
}

const kttm = `{"type":"record","name":"KttmEvent","namespace":"io.imply","fields":[{"name":"timestamp","type":"string"},{"name":"city","type":"string"},{"name":"session","type":"string"},{"name":"session_length","type":"long"}]}`
