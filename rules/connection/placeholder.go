package connection

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

//go:embed placeholder.md
var placeholderPage string

func placeholder() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "connection/placeholder", Severity: lint.Info, Page: placeholderPage,
			Summary:  "a name from the documentation that stands for one's own",
			Evidence: "seen in the documented samples (E)",
		},
		Kinds: connections,
		Check: func(p *lint.Pass) {
			for n := range texts(p) {
				if n.Kind() != document.String || lint.NamesSecret(n.Key()) {
					continue
				}
				if start, end := findPlaceholder(n.Text()); end > 0 {
					p.Report(lint.Problem{
						At: n, Span: n.Sub(start, end),
						Message: fmt.Sprintf("%q is what the documentation writes where your own name belongs: fill it in before the spec is sent", n.Text()[start:end]),
					})
				}
			}
		},
	}
}

// findPlaceholder returns where a text has a name of the documentation; end is 0 if it has none.
func findPlaceholder(text string) (start, end int) {
	for _, word := range [...]string{"PROJECT_ID", "ORGANIZATION_NAME"} {
		i := strings.Index(text, word)
		if i >= 0 && !partOfWord(text, i-1) && !partOfWord(text, i+len(word)) {
			return i, i + len(word)
		}
	}
	for _, prefix := range [...]string{"psrc-", "pkc-"} {
		if i := strings.Index(text, prefix+"xxx"); i >= 0 {
			end = i + len(prefix)
			for end < len(text) && text[end] == 'x' {
				end++
			}
			return i, end
		}
	}
	return 0, 0
}

// partOfWord reports whether a word goes on at an offset, as in ${MY_PROJECT_ID}, or the text is a variable.
func partOfWord(text string, at int) bool {
	if at < 0 || at >= len(text) {
		return false
	}
	c := text[at]
	return c == '_' || c == '$' || c == '{' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
}
