package job

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/isotime"
	"github.com/polarspec/polarspec/lint"
)

//go:embed earliest-but-rejected.md
var earliestButRejectedPage string

func earliestButRejected() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "job/earliest-but-rejected", Severity: lint.Info, Page: earliestButRejectedPage,
			Summary:  "a job that reads a stream from its beginning and drops old events",
			Evidence: "documented: events older than 30 days are rejected unless the job says otherwise (V)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			from := p.Root.Get("readFromPoint")
			if p.Identity.Response || !p.Job().Streaming() || !from.TextIs("earliest") {
				return
			}
			late := p.Root.Get("lateMessageRejectionPeriod")
			text, said := usualRejection, lint.Present(late)
			if said {
				text = late.Text()
			}
			period, err := isotime.ParsePeriod(text)
			if err != nil || said && late.Kind() != document.String || !said && !lint.Whole(p.Root) {
				return
			}
			least, most := period.Bounds()
			if least >= longEnough {
				return
			}
			problem := lint.Problem{At: from, Message: `the job reads the stream from its beginning, and drops events older than 30 days, as nothing else is said: write "lateMessageRejectionPeriod" with a period that reaches back to the first event, such as "P10Y"`}
			if said {
				problem.Message = fmt.Sprintf(`the job reads the stream from its beginning, and drops events older than %s: write a longer period if the old events are wanted`, text)
				problem.Related = []lint.RelatedPlace{{Message: "the period", At: late}}
			}
			if sample, ok := oldSample(p, most); ok {
				problem.Severity = lint.Warning
				problem.Message += fmt.Sprintf(". Of the samples of the topic, %s lies further back than that from the newest", sample)
			}
			p.Report(problem)
		},
	}
}

// usualRejection is the documented default.
const usualRejection = "P30D"

// longEnough is a period that somebody wrote to keep old events: a year, in milliseconds.
const longEnough = 365 * 24 * 60 * 60 * 1000
