package job

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
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
				p.Report(fileFormat(v.Node, v.Name))
			}
			// The model takes any text where a format is given by its name alone.
			switch name := p.Job().NamedFormat(); name.Text() {
			case "avro_ocf", "orc", "parquet":
				p.Report(fileFormat(name, name.Text()))
			}
		},
	}
}

func fileFormat(at document.Node, name string) lint.Problem {
	message := fmt.Sprintf("a streaming job cannot read %q, which is a format of files", name)
	if name == "avro_ocf" {
		message += ": Avro records of a stream are read with avro_stream and a schema provider"
	}
	return lint.Problem{At: at, Message: message}
}
