package druidsql

// Span is a range of bytes in the text of an expression; End is exclusive.
type Span struct{ Start, End int }

// Expr is a node of an expression.
type Expr interface {
	// Span is the text of the node, without parentheses around it.
	Span() Span
}

// Place is the span that every node has.
type Place struct{ At Span }

// Span returns the text of the node.
func (p Place) Span() Span { return p.At }

// Name is an identifier as it was written.
type Name struct {
	// Text is the name without quotes.
	Text string
	// Quoted is true for "name".
	Quoted bool
	At     Span
}

// LiteralKind tells literals apart.
type LiteralKind uint8

// The kinds of literals. Date, Time and Timestamp are those with the keyword in front, or their ODBC forms.
const (
	NullLiteral LiteralKind = iota
	BooleanLiteral
	IntegerLiteral     // 100
	DecimalLiteral     // 1.5
	ApproximateLiteral // 1e5
	StringLiteral
	BinaryLiteral // X'00'
	DateLiteral
	TimeLiteral
	TimestampLiteral
	IntervalLiteral
)

// Literal is a constant.
type Literal struct {
	Place
	Kind LiteralKind
	// Text is the value: the decoded text of strings, the digits of numbers, "TRUE", "FALSE" or "UNKNOWN" of booleans, the quoted
	// part of dates, times and intervals.
	Text string
	// Negative is true for an interval with a sign before the quotes.
	Negative bool
	// From and To are the units of an interval, in upper case; To is "" for one unit.
	From, To string
}

// Column is a reference to a column: one name, or several with dots between.
type Column struct {
	Place
	Parts []Name
}

// Unary is an operator before its operand: "-", "+" or "NOT".
type Unary struct {
	Place
	Operator string
	X        Expr
}

// Binary is an operator between two operands: arithmetic, "||", a comparison ("=", "<>", "<", "<=", ">", ">="; != is kept as
// "<>"), "AND", "OR", "IS DISTINCT FROM" or "IS NOT DISTINCT FROM"; also a comparison with all or some items of a list: "= ANY", "<> ALL";
// then Right is a *Row. SOME is kept as "ANY".
type Binary struct {
	Place
	Operator string
	// OperatorAt is the place of the operator.
	OperatorAt  Span
	Left, Right Expr
}

// Is is a test after its operand: IS [NOT] NULL, TRUE, FALSE, UNKNOWN.
type Is struct {
	Place
	X    Expr
	Not  bool
	Test string
}

// Between is X [NOT] BETWEEN [SYMMETRIC] Low AND High.
type Between struct {
	Place
	X, Low, High   Expr
	Not, Symmetric bool
}

// In is X [NOT] IN (Items).
type In struct {
	Place
	X     Expr
	Not   bool
	Items []Expr
}

// Like is X [NOT] LIKE Pattern [ESCAPE Escape].
type Like struct {
	Place
	X, Pattern Expr
	// Escape is nil without the clause.
	Escape Expr
	Not    bool
}

// Case is CASE with or without an operand.
type Case struct {
	Place
	// Operand is nil for CASE WHEN condition.
	Operand Expr
	Whens   []When
	// Else is nil without the clause.
	Else Expr
}

// When is a branch of a CASE. Only one with an operand can have several values.
type When struct {
	Values []Expr
	Then   Expr
}

// TypeName is a type as it was written.
type TypeName struct {
	// Name is in upper case with single blanks: "BIGINT", "DOUBLE PRECISION", "TYPE". Text is the argument of TYPE('COMPLEX<json>').
	Name, Text string
	// Size are the numbers in parentheses.
	Size []string
	// Array is how often ARRAY follows.
	Array int
	At    Span
}

// Cast is CAST(X AS Type).
type Cast struct {
	Place
	X    Expr
	Type TypeName
}

// Array is ARRAY[items].
type Array struct {
	Place
	Items []Expr
}

// Row is a list in parentheses that is no operand of IN, or ROW(items).
type Row struct {
	Place
	Items []Expr
}

// Index is X[I].
type Index struct {
	Place
	X, I Expr
}

// Call is a call of a function. The special forms are calls too, with Form telling how they are written; their operands are in
// Args in the order that the catalogue has, a time unit or a trim flag as a *Keyword.
type Call struct {
	Place
	// Function is the name as it was written, also of special forms (EXTRACT, FLOOR, TRIM, POSITION, CURRENT_TIMESTAMP).
	Function Name
	Form     Form
	Args     []Expr
	// Distinct is true after DISTINCT; All after ALL.
	Distinct, All bool
	// Star is true for F(*).
	Star bool
	// JSON is what JSON functions have after their operands; nil without.
	JSON *JSONClauses
	// OrderBy are the keys of WITHIN GROUP (ORDER BY …) or of an ORDER BY among the operands.
	OrderBy []Expr
	// Filter is the condition of FILTER (WHERE …), nil without.
	Filter Expr
	// Nulls is "IGNORE" or "RESPECT" before NULLS, "" without.
	Nulls string
	// Over is the place of OVER (…) or OVER name, nil without; OverText is the clause with single blanks.
	Over     *Span
	OverText string
}

// Form is how a call is written.
type Form uint8

// The forms of calls.
const (
	// PlainForm is NAME(args).
	PlainForm Form = iota
	// BareForm is a name without parentheses: CURRENT_TIMESTAMP, PI.
	BareForm
	// ExtractForm is EXTRACT(unit FROM x); Args are unit, x.
	ExtractForm
	// ToForm is FLOOR(x TO unit), CEIL(x TO unit); Args are x, unit.
	ToForm
	// TrimForm is TRIM([BOTH|LEADING|TRAILING] [chars] FROM x); Args are flag, chars, x; chars is nil when left out.
	TrimForm
	// InForm is POSITION(a IN b [FROM c]).
	InForm
	// FromForm is SUBSTRING(x FROM a [FOR b]).
	FromForm
	// UnitForm is TIMESTAMPADD(unit, n, t); the unit is a keyword.
	UnitForm
	// JSONForm is a JSON function with clauses or pairs that a plain call cannot have. Args of JSON_OBJECT alternate key, value.
	JSONForm
	// ODBCForm is {fn NAME(args)}.
	ODBCForm
)

// JSONClauses are the special parts of JSON functions.
type JSONClauses struct {
	// Returning is nil without the clause.
	Returning *TypeName
	// Wrapper is what stands before WRAPPER in JSON_QUERY, such as "WITH CONDITIONAL ARRAY"; "" without.
	Wrapper string
	// OnEmpty, OnError: "NULL", "ERROR", "DEFAULT" or ""; the defaults are their values. JSON_QUERY also has "EMPTY ARRAY" and
	// "EMPTY OBJECT".
	OnEmpty, OnError               string
	DefaultOnEmpty, DefaultOnError Expr
	// OnNull is "NULL", "ABSENT" or "", of JSON_OBJECT.
	OnNull string
	// Separators are how the pairs of JSON_OBJECT are written: "VALUE", "KEY VALUE", ":" or ",".
	Separators []string
}

// Keyword is a unit of time or a flag among the operands of a call, in upper case.
type Keyword struct {
	Place
	Text string
}

// Bad stands for a part that could not be parsed, as a fault tells, or for a query or parameter within an expression of a statement.
type Bad struct{ Place }

// Fault is something wrong with the grammar of an expression or statement.
type Fault struct {
	Code FaultCode
	At   Span
	// Message says what is wrong and what to write, without a final full stop.
	Message string
	// Replacement is what to write instead of the text at Edit, where there is exactly one meaning; Fixable tells that there is
	// one (it may be empty).
	Replacement string
	Fixable     bool
	// Edit is the text that Replacement replaces: At, or more around it. It is empty where the replacement is only inserted.
	Edit Span
	// Word is the reserved word, for ReservedWord.
	Word string
	// Late is true for a word that became reserved after Druid 25.
	Late bool
}

// withdraw takes the repair back.
func (f *Fault) withdraw() { f.Fixable, f.Edit, f.Replacement = false, Span{}, "" }

// FaultCode tells faults of the grammar apart.
type FaultCode uint8

// The faults of the grammar.
const (
	// Syntax is text that is no expression.
	Syntax FaultCode = iota
	// Dialect is the spelling of another database; the message has Druid's.
	Dialect
	// ReservedWord is a reserved word where a column was meant: it must be quoted.
	ReservedWord
	// TooDeep is nesting beyond the limit.
	TooDeep
	// WhereKeyword is WHERE before a condition.
	WhereKeyword
	// SecondStatement is what stands behind the one statement of a job.
	SecondStatement
)
