package shape

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

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
					Severity: lint.SeverityOf(v.Code), Message: missingMessage(p, v),
				})
			}
			checkInputSchema(p)
			checkRestore(p)
		},
	}
}

func missingMessage(p *lint.Pass, v shape.Violation) string {
	need := "which is required"
	if lint.SeverityOf(v.Code) != lint.Error {
		need = "which it needs as far as is known"
	}
	message := fmt.Sprintf("%s has no %q, %s", called(p, v.Node), v.Name, need)
	if v.Type.Variants != nil {
		choices := slices.Collect(v.Type.Choices())
		if len(choices) == 1 {
			return message + fmt.Sprintf(": write %q", choices[0])
		}
		return message + ": write one of " + quoted(choices)
	}
	if v.Field.Doc != "" {
		first, _, _ := strings.Cut(v.Field.Doc, ". ")
		message += ": " + lowerFirst(strings.TrimSuffix(first, "."))
	}
	return message
}

// lowerFirst lets a sentence go on; a word in capitals such as SQL keeps them, and so does a name.
func lowerFirst(s string) string {
	if strings.HasPrefix(s, "Druid") || len(s) > 1 && s[1] >= 'A' && s[1] <= 'Z' {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// checkRestore asks for the interval of a restore job. It is documented as required, but one text has it at the top level and
// another only says that it is in the body, so that one in the target counts too.
func checkRestore(p *lint.Pass) {
	if p.Identity.Kind != polaris.JobKind || p.Identity.Response || p.Job().Type() != "restore_data" || !lint.Whole(p.Root) {
		return
	}
	if lint.Present(p.Root.Get("interval")) || lint.Present(p.Root.Get("intervals")) || p.Job().Target().Get("intervals").Len() > 0 {
		return
	}
	p.Report(lint.Problem{
		At: p.Root, Span: lint.Absent(p.Root), Subject: p.Root.Pointer() + "/interval", Severity: lint.Warning,
		Message: `the job restores data and has no "interval": write the one time range to restore, as in "2024-01-01/2024-02-01"`,
	})
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
	if discovers, _ := p.Root.Get("useSchemaDiscovery").Bool(); discovers || lint.Present(source.Get("inputSchema")) || !lint.Whole(source.Node) {
		return
	}
	p.Report(lint.Problem{
		At: source.Node, Span: lint.Absent(source.Node), Subject: source.Pointer() + "/inputSchema",
		Message: `"source" has no "inputSchema", which is required unless "useSchemaDiscovery" is true: the input fields that the job uses, with their types`,
	})
}
