package cuerun

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"

	"github.com/polarspec/polarspec/internal/document"
)

// Value is a value of a package. The zero Value exists nowhere, and its methods answer with nothing.
type Value struct {
	runner *Runner
	cue    cue.Value
	files  []File
}

// Data is a document as CUE sees it: nothing can be added to it.
type Data struct {
	cue cue.Value
}

// Data returns a document for CUE. Members keep their order and numbers their text; of members with one key the first counts. The
// error is about a value that CUE has no literal for, such as a number with an enormous exponent.
func (r *Runner) Data(value document.Value) (Data, error) {
	return run(r, func() (Data, error) {
		// An expression, since CUE keeps each file that it builds for ever.
		v := r.context.BuildExpr(closed(value)).LookupPath(cue.MakePath(cue.Def(dataName)))
		return Data{v}, v.Err()
	})
}

// Exists reports whether there is such a value.
func (v Value) Exists() bool { return v.runner != nil && v.cue.Exists() }

// Get returns the member of a struct; that of a definition if the name starts with "#".
func (v Value) Get(name string) Value {
	if v.runner == nil {
		return Value{}
	}
	selector := cue.Str(name)
	if strings.HasPrefix(name, "#") {
		selector = cue.Def(name)
	}
	return Value{v.runner, v.cue.LookupPath(cue.MakePath(selector)), v.files}
}

// Names returns the names of the regular fields of a struct, in their order.
func (v Value) Names() []string {
	var names []string
	if v.runner == nil {
		return nil
	}
	fields, err := v.cue.Fields()
	if err != nil {
		return nil
	}
	for fields.Next() {
		names = append(names, fields.Selector().Unquoted())
	}
	return names
}

// Items returns the items of a list, nil for anything else.
func (v Value) Items() []Value {
	var items []Value
	if v.runner == nil {
		return nil
	}
	list, err := v.cue.List()
	if err != nil {
		return nil
	}
	for list.Next() {
		items = append(items, Value{v.runner, list.Value(), v.files})
	}
	return items
}

// Text returns the text of a concrete string.
func (v Value) Text() (string, bool) {
	if v.runner == nil {
		return "", false
	}
	text, err := v.cue.String()
	return text, err == nil
}

// MayBeText reports whether the value is a string, if perhaps one that still depends on other values.
func (v Value) MayBeText() bool {
	if v.runner == nil {
		return false
	}
	kind := v.cue.IncompleteKind()
	return kind&cue.StringKind != 0 || kind == cue.BottomKind // which it is as long as an interpolation waits for what it refers to
}

// Place returns the file that a value is written in and where in it. A value without a place is at the start of the first file.
func (v Value) Place() (file string, span document.Span) {
	if v.runner != nil {
		pos := v.cue.Pos()
		if field, ok := v.cue.Source().(*ast.Field); ok { // that is where its name is
			pos = field.Value.Pos()
		}
		for _, f := range v.files {
			if pos.IsValid() && f.Name == pos.Filename() && pos.Offset() <= len(f.Source) {
				return f.Name, document.Span{Start: pos.Offset(), End: tokenEnd(f.Source, pos.Offset())}
			}
		}
	}
	if len(v.files) > 0 {
		return v.files[0].Name, document.Span{}
	}
	return "", document.Span{}
}

// Violation is a place where data do not satisfy a constraint.
type Violation struct {
	// Path leads from the root of the data to the place. It may lead to a field that the data lack.
	Path []string
	// NotAllowed says that the field itself should not be there, not that its value is wrong.
	NotAllowed bool
	// Missing says that there is no value; only [Value.Complete] tells.
	Missing bool
	// Own is what the constraint says about it with CUE's function error; "" if it says nothing.
	Own string
	// Message says in plain words what CUE found.
	Message string
}

// Judge compares data with a constraint. The data satisfy it if they fit and lack nothing: a field that the constraint gives a value
// must be there, one with ? need not be. Violations are in the order of their paths, one a place; of a place that fits none of several
// alternatives it is the place that is told, not what each alternative lacks.
func (v Value) Judge(data Data) ([]Violation, error) {
	return run(v.runner, func() ([]Violation, error) {
		err := v.cue.Unify(data.cue).Validate(cue.Concrete(true))
		if err == nil {
			return nil, nil
		}
		var list []Violation
		depth := len(v.cue.Path().Selectors())
		for _, g := range groups(err) {
			violation := Violation{Path: g.path[min(depth, len(g.path)):], Own: g.own(), Message: g.message()}
			if formatOf(g.errors[0]) == notAllowedFormat {
				violation.NotAllowed = data.has(violation.Path)
				if !violation.NotAllowed { // the constraint would add it
					violation.Message = fmt.Sprintf("the field %q is missing", violation.Path[len(violation.Path)-1])
				}
			}
			same := func(other Violation) bool { return slices.Equal(other.Path, violation.Path) }
			if i := slices.IndexFunc(list, same); i < 0 {
				list = append(list, violation)
			} else if list[i].Own == "" {
				list[i].Own = violation.Own
			}
		}
		slices.SortStableFunc(list, func(a, b Violation) int { return slices.Compare(a.Path, b.Path) })
		return list, nil
	})
}

// has reports whether there is a value at a path.
func (d Data) has(path []string) bool {
	v := d.cue
	for _, name := range path {
		selector := cue.Str(name)
		if i, err := strconv.Atoi(name); err == nil && v.Kind() == cue.ListKind {
			selector = cue.Index(i)
		}
		if v = v.LookupPath(cue.MakePath(selector)); !v.Exists() {
			return false
		}
	}
	return true
}

// Document returns a concrete value as a document. The error is [SourceErrors] if it is not concrete or not data, a [LimitError] if the
// evaluation was ended.
func (v Value) Document() (document.Value, error) {
	return run(v.runner, func() (document.Value, error) {
		if err := v.cue.Validate(cue.Concrete(true), cue.Final()); err != nil {
			return document.Value{}, faults(v.files, err)
		}
		return decode(v.cue)
	})
}
