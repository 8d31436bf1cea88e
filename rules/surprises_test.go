package rules_test

import (
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// surprise is a way in which Druid does otherwise than one would think, with a fixture that shows that a rule says so.
type surprise struct {
	// number is that of section 10 of the notes on Druid's semantics.
	number int
	rule   string
	// fixture is the name of a file among those of the rule. said stands in the finding; "" asks that there be none.
	fixture, said string
}

var surprises = []surprise{
	{1, "protobuf/json-name", "bad-seed", `"session_length" is the name in the .proto file`},
	{1, "input/unknown-field", "good-protobuf", ""},
	{2, "input/unknown-field", "bad-nothing-near", "the column would be NULL in every row"},
	{2, "input/unknown-field", "bad-protobuf", "the column would be NULL in every row"},
	{3, "protobuf/zero-is-null", "bad-avg", "its default 0 is not sent and arrives as NULL"},
	{3, "protobuf/zero-is-null", "bad-several", "COUNT does not count it"},
	{4, "protobuf/unreadable-field", "bad-struct", "google.protobuf.Struct"},
	{4, "protobuf/unreadable-field", "bad-any", "google.protobuf.Any"},
	{4, "protobuf/unreadable-field", "bad-map", "a map whose keys are no strings"},
	{5, "protobuf/unsigned", "bad-all", "is uint32: values from 2^31 on arrive as negative numbers"},
	{5, "protobuf/unsigned", "bad-all", "is fixed32: values from 2^31"},
	{5, "protobuf/unsigned", "bad-all", "is uint64: values from 2^63"},
	{5, "protobuf/unsigned", "bad-all", "is fixed64: values from 2^63"},
	{6, "protobuf/message-type-left-open", "bad-two-files", "the descriptor set has several messages"},
	{6, "protobuf/missing-import", "bad-one-of-two", `the descriptor set lacks "shop/money.proto"`},
	{7, "protobuf/unknown-message-type", "bad-nested-twice", `"O.I.P" is no message`},
	{7, "protobuf/ambiguous-message-type", "bad-two-packages", `"Event" is the name of 2 messages`},
	{8, "avro/logical-type-ignored", "bad-numbers", "the logical type date, which Druid ignores"},
	{8, "avro/logical-type-ignored", "bad-bytes", "arrive as Base64 text"},
	{8, "avro/bytes-are-base64", "bad-compared", "arrives as Base64 text, which no other text equals"},
	{8, "mapping/time-unit", "bad-timestamp-micros", "which counts microseconds"},
	{8, "mapping/time-unit", "bad-date", "which counts days"},
	{9, "input/lossy-type", "bad-seed", "only up to 16,777,216"},
	{9, "input/lossy-type", "bad-epoch-as-float", "a float keeps such a time only to about two minutes"},
	{9, "mapping/argument-type", "bad", `MILLIS_TO_TIMESTAMP takes an integer or decimal as millis_expr, but "x" is DOUBLE`},
	{9, "mapping/argument-type", "bad", `MILLIS_TO_TIMESTAMP takes an integer or decimal as millis_expr, but "city" is VARCHAR`},
	{9, "mapping/time-unit", "bad-seconds", "counts seconds"},
	{10, "mapping/argument-type", "bad", `TIME_PARSE takes text as string_expr, but "n" is BIGINT`},
	{10, "mapping/time-always-null", "bad-timestamp-millis", "TIME_PARSE makes NULL in every row"},
	{10, "mapping/time-always-null", "bad-number", "20170406"},
	{10, "mapping/time-pattern", "bad-day", `"DD" is the day of the year`},
	{11, "mapping/time-null", "bad-nullable-batch", "the batch job then fails"},
	{11, "mapping/time-null", "bad-nullable-streaming", "the stream then drops the row"},
	{12, "mapping/min-max-string", "bad", `"city" is VARCHAR`},
	{12, "mapping/min-max-string", "bad", `"j" is COMPLEX<json>`},
	{12, "mapping/not-mergeable", "bad-avg", "AVG stores an average"},
	{12, "mapping/not-mergeable", "bad-list", "ARRAY_AGG makes a list"},
	{12, "mapping/not-mergeable", "bad-list", "STRING_AGG makes a list"},
	{12, "mapping/not-mergeable", "bad-arithmetic", "the measure is computed from aggregates"},
	{13, "mapping/earliest-latest", "bad", "LATEST goes by an input column __time"},
	{14, "input/boolean", "bad-batch", "as NULL"},
	{14, "input/nested-as-string", "bad-nested", "is a record shop.Address, and a string gets Java's text of it"},
	{14, "input/nested-as-string", "bad-nested", "is a map of string"},
	{14, "input/nested-as-string", "bad-lists", "is an array of bytes"},
	{15, "avro/extract-unions-no-effect", "bad-no-paths", `"extractUnionsByType" has no effect`},
	{16, "provider/inline-on-registry-topic", "bad-sample", "are framed by a schema registry"},
	{17, "provider/registry-second-message", "bad-sample", "has the message indexes [1]"},
	{18, "mapping/reserved-word", "bad", "value is a reserved word"},
	{18, "mapping/string-for-column", "bad", "'city' in single quotes is a text"},
	{18, "mapping/syntax", "bad", "Druid refuses the operator %"},
	{18, "mapping/syntax", "bad", `Druid has no "::"`},
	{18, "mapping/syntax", "bad", "Druid has no ILIKE"},
	{18, "mapping/syntax", "bad-comma-forms", "Druid writes POSITION(a IN b)"},
	{18, "mapping/syntax", "bad-comma-forms", "Druid writes TRIM(BOTH chars FROM x)"},
	{18, "mapping/argument-count", "bad", "TIME_PARSE takes 1 to 3 operands, not 4"},
	{19, "avro/empty-reader-schema", "bad-empty", `an empty "schema" is no reader schema`},
	{19, "avro/reader-incompatible", "bad-types", "the writer has string, the reader expects int"},
	{20, "shape/unknown-field", "bad-protobuf-binary-as-string", `"binaryAsString" is not a field`},
}

// lastSurprise is how many there are.
const lastSurprise = 20

// TestSurprisesAreShown asks for a fixture of every surprise, and that the rule says there what it is to say.
func TestSurprisesAreShown(t *testing.T) {
	shown := map[int]bool{}
	for _, s := range surprises {
		shown[s.number] = true
		category, name := path.Split(s.rule)
		file := filepath.Join(category, "testdata", name, s.fixture+".txtar")
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Errorf("%d: %v", s.number, err)
			continue
		}
		if found := says(archive, s.rule, s.said); found != (s.said != "") {
			t.Errorf("%d: %s: the rule says %q: %v", s.number, file, s.said, found)
		}
	}
	for number := 1; number <= lastSurprise; number++ {
		if !shown[number] {
			t.Errorf("no fixture shows surprise %d", number)
		}
	}
}

// says reports whether the rule says something in the section of a fixture that tells what is expected.
func says(archive *txtar.Archive, rule, said string) bool {
	for _, file := range archive.Files {
		if file.Name != "want" {
			continue
		}
		for line := range strings.Lines(string(file.Data)) {
			if strings.Contains(line, " "+rule+` "`) && strings.Contains(line, said) {
				return true
			}
		}
	}
	return false
}
