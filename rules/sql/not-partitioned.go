package sql

import (
	_ "embed"

	"github.com/polarspec/polarspec/lint"
)

//go:embed not-partitioned.md
var notPartitionedPage string

func notPartitioned() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "sql/not-partitioned", Severity: lint.Warning, Page: notPartitionedPage,
			Summary:  "an INSERT or REPLACE without PARTITIONED BY",
			Evidence: "documented as a clause of the statement (V); Druid refuses a statement without it, and whether the service takes that of the table is not known (U)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			s := statement(p)
			if s == nil || s.Tree.PartitionedBy != nil || s.Tree.Target == nil {
				return
			}
			p.Report(lint.Problem{
				At: s.Node, Span: s.Place(s.Tree.Target.At), Subject: s.Node.Pointer() + "/PARTITIONED BY",
				Message: "the statement has no PARTITIONED BY, and Druid refuses it then. Write the period of the partitions behind the SELECT, such as PARTITIONED BY DAY, or PARTITIONED BY ALL for none",
			})
		},
	}
}
