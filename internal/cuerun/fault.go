package cuerun

import (
	"fmt"
	"slices"
	"strings"

	"cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/scanner"
	"cuelang.org/go/cue/token"

	"github.com/polarspec/polarspec/internal/document"
)

// Fault is something that is wrong with a CUE file.
type Fault struct {
	// File is the name of the file; "" where CUE does not tell.
	File string
	// Span is the place in it.
	Span document.Span
	// Position is the same place as line and column.
	Position document.Position
	// Path leads to the field that is wrong, if it is one.
	Path []string
	// Message says what is wrong, in the words of the one who writes the file.
	Message string
}

// SourceErrors are all that is wrong with a package. There is at least one.
type SourceErrors []Fault

// Error lists all faults, one a line.
func (f SourceErrors) Error() string {
	lines := make([]string, 0, len(f))
	for _, fault := range f {
		lines = append(lines, fmt.Sprintf("%s:%d:%d: %s", fault.File, fault.Position.Line, fault.Position.Column, fault.Message))
	}
	return strings.Join(lines, "\n")
}

// maxFaults bounds how many faults are told of one package: after so many, more help nobody.
const maxFaults = 20

// faults turns an error of CUE into what is said about the files.
func faults(files []File, err error) error {
	var list SourceErrors
	for _, group := range groups(err) {
		fault := Fault{Path: group.path, Message: group.message()}
		fault.place(files, group)
		same := func(other Fault) bool {
			return other.File == fault.File && other.Span == fault.Span && other.Message == fault.Message
		}
		if !slices.ContainsFunc(list, same) && len(list) < maxFaults {
			list = append(list, fault)
		}
	}
	slices.SortStableFunc(list, func(a, b Fault) int {
		if a.File != b.File {
			return strings.Compare(a.File, b.File)
		}
		return a.Span.Start - b.Span.Start
	})
	return list
}

// place finds the first place of an error that is in one of the files: an error may lie in the definitions as well. Without one it
// is the start of the first file.
func (f *Fault) place(files []File, g group) {
	if !f.placed(files, g) && len(files) > 0 {
		f.File, f.Position = files[0].Name, document.Position{Line: 1, Column: 1}
	}
}

func (f *Fault) placed(files []File, g group) bool {
	for _, err := range g.errors {
		for _, pos := range append([]token.Pos{err.Position()}, err.InputPositions()...) {
			i := slices.IndexFunc(files, func(file File) bool { return pos.IsValid() && file.Name == pos.Filename() })
			if i < 0 || pos.Offset() > len(files[i].Source) {
				continue
			}
			f.File = files[i].Name
			f.Span = document.Span{Start: pos.Offset(), End: tokenEnd(files[i].Source, pos.Offset())}
			f.Position = document.NewLines(files[i].Source).Position(pos.Offset())
			return true
		}
	}
	return false
}

// tokenEnd returns where the token ends that starts at an offset: errors of CUE only have a start.
func tokenEnd(source []byte, start int) int {
	var s scanner.Scanner
	rest := source[start:]
	s.Init(token.NewFile("", -1, len(rest)), rest, func(token.Pos, string, []any) {}, scanner.DontInsertCommas)
	pos, _, text := s.Scan()
	if pos.Offset() != 0 || text == "" {
		return min(start+1, len(source))
	}
	end := start + len(text)
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		end = start + i
	}
	return end
}

// group is an error of CUE with those that explain it: each alternative of a disjunction fails in its own way.
type group struct {
	path   []string
	errors []errors.Error
	// depth is how many labels of the paths of errors lead to the value that the path of the group starts from; -1 for those of a
	// whole package, whose paths end before the first definition.
	depth int
}

// groups takes an error of CUE apart.
func groups(err error) []group { return groupsWithin(err, -1) }

// groupsWithin takes an error about a value apart that so many labels lead to.
func groupsWithin(err error, depth int) []group {
	var list []group
	for _, e := range errors.Errors(err) {
		g := group{nil, []errors.Error{e}, depth}
		g.path = g.pathOf(e)
		if n := len(list); n > 0 && isDisjunction(list[n-1].errors[0]) && within(g.path, list[n-1].path) {
			list[n-1].errors = append(list[n-1].errors, e)
			continue
		}
		list = append(list, g)
	}
	return list
}

// pathOf is the path of an error, without quotes.
func (g group) pathOf(err errors.Error) []string {
	path := err.Path()
	if g.depth < 0 {
		return unquoted(path)
	}
	list := []string{}
	for _, label := range path[min(g.depth, len(path)):] {
		if text, err := literal.Unquote(label); err == nil {
			label = text
		}
		list = append(list, label)
	}
	return list
}

// within reports whether a path leads to a place or to something inside of it.
func within(path, place []string) bool {
	return len(path) >= len(place) && slices.Equal(path[:len(place)], place)
}

// unquoted takes the quotes off the labels of a path. It ends before the first definition or hidden field, which data do not have.
func unquoted(path []string) []string {
	list := make([]string, 0, len(path))
	for _, label := range path {
		switch {
		case strings.HasPrefix(label, `"`):
			if text, err := literal.Unquote(label); err == nil {
				label = text
			}
		case strings.HasPrefix(label, "#"), strings.HasPrefix(label, "_"):
			return list
		}
		list = append(list, label)
	}
	return list
}
