package avro

import (
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/field"
)

// Read reads a schema that stands alone, such as one in a job spec. The node is the schema itself; the caller judges whether
// comments may be in it. A text with faults of its own gives a schema of what could be read.
func Read(root document.Node) *Schema { return read([]document.Node{root}, false)[0] }

// ReadAll reads the schema files of a workspace, which may use each other's types. A name that none of them defines is
// [Unresolved]: it may be defined elsewhere. If several define a name, each uses its own, others that of the first.
func ReadAll(roots []document.Node) []*Schema { return read(roots, true) }

// reader reads one schema.
type reader struct {
	schema   *Schema
	spare    []Type // types that are not in use yet
	faults   []Fault
	pending  []reference
	unions   []*Type
	defaults []defaultCheck
	guesses  int // how many names have been compared in search of near ones
}

// read takes all schemas through one step after the other, because a step looks at what the one before found in all of them.
func read(roots []document.Node, files bool) []*Schema {
	readers := make([]*reader, len(roots))
	schemas := make([]*Schema, len(roots))
	for i, root := range roots {
		schemas[i] = &Schema{node: root, names: make(map[string]*Type)}
		readers[i] = &reader{schema: schemas[i]}
		readers[i].readSchema(root, "", &schemas[i].Root)
	}
	shared := namesOf(schemas)
	for _, r := range readers {
		r.link(shared, files)
	}
	for _, r := range readers {
		r.checkUnions()
		r.checkDefaults()
		r.finishFaults()
	}
	buildModels(schemas)
	return schemas
}

// namesOf collects the named types of all schemas; of several types with one name the first counts.
func namesOf(schemas []*Schema) map[string]*Type {
	if len(schemas) == 1 {
		return schemas[0].names
	}
	shared := make(map[string]*Type)
	for _, s := range schemas {
		for name, t := range s.names {
			if shared[name] == nil {
				shared[name] = t
			}
		}
	}
	return shared
}

// Types are allocated together: as many as there are already, within these limits. Most schemas are small.
const (
	fewestTypes = 8
	mostTypes   = 64
)

// newType returns a new type of the schema.
func (r *reader) newType(n document.Node, kind field.Kind) *Type {
	if len(r.spare) == 0 {
		r.spare = make([]Type, min(max(len(r.schema.types), fewestTypes), mostTypes))
	}
	t := &r.spare[0]
	r.spare = r.spare[1:]
	t.Kind, t.Node = kind, n
	r.schema.types = append(r.schema.types, t)
	return t
}

// members are the properties of an object that mean something to Avro. Of several with one key the last counts, as in Jackson.
type members struct {
	typ, name, namespace, fields, symbols, size, items, values document.Node
	def, order, aliases, logical, precision, scale             document.Node
}

func membersOf(n document.Node) members {
	var m members
	for child := range n.Children() {
		switch child.Key() {
		case "type":
			m.typ = child
		case "name":
			m.name = child
		case "namespace":
			m.namespace = child
		case "fields":
			m.fields = child
		case "symbols":
			m.symbols = child
		case "size":
			m.size = child
		case "items":
			m.items = child
		case "values":
			m.values = child
		case "default":
			m.def = child
		case "order":
			m.order = child
		case "aliases":
			m.aliases = child
		case "logicalType":
			m.logical = child
		case "precision":
			m.precision = child
		case "scale":
			m.scale = child
		}
	}
	return m
}

// isText reports whether a node is a string, the only kind of value that Avro takes for a name.
func isText(n document.Node) bool { return n.Kind() == document.String }
