package avro

import (
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/document"
)

const everything = `{"type":"record","name":"n.All","fields":[
	{"name":"z","type":"null"},{"name":"b","type":"boolean"},{"name":"i","type":"int"},{"name":"l","type":"long"},{"name":"f","type":"float"},{"name":"d","type":"double"},
	{"name":"s","type":"string"},{"name":"y","type":"bytes"},{"name":"x","type":{"type":"fixed","name":"X","size":3}},{"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"]}},
	{"name":"a","type":{"type":"array","items":"int"}},{"name":"m","type":{"type":"map","values":{"type":"array","items":"string"}}},
	{"name":"u","type":["null","string","long"]},{"name":"n","type":["null",{"type":"record","name":"N","fields":[{"name":"next","type":["null","N"]}]}]}]}`

func everyValue() map[string]any {
	return map[string]any{
		"z": nil, "b": true, "i": -7, "l": int64(1) << 40, "f": float32(1.5), "d": -2.25, "s": "naïve", "y": []byte{0, 255}, "x": [3]byte{1, 2, 3}, "e": "B",
		"a": []any{1, 2, 3}, "m": map[string]any{"k": []any{"v", "w"}}, "u": map[string]any{"string": "text"}, "n": map[string]any{"n.N": map[string]any{"next": nil}},
	}
}

func TestDecode(t *testing.T) {
	data := encode(t, everything, everyValue())
	s := mustRead(t, everything)
	for _, tail := range []string{"", "\x00", "more"} {
		got, err := s.Decode(append(data[:len(data):len(data)], tail...))
		if err != nil || got.Size != len(data) || got.BadText != 0 {
			t.Fatalf("%+v, %v; want %d bytes", got, err, len(data))
		}
	}
	got, _ := s.Decode(data)
	want := map[string]any{"z": nil, "b": true, "i": int64(-7), "l": int64(1) << 40, "f": 1.5, "d": -2.25, "s": "naïve", "y": []byte{0, 255}, "x": []byte{1, 2, 3}, "e": "B", "u": "text"}
	for i, f := range s.Root.Fields {
		value, ok := Scalar(f.Type, data, got.Fields[i])
		if expected, isScalar := want[f.Name]; ok != isScalar || cmp.Diff(expected, value) != "" {
			t.Errorf("%s: %v, %v", f.Name, value, ok)
		}
	}
	for n := range data {
		if _, err := s.Decode(data[:n]); err == nil {
			t.Errorf("%d of %d bytes are decoded", n, len(data))
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	record := func(typ string) string {
		return `{"type":"record","name":"R","fields":[{"name":"f","type":` + typ + `}]}`
	}
	for name, test := range map[string]struct{ schema, data, message string }{
		"boolean":          {record(`"boolean"`), "\x02", `field "f": a boolean is the byte 0 or 1, not 2 (at byte 0)`},
		"int range":        {record(`"int"`), "\x80\x80\x80\x80\x10", "does not fit into an int"},
		"int length":       {record(`"int"`), "\x80\x80\x80\x80\x80\x00", "does not fit into an int"},
		"long length":      {record(`"long"`), strings.Repeat("\xff", 11), "longer than 64 bits"},
		"negative length":  {record(`"string"`), "\x01", "negative length -1"},
		"long string":      {record(`"string"`), "\x0aab", "2 bytes are left of 5"},
		"hostile string":   {record(`"bytes"`), string(varint(nil, 1<<60)), "the data end within a bytes"},
		"enum":             {record(`{"type":"enum","name":"E","symbols":["A"]}`), "\x02", "symbol number 1"},
		"union":            {record(`["null","int"]`), "\x04", "branch number 2"},
		"negative branch":  {record(`["null","int"]`), "\x01", "branch number -1"},
		"many nulls":       {record(`{"type":"array","items":"null"}`), string(varint(nil, 1<<60)), "far more values"},
		"many items":       {record(`{"type":"array","items":"long"}`), string(varint(nil, 1<<60)), `field "f[]": the data end`},
		"block size":       {record(`{"type":"array","items":"int"}`), "\x01\x04\x02\x00", "not the size"},
		"huge block size":  {record(`{"type":"map","values":"int"}`), "\x01" + string(varint(nil, 1<<50)), "are left"},
		"endless record":   {record(`"R"`), "", "nested more than"},
		"in a map":         {record(`{"type":"map","values":{"type":"record","name":"S","fields":[{"name":"x","type":"boolean"}]}}`), "\x02\x02k\x07", `field "f{}.x": a boolean`},
		"broken schema":    {record(`"Nope"`), "abc", "not valid here"},
		"empty fixed data": {record(`{"type":"fixed","name":"X","size":4}`), "abc", "3 bytes are left of 4"},
	} {
		_, err := parse(t, test.schema).Decode([]byte(test.data))
		if failed := (*DecodeError)(nil); !errors.As(err, &failed) || !strings.Contains(err.Error(), test.message) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDecodeCountsTextThatIsNone(t *testing.T) {
	got, err := mustRead(t, `"string"`).Decode([]byte("\x04\xff\xfe"))
	if err != nil || got.BadText != 1 || got.Size != 3 {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = mustRead(t, `{"type":"array","items":"int"}`).Decode([]byte("\x03\x04\x02\x04\x00rest"))
	if err != nil || got.Size != 5 {
		t.Errorf("a block with its size: %+v, %v", got, err)
	}
}

// What a text claims must cost in proportion to what it is: a test that does not end has failed.
func TestHostileInputIsBounded(t *testing.T) {
	for name, text := range hostile(1 << 20) {
		t.Run(name, func(t *testing.T) {
			if s := parse(t, text); len(s.Faults) > maxFaults {
				t.Errorf("%d faults", len(s.Faults))
			}
		})
	}
}

// Ten megabytes that are made to cost much end, and take memory in proportion to their size.
func TestHostile10MB(t *testing.T) {
	const size = 10 << 20
	for name, text := range hostile(size) {
		t.Run(name, func(t *testing.T) {
			source := []byte(text)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			Read(document.Parse(source, document.JSON).Root())
			runtime.ReadMemStats(&after)
			if took := after.TotalAlloc - before.TotalAlloc; took > 100*size {
				t.Errorf("%d MB were allocated", took>>20)
			} else {
				t.Logf("%d MB were allocated", took>>20)
			}
		})
	}
}

// hostile returns schemas of about the size that are made to cost much.
func hostile(size int) map[string]string {
	nested := func(open, inner, shut string, n int) string {
		return strings.Repeat(open, n) + inner + strings.Repeat(shut, n)
	}
	return map[string]string{
		"fields":          `{"type":"record","name":"R","fields":[` + strings.Repeat(`{"name":"f","type":"X"},`, size/24) + `{}]}`,
		"undefined":       `[` + strings.Repeat(`"Undefined",`, size/12) + `"x"]`,
		"definitions":     `[` + strings.Repeat(`{"type":"fixed","name":"X","size":1},`, size/37) + `"X"]`,
		"arrays":          nested(`{"type":"array","items":`, `"int"`, `}`, 900),
		"unions":          nested(`[`, ``, `]`, 900),
		"branchy default": `{"type":"record","name":"W","fields":[{"name":"x","type":[` + branches(40) + `]},{"name":"y","type":"A0","default":` + nested(`{"f":`, `{}`, `}`, 300) + `}]}`,
		"long name":       `{"type":"record","name":"` + strings.Repeat("a.", size/2) + `b","fields":[]}`,
		"keys":            `{"type":"record","name":"R","fields":[` + strings.Repeat(` `, 10) + `],` + strings.Repeat(`"k":0,`, size/6) + `"z":0}`,
	}
}

// branches returns records that all have a field of the union of all of them.
func branches(n int) string {
	all := make([]string, n)
	for i := range all {
		name := string(rune('A'+i/10)) + string(rune('0'+i%10))
		typ := `["null"]`
		if i > 0 {
			typ = `["A0"]`
		}
		all[i] = `{"type":"record","name":"` + name + `","fields":[{"name":"f","type":` + typ + `}]}`
	}
	return strings.Join(all, ",")
}
