package gen

import (
	"strings"

	"github.com/polarspec/polarspec/schemas/field"
)

// maxDepth and maxVisits bound the walk through records within records.
const (
	maxDepth  = 16
	maxVisits = 20_000
)

// flattening is the walk through the records of one field.
type flattening struct {
	job    *job
	entry  *entry
	filter *filter
	whole  bool
	visits int
	list   []column
}

// leaves are the columns for the values within a record.
func (j *job) leaves(e *entry, f *filter, whole bool) []column {
	w := &flattening{job: j, entry: e, filter: f, whole: whole}
	w.record(e.typ(), []string{e.typ().Name}, nil, []string{e.name})
	return w.list
}

// record adds the values within a record. within are the names of the records around them; steps are those of the path, shown those of
// the .proto file.
func (w *flattening) record(t *field.Type, within, steps, shown []string) {
	for i := range t.Fields {
		f := &t.Fields[i]
		if w.visits++; w.visits > maxVisits || len(w.list) > maxColumns {
			return
		}
		inner, path := with(steps, w.job.stepName(f)), with(shown, w.job.shownName(f))
		typ := plain(f.Type)
		if typ.Kind == field.Record && len(typ.Fields) > 0 && len(within) < maxDepth && !contains(within, typ.Name) {
			w.record(typ, with(within, typ.Name), inner, path)
			continue
		}
		w.leaf(f, inner, path)
	}
}

// with is a copy of a list with one more name.
func with(list []string, name string) []string { return append(list[:len(list):len(list)], name) }

// shownName is what the user calls a field within a record.
func (j *job) shownName(f *field.Field) string {
	if f.ProtoName != "" && j.options.FieldNames != "json" {
		return f.ProtoName
	}
	return f.Name
}

// stepName is what a field is called in a JSON path.
func (j *job) stepName(f *field.Field) string {
	if f.ProtoName != "" && j.options.FieldNames == "proto" {
		return f.ProtoName
	}
	return f.Name
}

func contains(list []string, name string) bool {
	for _, other := range list {
		if name != "" && other == name {
			return true
		}
	}
	return false
}

// leaf adds the column of one value.
func (w *flattening) leaf(f *field.Field, steps, shown []string) {
	j := w.job
	name := strings.Join(shown, ".")
	j.renames.within[name] = true
	if !w.filter.selectsWithin(w.whole, w.entry.name, name) || j.time.entry == w.entry && j.time.path == name {
		return
	}
	path, ok := field.JSONPath(steps)
	dataType := field.Best(f.Type, j.reading)
	expression, single := field.Within(f.Type, dataType, w.entry.operand(), path)
	switch {
	case !ok:
		j.note(name, "left out: a JSON path cannot name it")
		return
	case dataType == "" || plain(f.Type).Kind == field.Null:
		j.note(name, "left out: "+because(f.Type, j.reading))
		return
	case !single && j.aggregates():
		j.note(name, "left out: JSON_VALUE reads single values only, and an aggregate table has no columns of the type json")
		return
	}
	for _, message := range field.Notes(f, j.reading) {
		j.note(name, message)
	}
	if !single {
		dataType = field.AsJSON
	}
	w.list = append(w.list, column{name: j.columnName(name, strings.Join(shown, "_")), expression: expression, origin: origin{entry: w.entry, name: name, typ: f.Type, dataType: dataType}})
}

func because(t *field.Type, r field.Reading) string {
	if why := field.WhyNone(t, r); why != "" {
		return why
	}
	return "it is null in every row"
}

// special reports whether a message should quote a name with the character in it.
func special(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_'
}
