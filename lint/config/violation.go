package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/schemas/shape"
)

// violation words what the model of the settings refuses.
func (r *reader) violation(v shape.Violation) {
	p := Problem{Rule: "config/invalid", Node: v.Node}
	switch v.Fault {
	case shape.Unknown:
		p = r.unknown(v)
	case shape.Missing:
		if r.meant[v.Node.Pointer()+"/"+v.Name] {
			return
		}
		p.Span = keyOrStart(v.Node)
		p.Message = fmt.Sprintf("%q is missing", v.Name)
		if v.Name == "version" {
			p.Message += ": write version: 1, the version of the format"
		}
	case shape.Empty:
		p.Message = subject(v.Node) + " must not be empty"
	case shape.WrongType:
		p.Message = wrongType(v)
	case shape.NotAllowed:
		p.Message = notAllowed(v)
	default:
		p.Message = fmt.Sprintf("%q is no day: write it as YYYY-MM-DD", v.Node.Text())
	}
	r.report(p)
}

func (r *reader) unknown(v shape.Violation) Problem {
	p := Problem{Rule: "config/unknown-key", Node: v.Node, Span: v.Node.KeySpan(), Message: fmt.Sprintf("%q is not a setting, so it has no effect", v.Name)}
	object := v.Node.Parent()
	absent := func(yield func(string) bool) {
		for name := range v.Type.Names() {
			if !object.Get(name).Exists() && !yield(name) {
				return
			}
		}
	}
	near, ok := spelling.Near(v.Name, absent)
	switch {
	case ok:
		p.Message += fmt.Sprintf("; did you mean %q?", near)
		p.Fixes = append(p.Fixes, document.FaultFix{Title: fmt.Sprintf("rename to %q", near), Edits: document.RenameKey(v.Node, near)})
		if r.meant == nil {
			r.meant = map[string]bool{}
		}
		r.meant[object.Pointer()+"/"+near] = true
	case !object.Parent().Exists() && strings.Contains(v.Name, "/"):
		p.Message += `; the severity of a rule is written below "rules"`
	default:
		p.Message += "; known here: " + strings.Join(slices.Collect(v.Type.Names()), ", ")
	}
	return p
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

func wrongType(v shape.Violation) string {
	kind, expected := v.Node.Kind(), v.Type.Kinds.String()
	switch {
	case !v.Node.Parent().Exists() && kind == document.Array:
		return `the file is a list or has several documents, and must be one object that starts with "version: 1"`
	case v.Type.Numbers != nil:
		expected = "the number 1"
	case v.Type.Values != nil:
		expected = "one of " + strings.Join(v.Type.Values, ", ")
	case v.Type.Kinds == shape.Bools:
		expected = "true or false"
	}
	message := fmt.Sprintf("%s is %s and must be %s", subject(v.Node), kind, expected)
	if b, ok := v.Node.Bool(); ok && !b && slices.Contains(v.Type.Values, "off") {
		message += `; did you mean "off"?`
	}
	if v.Type.Kinds == shape.Arrays && kind == document.String {
		message += ": put it in brackets"
	}
	return message
}

func notAllowed(v shape.Violation) string {
	if v.Type.Numbers != nil {
		return fmt.Sprintf("version %s of the format is not known to this version of polarspec: write 1", v.Node.Text())
	}
	text := fmt.Sprintf("%s is %q and must be one of %s", subject(v.Node), v.Node.Text(), strings.Join(v.Type.Values, ", "))
	if near, ok := spelling.Near(v.Node.Text(), slices.Values(v.Type.Values)); ok {
		text += fmt.Sprintf("; did you mean %q?", near)
	}
	return text
}

// keyOrStart is where an absent thing is shown: the key of its parent, or the first character of the root.
func keyOrStart(n document.Node) document.Span {
	if n.HasKey() {
		return n.KeySpan()
	}
	start := n.Span().Start
	return document.Span{Start: start, End: min(start+1, n.Span().End)}
}
