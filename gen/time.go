package gen

import (
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/schemas/field"
)

// moment is where the time of an event is.
type moment struct {
	// entry is the field, whole if the field itself is the time and not the value at a path within it.
	entry *entry
	whole bool
	path  string
	// operand is the value, expression the time that is made of it.
	operand, expression string
	nullable            bool
}

// units are what makes milliseconds of a number, by the names of the units.
var units = []struct{ name, scale string }{{"s", " * 1000"}, {"ms", ""}, {"us", " / 1000"}, {"ns", " / 1000000"}}

// value is a field, or a value within one.
type value struct {
	entry   *entry
	whole   bool
	path    string
	operand string
	typ     *field.Type
	// dataType is what the operand is of: one of [field.DataTypes], or empty.
	dataType string
	nullable bool
}

// chooseTime finds the field that has the time of the event. What is ambiguous is not guessed.
func (j *job) chooseTime() error {
	if j.options.Time == "" {
		return j.findTime()
	}
	v, unit, err := j.timeFlag()
	if err != nil {
		return err
	}
	expression, err := j.timeOf(v, unit)
	if err != nil {
		return err
	}
	j.setTime(v, expression)
	return nil
}

func (j *job) setTime(v value, expression string) {
	if v.typ.Local() {
		j.note(v.entry.name, "a time without a zone, read as UTC")
	}
	j.time = &moment{entry: v.entry, whole: v.whole, path: v.path, operand: v.operand, expression: expression, nullable: v.nullable}
	j.uses[v.entry] = true
}

// timeFlag reads --time: a field or a path, and what stands behind a colon.
func (j *job) timeFlag() (v value, unit string, err error) {
	text := j.options.Time
	if v, ok := j.value(text); ok {
		return v, "", nil
	}
	for i := range len(text) {
		if text[i] != ':' {
			continue
		}
		if v, ok := j.value(text[:i]); ok {
			return v, text[i+1:], nil
		}
	}
	name, _, _ := strings.Cut(text, ":")
	return value{}, "", j.unknownField("time", name)
}

// value finds a field by its name, or a value within a record by a path with dots.
func (j *job) value(name string) (value, bool) {
	if e := j.byName[name]; e != nil {
		return value{entry: e, whole: true, operand: e.operand(), typ: e.typ(), dataType: e.dataType, nullable: e.Type.Nullable}, true
	}
	root, rest, found := strings.Cut(name, ".")
	e := j.byName[root]
	if !found || e == nil || e.typ().Kind != field.Record {
		return value{}, false
	}
	v := value{entry: e, typ: e.typ(), nullable: e.Type.Nullable}
	steps, shown := []string{}, []string{e.name}
	for step := range strings.SplitSeq(rest, ".") {
		f := member(v.typ, step)
		if f == nil {
			return value{}, false
		}
		steps, shown = append(steps, j.stepName(f)), append(shown, j.shownName(f))
		v.typ, v.nullable = plain(f.Type), v.nullable || f.Type.Nullable
	}
	path, ok := field.JSONPath(steps)
	v.path = strings.Join(shown, ".")
	v.dataType = field.Best(v.typ, j.reading)
	if v.operand = field.JSONValue(e.operand(), path, v.dataType); !ok || v.operand == "" {
		return value{}, false
	}
	return v, true
}

// member is the field of a record under either of its names.
func member(t *field.Type, name string) *field.Field {
	if t.Kind != field.Record {
		return nil
	}
	for i := range t.Fields {
		if f := &t.Fields[i]; f.Name == name || f.ProtoName == name {
			return f
		}
	}
	return nil
}

// timeOf is the time that is made of a value in a unit, or in the one that its type tells.
func (j *job) timeOf(v value, unit string) (string, error) {
	name := j.options.Time
	if unit == "" {
		if expression, known := field.Time(v.typ, v.operand); known && v.dataType == field.Best(v.typ, j.reading) {
			return expression, nil
		}
		if !isText(v.dataType) && !isNumber(v.dataType) {
			return "", refuse("--time %s: a value that is read as %s is no time", name, orNothing(v.dataType))
		}
		return "", refuse("--time %s: the schema does not tell the unit. Say which it is:\n%s", name, strings.Join(j.candidates(v, name), "\n"))
	}
	for _, u := range units {
		if u.name == unit {
			return scaled(name, v, u.scale)
		}
	}
	if unit != "iso" && !strings.ContainsAny(unit, "yYx") {
		return "", refuse("--time %s: behind the colon stands s, ms, us, ns, iso or a pattern such as yyyy-MM-dd HH:mm:ss, not %q", name, unit)
	}
	operand := v.operand
	switch {
	case v.dataType == field.AsLong && unit != "iso":
		operand = "CAST(" + operand + " AS VARCHAR)"
	case !isText(v.dataType):
		return "", refuse("--time %s: the field is read as %s, and %s is for text: give s, ms, us or ns", name, orNothing(v.dataType), unit)
	}
	if unit == "iso" {
		return "TIME_PARSE(" + operand + ")", nil
	}
	return "TIME_PARSE(" + operand + ", " + druidsql.QuoteString(unit) + ")", nil
}

// scaled makes a time of a number. MILLIS_TO_TIMESTAMP takes whole numbers only.
func scaled(name string, v value, scale string) (string, error) {
	switch v.dataType {
	case field.AsLong:
		return "MILLIS_TO_TIMESTAMP(" + v.operand + scale + ")", nil
	case field.AsFloat, field.AsDouble:
		return "MILLIS_TO_TIMESTAMP(CAST(" + v.operand + scale + " AS BIGINT))", nil
	case field.AsString:
		return "MILLIS_TO_TIMESTAMP(CAST(" + v.operand + " AS BIGINT)" + scale + ")", nil
	}
	return "", refuse("--time %s: a value that is read as %s is no number", name, orNothing(v.dataType))
}

func isText(dataType string) bool { return dataType == field.AsString }

func isNumber(dataType string) bool {
	return dataType == field.AsLong || dataType == field.AsFloat || dataType == field.AsDouble
}

func orNothing(dataType string) string {
	if dataType == "" {
		return "nothing"
	}
	return dataType
}

// timeNames are what text fields with the time of the event are called, folded.
var timeNames = []string{"time", "timestamp", "@timestamp", "ts", "datetime", "eventtime", "eventtimestamp", "eventts", "occurredat", "createdat", "eventdate", "recordedat"}

var separators = strings.NewReplacer("_", "", "-", "", " ", "", ".", "")

func fold(name string) string { return separators.Replace(strings.ToLower(name)) }

func isTimeName(name string) bool {
	folded := fold(name)
	for _, known := range timeNames {
		if folded == known {
			return true
		}
	}
	return false
}

// findTime takes the only field that the schema says is a time, else the only text field of a well-known name.
func (j *job) findTime() error {
	var moments, named []value
	for _, e := range j.entries {
		v, _ := j.value(e.name)
		switch {
		case e.chosen:
		case v.typ.Moment():
			moments = append(moments, v)
		case v.typ.Kind == field.String && v.typ.Logical == field.NoLogical && isTimeName(e.name) && !j.source.NoTimes[e.name]:
			named = append(named, v)
		}
	}
	found := moments
	if len(found) == 0 {
		found = named
	}
	if len(found) == 1 {
		expression, _ := field.Time(found[0].typ, found[0].operand)
		j.setTime(found[0], expression)
		return nil
	}
	problem := "no field is surely the time of the event"
	if len(found) > 1 {
		problem = fmt.Sprintf("%d fields can be the time of the event", len(found))
	} else {
		found = j.possibleTimes()
	}
	var lines []string
	listed := map[*entry]bool{}
	for i, v := range found {
		if i == maxListed {
			lines = append(lines, fmt.Sprintf("  … and %d more fields", len(found)-i))
			break
		}
		listed[v.entry] = true
		lines = append(lines, j.candidates(v, v.entry.name)...)
	}
	if others := j.unlisted(listed); len(others) > 0 {
		lines = append(lines, "or another field: "+shortList(others))
	}
	if len(lines) == 0 {
		return refuse("%s: %s, and none has text or a number. Name a value within a record: --time record.field:ms", j.source.Name, problem)
	}
	return refuse("%s: %s. Say which one it is:\n%s", j.source.Name, problem, strings.Join(lines, "\n"))
}

// unlisted are the fields that can be a time by their type and are not listed.
func (j *job) unlisted(listed map[*entry]bool) []string {
	var names []string
	for _, e := range j.entries {
		if v, _ := j.value(e.name); v.possible() && !listed[e] {
			names = append(names, e.name)
		}
	}
	return names
}

// possible reports whether a value can be a time by its type.
func (v *value) possible() bool {
	switch v.typ.Kind {
	case field.Boolean, field.Array, field.Enum, field.Bytes, field.Fixed, field.Null, field.Duration, field.FieldMask:
		return false
	}
	return v.dataType == field.AsLong || v.dataType == field.AsString || v.dataType == field.AsDouble
}

// possibleTimes are the fields that can be a time by their type: those with such a name, or all if there are none.
func (j *job) possibleTimes() []value {
	var hinted, all []value
	for _, e := range j.entries {
		v, _ := j.value(e.name)
		if !v.possible() {
			continue
		}
		all = append(all, v)
		folded := fold(e.name)
		if isTimeName(e.name) || strings.Contains(folded, "time") || strings.Contains(folded, "date") || strings.HasSuffix(folded, "at") && strings.Contains(e.name, "_") || strings.HasSuffix(folded, "ts") {
			hinted = append(hinted, v)
		}
	}
	if len(hinted) > 0 {
		return hinted
	}
	return all
}

// candidates are the ways to take a value for the time, with what each becomes.
func (j *job) candidates(v value, name string) []string {
	line := func(flag, expression string) string {
		return fmt.Sprintf("  --time %s  %s", ShellWord(flag), expression)
	}
	if expression, known := field.Time(v.typ, v.operand); known {
		return []string{line(name, expression)}
	}
	if isText(v.dataType) {
		return []string{line(name+":iso", "TIME_PARSE("+v.operand+")")}
	}
	var lines []string
	for _, u := range units {
		if expression, err := scaled(name, v, u.scale); err == nil {
			lines = append(lines, line(name+":"+u.name, expression))
		}
	}
	return lines
}

// ShellWord returns a text as a word of a shell, in quotes if it needs them.
func ShellWord(text string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-.:/@", r)
	}
	if text != "" && strings.IndexFunc(text, func(r rune) bool { return !plain(r) }) < 0 {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
