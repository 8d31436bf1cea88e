package input

import (
	_ "embed"

	"github.com/polarspec/polarspec/lint"
)

//go:embed type-mismatch.md
var typeMismatchPage string

func typeMismatch() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "input/type-mismatch", Severity: lint.Error, Page: typeMismatchPage,
			Summary:  "a field is declared as a number and its values are none",
			Evidence: "Druid AvroFlattenerMaker.java, ProtobufConverter.java, Rows.java and DimensionHandlerUtils.java; a warning where it follows from the form of the values only",
			Over:     []string{"avro/bytes-are-base64", "mapping/time-unit", "mapping/argument-type"},
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) { judged(p, "input/type-mismatch", declareAs) },
	}
}
