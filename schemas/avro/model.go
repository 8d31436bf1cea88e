package avro

import (
	"sync"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/field"
)

// buildModels gives every type its counterpart in the model. All counterparts exist before the first is filled, so that types
// may refer to each other in any way without recursion here. Unions come last: a nullable type is a copy of what it makes nullable.
func buildModels(schemas []*Schema) {
	for _, s := range schemas {
		models := make([]field.Type, len(s.types))
		for i, t := range s.types {
			t.model = &models[i]
		}
	}
	nodes := &fieldNodes{schemas: schemas}
	for _, s := range schemas {
		s.nodes = nodes
		for _, t := range s.types {
			if t.Kind != field.Union {
				fill(t)
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

// fieldNodes finds the places of fields in schemas that were read together. They are collected when the first one is asked for.
type fieldNodes struct {
	schemas []*Schema
	once    sync.Once
	nodes   map[*field.Field]document.Node
}

func (n *fieldNodes) find(f *field.Field) document.Node {
	n.once.Do(func() {
		n.nodes = make(map[*field.Field]document.Node)
		for _, s := range n.schemas {
			for _, t := range s.types {
				if t.Kind != field.Record {
					continue
				}
				for i := range t.Fields {
					n.nodes[&t.model.Fields[i]] = t.Fields[i].Node
				}
			}
		}
	})
	return n.nodes[f]
}

func fill(t *Type) {
	m := t.model
	m.Kind, m.Logical, m.Name, m.Symbols = t.Kind, t.Logical, t.Name, t.Symbols
	if t.Item != nil {
		m.Item = t.Item.model
	}
	if len(t.Fields) == 0 {
		return
	}
	m.Fields = make([]field.Field, len(t.Fields))
	for i := range t.Fields {
		m.Fields[i].Name, m.Fields[i].Type = t.Fields[i].Name, t.Fields[i].Type.model
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
