package input

import (
	"iter"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/druidsql"
	"github.com/polarspec/polarspec/lint"
)

// expressions yields the texts that use input fields: those of mappings and that of the filter.
func expressions(p *lint.Pass) iter.Seq[document.Node] {
	return func(yield func(document.Node) bool) {
		for m := range p.Job().Mappings() {
			if e := m.Expression(); e.Kind() == document.String && !yield(e) {
				return
			}
		}
		if filter := p.Root.Get("filterExpression"); filter.Kind() == document.String {
			yield(filter)
		}
	}
}

// identifier is a name in an expression, with its place in the text, quotes included.
type identifier struct {
	name       string
	start, end int
}

// identifiers yields the names of columns in an expression. It knows quotes, comments and calls, not the grammar: keywords are
// among them.
func identifiers(text string) iter.Seq[identifier] {
	return func(yield func(identifier) bool) {
		for i := 0; i < len(text); {
			end := tokenEnd(text, i)
			token := text[i:end]
			switch {
			case token[0] == '"' && len(token) > 1 && strings.HasSuffix(token, `"`):
				if !yield(identifier{strings.ReplaceAll(token[1:len(token)-1], `""`, `"`), i, end}) {
					return
				}
			case inWord(token[0]) && (token[0] < '0' || token[0] > '9') && !strings.HasPrefix(strings.TrimLeft(text[end:], " \t\r\n"), "("):
				if !yield(identifier{token, i, end}) {
					return
				}
			}
			i = end
		}
	}
}

// tokenEnd returns where the token ends that starts at an offset: a quoted text or name, a comment, a word, or one character.
func tokenEnd(text string, start int) int {
	rest := text[start:]
	until := func(mark string) int {
		if i := strings.Index(rest, mark); i >= 0 {
			return start + i + len(mark)
		}
		return len(text)
	}
	switch c := rest[0]; {
	case c == '\'' || c == '"':
		for i := 1; i < len(rest); i++ {
			if rest[i] != c {
				continue
			}
			if i+1 == len(rest) || rest[i+1] != c {
				return start + i + 1
			}
			i++ // two quotes stand for one
		}
		return len(text)
	case strings.HasPrefix(rest, "--"), strings.HasPrefix(rest, "//"):
		return until("\n")
	case strings.HasPrefix(rest, "/*"):
		return until("*/")
	case inWord(c):
		end := 1
		for end < len(rest) && inWord(rest[end]) {
			end++
		}
		return start + end
	}
	return start + 1
}

func inWord(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// uses are the expressions that use a name, each once.
type uses map[string][]document.Node

func findUses(p *lint.Pass) uses {
	found := uses{}
	for e := range expressions(p) {
		for id := range identifiers(e.Text()) {
			if list := found[id.name]; len(list) == 0 || list[len(list)-1] != e {
				found[id.name] = append(list, e)
			}
		}
	}
	return found
}

// maxRewritten is the length of an expression beyond which it is not rewritten: it may use very many names, each with its fix.
const maxRewritten = 10_000

// rewrite returns the edits that put another text in the place of a name wherever an expression uses it; ok is false if that
// cannot be done safely.
func (u uses) rewrite(name, text string) (edits []document.Edit, ok bool) {
	for _, e := range u[name] {
		old := e.Text()
		if len(old) > maxRewritten {
			return nil, false
		}
		var b strings.Builder
		last := 0
		for id := range identifiers(old) {
			if id.name == name {
				b.WriteString(old[last:id.start])
				b.WriteString(text)
				last = id.end
			}
		}
		b.WriteString(old[last:])
		change := document.ReplaceText(e, b.String())
		if change == nil {
			return nil, false
		}
		edits = append(edits, change...)
	}
	return edits, true
}

// column is a name as an expression has it.
func column(name string) string { return druidsql.QuoteIdentifier(name) }
