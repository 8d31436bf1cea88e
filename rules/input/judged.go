package input

import (
	"fmt"
	"slices"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

// judged reports the inputs on whose data type the type table has a verdict for the rule that is running. advice says what to
// write instead, and the fix that does it.
func judged(p *lint.Pass, rule string, advice func(*lint.Pass, declared) (string, []lint.Fix)) {
	for d := range typed(p) {
		dataType := d.DataType()
		if dataType.Kind() != document.String {
			continue
		}
		verdict := field.Judge(d.field.Type, dataType.Text(), d.schema.Reading)
		if verdict.Rule != rule {
			continue
		}
		text, fixes := advice(p, d)
		problem := lint.Problem{
			At:      dataType,
			Message: fmt.Sprintf("%q of %s is %s, and %s. %s", d.name, d.schema.Title(), typeText(d), verdict.Reason, text),
			Related: []lint.RelatedPlace{d.schema.Place(d.field)},
			Fixes:   fixes,
		}
		if !verdict.Sure || d.schema.From != nil {
			problem.Severity = lint.Warning
		}
		p.Report(problem)
	}
}

// typeText is the type of a field with its article.
func typeText(d declared) string {
	name := d.schema.TypeName(d.schema.Record, d.field)
	switch d.field.Type.Kind {
	case field.Enum:
		if d.schema.Message != nil {
			name = "enum " + name
		}
	case field.Record:
		if d.schema.Message != nil {
			name = "message " + name
		}
	}
	return article(name)
}

// declareAs advises another data type: the one that keeps the values.
func declareAs(_ *lint.Pass, d declared) (string, []lint.Fix) {
	best := field.Best(d.field.Type, d.schema.Reading)
	if best == "" {
		return "No data type keeps it: let the producer write text or a number, or remove the input", nil
	}
	return fmt.Sprintf("Declare it as %q", best), []lint.Fix{redeclare(d, best)}
}

func redeclare(d declared, dataType string) lint.Fix {
	return lint.Fix{Title: fmt.Sprintf("declare it as %q", dataType), Edits: document.ReplaceText(d.DataType(), dataType)}
}

// retyped is the fix that changes the data type of a field and what expressions make of it.
func retyped(p *lint.Pass, d declared, dataType, expression string) []lint.Fix {
	fix := redeclare(d, dataType)
	edits, ok := p.Uses().Rewrite(map[string]string{d.name: expression})
	if !ok || fix.Edits == nil {
		return nil
	}
	if len(edits) > 0 {
		fix.Title += " and write " + expression
	}
	fix.Edits = slices.Concat(fix.Edits, edits)
	return []lint.Fix{fix}
}
