package project

import (
	_ "embed"
	"fmt"
	"unique"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
)

//go:embed table-mismatch.md
var tableMismatchPage string

func tableMismatch() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "project/table-mismatch", Severity: lint.Error, Page: tableMismatchPage,
			Summary:  "a job that fills columns in another way than its table has them",
			Evidence: "documented: strict tables take declared columns only, detail tables have no measures, text in a numeric column gives warnings (V)",
		},
		CheckWorkspace: func(w *lint.WorkspacePass) {
			known := tables(w)
			if len(known) == 0 {
				return
			}
			columns := map[*lint.Summarized]map[unique.Handle[string]]int{}
			for _, d := range w.Documents {
				if d.Kind != polaris.JobKind || d.Type != "batch" && d.Type != "streaming" {
					continue
				}
				k := keyOf(w, d, d.Table.Text)
				table := known[k]
				if table == nil {
					continue
				}
				if columns[table] == nil {
					columns[table] = byName(&table.Columns)
				}
				compare(w, k, d, table, columns[table])
			}
		},
	}
}

func byName(list *lint.ColumnList) map[unique.Handle[string]]int {
	index := make(map[unique.Handle[string]]int, list.Len())
	for i := range list.Len() {
		index[list.At(i).Name] = i
	}
	return index
}

// compare looks at each column that a job fills.
func compare(w *lint.WorkspacePass, k key, job, table *lint.Summarized, columns map[unique.Handle[string]]int) {
	for i := range job.Columns.Len() {
		column := job.Columns.At(i)
		name := column.Name.Value()
		if name == "" {
			continue
		}
		at, declared := columns[column.Name]
		problem := lint.WorkspaceProblem{Document: job, At: job.Columns.Reference(i), Severity: k.severity(lint.Error)}
		related := lint.WorkspacePlace{Message: "the table", Document: table, At: table.Name}
		if declared {
			related = lint.WorkspacePlace{Message: "the column of the table", Document: table, At: table.Columns.Reference(at)}
		}
		switch {
		case table.Type == "detail" && (column.Measure || column.Type.Sketch()):
			problem.Message = fmt.Sprintf("%q is an aggregation, and %q is a detail table, which keeps rows as they are: fill an aggregate table, or map the field itself", name, table.Name.Text)
			related = lint.WorkspacePlace{Message: "the table", Document: table, At: table.Name}
		case !declared && table.Strict && table.Columns.Len() > 0 && name != "__time" && name != "__count":
			problem.Message = fmt.Sprintf("the table %q is strict and has no column %q, so that the job is refused or the column left out: declare the column in the table, or take the mapping out", table.Name.Text, name)
		case declared && differs(column.Type, table.Columns.At(at).Type):
			problem.Severity = lint.Warning
			problem.Message = fmt.Sprintf("the mapping of %q gives %s, and the table %q has the column as %s, so that values are converted or lost: make one what the other is", name, column.Type, table.Name.Text, table.Columns.At(at).Type)
		default:
			continue
		}
		problem.Related = []lint.WorkspacePlace{related}
		w.Report(problem)
	}
}

// differs reports whether values of one type are not those of a column. Numbers become other numbers, unless a fraction is cut off.
func differs(from, to lint.ColumnType) bool {
	if from == to || from == lint.UnknownColumn || to == lint.UnknownColumn {
		return false
	}
	return !isNumber(from) || !isNumber(to) || to == lint.LongColumn
}

func isNumber(t lint.ColumnType) bool {
	return t == lint.LongColumn || t == lint.FloatColumn || t == lint.DoubleColumn
}
