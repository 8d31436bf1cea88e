package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"

	"github.com/polarspec/polarspec/lint"
)

// GitLab prints the result as a Code Quality report, which GitLab compares with the one of the target branch by the fingerprints.
// The fields are those that its documentation asks of a tool: https://docs.gitlab.com/ci/testing/code_quality/
func GitLab(w io.Writer, result lint.Result, o Options) error {
	seen := map[string]int{}
	return encode(w, each(problems(result, o.Prefix), func(p problem) gitlabIssue {
		return gitlabIssue{
			Description: p.message,
			Check:       p.name(),
			Fingerprint: uniqueFingerprint(p, seen),
			Severity:    gitlabSeverity(p),
			Location:    gitlabLocation{Path: cmp.Or(p.file, noFile), Lines: gitlabLines{Begin: max(1, p.start.Line)}},
		}
	}))
}

type gitlabIssue struct {
	Description string         `json:"description"`
	Check       string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
}

// gitlabSeverity maps to GitLab's info, minor, major, critical and blocker. An input that nobody could judge is worse than a finding.
func gitlabSeverity(p problem) string {
	switch {
	case p.rule == "":
		return "blocker"
	case p.severity == lint.Error:
		return "critical"
	case p.severity == lint.Warning:
		return "major"
	default:
		return "info"
	}
}

// uniqueFingerprint makes a fingerprint that no other issue of the report has, because GitLab keeps only one of those that share one.
// The first of several keeps its own, the others are numbered.
func uniqueFingerprint(p problem, seen map[string]int) string {
	own := p.fingerprint
	if own == "" {
		own = hashOf(p.rule, p.file, p.message)
	}
	seen[own]++
	if n := seen[own]; n > 1 {
		return hashOf(own, strconv.Itoa(n))
	}
	return own
}

// hashOf hashes texts so that it counts where one ends and the next begins.
func hashOf(texts ...string) string {
	h := sha256.New()
	for _, text := range texts {
		h.Write([]byte(strconv.Quote(text)))
	}
	return hex.EncodeToString(h.Sum(nil))
}
