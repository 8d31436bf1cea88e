package gen_test

import (
	"errors"
	"testing"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/internal/document"
)

// FuzzOptions: whatever the flags say, there is a job that is JSON, or an error of package gen.
func FuzzOptions(f *testing.F) {
	for _, seed := range [][5]string{
		{"ordered", "readFromPoint", "earliest", "u*", `SUM("amount")`},
		{"epoch:s", "mappings.0.expression", "1", "at.*", "COUNT(*)"},
		{"at.city:yyyy", "/source/inputSchema/user/dataType", "long", "*", "("},
		{"text:'", "mappings.-1", "{", "?", `"epoch`},
		{":", "a.b.c.0", "null", "", "\x00"},
		{"at.zone.name", "source.formatSettings", "7", "[", "MAX(user)"},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3], seed[4])
	}
	source := avroSource(f, orders)
	f.Fuzz(func(t *testing.T, time, path, value, pattern, expression string) {
		options := gen.Options{
			Table: "t", Connection: "c", Time: time, Flatten: len(path)%2 == 0, Set: []gen.Pair{{Name: path, Value: value}},
			Measures: []gen.Pair{{Name: "m", Value: expression}}, Filter: expression,
		}
		if pattern != "" {
			options.Select = []string{pattern}
		}
		result, err := gen.Job(source, &options)
		var refused *gen.Error
		switch {
		case errors.As(err, &refused):
		case err != nil:
			t.Fatal(err)
		case document.Parse(document.Encode(result.Spec), document.JSON).Broken():
			t.Errorf("%s", document.Encode(result.Spec))
		}
	})
}
