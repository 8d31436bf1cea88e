package mapping

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

//go:embed unknown-input.md
var unknownInputPage string

func unknownInput() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "mapping/unknown-input", Severity: lint.Error, Page: unknownInputPage,
			Summary:  "a column that is not an input",
			Evidence: "documented: expressions refer to the input fields of the job (V)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for e, found := range problems(p, druidsql.UnknownColumn) {
				problem := reported(e, found)
				if filler := fillerOf(p, e, found.Name); filler != nil {
					namesOutput(p, e, found, filler, &problem)
				} else if schema, f := p.InputField(found.Name); f != nil && !declaresNear(p, found.Name, f) {
					problem.Message, problem.Subject = notDeclared(p, found.Name, schema, f)
					problem.Related, problem.Fixes = []lint.RelatedPlace{schema.Place(f)}, nil
				} else if !found.Fixable && !strings.Contains(found.Message, ". ") {
					problem.Message += inputNames(p)
				}
				p.Report(problem)
			}
		},
	}
}

// fillerOf returns the mapping that fills a column, other than the one that refers to it; nil if there is none.
func fillerOf(p *lint.Pass, e *lint.Expression, column string) *lint.Expression {
	fillers := lint.Remember(p, fillersKey{}, func() map[string]*lint.Expression {
		fillers := map[string]*lint.Expression{}
		for _, other := range p.Expressions() {
			if other.Mapping.Exists() && fillers[other.Column] == nil {
				fillers[other.Column] = other
			}
		}
		return fillers
	})
	if filler := fillers[column]; filler != e {
		return filler
	}
	return nil
}

type fillersKey struct{}

// namesOutput words the problem with a reference to a column that another mapping fills.
func namesOutput(p *lint.Pass, e *lint.Expression, found *druidsql.Problem, filler *lint.Expression, problem *lint.Problem) {
	problem.Message = fmt.Sprintf("%q is a column that another mapping fills, and expressions see input fields only, so Druid refuses it", found.Name)
	problem.Related = []lint.RelatedPlace{{Message: "the mapping that fills it", At: filler.Node}}
	problem.Fixes = nil
	if !filler.Sound() || len(filler.Checked().Problems) > 0 || firstAggregate(filler) != nil {
		return
	}
	text := filler.Text(filler.Tree.Span())
	switch filler.Tree.(type) {
	case *druidsql.Column, *druidsql.Call, *druidsql.Cast, *druidsql.Literal:
	default:
		text = "(" + text + ")"
	}
	problem.Message += ". Write what fills it: " + shortened(text)
	input, identity := columnName(filler.Tree)
	declared := p.Columns().Declares(input)
	problem.Fixes = replacement(e, found.At, text, identity && declared && spelling.SameButStyle(found.Name, input))
}

// inputNames names the inputs there are.
func inputNames(p *lint.Pass) string {
	return lint.Remember(p, inputNamesKey{}, func() string {
		names := slices.Collect(p.Columns().Names())
		if len(names) == 0 {
			return ". The job declares no inputs"
		}
		return ". The inputs are " + quotedNames(names)
	})
}

type inputNamesKey struct{}

// declaresNear reports whether the input that a name was probably meant to be is the declaration of a field.
func declaresNear(p *lint.Pass, name string, f *field.Field) bool {
	near, ok := p.Columns().Near(name)
	if !ok {
		return false
	}
	_, of := p.InputField(near)
	return of == f
}

// notDeclared words the problem with a field that the data has and the job does not declare, or declares under a misspelt name. Then
// the misspelt name is the fault, which is the subject, and input/unknown-field speaks of it.
func notDeclared(p *lint.Pass, name string, schema *lint.DataSchema, f *field.Field) (message, subject string) {
	message = fmt.Sprintf("%q is a field of %s, but it is not declared as an input, so Druid refuses it", name, schema.Title())
	if near, ok := p.Columns().Near(name); ok {
		if _, of := p.InputField(near); of == nil && !p.Columns().Made(near) {
			return fmt.Sprintf("%s. %q is declared, which the data does not have: rename it", message, near), declaration(p, near)
		}
	}
	declared, best := f.Name, field.Best(f.Type, schema.Reading)
	if f.ProtoName == name && p.Settings.ProtobufNames() == "proto" {
		declared = name
	}
	switch {
	case best == "":
		return message, ""
	case declared != name:
		return fmt.Sprintf(`%s. Add {"name": %q, "dataType": %q} to "inputSchema", since Druid goes by JSON names, and write %q`, message, declared, best, declared), ""
	}
	return fmt.Sprintf(`%s. Add {"name": %q, "dataType": %q} to "inputSchema"`, message, declared, best), ""
}

// declaration is the pointer of the name in the inputSchema; "" if it is not declared there.
func declaration(p *lint.Pass, name string) string {
	for input := range p.Job().Source().Inputs() {
		if input.Name().TextIs(name) {
			return input.Name().Pointer()
		}
	}
	return ""
}
