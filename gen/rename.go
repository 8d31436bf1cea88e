package gen

import (
	"maps"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/schemas/field"
)

// renames are the names that the user gave to columns.
type renames struct {
	// to are the names by those of the fields, or by the paths of values within records.
	to map[string]string
	// within are the paths of all values within records that were looked at.
	within map[string]bool
	used   map[string]bool
}

// readRenames takes over the names that the user gave. Whether there are columns for them shows when all are made.
func (j *job) readRenames() error {
	r := &j.renames
	r.to, r.within, r.used = map[string]string{}, map[string]bool{}, map[string]bool{}
	for _, pair := range j.options.Renames {
		name := pair.Name
		if e := j.byName[name]; e != nil { // which may be the JSON name
			name = e.name
		}
		if pair.Value == "__time" {
			return refuse("--rename %s=__time: that is the column of the time of the event, whose field --time names", pair.Name)
		}
		if _, twice := r.to[name]; twice {
			return refuse("--rename gives the column for %q two names", name)
		}
		r.to[name] = pair.Value
	}
	return nil
}

// given is the name that the user gave to the column for a field, or for a value within one; ok is false if there is none.
func (r *renames) given(path string) (name string, ok bool) {
	if name, ok = r.to[path]; ok {
		r.used[path] = true
	}
	return name, ok
}

// unusedRenames refuses names for what the data do not have, and says what became of the others that no column took.
func (j *job) unusedRenames() error {
	for _, pair := range j.options.Renames {
		e := j.byName[pair.Name]
		root, _, nested := strings.Cut(pair.Name, ".")
		around := j.byName[root]
		switch {
		case e != nil && j.renames.used[e.name], j.renames.used[pair.Name]:
		case e != nil && j.time.entry == e && j.time.whole:
			j.note(e.name, "the name "+quoted(pair.Value)+" is not used: the field is the time of the event, whose column is __time")
		case e != nil && len(j.renames.within) > 0 && e.typ().Kind == field.Record:
			j.note(e.name, "the name "+quoted(pair.Value)+" is not used: the columns are made of the values within the record")
		case e != nil, j.renames.within[pair.Name]:
			j.note(pair.Name, "the name "+quoted(pair.Value)+" is not used: no column is made of the field alone")
		case nested && around != nil && around.typ().Kind == field.Record && !j.options.Flatten && !j.aggregates():
			return refuse("--rename: the column is made of the whole record %q: --flatten makes columns of the values within it, such as %q", root, pair.Name)
		default:
			if near, ok := spelling.Near(pair.Name, slices.Values(slices.Sorted(maps.Keys(j.renames.within)))); ok && nested {
				return refuse("--rename: %s has no field %q. Did you mean %q?", j.source.Name, pair.Name, near)
			}
			return j.unknownField("rename", pair.Name)
		}
	}
	return nil
}
