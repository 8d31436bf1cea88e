package input

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/field"
)

//go:embed undeclared.md
var undeclaredPage string

func undeclared() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "input/undeclared", Severity: lint.Off, Page: undeclaredPage,
			Summary:  "a field of the data schema that is not declared",
			Evidence: "documented: only declared fields can be mapped (V); whether a field is missed is for the project to say",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			inputs := p.Job().Source().Get("inputSchema")
			d := read(p)
			if discovers, _ := p.Root.Get("useSchemaDiscovery").Bool(); d == nil || discovers || inputs.Kind() != document.Array {
				return
			}
			names := map[string]bool{}
			for input := range p.Job().Source().Inputs() {
				names[input.Name().Text()] = true
			}
			for _, s := range d.schemas {
				for i := range s.Record.Fields {
					f := &s.Record.Fields[i]
					if isKey(s) || names[f.Name] || f.ProtoName != "" && names[f.ProtoName] || d.elsewhere(f.Name) {
						continue
					}
					if best := field.Best(f.Type, s.Reading); best != "" {
						p.Report(undeclaredField(inputs, s, f, best))
					}
				}
			}
		},
	}
}

func undeclaredField(inputs document.Node, s *lint.DataSchema, f *field.Field, best string) lint.Problem {
	problem := lint.Problem{
		At: inputs, Span: inputs.KeySpan(), Subject: inputs.Pointer() + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(f.Name),
		Message: fmt.Sprintf("%q of %s is %s and not declared, so that no mapping can use it. Declare it as %q", f.Name, s.Title(), typeText(declared{schema: s, field: f}), best),
		Related: []lint.RelatedPlace{s.Place(f)},
	}
	if edits := appendInput(inputs, f.Name, best); edits != nil {
		problem.Fixes = []lint.Fix{{Title: fmt.Sprintf("declare it as %q", best), Edits: edits}}
	}
	return problem
}

// appendInput returns the edits that add an input to the end of a list in JSON, in the style of the last one; nil for a list
// that is empty or written in YAML.
func appendInput(inputs document.Node, name, dataType string) []document.Edit {
	last := inputs.Item(inputs.Len() - 1)
	if !last.Exists() || inputs.File().Syntax == document.YAML || inputs.File().Broken() {
		return nil
	}
	source := inputs.File().Source
	from := last.Span().Start
	for from > 0 && strings.ContainsRune(" \t\r\n", rune(source[from-1])) {
		from--
	}
	item := document.EncodeCompact(document.ObjectOf(
		document.Member{Key: "name", Value: document.StringOf(name)}, document.Member{Key: "dataType", Value: document.StringOf(dataType)}))
	at := last.Span().End
	return []document.Edit{{Span: document.Span{Start: at, End: at}, Text: "," + string(source[from:last.Span().Start]) + string(item)}}
}
