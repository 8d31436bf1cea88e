package shape

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/shape"
)

//go:embed unknown-field.md
var unknownFieldPage string

func unknownField() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "shape/unknown-field", Severity: lint.Warning, Page: unknownFieldPage,
			Summary:  "a field that the object does not have",
			Evidence: "documented field lists (V); what the service does with other fields is not documented (U)",
			Over: []string{
				"provider/missing", "mapping/no-time", "connection/no-urls", "connection/password-missing", "sql/no-query", "shape/missing-field",
				"mapping/aggregate-without-flag",
			},
		},
		Kinds: everyKind,
		Check: func(p *lint.Pass) {
			for v := range p.Violations() {
				p.Report(unknown(v, p.Identity.Kind.Type()))
			}
		},
	}
}

// unknown words one unknown field: misspelt, in the wrong place, or simply not known.
func unknown(v shape.Violation, root *shape.Type) lint.Problem {
	problem := lint.Problem{At: v.Node, Span: v.Node.KeySpan()}
	object := v.Node.Parent()
	if home, ok := onlyHome(root, v.Name, object); ok {
		problem.Severity = lint.Warning
		if v.Type.Complete {
			problem.Severity = lint.Error
		}
		problem.Subject = "/" + strings.ReplaceAll(home, ".", "/")
		problem.Message = fmt.Sprintf("%q does not belong in %s, where it has no effect: it belongs in %s", v.Name, place(object), placeName(home))
		return problem
	}
	if near, ok := nearField(v, object); ok {
		problem.Severity = lint.Warning
		if field := v.Type.Field(near); v.Type.Complete || field.Required || field.Expected != "" {
			problem.Severity = lint.Error
		}
		problem.Subject = object.Pointer() + "/" + near
		problem.Message = fmt.Sprintf("%q is not a field of %s. Did you mean %q?", v.Name, place(object), near)
		problem.Fixes = []lint.Fix{{Title: fmt.Sprintf("rename to %q", near), Safe: spelling.SameButStyle(v.Name, near), Edits: document.RenameKey(v.Node, near)}}
		return problem
	}
	if v.Type.Complete {
		problem.Severity = lint.Warning
		problem.Message = fmt.Sprintf("%q is not a field of %s, so it has no effect. Its fields are %s", v.Name, place(object), strings.Join(slices.Collect(v.Type.Names()), ", "))
		return problem
	}
	problem.Severity = lint.Info
	problem.Message = fmt.Sprintf("%q is not a documented field of %s: check its spelling and place", v.Name, place(object))
	return problem
}

// nearField returns the field that a name was probably meant to be: one that the object does not have yet.
func nearField(v shape.Violation, object document.Node) (string, bool) {
	absent := func(yield func(string) bool) {
		for name := range v.Type.Names() {
			if !object.Get(name).Exists() && !yield(name) {
				return
			}
		}
	}
	return spelling.Near(v.Name, absent)
}

// place names an object in a message: by its key, or as the spec itself.
func place(object document.Node) string {
	switch {
	case object.HasKey():
		return fmt.Sprintf("%q", object.Key())
	case object.Parent().HasKey():
		return fmt.Sprintf("an item of %q", object.Parent().Key())
	}
	return "the spec"
}

func placeName(home string) string {
	parent, _, nested := cutLast(home)
	if !nested {
		return "the top level of the spec"
	}
	return fmt.Sprintf("%q", parent)
}

func cutLast(path string) (before, after string, found bool) {
	i := strings.LastIndexByte(path, '.')
	if i < 0 {
		return "", path, false
	}
	return path[:i], path[i+1:], true
}

// onlyHome returns the one place of the model where a field of that name stands, if there is exactly one, it is another one
// than the object's, and it holds no list items on the way (a list says nothing about which item).
func onlyHome(root *shape.Type, name string, object document.Node) (string, bool) {
	homes := map[string]bool{}
	findHomes(root, name, "", homes, 0)
	if len(homes) != 1 {
		return "", false
	}
	for home := range homes {
		here := strings.TrimPrefix(strings.ReplaceAll(object.Pointer(), "/", "."), ".")
		parent, _, _ := cutLast(home)
		return home, parent != here && !strings.Contains(home, "[]")
	}
	return "", false
}

// maxHomeDepth bounds the search; the model is not that deep.
const maxHomeDepth = 8

func findHomes(t *shape.Type, name, path string, homes map[string]bool, depth int) {
	if t == nil || depth > maxHomeDepth {
		return
	}
	for _, v := range t.Variants {
		if v.Refused == "" {
			findHomes(v.Type, name, path, homes, depth)
		}
	}
	for i := range t.Fields {
		f := &t.Fields[i]
		if f.Forbidden {
			continue
		}
		at := strings.TrimPrefix(path+"."+f.Name, ".")
		if f.Name == name {
			homes[at] = true
		}
		findHomes(f.Type, name, at, homes, depth+1)
	}
	if t.Item != nil {
		findHomes(t.Item, name, path+"[]", homes, depth+1)
	}
}
