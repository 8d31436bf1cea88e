package shape

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/schemas/polaris"
	"github.com/polarspec/polarspec/schemas/shape"
)

//go:embed missing-field.md
var missingFieldPage string

func missingField() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "shape/missing-field", Severity: lint.Error, Page: missingFieldPage,
			Summary:  "a required field is absent",
			Evidence: "documented as required (V); a warning where it is only seen in examples or inferred (E, I)",
		},
		Kinds: everyKind,
		Check: func(p *lint.Pass) {
			for v := range p.Violations() {
				p.Report(lint.Problem{
					At: v.Node, Span: lint.Absent(v.Node), Subject: v.Node.Pointer() + "/" + v.Name,
					Severity: lint.SeverityOf(v.Code), Message: missingMessage(v),
				})
			}
			checkInputSchema(p)
		},
	}
}

func missingMessage(v shape.Violation) string {
	where := "the spec"
	switch {
	case v.Node.HasKey():
		where = fmt.Sprintf("%q", v.Node.Key())
	case v.Node.Parent().Kind() == document.Array && v.Node.Parent().HasKey():
		where = fmt.Sprintf("item %d of %q", v.Node.Index()+1, v.Node.Parent().Key())
	}
	message := fmt.Sprintf("%s has no %q, which is required", where, v.Name)
	if v.Type.Variants != nil {
		var choices []string
		for choice := range v.Type.Choices() {
			choices = append(choices, choice)
		}
		return message + ": it selects among " + strings.Join(choices, ", ")
	}
	if v.Field.Doc != "" {
		message += ": " + lowerFirst(strings.TrimSuffix(v.Field.Doc, "."))
	}
	return message
}

// lowerFirst lets a sentence go on; a word in capitals such as SQL keeps them.
func lowerFirst(s string) string {
	if len(s) > 1 && s[1] >= 'A' && s[1] <= 'Z' {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// checkInputSchema asks for the input schema of a source unless schema discovery finds the fields. The model cannot: it is
// another part of the job that decides.
func checkInputSchema(p *lint.Pass) {
	if p.Identity.Kind != polaris.JobKind || p.Identity.Response {
		return
	}
	source := p.Job().Source()
	switch source.Type() {
	case "connection", "uploaded", "inline", "s3", "azure":
	default:
		return
	}
	if discovers, _ := p.Root.Get("useSchemaDiscovery").Bool(); discovers || present(source.Get("inputSchema")) || !lint.Whole(source.Node) {
		return
	}
	p.Report(lint.Problem{
		At: source.Node, Span: lint.Absent(source.Node), Subject: source.Pointer() + "/inputSchema",
		Message: `"source" has no "inputSchema", which is required unless useSchemaDiscovery is true: the input fields that the job uses, with their types`,
	})
}

// present reports whether an optional field is there: null means absent.
func present(n document.Node) bool { return n.Exists() && n.Kind() != document.Null }
