package job

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
)

//go:embed format-not-batch.md
var formatNotBatchPage string

func formatNotBatch() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "job/format-not-batch", Severity: lint.Error, Page: formatNotBatchPage,
			Summary:  "a format of stream records in a batch job",
			Evidence: "the documented table of formats (V)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for v := range p.Violations() {
				message := fmt.Sprintf("a batch job cannot read %q, which is a format of stream records", v.Name)
				switch v.Name {
				case "avro_stream":
					message += ": Avro files are read with avro_ocf, which needs no schema provider"
				case "kafka", "kinesis":
					message += ": write the format of the files, such as nd-json"
				}
				p.Report(lint.Problem{At: v.Node, Message: message})
			}
		},
	}
}
