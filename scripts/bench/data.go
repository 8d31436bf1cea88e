//go:build ignore

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Everything here is made of numbers only, so that each run and each machine measures the same bytes.

// fault is what a spec is given, so that there is something to suppress or to fix.
type fault int

const (
	clean fault = iota
	lossy       // a long that is declared as float: a warning
	typo        // table_name: an error with a safe fix
)

// spec is a job of about 2 KB: a Kafka topic of Avro records, an inline schema with 8 fields, 8 columns.
func spec(i int, broken fault) string {
	kind, target := "long", "tableName"
	switch broken {
	case lossy:
		kind = "float"
	case typo:
		target = "table_name"
	}
	var b strings.Builder
	fmt.Fprintf(&b, `{
  "type": "streaming",
  "target": {"type": "table", %q: "web_events_%06d"},
  "createTableIfNotExists": true,
  "readFromPoint": "latest",
  "lateMessageRejectionPeriod": "P7D",
  "source": {
    "type": "connection",
    "connectionName": "events_%06d",
    "inputSchema": [
      {"name": "timestamp", "dataType": "string"},
      {"name": "city", "dataType": "string"},
      {"name": "session", "dataType": "string"},
      {"name": "session_length", "dataType": %q},
      {"name": "country_%d", "dataType": "string"},
      {"name": "price", "dataType": "double"},
      {"name": "agent", "dataType": "string"},
      {"name": "tags", "dataType": "json"}
    ],
    "formatSettings": {
      "format": "avro_stream",
      "parseSchemaProvider": {
        "type": "inline-avro",
        "schema": {
          "type": "record",
          "namespace": "com.example.events",
          "name": "Event%d",
          "fields": [
            {"name": "timestamp", "type": "string"},
            {"name": "city", "type": "string"},
            {"name": "session", "type": "string"},
            {"name": "session_length", "type": "long"},
            {"name": "country_%d", "type": ["null", "string"]},
            {"name": "price", "type": ["null", "double"]},
            {"name": "agent", "type": "string"},
            {"name": "tags", "type": {"type": "map", "values": "string"}}
          ]
        }
      }
    }
  },
  "mappings": [
    {"columnName": "__time", "expression": "TIME_PARSE(\"timestamp\")"},
    {"columnName": "city", "expression": "\"city\""},
    {"columnName": "session", "expression": "LOWER(\"session\")"},
    {"columnName": "country", "expression": "CASE WHEN \"country_%d\" = 'de' THEN 'Germany' ELSE \"country_%d\" END"},
    {"columnName": "agent", "expression": "\"agent\""},
    {"columnName": "tags", "expression": "JSON_VALUE(\"tags\", '$.kind')"},
    {"columnName": "revenue", "expression": "SUM(\"price\")", "isAggregation": true},
    {"columnName": "max_session_length", "expression": "MAX(\"session_length\")", "isAggregation": true}
  ]
}
`, target, i, i, kind, i%97, i, i%97, i%97, i%97)
	return b.String()
}

// size is how a job is made large.
type size struct {
	inputs     int // fields of the inputSchema; no schema, a column for each of the first 998
	fields     int // fields of an inline Avro schema, all of them declared, a column for each of the first 998
	expression int // bytes of the expression of a column
}

// sized is a job of a given size.
func sized(s size) string {
	inputs := []string{`{"name": "timestamp", "dataType": "string"}`}
	columns := []string{`{"columnName": "__time", "expression": "TIME_PARSE(\"timestamp\")"}`}
	fields := []string{`{"name": "timestamp", "type": "string"}`}
	for i := range max(s.inputs, s.fields) {
		inputs = append(inputs, fmt.Sprintf(`{"name": "field_%d", "dataType": "string"}`, i))
		fields = append(fields, fmt.Sprintf(`{"name": "field_%d", "type": ["null", "string"]}`, i))
		if i < 998 {
			columns = append(columns, fmt.Sprintf(`{"columnName": "field_%d", "expression": "\"field_%d\""}`, i, i))
		}
	}
	if s.expression > 0 {
		inputs = append(inputs, `{"name": "city", "dataType": "string"}`)
		columns = append(columns, `{"columnName": "long", "expression": `+quoted(expression(s.expression))+`}`)
	}
	format := `{"format": "nd-json"}`
	if s.fields > 0 {
		format = `{"format": "avro_stream", "parseSchemaProvider": {"type": "inline-avro", "schema": {"type": "record", "name": "Wide", "fields": [
    ` + strings.Join(fields, ",\n    ") + "\n  ]}}}"
	}
	return `{
  "type": "streaming",
  "target": {"type": "table", "tableName": "wide"},
  "source": {"type": "connection", "connectionName": "wide", "formatSettings": ` + format + `,
  "inputSchema": [
    ` + strings.Join(inputs, ",\n    ") + `
  ]},
  "mappings": [
    ` + strings.Join(columns, ",\n    ") + `
  ]
}
`
}

// expression is about so many bytes of SQL: a long concatenation.
func expression(length int) string {
	var b strings.Builder
	if length < 20 {
		return `"city"||'x'`
	}
	b.WriteString(`CONCAT("city"`)
	for i := 0; b.Len() < length-1; i++ {
		fmt.Fprintf(&b, `, LOWER("city"), 'part %d'`, i)
	}
	b.WriteString(")")
	return b.String()
}

func quoted(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// avroSchema has so many fields of four kinds.
func avroSchema(fields int) string {
	var b strings.Builder
	b.WriteString(`{"type": "record", "name": "Wide", "fields": [{"name": "timestamp", "type": "string"}`)
	for i := 1; i < fields; i++ {
		fmt.Fprintf(&b, ",\n  {\"name\": \"field_%d\", \"type\": %s}", i, []string{`"string"`, `["null", "long"]`, `"double"`, `{"type": "int", "logicalType": "date"}`}[i%4])
	}
	b.WriteString("]}\n")
	return b.String()
}

// write writes a file and the folders that it needs.
func write(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}

// many writes so many specs, 1,000 a folder.
func many(dir string, count int, broken fault) error {
	for i := range count {
		if err := write(filepath.Join(dir, fmt.Sprintf("%03d", i/1000), fmt.Sprintf("job-%06d.json", i)), spec(i, broken)); err != nil {
			return err
		}
	}
	return nil
}

// scale is how large the data is.
type scale struct {
	Specs, Suppressed int   // specs in the comparison
	Files             []int // growth: numbers of files
	Bytes             []int // growth: size of one spec
	Fields            []int // growth: fields of a schema
	Expression        []int // growth: bytes of an expression
	Generated         []int // fields of a schema that a job is made of
	Templates         int   // jobs that a template is made into
	Small, Big        int   // runs of what takes milliseconds, and of what takes longer
}

var full = scale{
	Specs: 2000, Suppressed: 5000, Templates: 1000, Small: 21, Big: 7,
	Files:      []int{1, 10, 100, 1000, 10_000, 100_000},
	Bytes:      []int{1 << 10, 10 << 10, 100 << 10, 1 << 20, 10 << 20, 50 << 20},
	Fields:     []int{10, 100, 500, 1000, 2000, 5000},
	Expression: []int{10, 100, 1000, 10_000, 100_000, 1_000_000},
	Generated:  []int{1000, 2000},
}

var quick = scale{
	Specs: 200, Suppressed: 200, Templates: 20, Small: 3, Big: 2,
	Files:      []int{1, 100, 1000},
	Bytes:      []int{1 << 10, 100 << 10, 1 << 20},
	Fields:     []int{10, 100, 1000},
	Expression: []int{10, 1000, 100_000},
	Generated:  []int{1000},
}

// writeData writes all that is measured. It runs as a process of its own: a program that was large once counts into what its children seem to take.
func writeData(dir, source string, s scale) error {
	seed, err := os.ReadFile(filepath.Join(source, "testdata/seed/requests/inline-avro.json"))
	if err != nil {
		return err
	}
	if err := write(filepath.Join(dir, "seed/inline-avro.json"), string(seed)); err != nil {
		return err
	}
	if err := write(filepath.Join(dir, "seed-wrapped/inline-avro.json"), wrapped(string(seed))); err != nil {
		return err
	}
	wrong := strings.Replace(string(seed), `"type": "streaming",`, "", 1)
	if err := write(filepath.Join(dir, "wrong/inline-avro.json"), wrong); err != nil {
		return err
	}
	if err := write(filepath.Join(dir, "wrong-wrapped/inline-avro.json"), wrapped(wrong)); err != nil {
		return err
	}
	if err := many(filepath.Join(dir, "specs"), s.Specs, clean); err != nil {
		return err
	}
	for i := range s.Specs {
		name := fmt.Sprintf("%03d/job-%06d", i/1000, i)
		if err := write(filepath.Join(dir, "wrapped", name+".json"), wrapped(spec(i, clean))); err != nil {
			return err
		}
		if err := write(filepath.Join(dir, "yaml", name+".yaml"), yaml(spec(i, clean))); err != nil {
			return err
		}
	}
	if err := writePolicies(dir, source, s); err != nil {
		return err
	}
	if err := writeSuppressed(filepath.Join(dir, "suppressed"), s.Suppressed); err != nil {
		return err
	}
	if err := many(filepath.Join(dir, "typos"), s.Specs, typo); err != nil {
		return err
	}
	for _, fields := range s.Generated {
		if err := write(filepath.Join(dir, fmt.Sprintf("gen/wide-%d.avsc", fields)), avroSchema(fields)); err != nil {
			return err
		}
	}
	table := "table,connection,schema\n"
	for i := range s.Templates {
		table += fmt.Sprintf("events_%04d,kafka_%04d,events.avsc\n", i, i)
	}
	if err := write(filepath.Join(dir, "gen/jobs.csv"), table); err != nil {
		return err
	}
	if err := write(filepath.Join(dir, "gen/events.avsc"), avroSchema(10)); err != nil {
		return err
	}
	return writeGrowth(dir, s)
}

// wrapped adds what kubeconform chooses a schema by.
func wrapped(spec string) string {
	return strings.Replace(spec, "{", "{\n  \"apiVersion\": \"polarspec/v1\",\n  \"kind\": \"Job\",", 1)
}

// yaml is the same spec in YAML's block style.
func yaml(spec string) string {
	var value any
	decoder := json.NewDecoder(strings.NewReader(spec))
	if err := decoder.Decode(&value); err != nil {
		panic(err)
	}
	var b strings.Builder
	writeYAML(&b, value, 0)
	return b.String()
}

func writeYAML(b *strings.Builder, value any, indent int) {
	pad := strings.Repeat("  ", indent)
	switch value := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			writeEntry(b, pad+name+":", value[name], indent)
		}
	case []any:
		for _, item := range value {
			writeEntry(b, pad+"-", item, indent)
		}
	}
}

func writeEntry(b *strings.Builder, head string, value any, indent int) {
	switch value.(type) {
	case map[string]any, []any:
		b.WriteString(head + "\n")
		writeYAML(b, value, indent+1)
	default:
		text, err := json.Marshal(value)
		if err != nil {
			panic(err)
		}
		b.WriteString(head + " " + string(text) + "\n")
	}
}

// writePolicies writes the same specs with settings that name three of the policies of the documentation.
func writePolicies(dir, source string, s scale) error {
	to := filepath.Join(dir, "policies")
	if err := many(filepath.Join(to, "specs"), s.Specs, clean); err != nil {
		return err
	}
	for _, name := range []string{"table-prefix", "few-dimensions", "late-events"} {
		text, err := os.ReadFile(filepath.Join(source, "docs/policies", name+".cue"))
		if err != nil {
			return err
		}
		if err := write(filepath.Join(to, "rules", name+".cue"), string(text)); err != nil {
			return err
		}
	}
	return write(filepath.Join(to, ".polarspec.yaml"), "version: 1\nroot: true\npolicies: [rules/*.cue]\n")
}

// writeSuppressed writes specs with a fault each, and settings with an entry for each.
func writeSuppressed(dir string, count int) error {
	if err := many(dir, count, lossy); err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("version: 1\nroot: true\nignore:\n")
	for i := range count {
		fmt.Fprintf(&b, "  - {file: %03d/job-%06d.json, pointer: \"/source/inputSchema/[name=session_length]/dataType\", rules: [input/lossy-type], reason: sessions are short}\n", i/1000, i)
	}
	if err := write(filepath.Join(dir, "no-entries.yaml"), "version: 1\nroot: true\n"); err != nil {
		return err
	}
	return write(filepath.Join(dir, ".polarspec.yaml"), b.String())
}

func writeGrowth(dir string, s scale) error {
	for _, count := range s.Files {
		if err := many(filepath.Join(dir, fmt.Sprintf("files/%d", count)), count, clean); err != nil {
			return err
		}
	}
	for _, bytes := range s.Bytes {
		// An input takes about 50 bytes and its column, of which there are at most 1,000, about 60.
		inputs := max(bytes/51-bytes/51/10, 1)
		if bytes < 120_000 {
			inputs = max((bytes-500)/115, 1)
		}
		if err := write(filepath.Join(dir, fmt.Sprintf("bytes/%d.json", bytes)), sized(size{inputs: inputs})); err != nil {
			return err
		}
	}
	for _, fields := range s.Fields {
		if err := write(filepath.Join(dir, fmt.Sprintf("fields/%d.json", fields)), sized(size{fields: fields})); err != nil {
			return err
		}
		if err := write(filepath.Join(dir, fmt.Sprintf("fields/%d.avsc", fields)), avroSchema(fields)); err != nil {
			return err
		}
	}
	for _, length := range s.Expression {
		if err := write(filepath.Join(dir, fmt.Sprintf("expression/%d.json", length)), sized(size{expression: length})); err != nil {
			return err
		}
	}
	return nil
}
