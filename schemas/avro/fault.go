package avro

import (
	"fmt"
	"slices"

	"github.com/polarspec/polarspec/internal/document"
)

// Code tells the kinds of faults apart.
type Code string

// What can be wrong with a schema.
const (
	// NotASchema is a value where a schema belongs that is neither a name, an object nor a union.
	NotASchema Code = "not-a-schema"
	// Missing is a property that the type needs.
	Missing Code = "missing"
	// WrongKind is a property whose JSON value is of the wrong kind.
	WrongKind Code = "wrong-kind"
	// BadName is a name, namespace, symbol or alias that breaks the rules of names.
	BadName Code = "bad-name"
	// ReservedName is a type named like a primitive type.
	ReservedName Code = "reserved-name"
	// Redefined is a name that is defined twice.
	Redefined Code = "redefined"
	// Undefined is a name that the schema does not define.
	Undefined Code = "undefined"
	// Unresolved is a name that no file read together with this one defines.
	Unresolved Code = "unresolved"
	// UsedBefore is a name that is used before its definition.
	UsedBefore Code = "used-before"
	// DuplicateField is a field name that the record already has.
	DuplicateField Code = "duplicate-field"
	// DuplicateSymbol is a symbol that the enum already has.
	DuplicateSymbol Code = "duplicate-symbol"
	// DuplicateBranch is a union with two members that data cannot tell apart.
	DuplicateBranch Code = "duplicate-branch"
	// NestedUnion is a union directly inside another.
	NestedUnion Code = "nested-union"
	// BadSize is a fixed size that is not a number of bytes.
	BadSize Code = "bad-size"
	// BadOrder is an order other than ascending, descending, ignore.
	BadOrder Code = "bad-order"
	// BadDefault is a default that is not a value of the type.
	BadDefault Code = "bad-default"
	// LaterBranch is a default of a union that is a value of a branch other than the first.
	LaterBranch Code = "default-of-later-branch"
)

// Versions says which versions of Avro's Java library refuse a schema.
type Versions uint8

// The versions, as far as they differ: Druid moved from 1.11 to 1.12.
const (
	// Every version refuses it.
	Every Versions = iota
	// Before112 is refused through 1.11 and taken by 1.12.
	Before112
	// Since112 is refused by 1.12 and taken before.
	Since112
)

// Fault is something that makes a schema invalid.
type Fault struct {
	Code Code
	// Versions is Every for [Schema.Faults].
	Versions Versions
	// Node is what is wrong; for something that is missing, the object that lacks it.
	Node document.Node
	// Span is what to underline, always on one line: the value if it is a scalar, a part of it, or the key that it stands under.
	Span document.Span
	// Related is the other place of a duplicate, the absent node otherwise.
	Related document.Node
	// Path is the field in which the fault lies, such as "address.street[]"; "" at the root.
	Path string
	// Message says what is wrong and what to write, without the path and without a final full stop.
	Message string
}

// Text returns the message with the path of the field in front.
func (f Fault) Text() string {
	if f.Path == "" {
		return f.Message
	}
	return fmt.Sprintf("field %q: %s", f.Path, f.Message)
}

// maxFaults is how many faults of one schema are kept: a text with so many is no schema.
const maxFaults = 1000

// report notes a fault at a value.
func (r *reader) report(code Code, n document.Node, format string, args ...any) *Fault {
	return r.add(Fault{Code: code, Node: n, Span: underline(n), Message: fmt.Sprintf(format, args...)})
}

// missing notes that an object lacks a property.
func (r *reader) missing(parent document.Node, format string, args ...any) {
	r.add(Fault{Code: Missing, Node: parent, Span: head(parent), Message: fmt.Sprintf(format, args...)})
}

// add keeps a fault and returns it to be completed; what is beyond the limit goes to a place that nobody reads.
func (r *reader) add(fault Fault) *Fault {
	if len(r.faults) >= maxFaults {
		return &Fault{}
	}
	fault.Path = r.path(fault.Node)
	r.faults = append(r.faults, fault)
	return &r.faults[len(r.faults)-1]
}

// finishFaults puts the faults in the order of the text and tells doubts from faults.
func (r *reader) finishFaults() {
	slices.SortStableFunc(r.faults, func(a, b Fault) int { return a.Span.Start - b.Span.Start })
	for _, fault := range r.faults {
		if fault.Versions == Every {
			r.schema.Faults = append(r.schema.Faults, fault)
		} else {
			r.schema.Doubts = append(r.schema.Doubts, fault)
		}
	}
}

// underline returns the part of a value that is shown: all of a scalar, of a container what [head] says.
func underline(n document.Node) document.Span {
	if n.Kind() == document.Object || n.Kind() == document.Array {
		return head(n)
	}
	return n.Span()
}

// head returns where something that a container lacks is shown: its key, or its first character if it has none.
func head(n document.Node) document.Span {
	if n.HasKey() {
		return n.KeySpan()
	}
	span := n.Span()
	return document.Span{Start: span.Start, End: min(span.Start+1, span.End)}
}

// path returns the path of the fields in which a node of the schema lies. It is found only when there is a fault.
func (r *reader) path(n document.Node) string {
	var steps []document.Node
	for ; n.Exists() && n != r.schema.node; n = n.Parent() {
		steps = append(steps, n)
	}
	path := ""
	// From a schema, "type" and the members of a union lead to schemas; everything else that is no schema or field ends the path.
	for i := len(steps) - 1; i >= 0; i-- {
		step := steps[i]
		switch {
		case !step.HasKey() || step.KeyIs("type"):
		case step.KeyIs("items"):
			path += "[]"
		case step.KeyIs("values"):
			path += "{}"
		case step.KeyIs("fields") && i > 0:
			i--
			if name := last(steps[i], "name"); isText(name) && path != "" {
				path += "." + name.Text()
			} else if isText(name) {
				path = name.Text()
			}
		default:
			return path
		}
	}
	return path
}

// last returns the last member of an object with a key, as Jackson reads an object with duplicate keys.
func last(n document.Node, key string) document.Node {
	found := document.Node{}
	if n.Kind() != document.Object {
		return found
	}
	for child := range n.Children() {
		if child.KeyIs(key) {
			found = child
		}
	}
	return found
}
