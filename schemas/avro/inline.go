package avro

import (
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/field"
)

// Inline returns the schema with the types that other files define put in where they are first used, so that it stands alone as the
// schema in a job spec must. It is false for a schema with faults, and for one that reads otherwise when it stands alone.
func (s *Schema) Inline() (document.Value, bool) {
	if len(s.Faults) > 0 {
		return document.Value{}, false
	}
	i := inliner{home: s.node.File(), done: make(map[*Type]bool)}
	value := i.schema(s.node, s.Root)
	alone := Read(document.Parse(document.Encode(value), document.JSON).Root())
	return value, len(alone.Faults) == 0 && len(Compare(s, alone)) == 0
}

// StandsAlone reports whether the schema uses only types that it defines itself.
func (s *Schema) StandsAlone() bool {
	i := inliner{home: s.node.File(), done: make(map[*Type]bool)}
	i.schema(s.node, s.Root)
	return len(i.done) == 0
}

// inliner writes a schema with the definitions of other files.
type inliner struct {
	home *document.File
	done map[*Type]bool // types of other files that were put in
}

// schema returns the schema at a node, which means the type.
func (i *inliner) schema(n document.Node, t *Type) document.Value {
	switch n.Kind() {
	case document.String:
		return i.reference(n, t)
	case document.Array:
		if n.Len() != len(t.Branches) { // of two properties with one key the other one counts
			break
		}
		branches := make([]document.Value, 0, n.Len())
		for branch := range n.Children() {
			branches = append(branches, i.schema(branch, t.Branches[len(branches)]))
		}
		return document.ArrayOf(branches...)
	case document.Object:
		return document.ObjectOf(i.members(n, t)...)
	}
	return n.Value()
}

// reference returns what stands for a name: the definition of a type of another file where it is first used.
func (i *inliner) reference(n document.Node, t *Type) document.Value {
	if t.Node.File() == i.home || t.Name == "" {
		return n.Value()
	}
	if i.done[t] {
		return document.StringOf(t.Name)
	}
	i.done[t] = true
	// A full name stands for itself wherever it is put; one without a namespace needs to say that it has none.
	named := []document.Member{{Key: "type", Value: document.StringOf(kindName(t.Kind))}, {Key: "name", Value: document.StringOf(t.Name)}}
	if shortName(t.Name) == t.Name {
		named = append(named, document.Member{Key: "namespace", Value: document.StringOf("")})
	}
	for _, member := range i.members(t.Node, t) {
		if member.Key != "type" && member.Key != "name" && member.Key != "namespace" {
			named = append(named, member)
		}
	}
	return document.ObjectOf(named...)
}

// members returns the members of an object that is a schema. One that holds nothing but a name may stand for a type of another file.
func (i *inliner) members(n document.Node, t *Type) []document.Member {
	if typ := last(n, "type"); isText(typ) && t.Name != "" && t.Node != n {
		if inner := i.reference(typ, t); inner.Kind() == document.Object {
			return inner.Members()
		}
	}
	members := make([]document.Member, 0, n.Len())
	for child := range n.Children() {
		value := child.Value()
		switch key := child.Key(); {
		case key == "fields" && t.Kind == field.Record && child.Kind() == document.Array:
			value = i.fields(child, t)
		case (key == "items" && t.Kind == field.Array || key == "values" && t.Kind == field.Map) && t.Item != nil:
			value = i.schema(child, t.Item)
		}
		members = append(members, document.Member{Key: child.Key(), Value: value})
	}
	return members
}

func (i *inliner) fields(n document.Node, t *Type) document.Value {
	fields := make([]document.Value, 0, n.Len())
	for item := range n.Children() {
		members := make([]document.Member, 0, item.Len())
		for child := range item.Children() {
			value := child.Value()
			if child.KeyIs("type") {
				value = i.schema(child, t.Fields[len(fields)].Type)
			}
			members = append(members, document.Member{Key: child.Key(), Value: value})
		}
		fields = append(fields, document.ObjectOf(members...))
	}
	return document.ArrayOf(fields...)
}
