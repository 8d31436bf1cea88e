package job

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/isotime"
	"github.com/polarspec/polarspec/lint"
)

//go:embed partition-finer-than-rollup.md
var partitionFinerThanRollupPage string

func partitionFinerThanRollup() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "job/partition-finer-than-rollup", Severity: lint.Warning, Page: partitionFinerThanRollupPage,
			Summary:  "partitions of time that are shorter than the time that rows are rolled up to",
			Evidence: "documented: partitioning is coarser than rollup, or equal (V)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			by := p.Root.Get("partitionedBy")
			if p.Identity.Response || by.Kind() != document.String || !aggregates(p) {
				return
			}
			partition, ok := isotime.ParseGranularity(by.Text())
			if !ok {
				return
			}
			e := timeExpression(p)
			if e == nil {
				return
			}
			if call, to, ok := rollup(e); ok && partition.FinerThan(to) {
				p.Report(lint.Problem{
					At: by,
					Message: fmt.Sprintf("the data are partitioned by %q and rolled up to longer times by %s, which is not allowed: partition by the same or by longer times, or cut the time finer",
						by.Text(), e.Text(call.Span())),
					Related: []lint.RelatedPlace{{Message: "the rollup", At: e.Node, Span: e.Place(call.Span())}},
				})
			}
		},
	}
}

// aggregates reports whether the job rolls rows up at all.
func aggregates(p *lint.Pass) bool {
	for m := range p.Job().Mappings() {
		if isTrue(m.Get("isAggregation")) {
			return true
		}
	}
	return false
}
