package job

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

//go:embed inline-data.md
var inlineDataPage string

func inlineData() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "job/inline-data", Severity: lint.Error, Page: inlineDataPage,
			Summary:  "data inside the spec whose rows are not JSON objects",
			Evidence: "documented: the rows of nd-json are JSON, one a line (V); what becomes of others is inferred (I)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			source := p.Job().Source()
			data := source.Get("data")
			if p.Identity.Response || p.Job().Streaming() || source.Type() != "inline" || data.Kind() != document.String || !source.Get("formatSettings").Get("format").TextIs("nd-json") {
				return
			}
			checkRows(p, data)
		},
	}
}

// checkRows reports the first row that is no JSON object. Rows are not quoted: they may be long, and they are data.
func checkRows(p *lint.Pass, data document.Node) {
	rows, bad := 0, 0
	var first document.Span // in the text
	text := data.Text()
	at := 0
	for line := range strings.Lines(text) {
		row := strings.TrimSpace(line)
		start := at + strings.Index(line, row)
		at += len(line)
		if row == "" {
			continue
		}
		rows++
		if row[0] == '{' && json.Valid([]byte(row)) {
			continue
		}
		if bad++; bad == 1 {
			first = document.Span{Start: start, End: start + len(row)}
		}
	}
	if bad == 0 {
		return
	}
	problem := lint.Problem{At: data, Span: data.Sub(first.Start, first.End)}
	switch whole := strings.TrimSpace(text); {
	case bad < rows:
		problem.Severity = lint.Warning
		problem.Message = fmt.Sprintf("of %[2]d rows %[1]d cannot be read as a JSON object and will not be ingested, the first of them here: write one object a line", bad, rows)
	case json.Valid([]byte(whole)) && whole[0] == '[':
		problem.Message = `the data are one JSON list, and nd-json is one object a line, so no row is ingested: write the items as lines, without brackets and commas between`
	case json.Valid([]byte(whole)) && whole[0] == '{':
		problem.Message = `the data are one JSON object over several lines, and nd-json is one object a line, so no row is ingested: write it on one line`
	default:
		problem.Message = `no row is a JSON object, so nothing is ingested: write one object a line, or the format that the data have`
	}
	p.Report(problem)
}
