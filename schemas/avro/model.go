package avro

import (
	"strconv"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/field"
)

// maxPlaces bounds the memory that the places of fields take: in a hostile schema many fields lie very deep. Fields beyond it
// have no place.
const maxPlaces = 16 << 20

// buildModels gives every type its counterpart in the model. All counterparts exist before the first is filled, so that types
// may refer to each other in any way without recursion here. Unions come last: a nullable type is a copy of what it makes nullable.
func buildModels(schemas []*Schema) {
	fields := 0
	for _, s := range schemas {
		models := make([]field.Type, len(s.types))
		for i, t := range s.types {
			t.model = &models[i]
			fields += len(t.Fields)
		}
	}
	nodes := make(map[*field.Field]document.Node, fields)
	for _, s := range schemas {
		s.nodes = nodes
		places := maxPlaces
		for _, t := range s.types {
			if t.Kind != field.Union {
				s.fill(t, &places)
			}
		}
	}
	for _, s := range schemas {
		for _, t := range s.types {
			if t.Kind == field.Union {
				fillUnion(t)
			}
		}
		s.Model = s.Root.model
	}
}

func (s *Schema) fill(t *Type, places *int) {
	m := t.model
	m.Kind, m.Logical, m.Name, m.Symbols = t.Kind, t.Logical, t.Name, t.Symbols
	if t.Item != nil {
		m.Item = t.Item.model
	}
	if len(t.Fields) == 0 {
		return
	}
	prefix := strings.TrimPrefix(t.Fields[0].Node.Parent().Pointer(), s.node.Pointer()) + "/"
	m.Fields = make([]field.Field, len(t.Fields))
	for i := range t.Fields {
		f := &m.Fields[i]
		f.Name, f.Type = t.Fields[i].Name, t.Fields[i].Type.model
		if *places -= len(prefix) + 8; *places > 0 {
			f.Place = prefix + strconv.Itoa(t.Fields[i].Node.Index())
		}
		s.nodes[f] = t.Fields[i].Node
	}
}

// fillUnion makes a union what it is without null.
func fillUnion(t *Type) {
	m := t.model
	var branches []*field.Type
	for _, branch := range t.Branches {
		switch branch.Kind {
		case field.Null:
			m.Nullable = true
		default:
			branches = append(branches, branch.model)
		}
	}
	switch {
	case len(branches) == 1:
		nullable := m.Nullable
		*m = *branches[0]
		m.Nullable = m.Nullable || nullable
	case len(branches) > 1:
		m.Kind, m.Branches = field.Union, branches
	case m.Nullable:
		m.Kind = field.Null
	}
}
