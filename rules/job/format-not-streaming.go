package job

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
)

//go:embed format-not-streaming.md
var formatNotStreamingPage string

func formatNotStreaming() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "job/format-not-streaming", Severity: lint.Error, Page: formatNotStreamingPage,
			Summary:  "a format of files in a streaming job",
			Evidence: "the documented table of formats (V)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for v := range p.Violations() {
				message := fmt.Sprintf("a streaming job cannot read %q, which is a format of files", v.Name)
				if v.Name == "avro_ocf" {
					message += ": Avro records of a stream are read with avro_stream and a schema provider"
				}
				p.Report(lint.Problem{At: v.Node, Message: message})
			}
		},
	}
}
