package field

import (
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
)

// Best returns the data type that keeps values of a type, or the most of them; "" if none does.
func Best(t *Type, r Reading) string {
	t = unwrap(t)
	if t == nil {
		return ""
	}
	switch t.Kind {
	case Union:
		return bestOfUnion(t, r)
	case Array:
		return bestOfArray(t.Item, r)
	}
	switch s := sortOf(t, r); s {
	case sortInt, sortLong, sortDate, sortMoment, sortUInt32, sortUInt64:
		return AsLong
	case sortFloat:
		return AsFloat
	case sortDouble:
		return AsDouble
	case sortNull, sortBatchBoolean, sortStreamBoolean, sortString, sortUUID, sortEnum, sortBytes, sortBytesAsText, sortRFC3339, sortProtoText:
		return AsString
	case sortNumberBytes:
		if t.Logical == UUID {
			return AsString
		}
	case sortNested, sortEmpty, sortValue, sortListValue:
		return AsJSON
	}
	return ""
}

// bestOfArray: a multi-value string keeps text; anything else keeps its type as JSON only. SQL cannot read bytes in a list.
func bestOfArray(item *Type, r Reading) string {
	if item == nil {
		return ""
	}
	switch item.Kind {
	case String, Enum:
		if !item.Nullable {
			return AsString
		}
	case Bytes, Fixed:
		if !r.BinaryAsString {
			return ""
		}
		return AsString
	case Unknown:
		return ""
	}
	return AsJSON
}

func bestOfUnion(t *Type, r Reading) string {
	best := ""
	for _, branch := range t.Branches {
		switch b := branch.Kind; b {
		case Unknown, Union:
			return ""
		case Bytes, Fixed, Record, Map, Array:
			return AsJSON
		default:
			best = widest(best, Best(branch, r))
		}
	}
	return best
}

// widest returns the data type that holds what both others hold, of scalars.
func widest(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case b == "":
		return a
	case a == AsString || b == AsString:
		return AsString
	default:
		return AsDouble
	}
}

// Remarks returns what to know about a field besides its data type, each a clause without a full stop.
func Remarks(f *Field, r Reading) []string {
	t := unwrap(f.Type)
	if t == nil {
		return nil
	}
	var list []string
	add := func(remark string) {
		if remark != "" && !slices.Contains(list, remark) {
			list = append(list, remark)
		}
	}
	quoted := druidsql.QuoteIdentifier(f.Name)
	if f.ProtoName != "" {
		add("the name in the .proto file is " + f.ProtoName + ", Druid uses the JSON name")
	}
	add(logicalRemark(t, quoted, r))
	if t.Kind == Union {
		add("the value is that of the branch, without its name")
	} else {
		add(sortRemark(sortOf(t, r), quoted))
	}
	if row, ok := RowOf(t, r); !ok || row.Verdicts[0].Outcome != Lost {
		add(presenceRemark(f, t, quoted))
	}
	return list
}

// logicalRemark says what a logical type means for a job: Druid ignores it.
func logicalRemark(t *Type, quoted string, r Reading) string {
	switch t.Logical {
	case Date:
		return "days since 1970-01-01: " + Converted(t, AsLong, quoted)
	case TimeMillis:
		return "milliseconds since midnight"
	case TimeMicros:
		return "microseconds since midnight"
	case TimestampMillis, TimestampMicros, TimestampNanos, LocalTimestampMillis, LocalTimestampMicros, LocalTimestampNanos:
		expression, _ := Time(t, quoted)
		if t.Local() {
			expression += ", read as UTC"
		}
		return expression
	case Decimal:
		return "the logical type decimal is ignored: SQL cannot decode the bytes of the number"
	case AvroDuration:
		return "the logical type duration is ignored: SQL cannot decode its bytes"
	case UUID:
		if (t.Kind == Fixed || t.Kind == Bytes) && !r.BinaryAsString {
			return "Base64 text of the 16 bytes"
		}
	}
	return ""
}

// sortRemark says what is odd about a sort of values.
func sortRemark(s sort, quoted string) string {
	switch s {
	case sortBatchBoolean, sortStreamBoolean:
		return "the texts 'true' and 'false'"
	case sortUInt32:
		return "negative from 2,147,483,648 on: " + unsigned(quoted)
	case sortUInt64:
		return "negative from 9,223,372,036,854,775,808 on"
	case sortBytes:
		return "Base64 text"
	case sortBytesArray:
		return "SQL cannot read bytes in a list"
	case sortRFC3339:
		return "TIME_PARSE(" + quoted + ")"
	case sortNull:
		return "NULL in every row"
	case sortListValue, sortValue:
		return "nested values keep the form of the Protobuf message, such as {stringValue: a}"
	case sortStruct, sortAny, sortKeyedMap:
		return table[s].Verdicts[0].Reason
	case sortUnknown, sortUnknownArray:
		return "the type is not known"
	}
	return ""
}

// presenceRemark says when the field is NULL.
func presenceRemark(f *Field, t *Type, quoted string) string {
	switch f.Presence {
	case Always:
		if t.Nullable {
			return "NULL where it is null"
		}
	case Explicit:
		return "NULL where it is not set"
	case Implicit:
		switch t.Kind {
		case Array, Map, ListValue, String, Bytes:
			return "NULL where it is empty"
		case Record:
			return "NULL where it is not set"
		}
		dataType := AsLong
		if t.Kind == Boolean || t.Kind == Enum {
			dataType = AsString
		}
		if value := defaultOf(f, dataType); value != "" {
			return "NULL where it is " + strings.Trim(value, "'") + ": " + coalesce([]string{quoted, value})
		}
	}
	return ""
}
