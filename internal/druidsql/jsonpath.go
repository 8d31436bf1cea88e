package druidsql

import (
	"fmt"
	"strconv"
	"strings"
)

// PathStep is a part of a JSON path: a member of an object, or an item of an array.
type PathStep struct {
	// Field is the name of the member. A backslash before a quote stays in it, as Druid leaves it.
	Field string
	// Index is the item, where IsIndex is true.
	Index   int
	IsIndex bool
	// At is where the step stands in the path, without dots, brackets and quotes.
	At Span
}

// PathError is why Druid refuses a JSON path.
type PathError struct {
	At      Span
	Message string
}

// Error returns the message.
func (e *PathError) Error() string { return e.Message }

// ParseJSONPath reads the paths of JSON_VALUE and JSON_QUERY: $, .key, ['key'] and [n]. The error is a *PathError.
// It accepts what Druid accepts, so "$.a[" is $.a, and wildcards are ordinary names.
// Source: Druid NestedPathFinder.parseJsonPath.
func ParseJSONPath(text string) ([]PathStep, error) {
	if text == "" {
		return nil, nil
	}
	if text[0] != '$' {
		return nil, &PathError{Span{0, 1}, `a JSON path begins with "$"`}
	}
	var steps []PathStep
	for i := 1; i < len(text); {
		var step PathStep
		var err *PathError
		switch text[i] {
		case '.':
			step, i, err = pathMember(text, i+1)
		case '[':
			step, i, err = pathBracket(text, i+1)
		default:
			return nil, &PathError{Span{i, len(text)}, fmt.Sprintf(`"." or "[" is missing before %q in the JSON path`, beginning(text[i:]))}
		}
		if err != nil {
			return nil, err
		}
		if step.At.End > step.At.Start {
			steps = append(steps, step)
		}
	}
	return steps, nil
}

// pathMember reads the name after a dot, which is empty at the end of the path only.
func pathMember(text string, start int) (PathStep, int, *PathError) {
	end := start + strings.IndexAny(text[start:], ".['")
	if end < start {
		end = len(text)
	}
	switch {
	case end == len(text):
	case text[end] == '\'':
		return PathStep{}, end, &PathError{Span{end, end + 1}, `a quote in a JSON path stands in brackets: ['key']`}
	case end == start:
		return PathStep{}, end, &PathError{Span{start - 1, end + 1}, fmt.Sprintf(`a name is missing between "." and %q in the JSON path`, text[end:end+1])}
	}
	return PathStep{Field: text[start:end], At: Span{start, end}}, end, nil
}

// pathBracket reads the index or quoted name after a bracket. A bracket that ends the path is no step.
func pathBracket(text string, start int) (PathStep, int, *PathError) {
	rest := text[start:]
	if rest == "" || rest == "'" {
		return PathStep{}, len(text), nil
	}
	if rest[0] == '\'' {
		return pathQuoted(text, start+1)
	}
	end := start + strings.IndexAny(rest, "]'")
	if end < start {
		return PathStep{}, end, &PathError{Span{start - 1, len(text)}, `"]" is missing in the JSON path`}
	}
	at := Span{start, end}
	index, err := strconv.ParseInt(text[start:end], 10, 32)
	if err != nil || text[end] == '\'' {
		return PathStep{}, end, &PathError{Span{start - 1, end + 1}, fmt.Sprintf(`%q is no index; a name in brackets is quoted: ['key']`, beginning(text[start:end]))}
	}
	return PathStep{Index: int(index), IsIndex: true, At: at}, end + 1, nil
}

func pathQuoted(text string, start int) (PathStep, int, *PathError) {
	end := start
	for end < len(text) && (text[end] != '\'' || text[end-1] == '\\') {
		end++
	}
	switch {
	case end >= len(text)-1:
		return PathStep{}, end, &PathError{Span{start - 2, len(text)}, `"']" is missing in the JSON path`}
	case end == start:
		return PathStep{}, end, &PathError{Span{start - 1, end + 1}, `a name is missing in the JSON path`}
	case text[end+1] != ']':
		return PathStep{}, end, &PathError{Span{end, end + 1}, `"]" is missing after the quote in the JSON path`}
	}
	return PathStep{Field: text[start:end], At: Span{start, end}}, end + 2, nil
}
