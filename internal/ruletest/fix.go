package ruletest

import "github.com/polarspec/polarspec/lint"

// Fix makes the fixes of all findings, those that may change the meaning too if unsafe is set. It returns the workspace that comes out,
// what was said before, and how many findings were fixed.
func (w *Workspace) Fix(rules []*lint.Rule, unsafe bool) (fixed *Workspace, before lint.Result, made int, err error) {
	linter, before, err := w.lint(rules)
	if err != nil || linter == nil {
		return w, before, 0, err
	}
	fixed = &Workspace{Seed: w.Seed, Baseline: w.Baseline}
	for _, file := range w.Files {
		if isSpec(file.Name) {
			result := linter.Fix(before, lint.Input{Path: root + file.Name, Name: file.Name, Source: file.Text}, unsafe)
			file.Text, made = result.After, made+result.Made
		}
		fixed.Files = append(fixed.Files, file)
	}
	return fixed, before, made, nil
}
