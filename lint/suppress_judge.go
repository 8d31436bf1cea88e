package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/config"
)

// The rules about suppressions themselves. The engine emits them, since only it knows what was suppressed.
const (
	unusedRule   = "suppression/unused"
	expiredRule  = "suppression/expired"
	noReasonRule = "suppression/no-reason"
)

// suppress drops the findings of a run that are suppressed, and adds what is wrong with the suppressions. Findings are sorted, and one
// fault is one finding already: what a suppressed finding speaks for stays silent.
func (l *Linter) suppress(c *collection) {
	if len(c.suppressions) == 0 {
		return
	}
	byFile := make(map[string]*suppressions, len(c.suppressions))
	for _, s := range c.suppressions {
		byFile[s.file.File] = s
	}
	r := &c.result
	before := len(r.Findings)
	r.Findings = slices.DeleteFunc(r.Findings, func(f Finding) bool {
		s := byFile[f.File]
		return s != nil && s.silences(&f, l.rule(f.Rule))
	})
	r.Summary.Suppressed = before - len(r.Findings)
	j := &judge{linter: l, places: &placer{sources: c.sources}, collection: c}
	j.comments()
	r.Problems = j.entries()
	slices.SortStableFunc(r.Findings, compare)
}

// useHidden notes the suppressions of findings that are not severe enough to be reported: they are not useless.
func (l *Linter) useHidden(c *collection) {
	if len(c.suppressions) == 0 {
		return
	}
	byFile := make(map[string]*suppressions, len(c.suppressions))
	for _, s := range c.suppressions {
		byFile[s.file.File] = s
	}
	for i := range c.result.Findings {
		if f := &c.result.Findings[i]; f.Severity < l.options.MinSeverity && byFile[f.File] != nil {
			byFile[f.File].silences(f, l.rule(f.Rule))
		}
	}
}

// judge finds what is wrong with suppressions.
type judge struct {
	linter     *Linter
	places     *placer
	collection *collection
	catalogue  *Catalogue // made for the first message that needs it
}

// comments adds findings about the comments.
func (j *judge) comments() {
	for _, s := range j.collection.suppressions {
		for i := range s.list {
			if s.list[i].comment != nil {
				j.comment(s, &s.list[i])
			}
		}
	}
}

func (j *judge) comment(s *suppressions, c *suppression) {
	d := c.comment
	if d.fault != "" {
		j.report(s, unusedRule, d.span, d.fault)
		return
	}
	expired := j.linter.expired(d.until)
	for i, rule := range d.rules {
		if message := j.refused(rule.id); message != "" {
			j.report(s, unusedRule, rule.span, message)
		} else if !expired && !c.used[i] && s.judged && j.ran(rule.id, s.file.Path) {
			j.report(s, unusedRule, rule.span, fmt.Sprintf("this suppresses no finding of %s: remove it", rule.id))
		}
	}
	if expired {
		j.report(s, expiredRule, d.span, over(d.until))
	}
	if d.reason == "" {
		j.report(s, noReasonRule, d.span, "this suppression gives no reason: write it behind --")
	}
}

func over(until string) string {
	return fmt.Sprintf("this suppression held until %s and has no effect any more: correct what it was for, or set a later day", until)
}

// refused says why findings of a rule cannot be suppressed; "" if they can.
func (j *judge) refused(id string) string {
	if j.catalogue == nil {
		j.catalogue = NewCatalogue(j.linter.rules)
	}
	known, replacement := j.catalogue.Rule(id)
	switch {
	case replacement != "":
		return fmt.Sprintf("the rule %s was replaced by %s, so this suppresses nothing: use that name", id, replacement)
	case !known:
		message := fmt.Sprintf("there is no rule %q, so this suppresses nothing", id)
		if near := config.MeantRule(id, j.catalogue); near != "" {
			return message + fmt.Sprintf("; did you mean %q?", near)
		}
		return message + "; polarspec rules lists them"
	case !j.catalogue.Suppressible(id):
		return fmt.Sprintf("findings of %s cannot be suppressed, so this has no effect: correct what they say", id)
	}
	return ""
}

// ran reports whether a rule, or one of a category, could have reported something in a file.
func (j *judge) ran(name, path string) bool {
	l := j.linter
	reported := func(rule *Rule) bool {
		return rule != nil && !rule.Unsuppressible && l.enabled(rule, path) && l.severity(rule, Off, path) >= l.options.MinSeverity
	}
	if _, category := config.IsCategory(name); !category {
		return reported(l.rule(name))
	}
	return slices.ContainsFunc(l.rules, func(rule *Rule) bool { return config.Stands(name, rule.ID) && reported(rule) })
}

// report adds a finding about a comment. The file is read again, which is seldom necessary.
func (j *judge) report(s *suppressions, id string, span document.Span, message string) {
	l, rule := j.linter, j.linter.rule(id)
	if rule == nil || l.severity(rule, Off, s.file.Path) < l.options.MinSeverity || s.file.indexOnly {
		return
	}
	located, err := j.places.open(&s.file)
	if err != nil {
		problem := FileError{File: s.file.File, Message: err.Error()}
		if !slices.Contains(j.collection.result.Errors, problem) {
			j.collection.result.Errors = append(j.collection.result.Errors, problem)
		}
		return
	}
	finding := located.finding(rule, Problem{At: located.file.At(span.Start), Span: span, Message: message, Subject: "#" + message})
	finding.Severity = l.severity(rule, Off, s.file.Path)
	j.collection.result.Findings = append(j.collection.result.Findings, finding)
}

// entryState is what became of an entry of the settings in all files that it takes.
type entryState struct {
	// seen says that the run looked into one of the files, open that there are others which it did not judge.
	seen, open bool
	// found says that the pointer led somewhere.
	found bool
	// used and ran say of each rule whether it was suppressed anywhere, and whether it ran anywhere.
	used, ran []bool
}

// entries returns what is wrong with the entries of the settings, as far as the run can tell.
func (j *judge) entries() []config.Problem {
	states := map[*config.Ignore]*entryState{}
	for _, s := range j.collection.suppressions {
		for i := range s.list {
			if s.list[i].entry != nil {
				j.merge(states, s, &s.list[i])
			}
		}
	}
	if len(states) == 0 {
		return nil
	}
	var problems []config.Problem
	for _, layer := range j.linter.settings.Layers {
		for i := range layer.Ignore {
			if state := states[&layer.Ignore[i]]; state != nil && state.seen {
				problems = append(problems, j.entry(&layer.Ignore[i], state)...)
			}
		}
	}
	return problems
}

func (j *judge) merge(states map[*config.Ignore]*entryState, s *suppressions, of *suppression) {
	state := states[of.entry]
	if state == nil {
		flags := make([]bool, 2*len(of.used))
		state = &entryState{used: flags[:len(of.used)], ran: flags[len(of.used):]}
		states[of.entry] = state
	}
	state.seen = state.seen || !s.file.indexOnly
	state.open = state.open || !s.judged
	state.found = state.found || of.found
	for i, used := range of.used {
		state.used[i] = state.used[i] || used
		state.ran[i] = state.ran[i] || state.used[i] || s.judged && j.ran(of.entry.Rules[i], s.file.Path)
	}
}

func (j *judge) entry(entry *config.Ignore, state *entryState) []config.Problem {
	var problems []config.Problem
	add := func(rule string, at document.Node, message string) {
		problems = append(problems, config.Problem{Rule: rule, Path: entry.Path, File: at.File(), Node: at, Span: at.Span(), Message: message})
	}
	expired := j.linter.expired(entry.Until)
	judged := !state.open && !expired && len(j.collection.result.Errors) == 0
	for i, id := range entry.Rules {
		switch message := j.refused(id); {
		case message != "":
			add(unusedRule, entry.RuleNodes[i], message)
		case !judged || state.used[i] || !state.ran[i]:
		case !state.found:
			add(unusedRule, entry.RuleNodes[i], fmt.Sprintf("%s has nothing at %s, so this entry suppresses nothing: correct its pointer or remove it", entry.File, entry.Pointer))
		default:
			add(unusedRule, entry.RuleNodes[i], fmt.Sprintf("this entry suppresses no finding of %s: remove it", id))
		}
	}
	if len(entry.RuleNodes) == 0 {
		return problems
	}
	whole := entry.RuleNodes[0].Parent().Parent()
	if expired {
		add(expiredRule, whole.Get("until"), over(entry.Until))
	}
	if strings.TrimSpace(entry.Reason) == "" {
		add(noReasonRule, whole.Get("file"), "this suppression gives no reason: add reason: and why")
	}
	return problems
}
