package avro

import (
	_ "embed"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

//go:embed empty-reader-schema.md
var emptyReaderSchemaPage string

func emptyReaderSchema() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "avro/empty-reader-schema", Severity: lint.Info, Page: emptyReaderSchemaPage,
			Summary:  "an empty reader schema in a request",
			Evidence: "the documented response shows {} for a job without a reader schema; Druid AvroOCFInputFormat.java",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			if p.Identity.Response {
				return
			}
			for format := range p.Job().Formats() {
				schema := format.Get("schema")
				if schema.Kind() != document.Object || schema.Len() > 0 || format.Known() && format.Name() != "avro_ocf" || !lint.Whole(schema) {
					continue
				}
				p.Report(lint.Problem{
					At: schema, Span: schema.KeySpan(),
					Message: `an empty "schema" is no reader schema: the service answers with it where there is none, and the files are read with the schema that they carry. Remove it`,
					Fixes:   []lint.Fix{{Title: `remove "schema"`, Safe: true, Edits: document.RemoveMember(schema)}},
				})
			}
		},
	}
}
