package protobuf

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

//go:embed json-name.md
var jsonNamePage string

func jsonName() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "protobuf/json-name", Severity: lint.Warning, Page: jsonNamePage,
			Summary:  "an input field has the name of the .proto file where Druid hands over the JSON name",
			Evidence: "Druid's ProtobufConverter (druid-semantics section 2.1); a documented example does otherwise, so that it is a warning until the settings say what holds",
			Over:     []string{"input/unknown-field"},
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			for _, s := range columns(p) {
				if problem, ok := misnamed(p, s); ok {
					p.Report(problem)
				}
			}
		},
	}
}

// misnamed words one finding for all inputs with the wrong one of two names.
func misnamed(p *lint.Pass, s *lint.DataSchema) (problem lint.Problem, ok bool) {
	inputs := matched(p, s)
	names := p.Settings.ProtobufNames()
	wrong := slices.DeleteFunc(slices.Clone(inputs), func(d declared) bool {
		return !misses(d, names) || coalesced(p, inputs, d)
	})
	if len(wrong) == 0 {
		return lint.Problem{}, false
	}
	problem.At = wrong[0].name()
	for _, d := range wrong[1:] {
		problem.Related = append(problem.Related, lint.RelatedPlace{Message: fmt.Sprintf("%q likewise is %q", d.name().Text(), other(d)), At: d.name()})
	}
	name := problem.At.Text()
	switch names {
	case "proto":
		problem.Severity = lint.Error
		problem.Message = fmt.Sprintf("%q is a JSON name, and the settings say that fields have their names of the .proto file, so the column would be NULL in every row. Write %q", name, other(wrong[0]))
	case "json":
		problem.Severity = lint.Error
		problem.Message = fmt.Sprintf("%q is the name in the .proto file, and the settings say that fields have their JSON names, so the column would be NULL in every row. Set json_name in the descriptor, or write %q", name, other(wrong[0]))
	default:
		problem.Message = fmt.Sprintf(`%q is the name in the .proto file, but Druid hands the value over under its JSON name %q, so the column would be NULL in every row. Set json_name in the descriptor, or write %[2]q. If your service does use the names of the .proto file, say "protobuf: {field-names: proto}" in .polarspec.yaml`, name, other(wrong[0]))
	}
	if names != "proto" {
		problem.Fixes = append(problem.Fixes, replacement(s.Node, "set json_name to the field name in the descriptor", s.Descriptor.UseProtoNames().Encode(), !relied(p, s, inputs)))
	}
	if edits := renamed(p, inputs, wrong); edits != nil {
		title := "rename the input to " + listed(otherNames(wrong))
		if len(wrong) > 1 {
			title = "rename the inputs to " + listed(otherNames(wrong))
		}
		problem.Fixes = append(problem.Fixes, lint.Fix{Title: title, Edits: edits})
	}
	return problem, true
}

// misses reports whether an input has the name that the value does not come under: JSON names count unless the settings say
// otherwise.
func misses(d declared, names string) bool {
	return d.field.Name != d.field.JSONName && d.byProto != (names == "proto")
}

// other is the name that an input does not have.
func other(d declared) string {
	if d.byProto {
		return d.field.JSONName
	}
	return d.field.Name
}

func otherNames(list []declared) []string {
	var names []string
	for _, d := range list {
		names = append(names, fmt.Sprintf("%q", other(d)))
	}
	return names
}

// coalesced reports whether the field is declared under both names and an expression takes whichever there is.
func coalesced(p *lint.Pass, inputs []declared, d declared) bool {
	if !slices.ContainsFunc(inputs, func(e declared) bool { return e.field == d.field && e.byProto != d.byProto }) {
		return false
	}
	for _, use := range p.Uses().Of(d.field.Name) {
		for _, call := range use.Expression.Calls() {
			if takesFirst(call) && hasColumn(call, d.field.Name) && hasColumn(call, d.field.JSONName) {
				return true
			}
		}
	}
	return false
}

// takesFirst reports whether a call gives the first of its operands that is not NULL.
func takesFirst(call *druidsql.Call) bool {
	switch strings.ToUpper(call.Function.Text) {
	case "COALESCE", "NVL", "IFNULL":
		return true
	}
	return false
}

// hasColumn reports whether an operand of a call is a column.
func hasColumn(call *druidsql.Call, name string) bool {
	return slices.ContainsFunc(call.Args, func(e druidsql.Expr) bool {
		column, ok := e.(*druidsql.Column)
		return ok && len(column.Parts) == 1 && column.Parts[0].Text == name
	})
}

// relied reports whether the spec uses a JSON name that would be gone once the descriptor has the names of the .proto file: of
// another input, or within an expression or path.
func relied(p *lint.Pass, s *lint.DataSchema, inputs []declared) bool {
	if slices.ContainsFunc(inputs, func(d declared) bool { return !d.byProto && d.field.Name != d.field.JSONName }) {
		return true
	}
	gone := map[string]bool{}
	for _, m := range s.Descriptor.Messages() {
		for _, f := range m.Fields {
			if f.Name != f.JSONName && !strings.HasPrefix(m.File.Name, "google/") {
				gone[f.JSONName] = true
			}
		}
	}
	texts := slices.Collect(expressions(p))
	for f := range s.Format.Get("flattenSpec").Get("fields").Children() {
		texts = append(texts, f, f.Get("expr"), f.Get("name"))
	}
	return slices.ContainsFunc(texts, func(n document.Node) bool {
		for name := range gone {
			if mentions(n.Text(), name) {
				return true
			}
		}
		return false
	})
}

// renamed returns the edits that give inputs their other names, in expressions too; nil if that cannot be done.
func renamed(p *lint.Pass, inputs, wrong []declared) []document.Edit {
	var edits []document.Edit
	names := map[string]string{}
	for _, d := range wrong {
		to := other(d)
		if slices.ContainsFunc(inputs, func(e declared) bool { return e.name().TextIs(to) }) {
			return nil
		}
		rename := document.ReplaceText(d.name(), to)
		if rename == nil {
			return nil
		}
		edits = append(edits, rename...)
		names[d.name().Text()] = druidsql.QuoteIdentifier(to)
	}
	uses, ok := p.Uses().Rewrite(names)
	if !ok {
		return nil
	}
	return append(edits, uses...)
}
