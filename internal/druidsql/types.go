package druidsql

import "strings"

// TypeKind is an SQL type, as far as Druid tells types apart.
type TypeKind uint8

// The types. Unknown is what nothing can be said of: it fits everything and gives no problem.
const (
	UnknownType TypeKind = iota
	NullType
	BooleanType
	IntegerType // TINYINT, SMALLINT, INTEGER; an integer literal
	BigintType
	FloatType
	DoubleType  // DOUBLE, REAL
	DecimalType // DECIMAL: a literal such as 1.5; Druid computes it as DOUBLE
	VarcharType // VARCHAR, CHAR
	DateType
	TimeType
	TimestampType
	IntervalType
	BinaryType
	ArrayType
	JSONType    // COMPLEX<json>
	ComplexType // sketches and other complex types
)

// Type is the type of an expression.
type Type struct {
	Kind TypeKind
	// Item is the kind of the items of an ArrayType.
	Item TypeKind
	// Complex is the name of a ComplexType, such as "HLLSketch"; "" where it is not known.
	Complex string
}

// String returns the type as Druid's messages write it.
func (t Type) String() string {
	switch t.Kind {
	case ArrayType:
		if t.Item == UnknownType {
			return "ARRAY"
		}
		return t.Item.String() + " ARRAY"
	case ComplexType:
		if t.Complex != "" {
			return "COMPLEX<" + t.Complex + ">"
		}
	}
	return t.Kind.String()
}

// String returns the name of the type: "BIGINT".
func (k TypeKind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[UnknownType]
}

var kindNames = [...]string{
	UnknownType: "UNKNOWN", NullType: "NULL", BooleanType: "BOOLEAN", IntegerType: "INTEGER", BigintType: "BIGINT", FloatType: "FLOAT",
	DoubleType: "DOUBLE", DecimalType: "DECIMAL", VarcharType: "VARCHAR", DateType: "DATE", TimeType: "TIME", TimestampType: "TIMESTAMP",
	IntervalType: "INTERVAL", BinaryType: "BINARY", ArrayType: "ARRAY", JSONType: "COMPLEX<json>", ComplexType: "COMPLEX",
}

// TypeOfInput returns the type that an input field of a data type has: string, long, float, double, json; Unknown for others.
// Source: Druid RowSignatures.java.
func TypeOfInput(dataType string) Type {
	switch dataType {
	case "string":
		return Type{Kind: VarcharType}
	case "long":
		return Type{Kind: BigintType}
	case "float":
		return Type{Kind: FloatType}
	case "double":
		return Type{Kind: DoubleType}
	case "json":
		return Type{Kind: JSONType}
	}
	return Type{}
}

// TypeSet is a set of kinds of types, such as all numbers: what an operand may be.
type TypeSet uint32

// The families of types, by the names that Calcite's and Druid's checkers give them.
const (
	Booleans      = TypeSet(1) << BooleanType
	Integers      = TypeSet(1)<<IntegerType | 1<<BigintType
	SmallIntegers = TypeSet(1) << IntegerType
	ExactNumbers  = Integers | 1<<DecimalType
	Numbers       = ExactNumbers | approximate
	Characters    = TypeSet(1) << VarcharType
	Binaries      = TypeSet(1) << BinaryType
	Strings       = Characters | Binaries
	Timestamps    = TypeSet(1) << TimestampType
	Datetimes     = Timestamps | 1<<DateType | 1<<TimeType
	Intervals     = TypeSet(1) << IntervalType
	Arrays        = TypeSet(1) << ArrayType
	Nulls         = TypeSet(1) << NullType
	JSONs         = TypeSet(1) << JSONType
	Complexes     = TypeSet(1) << ComplexType
	// Comparable is everything that has an order.
	Comparable = atomic | Intervals | Arrays | Binaries
	// AnyType is every type.
	AnyType = ^TypeSet(0)

	approximate = TypeSet(1)<<FloatType | 1<<DoubleType
	// atomic types have one value that can be written as text.
	atomic = Booleans | Numbers | Characters | Datetimes
)

// Has reports whether a kind is in the set. Unknown is in every set.
func (s TypeSet) Has(k TypeKind) bool { return k == UnknownType || s>>k&1 == 1 }

// String returns the set in words, for messages: "a number or an interval".
func (s TypeSet) String() string {
	if s == AnyType {
		return "a value"
	}
	var words []string
	for _, family := range familyWords {
		if s&family.set == family.set {
			words = append(words, family.word)
			s &^= family.set
		}
	}
	return strings.Join(words, " or ")
}

// familyWords are the families from wide to narrow, so that a set is told in as few words as possible.
var familyWords = []struct {
	set  TypeSet
	word string
}{
	{Characters, "text"},
	{Numbers, "a number"},
	{ExactNumbers, "an integer or decimal"},
	{Integers, "an integer"},
	{SmallIntegers, "a 32-bit integer"},
	{Datetimes, "a date or timestamp"},
	{Timestamps, "a TIMESTAMP"},
	{Booleans, "a boolean"},
	{Intervals, "an interval"},
	{Arrays, "an array"},
	{JSONs, "a JSON object"},
	{Complexes, "a sketch"},
}
