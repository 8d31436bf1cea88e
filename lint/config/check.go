package config

import (
	"fmt"
	"iter"
	"path"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
)

// Known tells which rules there are: for an id of a rule or of a category with "/*", whether it is known, and for a retired id what took its place.
type Known interface {
	Rule(id string) (known bool, replacement string)
	IDs() iter.Seq[string]
}

// CheckRules returns a problem for every rule that a settings file names and that does not exist.
func (s *Settings) CheckRules(known Known) []Problem {
	var problems []Problem
	for _, layer := range s.Layers {
		for _, use := range layer.ruleUses {
			p, ok := checkRule(use, known)
			if ok {
				p.Path = layer.Path
				problems = append(problems, p)
			}
		}
	}
	return problems
}

// use is a place in a settings file that names a rule.
type use struct {
	node document.Node
	key  bool // the name is the key of the node, not its value
}

func (u use) text() (string, document.Span) {
	if u.key {
		return u.node.Key(), u.node.KeySpan()
	}
	return u.node.Text(), u.node.Span()
}

func checkRule(u use, known Known) (Problem, bool) {
	id, span := u.text()
	found, replacement := known.Rule(id)
	if found && replacement == "" {
		return Problem{}, false
	}
	p := Problem{Rule: "config/unknown-rule", File: u.node.File(), Node: u.node, Span: span}
	if replacement != "" {
		p.Message = fmt.Sprintf("the rule %q was replaced by %q: use that name", id, replacement)
	} else {
		p.Message = fmt.Sprintf("there is no rule %q", id)
		replacement = MeantRule(id, known)
		switch {
		case replacement != "":
			p.Message += fmt.Sprintf("; did you mean %q?", replacement)
		case strings.Contains(id, "*"):
			p.Message += "; * stands for all rules of one category, as in shape/*"
		default:
			p.Message += "; polarspec rules lists them"
		}
	}
	if replacement != "" {
		fix := document.FaultFix{Title: fmt.Sprintf("replace by %q", replacement)}
		if u.key {
			fix.Edits = document.RenameKey(u.node, replacement)
		} else {
			fix.Edits = document.ReplaceText(u.node, replacement)
		}
		p.Fixes = append(p.Fixes, fix)
	}
	return p, true
}

// MeantRule finds the rule or category that an unknown id was probably meant to be: one that is near, a category whose "/*" was
// left out, or a rule of that name in another category; "" if there is none.
func MeantRule(id string, known Known) string {
	if found, _ := known.Rule(id + "/*"); found {
		return id + "/*"
	}
	if near, ok := spelling.Near(id, known.IDs()); ok {
		return near
	}
	name := path.Base(id)
	if strings.Contains(name, "*") {
		return ""
	}
	for candidate := range known.IDs() {
		if strings.HasSuffix(candidate, "/"+name) {
			return candidate
		}
	}
	return ""
}

// Unmatched returns a config/no-match problem for every pattern that should select specs and matched none of the files that seen yields (absolute paths).
func (s *Settings) Unmatched(seen iter.Seq[string]) []Problem {
	left := make([]globIndex, len(s.Layers))
	for i, layer := range s.Layers {
		for at := range layer.patterns {
			if layer.patterns[at].specs {
				left[i].add(layer.patterns[at].glob, at)
			}
		}
	}
	for file := range seen {
		for i, layer := range s.Layers {
			if relative, ok := layer.relative(file); ok {
				left[i].drop(relative)
			}
		}
	}
	var problems []Problem
	for i, layer := range s.Layers {
		for _, at := range left[i].all() {
			p := &layer.patterns[at]
			problems = append(problems, layer.noMatch(p, fmt.Sprintf("%q matches no file of the project, so it has no effect", p.glob)))
		}
	}
	return problems
}

// PatternProblem returns a config/no-match problem at the place where the settings have a file name or pattern.
func (l *Layer) PatternProblem(glob, message string) (Problem, bool) {
	for i := range l.patterns {
		if p := &l.patterns[i]; p.glob == glob && !p.specs {
			return l.noMatch(p, message), true
		}
	}
	return Problem{}, false
}

func (l *Layer) noMatch(p *pattern, message string) Problem {
	return Problem{Rule: "config/no-match", Path: l.Path, File: p.node.File(), Node: p.node, Span: p.node.Span(), Message: message}
}
