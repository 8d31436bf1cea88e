package cuerun

import (
	"fmt"
	"slices"

	"cuelang.org/go/cue"

	"github.com/polarspec/polarspec/internal/document"
)

// Open returns a document for CUE to which constraints may add. The error is about a value that CUE has no literal for.
func (r *Runner) Open(value document.Value) (Data, error) {
	return run(r, func() (Data, error) {
		v := r.context.BuildExpr(encode(value))
		return Data{v}, v.Err()
	})
}

// Complete puts data into a constraint, which adds what it knows beside: defaults, and what it makes of the data. Without violations
// the result has a value for all that is there.
func (v Value) Complete(data Data) (document.Value, []Violation, error) {
	type outcome struct {
		value document.Value
		list  []Violation
	}
	o, err := run(v.runner, func() (outcome, error) {
		filled := v.cue.Unify(data.cue)
		if err := filled.Validate(cue.Concrete(true)); err != nil {
			return outcome{list: lacks(err, len(v.cue.Path().Selectors()))}, nil
		}
		value, err := decode(filled)
		return outcome{value: value}, err
	})
	return o.value, o.list, err
}

// lacks are the violations that an error of CUE tells of, one a place, by paths that begin after the given number of labels.
func lacks(err error, depth int) []Violation {
	var list []Violation
	for _, g := range groupsWithin(err, depth) {
		path := g.path
		violation := Violation{Path: path, NotAllowed: formatOf(g.errors[0]) == notAllowedFormat, Own: g.own(), Message: g.message()}
		violation.Missing = isMissing(g.errors[0])
		if violation.Missing {
			violation.Message = "it is missing"
			if len(path) > 0 {
				violation.Message = fmt.Sprintf("the field %q is missing", path[len(path)-1])
			}
		}
		same := func(other Violation) bool { return slices.Equal(other.Path, path) }
		if i := slices.IndexFunc(list, same); i < 0 {
			list = append(list, violation)
		} else if list[i].Own == "" {
			list[i].Own = violation.Own
		}
	}
	slices.SortStableFunc(list, func(a, b Violation) int { return slices.Compare(a.Path, b.Path) })
	return list
}
