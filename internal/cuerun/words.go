package cuerun

import (
	"fmt"
	"slices"
	"strings"

	"cuelang.org/go/cue/errors"
)

// These are messages of CUE by their formats, which are what stays the same of them.
const (
	disjunctionFormat = "%d errors in empty disjunction:"
	notAllowedFormat  = "field not allowed"
	requiredFormat    = "field is required but not present"
	conflictFormat    = "conflicting values %s and %s"
	mismatchFormat    = "conflicting values %s and %s (mismatched types %s and %s)"
	boundFormat       = "invalid value %v (out of bound %s)"
	validatorFormat   = "invalid value %s (does not satisfy %s)"
	referenceFormat   = "reference %q not found"
	standardFormat    = "builtin package %q undefined"
	cycleFormat       = "structural cycle"
	fieldCycleFormat  = "cycle with field: %v"
	literalFormat     = "explicit error (_|_ literal) in source"
	incompleteFormat  = "incomplete value %v"
	missingDataFormat = "%s undefined (%s is incomplete)"
	rangeFormat       = "cannot range over %s (incomplete)"
	rangeTypeFormat   = "cannot range over %s (incomplete type %s)"
	undefinedFormat   = "undefined field: %s"
	optionalFormat    = "cannot reference optional field: %s"
	customFormat      = "%s" // what the function error was called with
)

func formatOf(err errors.Error) string {
	format, _ := err.Msg()
	return format
}

// isMissing reports whether an error says that there is no value where one is needed.
func isMissing(err errors.Error) bool {
	format := formatOf(err)
	return format == requiredFormat || format == incompleteFormat
}

func isDisjunction(err errors.Error) bool { return formatOf(err) == disjunctionFormat }

// message words a group of errors.
func (g group) message() string {
	if isDisjunction(g.errors[0]) && len(g.errors) > 1 {
		return g.alternatives()
	}
	return reword(g.errors[0], g.path)
}

// own returns what the author of the file said with the function error, "" for an error in CUE's words.
func (g group) own() string {
	for _, err := range g.errors {
		if format, args := err.Msg(); format == customFormat && len(args) == 1 {
			return fmt.Sprint(args...)
		}
	}
	return ""
}

// alternatives words an error about a value that is none of several: which ones there are, if they are plain, else why each is not it.
func (g group) alternatives() string {
	var reasons []string
	var conflicts [][2]string
	place := g.pathOf(g.errors[1])
	for _, err := range g.errors[1:] {
		format, args := err.Msg()
		path := g.pathOf(err)
		if (format == conflictFormat || format == mismatchFormat) && slices.Equal(path, place) {
			conflicts = append(conflicts, [2]string{fmt.Sprint(args[0]), fmt.Sprint(args[1])})
		}
		if reason := shownPath(path[min(len(g.path), len(path)):]) + reword(err, path); !slices.Contains(reasons, reason) {
			reasons = append(reasons, reason)
		}
	}
	slices.Sort(reasons) // the order that CUE has them in is no one's
	if len(reasons) == 1 {
		return reasons[0]
	}
	value, wanted := common(conflicts)
	if len(wanted) == len(g.errors)-1 && len(reasons) == len(wanted) && !strings.ContainsAny(value+strings.Join(wanted, ""), "{[") {
		return shownPath(place[min(len(g.path), len(place)):]) + fmt.Sprintf("%s is none of %s", value, strings.Join(wanted, ", "))
	}
	return "none of the alternatives fits: " + strings.Join(reasons, "; ")
}

// common takes conflicts of one value with several others apart: CUE names the two in any order.
func common(conflicts [][2]string) (value string, others []string) {
	if len(conflicts) == 0 {
		return "", nil
	}
	for _, value := range []string{conflicts[0][1], conflicts[0][0]} {
		others = nil
		for _, c := range conflicts {
			switch value {
			case c[1]:
				others = append(others, c[0])
			case c[0]:
				others = append(others, c[1])
			}
		}
		if len(others) == len(conflicts) {
			slices.Sort(others)
			return value, others
		}
	}
	return "", nil
}

func shownPath(path []string) string {
	if len(path) == 0 {
		return ""
	}
	return strings.Join(path, ".") + ": "
}

// reword says in plain words what CUE says in its own. What is not known here stays as it is.
func reword(err errors.Error, path []string) string {
	format, args := err.Msg()
	field := "a field"
	if len(path) > 0 {
		field = fmt.Sprintf("the field %q", path[len(path)-1])
	}
	switch format {
	case notAllowedFormat:
		return field + " is not allowed here"
	case requiredFormat:
		return field + " is missing"
	case conflictFormat, mismatchFormat:
		return fmt.Sprintf("%s and %s contradict each other", short(args[0]), short(args[1]))
	case boundFormat, validatorFormat:
		return fmt.Sprintf("%s does not satisfy %s", short(args[0]), short(args[1]))
	case referenceFormat:
		return fmt.Sprintf("%q is not defined in this file; a text is written in double quotes", args...)
	case standardFormat:
		return fmt.Sprintf("the package %q cannot be imported: CUE itself has none of that name", args...)
	case cycleFormat:
		return "this refers to itself without an end"
	case fieldCycleFormat:
		return "this refers to itself, so that it has no value"
	case incompleteFormat:
		return fmt.Sprintf("this has no value; it may be %s", short(args[0]))
	case missingDataFormat:
		return fmt.Sprintf("%s has no value", short(args[0]))
	case rangeFormat, rangeTypeFormat:
		return fmt.Sprintf("%s has no values to go through", short(args[0]))
	case undefinedFormat:
		return fmt.Sprintf("there is no field %q", fmt.Sprint(args[0]))
	case optionalFormat:
		return fmt.Sprintf("the field %q need not be there: ask first, as in if params.%[1]v != _|_ {…}", fmt.Sprint(args[0]))
	case literalFormat:
		return "this is an error on purpose (_|_)"
	}
	message := strings.TrimPrefix(err.Error(), "import failed: ")
	if len(err.Path()) > 0 {
		message = strings.TrimPrefix(message, strings.Join(err.Path(), ".")+": ")
	}
	return message
}

// maxShown is the length, in characters, of a value in a message.
const maxShown = 80

func short(value any) string {
	text := []rune(fmt.Sprint(value))
	if len(text) <= maxShown {
		return string(text)
	}
	return string(text[:maxShown-1]) + "…"
}
