package avro

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
	"github.com/polarspec/polarspec/schemas/polaris"
)

//go:embed logical-type-ignored.md
var logicalTypeIgnoredPage string

func logicalTypeIgnored() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "avro/logical-type-ignored", Severity: lint.Info, Page: logicalTypeIgnoredPage,
			Summary:  "a declared field that does not arrive as what its logical type says",
			Evidence: "Druid reads Avro without conversions of logical types (extensions-core/avro.md, AvroFlattenerMaker.java)",
			Over:     []string{"avro/bytes-are-base64"},
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, s := range schemas(p) {
				wanted := func(t *field.Type) bool { return ignoredIn(t, s.Reading) != nil }
				for input, f := range declared(p, s, wanted) {
					if !arrives(f.Type, input, s.Reading) {
						continue
					}
					problem := lint.Problem{At: place(input)}
					if p.Shown(problem.Severity) {
						ignored := ignoredIn(f.Type, s.Reading)
						at := logicalNode(s.Avro.FieldNode(f).Get("type"), ignored.name)
						problem.Message = ignored.message(f, input)
						problem.Related = []lint.RelatedPlace{{Message: "the field in the schema", At: at, Span: shown(at)}}
					}
					p.Report(problem)
				}
			}
		},
	}
}

// arrives reports whether anything comes of the field that can be spoken of; else another rule says that nothing does.
func arrives(t *field.Type, input polaris.Input, r field.Reading) bool {
	verdict := field.Judge(t, input.DataType().Text(), r)
	return verdict.Outcome != field.Lost && verdict.Rule != "input/nested-as-string"
}

// logicalNode returns where a type names its logical type; for a type that is defined elsewhere, the type itself.
func logicalNode(typ document.Node, name string) document.Node {
	if found := findLogical(typ, name); found.Exists() {
		return found
	}
	return typ
}

func findLogical(n document.Node, name string) document.Node {
	if logical := n.Get("logicalType"); logical.TextIs(name) {
		return logical
	}
	for child := range n.Children() {
		if child.HasKey() && !child.KeyIs("type") && !child.KeyIs("items") && !child.KeyIs("values") {
			continue
		}
		if found := findLogical(child, name); found.Exists() {
			return found
		}
	}
	return document.Node{}
}

// ignored is a logical type whose loss matters.
type ignored struct {
	name string
	// arrives says what Druid hands over instead.
	arrives string
	// expression is what gives the number its meaning back, with # for the field; where there is none, instead says what to do.
	expression, instead string
	// inside is true if it is not the type of a field, but of what is in the field.
	inside bool
}

func (i ignored) message(f *field.Field, input polaris.Input) string {
	if i.inside {
		return fmt.Sprintf("%q has the logical type %s in it, which Druid ignores: %s", f.Name, i.name, i.arrives)
	}
	advice := i.instead
	if i.expression != "" {
		advice = "Write " + strings.ReplaceAll(i.expression, "#", identifier(f.Name))
		if !input.DataType().TextIs(field.AsLong) {
			advice = `Declare it as "long" and w` + advice[1:]
		}
	}
	return fmt.Sprintf("%q has the logical type %s, which Druid ignores: %s. %s", f.Name, i.name, i.arrives, advice)
}

// identifier returns a name as SQL writes it.
func identifier(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// ignoredIn finds the logical type of a type, or of what is in its lists, maps and unions; nil if there is none whose
// loss matters. It stops at records: their fields are not declared.
func ignoredIn(t *field.Type, r field.Reading) *ignored {
	if t.Logical != field.NoLogical {
		return meaningOf(t, r)
	}
	var found *ignored
	switch t.Kind {
	case field.Array, field.Map:
		found = ignoredIn(t.Item, r)
	case field.Union:
		for i := 0; found == nil && i < len(t.Branches); i++ {
			found = ignoredIn(t.Branches[i], r)
		}
	}
	if found != nil {
		found.inside = true
	}
	return found
}

// meaningOf returns nil for logical types that are of use as they arrive.
func meaningOf(t *field.Type, r field.Reading) *ignored {
	switch t.Logical {
	case field.Date:
		return &ignored{name: "date", arrives: "the number of days since 1970-01-01 arrives", expression: "MILLIS_TO_TIMESTAMP(# * 86400000) for a timestamp"}
	case field.TimeMillis:
		return &ignored{name: "time-millis", arrives: "the number of milliseconds since midnight arrives", expression: "TIME_FORMAT(MILLIS_TO_TIMESTAMP(#), 'HH:mm:ss.SSS') for text"}
	case field.TimeMicros:
		return &ignored{name: "time-micros", arrives: "the number of microseconds since midnight arrives", expression: "TIME_FORMAT(MILLIS_TO_TIMESTAMP(# / 1000), 'HH:mm:ss.SSS') for text"}
	case field.TimestampMicros:
		return sinceEpoch("timestamp-micros", "microseconds", "UTC", "1000")
	case field.TimestampNanos:
		return sinceEpoch("timestamp-nanos", "nanoseconds", "UTC", "1000000")
	case field.LocalTimestampMicros:
		return sinceEpoch("local-timestamp-micros", "microseconds", "in local time", "1000")
	case field.LocalTimestampNanos:
		return sinceEpoch("local-timestamp-nanos", "nanoseconds", "in local time", "1000000")
	case field.Decimal:
		const instead = "SQL cannot decode it: let the producer write a double, a string, or a long that counts the smallest unit"
		return inBytes("decimal", "the bytes of its unscaled number", instead, r)
	case field.AvroDuration:
		const instead = "SQL cannot decode it: let the producer write a long or a string"
		return inBytes("duration", "its 12 bytes of months, days and milliseconds", instead, r)
	case field.UUID:
		if t.Kind == field.Fixed && r.BinaryAsString { // else it is a text, or as good as other bytes
			return inBytes("uuid", "its 16 bytes", `Remove "binaryAsString", or let the producer write a string`, r)
		}
	}
	return nil
}

func sinceEpoch(name, unit, zone, scale string) *ignored {
	return &ignored{
		name: name, arrives: fmt.Sprintf("the number of %s since 1970-01-01 00:00 %s arrives", unit, zone),
		expression: "MILLIS_TO_TIMESTAMP(# / " + scale + ") for a timestamp",
	}
}

func inBytes(name, what, instead string, r field.Reading) *ignored {
	how := " arrive as Base64 text"
	if r.BinaryAsString {
		how = ` are read as UTF-8 text because of "binaryAsString", which damages them`
	}
	return &ignored{name: name, arrives: what + how, instead: instead}
}
