package connection

import (
	_ "embed"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/shape"
)

//go:embed no-urls.md
var noURLsPage string

func noURLs() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "connection/no-urls", Severity: lint.Error, Page: noURLsPage,
			Summary:  "a schema registry connection without an address",
			Evidence: "documented: one or more addresses (V)",
			Over:     []string{"shape/missing-field"},
		},
		Kinds: connections,
		Check: func(p *lint.Pass) {
			for v := range p.Violations() {
				problem := lint.Problem{At: v.Node, Message: `"urls" is empty: a schema registry connection needs at least one address, such as "https://psrc-xxxxx.us-east-1.aws.confluent.cloud"`}
				if v.Fault == shape.Missing {
					problem.Span, problem.Subject = lint.Absent(v.Node), v.Node.Pointer()+"/"+v.Name
					problem.Message = `the connection has no "urls": a schema registry connection needs at least one address, as a list`
				}
				p.Report(problem)
			}
		},
	}
}
