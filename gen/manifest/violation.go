package manifest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/schemas/shape"
)

// violation words what the model of the manifest refuses.
func (r *reader) violation(v shape.Violation) {
	switch v.Fault {
	case shape.Unknown:
		r.unknown(v)
	case shape.Missing:
		if r.meant[v.Node.Pointer()+"/"+v.Name] {
			return
		}
		message := fmt.Sprintf("%q is missing", v.Name)
		switch v.Name {
		case "version":
			message += ": write version: 1, the version of the format"
		case "output":
			message += ": the file to write, relative to the folder of the manifest"
		case "specs":
			message += ": the list of what to generate"
		}
		r.report(v.Node, start(v.Node), message)
	case shape.Empty:
		r.report(v.Node, start(v.Node), subject(v.Node)+" must not be empty")
	case shape.WrongType:
		r.report(v.Node, start(v.Node), wrongType(v))
	case shape.NotAllowed:
		r.report(v.Node, v.Node.Span(), notAllowed(v))
	default:
		r.report(v.Node, v.Node.Span(), fmt.Sprintf("%s is inline or registry:CONNECTION, not %q", subject(v.Node), v.Node.Text()))
	}
}

func (r *reader) unknown(v shape.Violation) {
	object := v.Node.Parent()
	absent := func(yield func(string) bool) {
		for name := range v.Type.Names() {
			if !object.Get(name).Exists() && !yield(name) {
				return
			}
		}
	}
	message := fmt.Sprintf("%q is no key of the manifest here", v.Name)
	near, ok := spelling.Near(v.Name, absent)
	if other := flagKeys[v.Name]; !ok && other != "" && v.Type.Field(other) != nil {
		near, ok = other, true
	}
	switch {
	case ok:
		message += fmt.Sprintf("; did you mean %q?", near)
		if r.meant == nil {
			r.meant = map[string]bool{}
		}
		r.meant[object.Pointer()+"/"+near] = true
	case v.Name == "set":
		message += `; values of the spec stand in "overrides" beside "job" and "connection"`
	default:
		message += "; known here: " + strings.Join(slices.Collect(v.Type.Names()), ", ")
	}
	r.report(v.Node, v.Node.KeySpan(), message)
}

// flagKeys are the keys that take the place of flags of gen job and gen connection of another name.
var flagKeys = map[string]string{
	"type": "types", "measure": "measures", "file": "files", "replace-interval": "replace-intervals", "url": "urls", "output": "output",
}

// Key returns the key of a job or a connection that stands for a flag of gen job or gen connection.
func Key(flag string) string {
	if key := flagKeys[flag]; key != "" {
		return key
	}
	return flag
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
	case !v.Node.Parent().Exists():
		return fmt.Sprintf("the manifest is %s and must be one object that starts with version: 1", kind)
	case v.Type.Numbers != nil:
		expected = "the number 1"
	case v.Type.Values != nil:
		expected = "one of " + strings.Join(v.Type.Values, ", ")
	case v.Type.Kinds == shape.Bools:
		expected = "true or false"
	}
	message := fmt.Sprintf("%s is %s and must be %s", subject(v.Node), kind, expected)
	switch {
	case v.Type.Kinds == shape.Arrays && kind == document.String:
		message += ": put it in brackets"
	case v.Type.Kinds == shape.Strings && v.Type.Values == nil && (kind == document.Number || kind == document.Bool):
		message += ": put it in quotes"
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
