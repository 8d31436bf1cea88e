package evidence

import (
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/schemas/shape"
)

// violation words what the model of the evidence refuses.
func (r *reader) violation(v shape.Violation) {
	p := config.Problem{Node: v.Node}
	switch v.Fault {
	case shape.Unknown:
		p.Span = v.Node.KeySpan()
		p.Message = fmt.Sprintf("%q is not known here", v.Name)
		if near, ok := r.near(v); ok {
			p.Message += fmt.Sprintf("; did you mean %q?", near)
		} else {
			p.Message += "; known are " + strings.Join(slices.Collect(v.Type.Names()), ", ")
		}
	case shape.Missing:
		if r.meant[v.Node.Pointer()+"/"+v.Name] {
			return
		}
		p.Span = keyOrStart(v.Node)
		p.Message = fmt.Sprintf("%q is missing", v.Name)
		if v.Name == "version" {
			p.Message += `: write "version": 1, the version of the format`
		}
	case shape.Empty:
		p.Message = subject(v.Node) + " must not be empty"
	case shape.WrongType:
		p.Message = fmt.Sprintf("%s is %s and must be %s", subject(v.Node), v.Node.Kind(), expected(v.Type))
		if v.Node.Kind() == document.Number {
			p.Message = fmt.Sprintf("%s is %s and must be %s", subject(v.Node), v.Node.Text(), expected(v.Type))
		}
	case shape.NotAllowed:
		p.Message = fmt.Sprintf("%s is %q and must be one of %s", subject(v.Node), v.Node.Text(), strings.Join(v.Type.Values, ", "))
		if v.Type.Numbers != nil {
			p.Message = fmt.Sprintf("version %s of the format is not known to this version of polarspec: write the evidence anew with polarspec probe --write", v.Node.Text())
		}
	default:
		p.Message = fmt.Sprintf("%s is %q and must be %s", subject(v.Node), v.Node.Text(), form(v.Node))
	}
	r.report(p)
}

// near is the absent key that an unknown one was probably meant to be. That is not missing as well.
func (r *reader) near(v shape.Violation) (string, bool) {
	object := v.Node.Parent()
	near, ok := spelling.Near(v.Name, func(yield func(string) bool) {
		for name := range v.Type.Names() {
			if !object.Get(name).Exists() && !yield(name) {
				return
			}
		}
	})
	if ok {
		if r.meant == nil {
			r.meant = map[string]bool{}
		}
		r.meant[object.Pointer()+"/"+near] = true
	}
	return near, ok
}

func expected(t *shape.Type) string {
	switch {
	case t.Numbers != nil:
		return "the number 1"
	case t.Values != nil:
		return "one of " + strings.Join(t.Values, ", ")
	case t.Whole:
		return "a whole number"
	}
	return t.Kinds.String()
}

// form is what a text that breaks its pattern must look like.
func form(n document.Node) string {
	if n.Key() == "sha256" {
		return "the 64 hexadecimal digits of a SHA-256"
	}
	return "a time in UTC, as in 2026-01-31T12:00:00Z"
}

// subject names a value in a message.
func subject(n document.Node) string {
	switch {
	case n.HasKey():
		return fmt.Sprintf("%q", n.Key())
	case n.Parent().HasKey():
		return fmt.Sprintf("an item of %q", n.Parent().Key())
	}
	return "the file"
}

// keyOrStart is where an absent thing is shown: the key of its parent, or the first character.
func keyOrStart(n document.Node) document.Span {
	if n.HasKey() {
		return n.KeySpan()
	}
	start := n.Span().Start
	return document.Span{Start: start, End: min(start+1, n.Span().End)}
}
