package lint

import (
	"fmt"
	"iter"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/polaris"
	"github.com/polarspec/polarspec/schemas/shape"
)

// syntaxRules are the ids of the faults of a text.
var syntaxRules = map[document.FaultCode]string{
	document.Invalid:       "syntax/invalid",
	document.DuplicateKey:  "syntax/duplicate-key",
	document.Comment:       "syntax/comment",
	document.ByteOrderMark: "syntax/byte-order-mark",
	document.TooDeep:       "syntax/too-deep",
}

// check is the work on one file.
type check struct {
	linter   *Linter
	round    *round
	input    Input
	file     *document.File
	located  *locator
	digest   uint64
	findings []Finding
	errors   []FileError

	suppressed *suppressions // nil if nothing suppresses findings in the file
}

// text turns the faults of the text into findings.
func (c *check) text() {
	for _, fault := range c.file.Faults {
		rule := c.linter.rule(syntaxRules[fault.Code])
		if rule == nil || !c.linter.enabled(rule, c.input.Path) {
			continue
		}
		p := Problem{At: fault.Near, Span: fault.Span, Message: fault.Message}
		if fault.Code == document.TooDeep {
			p.At = nestStart(fault.Near)
		}
		if !fault.Related.IsZero() {
			p.Related = []RelatedPlace{{Message: "first here", At: fault.Near, Span: fault.Related}}
		}
		if fault.Fix != nil {
			p.Fixes = []Fix{{Title: fault.Fix.Title, Safe: true, Edits: fault.Fix.Edits}}
		}
		c.report(rule, p)
	}
}

// nestStart returns where a value begins that holds nothing but another one, level by level: a pointer of a thousand steps helps nobody.
func nestStart(n document.Node) document.Node {
	for n.Parent().Exists() && n.Parent().Len() == 1 {
		n = n.Parent()
	}
	return n
}

// document runs all rules on one document of the file and returns what they saw.
func (c *check) document(root document.Node, identity polaris.Identity) *Pass {
	pass := &Pass{Root: root, Identity: identity, Settings: c.linter.settings, Project: c.linter.options.Project, check: c}
	c.guard("the model of", identity.Kind.String(), func() { pass.violations = c.violations(root, identity) })
	for _, rule := range c.linter.documentRules[identity.Kind] {
		if c.linter.overrides && !c.linter.enabled(rule, c.input.Path) {
			continue
		}
		pass.rule = rule
		c.guard("the rule", rule.ID, func() { rule.Check(pass) })
	}
	return pass
}

// fail notes that a rule could not do its work on the file.
func (c *check) fail(message string) {
	c.errors = append(c.errors, FileError{File: c.input.Name, Message: message})
}

// abort ends the run of which this file is a part. Where there is none, the file fails.
func (c *check) abort(err error) {
	if c.round.abort == nil {
		c.fail(err.Error())
		return
	}
	c.round.abort(err)
}

// guard keeps a panic in one rule from ending the run.
func (c *check) guard(what, name string, work func()) {
	defer func() {
		if reason := recover(); reason != nil {
			message := fmt.Sprintf("%s %s failed on this file, which is a fault of polarspec: %v", what, name, reason)
			if c.linter.options.Debug {
				message += "\n" + string(debug.Stack())
			}
			c.errors = append(c.errors, FileError{File: c.input.Name, Message: message})
		}
	}()
	work()
}

func (c *check) violations(root document.Node, identity polaris.Identity) []violation {
	var list []violation
	c.linter.validators[identity.Kind]().Validate(root, func(v shape.Violation) {
		rule := ruleOf(v)
		if identity.Response && (v.Fault == shape.Missing || rule == "shape/response-field") {
			return // a response lacks and adds what it does; one finding says that it is one
		}
		if v.Fault == shape.Missing && !Whole(v.Node) || c.invalid(v.Node) {
			return
		}
		list = append(list, violation{rule, v})
	})
	return list
}

// invalid reports whether the text of a value is itself at fault, so that nothing is known of what it is.
func (c *check) invalid(n document.Node) bool {
	if len(c.file.Faults) == 0 || n.Kind() != document.String {
		return false
	}
	span := n.Span()
	first, _ := slices.BinarySearchFunc(c.file.Faults, span.Start, func(f document.Fault, start int) int { return f.Span.Start - start })
	for _, f := range c.file.Faults[first:] {
		if f.Span.Start >= span.End {
			return false
		}
		if f.Code == document.Invalid {
			return true
		}
	}
	return false
}

// shown reports whether a finding of the rule is severe enough to be reported.
func (c *check) shown(rule *Rule, own Severity) bool {
	return c.linter.severity(rule, own, c.input.Path) >= c.linter.options.MinSeverity
}

// report resolves a problem and keeps the finding. What is not severe enough to be reported is kept only if it silences others,
// and its place is not resolved.
func (c *check) report(rule *Rule, p Problem) {
	severity := c.linter.severity(rule, p.Severity, c.input.Path)
	if severity == Off {
		return
	}
	if severity < c.linter.options.MinSeverity {
		if len(c.linter.over[rule.ID]) > 0 {
			c.findings = append(c.findings, Finding{Rule: rule.ID, Severity: severity, subject: c.located.subject(p)})
		}
		if c.suppressed != nil {
			c.suppressed.silences(c.located.placed(rule, p), rule)
		}
		return
	}
	finding := c.located.finding(rule, p)
	finding.Severity = severity
	c.findings = append(c.findings, finding)
}

// oneFault drops the findings that another finding on the same subject speaks for. Findings are of one file.
func (l *Linter) oneFault(findings []Finding) []Finding {
	if len(findings) < 2 {
		return findings
	}
	bySubject := make(map[string][]int, len(findings))
	for i := range findings {
		bySubject[findings[i].subject] = append(bySubject[findings[i].subject], i)
	}
	silenced := make([]bool, len(findings))
	for i := range findings {
		over := l.over[findings[i].Rule]
		if len(over) == 0 {
			continue
		}
		for subject := range concerned(findings[i].Rule, findings[i].subject) {
			for _, j := range bySubject[subject] {
				if i != j && slices.Contains(over, findings[j].Rule) {
					silenced[j] = true
				}
			}
		}
	}
	kept := findings[:0]
	for i := range findings {
		if !silenced[i] {
			kept = append(kept, findings[i])
		}
	}
	return kept
}

// concerned yields the subjects that a finding on subject speaks for: the thing itself, and for a field in the wrong place
// or from 2022 also the objects that are missing because a part of them went elsewhere.
func concerned(rule, subject string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield(subject) || rule != "shape/legacy-field" && rule != "shape/unknown-field" {
			return
		}
		for i := strings.LastIndexByte(subject, '/'); i > 0; i = strings.LastIndexByte(subject, '/') {
			subject = subject[:i]
			if !yield(subject) {
				return
			}
		}
	}
}
