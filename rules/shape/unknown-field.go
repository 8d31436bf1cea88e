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
				"provider/missing", "mapping/no-time", "protobuf/message-type-left-open", "connection/no-urls", "connection/password-missing", "sql/no-query", "shape/missing-field",
				"mapping/aggregate-without-flag",
			},
		},
		Kinds: everyKind,
		Check: func(p *lint.Pass) {
			s := &search{Pass: p, members: map[document.Node]map[string]document.Node{}}
			for v := range p.Violations() {
				p.Report(s.unknown(v))
			}
		},
	}
}

// search looks at one document for what its unknown fields may mean.
type search struct {
	*lint.Pass
	// members finds the members of large objects: looking through them for every unknown field would take forever.
	members map[document.Node]map[string]document.Node
	// names are those of all fields of the model.
	names map[string]bool
}

// known reports whether any object of the model has a field of that name: most unknown fields are not known anywhere.
func (s *search) known(name string) bool {
	if s.names == nil {
		s.names = map[string]bool{}
		collectNames(s.Identity.Kind.Type(), map[*shape.Type]bool{}, s.names)
	}
	return s.names[name]
}

func collectNames(t *shape.Type, seen map[*shape.Type]bool, names map[string]bool) {
	if t == nil || seen[t] {
		return
	}
	seen[t] = true
	for i := range t.Fields {
		names[t.Fields[i].Name] = true
		collectNames(t.Fields[i].Type, seen, names)
	}
	for i := range t.Variants {
		collectNames(t.Variants[i].Type, seen, names)
	}
	collectNames(t.Item, seen, names)
}

// large is the number of members from which on an object is indexed.
const large = 100

func (s *search) get(object document.Node, key string) document.Node {
	if object.Len() < large {
		return object.Get(key)
	}
	index := s.members[object]
	if index == nil {
		index = make(map[string]document.Node, object.Len())
		for member := range object.Children() {
			if _, twice := index[member.Key()]; !twice {
				index[member.Key()] = member
			}
		}
		s.members[object] = index
	}
	return index[key]
}

// unknown words one unknown field: in the wrong place, misspelt, or simply not known. A place in another kind of job than
// this one counts only if nothing is near.
func (s *search) unknown(v shape.Violation) lint.Problem {
	if home, ok := s.onlyHome(v, true); ok {
		return s.misplaced(v, home)
	}
	if near, ok := s.nearField(v); ok {
		return s.misspelt(v, near)
	}
	if field := s.partlyNamed(v); field != nil {
		problem := s.misspelt(v, field.Name)
		problem.Severity = max(lint.Warning, lint.SeverityOf(field.RequiredCode))
		problem.Fixes[0].Safe = false
		return problem
	}
	if home, ok := s.onlyHome(v, false); ok {
		return s.misplaced(v, home)
	}
	problem := lint.Problem{At: v.Node, Span: v.Node.KeySpan(), Severity: lint.Info}
	if v.Type.Complete {
		problem.Severity = lint.Warning
		problem.Message = fmt.Sprintf("%q is not a field of %s, so the service refuses or ignores it. The fields are %s", v.Name, place(s.Pass, v), quoted(slices.Collect(v.Type.Names())))
		return problem
	}
	problem.Message = fmt.Sprintf("%q is not a documented field of %s: check its spelling and place", v.Name, place(s.Pass, v))
	return problem
}

func (s *search) misspelt(v shape.Violation, near string) lint.Problem {
	problem := lint.Problem{
		At: v.Node, Span: v.Node.KeySpan(), Severity: lint.Warning, Subject: v.Node.Parent().Pointer() + "/" + near,
		Message: fmt.Sprintf("%q is not a field of %s. Did you mean %q?", v.Name, place(s.Pass, v), near),
		Fixes:   []lint.Fix{{Title: fmt.Sprintf("rename to %q", near), Safe: spelling.SameButStyle(v.Name, near), Edits: document.RenameKey(v.Node, near)}},
	}
	if v.Type.Complete || needed(s.Pass, v.Type.Field(near)) {
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
func (s *search) nearField(v shape.Violation) (string, bool) {
	absent := func(yield func(string) bool) {
		for name := range v.Type.Names() {
			if !s.get(v.Node.Parent(), name).Exists() && !yield(name) {
				return
			}
		}
	}
	return spelling.Meant(v.Name, absent)
}

// partlyNamed returns the required field that the object lacks and whose name is a part of the name or the other way round:
// "type" for "dataType", "table" for "tableName". nil if there is none, or more than one.
func (s *search) partlyNamed(v shape.Violation) *shape.Field {
	var found *shape.Field
	name := strings.ToLower(v.Name)
	for i := range v.Type.Fields {
		f := &v.Type.Fields[i]
		field := strings.ToLower(f.Name)
		if !f.Required || len(name) < 4 || !strings.Contains(field, name) && !strings.Contains(name, field) || s.get(v.Node.Parent(), f.Name).Exists() {
			continue
		}
		if found != nil {
			return nil
		}
		found = f
	}
	return found
}

func (s *search) misplaced(v shape.Violation, at home) lint.Problem {
	problem := lint.Problem{At: v.Node, Span: v.Node.KeySpan(), Severity: lint.Warning}
	if v.Type.Complete || s.misses(at) {
		problem.Severity = lint.Error
	}
	parent, nested := cutLast(at.path)
	where := "at the top level of " + called(s.Pass, s.Root)
	if list, ok := strings.CutSuffix(parent, "[]"); ok {
		where = fmt.Sprintf("in the items of %q", list)
	} else {
		problem.Subject = s.Root.Pointer() + "/" + strings.ReplaceAll(at.path, ".", "/")
		if nested {
			where = fmt.Sprintf("in %q", parent)
		}
	}
	problem.Message = fmt.Sprintf("%q is not a field of %s, so the service refuses or ignores it there: it belongs %s", v.Name, place(s.Pass, v), where)
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
func (s *search) onlyHome(v shape.Violation, own bool) (home, bool) {
	if !s.known(v.Name) {
		return home{}, false
	}
	found := s.homes(v.Name, own)
	if len(found) != 1 {
		return home{}, false
	}
	here := modelPath(s.Pass, v.Node.Parent())
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

// misses reports whether the document lacks the field at its place, or all that is around it.
func (s *search) misses(h home) bool {
	if strings.Contains(h.path, "[]") {
		return false
	}
	return !h.object.Exists() || needed(s.Pass, h.field) && !s.get(h.object, h.field.Name).Exists()
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
func (s *search) homes(name string, own bool) []home {
	var found []home
	depths := map[*shape.Type]int{}
	queue := []spot{{typ: s.Identity.Kind.Type(), node: s.Root}}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if at.typ == nil {
			continue
		}
		if depth, seen := depths[at.typ]; seen && depth < at.depth {
			continue
		}
		depths[at.typ] = at.depth
		if at.typ.Item != nil {
			queue = append(queue, spot{at.typ.Item, at.path + "[]", document.Node{}, at.depth + 1})
		}
		chosen := at.typ.Variant(s.get(at.node, at.typ.Discriminator).Text())
		for i := range at.typ.Variants {
			variant := &at.typ.Variants[i]
			if own && chosen != nil && variant != chosen || (!own || chosen == nil) && variant.Refused != "" {
				continue
			}
			queue = append(queue, spot{variant.Type, at.path, at.node, at.depth})
		}
		for i := range at.typ.Fields {
			f := &at.typ.Fields[i]
			path := strings.TrimPrefix(at.path+"."+f.Name, ".")
			if f.Forbidden {
				continue
			}
			if f.Name == name && !slices.ContainsFunc(found, func(h home) bool { return h.path == path }) {
				found = append(found, home{path, f, at.node})
			}
			queue = append(queue, spot{f.Type, path, s.get(at.node, f.Name), at.depth + 1})
		}
	}
	return found
}
