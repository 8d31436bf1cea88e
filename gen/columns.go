package gen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/schemas/field"
)

// useMeasures finds the fields that the user's expressions use. A field that only measures use is no dimension: rows that differ in
// nothing but it could not be rolled up.
func (j *job) useMeasures() error {
	for _, m := range j.options.Measures {
		for e := range j.used(m.Value) {
			j.uses[e] = true
			j.measured[e] = !slices.Contains(j.options.Select, e.name)
		}
	}
	if j.options.Filter != "" {
		for e := range j.used(j.options.Filter) {
			j.uses[e] = true
		}
	}
	return nil
}

// used are the fields that an expression uses; none if it does not parse, which the rules say.
func (j *job) used(text string) map[*entry]bool {
	found := map[*entry]bool{}
	tree, faults := druidsql.Parse(text)
	if len(faults) > 0 || tree == nil {
		return found
	}
	for column := range druidsql.Columns(tree) {
		for _, e := range j.entries {
			if len(column.Parts) == 1 && slices.Contains(e.inputs, column.Parts[0].Text) {
				found[e] = true
			}
		}
	}
	return found
}

// makeColumns makes the mappings: the time, a column for each field, the measures.
func (j *job) makeColumns() error {
	expression := j.time.expression
	if j.options.Rollup != "" {
		expression = "TIME_FLOOR(" + expression + ", " + druidsql.QuoteString(j.options.Rollup) + ")"
	}
	j.add(column{name: "__time", expression: expression})
	measures := j.measures()
	for _, m := range measures {
		j.taken[m.name] = true
	}
	f := newFilter(j.options)
	room := maxColumns - len(measures)
	left := 0
	for _, e := range j.entries {
		for _, c := range j.columnsOf(e, f) {
			if len(j.columns) >= room {
				left++
				continue
			}
			c.name = j.free(c.name)
			j.add(c)
			j.uses[e] = true
		}
	}
	if left > 0 {
		j.note("", fmt.Sprintf("%d columns are left out, because a table can have %d: choose with --select and --exclude", left, maxColumns))
	}
	if err := f.unused(j); err != nil {
		return err
	}
	j.columns = append(j.columns, measures...)
	return nil
}

func (j *job) add(c column) {
	j.taken[c.name] = true
	j.columns = append(j.columns, c)
}

// measures are the aggregations of the user, and the number of rows that each row of a rolled-up table stands for.
func (j *job) measures() []column {
	var list []column
	counted := j.options.Rollup == ""
	for _, m := range j.options.Measures {
		list = append(list, column{name: m.Name, expression: m.Value, aggregation: true})
		counted = counted || m.Name == "__count"
	}
	if !counted {
		list = append(list, column{name: "__count", expression: "COUNT(*)", aggregation: true})
	}
	return list
}

// columnsOf are the columns of a field: usually one.
func (j *job) columnsOf(e *entry, f *filter) []column {
	whole := f.selects(e.name)
	problem := e.unwritable()
	flat := (j.options.Flatten || j.aggregates()) && !e.chosen && e.typ().Kind == field.Record
	switch {
	case j.time.entry == e && j.time.whole, j.measured[e] && !flat, !whole && !flat:
		return nil
	case problem != "":
		name := e.name
		if strings.TrimSpace(name) == "" {
			name = fmt.Sprintf("%q", name)
		}
		j.note(name, "left out: "+problem)
		return nil
	case e.typ().Kind == field.Null:
		j.note(e.name, "left out: it is null in every row")
		return nil
	case e.dataType == "":
		if !slices.Contains(j.unreadable, e.Name) {
			j.note(e.name, "left out: "+field.WhyNone(e.Type, j.reading))
		}
		return nil
	case flat:
		return j.leaves(e, f, whole)
	case e.dataType == field.AsJSON && j.aggregates():
		j.note(e.name, "left out: an aggregate table has no columns of the type json")
		return nil
	}
	if !e.chosen {
		for _, message := range field.Notes(e.Field, j.reading) {
			j.note(e.name, message)
		}
	}
	return []column{{name: j.columnName(e.name, e.name), expression: field.Expression(e.Field, e.dataType, e.operands()...), origin: origin{entry: e, name: e.name, typ: e.Type}}}
}

// columnName is the name of the column for a field or a value within one: the one that the user gave, else its own without the two
// underscores that names of the service begin with.
func (j *job) columnName(path, own string) string {
	if name, ok := j.renames.given(path); ok {
		return name
	}
	name := strings.TrimSpace(own)
	if strings.HasPrefix(name, "__") {
		name = strings.TrimLeft(name, "_")
		if name == "" {
			name = "column"
		}
		j.note(path, fmt.Sprintf("the column is %q: names that begin with two underscores are reserved", name))
	}
	return name
}

// free is a name that no column has yet.
func (j *job) free(name string) string {
	if !j.taken[name] {
		return name
	}
	for i := 2; ; i++ {
		if other := fmt.Sprintf("%s_%d", name, i); !j.taken[other] {
			j.note(name, fmt.Sprintf("a second column of the name: it is %q", other))
			return other
		}
	}
}
