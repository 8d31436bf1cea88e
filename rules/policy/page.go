package policy

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
)

// page returns what explain shows of a policy: its words, its constraints as they are written, and its examples if they were loaded.
func (p *Policy) page() string {
	var b strings.Builder
	_, _ = fmt.Fprintf(&b, "# %s\n\n%s.\n\nA policy of this project, in `%s`.\n", p.ID, strings.TrimSuffix(p.words(), "."), filepath.ToSlash(p.File.Name))
	if len(p.Kinds) == 1 {
		_, _ = fmt.Fprintf(&b, "\nIt is for documents of the kind %s.\n", p.Kinds[0])
	}
	if len(p.Environments) > 0 {
		_, _ = fmt.Fprintf(&b, "\nIt is for the environments %s.\n", strings.Join(p.Environments, ", "))
	}
	for _, part := range []struct{ title, field string }{{"When", whenField}, {"Requires", requireField}} {
		if source := p.source.Expression(part.field); source != "" {
			_, _ = fmt.Fprintf(&b, "\n## %s\n\n```cue\n%s\n```\n", part.title, source)
		}
	}
	examples, err := p.Examples()
	if err != nil {
		return b.String() // lint and policy test say what is wrong
	}
	for _, title := range []string{"Bad", "Good"} {
		for _, e := range examples {
			if e.Good == (title == "Good") && e.Fault == "" {
				_, _ = fmt.Fprintf(&b, "\n## %s\n\n```json\n%s```\n", title, document.Encode(e.Document))
			}
		}
	}
	return b.String()
}
