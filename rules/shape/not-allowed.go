package shape

import (
	_ "embed"
	"fmt"
	"slices"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/shape"
)

//go:embed not-allowed.md
var notAllowedPage string

func notAllowed() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "shape/not-allowed", Severity: lint.Error, Page: notAllowedPage,
			Summary:  "a value is not one of those that the field takes",
			Evidence: "documented enumerations (V); a warning where the list is only known from examples and working jobs (E, I, P)",
		},
		Kinds: everyKind,
		Check: func(p *lint.Pass) {
			for v := range p.Violations() {
				message, fixes := notAllowedMessage(p, v)
				p.Report(lint.Problem{At: v.Node, Severity: lint.SeverityOf(v.Code), Message: message, Fixes: fixes})
			}
		},
	}
}

func notAllowedMessage(p *lint.Pass, v shape.Violation) (string, []lint.Fix) {
	if v.Fault == shape.Empty {
		return fmt.Sprintf("%s is empty and needs at least one %s", called(p, v.Node), unit(v.Node)), nil
	}
	choices := v.Type.Values
	if v.Type.Variants != nil {
		choices = slices.Collect(v.Type.Choices())
	}
	text := v.Node.Text()
	message := fmt.Sprintf("%q is not a known value of %s: ", text, valueOf(v.Node))
	if len(choices) == 1 {
		message += fmt.Sprintf("the only one is %q", choices[0])
	} else {
		message += "known are " + quoted(choices)
	}
	near, ok := spelling.Meant(text, slices.Values(choices))
	if !ok {
		return message, nil
	}
	fix := lint.Fix{Title: fmt.Sprintf("replace by %q", near), Safe: spelling.SameButStyle(text, near), Edits: document.ReplaceText(v.Node, near)}
	return message + fmt.Sprintf(". Did you mean %q?", near), []lint.Fix{fix}
}

// valueOf names what the value is of, with its object: many objects have a "type".
func valueOf(n document.Node) string {
	if !n.HasKey() {
		return fmt.Sprintf("%q", n.Parent().Key())
	}
	if object := n.Parent(); object.HasKey() {
		return fmt.Sprintf("%q", object.Key()+"."+n.Key())
	}
	return fmt.Sprintf("%q", n.Key())
}

func unit(n document.Node) string {
	if n.Kind() == document.Array {
		return "item"
	}
	return "character"
}
