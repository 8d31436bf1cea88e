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

//go:embed legacy-field.md
var legacyFieldPage string

func legacyField() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "shape/legacy-field", Severity: lint.Error, Page: legacyFieldPage,
			Summary:  "a field of the job spec of 2022, which the service no longer reads",
			Evidence: "the documentation of 2022 and its removal (V)",
			Over: []string{
				"shape/unknown-field", "provider/missing", "mapping/no-time", "connection/no-urls", "connection/password-missing", "sql/no-query", "shape/missing-field",
			},
		},
		Kinds: []polaris.Kind{polaris.JobKind},
		Check: func(p *lint.Pass) {
			for v := range p.Violations() {
				problem := lint.Problem{At: v.Node, Span: v.Node.KeySpan(), Message: legacyMessage(p, v)}
				switch {
				case v.Name == "timestampMapping": // it stands for the one mapping, not for all
					problem.Subject = p.Root.Pointer() + "/mappings/__time"
				case v.Field.Instead != "":
					problem.Subject = p.Root.Pointer() + "/" + strings.ReplaceAll(v.Field.Instead, ".", "/")
				default:
					problem.Fixes = []lint.Fix{{Title: fmt.Sprintf("remove %q", v.Name), Edits: document.RemoveMember(v.Node)}}
				}
				p.Report(problem)
			}
		},
	}
}

func legacyMessage(p *lint.Pass, v shape.Violation) string {
	message := fmt.Sprintf("%q is a field of the job spec of 2022, which the service no longer reads", v.Name)
	switch v.Name {
	case "jobType":
		return message + `: write "type": "batch" or "type": "streaming"`
	case "timestampMapping":
		return message + `: write a mapping for "__time", such as TIME_PARSE("timestamp")`
	case "columnRenames":
		return message + `: write a mapping with the new name as "columnName" and the field as "expression"`
	case "isReplace":
		return message + `: write "ingestionMode": "replace"`
	}
	if v.Name == "intervals" && p.Job().Type() == "restore_data" {
		return message + `: write the one time range to restore as "interval"`
	}
	if v.Field.Instead == "" {
		return message + ": remove it"
	}
	return message + fmt.Sprintf(": write it as %q", v.Field.Instead)
}
