package field

import (
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
)

// Expression returns the expression that makes a column of a field which is read as a data type. operands are the expressions that
// its value is in, of which the first that is not NULL counts; usually there is one, the quoted name. Where a field is absent when
// it holds its default, the expression gives the default.
func Expression(f *Field, dataType string, operands ...string) string {
	whole := coalesce(operands)
	if value := Converted(f.Type, dataType, whole); value != whole {
		operands = []string{value}
	}
	if value := defaultOf(f, dataType); value != "" {
		operands = append(operands[:len(operands):len(operands)], value)
	}
	return coalesce(operands)
}

// coalesce is the first of some operands that is not NULL.
func coalesce(operands []string) string {
	if len(operands) == 1 {
		return operands[0]
	}
	return "COALESCE(" + strings.Join(operands, ", ") + ")"
}

// Converted returns the expression that makes of an operand, a value of the type read as a data type, what people take the value for:
// the day of a date, the positive number of a fixed32. Of most types it is the operand itself.
func Converted(t *Type, dataType, operand string) string {
	t = unwrap(t)
	switch {
	case t == nil:
	case t.Logical == Date && dataType == AsLong:
		return "TIME_FORMAT(MILLIS_TO_TIMESTAMP(" + operand + " * 86400000), 'yyyy-MM-dd')"
	case t.Kind == Fixed32 && (dataType == AsLong || dataType == AsDouble):
		return unsigned(operand)
	}
	return operand
}

// unsigned is the number that 32 bits without a sign mean, which arrive as one with a sign.
func unsigned(operand string) string {
	return "CASE WHEN " + operand + " < 0 THEN " + operand + " + 4294967296 ELSE " + operand + " END"
}

// defaultOf is the value of a field that is absent when it holds its default, as an operand; "" where that makes no difference.
func defaultOf(f *Field, dataType string) string {
	t := unwrap(f.Type)
	if f.Presence != Implicit || t == nil || dataType == AsJSON {
		return ""
	}
	switch t.Kind {
	case Boolean:
		if dataType == AsString {
			return "'false'"
		}
	case Enum:
		if dataType == AsString && len(t.Symbols) > 0 {
			return druidsql.QuoteString(t.Symbols[0])
		}
	case Int, Long, Float, Double, UInt32, Fixed32, UInt64, Fixed64:
		if dataType == AsString {
			return "'0'"
		}
		return "0"
	}
	return ""
}

// Time returns the expression that makes the time of an event of an operand, a value of the type. known is false for types that do not
// tell how; text is read as ISO 8601.
func Time(t *Type, operand string) (expression string, known bool) {
	t = unwrap(t)
	if t == nil {
		return "", false
	}
	switch t.Kind {
	case String, Timestamp:
		return "TIME_PARSE(" + operand + ")", true
	case Int, Long:
		if scale, known := timeScale(t.Logical); known {
			return "MILLIS_TO_TIMESTAMP(" + operand + scale + ")", true
		}
	}
	return "", false
}

// timeScale is what makes milliseconds since 1970 of a number of a logical type.
func timeScale(logical Logical) (scale string, known bool) {
	switch logical {
	case Date:
		return " * 86400000", true
	case TimestampMillis, LocalTimestampMillis:
		return "", true
	case TimestampMicros, LocalTimestampMicros:
		return " / 1000", true
	case TimestampNanos, LocalTimestampNanos:
		return " / 1000000", true
	}
	return "", false
}

// Moment reports whether values of the type are points in time by what the schema says.
func (t *Type) Moment() bool {
	t = unwrap(t)
	if t == nil {
		return false
	}
	_, scaled := timeScale(t.Logical)
	return t.Kind == Timestamp || t.Kind == Long && scaled && t.Logical != Date
}

// Local reports whether values of the type are times of no time zone; Druid reads them as UTC.
func (t *Type) Local() bool {
	t = unwrap(t)
	return t != nil && (t.Logical == LocalTimestampMillis || t.Logical == LocalTimestampMicros || t.Logical == LocalTimestampNanos)
}

// WhyNone says why no data type keeps values of the type, as a clause; "" if [Best] has one.
func WhyNone(t *Type, r Reading) string {
	t = unwrap(t)
	switch {
	case t == nil:
		return "its type is not known"
	case Best(t, r) != "":
		return ""
	case t.Logical == Decimal:
		return "SQL cannot decode the bytes of a decimal"
	case t.Logical == AvroDuration:
		return "SQL cannot decode the bytes of a duration"
	case t.Kind == Array && t.Item != nil && (t.Item.Kind == Bytes || t.Item.Kind == Fixed):
		return "SQL cannot read bytes in a list"
	}
	if s := sortOf(t, r); s == sortStruct || s == sortAny || s == sortKeyedMap {
		return table[s].Verdicts[0].Reason
	}
	return "its type is not known"
}

// Notes returns what whoever makes a column of a field has to know of its values, each a clause without a full stop. Unlike [Remarks]
// they leave out what the expression takes care of.
func Notes(f *Field, r Reading) []string {
	t := unwrap(f.Type)
	if t == nil {
		return nil
	}
	switch t.Logical {
	case TimeMillis:
		return []string{"the number of milliseconds since midnight"}
	case TimeMicros:
		return []string{"the number of microseconds since midnight"}
	}
	switch t.Kind {
	case Union:
		return []string{"a union: the value is kept, the name of its branch is lost"}
	case UInt32:
		return []string{"unsigned: negative from 2,147,483,648 on"}
	case UInt64, Fixed64:
		return []string{"unsigned: negative from 9,223,372,036,854,775,808 on"}
	case Duration:
		return []string{"text such as 3.5s"}
	case FieldMask:
		return []string{"text such as a.b,c"}
	case Bytes, Fixed:
		if t.Logical != Decimal && t.Logical != AvroDuration && !r.BinaryAsString {
			return []string{"Base64 text of the bytes"}
		}
	}
	return nil
}
