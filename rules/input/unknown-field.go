package input

import (
	_ "embed"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

//go:embed unknown-field.md
var unknownFieldPage string

func unknownField() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "input/unknown-field", Severity: lint.Error, Page: unknownFieldPage,
			Summary:  "an input field that the data schema does not have",
			Evidence: "Druid AvroFlattenerMaker.java, ProtobufConverter.java: fields are looked up by their exact name at the root, and what is not there is NULL",
			Over: []string{
				"input/duplicate-name", "input/type-mismatch", "input/lossy-type", "input/nested-as-string", "input/boolean", "input/string-as-json",
				"input/evolved-field", "input/unused", "mapping/unknown-input",
			},
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			d := read(p)
			if d == nil || !d.complete {
				return
			}
			s := &search{Pass: p, data: d, budget: maxComparisons}
			for input := range p.Job().Source().Inputs() {
				name, ok := nameOf(input)
				if !ok || d.elsewhere(name) {
					continue
				}
				if _, f := d.find(name); f == nil {
					p.Report(s.unknown(input.Name(), input.DataType().Text()))
				}
			}
		},
	}
}

// maxComparisons bounds the search for near names, which takes the number of unknown names times that of the fields.
const maxComparisons = 1_000_000

// search is the state of the rule on one document.
type search struct {
	*lint.Pass
	*data
	// declared are the names of inputs, styles counts them without case and separators; nil until something is unknown, as is all that follows.
	declared map[string]bool
	styles   map[string]int
	// titles names the records that the inputs can be from, fields their fields.
	titles string
	fields []string
	budget int
}

// prepare collects what every unknown name is compared with.
func (s *search) prepare() {
	s.declared, s.styles = map[string]bool{}, map[string]int{}
	for input := range s.Job().Source().Inputs() {
		name := input.Name().Text()
		s.declared[name] = true
		s.styles[plain(name)]++
	}
	seen := map[string]bool{}
	for i, schema := range s.schemas {
		switch {
		case i == maxTitles:
			s.titles += fmt.Sprintf(" or %d more", len(s.schemas)-maxTitles)
		case i < maxTitles && i > 0:
			s.titles += " or " + schema.Title()
		case i == 0:
			s.titles = schema.Title()
		}
		for i := range schema.Record.Fields {
			if name := schema.Record.Fields[i].Name; !seen[name] {
				seen[name] = true
				s.fields = append(s.fields, name)
			}
		}
	}
}

// maxTitles bounds how many schemas a message names.
const maxTitles = 3

// plain is a name without what is a matter of style.
func plain(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name))
}

func (s *search) unknown(at document.Node, dataType string) lint.Problem {
	if s.declared == nil {
		s.prepare()
	}
	name := at.Text()
	problem := lint.Problem{At: at}
	effect := "so the column would be NULL in every row"
	if uses := s.Uses(); len(uses.Of(name)) == 0 {
		problem.Severity = lint.Warning
		effect = "so it would be NULL in every row"
		if uses.Complete() {
			effect += "; no expression uses it"
		}
	}
	if s.outside {
		problem.Severity = lint.Warning
	}
	if root, of, path := s.nested(name); root != nil {
		problem.Message = fmt.Sprintf("%q is not a field of %s: Druid looks up whole names at the root, %s. %s", name, s.titles, effect, s.nestedAdvice(root, path))
		problem.Related = []lint.RelatedPlace{of.Place(root)}
		return problem
	}
	near, of, ok := s.near(name)
	if ok && s.refused(s.written(near)) { // the expressions have the right name
		problem.Severity = lint.Error
		effect = fmt.Sprintf("and the expressions use %q, which is not declared, so Druid refuses them", s.written(near))
	}
	problem.Message = fmt.Sprintf("%q is not a field of %s, %s. ", name, s.titles, effect)
	if !ok {
		if len(s.fields) == 0 {
			problem.Message += "It has no fields"
		} else {
			problem.Message += "The fields are " + listed(s.fields)
		}
		return problem
	}
	problem.Message += fmt.Sprintf("Did you mean %q?", s.written(near))
	problem.Related = []lint.RelatedPlace{of.Place(near)}
	problem.Fixes = s.rename(at, near, field.Judge(near.Type, dataType, of.Reading))
	return problem
}

// refused reports whether expressions use a name that is certainly no column.
func (s *search) refused(name string) bool {
	_, known := s.Columns().Type(name)
	return !known && len(s.Uses().Of(name)) > 0
}

// near finds the field that a name was probably meant to be: one that is not declared, by the name that Druid hands it over under.
func (s *search) near(name string) (near *field.Field, of *lint.DataSchema, ok bool) {
	candidates := func(yield func(string) bool) {
		for _, schema := range s.schemas {
			for i := range schema.Record.Fields {
				f := &schema.Record.Fields[i]
				if s.budget--; s.budget < 0 {
					return
				}
				if !s.declared[f.Name] && (f.ProtoName == "" || !s.declared[f.ProtoName]) && (!yield(f.Name) || f.ProtoName != "" && !yield(f.ProtoName)) {
					return
				}
			}
		}
	}
	best, ok := spelling.Near(name, iter.Seq[string](candidates))
	if !ok {
		return nil, nil, false
	}
	of, near = s.find(best)
	return near, of, near != nil
}

// written is the name to write for a field: the one that Druid hands it over under, unless the settings say that it is that of
// the .proto file.
func (s *search) written(f *field.Field) string {
	if f.ProtoName != "" && s.Settings.ProtobufNames() == "proto" {
		return f.ProtoName
	}
	return f.Name
}

// rename is the fix that gives an input and its uses another name. It is safe if only the style differs, the schema is not one of
// another file, no column is named after the input, no other input means the same field, and nothing is to be said of the data type then.
func (s *search) rename(at document.Node, near *field.Field, verdict field.Verdict) []lint.Fix {
	to := s.written(near)
	edits, ok := s.Uses().Rewrite(map[string]string{at.Text(): druidsql.QuoteIdentifier(to)})
	name := document.ReplaceText(at, to)
	if !ok || name == nil {
		return nil
	}
	discovers, _ := s.Root.Get("useSchemaDiscovery").Bool()
	alone := s.styles[plain(to)] == 1
	title := fmt.Sprintf("rename to %q", to)
	if len(edits) > 0 {
		title += ", in expressions too"
	}
	return []lint.Fix{{
		Title: title,
		Safe:  spelling.SameButStyle(at.Text(), to) && near.ProtoName == "" && !discovers && alone && verdict.Rule == "" && !s.outside,
		Edits: slices.Concat(name, edits),
	}}
}

// nested takes a dotted name as a path into a record, message or map: the field at the root, and the names below it.
func (s *search) nested(name string) (root *field.Field, of *lint.DataSchema, path []string) {
	steps := strings.Split(name, ".")
	if len(steps) < 2 || slices.Contains(steps, "") {
		return nil, nil, nil
	}
	of, root = s.find(steps[0])
	if root == nil || root.Type == nil || isKey(of) || root.Type.Kind != field.Record && root.Type.Kind != field.Map {
		return nil, nil, nil
	}
	return root, of, steps[1:]
}

// nestedAdvice says how a nested value is read, with a misspelt step put right, and where the path leads nowhere.
func (s *search) nestedAdvice(root *field.Field, path []string) string {
	path = slices.Clone(path)
	lost := ""
	at := root.Type
	for i, step := range path {
		if at == nil || at.Kind != field.Record {
			break
		}
		if s.budget -= len(at.Fields); s.budget < 0 {
			break
		}
		member := at.Field(step)
		if member == nil {
			var names []string
			for j := range at.Fields {
				names = append(names, at.Fields[j].Name)
			}
			near, ok := spelling.Near(step, slices.Values(names))
			if !ok {
				return fmt.Sprintf("Nor has %s a field %q: its fields are %s. What is in %q is read by JSON_VALUE once it is declared as \"json\"", at.Name, step, listed(names), root.Name)
			}
			lost = fmt.Sprintf("; %s has no %q", at.Name, step)
			path[i], member = near, at.Field(near)
		}
		at = member.Type
	}
	return fmt.Sprintf("Declare %q as \"json\" and write JSON_VALUE(%s, %s)", root.Name, druidsql.QuoteIdentifier(root.Name), druidsql.QuoteString(jsonPath(path...))) + lost
}
