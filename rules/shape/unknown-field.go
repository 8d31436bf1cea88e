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
				p.Report(unknown(p, v))
			}
		},
	}
}

// unknown words one unknown field: in the wrong place, misspelt, or simply not known. A place in another kind of job than
// this one counts only if nothing is near.
func unknown(p *lint.Pass, v shape.Violation) lint.Problem {
	if home, ok := onlyHome(p, v, true); ok {
		return misplaced(p, v, home)
	}
	if near, ok := nearField(v); ok {
		return misspelt(p, v, near)
	}
	if field := partlyNamed(v); field != nil {
		problem := misspelt(p, v, field.Name)
		problem.Severity = max(lint.Warning, lint.SeverityOf(field.RequiredCode))
		problem.Fixes[0].Safe = false
		return problem
	}
	if home, ok := onlyHome(p, v, false); ok {
		return misplaced(p, v, home)
	}
	problem := lint.Problem{At: v.Node, Span: v.Node.KeySpan(), Severity: lint.Info}
	if v.Type.Complete {
		problem.Severity = lint.Warning
		problem.Message = fmt.Sprintf("%q is not a field of %s, so the service refuses or ignores it. The fields are %s", v.Name, place(p, v), quoted(slices.Collect(v.Type.Names())))
		return problem
	}
	problem.Message = fmt.Sprintf("%q is not a documented field of %s: check its spelling and place", v.Name, place(p, v))
	return problem
}

func misspelt(p *lint.Pass, v shape.Violation, near string) lint.Problem {
	problem := lint.Problem{
		At: v.Node, Span: v.Node.KeySpan(), Severity: lint.Warning, Subject: v.Node.Parent().Pointer() + "/" + near,
		Message: fmt.Sprintf("%q is not a field of %s. Did you mean %q?", v.Name, place(p, v), near),
		Fixes:   []lint.Fix{{Title: fmt.Sprintf("rename to %q", near), Safe: spelling.SameButStyle(v.Name, near), Edits: document.RenameKey(v.Node, near)}},
	}
	if v.Type.Complete || needed(p, v.Type.Field(near)) {
		problem.Severity = lint.Error
	}
	return problem
}

// needed reports whether a field that is not there is missed.
func needed(p *lint.Pass, f *shape.Field) bool {
	switch f.Expected {
	case "":
		return f.Required
	case "shape/missing-field":
		discovers, _ := p.Root.Get("useSchemaDiscovery").Bool()
		return !discovers
	case "mapping/no-time":
		return p.Job().Source().Type() != "table"
	}
	return true
}

// nearField returns the field that a name was probably meant to be: one that the object does not have yet.
func nearField(v shape.Violation) (string, bool) {
	absent := func(yield func(string) bool) {
		for name := range v.Type.Names() {
			if !v.Node.Parent().Get(name).Exists() && !yield(name) {
				return
			}
		}
	}
	return spelling.Near(v.Name, absent)
}

// partlyNamed returns the required field that the object lacks and whose name is a part of the name or the other way round:
// "type" for "dataType", "table" for "tableName". nil if there is none, or more than one.
func partlyNamed(v shape.Violation) *shape.Field {
	var found *shape.Field
	name := strings.ToLower(v.Name)
	for i := range v.Type.Fields {
		f := &v.Type.Fields[i]
		field := strings.ToLower(f.Name)
		if !f.Required || v.Node.Parent().Get(f.Name).Exists() || len(name) < 4 || !strings.Contains(field, name) && !strings.Contains(name, field) {
			continue
		}
		if found != nil {
			return nil
		}
		found = f
	}
	return found
}

func misplaced(p *lint.Pass, v shape.Violation, at home) lint.Problem {
	problem := lint.Problem{At: v.Node, Span: v.Node.KeySpan(), Severity: lint.Warning}
	if v.Type.Complete || at.missed(p) {
		problem.Severity = lint.Error
	}
	parent, nested := cutLast(at.path)
	where := "at the top level of " + called(p, p.Root)
	if list, ok := strings.CutSuffix(parent, "[]"); ok {
		where = fmt.Sprintf("in the items of %q", list)
	} else {
		problem.Subject = p.Root.Pointer() + "/" + strings.ReplaceAll(at.path, ".", "/")
		if nested {
			where = fmt.Sprintf("in %q", parent)
		}
	}
	problem.Message = fmt.Sprintf("%q is not a field of %s, so the service refuses or ignores it there: it belongs %s", v.Name, place(p, v), where)
	return problem
}

// place names the object that has the field.
func place(p *lint.Pass, v shape.Violation) string {
	object := v.Node.Parent()
	if object != p.Root && !object.HasKey() && object.Parent().HasKey() {
		return fmt.Sprintf("an item of %q", object.Parent().Key())
	}
	return called(p, object)
}

func cutLast(path string) (before string, found bool) {
	i := strings.LastIndexByte(path, '.')
	if i < 0 {
		return "", false
	}
	return path[:i], true
}

// onlyHome returns the one place of the model where a field of that name stands, if there is exactly one and it is another
// one than the object's. own restricts the search to the alternatives that the document has chosen. Items of lists are a home
// for distinctive names only, from outside of any list: "name" tells nothing, and it would not be clear which item is meant.
func onlyHome(p *lint.Pass, v shape.Violation, own bool) (home, bool) {
	found := homes(p, v.Name, own)
	if len(found) != 1 {
		return home{}, false
	}
	here := modelPath(p, v.Node.Parent())
	parent, _ := cutLast(found[0].path)
	if strings.Contains(parent, "[]") && (strings.Contains(here, "[]") || v.Name == strings.ToLower(v.Name)) {
		return home{}, false
	}
	return found[0], parent != here
}

// home is a place of the model where a field stands; object is what the document has there.
type home struct {
	path   string
	field  *shape.Field
	object document.Node
}

// missed reports whether the document lacks the field at its place, or all that is around it.
func (h home) missed(p *lint.Pass) bool {
	if strings.Contains(h.path, "[]") {
		return false
	}
	return !h.object.Exists() || needed(p, h.field) && !h.object.Get(h.field.Name).Exists()
}

// modelPath is the path of an object from the root of its document, with [] for the items of a list.
func modelPath(p *lint.Pass, n document.Node) string {
	path := ""
	for ; n != p.Root && n.Parent().Exists(); n = n.Parent() {
		if n.HasKey() {
			path = "." + n.Key() + path
		} else {
			path = "[]" + path
		}
	}
	return strings.TrimPrefix(path, ".")
}

// spot is a type at a place of the model, with what the document has there.
type spot struct {
	typ   *shape.Type
	path  string
	node  document.Node
	depth int
}

// homes lists the places of a field, the outer ones first. A type that stands deeper down once more, as the formats do inside
// of kafka and kinesis, is not another place.
func homes(p *lint.Pass, name string, own bool) []home {
	var found []home
	depths := map[*shape.Type]int{}
	queue := []spot{{typ: p.Identity.Kind.Type(), node: p.Root}}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		if s.typ == nil {
			continue
		}
		if depth, seen := depths[s.typ]; seen && depth < s.depth {
			continue
		}
		depths[s.typ] = s.depth
		if s.typ.Item != nil {
			queue = append(queue, spot{s.typ.Item, s.path + "[]", document.Node{}, s.depth + 1})
		}
		chosen := s.typ.Variant(s.node.Get(s.typ.Discriminator).Text())
		for i := range s.typ.Variants {
			variant := &s.typ.Variants[i]
			if own && chosen != nil && variant != chosen || (!own || chosen == nil) && variant.Refused != "" {
				continue
			}
			queue = append(queue, spot{variant.Type, s.path, s.node, s.depth})
		}
		for i := range s.typ.Fields {
			f := &s.typ.Fields[i]
			path := strings.TrimPrefix(s.path+"."+f.Name, ".")
			if f.Forbidden {
				continue
			}
			if f.Name == name && !slices.ContainsFunc(found, func(h home) bool { return h.path == path }) {
				found = append(found, home{path, f, s.node})
			}
			queue = append(queue, spot{f.Type, path, s.node.Get(f.Name), s.depth + 1})
		}
	}
	return found
}
