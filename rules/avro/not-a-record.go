package avro

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

//go:embed not-a-record.md
var notARecordPage string

func notARecord() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "avro/not-a-record", Severity: lint.Error, Page: notARecordPage,
			Summary:  "an Avro schema that is not a record",
			Evidence: "Druid InlineSchemaAvroBytesDecoder.java, AvroOCFReader.java: what is decoded is a record",
			Over:     []string{"avro/invalid"},
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, s := range schemas(p) {
				if s.Avro.IsRecord() {
					continue
				}
				at := rootType(s.Node)
				p.Report(lint.Problem{At: at, Span: shown(at), Message: fmt.Sprintf(
					`the schema is of the type %s and not a record, so Druid fails on all that it reads with it. Write the schema of the records: {"type": "record", "name": …, "fields": […]}`, s.Avro.Root)})
			}
		},
	}
}

// rootType returns the "type" of a schema. Of several members with one key the last counts.
func rootType(schema document.Node) document.Node {
	at := schema
	for child := range schema.Children() {
		if child.KeyIs("type") {
			at = child
		}
	}
	return at
}
