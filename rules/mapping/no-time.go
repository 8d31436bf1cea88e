package mapping

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

//go:embed no-time.md
var noTimePage string

func noTime() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/no-time", Severity: lint.Error, Page: noTimePage,
			Summary:  `no mapping for "__time", the column that every table has`,
			Evidence: "documented: all data must have a timestamp, under schema discovery too (V)",
			Over:     []string{"shape/missing-field", "shape/column-name"},
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			job := p.Job()
			if kind := job.Type(); kind != "streaming" && kind != "batch" || job.Source().Type() == "table" || p.Identity.Response {
				return
			}
			list := job.Get("mappings")
			switch list.Kind() {
			case document.Absent, document.Null:
				if lint.Whole(p.Root) {
					p.Report(lint.Problem{
						At: p.Root, Span: lint.Absent(p.Root), Subject: p.Root.Pointer() + "/mappings",
						Message: `the job has no "mappings" and so fills no "__time", which every table needs: map it with TIME_PARSE of a text or MILLIS_TO_TIMESTAMP of a number`,
					})
				}
			case document.Array:
				if !mapsTime(list) && lint.Whole(list) {
					p.Report(unfilled(list))
				}
			}
		},
	}
}

// unfilled points to the mapping that was probably meant to fill "__time", else to the list.
func unfilled(list document.Node) lint.Problem {
	for item := range list.Children() {
		column := item.Get("columnName")
		if name := column.Text(); strings.HasPrefix(name, "_") && strings.EqualFold(strings.Trim(name, "_"), "time") {
			return lint.Problem{
				At:      column,
				Message: fmt.Sprintf(`no mapping fills "__time", which every table needs: did you mean "__time" by %q? Column names are case-sensitive`, name),
				Fixes:   []lint.Fix{{Title: `replace by "__time"`, Edits: document.ReplaceText(column, "__time")}},
			}
		}
	}
	return lint.Problem{
		At: list, Span: lint.Absent(list), Subject: list.Pointer() + "/__time",
		Message: `no mapping fills "__time", which every table needs: map it with TIME_PARSE of a text or MILLIS_TO_TIMESTAMP of a number`,
	}
}

// mapsTime reports whether a mapping fills "__time", or is too broken to tell.
func mapsTime(list document.Node) bool {
	for item := range list.Children() {
		column := item.Get("columnName")
		if column.TextIs("__time") || item.Kind() != document.Object || column.Kind() != document.String {
			return true
		}
	}
	return false
}
