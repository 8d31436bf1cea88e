package druidsql

// tokenKind tells tokens apart.
type tokenKind uint8

// The kinds of tokens. Those from foreignName on are spellings of other databases that Druid's lexer refuses.
const (
	endToken tokenKind = iota
	wordToken
	nameToken // "name"
	numberToken
	stringToken // every literal with single quotes, whatever stands before the first one
	operatorToken
	foreignName   // `name`, “name”
	foreignString // ‘text’, $$text$$, 'it\'s'
	foreignNumber // 0x1F, 1_000
	blankToken    // an invisible character that is no blank for Druid
	brokenToken   // what no database understands; problem tells why
)

// token is a piece of the text.
type token struct {
	kind tokenKind
	at   Span
	// text is the operator, or the text of the token as it was written.
	text string
	// word is the keyword in upper case; "" for other words.
	word     string
	reserved *reservedWord
	// number is the kind of a number.
	number LiteralKind
	// problem is what is wrong with a broken token, or with a string or name that is recognizable all the same.
	problem string
	// value is the decoded text of foreign names, strings and numbers, where it differs from text.
	value string
	// exact is true if a foreign token has one meaning only.
	exact bool
}

// is reports whether the token is the operator.
func (t *token) is(operator string) bool { return t.kind == operatorToken && t.text == operator }
