package mapping

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

//go:embed time-null.md
var timeNullPage string

func timeNull() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/time-null", Severity: lint.Info, Page: timeNullPage,
			Summary:  `"__time" is NULL where a field is, and the schema says that it can be`,
			Evidence: "documented: a null timestamp fails a batch job (V); Druid InsertTimeNullFault.java, TransformedInputRow.java (D§5)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			if !p.Shown(lint.Off) {
				return
			}
			for _, e := range p.Expressions() {
				if fillsTime(e) && e.Role == lint.Dimension && len(e.Checked().Problems) == 0 && !replacesNull(e.Tree) {
					reportNullable(p, e)
				}
			}
		},
	}
}

func reportNullable(p *lint.Pass, e *lint.Expression) {
	told := map[string]bool{}
	for column := range druidsql.Columns(e.Tree) {
		s, ok := sourceOf(p, e, column)
		if !ok || s.field == nil || told[s.name] || filtered(p, s.name) {
			continue
		}
		told[s.name] = true
		var why string
		switch {
		case s.field.Type.Nullable:
			why = fmt.Sprintf("can be null in %s", s.schema.Title())
		case s.field.Presence == field.Implicit:
			why = fmt.Sprintf("has implicit presence in %s, so that its default value arrives as NULL", s.schema.Title())
		default:
			continue
		}
		problem := about(e, s.at, fmt.Sprintf("%s %s, and \"__time\" is NULL then: %s. Write COALESCE with a default time, or filter by %s IS NOT NULL", s.column, why, nullTime(p), s.column))
		problem.Related = s.related()
		problem.Fixes = leaveOutNull(p, s.column)
		p.Report(problem)
	}
}

// nullTime says what becomes of a row without a time.
func nullTime(p *lint.Pass) string {
	switch p.Job().Type() {
	case "batch":
		return "the batch job then fails"
	case "streaming":
		return "the stream then drops the row and counts it as unparseable"
	}
	return "a batch job then fails, and a stream drops the row"
}

// replacesNull reports whether an expression looks at NULL at all.
func replacesNull(tree druidsql.Expr) bool {
	for part := range druidsql.All(tree) {
		switch part := part.(type) {
		case *druidsql.Case, *druidsql.Is:
			return true
		case *druidsql.Call:
			switch strings.ToUpper(part.Function.Text) {
			case "COALESCE", "NVL", "IFNULL":
				return true
			}
		}
	}
	return false
}

// filtering is what the filter of the job does to rows with NULL.
type filtering struct {
	// unclear is true if the filter cannot be understood.
	unclear bool
	// rejects are the columns that are not NULL in any row that passes.
	rejects map[string]bool
}

type filteringKey struct{}

// filtered reports whether the filter of the job leaves out rows in which a column is NULL, or cannot be understood.
func filtered(p *lint.Pass, name string) bool {
	f := lint.Remember(p, filteringKey{}, func() *filtering {
		f := &filtering{rejects: map[string]bool{}}
		for _, e := range p.Expressions() {
			if e.Role != lint.Filter {
				continue
			}
			if e.Sound() {
				f.read(e.Tree)
			} else {
				f.unclear = true
			}
		}
		return f
	})
	return f.unclear || f.rejects[name]
}

// read notes the columns that a condition rejects NULL of: almost every test on a column does.
func (f *filtering) read(condition druidsql.Expr) {
	for {
		and, ok := condition.(*druidsql.Binary)
		if !ok || and.Operator != "AND" {
			break
		}
		f.read(and.Right)
		condition = and.Left
	}
	if is, ok := condition.(*druidsql.Is); ok && is.Test == "NULL" && is.Not {
		condition = is.X
	}
	if either, ok := condition.(*druidsql.Binary); ok && (either.Operator == "OR" || strings.HasPrefix(either.Operator, "IS ")) || replacesNull(condition) {
		return
	}
	for column := range druidsql.Columns(condition) {
		if name, ok := columnName(column); ok {
			f.rejects[name] = true
		}
	}
}

// leaveOutNull is the fix that adds the condition to the filter.
func leaveOutNull(p *lint.Pass, column string) []lint.Fix {
	condition := column + " IS NOT NULL"
	filter := p.Root.Get("filterExpression")
	var edits []document.Edit
	switch {
	case !filter.Exists():
		edits = addMember(p.Root, "filterExpression", document.StringOf(condition))
	case filter.Kind() == document.Null:
		edits = document.ReplaceValue(filter, document.StringOf(condition))
	case filter.Kind() == document.String && !strings.Contains(filter.Text(), "--"):
		edits = document.ReplaceText(filter, "("+filter.Text()+") AND "+condition)
	}
	if edits == nil {
		return nil
	}
	return []lint.Fix{{Title: "filter by " + condition, Edits: edits}}
}
