package gen_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/field"
)

const orders = `{"type": "record", "name": "shop.Order", "fields": [
	{"name": "ordered", "type": {"type": "long", "logicalType": "timestamp-millis"}},
	{"name": "user", "type": "string"},
	{"name": "amount", "type": "double"},
	{"name": "epoch", "type": ["null", "long"]},
	{"name": "text", "type": "string"},
	{"name": "at", "type": {"type": "record", "name": "At", "fields": [{"name": "city", "type": "string"}, {"name": "zone", "type": ["null", {"type": "record", "name": "Zone", "fields": [{"name": "name", "type": "string"}]}]}]}},
	{"name": "local", "type": "bytes"}
]}`

// mapped are the mappings of a spec, one a line; the filter is the last.
func mapped(spec document.Value) string {
	var lines []string
	mappings, _ := spec.Get("mappings")
	for _, m := range mappings.Items() {
		name, _ := m.Get("columnName")
		expression, _ := m.Get("expression")
		line := name.Text() + " = " + expression.Text()
		if _, ok := m.Get("isAggregation"); ok {
			line += " (measure)"
		}
		lines = append(lines, line)
	}
	if filter, ok := spec.Get("filterExpression"); ok {
		lines = append(lines, "where "+filter.Text())
	}
	return strings.Join(lines, "\n")
}

func declared(spec document.Value) string {
	source, _ := spec.Get("source")
	inputs, _ := source.Get("inputSchema")
	var list []string
	for _, input := range inputs.Items() {
		name, _ := input.Get("name")
		dataType, _ := input.Get("dataType")
		list = append(list, name.Text()+" "+dataType.Text())
	}
	return strings.Join(list, ", ")
}

// TestOptions shows what the choices do to inputs and mappings.
func TestOptions(t *testing.T) {
	for _, c := range []struct {
		name    string
		options gen.Options
		inputs  string
		want    []string
	}{
		{"by default", gen.Options{}, "ordered long, user string, amount double, epoch long, text string, at json, local string", []string{
			`__time = MILLIS_TO_TIMESTAMP("ordered")`, `user = "user"`, `amount = "amount"`, `epoch = "epoch"`, `text = "text"`, `at = "at"`, `local = "local"`}},
		{"time in seconds, chosen fields", gen.Options{Time: "epoch:s", Select: []string{"u*", "amoun?"}, Exclude: []string{"amount"}}, "user string, epoch long", []string{
			`__time = MILLIS_TO_TIMESTAMP("epoch" * 1000)`, `user = "user"`}},
		{"time of a pattern", gen.Options{Time: "text:yyyy-MM-dd'T'HH:mm", Select: []string{"user"}}, "user string, text string", []string{
			`__time = TIME_PARSE("text", 'yyyy-MM-dd''T''HH:mm')`, `user = "user"`}},
		{"numbers as text", gen.Options{Time: "text:us", Select: []string{"user"}}, "user string, text string", []string{
			`__time = MILLIS_TO_TIMESTAMP(CAST("text" AS BIGINT) / 1000)`, `user = "user"`}},
		{"a type and a name", gen.Options{Types: []gen.Pair{{Name: "amount", Value: "float"}, {Name: "ordered", Value: "string"}}, Time: "ordered:ms", Renames: []gen.Pair{{Name: "user", Value: "who is it"}}, Exclude: []string{"text", "at", "local", "epoch"}},
			"ordered string, user string, amount float", []string{`__time = MILLIS_TO_TIMESTAMP(CAST("ordered" AS BIGINT))`, `who is it = "user"`, `amount = "amount"`}},
		{"flat", gen.Options{Flatten: true, Select: []string{"at.*"}, Renames: []gen.Pair{}}, "ordered long, at json", []string{
			`__time = MILLIS_TO_TIMESTAMP("ordered")`, `at_city = JSON_VALUE("at", '$.city' RETURNING VARCHAR)`, `at_zone_name = JSON_VALUE("at", '$.zone.name' RETURNING VARCHAR)`}},
		{"rolled up", gen.Options{Rollup: "PT1H", Measures: []gen.Pair{{Name: "total", Value: `SUM("amount")`}}, Exclude: []string{"at", "text", "local"}, Filter: `"epoch" > 5`}, "ordered long, user string, amount double, epoch long", []string{
			`__time = TIME_FLOOR(MILLIS_TO_TIMESTAMP("ordered"), 'PT1H')`, `user = "user"`, `epoch = "epoch"`, `total = SUM("amount") (measure)`, `__count = COUNT(*) (measure)`, `where "epoch" > 5`}},
		{"a measured dimension", gen.Options{Rollup: "P1D", Measures: []gen.Pair{{Name: "users", Value: `COUNT(DISTINCT "user")`}, {Name: "__count", Value: "COUNT(*)"}}, Select: []string{"user"}}, "ordered long, user string", []string{
			`__time = TIME_FLOOR(MILLIS_TO_TIMESTAMP("ordered"), 'P1D')`, `user = "user"`, `users = COUNT(DISTINCT "user") (measure)`, `__count = COUNT(*) (measure)`}},
		{"a nullable time in batch", gen.Options{Files: []string{"a.ocf"}, Time: "epoch:ms", Select: []string{"user"}, Filter: `"user" <> 'x' OR "amount" > 1`}, "user string, amount double, epoch long", []string{
			`__time = MILLIS_TO_TIMESTAMP("epoch")`, `user = "user"`, `where "epoch" IS NOT NULL AND ("user" <> 'x' OR "amount" > 1)`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.options.Table = "t"
			if len(c.options.Files) == 0 {
				c.options.Connection = "c"
			}
			result, err := gen.Job(avroSource(t, orders), &c.options)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Join(c.want, "\n"), mapped(result.Spec)); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			if diff := cmp.Diff(c.inputs, declared(result.Spec)); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// TestRenames shows that values within records and JSON names can be renamed, and what is said of names that no column takes.
func TestRenames(t *testing.T) {
	proto := protoSource(t, `syntax = "proto3"; package p; message E { string timestamp = 1; string user_id = 2; In in_ner = 3; message In { int64 long_value = 1; } }`, "p.E")
	for _, c := range []struct {
		name    string
		source  *gen.Source
		renames []gen.Pair
		options gen.Options
		want    string
		notes   []gen.Note
	}{
		{"a value within a record", avroSource(t, orders), []gen.Pair{{Name: "at.zone.name", Value: "zone"}}, gen.Options{Flatten: true, Select: []string{"at.zone.*"}},
			"__time = MILLIS_TO_TIMESTAMP(\"ordered\")\nzone = JSON_VALUE(\"at\", '$.zone.name' RETURNING VARCHAR)", nil},
		{"a JSON name", proto, []gen.Pair{{Name: "userId", Value: "user"}, {Name: "in_ner.long_value", Value: "n"}}, gen.Options{Flatten: true},
			"__time = TIME_PARSE(\"timestamp\")\nuser = \"user_id\"\nn = JSON_VALUE(\"in_ner\", '$.long_value' RETURNING BIGINT)", nil},
		{"no column takes them", avroSource(t, orders), []gen.Pair{{Name: "ordered", Value: "o"}, {Name: "user", Value: "u"}, {Name: "at", Value: "a"}, {Name: "at.zone.name", Value: "z"}}, gen.Options{Flatten: true, Select: []string{"at.city"}},
			"__time = MILLIS_TO_TIMESTAMP(\"ordered\")\nat_city = JSON_VALUE(\"at\", '$.city' RETURNING VARCHAR)", []gen.Note{
				{Field: "ordered", Message: `the name "o" is not used: the field is the time of the event, whose column is __time`},
				{Field: "user", Message: `the name "u" is not used: no column is made of the field alone`},
				{Field: "at", Message: `the name "a" is not used: the columns are made of the values within the record`},
				{Field: "at.zone.name", Message: `the name "z" is not used: no column is made of the field alone`}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.options.Table, c.options.Connection, c.options.Renames = "t", "c", c.renames
			result, err := gen.Job(c.source, &c.options)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, mapped(result.Spec)); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			if diff := cmp.Diff(c.notes, result.Notes); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// TestProtobufNames shows the names of fields by provider and choice.
func TestProtobufNames(t *testing.T) {
	source := protoSource(t, `syntax = "proto3"; package p; message E { string timestamp = 1; uint32 session_length = 2; fixed32 big_one = 3; bool is_new = 4; Kind kind_of = 5; In in_ner = 6; optional int64 may_be = 7; enum Kind { NONE = 0; } message In { int64 long_value = 1; } }`, "p.E")
	for _, c := range []struct {
		name    string
		options gen.Options
		want    []string
	}{
		{"inline", gen.Options{}, []string{
			`__time = TIME_PARSE("timestamp")`, `session_length = COALESCE("session_length", 0)`, `big_one = COALESCE(CASE WHEN "big_one" < 0 THEN "big_one" + 4294967296 ELSE "big_one" END, 0)`,
			`is_new = COALESCE("is_new", 'false')`, `kind_of = COALESCE("kind_of", 'NONE')`, `in_ner_long_value = JSON_VALUE("in_ner", '$.long_value' RETURNING BIGINT)`, `may_be = "may_be"`}},
		{"inline json", gen.Options{FieldNames: "json"}, []string{
			`__time = TIME_PARSE("timestamp")`, `sessionLength = COALESCE("sessionLength", 0)`, `bigOne = COALESCE(CASE WHEN "bigOne" < 0 THEN "bigOne" + 4294967296 ELSE "bigOne" END, 0)`,
			`isNew = COALESCE("isNew", 'false')`, `kindOf = COALESCE("kindOf", 'NONE')`, `inNer_longValue = JSON_VALUE("inNer", '$.longValue' RETURNING BIGINT)`, `mayBe = "mayBe"`}},
		{"registry", gen.Options{Registry: "r"}, []string{
			`__time = TIME_PARSE("timestamp")`, `session_length = COALESCE("sessionLength", "session_length", 0)`,
			`big_one = COALESCE(CASE WHEN COALESCE("bigOne", "big_one") < 0 THEN COALESCE("bigOne", "big_one") + 4294967296 ELSE COALESCE("bigOne", "big_one") END, 0)`,
			`is_new = COALESCE("isNew", "is_new", 'false')`, `kind_of = COALESCE("kindOf", "kind_of", 'NONE')`, `in_ner_long_value = JSON_VALUE(COALESCE("inNer", "in_ner"), '$.longValue' RETURNING BIGINT)`, `may_be = COALESCE("mayBe", "may_be")`}},
		{"registry proto", gen.Options{Registry: "r", FieldNames: "proto"}, []string{
			`__time = TIME_PARSE("timestamp")`, `session_length = COALESCE("session_length", 0)`, `big_one = COALESCE(CASE WHEN "big_one" < 0 THEN "big_one" + 4294967296 ELSE "big_one" END, 0)`,
			`is_new = COALESCE("is_new", 'false')`, `kind_of = COALESCE("kind_of", 'NONE')`, `in_ner_long_value = JSON_VALUE("in_ner", '$.long_value' RETURNING BIGINT)`, `may_be = "may_be"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.options.Table, c.options.Connection, c.options.Flatten = "t", "c", true
			result, err := gen.Job(source, &c.options)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Join(c.want, "\n"), mapped(result.Spec)); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// TestRefused lists what is refused, with its words.
func TestRefused(t *testing.T) {
	stream := func(change func(*gen.Options)) gen.Options {
		o := gen.Options{Table: "t", Connection: "c"}
		change(&o)
		return o
	}
	samples := &gen.Source{Name: "rows.csv", Format: "csv", Record: &field.Type{Kind: field.Record, Fields: []field.Field{{Name: "timestamp", Type: &field.Type{Kind: field.String}}}}}
	order := avroSource(t, orders)
	for _, c := range []struct {
		source  *gen.Source
		options gen.Options
		want    string
	}{
		{order, stream(func(o *gen.Options) { o.Table = "" }), "--table is missing: the table that the job writes to"},
		{order, stream(func(o *gen.Options) { o.Connection = "" }), "--connection is missing: the connection that the job reads from"},
		{order, stream(func(o *gen.Options) { o.Files = []string{"a.ocf"} }), "--connection with --file is for objects: give --source s3 or --source azure; a stream has no files, and uploaded files need no connection"},
		{order, stream(func(o *gen.Options) { o.Source = "s3" }), "--file is missing: the addresses of the objects, such as s3://bucket/events.ocf"},
		{order, stream(func(o *gen.Options) { o.Source, o.Files = "s3", []string{"a.ocf"} }), "--file a.ocf: objects are named by their addresses, such as s3://bucket/a.ocf"},
		{order, stream(func(o *gen.Options) { o.Source = "kafka" }), `--source is one of connection, uploaded, s3, azure, inline, not "kafka"`},
		{order, gen.Options{Table: "t", Source: "inline"}, "data inside the spec is nd-json or delimited text: Avro files must be uploaded"},
		{order, gen.Options{Table: "t", Source: "uploaded"}, "--file is missing: the names of the uploaded Avro files"},
		{order, stream(func(o *gen.Options) { o.ReplaceIntervals = []string{"all"} }), "--replace-interval is for batch jobs: a stream only adds data"},
		{samples, gen.Options{Table: "t", ReadFrom: "latest"}, "--read-from is for streaming jobs: a batch job reads its files whole"},
		{samples, gen.Options{Table: "t", ReplaceIntervals: []string{"tomorrow"}}, `--replace-interval is an interval of ISO 8601 such as 2024-01-01/2024-02-01, or all, not "tomorrow"`},
		{samples, stream(func(o *gen.Options) { o.Registry = "r" }), "--provider registry is for Avro and Protobuf: records of the format csv have no schema in a registry"},
		{order, stream(func(o *gen.Options) { o.ReadFrom = "start" }), `--read-from is latest or earliest, not "start"`},
		{order, stream(func(o *gen.Options) { o.Rollup = "1h" }), `--rollup is a period of ISO 8601 such as PT1H or P1D, not "1h"`},
		{order, stream(func(o *gen.Options) { o.FieldNames = "json" }), "--field-names is for Protobuf: in other data a field has one name"},
		{order, stream(func(o *gen.Options) { o.Types = []gen.Pair{{Name: "usr", Value: "long"}} }), `--type: events.avsc has no field "usr". Did you mean "user"?`},
		{order, stream(func(o *gen.Options) { o.Types = []gen.Pair{{Name: "user", Value: "int"}} }), "--type user=int: a data type is one of string, long, float, double, json"},
		{order, stream(func(o *gen.Options) { o.Renames = []gen.Pair{{Name: "usr", Value: "u"}} }), `--rename: events.avsc has no field "usr". Did you mean "user"?`},
		{order, stream(func(o *gen.Options) { o.Renames = []gen.Pair{{Name: "user", Value: "u"}, {Name: "user", Value: "v"}} }), `--rename gives the column for "user" two names`},
		{order, stream(func(o *gen.Options) { o.Renames = []gen.Pair{{Name: "user", Value: "__time"}} }), "--rename user=__time: that is the column of the time of the event, whose field --time names"},
		{order, stream(func(o *gen.Options) { o.Renames = []gen.Pair{{Name: "at.city", Value: "u"}} }), `--rename: the column is made of the whole record "at": --flatten makes columns of the values within it, such as "at.city"`},
		{order, stream(func(o *gen.Options) { o.Flatten, o.Renames = true, []gen.Pair{{Name: "at.citty", Value: "u"}} }), `--rename: events.avsc has no field "at.citty". Did you mean "at.city"?`},
		{order, stream(func(o *gen.Options) { o.Exclude = []string{"z*"} }), `--exclude: events.avsc has no field "z*"; it has ordered, user, amount, epoch, text, at, local`},
		{order, stream(func(o *gen.Options) { o.Time = "amount" }), "--time amount: the schema does not tell the unit. Say which it is:\n  --time amount:s  MILLIS_TO_TIMESTAMP(CAST(\"amount\" * 1000 AS BIGINT))\n  --time amount:ms  MILLIS_TO_TIMESTAMP(CAST(\"amount\" AS BIGINT))\n  --time amount:us  MILLIS_TO_TIMESTAMP(CAST(\"amount\" / 1000 AS BIGINT))\n  --time amount:ns  MILLIS_TO_TIMESTAMP(CAST(\"amount\" / 1000000 AS BIGINT))"},
		{order, stream(func(o *gen.Options) { o.Time = "at" }), "--time at: a value that is read as json is no time"},
		{order, stream(func(o *gen.Options) { o.Time = "amount:iso" }), "--time amount:iso: the field is read as double, and iso is for text: give s, ms, us or ns"},
		{order, stream(func(o *gen.Options) { o.Set = []gen.Pair{{Name: "source.formatSetings.x", Value: "1"}} }), `--set source.formatSetings.x: there is no field "formatSetings". Did you mean "formatSettings"?`},
		{order, stream(func(o *gen.Options) { o.Set = []gen.Pair{{Name: "createTableIfNotExists", Value: "maybe"}} }), `--set createTableIfNotExists: the value is a boolean, not "maybe"`},
		{order, stream(func(o *gen.Options) { o.Set = []gen.Pair{{Name: "readFromPoint", Value: "start"}} }), `--set readFromPoint: "start" is not one of latest, earliest`},
		{order, stream(func(o *gen.Options) { o.Set = []gen.Pair{{Name: "ingestionMode", Value: "append"}} }), `--set ingestionMode: "ingestionMode" is not allowed there`},
		{order, stream(func(o *gen.Options) { o.Set = []gen.Pair{{Name: "mappings.nobody.expression", Value: "1"}} }), `--set mappings.nobody.expression: the list has 7 items, and none is "nobody"`},
		{order, stream(func(o *gen.Options) { o.Set = []gen.Pair{{Name: "a..b", Value: "1"}} }), "--set a..b: a path is like source.formatSettings.binaryAsString, with numbers for the items of lists"},
	} {
		_, err := gen.Job(c.source, &c.options)
		var refused *gen.Error
		if !errors.As(err, &refused) {
			t.Errorf("%+v: %v", c.options, err)
			continue
		}
		if diff := cmp.Diff(c.want, refused.Message); diff != "" || refused.Schema {
			t.Errorf("want -, got +:\n%s", diff)
		}
	}
}

// TestSet shows that values get the types of their places, and the fields the order of the documentation.
func TestSet(t *testing.T) {
	result, err := gen.Job(avroSource(t, orders), &gen.Options{Table: "t", Connection: "c", Select: []string{"user"}, Set: []gen.Pair{
		{Name: "readFromPoint", Value: "earliest"}, {Name: "target.tableName", Value: "123"}, {Name: "source.formatSettings.binaryAsString", Value: "true"},
		{Name: "/source/formatSettings/parseSchemaProvider", Value: `{"type": "connection", "connectionName": "r"}`}, {Name: "mappings.user.expression", Value: `UPPER("user")`},
		{Name: "mappings.2.columnName", Value: "n"}, {Name: "mappings.n.expression", Value: "1"}, {Name: "maxParseExceptions", Value: "7"}, {Name: "createTableIfNotExists", Value: "null"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"type": "streaming", "target": {"type": "table", "tableName": "123"}, "source": {"type": "connection", "connectionName": "c", "inputSchema": [{"name": "ordered", "dataType": "long"}, {"name": "user", "dataType": "string"}], "formatSettings": {"format": "avro_stream", "parseSchemaProvider": {"type": "connection", "connectionName": "r"}, "binaryAsString": true}}, "mappings": [{"columnName": "__time", "expression": "MILLIS_TO_TIMESTAMP(\"ordered\")"}, {"columnName": "user", "expression": "UPPER(\"user\")"}, {"columnName": "n", "expression": "1"}], "readFromPoint": "earliest", "maxParseExceptions": 7}`
	if diff := cmp.Diff(want, string(document.EncodeCompact(result.Spec))); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}
