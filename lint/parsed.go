package lint

import (
	"strings"
	"sync"

	"github.com/polarspec/polarspec/internal/druidsql"
)

// parsed is what the parser made of the text of an expression. Documents share it, so that it is never changed.
type parsed struct {
	text   string
	tree   druidsql.Expr
	faults []druidsql.Fault
	all    []druidsql.Expr // the expression and those within it, in the order of the text
	calls  []*druidsql.Call
}

func parseText(text string) *parsed {
	p := &parsed{text: text}
	p.tree, p.faults = druidsql.Parse(text)
	p.all, p.calls = partsOf(p.tree)
	return p
}

// partsOf returns an expression with those within it, and the calls among them.
func partsOf(tree druidsql.Expr) (all []druidsql.Expr, calls []*druidsql.Call) {
	druidsql.Walk(tree, func(part druidsql.Expr) bool {
		all = append(all, part)
		if call, ok := part.(*druidsql.Call); ok {
			calls = append(calls, call)
		}
		return true
	})
	return all, calls
}

// parsed parses an expression, or finds it among those of the run.
func (p *Pass) parsed(text string) *parsed {
	if p.check == nil {
		return parseText(text)
	}
	return p.check.linter.texts.parse(text)
}

// parsedTexts keeps the expressions of a run: the jobs of a workspace have the same short ones again and again.
type parsedTexts struct {
	lock  sync.RWMutex
	texts map[string]*parsed
}

// What is kept: only so many, and only short ones, since long ones hardly come twice.
const (
	maxKeptTexts  = 2000
	maxKeptLength = 200
)

// parse parses a text that was not parsed before.
func (t *parsedTexts) parse(text string) *parsed {
	if len(text) > maxKeptLength {
		return parseText(text)
	}
	t.lock.RLock()
	known, room := t.texts[text], len(t.texts) < maxKeptTexts
	t.lock.RUnlock()
	switch {
	case known != nil:
		return known
	case !room:
		return parseText(text)
	}
	made := parseText(strings.Clone(text)) // the text may be a part of that of a whole file
	t.lock.Lock()
	defer t.lock.Unlock()
	if t.texts == nil {
		t.texts = map[string]*parsed{}
	}
	t.texts[made.text] = made
	return made
}
