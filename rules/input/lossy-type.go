package input

import (
	_ "embed"

	"github.com/polarspec/polarspec/lint"
)

//go:embed lossy-type.md
var lossyTypePage string

func lossyType() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "input/lossy-type", Severity: lint.Warning, Page: lossyTypePage,
			Summary:  "a field is declared as a number that keeps only a part of its values",
			Evidence: "Druid Rows.java and DimensionHandlerUtils.java narrow numbers without a word; the precision of IEEE 754",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) { judged(p, "input/lossy-type", declareAs) },
	}
}
