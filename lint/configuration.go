package lint

import (
	"path/filepath"

	"github.com/polarspec/polarspec/lint/config"
)

// Configuration turns problems of settings files into findings, sorted. name says how reports print a path. Findings that the
// settings turn off or that are below the reported severity are left out.
func (l *Linter) Configuration(problems []config.Problem, name func(path string) string) []Finding {
	var findings []Finding
	for _, p := range problems {
		rule := l.rule(p.Rule)
		if rule == nil {
			continue
		}
		located := &locator{name: name(p.Path), known: filepath.Base(p.Path), file: p.File}
		problem := Problem{At: p.Node, Span: p.Span, Message: p.Message}
		for _, fix := range p.Fixes {
			problem.Fixes = append(problem.Fixes, Fix{Title: fix.Title, Edits: fix.Edits})
		}
		finding := located.finding(rule, problem)
		finding.Severity, finding.known = l.severity(rule, Off, p.Path), ""
		findings = append(findings, finding)
	}
	return l.perFile(findings)
}
