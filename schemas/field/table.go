package field

import "slices"

// The data types that an input field can be declared as.
const (
	AsString = "string"
	AsLong   = "long"
	AsFloat  = "float"
	AsDouble = "double"
	AsJSON   = "json"
)

// DataTypes returns the data types that the table judges, in the order of [Row.Verdicts].
func DataTypes() []string { return []string{AsString, AsLong, AsFloat, AsDouble, AsJSON} }

// Outcome says what is left of a value that is read as a data type.
type Outcome uint8

// The outcomes. They are ordered: a later one loses more.
const (
	// Kept values arrive whole, perhaps in another notation.
	Kept Outcome = iota
	// Encoded values arrive as Base64 text.
	Encoded
	// Unclear values depend on the data: nothing can be said.
	Unclear
	// Partly values lose something: precision, a fraction, structure.
	Partly
	// Lost values are NULL in every row, or stop the reader.
	Lost
)

// String returns the outcome in one word.
func (o Outcome) String() string {
	return [...]string{"kept", "encoded", "unclear", "partly", "lost"}[o]
}

// Verdict is what the type table says of a value that is read as a data type.
type Verdict struct {
	Outcome Outcome
	// Rule is the id that reports it; empty when there is nothing to report.
	Rule string
	// Reason says what happens, as a clause: "a float keeps whole numbers exactly only up to 16,777,216".
	Reason string
	// Sure is true when Druid was run to see it, or its code leaves no doubt and was the same since version 25.
	Sure bool
	// Source names where the fact is from: a source file of Druid, or a section of its documentation.
	Source string
}

// Reading is how a job reads records, where that changes what happens to values.
type Reading struct {
	// Batch is true for a batch job, false for a streaming one.
	Batch bool
	// BinaryAsString is the setting of the Avro formats: bytes and fixed are UTF-8 text.
	BinaryAsString bool
}

// Row is what becomes of one sort of values, by the data type that an input field declares.
type Row struct {
	// Values says which values the row is about.
	Values string
	// Arrives is what Druid hands over, before the data type is applied; Source names where that is from.
	Arrives, Source string
	// Verdicts are those of string, long, float, double and json, in the order of [DataTypes].
	Verdicts [5]Verdict
}

// As returns the verdict on values that are read as a data type. Of a data type that is not known nothing can be said.
func (r *Row) As(dataType string) Verdict {
	if i := slices.Index(DataTypes(), dataType); i >= 0 {
		return r.Verdicts[i]
	}
	return Verdict{Outcome: Unclear}
}

// Table returns the type table: every sort of values that is told apart. A union is judged by the rows of its branches, a
// wrapper by that of the type it wraps.
func Table() []Row { return slices.Clone(table[:]) }

// The rules that speak about verdicts.
const (
	ruleMismatch   = "input/type-mismatch"
	ruleLossy      = "input/lossy-type"
	ruleNested     = "input/nested-as-string"
	ruleBoolean    = "input/boolean"
	ruleText       = "input/string-as-json"
	ruleUnreadable = "protobuf/unreadable-field"
)

// Sources of the table: files of apache/druid.
const (
	avroValues  = "AvroFlattenerMaker.java transformValue"
	protoValues = "ProtobufConverter.java"
	bothValues  = avroValues + ", " + protoValues
	toNumber    = "Rows.java objectToNumber, DimensionHandlerUtils.java"
	toText      = "Rows.java objectToStrings, Evals.java asString"
	listText    = "Rows.java objectToStrings, RowBasedColumnSelectorFactory.java"
	jsonValue   = "NestedDataComplexTypeSerde, JSON functions of the SQL reference"
)

// What happens, in the words of a message.
const (
	exactFloat  = "a float keeps whole numbers exactly only up to 16,777,216"
	coarseTime  = "a float keeps such a time only to about two minutes"
	exactDouble = "a double keeps whole numbers exactly only up to 9,007,199,254,740,992"
	noFraction  = "a long cuts off the fraction"
	halfDouble  = "a float keeps about seven digits of a double"
	javaText    = "a string gets Java's text of it, such as {a=1, b=2}, which is not JSON"
	javaItems   = "its items get Java's text, such as {a=1, b=2}, which is not JSON"
	addresses   = "its items get text such as [B@1b2c3d, which is not their content"
	stillText   = "a text is not parsed: the column holds one JSON string, in which JSON_VALUE finds nothing"
	notParsed   = "only text that reads as a number is one, any other is NULL"
)

// always ends a reason: what a job makes of values that are not of the declared type at all.
const always = " is no number, so that it would be NULL in every row"

func kept() Verdict { return Verdict{Outcome: Kept, Sure: true} }

func unclear(reason string) Verdict { return Verdict{Outcome: Unclear, Reason: reason} }

func partly(rule, reason, source string) Verdict { return Verdict{Partly, rule, reason, true, source} }

func lost(rule, reason, source string) Verdict { return Verdict{Lost, rule, reason, true, source} }

func unsure(v Verdict) Verdict {
	v.Sure = false
	return v
}

// numbers is a row of verdicts in which all data types of numbers share one.
func numbers(text, number, json Verdict) [5]Verdict {
	return [5]Verdict{text, number, number, number, json}
}

// whole is the row of verdicts on whole numbers.
func whole(float string, double Verdict) [5]Verdict {
	verdict := kept()
	if float != "" {
		verdict = partly(ruleLossy, float, toNumber)
	}
	return [5]Verdict{kept(), kept(), verdict, double, kept()}
}

func noNumber(what string) Verdict { return lost(ruleMismatch, what+always, toNumber) }

func base64() Verdict {
	return Verdict{Encoded, "", "it arrives as Base64 text", true, "Rows.java objectToStrings"}
}

// listNumber is the verdict on a list as a number.
func listNumber() Verdict {
	return lost(ruleMismatch, "a list is no number: a stream fails to parse the row, a batch job reads NULL", toNumber)
}

func throws(reason string) [5]Verdict {
	v := lost(ruleUnreadable, reason, protoValues)
	return [5]Verdict{v, v, v, v, v}
}

// sort is a sort of values that the table tells apart: the index of its row.
type sort uint8

const (
	sortUnknown sort = iota
	sortNull
	sortBatchBoolean
	sortStreamBoolean
	sortInt
	sortLong
	sortDate
	sortMoment
	sortUInt32
	sortUInt64
	sortFloat
	sortDouble
	sortString
	sortUUID
	sortEnum
	sortBytes
	sortBytesAsText
	sortNumberBytes
	sortNumberBytesAsText
	sortArray
	sortNestedArray
	sortBytesArray
	sortUnknownArray
	sortNested
	sortEmpty
	sortRFC3339
	sortProtoText
	sortValue
	sortListValue
	sortStruct
	sortAny
	sortKeyedMap
)

var table = [...]Row{
	sortUnknown: {"a type that is not resolved", "", "", numbers(unclear(""), unclear(""), unclear(""))},
	sortNull:    {"null", "NULL", avroValues, numbers(kept(), kept(), kept())},

	sortBatchBoolean: {"boolean, in a batch job", "true or false", bothValues, numbers(kept(),
		unsure(lost(ruleBoolean, "a batch job reads a boolean that is declared as a number as NULL", "Rows.java objectToNumber")), kept())},
	sortStreamBoolean: {"boolean, in a streaming job", "true or false", bothValues, [5]Verdict{
		kept(), kept(),
		unsure(lost(ruleBoolean, "a stream cannot convert a boolean to a float and fails to parse the row", "DimensionHandlerUtils.java")),
		unsure(lost(ruleBoolean, "a stream cannot convert a boolean to a double and fails to parse the row", "DimensionHandlerUtils.java")),
		kept()}},

	sortInt:    {"whole number of 32 bits", "the number", bothValues, whole(exactFloat, kept())},
	sortLong:   {"whole number of 64 bits", "the number", bothValues, whole(exactFloat, partly("", exactDouble, toNumber))},
	sortDate:   {"logical type date", "the number of days since 1970-01-01", avroValues, whole("", kept())},
	sortMoment: {"logical types timestamp-* and local-timestamp-*", "the number, in the unit of the type", avroValues, whole(coarseTime, partly("", exactDouble, toNumber))},
	sortUInt32: {"unsigned number of 32 bits", "the number; from 2,147,483,648 on negative", protoValues, whole(exactFloat, kept())},
	sortUInt64: {"unsigned number of 64 bits", "the number; from 9,223,372,036,854,775,808 on negative", protoValues, whole(exactFloat, partly("", exactDouble, toNumber))},
	sortFloat: {"float", "the number", bothValues, [5]Verdict{
		kept(), partly(ruleLossy, noFraction, toNumber), kept(), kept(), kept()}},
	sortDouble: {"double", "the number", bothValues, [5]Verdict{
		kept(), partly(ruleLossy, noFraction, toNumber), partly(ruleLossy, halfDouble, toNumber), kept(), kept()}},

	sortString: {"string", "the text", bothValues, numbers(kept(), unclear(notParsed), partly(ruleText, stillText, jsonValue))},
	sortUUID:   {"logical type uuid of a string", "the text", avroValues, numbers(kept(), unsure(noNumber("a UUID")), partly(ruleText, stillText, jsonValue))},
	sortEnum:   {"enum", "the name of the value, as text", bothValues, numbers(kept(), noNumber("the name of an enum value"), kept())},

	sortBytes:       {"bytes, fixed", "Base64 text", bothValues, numbers(base64(), lost(ruleMismatch, "bytes are no number, so that it would be NULL in every row", toNumber), base64())},
	sortBytesAsText: {"bytes, fixed with binaryAsString", "the bytes as UTF-8 text", avroValues, numbers(kept(), unclear(notParsed), kept())},
	sortNumberBytes: {"logical types decimal, duration and uuid of bytes or fixed", "Base64 text of the bytes, not the value", avroValues,
		numbers(base64(), lost(ruleMismatch, "Druid ignores the logical type and hands over bytes, which are no number, so that it would be NULL in every row", avroValues), base64())},
	sortNumberBytesAsText: {"logical types decimal, duration and uuid of bytes or fixed, with binaryAsString", "the bytes as UTF-8 text, which they are not", avroValues,
		numbers(partly("", "bytes that are no UTF-8 are replaced", avroValues),
			unsure(lost(ruleMismatch, "Druid ignores the logical type and reads its bytes as text, which would be NULL or a wrong number in every row", avroValues)),
			partly("", "bytes that are no UTF-8 are replaced", avroValues))},

	sortArray:        {"array of scalars", "a list", bothValues, numbers(kept(), listNumber(), kept())},
	sortNestedArray:  {"array of records, messages, maps or arrays", "a list", bothValues, numbers(partly(ruleNested, javaItems, listText), listNumber(), kept())},
	sortBytesArray:   {"array of bytes or fixed", "a list of byte arrays", bothValues, numbers(partly(ruleNested, addresses, listText), listNumber(), unclear(""))},
	sortUnknownArray: {"array of items that are not resolved, or of unions with nested values", "a list", bothValues, numbers(unclear(""), listNumber(), kept())},
	sortNested:       {"record, message, map", "a map", bothValues, numbers(partly(ruleNested, javaText, toText), noNumber("a nested value"), kept())},
	sortEmpty:        {"record or message without fields", "an empty map", bothValues, numbers(kept(), noNumber("a nested value"), kept())},

	sortRFC3339:   {"google.protobuf.Timestamp", "text such as 2020-09-13T12:26:40.123Z", protoValues, numbers(kept(), noNumber("it arrives as text such as 2020-09-13T12:26:40Z, which"), kept())},
	sortProtoText: {"google.protobuf.Duration, FieldMask", "text such as 3.5s or a.b,c", protoValues, numbers(kept(), noNumber("it arrives as text that"), kept())},
	sortValue:     {"google.protobuf.Value", "a number, text, true, false, NULL or a map", protoValues, numbers(unclear(""), unclear(""), kept())},
	sortListValue: {"google.protobuf.ListValue", "a list of maps such as {stringValue: a}", protoValues, numbers(partly(ruleNested, javaItems, listText), listNumber(), kept())},
	sortStruct:    {"google.protobuf.Struct", "nothing: the reader throws", protoValues, throws("Druid's reader throws on a Struct, which ends the task")},
	sortAny:       {"google.protobuf.Any", "nothing: the reader throws", protoValues, throws("Druid's reader throws on an Any, so that every row with one is dropped")},
	sortKeyedMap:  {"map with keys that are no strings", "nothing: the reader throws", protoValues, throws("Druid's reader throws on a map whose keys are no strings, which ends the task")},
}

// sortOf returns the sort of a type that is neither a union nor a wrapper.
func sortOf(t *Type, r Reading) sort {
	switch t.Kind {
	case Null:
		return sortNull
	case Boolean:
		if r.Batch {
			return sortBatchBoolean
		}
		return sortStreamBoolean
	case Int:
		if t.Logical == Date {
			return sortDate
		}
		return sortInt
	case Long:
		switch t.Logical {
		case TimestampMillis, TimestampMicros, TimestampNanos, LocalTimestampMillis, LocalTimestampMicros, LocalTimestampNanos:
			return sortMoment
		}
		return sortLong
	case UInt32, Fixed32:
		return sortUInt32
	case UInt64, Fixed64:
		return sortUInt64
	case Float:
		return sortFloat
	case Double:
		return sortDouble
	case String:
		if t.Logical == UUID {
			return sortUUID
		}
		return sortString
	case Enum:
		if slices.Contains(t.Symbols, "NaN") || slices.Contains(t.Symbols, "Infinity") {
			return sortString // these two read as numbers
		}
		return sortEnum
	case Bytes, Fixed:
		return sortOfBytes(t, r)
	default:
		return sortOfNested(t, r)
	}
}

func sortOfBytes(t *Type, r Reading) sort {
	number := t.Logical == Decimal || t.Logical == AvroDuration || t.Logical == UUID
	switch {
	case number && r.BinaryAsString:
		return sortNumberBytesAsText
	case number:
		return sortNumberBytes
	case r.BinaryAsString:
		return sortBytesAsText
	}
	return sortBytes
}

func sortOfNested(t *Type, r Reading) sort {
	switch t.Kind {
	case Array:
		return sortOfArray(t.Item, r, maxNesting)
	case Map:
		if t.Key != nil && t.Key.Kind != String && t.Key.Kind != Unknown {
			return sortKeyedMap
		}
		return sortNested
	case Record:
		if len(t.Fields) == 0 {
			return sortEmpty
		}
		return sortNested
	case Empty:
		return sortEmpty
	case Timestamp:
		return sortRFC3339
	case Duration, FieldMask:
		return sortProtoText
	case Value:
		return sortValue
	case ListValue:
		return sortListValue
	case Struct:
		return sortStruct
	case Any:
		return sortAny
	}
	return sortUnknown
}

// maxNesting bounds how far unions within unions are followed; Avro has none.
const maxNesting = 8

// sortOfArray tells arrays apart by what their items turn into in a multi-value string. A byte array inside a list is printed
// by its address, and inside a list Druid does not know the well-known types and hands over their parts.
func sortOfArray(item *Type, r Reading, depth int) sort {
	if item == nil || depth == 0 {
		return sortUnknownArray
	}
	switch item.Kind {
	case Unknown:
		return sortUnknownArray
	case Record, Map, Array, ListValue, Empty, Timestamp, Duration, FieldMask, Wrapper, Value, Struct, Any:
		return sortNestedArray
	case Bytes, Fixed:
		if r.BinaryAsString {
			return sortArray
		}
		return sortBytesArray
	case Union:
		found := sortUnknownArray
		for i, branch := range item.Branches {
			s := sortOfArray(branch, r, depth-1)
			if i > 0 && s != found {
				return sortUnknownArray
			}
			found = s
		}
		return found
	}
	return sortArray
}
