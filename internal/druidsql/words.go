package druidsql

//go:generate go run gen_reserved.go

// reservedWord is a word that is no identifier unless it is quoted.
type reservedWord struct {
	text string
	// function is true if a call may begin with it.
	function bool
	// late is true if it became reserved after Druid 25.
	late bool
}

// grammarWords have a meaning in some place of the grammar and are identifiers everywhere else, sorted.
var grammarWords = [...]string{
	"A", "ABSENT", "ARRAY_AGG", "ARRAY_CONCAT_AGG", "ASC", "CONDITIONAL", "DATETIME_DIFF", "DATETIME_TRUNC", "DATE_DIFF", "DAYS", "DESC",
	"ERROR", "EXTERN", "FIRST", "FORMAT", "GROUP_CONCAT", "HOURS", "IGNORE", "ILIKE", "ISNULL", "JSON", "KEY", "LAST", "LISTAGG",
	"MAP", "MINUTES", "MONTHS", "NOTNULL", "NULLS", "OBJECT", "OVERWRITE", "PASSING", "PI", "PLACING", "QUARTER", "QUARTERS",
	"REGEXP", "REPLACE", "RESPECT", "RETURNING", "RLIKE", "SCALAR", "SECONDS", "SEPARATOR", "STRING_AGG", "TIMESTAMPADD",
	"TIMESTAMPDIFF", "TIMESTAMP_DIFF", "TIMESTAMP_TRUNC", "TIME_DIFF", "TIME_TRUNC", "TYPE", "UNCONDITIONAL", "WEEK", "WEEKS",
	"WRAPPER", "YEARS", "ZONE",
}

// longestWord is the length of the longest reserved word, CURRENT_TRANSFORM_GROUP_FOR_TYPE.
const longestWord = 32

// keyword returns the word in upper case if it has a meaning in the grammar, "" if it is only a name. The reserved word is nil
// for a word that may be a name too. It does not allocate: most words of an expression pass through here.
func keyword(text string) (word string, reserved *reservedWord) {
	if len(text) > longestWord {
		return "", nil
	}
	var buffer [longestWord]byte
	for i := range len(text) {
		c := text[i]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		buffer[i] = c
	}
	upper := buffer[:len(text)]
	low, high := 0, len(reservedWords)
	for low < high {
		middle := (low + high) / 2
		if reservedWords[middle].text < string(upper) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(reservedWords) && reservedWords[low].text == string(upper) {
		return reservedWords[low].text, &reservedWords[low]
	}
	low, high = 0, len(grammarWords)
	for low < high {
		middle := (low + high) / 2
		if grammarWords[middle] < string(upper) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(grammarWords) && grammarWords[low] == string(upper) {
		return grammarWords[low], nil
	}
	return "", nil
}
