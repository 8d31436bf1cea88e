//go:build ignore

package main

import (
	"fmt"
	"strings"
)

// base is a spec without a fault, as text; @N@ stands for its number.
type base struct{ ending, text string }

const (
	head = `{
  "type": "streaming",
  "target": {
    "type": "table",
    "tableName": "events_@N@"
  },
  "createTableIfNotExists": true,
  "source": {
    "type": "connection",
    "connectionName": "kafka_@N@",
    "inputSchema": [
      {"name": "timestamp", "dataType": "string"},
      {"name": "city", "dataType": "string"},
      {"name": "session", "dataType": "string"},@INPUTS@
      {"name": "@LENGTH@", "dataType": "long"}
    ],
    "formatSettings": {
`
	tail = `
    }
  },
  "mappings": [
    {"columnName": "__time", "expression": "TIME_PARSE(\"timestamp\")"},
    {"columnName": "city", "expression": "\"city\""},
    {"columnName": "session", "expression": "\"session\""},
    {"columnName": "max_session_length", "expression": "MAX(\"@LENGTH@\")", "isAggregation": true}
  ]
}
`
	descriptor = "CpcBCgprdHRtLnByb3RvIoABCgtTb21lTWVzc2FnZRIcCgl0aW1lc3RhbXAYASABKAlSCXRpbWVzdGFtcBISCgRjaXR5GAIgASgJUgRjaXR5EhgKB3Nlc3Npb24YAyABKAlSB3Nlc3Npb24SJQoOc2Vzc2lvbl9sZW5ndGgYBCABKA1SDXNlc3Npb25MZW5ndGhiBnByb3RvMw=="
)

// job puts format settings between the head and the tail.
func job(length, settings string) string {
	text := strings.ReplaceAll(head+settings+tail, "@LENGTH@", length)
	if strings.Contains(settings, "descriptor") {
		text = strings.ReplaceAll(text, "@INPUTS@", "") // the descriptor has no more fields
	}
	return text
}

var bases = map[string]base{
	"avro": {"json", job("session_length", `      "format": "avro_stream",
      "parseSchemaProvider": {
        "type": "inline-avro",
        "schema": {
          "type": "record", "namespace": "com.example", "name": "Event@N@",
          "fields": [
            {"name": "timestamp", "type": "string"},
            {"name": "city", "type": "string"},
            {"name": "session", "type": "string"},@FIELDS@
            {"name": "session_length", "type": "long"}
          ]
        }
      }`)},
	"protobuf": {"json", job("sessionLength", `      "format": "protobuf",
      "parseSchemaProvider": {
        "type": "inline-protobuf",
        "descriptor": "`+descriptor+`"
      }`)},
	"registry": {"json", job("session_length", `      "format": "avro_stream",
      "parseSchemaProvider": {
        "type": "connection",
        "connectionName": "registry_@N@"
      }`)},
	"text": {"jsonc", "// Events as lines of JSON.\n" + job("session_length", `      "format": "nd-json"`)},
	"batch": {"json", strings.NewReplacer(`"streaming"`, `"batch"`, `"type": "connection",
    "connectionName": "kafka_@N@"`, `"type": "uploaded",
    "fileList": ["events-@N@.ocf"]`).Replace(job("session_length", `      "format": "avro_ocf"`))},
	"yaml": {"yaml", `type: streaming
target: {type: table, tableName: events_@N@}
createTableIfNotExists: true
source:
  type: connection
  connectionName: kafka_@N@
  inputSchema:
    - {name: timestamp, dataType: string}
    - {name: city, dataType: string}
  formatSettings: {format: nd-json}
mappings:
  - columnName: __time
    expression: TIME_PARSE("timestamp")
  - columnName: city
    expression: '"city"'
`},
	"connection": {"json", `{
  "type": "confluent_schema_registry",
  "name": "registry_@N@",
  "urls": ["https://registry-@N@.example.com"],
  "secrets": {"type": "basic", "username": "${REGISTRY_USER}", "password": "${REGISTRY_PASSWORD}"}
}
`},
	"kafka": {"yaml", `type: kafka
name: kafka_@N@
bootstrapServers: kafka-@N@.example.com:9092
topicName: events_@N@
secrets: {type: sasl_plain, username: "${KAFKA_USER}", password: "${KAFKA_PASSWORD}"}
`},
	"sql": {"json", `{
  "type": "sql",
  "createTableIfNotExists": true,
  "query": "REPLACE INTO \"daily_@N@\" OVERWRITE ALL SELECT FLOOR(__time TO DAY) AS __time, city, COUNT(*) AS n FROM \"other_@N@\" GROUP BY 1, 2 PARTITIONED BY DAY"
}
`},
	"table": {"json", `{
  "type": "aggregate",
  "name": "table_@N@",
  "schema": [{"name": "city", "dataType": "string"}, {"name": "n", "dataType": "long"}]
}
`},
}

// Of ten specs one is broken, the fourth, and the others take turns. A fault that is one only beside another file refers to the first or the third.
const brokenPlace = 3

var order = [10][]string{{"avro"}, {"protobuf"}, {"kafka"}, {}, {"registry"}, {"text"}, {"connection"}, {"batch"}, {"yaml"}, {"sql", "table"}}

// fault is one way to break a spec.
type fault struct {
	base     string
	old, new string
	rules    []string // what is reported in the file, each as often as it is there
	// unread says that nothing can be made of the text, so that it does not count as a spec.
	unread bool
}

var faults = []fault{
	{base: "avro", old: `"name": "session_length", "dataType": "long"`, new: `"name": "session_length", "dataType": "float"`, rules: []string{"input/lossy-type"}},
	{base: "avro", old: `"tableName"`, new: `"tabelName"`, rules: []string{"shape/unknown-field"}},
	{base: "avro", old: `"events_@N@"`, new: `" events_@N@"`, rules: []string{"shape/table-name"}},
	{base: "avro", old: `{"columnName": "__time", "expression": "TIME_PARSE(\"timestamp\")"},`, new: ``, rules: []string{"mapping/no-time"}},
	{base: "avro", old: `MAX(\"session_length\")", "isAggregation": true`, new: `MAX(\"session_length\")"`, rules: []string{"mapping/aggregate-without-flag"}},
	{base: "avro", old: `"columnName": "session"`, new: `"columnName": "city"`, rules: []string{"mapping/duplicate-column"}},
	{base: "avro", old: `"\"city\""`, new: `"\"town\""`, rules: []string{"mapping/unknown-input"}},
	{base: "avro", old: `"\"city\""`, new: `"UPPER(\"city\""`, rules: []string{"mapping/syntax"}},
	{base: "avro", old: `"\"city\""`, new: `"UPPERCASE(\"city\")"`, rules: []string{"mapping/unknown-function"}},
	{base: "avro", old: `"\"city\""`, new: `"UPPER(\"city\", 1)"`, rules: []string{"mapping/argument-count"}},
	{base: "avro", old: `TIME_PARSE(\"timestamp\")`, new: `\"timestamp\"`, rules: []string{"mapping/time-type"}},
	{base: "avro", old: `"type": "long"}`, new: `"type": "lnog"}`, rules: []string{"avro/invalid"}},
	{base: "avro", old: `"type": "record", "namespace"`, new: `"type": "recrod", "namespace"`, rules: []string{"avro/invalid"}},
	{base: "avro", old: `"name": "city", "type"`, new: `"name": "town", "type"`, rules: []string{"input/unknown-field"}},
	{base: "avro", old: `"createTableIfNotExists": true`, new: `"createTableIfNotExists": "true"`, rules: []string{"shape/wrong-type"}},
	{base: "avro", old: `"createTableIfNotExists": true`, new: `"lateMessageRejectionPeriod": "30 days"`, rules: []string{"shape/invalid-period"}},
	{base: "avro", old: `"createTableIfNotExists": true`, new: `"filterExpression": "WHERE \"city\" = 'Rome'"`, rules: []string{"filter/where-keyword"}},
	{base: "avro", old: `"createTableIfNotExists": true`, new: `"filterExpression": "UPPER(\"city\")"`, rules: []string{"filter/not-boolean"}},
	{base: "avro", old: `"createTableIfNotExists": true`, new: `"createTableIfNotExists": true, "createTableIfNotExists": true`, rules: []string{"syntax/duplicate-key"}},
	{base: "avro", old: `"createTableIfNotExists": true,`, new: "\"createTableIfNotExists\": true, // why\n", rules: []string{"syntax/comment"}},
	{base: "avro", old: `"createTableIfNotExists": true,`, new: ``, rules: nil}, // the same: it is optional
	{base: "avro", old: "}\n  ]\n}\n", new: "}\n  ]\n", rules: []string{"syntax/invalid"}},
	{base: "avro", old: "{\n  \"type\": \"streaming\"", new: "\ufeff{\n  \"type\": \"streaming\"", rules: []string{"syntax/byte-order-mark"}},
	{base: "avro", old: `"createTableIfNotExists": true`, new: `"context": ` + strings.Repeat(`{"a":`, 1500) + "1" + strings.Repeat("}", 1500), rules: []string{"syntax/too-deep"}},
	{base: "avro", old: `"type": "table",`, new: `"type": "tabel",`, rules: []string{"shape/not-allowed"}},
	{base: "protobuf", old: "CpcBCgprdHRt", new: "*pcBCgprdHRt", rules: []string{"protobuf/not-base64"}},
	{base: "protobuf", old: `"` + descriptor + `"`, new: `"syntax = \"proto3\"; message A {}"`, rules: []string{"protobuf/not-a-descriptor-set"}},
	{base: "protobuf", old: `"type": "inline-protobuf"`, new: `"type": "inline-protobuf", "protoMessageType": "Other"`, rules: []string{"protobuf/unknown-message-type"}},
	{base: "protobuf", old: `{"name": "sessionLength"`, new: `{"name": "session_length"`, rules: []string{"protobuf/json-name", "mapping/unknown-input"}},
	{base: "registry", old: `"format": "avro_stream"`, new: `"format": "avro_strem"`, rules: []string{"shape/not-allowed"}},
	{base: "registry", old: `"type": "connection",
        "connectionName": "registry_@N@"`, new: `"type": "inline-protobuf", "descriptor": "` + descriptor + `"`, rules: []string{"provider/wrong-kind"}},
	{base: "registry", old: `,
      "parseSchemaProvider": {
        "type": "connection",
        "connectionName": "registry_@N@"
      }`, new: ``, rules: []string{"provider/missing"}},
	{base: "text", old: `"format": "nd-json"`, new: `"format": "avro_ocf"`, rules: []string{"job/format-not-streaming"}},
	{base: "text", old: `"kafka_@N@"`, new: `12`, rules: []string{"shape/wrong-type"}},
	{base: "batch", old: `.ocf"`, new: `.ocf", "events-@N@.ocf"`, rules: []string{"job/duplicate-file"}},
	{base: "batch", old: `.ocf"`, new: `.zip"`, rules: []string{"job/archive-file"}},
	{base: "batch", old: `"createTableIfNotExists": true`, new: `"readFromPoint": "latest"`, rules: []string{"job/field-not-for-type"}},
	{base: "yaml", old: "type: table", new: "type: [table", rules: []string{"syntax/invalid"}, unread: true},
	{base: "yaml", old: "createTableIfNotExists: true", new: "createTableIfNotExists: 'true'", rules: []string{"shape/wrong-type"}},
	{base: "yaml", old: "columnName: city", new: "columName: city", rules: []string{"shape/unknown-field"}},
	{base: "connection", old: "https://", new: "http://", rules: []string{"connection/insecure-url"}},
	{base: "connection", old: "https://", new: "https://me:secret@", rules: []string{"connection/credentials-in-url"}},
	{base: "connection", old: `["https://registry-@N@.example.com"]`, new: `[]`, rules: []string{"connection/no-urls"}},
	{base: "connection", old: `${REGISTRY_PASSWORD}`, new: `hunter2hunter2`, rules: []string{"connection/plain-secret"}},
	{base: "connection", old: `, "password": "${REGISTRY_PASSWORD}"`, new: ``, rules: []string{"connection/password-missing"}},
	{base: "kafka", old: ".example.com:9092", new: ".example.com", rules: []string{"connection/bootstrap-servers"}},
	{base: "sql", old: ` PARTITIONED BY DAY`, new: ``, rules: []string{"sql/not-partitioned"}},
	{base: "sql", old: `REPLACE INTO \"daily_@N@\" OVERWRITE ALL `, new: ``, rules: []string{"sql/no-query"}},
	{base: "table", old: `"string"`, new: `"strin"`, rules: []string{"shape/not-allowed"}},
	{base: "avro", old: `events_@N@`, new: `events_@FIRST@`, rules: []string{"project/second-streaming-job"}},
	{base: "kafka", old: `name: kafka_@N@`, new: `name: kafka_@THIRD@`, rules: []string{"project/duplicate-connection"}},
}

// fill is the text of one spec: its number, and up to 12 fields that are declared and not used.
func fill(text string, number int) string {
	var inputs, fields strings.Builder
	for i := range number % 13 {
		fmt.Fprintf(&inputs, "\n      {\"name\": \"extra_%d\", \"dataType\": \"string\"},", i)
		fmt.Fprintf(&fields, "\n            {\"name\": \"extra_%d\", \"type\": [\"null\", \"string\"]},", i)
	}
	return strings.NewReplacer("@N@", fmt.Sprintf("%06d", number), "@FIRST@", fmt.Sprintf("%06d", number-brokenPlace), "@THIRD@", fmt.Sprintf("%06d", number-1),
		"@INPUTS@", inputs.String(), "@FIELDS@", fields.String()).Replace(text)
}

// numbered is the spec of a number: its text, the ending of its name, and what is reported of it.
func numbered(number int) (text, ending string, rules []string) {
	group, place := number/10, number%10
	if place != brokenPlace {
		kinds := order[place]
		b := bases[kinds[group%len(kinds)]]
		return fill(b.text, number), b.ending, nil
	}
	f := faults[group%len(faults)]
	b := bases[f.base]
	if strings.Count(b.text, f.old) == 0 {
		panic("the " + f.base + " spec has no " + f.old)
	}
	return fill(strings.Replace(b.text, f.old, f.new, 1), number), b.ending, f.rules
}
