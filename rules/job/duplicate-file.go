package job

import (
	_ "embed"
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

//go:embed duplicate-file.md
var duplicateFilePage string

func duplicateFile() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "job/duplicate-file", Severity: lint.Warning, Page: duplicateFilePage,
			Summary:  "a file that is listed twice",
			Evidence: "names of uploaded files are documented as unique (V); that a file is then read twice is inferred (I)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			first := map[string]document.Node{}
			for file := range uploaded(p) {
				name := file.Text()
				if earlier, twice := first[name]; twice {
					p.Report(lint.Problem{
						At: file, Message: fmt.Sprintf("%q is listed twice, so its rows may be ingested twice: remove it here", name),
						Related: []lint.RelatedPlace{{Message: "first here", At: earlier}},
						Fixes:   []lint.Fix{{Title: "remove it", Safe: true, Edits: document.RemoveMember(file)}},
					})
					continue
				}
				first[name] = file
			}
		},
	}
}
