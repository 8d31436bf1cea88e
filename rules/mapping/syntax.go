package mapping

import (
	_ "embed"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed syntax.md
var syntaxPage string

func syntax() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/syntax", Severity: lint.Error, Page: syntaxPage,
			Summary:  "an expression that is no Druid SQL",
			Evidence: "the grammar of Druid's parser, tried out with it (D§7)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, e := range p.Expressions() {
				for i := range e.Faults {
					switch fault := &e.Faults[i]; {
					case fault.Code == druidsql.ReservedWord, fault.Code == druidsql.WhereKeyword && e.Role == lint.Filter:
					default:
						p.Report(ungrammatical(e, fault))
					}
				}
			}
		},
	}
}

func ungrammatical(e *lint.Expression, fault *druidsql.Fault) lint.Problem {
	problem := about(e, fault.At, fault.Message)
	switch {
	case e.Tree == nil && e.Role == lint.Filter:
		problem.Span, problem.Severity = e.Node.Span(), lint.Warning // perhaps the service takes it for none
		problem.Message = "there is nothing in the condition: leave it out, or write one"
	case e.Tree == nil:
		problem.Span = e.Node.Span()
		problem.Message = "there is nothing in the expression, so Druid refuses it: write an input column or a call of a function"
	case fault.Code == druidsql.Syntax && e.Clause != "":
		problem.Message = "Druid cannot parse the statement and refuses it: " + fault.Message
	case fault.Code == druidsql.Syntax && e.Role == lint.Filter:
		problem.Message = "Druid cannot parse the condition and refuses it: " + fault.Message
	case fault.Code == druidsql.Syntax:
		problem.Message = "Druid cannot parse the expression and refuses it: " + fault.Message
	}
	problem.Fixes = repair(e, fault)
	return problem
}

// repair is the fix of a fault of the grammar. It is safe unless the expression, with all its faults repaired, is wrong in
// another way.
func repair(e *lint.Expression, fault *druidsql.Fault) []lint.Fix {
	if !fault.Fixable {
		return nil
	}
	edits := rewrite(e, fault.Edit, fault.Replacement)
	if edits == nil {
		return nil
	}
	title := "leave it out"
	if fault.Replacement != "" {
		title = "write " + shortened(strings.TrimSpace(fault.Replacement))
	}
	return []lint.Fix{{Title: title, Safe: repairable(e), Edits: edits}}
}

// repairable reports whether nothing is wrong with the meaning of the expression once what can be repaired of its grammar is. Of
// one that cannot be parsed even then, nothing more would be said. Of a statement, only its expressions are known that well.
func repairable(e *lint.Expression) bool {
	var changes []lint.Change
	for i := range e.Faults {
		if f := &e.Faults[i]; f.Fixable {
			changes = append(changes, lint.Change{At: f.Edit, Text: f.Replacement})
		}
	}
	repaired := e.With(changes...)
	if repaired == nil {
		return e.Clause == ""
	}
	return len(repaired.Problems) == 0 && fitsMapping(e)
}

// fitsMapping reports whether an expression makes what its mapping asks for, as far as its grammar lets see: a measure an aggregate that
// can be stored, a dimension none, and "__time" a timestamp.
func fitsMapping(e *lint.Expression) bool {
	if !e.Mapping.Exists() {
		return true
	}
	call := firstAggregate(e)
	if e.Role == lint.Measure {
		return call != nil && druidsql.Expr(call) == e.Tree && unmergeable(call) == ""
	}
	kind := e.Checked().Type(e.Tree).Kind
	return call == nil && (e.Column != "__time" || kind == druidsql.TimestampType || kind == druidsql.UnknownType)
}
