package template

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/internal/cuerun"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/avro"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

var update = flag.Bool("update", false, "write what the templates make into testdata")

const generous = time.Minute

func mustLoad(tb testing.TB, files ...cuerun.File) *Template {
	tb.Helper()
	t, err := Load(cuerun.New(generous), files)
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

func file(text string) cuerun.File { return cuerun.File{Name: "t.cue", Source: []byte(text)} }

func jsonParams(text string) Params {
	return Params{Value: document.Parse([]byte(text), document.JSON).Root().Value(), Place: func(path []string) string {
		return "params#" + strings.Join(path, ".")
	}}
}

// ocf is a container file without rows for a schema.
func ocf(schema string) []byte {
	var b bytes.Buffer
	long := func(n int) {
		for z := uint64(n) << 1; ; z >>= 7 {
			if z < 0x80 {
				b.WriteByte(byte(z))
				return
			}
			b.WriteByte(byte(z) | 0x80)
		}
	}
	text := func(s string) { long(len(s)); b.WriteString(s) }
	b.WriteString("Obj\x01")
	long(1)
	text("avro.schema")
	text(schema)
	long(0)
	b.WriteString("0123456789abcdef")
	return b.Bytes()
}

// seed reads the data schemas of the documentation.
func seed(from *From) (*gen.Source, []gen.Note, error) {
	name := strings.Replace(from.File, ".ocf", ".avsc", 1)
	text, err := os.ReadFile("../../testdata/seed/" + name)
	if err != nil {
		return nil, nil, err
	}
	switch filepath.Ext(from.File) {
	case ".proto":
		set, faults := protobuf.Compile(name, func(path string) ([]byte, error) {
			if path == name {
				return text, nil
			}
			return nil, fs.ErrNotExist
		})
		if len(faults) > 0 {
			return nil, nil, faults[0]
		}
		return &gen.Source{Name: name, Set: set, Message: set.Messages()[0]}, nil, nil
	case ".ocf":
		data := ocf(string(text))
		container, err := avro.ReadContainer(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return nil, nil, err
		}
		return &gen.Source{Name: from.File, Avro: container.Schema, Container: true}, nil, nil
	}
	return &gen.Source{Name: name, Avro: avro.Read(document.Parse(text, document.JSONC).Root())}, nil, nil
}

// TestShipped compares what the shipped templates make of the documentation's data schemas with testdata/NAME.json.
func TestShipped(t *testing.T) {
	tests := map[string]string{
		"batch-avro-ocf":          `{"schema":"kttm.ocf","table":"koalas","types":{"session_length":"double"},"replace":"2024-01-01/2024-02-01"}`,
		"streaming-avro-inline":   `{"schema":"kttm.avsc","table":"koalas","connection":"kafka","readFrom":"earliest"}`,
		"streaming-avro-registry": `{"schema":"kttm.avsc","table":"koalas","topic":"koalas","bootstrapServers":"kafka.example.com:9092","registryURL":"https://registry.example.com","secrets":"KOALAS"}`,
		"streaming-protobuf":      `{"schema":"kttm.proto","table":"koalas","connection":"kafka","message":"SomeMessage"}`,
	}
	if diff := cmp.Diff(slices.Sorted(func(yield func(string) bool) {
		for name := range tests {
			if !yield(name) {
				return
			}
		}
	}), Shipped()); diff != "" {
		t.Error(diff)
	}
	for name, params := range tests {
		t.Run(name, func(t *testing.T) {
			specs, err := mustLoad(t, ShippedFiles(name)...).Run(t.Context(), jsonParams(params), seed)
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			for _, s := range specs {
				fmt.Fprintf(&b, "// %s %s\n%s", s.Kind, s.Name, document.Encode(s.Value))
				for _, note := range s.Notes {
					fmt.Fprintf(&b, "// note: %s: %s\n", note.Field, note.Message)
				}
			}
			path := filepath.Join("testdata", name+".jsonc")
			if *update {
				if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), b.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestSameAsJob: what a shipped template makes is what gen job writes for the same data.
func TestSameAsJob(t *testing.T) {
	for _, schema := range []string{"kttm.avsc", "kttm.proto"} {
		name := "streaming-avro-inline"
		if schema == "kttm.proto" {
			name = "streaming-protobuf"
		}
		specs, err := mustLoad(t, ShippedFiles(name)...).Run(t.Context(), jsonParams(`{"schema":"`+schema+`","table":"koalas","connection":"kafka"}`), seed)
		if err != nil {
			t.Fatal(err)
		}
		source, _, err := seed(&From{File: schema})
		if err != nil {
			t.Fatal(err)
		}
		job, err := gen.Job(source, &gen.Options{Table: "koalas", Connection: "kafka"})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(document.Encode(job.Spec)), string(document.Encode(specs[0].Value))); diff != "" {
			t.Error(diff)
		}
	}
}

func TestFaultsOfTemplates(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", ``, "t.cue:1:1: a template needs #Params: the parameters that it takes, such as #Params: {table!: string}; without any, #Params: {}"},
		{"nothing made", `#Params: {}`, "t.cue:1:1: a template makes at least one of job, connection, table, jobs, connections and tables"},
		{"a misspelt field", "#Params: {}\nconection: {}", `t.cue:2:1: "conection" is not a field of a template, so it has no effect; did you mean "connection"?`},
		{"a field of its own", "#Params: {}\njob: {}\nhelper: 1", `t.cue:3:1: "helper" is not a field of a template, so it has no effect: a template has from, data, connection, connections, table, tables, job, jobs; what is only referred to is written as a definition (#helper) or hidden (_helper)`},
		{"syntax", "#Params: {\njob: {}", "t.cue:2:8: expected '}', found 'EOF'"},
		{"an unknown parameter", "#Params: {table!: string}\njob: target: tableName: params.tabel", `t.cue:2:32: there is no field "tabel"`},
		{"data without from", "#Params: {}\njob: {type: \"streaming\", mappings: data.mappings}", `t.cue:1:1: the template refers to data, which is there only with "from": write from: {file: params.schema}`},
		{"an import", "import \"example.com/x\"\n#Params: {}\njob: x.y", `t.cue:1:8: the package "example.com/x" cannot be imported: nothing is fetched, so that only packages of CUE itself (such as "strings") and "github.com/polarspec/polarspec/schemas/polaris" are there`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Load(cuerun.New(generous), []cuerun.File{file(test.text)})
			var faults FaultErrors
			if !errors.As(err, &faults) {
				t.Fatalf("got %v", err)
			}
			if diff := cmp.Diff(test.want, faults.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSeveralFiles(t *testing.T) {
	one := cuerun.File{Name: "a.cue", Source: []byte("package t\n\n#Params: {table!: string}\njob: _job")}
	two := cuerun.File{Name: "b.cue", Source: []byte("package t\n\n_job: {type: \"drop_table\", target: {type: \"table\", tableName: params.table}}")}
	specs, err := mustLoad(t, one, two).Run(t.Context(), jsonParams(`{"table":"x"}`), seed)
	if err != nil || len(specs) != 1 || specs[0].Name != "x" {
		t.Errorf("%v, %v", specs, err)
	}
	for _, test := range []struct{ text, want string }{
		{"_job: {}", "b.cue:1:1: this file has no package clause, which the files of a folder with several need: write package and a name, the same in all of them"},
		{"package u\n_job: {}", `b.cue:1:1: this file is of the package "u", and a.cue of "t": all files of a folder are one package`},
	} {
		_, err := Load(cuerun.New(generous), []cuerun.File{one, {Name: "b.cue", Source: []byte(test.text)}})
		if err == nil || err.Error() != test.want {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
}

const sample = `#Params: {
	schema:  string | *"kttm.avsc"
	table!:  =~"^[a-z_]+$" | error("small letters and underscores")
	kind?:   "a" | "b"
	size:    int & >0 | *1
	ratio?:  number
	on?:     bool
	tags:    [...string] | *[]
	sizes?:  [...int]
	nested?: {x!: int}
	slug:    "t-\(table)"
}
from: file: params.schema
job: {type: "drop_table", target: {type: "table", tableName: params.table}}
`

func TestFaultsOfParameters(t *testing.T) {
	tests := []struct{ name, params, want string }{
		{"missing", `{}`, `params#: the parameter "table" is missing; the template wants =~"^[a-z_]+$" (t.cue:3:11)`},
		{"misspelt", `{"tabel":"x"}`, `params#tabel: the template has no parameter "tabel". Did you mean "table"? (t.cue:3:11)`},
		{"unknown", `{"table":"x","color":"red"}`, `params#color: the template has no parameter "color"; it has schema, table, kind, size, ratio, on, tags, sizes, nested, slug`},
		{"own words", `{"table":"X Y"}`, `params#table: the parameter "table": small letters and underscores (t.cue:3:11)`},
		{"none of several", `{"table":"x","kind":"c"}`, `params#kind: the parameter "kind" cannot be "c"; the template wants "a" | "b" (t.cue:4:11)`},
		{"out of bounds", `{"table":"x","size":0}`, `params#size: the parameter "size" cannot be 0; the template wants int & >0 | *1 (t.cue:5:11)`},
		{"of another type", `{"table":"x","on":"yes"}`, `params#on: the parameter "on" cannot be "yes"; the template wants bool (t.cue:7:11)`},
		{"an item", `{"table":"x","sizes":[1,"b"]}`, `params#sizes.1: the parameter "sizes.1" cannot be "b"; the template wants [...int] (t.cue:9:11)`},
		{"within", `{"table":"x","nested":{"y":1}}`, `params#nested.y: the parameter "nested": the field "y" is not allowed here; the template wants {x!: int} (t.cue:10:11)`},
		{"lacks something within", `{"table":"x","nested":{}}`, `params#nested.x: the parameter "nested": the field "x" is missing; the template wants {x!: int} (t.cue:10:11)`},
		{"made of others", `{"table":"x","slug":"other"}`, `params#slug: the parameter "slug" cannot be "other"; the template wants "t-\(table)" (t.cue:11:11)`},
		{"several", `{"table":"X","size":"x","on":1}`, `params#on: the parameter "on" cannot be 1; the template wants bool (t.cue:7:11)
params#size: the parameter "size" cannot be "x"; the template wants int & >0 | *1 (t.cue:5:11)
params#table: the parameter "table": small letters and underscores (t.cue:3:11)`},
	}
	m := mustLoad(t, file(sample))
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := m.Run(t.Context(), jsonParams(test.params), func(*From) (*gen.Source, []gen.Note, error) {
				t.Error("the data schema is read although the parameters are wrong")
				return nil, nil, errors.New("no")
			})
			var faults FaultErrors
			if !errors.As(err, &faults) {
				t.Fatalf("got %v", err)
			}
			if diff := cmp.Diff(test.want, faults.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFaultsOfRuns(t *testing.T) {
	const head = "#Params: {time?: string}\n"
	tests := []struct{ name, text, want string }{
		{"an unknown choice", head + `from: {file: "kttm.avsc", tiem: "x"}
job: {}`, `t.cue:2:1: from has no "tiem". Did you mean "time"?`},
		{"a choice of the job", head + `from: {file: "kttm.avsc", table: "x"}
job: {}`, `t.cue:2:1: from has no "table": it says nothing about the data; write it in the spec`},
		{"a choice of another type", head + `from: {file: "kttm.avsc", flatten: "yes"}
job: {}`, `t.cue:2:1: from.flatten is true or false, not "yes"`},
		{"no file", head + `from: {}
job: {}`, `t.cue:2:1: from.file is missing: the file with the data schema or samples`},
		{"a provider", head + `from: {file: "kttm.avsc", provider: "registry"}
job: {}`, `t.cue:2:1: from.provider is "inline" or "registry:CONNECTION", not "registry"`},
		{"an unknown field", head + `from: {file: "kttm.avsc", types: {sesion: "long"}}
job: {}`, `t.cue:2:1: from.types: kttm.avsc has no field "sesion". Did you mean "session"?`},
		{"a time that is none", head + `from: {file: "kttm.avsc", time: "session_length"}
job: {}`, `t.cue:2:1: from.time session_length: the schema does not tell the unit. Say which it is:
  time: "session_length:s"  MILLIS_TO_TIMESTAMP("session_length" * 1000)
  time: "session_length:ms"  MILLIS_TO_TIMESTAMP("session_length")
  time: "session_length:us"  MILLIS_TO_TIMESTAMP("session_length" / 1000)
  time: "session_length:ns"  MILLIS_TO_TIMESTAMP("session_length" / 1000000)`},
		{"no value", head + "job: {type: \"drop_table\", target: {type: \"table\", tableName: string}}", `t.cue:2:51: job.target.tableName: this has no value; it may be string`},
		{"a parameter that is not given", head + "job: {type: \"drop_table\", target: {type: \"table\", tableName: params.time}}", `t.cue:2:69: job.target.tableName: the field "time" need not be there: ask first, as in if params.time != _|_ {…}`},
		{"no object", head + `job: "x"`, `t.cue:2:1: a job is an object, not a string`},
		{"no list", head + `jobs: {}`, `t.cue:2:1: "jobs" is a list`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := mustLoad(t, file(test.text)).Run(t.Context(), jsonParams(`{}`), seed)
			if err == nil || cmp.Diff(test.want, err.Error()) != "" {
				t.Errorf("%v", cmp.Diff(test.want, fmt.Sprint(err)))
			}
		})
	}
}

// TestHostile: parameters arrive as the texts that they are.
func TestHostile(t *testing.T) {
	m := mustLoad(t, file("#Params: {table!: string}\njob: {type: \"drop_table\", target: {type: \"table\", tableName: params.table}, note: \"<\\(params.table)>\"}"))
	for _, text := range []string{`"`, `'`, "a\nb", "a\r\n\tb", `\`, `\(params)`, `\("x")`, `#"x"#`, "🐨", "\u2028", "a\x00b", "_|_", "${X}", "{table}", strings.Repeat("ü", 300), "--", "//x", "/*", " ", "null", "1e400", "\"\"\""} {
		specs, err := m.Run(t.Context(), Params{Value: document.ObjectOf(document.Member{Key: "table", Value: document.StringOf(text)}), Place: func([]string) string { return "" }}, seed)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		note, _ := specs[0].Value.Get("note")
		if specs[0].Name != text || note.Text() != "<"+text+">" {
			t.Errorf("%q became %q and %q", text, specs[0].Name, note.Text())
		}
	}
}

// TestConcurrent runs one template from several goroutines, as the command does.
func TestConcurrent(t *testing.T) {
	m := mustLoad(t, ShippedFiles("streaming-avro-inline")...)
	done := make(chan error)
	const workers = 8
	for worker := range workers {
		go func() {
			for i := range 10 {
				name := fmt.Sprintf("t_%d_%d", worker, i)
				specs, err := m.Run(t.Context(), jsonParams(`{"schema":"kttm.avsc","connection":"c","table":"`+name+`"}`), seed)
				if err == nil && specs[0].Name != name {
					err = fmt.Errorf("got %s, want %s", specs[0].Name, name)
				}
				if err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	for range workers {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestEndless(t *testing.T) {
	const text = `import "list"

#Params: {n!: int}
_n: list.Range(0, params.n, 1)
job: {type: "x", list: [for x in _n for y in _n for z in _n if x+y+z < 0 {x}]}`
	m, err := Load(cuerun.New(300*time.Millisecond), []cuerun.File{file(text)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Run(t.Context(), jsonParams(`{"n":2}`), seed); err != nil {
		t.Fatal(err)
	}
	_, err = m.Run(t.Context(), jsonParams(`{"n":3000}`), seed)
	var limit *cuerun.LimitError
	if !errors.As(err, &limit) {
		t.Errorf("got %v", err)
	}
}
