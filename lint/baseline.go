package lint

import (
	"github.com/polarspec/polarspec/lint/baseline"
	"github.com/polarspec/polarspec/lint/config"
)

// Baseline says which findings are known and therefore not reported.
type Baseline struct {
	File *baseline.File
	// Whole says that the run sees all documents of the workspace, so that a finding of a rule which compares documents is gone if it
	// is not there.
	Whole bool
	// Gone tells of a file that the run did not see whether it has been removed; nil leaves such files out of account. Names are
	// relative to [Options.Root].
	Gone func(file string) bool
}

// dropKnown sorts out the findings of a run that the baseline has, and finds the known ones that are fixed. Suppressed findings are gone
// already. Of findings with one fingerprint the first ones in the text are known.
func (l *Linter) dropKnown(c *collection) {
	b := l.options.Baseline
	if b == nil {
		return
	}
	r := &c.result
	kept, found := l.unknown(r.Findings)
	r.Summary.Known = len(r.Findings) - len(kept)
	r.Findings = kept
	gone := map[string]bool{}
	for _, f := range b.File.Findings {
		f.Count -= found[f.Fingerprint]
		if f.Count > 0 && l.isFixed(b, f, c.judged, gone) {
			r.Fixed = append(r.Fixed, f)
		}
	}
}

// unknown returns the findings that the baseline does not have, and how many of each fingerprint it has.
func (l *Linter) unknown(findings []Finding) (unknown []Finding, found map[string]int) {
	if l.options.Baseline == nil {
		return findings, nil
	}
	found = map[string]int{}
	for i := range findings {
		fingerprint := findings[i].Fingerprint
		if found[fingerprint] < l.baselined[fingerprint] {
			found[fingerprint]++
			continue
		}
		unknown = append(unknown, findings[i])
	}
	return unknown, found
}

// isFixed reports whether a known finding that was not found would have been found if it were still there: the run looked into the file,
// and the rule can speak there with the severity that it spoke with. judged are the files that the run looked into, as in collection.
func (l *Linter) isFixed(b *Baseline, f baseline.Finding, judged map[string]string, gone map[string]bool) bool {
	file, seen := judged[f.File]
	if !seen {
		if _, asked := gone[f.File]; !asked {
			gone[f.File] = b.Gone != nil && b.Gone(f.File)
		}
		return gone[f.File]
	}
	rule := l.rule(f.Rule)
	switch {
	case rule == nil || rule.Replacement == "" && !l.enabled(rule, file):
		return false // unknown to this version, or switched off
	case rule.CheckWorkspace != nil && !b.Whole:
		return false
	}
	severity, set := l.settings.Severity(f.Rule, file)
	if !set {
		severity, _ = config.ParseSeverity(f.Severity)
	}
	return severity >= l.options.MinSeverity
}

// Known returns what a baseline has to hold so that the findings of a result are not reported. Those about settings and evidence files
// are left out: a project that begins to be checked has no old ones.
func Known(result Result) *baseline.File {
	var list []baseline.Finding
	for i := range result.Findings {
		f := &result.Findings[i]
		if f.known == "" {
			continue
		}
		list = append(list, baseline.Finding{
			File: f.known, Rule: f.Rule, Severity: f.Severity.String(), Pointer: f.named, Fingerprint: f.Fingerprint, Count: 1,
		})
	}
	return baseline.New(list)
}
