package field

import (
	"strings"

	"github.com/polarspec/polarspec/internal/druidsql"
)

// JSONValue returns the expression that reads a value, in the data type that it has by itself, within an operand that is declared as
// json. The path is what [JSONPath] returned. It is empty for the data type json, which is no single value.
func JSONValue(operand, path, dataType string) string {
	switch dataType {
	case AsLong:
		return "JSON_VALUE(" + operand + ", " + path + " RETURNING BIGINT)"
	case AsFloat, AsDouble:
		return "JSON_VALUE(" + operand + ", " + path + " RETURNING DOUBLE)"
	case AsString:
		return "JSON_VALUE(" + operand + ", " + path + " RETURNING VARCHAR)"
	}
	return ""
}

// Within returns the expression that makes a column of a value of a type, read as the data type that suits it by itself, within an
// operand that is declared as json. The path is what [JSONPath] returned; single is false for lists and objects.
func Within(t *Type, dataType, operand, path string) (expression string, single bool) {
	value := JSONValue(operand, path, dataType)
	if inner := unwrap(t); value == "" || inner != nil && inner.Kind == Array {
		return "JSON_QUERY(" + operand + ", " + path + ")", false
	}
	return Converted(t, dataType, value), true
}

// JSONPath returns the literal of a path through the members of objects; ok is false for names that no path of Druid can have.
func JSONPath(steps []string) (literal string, ok bool) {
	path := "$"
	for _, step := range steps {
		switch {
		case step == "" || strings.ContainsAny(step, "'\n\r") || strings.HasSuffix(step, `\`):
			return "", false
		case strings.IndexFunc(step, special) < 0:
			path += "." + step
		default:
			path += "['" + step + "']"
		}
	}
	return druidsql.QuoteString(path), true
}

// special reports whether a character keeps a name from standing behind a full stop.
func special(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_'
}
