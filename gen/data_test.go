package gen_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/internal/document"
)

// TestData: what templates see is what jobs have.
func TestData(t *testing.T) {
	source := avroSource(t, `{"type": "record", "name": "a.E", "fields": [
		{"name": "ts", "type": ["null", {"type": "long", "logicalType": "timestamp-millis"}]},
		{"name": "value", "type": "string"},
		{"name": "user", "type": {"type": "record", "name": "U", "fields": [{"name": "city", "type": "string"}, {"name": "tags", "type": {"type": "array", "items": "long"}}]}},
		{"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 4}}]}`)
	options := gen.Options{Flatten: true, Renames: []gen.Pair{{Name: "value", Value: "worth"}}, Files: []string{"a.ocf", "b.ocf"}}
	data, notes, unreadable, err := gen.Data(source, &options)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	fields, _ := data.Get("fields")
	for _, f := range fields.Items() {
		lines = append(lines, string(document.EncodeCompact(f)))
	}
	moment, _ := data.Get("time")
	filter, _ := data.Get("filterExpression")
	lines = append(lines, string(document.EncodeCompact(moment)), filter.Text())
	want := `{"name": "value", "column": "worth", "expression": "\"value\"", "dataType": "string", "type": "string", "nullable": false, "inputs": ["value"]}
{"name": "user.city", "column": "user_city", "expression": "JSON_VALUE(\"user\", '$.city' RETURNING VARCHAR)", "dataType": "string", "type": "string", "nullable": false, "inputs": ["user"]}
{"name": "user.tags", "column": "user_tags", "expression": "JSON_QUERY(\"user\", '$.tags')", "dataType": "json", "type": "array", "nullable": false, "inputs": ["user"]}
{"field": "ts", "expression": "MILLIS_TO_TIMESTAMP(\"ts\")", "nullable": true}
"ts" IS NOT NULL`
	if diff := cmp.Diff(want, strings.Join(lines, "\n")); diff != "" {
		t.Error(diff)
	}
	options.Table = "t"
	job, err := gen.Job(source, &options)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(job.Notes, notes); diff != "" || len(unreadable) > 0 {
		t.Errorf("%s %v", diff, unreadable)
	}
	part, _ := job.Spec.Get("source")
	for from, name := range map[string]document.Value{"mappings": job.Spec, "filterExpression": job.Spec, "inputSchema": part, "formatSettings": part} {
		mine, _ := data.Get(from)
		other, _ := name.Get(from)
		if !mine.Equal(other) {
			t.Errorf("%s: %s, and the job has %s", from, document.Encode(mine), document.Encode(other))
		}
	}
}
