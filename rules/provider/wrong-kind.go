package provider

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/shape"
)

//go:embed wrong-kind.md
var wrongKindPage string

func wrongKind() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "provider/wrong-kind", Severity: lint.Error, Page: wrongKindPage,
			Summary:  "a schema provider of another format, or of a format that has none",
			Evidence: "documented providers of each format (V)",
			Over:     []string{"shape/unknown-field"},
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for v := range p.Violations() {
				if v.Fault == shape.Forbidden {
					p.Report(needless(v.Node))
					continue
				}
				format := v.Node.Parent().Parent().Get("format").Text()
				p.Report(lint.Problem{At: v.Node, Message: fmt.Sprintf("%q cannot provide the schema of %q records: write %q, or a connection to a schema registry", v.Name, format, providerOf(format))})
			}
		},
	}
}

func needless(provider document.Node) lint.Problem {
	format := provider.Parent().Get("format").Text()
	message := fmt.Sprintf("the format %q has no schema provider: only avro_stream and protobuf need one", format)
	switch format {
	case "avro_ocf":
		message = `an Avro container file carries its schema, so "avro_ocf" has no schema provider; a reader schema is written as "schema"`
	case "kafka", "kinesis":
		message = fmt.Sprintf(`the format %q has no schema provider: write it in "valueFormat", beside the format of the value`, format)
	}
	return lint.Problem{At: provider, Span: provider.KeySpan(), Message: message}
}

func providerOf(format string) string {
	if format == "protobuf" {
		return "inline-protobuf"
	}
	return "inline-avro"
}
