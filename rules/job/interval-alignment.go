package job

import (
	_ "embed"
	"fmt"
	"strings"
	"time"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/isotime"
	"github.com/polarspec/polarspec/lint"
)

//go:embed interval-alignment.md
var intervalAlignmentPage string

func intervalAlignment() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "job/interval-alignment", Severity: lint.Error, Page: intervalAlignmentPage,
			Summary:  "a time range to replace that begins or ends within a partition",
			Evidence: "documented: intervals to replace align with the time partitioning (V)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			by := p.Root.Get("partitionedBy")
			if !replaces(p) || by.Kind() != document.String {
				return
			}
			partition, ok := isotime.ParseGranularity(by.Text())
			if !ok {
				return
			}
			for item := range p.Job().Target().Get("intervals").Children() {
				if item.Kind() == document.String {
					checkAlignment(p, item, partition, by)
				}
			}
		},
	}
}

func checkAlignment(p *lint.Pass, item document.Node, partition isotime.Granularity, by document.Node) {
	interval, err := isotime.ParseInterval(item.Text())
	if err != nil || !inCalendar(interval.Start) || !inCalendar(interval.End) {
		return
	}
	aligned := isotime.Interval{Start: partition.Floor(interval.Start), End: partition.Ceil(interval.End)}
	if aligned == interval {
		return
	}
	end := "begins and ends"
	switch {
	case aligned.Start == interval.Start:
		end = "ends"
	case aligned.End == interval.End:
		end = "begins"
	}
	p.Report(lint.Problem{
		At: item,
		Message: fmt.Sprintf("%q %s within a partition of %q, so the job is refused: the partitions that it touches are %s/%s",
			item.Text(), end, by.Text(), instant(aligned.Start), instant(aligned.End)),
		Related: []lint.RelatedPlace{{Message: "the partitioning of the job", At: by}},
	})
}

// inCalendar leaves out the ends of time, which Druid writes for "always".
func inCalendar(millis int64) bool {
	year := time.UnixMilli(millis).UTC().Year()
	return year >= 0 && year <= 9999
}

// instant writes a point of time as short as it can be.
func instant(millis int64) string {
	text := time.UnixMilli(millis).UTC().Format("2006-01-02T15:04:05.000")
	for _, zeros := range []string{".000", ":00"} {
		text = strings.TrimSuffix(text, zeros)
	}
	return strings.TrimSuffix(text, "T00:00")
}
