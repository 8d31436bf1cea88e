package lint

import (
	"strconv"
	"strings"
	"unique"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// ColumnType is the type of a column as far as it can be told from a declaration or the look of an expression.
type ColumnType uint8

// The types of columns. A timestamp is a long, and so is a boolean: tables keep both as numbers.
const (
	UnknownColumn ColumnType = iota
	StringColumn
	LongColumn
	FloatColumn
	DoubleColumn
	JSONColumn
	HLLColumn
	ThetaColumn
	QuantilesColumn
	GeoColumn
)

// columnTypes are the types by the names that specs have for them.
var columnTypes = map[string]ColumnType{
	"string": StringColumn, "long": LongColumn, "timestamp": LongColumn, "boolean": LongColumn, "float": FloatColumn, "double": DoubleColumn,
	"json": JSONColumn, "HLLSketch": HLLColumn, "thetaSketch": ThetaColumn, "quantilesDoublesSketch": QuantilesColumn, "geo": GeoColumn,
}

// String returns the name that table specs have for the type, "" for an unknown one.
func (t ColumnType) String() string {
	return [...]string{"", "string", "long", "float", "double", "json", "HLLSketch", "thetaSketch", "quantilesDoublesSketch", "geo"}[t]
}

// Sketch reports whether only an aggregation makes values of the type.
func (t ColumnType) Sketch() bool { return t >= HLLColumn }

// ColumnList is what a job fills or a table has. It takes nine bytes a column: names are shared by all documents of a run.
type ColumnList struct {
	names []unique.Handle[string]
	kinds []ColumnType
	// list is the pointer of the list, key that of the name within an item.
	list, key string
}

// measure marks the columns that a job aggregates.
const measure ColumnType = 1 << 7

// Column is one of them.
type Column struct {
	Name unique.Handle[string]
	Type ColumnType
	// Measure is true for one that a job marks as an aggregation.
	Measure bool
}

// maxColumns is the documented limit on the columns of a table. Of a longer list no more is kept.
const maxColumns = 1000

// Len returns how many there are. Those without a name count.
func (c *ColumnList) Len() int { return len(c.names) }

// At returns the column of an index.
func (c *ColumnList) At(i int) Column {
	return Column{Name: c.names[i], Type: c.kinds[i] &^ measure, Measure: c.kinds[i]&measure != 0}
}

// Reference returns the place of the name of a column.
func (c *ColumnList) Reference(i int) Reference {
	return Reference{Text: c.names[i].Value(), Pointer: c.list + "/" + strconv.Itoa(i) + "/" + c.key}
}

func newColumns(list document.Node, key string) ColumnList {
	count := min(list.Len(), maxColumns)
	return ColumnList{names: make([]unique.Handle[string], 0, count), kinds: make([]ColumnType, 0, count), list: list.Pointer(), key: key}
}

func (c *ColumnList) add(name document.Node, t ColumnType) {
	text := ""
	if name.Kind() == document.String {
		text = name.Text()
	}
	c.names, c.kinds = append(c.names, unique.Make(text)), append(c.kinds, t)
}

// tableColumns returns the columns that a table spec declares.
func tableColumns(root document.Node) ColumnList {
	list := root.Get("schema")
	c := newColumns(list, "name")
	for item := range list.Children() {
		if c.Len() < maxColumns {
			c.add(item.Get("name"), columnTypes[item.Get("dataType").Text()])
		}
	}
	return c
}

// jobColumns returns the columns that the mappings of a job fill. columns tells those that its expressions refer to, where that is
// known already; nil where it is not.
func jobColumns(job polaris.Job, columns func() *Columns) ColumnList {
	list := job.Get("mappings")
	c := newColumns(list, "columnName")
	var inputs map[string]ColumnType
	input := func(name string) ColumnType {
		if columns != nil && columns().Distinct {
			declared, _ := columns().Input(name)
			return columnTypes[declared.DataType().Text()]
		}
		if inputs == nil {
			inputs = map[string]ColumnType{}
			for declared := range job.Source().Inputs() {
				inputs[declared.Name().Text()] = columnTypes[declared.DataType().Text()]
			}
		}
		return inputs[name]
	}
	for mapping := range job.Mappings() {
		if c.Len() == maxColumns {
			break
		}
		t := resultType(mapping.Expression().Text(), input)
		if aggregates, _ := mapping.Get("isAggregation").Bool(); aggregates {
			t |= measure
		}
		c.add(mapping.Column(), t)
	}
	return c
}

// resultType tells the type of an expression by its look: an input field, a call that always gives one type, or MIN, MAX or SUM
// of a field. Everything else is unknown. It is called for every mapping of every job, so that it does not parse.
func resultType(expression string, input func(name string) ColumnType) ColumnType {
	expression = strings.TrimSpace(expression)
	if name, ok := soleName(expression); ok {
		return input(name)
	}
	function, operands, ok := soleCall(expression)
	if !ok {
		return UnknownColumn
	}
	switch strings.ToUpper(function) {
	case "MIN", "MAX", "SUM":
		if name, ok := soleName(operands); ok {
			switch t := input(name); t {
			case LongColumn, FloatColumn, DoubleColumn:
				return t
			}
		}
	case "COUNT":
		if operands == "*" {
			return LongColumn
		}
	case "TIME_PARSE", "MILLIS_TO_TIMESTAMP", "TIME_FLOOR", "TIME_SHIFT", "TIMESTAMP_TO_MILLIS":
		return LongColumn
	case "TIME_FORMAT", "UPPER", "LOWER", "CONCAT", "REGEXP_EXTRACT", "TO_JSON_STRING":
		return StringColumn
	case "JSON_QUERY", "JSON_OBJECT", "PARSE_JSON", "TRY_PARSE_JSON":
		return JSONColumn
	case "DS_HLL":
		return HLLColumn
	case "DS_THETA":
		return ThetaColumn
	case "DS_QUANTILES_SKETCH":
		return QuantilesColumn
	case "BUILD_GEO":
		return GeoColumn
	case "CAST":
		return sqlType(operands, " AS ")
	case "JSON_VALUE":
		return sqlType(operands, " RETURNING ")
	}
	return UnknownColumn
}

// sqlType is the type that the operands of a call end with, after a keyword.
func sqlType(operands, keyword string) ColumnType {
	upper := strings.ToUpper(operands)
	i := strings.LastIndex(upper, keyword)
	if i < 0 {
		return UnknownColumn
	}
	switch strings.TrimSpace(upper[i+len(keyword):]) {
	case "VARCHAR", "CHAR":
		return StringColumn
	case "BIGINT", "INTEGER", "SMALLINT", "TINYINT", "TIMESTAMP", "DATE", "BOOLEAN":
		return LongColumn
	case "FLOAT", "REAL":
		return FloatColumn
	case "DOUBLE", "DECIMAL":
		return DoubleColumn
	}
	return UnknownColumn
}

// soleName reads an expression that is nothing but a name, in quotes or without.
func soleName(expression string) (name string, ok bool) {
	expression = strings.TrimSpace(expression)
	if inner, quoted := strings.CutPrefix(expression, `"`); quoted {
		name, rest, closed := strings.Cut(inner, `"`)
		return name, closed && rest == "" && name != ""
	}
	return expression, expression != "" && wordLength(expression) == len(expression)
}

// soleCall reads an expression that is nothing but a call.
func soleCall(expression string) (function, operands string, ok bool) {
	size := wordLength(expression)
	function, rest := expression[:size], strings.TrimSpace(expression[size:])
	if size == 0 || len(rest) < 2 || rest[0] != '(' || closing(rest) != len(rest)-1 {
		return "", "", false
	}
	return function, strings.TrimSpace(rest[1 : len(rest)-1]), true
}

// wordLength returns the length of the word that a text starts with.
func wordLength(text string) int {
	for i := range len(text) {
		c := text[i]
		if letter := c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z'; !letter && (i == 0 || c < '0' || c > '9') {
			return i
		}
	}
	return len(text)
}

// closing returns where the parenthesis that a text starts with is closed, -1 if it is not. Those in quotes do not count.
func closing(text string) int {
	depth, quote := 0, byte(0)
	for i := range len(text) {
		switch c := text[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}
