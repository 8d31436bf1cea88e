package avro

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/field"
)

// reference is a name whose type was not known where it was read.
type reference struct {
	node document.Node
	full string // the name in the namespace around it
	slot **Type
}

// readName puts the type that a name means into slot; inObject is true for {"type": NAME}. A name without dots is looked for in the namespace around it, then in none.
func (r *reader) readName(n document.Node, space string, inObject bool, slot **Type) {
	name := n.Text()
	if kind := primitive(name); kind != field.Unknown {
		*slot = r.newType(n, kind)
		return
	}
	full := name
	if !strings.Contains(name, ".") {
		full = fullName(name, space)
	}
	if t := r.schema.names[full]; t != nil {
		*slot = t
		return
	}
	if t := r.schema.names[strings.TrimPrefix(name, ".")]; t != nil {
		*slot = t
		r.doubtUnqualified(n, full, inObject, t)
		return
	}
	*slot = r.newType(n, field.Unknown)
	r.pending = append(r.pending, reference{n, full, slot})
}

// doubtUnqualified reports a name that means a type without a namespace, where the versions differ in finding it.
func (r *reader) doubtUnqualified(n document.Node, full string, inObject bool, t *Type) {
	name := n.Text()
	switch {
	case strings.HasPrefix(name, "."):
		fault := r.report(Undefined, n, "%q starts with a dot: write %q (Avro from 1.12 on refuses it)", name, name[1:])
		fault.Versions = Since112
	case full != name && t.Kind == field.Record && t.Node.Span().Contains(n.Span()):
		// From 1.12.1 on a record is known only when it has been read to its end.
		fault := r.report(Undefined, n, "%q refers from inside of a namespace to the record around it, which has none (Avro from 1.12.1 on looks for %q only): give both one namespace", name, full)
		fault.Versions = Since112
	case full != name && inObject:
		fault := r.report(Undefined, n, "%q is looked for as %q when it stands in an object of its own (Avro before 1.12): write the name in place of the object", name, full)
		fault.Versions = Before112
	}
}

// link gives the names that were used before their definition, or that other files define, their types.
func (r *reader) link(shared map[string]*Type, files bool) {
	for _, ref := range r.pending {
		if t := r.schema.names[ref.full]; t != nil {
			*ref.slot = t
			fault := r.report(UsedBefore, ref.node, "%q is used before its definition, which Avro before 1.12 refuses: define it at its first use", ref.full)
			fault.Versions = Before112
			fault.Related = membersOf(t.Node).name
			continue
		}
		if t := shared[ref.full]; t != nil {
			*ref.slot = t
			continue
		}
		// A later definition without a namespace is found neither by 1.11 nor by 1.12; that of another file may come first.
		own := r.schema.names[ref.node.Text()]
		if t := shared[ref.node.Text()]; t != nil && own == nil {
			*ref.slot = t
			continue
		}
		r.undefined(ref, own, shared, files)
	}
}

// undefined reports a name that stands for nothing.
func (r *reader) undefined(ref reference, later *Type, shared map[string]*Type, files bool) {
	name := ref.node.Text()
	if name == "" {
		r.report(Undefined, ref.node, "the name of the type is empty")
		return
	}
	if later != nil {
		fault := r.report(Undefined, ref.node, "%q is not defined: %q, without a namespace, is defined only later. Define it at its first use", ref.full, name)
		fault.Related = membersOf(later.Node).name
		return
	}
	if hint := misnomer(name); hint != "" {
		r.report(Undefined, ref.node, "%q is not a type: %s", name, hint)
		return
	}
	known := r.knownNames(shared)
	hint := r.near(name, known)
	for _, full := range known {
		if full != name && shortName(full) == name {
			hint = fmt.Sprintf(". Did you mean %q?", full)
		}
	}
	if files {
		r.report(Unresolved, ref.node, "%q is not defined in this file nor in any other schema file that was read%s", ref.full, hint)
		return
	}
	r.report(Undefined, ref.node, "%q is not defined: a type is a primitive or defined in the same schema%s", ref.full, hint)
}

// knownNames returns what a reference can be near to: the defined types by full and short name, and the primitives.
func (r *reader) knownNames(shared map[string]*Type) []string {
	if r.guesses > maxGuesses {
		return nil
	}
	known := []string{"null", "boolean", "int", "long", "float", "double", "string", "bytes"}
	for _, full := range slices.Sorted(maps.Keys(shared)) {
		known = append(known, full)
		if dot := strings.LastIndexByte(full, '.'); dot >= 0 {
			known = append(known, full[dot+1:])
		}
	}
	return known
}

// misnomer says what to write instead of a name that is often taken for a type.
func misnomer(name string) string {
	switch lower := strings.ToLower(name); lower {
	case "array":
		return `an array is written {"type": "array", "items": …}`
	case "map":
		return `a map is written {"type": "map", "values": …}`
	case "record", "error":
		return `a record is written {"type": "record", "name": …, "fields": […]}`
	case "enum":
		return `an enum is written {"type": "enum", "name": …, "symbols": […]}`
	case "fixed":
		return `a fixed is written {"type": "fixed", "name": …, "size": …}`
	case "union":
		return "a union is written as an array of its members"
	case "date", "time-millis":
		return fmt.Sprintf(`write {"type": "int", "logicalType": %q}`, lower)
	case "timestamp", "datetime":
		return `write {"type": "long", "logicalType": "timestamp-millis"}`
	case "time-micros", "timestamp-millis", "timestamp-micros", "timestamp-nanos",
		"local-timestamp-millis", "local-timestamp-micros", "local-timestamp-nanos":
		return fmt.Sprintf(`write {"type": "long", "logicalType": %q}`, lower)
	case "decimal":
		return `write {"type": "bytes", "logicalType": "decimal", "precision": …, "scale": …}`
	case "uuid":
		return `write {"type": "string", "logicalType": "uuid"}`
	case "duration":
		return `write {"type": "fixed", "name": …, "size": 12, "logicalType": "duration"}`
	case "integer", "int32", "short", "byte":
		return `the 32 bit integer is "int"`
	case "int64", "bigint":
		return `the 64 bit integer is "long"`
	case "bool":
		return `it is called "boolean"`
	case "number", "float64", "real":
		return `the 64 bit floating point number is "double"`
	case "float32":
		return `the 32 bit floating point number is "float"`
	case "str", "text", "varchar", "char":
		return `it is called "string"`
	case "binary", "blob":
		return `it is called "bytes"`
	case "none", "nil", "void":
		return `it is called "null"`
	default:
		if primitive(lower) != field.Unknown {
			return fmt.Sprintf("write %q", lower)
		}
	}
	return ""
}

// checkUnions reports members that data cannot tell apart: two of one unnamed type, or two with one full name.
func (r *reader) checkUnions() {
	for _, union := range r.unions {
		var members []document.Node // collected when the first fault needs them
		seen := branchNames{}
		if len(union.Branches) > manyBranches {
			seen.index = make(map[string]int, len(union.Branches))
		}
		for i, branch := range union.Branches {
			if branch.Kind == field.Union || branch.Kind == field.Unknown {
				continue
			}
			first := seen.first(union.Branches, i)
			if first == i {
				continue
			}
			if members == nil {
				members = slices.Collect(union.Node.Children())
			}
			fault := r.report(DuplicateBranch, members[i], "the union has %s twice%s", branchName(branch), duplicateHint(branch.Kind))
			fault.Related = members[first]
		}
	}
}

// manyBranches is the number of branches up to which looking through them is cheaper than an index.
const manyBranches = 8

// branchNames finds the first branch of a name, in an index if there is one.
type branchNames struct{ index map[string]int }

// first returns the first branch with the name of branch i, which is i itself if there is none before it.
func (n branchNames) first(branches []*Type, i int) int {
	name := branchName(branches[i])
	if n.index != nil {
		if first, ok := n.index[name]; ok {
			return first
		}
		n.index[name] = i
		return i
	}
	for j, other := range branches[:i] {
		if other.Kind != field.Union && other.Kind != field.Unknown && branchName(other) == name {
			return j
		}
	}
	return i
}

// branchName is what tells the branches of a union apart: the name of a named type, the kind of any other.
func branchName(t *Type) string {
	if t.Name != "" {
		return t.Name
	}
	return kindName(t.Kind)
}

func duplicateHint(kind field.Kind) string {
	if kind == field.Array || kind == field.Map {
		return fmt.Sprintf(": only one %s is allowed, whatever is in it", kindName(kind))
	}
	return ""
}
