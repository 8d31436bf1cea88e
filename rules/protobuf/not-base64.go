package protobuf

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/protobuf"
)

//go:embed not-base64.md
var notBase64Page string

func notBase64() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "protobuf/not-base64", Severity: lint.Error, Page: notBase64Page,
			Summary:  "a descriptor that is not Base64",
			Evidence: "documented as Base64 (V); java.util.Base64 decides (druid-semantics section 2.4)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, s := range inline(p) {
				if s.Fault == nil || !s.Fault.Code.IsBase64Fault() {
					continue
				}
				problem := lint.Problem{
					At: s.Node, Span: part(s.Node, s.Fault.Start, s.Fault.End),
					Message: fmt.Sprintf("the descriptor is not Base64, so the service refuses the job: %s. %s", s.Fault.Detail, advice(s.Fault)),
				}
				if s.Fault.Repair != "" {
					problem.Fixes = []lint.Fix{replacement(s.Node, "write the descriptor as plain Base64", s.Fault.Repair, true)}
				}
				p.Report(problem)
			}
		},
	}
}

// advice says what to write instead.
func advice(f *protobuf.Fault) string {
	switch f.Code {
	case protobuf.URLSafe:
		return "Write + for - and / for _"
	case protobuf.DataURI:
		return "Write only what follows the comma"
	case protobuf.WhiteSpace:
		return "Write it on one line without blanks: base64 -w0 does"
	case protobuf.BadPadding:
		return "Correct the padding or leave it away, or copy the text once more"
	case protobuf.FileName:
		return "Write the content of the descriptor set as Base64: " + compile
	default:
		return "Copy the text once more: " + compile
	}
}
