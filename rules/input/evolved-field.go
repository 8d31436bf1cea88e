package input

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

//go:embed evolved-field.md
var evolvedFieldPage string

func evolvedField() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "input/evolved-field", Severity: lint.Warning, Page: evolvedFieldPage,
			Summary:  "an input field that not every registered schema of the topic has, or has with the same type",
			Evidence: "Druid's registry decoders read each record by its own schema, without defaults and resolution (druid-semantics section 3)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			writers := slices.DeleteFunc(p.WriterSchemas(), func(s *lint.DataSchema) bool { return !s.Sound() })
			d := read(p)
			if len(writers) < 2 || d == nil {
				return
			}
			for input := range p.Job().Source().Inputs() {
				name, ok := nameOf(input)
				if !ok || d.elsewhere(name) {
					continue
				}
				having, lacking := versionsOf(d, writers, name)
				if len(lacking) > 0 {
					p.Report(lackingField(input.Name(), lacking))
				} else if problem, differs := changedField(input.DataType(), having); differs {
					problem.At = input.Name()
					p.Report(problem)
				}
			}
		},
	}
}

// version is a registered schema and the field that an input means there, nil if there is none.
type version struct {
	schema *lint.DataSchema
	field  *field.Field
}

// versionsOf returns the schemas that have the field which an input means, and those that lack it while another version of the same
// record or message has it. What a whole type of records lacks is no evolution, and the business of provider/many-record-types.
func versionsOf(d *data, writers []*lint.DataSchema, name string) (having, lacking []version) {
	known := map[string]bool{} // the records that have the field
	for _, s := range writers {
		f := s.Field(name)
		if f == nil {
			f = d.protoNames(s)[name]
		}
		if f == nil {
			lacking = append(lacking, version{schema: s})
			continue
		}
		having, known[recordName(s)] = append(having, version{s, f}), true
	}
	return having, slices.DeleteFunc(lacking, func(v version) bool { return !known[recordName(v.schema)] })
}

// recordName is the full name of the record or message that a registered schema is of.
func recordName(s *lint.DataSchema) string {
	if s.Message != nil {
		return s.Message.FullName
	}
	return s.Avro.Root.Name
}

// title names a version: by its file, and its id.
func (v version) title() string {
	if v.schema.From.ID == 0 {
		return v.schema.From.Name
	}
	return fmt.Sprintf("%s (id %d)", v.schema.From.Name, v.schema.From.ID)
}

// maxVersions bounds how many versions a message names.
const maxVersions = 3

// titles names versions, and says how many more there are.
func titles(versions []version) string {
	var list []string
	for _, v := range versions[:min(len(versions), maxVersions)] {
		list = append(list, v.title())
	}
	if more := len(versions) - len(list); more > 0 {
		list = append(list, fmt.Sprintf("%d more", more))
	}
	if last := len(list) - 1; last > 0 {
		return strings.Join(list[:last], ", ") + " and " + list[last]
	}
	return strings.Join(list, "")
}

func lackingField(name document.Node, lacking []version) lint.Problem {
	verb, records := "does", "records of that one"
	if len(lacking) > 1 {
		verb, records = "do", "records of those"
	}
	return lint.Problem{
		At: name,
		Message: fmt.Sprintf("%q is a field of other registered schemas of the topic, but %s %s not have it: each record is read by its own schema and no defaults are applied, so the input is NULL in %s. Write an expression that allows for NULL, such as COALESCE",
			name.Text(), titles(lacking), verb, records),
		Related: places(lacking),
	}
}

// places are where versions have the field; of one that lacks it, its file.
func places(versions []version) []lint.RelatedPlace {
	var list []lint.RelatedPlace
	for _, v := range versions[:min(len(versions), maxVersions)] {
		list = append(list, lint.RelatedPlace{Message: "the registered schema", In: &lint.OtherFile{Name: v.schema.From.Name}})
	}
	return list
}

// changedField reports a field that has another type in some version, unless the declared data type is the one that holds them all.
func changedField(dataType document.Node, versions []version) (problem lint.Problem, differs bool) {
	if len(versions) < 2 {
		return lint.Problem{}, false
	}
	first := versions[0]
	at := slices.IndexFunc(versions, func(v version) bool { return !alike(first.field.Type, v.field.Type, dataType.Text(), v.schema.Reading) })
	if at < 0 {
		return lint.Problem{}, false
	}
	other := versions[at]
	best := field.Best(&field.Type{Kind: field.Union, Branches: []*field.Type{first.field.Type, other.field.Type}}, first.schema.Reading)
	sameUnit := first.field.Type.Logical == other.field.Type.Logical
	if sameUnit && dataType.TextIs(best) {
		return lint.Problem{}, false
	}
	advice := "Let the producers agree on one type"
	if sameUnit && best != "" {
		advice = fmt.Sprintf("Declare it as %q, and write an expression that reads both", best)
	}
	return lint.Problem{
		Message: fmt.Sprintf("%q is %s in %s and %s in %s: each record is read by its own schema, so the input has values of both. %s",
			first.field.Name, first.typeText(), first.title(), other.typeText(), other.title(), advice),
		Related: places([]version{first, other}),
	}, true
}

// typeText is the type of the field with its article, and with its logical type where it has one.
func (v version) typeText() string { return typeText(declared{schema: v.schema, field: v.field}) }

// alike reports whether values of two types are the same to a job, apart from NULL: types of one kind and unit, and numbers that the
// declared data type keeps.
func alike(a, b *field.Type, dataType string, r field.Reading) bool {
	if a == nil || b == nil || a.Kind == field.Unknown || b.Kind == field.Unknown {
		return true
	}
	if a.Logical != b.Logical {
		return false
	}
	if a.Kind != b.Kind {
		return isNumber(a) && isNumber(b) && field.Judge(a, dataType, r).Outcome == field.Kept && field.Judge(b, dataType, r).Outcome == field.Kept
	}
	switch a.Kind {
	case field.Array, field.Map:
		return alike(a.Item, b.Item, dataType, r)
	case field.Union:
		return slices.EqualFunc(a.Branches, b.Branches, func(x, y *field.Type) bool { return alike(x, y, dataType, r) })
	}
	return true
}

func isNumber(t *field.Type) bool {
	switch t.Kind {
	case field.Int, field.Long, field.Float, field.Double, field.UInt32, field.Fixed32, field.UInt64, field.Fixed64:
		return true
	}
	return false
}
