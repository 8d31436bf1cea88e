package provider

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
)

//go:embed missing.md
var missingPage string

func missing() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "provider/missing", Severity: lint.Error, Page: missingPage,
			Summary:  "avro_stream or protobuf without parseSchemaProvider",
			Evidence: "documented as required (V)",
			Over:     []string{"shape/missing-field"},
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for v := range p.Violations() {
				p.Report(lint.Problem{
					At: v.Node, Span: lint.Absent(v.Node), Subject: v.Node.Pointer() + "/" + v.Name,
					Message: needsProvider(v.Type.Field("format").Type.Values[0]), // as it was meant: the text may be misspelt
				})
			}
			// A name alone leaves no room for a provider; the model takes any text there.
			if name := p.Job().NamedFormat(); name.TextIs("avro_stream") || name.TextIs("protobuf") {
				p.Report(lint.Problem{At: name, Message: needsProvider(name.Text()) + `. Write "valueFormat" as an object with both`})
			}
		},
	}
}

func needsProvider(format string) string {
	kind := "inline-avro with the schema"
	if format == "protobuf" {
		kind = "inline-protobuf with the descriptor"
	}
	return fmt.Sprintf(`the format %q needs a "parseSchemaProvider": %s, or a connection to the schema registry that the records were produced with`, format, kind)
}
