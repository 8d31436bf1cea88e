package avro

import (
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/field"
)

// MismatchCode tells the kinds of mismatches apart, as Java's Resolver.ErrorAction does.
type MismatchCode string

// The ways in which a reader's schema cannot read what a writer wrote.
const (
	// TypesDiffer: no promotion leads from the writer's type to the reader's.
	TypesDiffer MismatchCode = "types-differ"
	// NamesDiffer: enums or fixeds of different names. Record names may differ, as in Java.
	NamesDiffer MismatchCode = "names-differ"
	// SizesDiffer: fixeds of different sizes.
	SizesDiffer MismatchCode = "sizes-differ"
	// MissingField: the reader has a field without a default that the writer has not.
	MissingField MismatchCode = "missing-field"
	// NoBranch: no branch of the reader's union takes the writer's type.
	NoBranch MismatchCode = "no-branch"
	// MissingSymbol: the writer's enum has a symbol that the reader's has not, which has no default either.
	MissingSymbol MismatchCode = "missing-symbol"
	// UselessDefault: the default of a field that the writer lacks is not a symbol of its enum, which Java notices only here.
	UselessDefault MismatchCode = "useless-default"
)

// Mismatch is a reason why a reader's schema cannot read what a writer wrote.
type Mismatch struct {
	Code MismatchCode
	// Path is the field in the reader's schema, such as "address.street[]"; "" at the root.
	Path string
	// Reader and Writer are the places in the two schemas.
	Reader, Writer document.Node
	// Sometimes is true if it depends on the record whether reading fails: a branch of a union, a symbol, an item.
	Sometimes bool
	// Message says what does not fit, without the path and without a final full stop.
	Message string
}

// Compatible returns why records of the writer's schema cannot be read with the reader's, by the rules of Java's Resolver: int may
// become long, float or double, long float or double, float double, and string and bytes each other; a field that the writer lacks
// needs a default in the reader. Parts of either schema that could not be read fit everything.
func Compatible(reader, writer *Schema) []Mismatch {
	r := resolver{
		aliases: make(map[string]string), fieldAliases: make(map[string]map[string]string),
		seen: make(map[typePair]bool), matches: make(map[typePair]bool), equal: make(map[typePair]bool),
		steps: maxPairs,
	}
	r.collectAliases(reader)
	r.resolve(writer.Root, reader.Root, place{})
	return r.mismatches
}

// Limits on the comparison of two schemas: unions of many records can be matched with each other in very many ways.
const (
	maxPairs     = 2_000_000
	maxPairDepth = 5_000
)

// typePair is a pair of the writer's and the reader's type.
type typePair struct{ writer, reader *Type }

type resolver struct {
	aliases      map[string]string            // the reader's name for a name that it has as an alias
	fieldAliases map[string]map[string]string // by the full name of the reader's record
	seen         map[typePair]bool
	matches      map[typePair]bool
	equal        map[typePair]bool
	steps, depth int
	mismatches   []Mismatch
}

// place is where the comparison is.
type place struct {
	path      string
	sometimes bool
}

func (p place) field(name string) place {
	if p.path != "" {
		name = p.path + "." + name
	}
	return place{name, p.sometimes}
}

// collectAliases learns the reader's aliases, which Java applies to the writer's schema first.
func (r *resolver) collectAliases(reader *Schema) {
	for _, t := range reader.types {
		for _, alias := range t.Aliases {
			r.aliases[alias] = t.Name
		}
		for i := range t.Fields {
			for _, alias := range t.Fields[i].Aliases {
				if r.fieldAliases[t.Name] == nil {
					r.fieldAliases[t.Name] = make(map[string]string)
				}
				r.fieldAliases[t.Name][alias] = t.Fields[i].Name
			}
		}
	}
}

// nameOf returns the name of the writer's type as the reader calls it.
func (r *resolver) nameOf(w *Type) string {
	if name, ok := r.aliases[w.Name]; ok {
		return name
	}
	return w.Name
}

// fieldNameOf returns the name of a field of the writer as the reader calls it.
func (r *resolver) fieldNameOf(w *Type, f *Field) string {
	if name, ok := r.fieldAliases[r.nameOf(w)][f.Name]; ok {
		return name
	}
	return f.Name
}

func (r *resolver) mismatch(code MismatchCode, w, d *Type, at place, format string, args ...any) {
	if len(r.mismatches) < maxFaults {
		r.mismatches = append(r.mismatches, Mismatch{code, at.path, d.Node, w.Node, at.sometimes, fmt.Sprintf(format, args...)})
	}
}

// resolve notes why the type d of the reader cannot read the type w of the writer.
func (r *resolver) resolve(w, d *Type, at place) {
	if r.steps--; r.steps <= 0 || r.depth > maxPairDepth || w == nil || d == nil || w.Kind == field.Unknown || d.Kind == field.Unknown {
		return
	}
	r.depth++
	defer func() { r.depth-- }()
	switch {
	case w.Kind == field.Union:
		r.resolveWriterUnion(w, d, at)
	case w.Kind == d.Kind && w.Item != nil:
		brackets := "[]"
		if w.Kind == field.Map {
			brackets = "{}"
		}
		r.resolve(w.Item, d.Item, place{at.path + brackets, true})
	case w.Kind == field.Record && d.Kind == field.Record:
		r.resolveRecord(w, d, at)
	case w.Kind != d.Kind && d.Kind == field.Union:
		if branch := r.firstMatch(w, d); branch != nil {
			r.resolve(w, branch, at)
		} else {
			r.mismatch(NoBranch, w, d, at, "the writer has %s, which no branch of the reader's %s takes", w, d)
		}
	default:
		if code := r.directError(w, d); code != "" {
			r.mismatch(code, w, d, at, "the writer has %s, the reader expects %s%s", w, d, differenceHint(code, w, d))
		} else if w.Kind == field.Enum {
			r.resolveSymbols(w, d, at)
		}
	}
}

func differenceHint(code MismatchCode, w, d *Type) string {
	switch code {
	case NamesDiffer:
		return ": the names must be the same, or the reader's type needs an alias"
	case SizesDiffer:
		return fmt.Sprintf(": %d bytes cannot be read as %d", w.Size, d.Size)
	}
	return ""
}

func (r *resolver) resolveSymbols(w, d *Type, at place) {
	if d.Default != "" {
		return
	}
	known := make(map[string]bool, len(d.Symbols))
	for _, symbol := range d.Symbols {
		known[symbol] = true
	}
	for _, symbol := range w.Symbols {
		if !known[symbol] {
			r.mismatch(MissingSymbol, w, d, place{at.path, true}, "the writer's enum has the symbol %q, the reader's has neither it nor a default", symbol)
		}
	}
}

func (r *resolver) resolveWriterUnion(w, d *Type, at place) {
	same := r.equivalent(w, d)
	for i, branch := range w.Branches {
		target := d
		if same {
			target = d.Branches[i]
		}
		r.resolve(branch, target, place{at.path, at.sometimes || len(w.Branches) > 1})
	}
}

func (r *resolver) resolveRecord(w, d *Type, at place) {
	pair := typePair{w, d}
	if r.seen[pair] {
		return
	}
	r.seen[pair] = true
	byName := r.fieldsByName(w)
	for i := range d.Fields {
		f := &d.Fields[i]
		if given := byName[f.Name]; given != nil {
			r.resolve(given.Type, f.Type, at.field(f.Name))
		} else if !f.Default.Exists() {
			r.mismatch(MissingField, &Type{Node: w.Node}, &Type{Node: f.Node}, at.field(f.Name), "the writer has no field %q, and the reader's has no default", f.Name)
		} else if f.Type.Kind == field.Enum && !slices.Contains(f.Type.Symbols, f.Default.Text()) {
			r.mismatch(UselessDefault, &Type{Node: w.Node}, &Type{Node: f.Default}, at.field(f.Name), "the writer has no field %q, and the reader's default is not a symbol of %s", f.Name, f.Type)
		}
	}
}

// fieldsByName returns the fields of a writer's record by the names that the reader has for them.
func (r *resolver) fieldsByName(w *Type) map[string]*Field {
	byName := make(map[string]*Field, len(w.Fields))
	for i := range w.Fields {
		byName[r.fieldNameOf(w, &w.Fields[i])] = &w.Fields[i]
	}
	r.steps -= len(w.Fields)
	return byName
}

// directError returns why the two types cannot fit whatever is in them; "" if they may.
func (r *resolver) directError(w, d *Type) MismatchCode {
	switch {
	case w.Kind == field.Unknown || d.Kind == field.Unknown || w.Kind == field.Union:
	case w.Kind != d.Kind && d.Kind == field.Union:
		if r.firstMatch(w, d) == nil {
			return NoBranch
		}
	case w.Kind != d.Kind:
		if !promotes(w.Kind, d.Kind) {
			return TypesDiffer
		}
	case w.Kind == field.Enum || w.Kind == field.Fixed:
		if shortName(r.nameOf(w)) != shortName(d.Name) {
			return NamesDiffer
		}
		if w.Size != d.Size {
			return SizesDiffer
		}
	case w.Kind == field.Record:
		if r.lacksField(w, d) {
			return MissingField
		}
	}
	return ""
}

func (r *resolver) lacksField(w, d *Type) bool {
	byName := r.fieldsByName(w)
	for i := range d.Fields {
		if byName[d.Fields[i].Name] == nil && !d.Fields[i].Default.Exists() {
			return true
		}
	}
	return false
}

// firstMatch returns the branch of the reader's union that takes the writer's type, nil if none does: the same type and for named
// types the same name, else a record whose fields fit, else the first branch that the type is promoted to.
func (r *resolver) firstMatch(w, union *Type) *Type {
	var structural *Type
	for _, branch := range union.Branches {
		switch {
		case branch.Kind == field.Unknown:
			return branch
		case branch.Kind != w.Kind:
		case w.Name == "":
			return branch
		case r.nameOf(w) == branch.Name:
			return branch
		case w.Kind == field.Record && r.fieldsFit(w, branch):
			if structural == nil || shortName(r.nameOf(w)) == shortName(branch.Name) {
				structural = branch
			}
		}
	}
	if structural != nil {
		return structural
	}
	for _, branch := range union.Branches {
		if promotes(w.Kind, branch.Kind) {
			return branch
		}
	}
	return nil
}

// fieldsFit reports whether no field of the two records fails by itself; what is deeper does not count, as in Java.
func (r *resolver) fieldsFit(w, d *Type) bool {
	pair := typePair{w, d}
	if fit, ok := r.matches[pair]; ok {
		return fit
	}
	if r.steps--; r.steps <= 0 || r.depth > maxPairDepth {
		return true
	}
	r.depth++
	defer func() { r.depth-- }()
	r.matches[pair] = true // while it is being found out
	byName := r.fieldsByName(w)
	fit := !r.lacksField(w, d)
	for i := range d.Fields {
		if given := byName[d.Fields[i].Name]; fit && given != nil && r.directError(given.Type, d.Fields[i].Type) != "" {
			fit = false
		}
	}
	r.matches[pair] = fit
	return fit
}

// equivalent reports whether two types are the same but for namespaces; unions that are so fit branch by branch.
func (r *resolver) equivalent(w, d *Type) bool {
	if r.steps--; r.steps <= 0 || w == nil || d == nil || w.Kind != d.Kind || shortName(r.nameOf(w)) != shortName(d.Name) || r.depth > maxPairDepth {
		return false
	}
	r.depth++
	defer func() { r.depth-- }()
	switch w.Kind {
	case field.Fixed:
		return w.Size == d.Size
	case field.Enum:
		return slices.Equal(w.Symbols, d.Symbols)
	case field.Array, field.Map:
		return r.equivalent(w.Item, d.Item)
	case field.Union:
		return slices.EqualFunc(w.Branches, d.Branches, r.equivalent)
	case field.Record:
		pair := typePair{w, d}
		if same, ok := r.equal[pair]; ok {
			return same
		}
		r.equal[pair] = true // while it is being found out
		same := slices.EqualFunc(w.Fields, d.Fields, func(a, b Field) bool {
			return r.fieldNameOf(w, &a) == b.Name && r.equivalent(a.Type, b.Type)
		})
		r.equal[pair] = same
		return same
	}
	return true
}

// promotes reports whether a value of one kind may be read as another (specification, "Schema Resolution").
func promotes(from, to field.Kind) bool {
	switch from {
	case field.Int:
		return to == field.Long || to == field.Float || to == field.Double
	case field.Long:
		return to == field.Float || to == field.Double
	case field.Float:
		return to == field.Double
	case field.String:
		return to == field.Bytes
	case field.Bytes:
		return to == field.String
	}
	return false
}

func shortName(full string) string { return full[strings.LastIndexByte(full, '.')+1:] }
