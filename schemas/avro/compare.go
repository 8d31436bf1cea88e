package avro

import (
	"fmt"
	"slices"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/field"
)

// ChangeKind says what happened to a field.
type ChangeKind uint8

// The kinds of changes.
const (
	Added ChangeKind = iota
	Removed
	Changed
)

// Change is a difference between two schemas.
type Change struct {
	Kind ChangeKind
	// Path is the field, such as "address.street[]"; "" at the root.
	Path string
	// Old and New are the places in the two schemas; one of them is absent for what was added or removed.
	Old, New document.Node
	// Message says what is different, without the path and without a final full stop.
	Message string
}

// Compare returns how the new schema differs from the old one in what its data look like: fields that were added or removed, types
// that changed, another order of fields. Comments, aliases and defaults do not count. Parts that could not be read equal everything.
func Compare(before, after *Schema) []Change {
	c := comparer{seen: make(map[typePair]bool), steps: maxPairs}
	c.compare(before.Root, after.Root, place{})
	return c.changes
}

type comparer struct {
	seen         map[typePair]bool
	steps, depth int
	changes      []Change
}

func (c *comparer) change(kind ChangeKind, path string, before, after document.Node, format string, args ...any) {
	if len(c.changes) < maxFaults {
		c.changes = append(c.changes, Change{kind, path, before, after, fmt.Sprintf(format, args...)})
	}
}

func (c *comparer) compare(a, b *Type, at place) {
	if c.steps--; c.steps <= 0 || c.depth > maxPairDepth || a == nil || b == nil || a.Kind == field.Unknown || b.Kind == field.Unknown {
		return
	}
	c.depth++
	defer func() { c.depth-- }()
	switch {
	case a.Kind != b.Kind || a.Logical != b.Logical || a.Size != b.Size || a.Name != b.Name:
		c.change(Changed, at.path, a.Node, b.Node, "%s became %s%s", a, b, sizeHint(a, b))
		if a.Kind == field.Record && b.Kind == field.Record {
			c.compareFields(a, b, at)
		}
	case a.Kind == field.Record:
		c.compareFields(a, b, at)
	case a.Kind == field.Enum && !slices.Equal(a.Symbols, b.Symbols):
		c.change(Changed, at.path, a.Node, b.Node, "the symbols of %s changed%s", a, symbolHint(a.Symbols, b.Symbols))
	case a.Kind == field.Array:
		c.compare(a.Item, b.Item, place{path: at.path + "[]"})
	case a.Kind == field.Map:
		c.compare(a.Item, b.Item, place{path: at.path + "{}"})
	case a.Kind == field.Union:
		c.compareBranches(a, b, at)
	}
}

func sizeHint(a, b *Type) string {
	if a.Size == b.Size {
		return ""
	}
	return fmt.Sprintf(" (%d and %d bytes)", a.Size, b.Size)
}

// symbolHint names the first symbol that is not in both enums.
func symbolHint(before, after []string) string {
	for _, symbol := range after {
		if !slices.Contains(before, symbol) {
			return fmt.Sprintf(": %q is new", symbol)
		}
	}
	for _, symbol := range before {
		if !slices.Contains(after, symbol) {
			return fmt.Sprintf(": %q is gone", symbol)
		}
	}
	return ": their order is another"
}

// compareBranches compares two unions branch by branch if their branches are of the same kinds and names in the same order, which is
// what data depend on; otherwise the union as a whole changed.
func (c *comparer) compareBranches(a, b *Type, at place) {
	same := slices.EqualFunc(a.Branches, b.Branches, func(x, y *Type) bool {
		return x.Kind == field.Unknown || y.Kind == field.Unknown || x.Kind == y.Kind && x.Name == y.Name
	})
	if !same {
		c.change(Changed, at.path, a.Node, b.Node, "%s became %s", a, b)
		return
	}
	for i := range a.Branches {
		c.compare(a.Branches[i], b.Branches[i], at)
	}
}

func (c *comparer) compareFields(a, b *Type, at place) {
	pair := typePair{a, b}
	if c.seen[pair] {
		return
	}
	c.seen[pair] = true
	c.steps -= len(a.Fields) + len(b.Fields)
	// Of several fields with one name, which Avro refuses, the first counts.
	positions := make(map[string]int, len(a.Fields))
	for i := range a.Fields {
		if _, known := positions[a.Fields[i].Name]; !known {
			positions[a.Fields[i].Name] = i
		}
	}
	place, ordered := -1, true
	found := make(map[string]bool, len(b.Fields))
	for i := range b.Fields {
		f := &b.Fields[i]
		if found[f.Name] {
			continue
		}
		found[f.Name] = true
		position, known := positions[f.Name]
		if !known {
			c.change(Added, at.field(f.Name).path, document.Node{}, f.Node, "a new field, %s", f.Type)
			continue
		}
		ordered = ordered && position > place
		place = position
		c.compare(a.Fields[position].Type, f.Type, at.field(f.Name))
	}
	for i := range a.Fields {
		if f := &a.Fields[i]; !found[f.Name] && positions[f.Name] == i {
			c.change(Removed, at.field(f.Name).path, f.Node, document.Node{}, "the field is gone")
		}
	}
	if !ordered {
		c.change(Changed, at.path, a.Node, b.Node, "the fields of %s are in another order", b)
	}
}
