package field

// The data types that an input field can be declared as.
const (
	AsString = "string"
	AsLong   = "long"
	AsFloat  = "float"
	AsDouble = "double"
	AsJSON   = "json"
)

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

// Verdict is what the type table says of a value that is read as a data type.
type Verdict struct {
	Outcome Outcome
	// Rule is the id that reports it; empty when there is nothing to report.
	Rule string
	// Reason says what happens, as the end of a sentence: "only whole numbers up to 16,777,216 stay exact".
	Reason string
	// Sure is true when Druid was run to see it, or its code leaves no doubt and was the same since version 25.
	Sure bool
	// Source names where the fact is from: a section of Druid's documentation or a source file.
	Source string
}

// Reading is how a job reads records, where that changes what happens to values.
type Reading struct {
	// Batch is true for a batch job, false for a streaming one.
	Batch bool
	// BinaryAsString is the setting of the Avro formats: bytes and fixed are UTF-8 text.
	BinaryAsString bool
}

// The rules that speak about verdicts.
const (
	ruleMismatch = "input/type-mismatch"
	ruleLossy    = "input/lossy-type"
	ruleNested   = "input/nested-as-string"
	ruleBoolean  = "input/boolean"
	ruleText     = "input/string-as-json"
)

// Sources of the table: files of apache/druid.
const (
	numberConversion = "Druid Rows.java objectToNumber, DimensionHandlerUtils.java"
	avroValues       = "Druid AvroFlattenerMaker.java transformValue"
	protoValues      = "Druid ProtobufConverter.java"
)

const (
	exactFloat = "a float keeps whole numbers exactly only up to 16,777,216"
	javaText   = "the column gets Java's text of it, such as {a=1, b=2}, which is not JSON"
)

var kept = Verdict{}

func mismatch(reason, source string) Verdict {
	return Verdict{Lost, ruleMismatch, reason, true, source}
}

func lossy(reason string) Verdict {
	return Verdict{Partly, ruleLossy, reason, true, numberConversion}
}

// row is what becomes of one kind of value, by declared data type.
type row struct{ text, long, float, double, json Verdict }

func (r row) of(dataType string) Verdict {
	switch dataType {
	case AsString:
		return r.text
	case AsLong:
		return r.long
	case AsFloat:
		return r.float
	case AsDouble:
		return r.double
	case AsJSON:
		return r.json
	}
	return Verdict{Outcome: Unclear} // another rule says that the data type is not known
}

// numbers is a row for a kind that no number can be made of.
func numbers(text, number, json Verdict) row { return row{text, number, number, number, json} }

// rowOf returns the row of a scalar kind; ok is false for kinds that are judged by their parts.
func rowOf(kind Kind, r Reading) (row, bool) {
	switch kind {
	case Boolean:
		return booleans(r), true
	case Int, UInt32, Fixed32, Long, UInt64, Fixed64:
		return row{kept, kept, lossy(exactFloat), kept, kept}, true
	case Float:
		return row{kept, lossy("the fraction is cut off"), kept, kept, kept}, true
	case Double:
		return row{kept, lossy("the fraction is cut off"), lossy("a float keeps about seven digits of a double"), kept, kept}, true
	case String:
		asJSON := Verdict{Partly, ruleText, "a text stays one string and is not parsed, so that JSON_VALUE finds nothing in it", true, "Druid JSON functions"}
		return numbers(kept, Verdict{Outcome: Unclear}, asJSON), true
	case Enum:
		return numbers(kept, mismatch("the name of an enum value is no number, so the column would be NULL in every row", avroValues), kept), true
	case Bytes, Fixed:
		return binary(r), true
	case Record, Map, Empty:
		nested := Verdict{Partly, ruleNested, javaText, true, avroValues}
		return numbers(nested, mismatch("nothing nested can be a number, so the column would be NULL in every row", numberConversion), kept), true
	case Timestamp, Duration, FieldMask:
		number := Verdict{Lost, ruleMismatch, "it arrives as text that is no number, so the column would be NULL in every row", false, protoValues}
		return numbers(kept, number, kept), true
	case Null:
		return row{}, true
	case Struct, Any, Value, Unknown:
		unclear := Verdict{Outcome: Unclear}
		return numbers(unclear, unclear, unclear), true
	case Array, ListValue, Union, Wrapper:
	}
	return row{}, false
}

// booleans differ between batch and streaming jobs.
func booleans(r Reading) row {
	const fails = "Druid cannot turn a boolean into a number of this type: a stream fails to parse the row, a batch job reads NULL"
	number := Verdict{Lost, ruleBoolean, fails, false, "Druid DimensionHandlerUtils.java, Rows.java"}
	long := kept
	if r.Batch {
		long = Verdict{Lost, ruleBoolean, "a batch job reads NULL for a boolean that is declared as a number", false, "Druid Rows.java objectToNumber"}
	}
	return row{kept, long, number, number, kept}
}

// binary values are Base64 text unless the format reads them as UTF-8.
func binary(r Reading) row {
	if r.BinaryAsString {
		return numbers(kept, Verdict{Outcome: Unclear}, kept)
	}
	encoded := Verdict{Outcome: Encoded, Reason: "it arrives as Base64 text", Sure: true, Source: "Druid Rows.java"}
	return numbers(encoded, mismatch("Base64 text is no number, so the column would be NULL in every row", avroValues), encoded)
}
