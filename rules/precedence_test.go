package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/rules"
)

// precedence is one line of "one fault, one finding": where both rules have something to say about one cause, the left one says it.
type precedence struct {
	left, right string
	files       [][2]string // headers and texts as in fixtures
	// never says why the right rule is silent even when the left one is off: the model asks only one rule about such a place.
	never string
}

const (
	namesRule        = "the model names the left rule for that field, so that the right one never hears of it"
	optional         = "the model takes the field for optional: only the left rule misses it"
	knowsLegacy      = "the model knows the fields of 2022, so that none of them is unknown"
	refusesAll       = "below an alternative that is refused, the model asks for no other one: the whole object is in the wrong place"
	noField          = "a name that is no field of the schema has no type there"
	operandsCounted  = "operands are judged when their number is right"
	wrongDeclaration = "what rests on a wrong declaration is judged when that is put right"
	whereIsKnown     = "in front of a condition WHERE is neither taken for a name nor for a fault of the grammar"
	oneUnion         = "the source decides which formats the model allows: inline data has its own list"
)

const (
	provider = "/source/formatSettings/parseSchemaProvider"
	inline   = `{
  "type": "inline", "data": "{}",
  "inputSchema": [{"name": "timestamp", "dataType": "string"}],
  "formatSettings": {"format": "protobuf", "parseSchemaProvider": {"type": "connection", "connectionName": "r"}}
}`
	// twoMessages is the descriptor set of message E {string timestamp = 1;} message A {string a = 1;}
	twoMessages = "CkcKB2UucHJvdG8iIQoBRRIcCgl0aW1lc3RhbXAYASABKAlSCXRpbWVzdGFtcCIRCgFBEgwKAWEYASABKAlSAWFiBnByb3RvMw=="
	// topicConnection is the connection that the jobs of the seed read by a name, with its topic.
	topicConnection = `{"type": "kafka", "name": %q, "bootstrapServers": "b1:9092", "topicName": "kttm"}`
	timeMapping     = `[{"columnName": "__time", "expression": "TIME_PARSE(\"timestamp\")"}]`
)

var precedences = []precedence{
	// A legacy field says where its successor went.
	{"shape/legacy-field", "mapping/no-time", [][2]string{{"job.json base=inline-avro remove=/mappings at=/timestampMapping", `{"inputField": "timestamp"}`}}, ""},
	{"shape/legacy-field", "shape/missing-field", [][2]string{{"job.json base=inline-avro remove=/type at=/jobType", `"ingestion"`}}, ""},
	{"shape/legacy-field", "shape/missing-field", [][2]string{{"job.json base=avro-ocf remove=/source/fileList at=/fileList", `["kttm-avro.ocf"]`}}, ""},
	{"shape/legacy-field", "shape/unknown-field", [][2]string{{"job.json base=avro-ocf at=/isReplace", `true`}}, knowsLegacy},

	// A misspelt name is not absent.
	{"shape/unknown-field", "provider/missing", [][2]string{{"job.json base=inline-avro remove=" + provider + " at=/source/formatSettings/parseSchemaProvidr", `{"type": "connection", "connectionName": "r"}`}}, ""},
	{"shape/unknown-field", "provider/missing", [][2]string{{"job.json base=inline-protobuf at=/source/formatSettings", `{"format": "kafka", "valueFormat": {"format": "protobuf", "parse_schema_provider": {}}}`}}, ""},
	{"shape/unknown-field", "mapping/no-time", [][2]string{{"job.json base=inline-avro remove=/mappings at=/mapping", timeMapping}}, ""},
	{"shape/unknown-field", "connection/no-urls", [][2]string{{"connection.json base=schema-registry-connection remove=/urls at=/url", `["https://r.example"]`}}, ""},
	{"shape/unknown-field", "connection/password-missing", [][2]string{{"connection.json base=schema-registry-connection remove=/secrets/password at=/secrets/pasword", `"${P}"`}}, ""},
	{"shape/unknown-field", "sql/no-query", [][2]string{{"job.json", `{"type": "sql", "context": {}, "Query": "INSERT INTO t SELECT 1"}`}}, ""},
	{"shape/unknown-field", "shape/missing-field", [][2]string{{"job.json base=inline-avro remove=/target/tableName at=/target/table_name", `"events"`}}, ""},
	{"shape/unknown-field", "shape/missing-field", [][2]string{{"job.json base=inline-avro remove=/source/inputSchema at=/source/inputSchemas", `[]`}}, ""},

	{"shape/unknown-field", "protobuf/message-type-left-open", [][2]string{
		{"job.json base=inline-protobuf at=" + provider + "/descriptor", `"` + twoMessages + `"`}, {"job.json at=" + provider + "/proto_message_type", `"E"`}}, ""},

	// The rule for one absent thing speaks for the general one.
	{"provider/missing", "shape/missing-field", [][2]string{{"job.json base=inline-avro remove=" + provider, ""}}, namesRule},
	{"connection/no-urls", "shape/missing-field", [][2]string{{"connection.json base=schema-registry-connection remove=/urls", ""}}, namesRule},
	{"sql/no-query", "shape/missing-field", [][2]string{{"job.json", `{"type": "sql", "context": {}}`}}, namesRule},
	{"mapping/no-time", "shape/missing-field", [][2]string{{"job.json base=inline-avro remove=/mappings", ""}}, optional},
	{"connection/password-missing", "shape/missing-field", [][2]string{{"connection.json base=schema-registry-connection remove=/secrets/password", ""}}, optional},

	// A password in an address is said of the address.
	{"connection/credentials-in-url", "connection/plain-secret", [][2]string{{"connection.json base=schema-registry-connection at=/secrets/password", `"https://reader:hunter2@registry.example"`}}, ""},

	// A column that is nearly "__time" is meant to be it.
	{"mapping/no-time", "shape/column-name", [][2]string{{"job.json base=inline-avro at=/mappings/0/columnName", `"__Time"`}}, ""},

	// What stands in the wrong place is not judged by that place.
	{"provider/wrong-kind", "shape/unknown-field", [][2]string{{"job.json base=inline-avro at=" + provider + "/type", `"inline-protobuf"`}}, refusesAll},
	{"provider/wrong-kind", "shape/unknown-field", [][2]string{{"job.json base=avro-ocf at=" + provider, `{"type": "connection", "connectionName": "r"}`}}, namesRule},
	{"job/source-not-for-type", "job/format-not-batch", [][2]string{{"job.json base=inline-avro at=/type", `"batch"`}}, refusesAll},
	{"job/source-not-for-type", "job/format-not-streaming", [][2]string{{"job.json base=avro-ocf at=/type", `"streaming"`}}, refusesAll},
	{"job/source-not-for-type", "job/format-not-inline", [][2]string{{"job.json base=inline-avro at=/source", inline}}, refusesAll},
	{"job/source-not-for-type", "job/format-not-push", [][2]string{{"job.json base=inline-avro at=/type", `"batch"`}, {"push.json", `{"type": "push_streaming", "name": "confluent_inline_avro"}`}}, "the rule reads streaming jobs only"},
	{"job/source-not-for-type", "job/format-not-for-connection", [][2]string{
		{"job.json base=inline-avro at=/source/formatSettings", `{"format": "kafka", "valueFormat": {"format": "nd-json"}}`}, {"job.json at=/type", `"batch"`},
		{"push.json", `{"type": "push_streaming", "name": "confluent_inline_avro"}`}}, "the rule reads streaming jobs only"},
	{"job/format-not-inline", "job/format-not-batch", [][2]string{{"job.json base=avro-ocf at=/source", inline}}, oneUnion},

	// Both names of a Protobuf field are known; which of them holds is the business of one rule.
	{"protobuf/json-name", "input/unknown-field", [][2]string{{"job.json base=inline-protobuf", ""}}, "both spellings of a name count as known"},

	// Of a name that the schema does not have, nothing else is said; nor of what would become of a value that never arrives.
	{"input/unknown-field", "input/duplicate-name", [][2]string{{"job.json base=inline-avro at=/source/inputSchema/-", `{"name": "x", "dataType": "string"}`}, {"job.json at=/source/inputSchema/-", `{"name": "x", "dataType": "long"}`}}, ""},
	{"input/unknown-field", "input/type-mismatch", [][2]string{{"job.json base=inline-avro at=/source/inputSchema/-", `{"name": "tags", "dataType": "long"}`}}, noField},
	{"input/unknown-field", "input/lossy-type", [][2]string{{"job.json base=inline-avro at=/source/inputSchema/3", `{"name": "length", "dataType": "float"}`}}, noField},
	{"input/unknown-field", "input/nested-as-string", [][2]string{{"job.json base=inline-avro at=/source/inputSchema/-", `{"name": "address", "dataType": "string"}`}}, noField},
	{"input/unknown-field", "input/boolean", [][2]string{{"job.json base=inline-avro at=/source/inputSchema/-", `{"name": "paid", "dataType": "float"}`}}, noField},
	{"input/unknown-field", "input/string-as-json", [][2]string{{"job.json base=inline-avro at=/source/inputSchema/-", `{"name": "payload", "dataType": "json"}`}}, noField},
	{"input/unknown-field", "mapping/unknown-input", [][2]string{{"job.json base=inline-avro at=/source/inputSchema/1/name", `"City"`}}, ""},
	{"input/unknown-field", "input/unused", [][2]string{{"job.json base=inline-avro at=/source/inputSchema/-", `{"name": "colour", "dataType": "string"}`}}, ""},
	{"input/type-mismatch", "avro/bytes-are-base64", [][2]string{{"job.json base=inline-avro at=" + provider + "/schema/fields/3/type", `"bytes"`}}, ""},

	// Of an expression the nearest cause is reported.
	{"mapping/argument-count", "mapping/argument-type", [][2]string{{"job.json base=inline-avro at=/mappings/1/expression", `"LPAD(\"session_length\")"`}}, operandsCounted},
	{"input/type-mismatch", "mapping/argument-type", [][2]string{
		{"job.json base=inline-avro at=" + provider + "/schema/fields/3/type", `"bytes"`}, {"job.json at=/mappings/1/expression", `"LPAD(\"session_length\", 5)"`}}, wrongDeclaration},
	{"mapping/string-for-column", "mapping/argument-type", [][2]string{{"job.json base=inline-avro at=/mappings/1/expression", `"MILLIS_TO_TIMESTAMP('session_length')"`}}, ""},
	{"mapping/string-for-column", "mapping/min-max-string", [][2]string{{"job.json base=inline-avro at=/mappings/3/expression", `"MAX('session_length')"`}}, ""},

	// A filter has faults of its own.
	{"filter/where-keyword", "mapping/syntax", [][2]string{{"job.json base=inline-avro at=/filterExpression", `"WHERE \"city\" = 'x'"`}}, whereIsKnown},
	{"filter/where-keyword", "mapping/reserved-word", [][2]string{{"job.json base=inline-avro at=/filterExpression", `"where \"city\" = 'x'"`}}, whereIsKnown},
	{"filter/output-column", "mapping/unknown-input", [][2]string{{"job.json base=inline-avro at=/filterExpression", `"\"max_session_length\" > 5"`}}, ""},

	// What the records are decides how they are to be read.
	{"provider/format-not-topic", "provider/inline-on-registry-topic", topic("inline-avro", "confluent_inline_avro",
		`{"verdict": "registry", "format": "protobuf", "samples": 1, "encodings": {"registry": 1}, "ids": [{"id": 5, "count": 1}]}`), ""},
	{"provider/format-not-topic", "provider/registry-on-bare-topic", topic("schema-registry-avro", "confluent_sr_avro",
		`{"verdict": "bare", "format": "protobuf", "samples": 1, "encodings": {"bare": 1}}`), ""},
	{"provider/format-not-topic", "provider/many-record-types", topic("inline-avro", "confluent_inline_avro",
		`{"verdict": "bare", "format": "protobuf", "samples": 2, "encodings": {"bare": 2}, "names": ["shop.Order", "shop.Refund"]}`), ""},
	{"provider/registry-second-message", "provider/many-record-types", append(topic("inline-protobuf", "confluent_inline_protobuf",
		`{"verdict": "registry", "format": "protobuf", "samples": 2, "encodings": {"registry": 2}, "ids": [{"id": 5, "count": 2}], "indexes": [{"path": [0], "count": 1}, {"path": [1], "count": 1}], "names": ["shop.Order", "shop.Refund"]}`),
		[2]string{"job.json at=" + provider, `{"type": "connection", "connectionName": "r"}`}), ""},

	// What the schema of the topic does not have is not asked of its versions.
	{"input/unknown-field", "input/evolved-field", [][2]string{
		{"job.json base=schema-registry-avro", ""},
		{".polarspec.yaml", "version: 1\ntopics: {kttm: {connection: confluent_sr_avro, schema: a.avsc, writers: [v*.json]}}"},
		{"a.avsc", recordOf("city")}, {"v1.json", registeredOf("city")}, {"v2.json", registeredOf("city", "timestamp")},
		{"job.json at=/source/inputSchema", `[{"name": "timestamp", "dataType": "string"}, {"name": "city", "dataType": "string"}]`},
	}, ""},

	// A flag by a misspelt name is there.
	{"shape/unknown-field", "mapping/aggregate-without-flag", [][2]string{{"job.json base=inline-avro at=/mappings/3", `{"columnName": "m", "expression": "MAX(\"session_length\")", "isAgregation": true}`}}, ""},

	// A text that makes the time NULL says more than that it is one, and that more than that it is the same in every row.
	{"mapping/time-always-null", "mapping/string-for-column", [][2]string{{"job.json base=inline-avro at=/mappings/0/expression", `"TIME_PARSE('timestamp')"`}}, ""},
	{"mapping/time-always-null", "mapping/constant", [][2]string{{"job.json base=inline-avro at=/mappings/0/expression", `"TIME_PARSE('yesterday')"`}}, ""},
	{"mapping/time-type", "mapping/string-for-column", [][2]string{{"job.json base=inline-avro at=/mappings/0/expression", `"'timestamp'"`}}, ""},
	{"mapping/time-type", "mapping/constant", [][2]string{{"job.json base=inline-avro at=/mappings/0/expression", `"'2024-01-01'"`}}, ""},
	{"mapping/string-for-column", "mapping/constant", [][2]string{{"job.json base=inline-avro at=/mappings/1/expression", `"'city'"`}}, ""},
	{"input/type-mismatch", "mapping/time-unit", [][2]string{
		{"job.json base=inline-avro at=/source/inputSchema/-", `{"name": "started_s", "dataType": "long"}`},
		{"job.json at=" + provider + "/schema/fields/-", `{"name": "started_s", "type": "bytes"}`},
		{"job.json at=/mappings/1/expression", `"MILLIS_TO_TIMESTAMP(\"started_s\")"`},
	}, "what a declaration makes of a field is judged before its use"},

	// A data schema is judged as what it can be at most.
	{"shape/wrong-type", "avro/not-a-record", [][2]string{{"job.json base=inline-avro at=" + provider + "/schema", `"string"`}}, "what is no object is not read as a schema"},
	{"avro/not-a-record", "avro/invalid", [][2]string{{"job.json base=inline-avro at=" + provider + "/schema/type", `["null", "string"]`}}, ""},
	{"avro/logical-type-ignored", "avro/bytes-are-base64", [][2]string{{"job.json base=inline-avro at=" + provider + "/schema/fields/1/type", `{"type": "bytes", "logicalType": "decimal", "precision": 9}`}}, ""},
}

// topic is a job of the seed with the connection that it reads, and what the evidence file has of the values of its topic.
func topic(base, connection, values string) [][2]string {
	return [][2]string{
		{"job.json base=" + base, ""},
		{"connection.json", fmt.Sprintf(topicConnection, connection)},
		{"polarspec.topics.json", fmt.Sprintf(`{"version": 1, "topics": {"kttm": {"sampledAt": "2026-01-31T12:00:00Z", "value": %s}}}`, values)},
	}
}

// recordOf is an Avro schema with fields of text, registeredOf the response of a registry with it.
func recordOf(names ...string) string {
	var fields []string
	for _, name := range names {
		fields = append(fields, fmt.Sprintf(`{"name": %q, "type": "string"}`, name))
	}
	return fmt.Sprintf(`{"type": "record", "name": "E", "fields": [%s]}`, strings.Join(fields, ", "))
}

func registeredOf(names ...string) string {
	return fmt.Sprintf(`{"schema": %q}`, recordOf(names...))
}

func TestPrecedence(t *testing.T) {
	all := rules.All()
	for _, p := range precedences {
		t.Run(p.left+" over "+p.right, func(t *testing.T) {
			said := saidOf(t, all, p.files, "")
			if said[p.left] == 0 {
				t.Errorf("%s is silent", p.left)
			}
			if said[p.right] > 0 {
				t.Errorf("%s speaks beside %s", p.right, p.left)
			}
			alone := saidOf(t, all, p.files, p.left)
			if alone[p.left] > 0 {
				t.Errorf("%s speaks although it is off", p.left)
			}
			if got, want := alone[p.right] > 0, p.never == ""; got != want {
				t.Errorf("with %s off, %s speaks: %v, want %v %s", p.left, p.right, got, want, p.never)
			}
		})
	}
}

// TestPrecedencesAreShown asks for an example of every precedence that a rule declares over a rule that exists.
func TestPrecedencesAreShown(t *testing.T) {
	shown := map[[2]string]bool{}
	for _, p := range precedences {
		shown[[2]string{p.left, p.right}] = true
	}
	// These hold because a legacy field or a misspelt name has one successor, which is the business of one rule; that of
	// mapping/no-time stands for them. No field of 2022 went to a place that these rules look at.
	for _, right := range []string{"provider/missing", "connection/no-urls", "connection/password-missing", "sql/no-query"} {
		shown[[2]string{"shape/legacy-field", right}] = true
	}
	exists := map[string]bool{}
	for _, rule := range rules.All() {
		exists[rule.ID] = true
	}
	for _, rule := range rules.All() {
		for _, right := range rule.Over {
			if exists[right] && !shown[[2]string{rule.ID, right}] {
				t.Errorf("no example shows %s over %s", rule.ID, right)
			}
		}
	}
}

// saidOf counts the findings of each rule, with one rule off.
func saidOf(t *testing.T, all []*lint.Rule, files [][2]string, off string) map[string]int {
	t.Helper()
	workspace := &ruletest.Workspace{Seed: seed}
	if off != "" {
		settings := "version: 1"
		for _, file := range files {
			if file[0] == config.FileName {
				settings = file[1]
			}
		}
		files = append(files[:len(files):len(files)], [2]string{config.FileName, fmt.Sprintf("%s\nrules: {%s: off}", settings, off)})
	}
	for _, file := range files {
		if err := workspace.Add(file[0], file[1]); err != nil {
			t.Fatal(err)
		}
	}
	result, err := workspace.Lint(all)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]int{}
	for _, f := range result.Findings {
		said[f.Rule]++
	}
	return said
}
