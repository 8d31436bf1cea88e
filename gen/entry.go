package gen

import (
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/schemas/field"
)

// entry is a field of the record.
type entry struct {
	*field.Field
	// name is what the user calls the field and its column is called: the name in the .proto file, unless JSON names were asked for.
	name string
	// inputs are the names that the value may come under.
	inputs []string
	// dataType is that of the input; empty if none keeps the values.
	dataType string
	// chosen is true if the user gave the data type.
	chosen bool
}

// addEntries takes over the fields of the record. Druid hands a Protobuf field over under its JSON name; where the schema is in a
// registry both names are declared, so that the job is right whichever it is.
func (j *job) addEntries(record *field.Type) error {
	j.byName = make(map[string]*entry, len(record.Fields))
	for i := range record.Fields {
		f := &record.Fields[i]
		e := &entry{Field: f, name: f.Name, inputs: []string{f.Name}, dataType: field.Best(f.Type, j.reading)}
		if f.ProtoName != "" && j.options.FieldNames != "json" {
			e.name = f.ProtoName
			e.inputs = []string{f.Name, f.ProtoName}
			if j.options.FieldNames == "proto" {
				e.inputs = []string{f.ProtoName}
			}
		}
		if j.byName[e.name] == nil {
			j.byName[e.name] = e
			j.entries = append(j.entries, e)
		}
	}
	if j.source.Message != nil { // people know a field by its JSON name, too
		for _, f := range j.source.Message.Fields {
			if j.byName[f.JSONName] == nil {
				j.byName[f.JSONName] = j.byName[f.Name]
			}
		}
	}
	if len(j.entries) == 0 {
		return faulty("%s: the record has no fields", j.source.Name)
	}
	return nil
}

// readTypes takes over the data types that the user gave.
func (j *job) readTypes() error {
	for _, pair := range j.options.Types {
		e := j.byName[pair.Name]
		if e == nil {
			return j.unknownField("type", pair.Name)
		}
		if !slices.Contains(field.DataTypes(), pair.Value) {
			return refuse("--type %s=%s: a data type is one of %s", pair.Name, pair.Value, shortList(field.DataTypes()))
		}
		e.dataType, e.chosen = pair.Value, true
	}
	return nil
}

// declared is the data type of the input. A field that nothing keeps is declared only where the position tells which it is.
func (e *entry) declared() string {
	if e.dataType == "" {
		return field.AsString
	}
	return e.dataType
}

// operands are the columns that the value may be in.
func (e *entry) operands() []string {
	list := make([]string, 0, len(e.inputs))
	for _, name := range e.inputs {
		list = append(list, quoted(name))
	}
	return list
}

// quoted is a name as a column of an expression. Line breaks can only be written as escapes.
func quoted(name string) string {
	if strings.ContainsAny(name, "\n\r") {
		return druidsql.Print(&druidsql.Column{Parts: []druidsql.Name{{Text: name}}})
	}
	return druidsql.QuoteIdentifier(name)
}

// unwritable says why no expression can name the field; "" if one can.
func (e *entry) unwritable() string {
	if strings.TrimSpace(e.name) == "" {
		return "its name is blank"
	}
	for _, operand := range e.operands() {
		if len(operand) <= 100 && strings.IndexFunc(operand[1:len(operand)-1], special) < 0 {
			continue
		}
		if _, faults := druidsql.Parse(operand); len(faults) > 0 {
			return faults[0].Message
		}
	}
	return ""
}

// operand is the value as one expression.
func (e *entry) operand() string {
	list := e.operands()
	if len(list) == 1 {
		return list[0]
	}
	return "COALESCE(" + list[0] + ", " + list[1] + ")"
}

// typ is what the value is when it is not null, wrappers taken off.
func (e *entry) typ() *field.Type { return plain(e.Type) }

func plain(t *field.Type) *field.Type {
	if t != nil && t.Kind == field.Wrapper && t.Item != nil {
		return t.Item
	}
	return t
}
