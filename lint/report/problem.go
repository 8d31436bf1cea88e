package report

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

// noFile is the path of what belongs to no file, in formats that ask for one: the working directory.
const noFile = "."

// problem is a finding, or an input that could not be judged, in the form in which code hosts show both: as one list.
type problem struct {
	severity    lint.Severity
	rule        string // "" for an input that could not be judged, which counts as an error
	message     string
	file        string // from the root of the checkout; "" if the problem belongs to no file
	start, end  document.Position
	fingerprint string // "" for an input that could not be judged
}

// problems lists what could not be judged, then the findings in their order.
func problems(result lint.Result, prefix string) []problem {
	list := make([]problem, 0, len(result.Errors)+len(result.Findings))
	for _, e := range result.Errors {
		list = append(list, problem{severity: lint.Error, message: e.Message, file: fromRoot(prefix, e.File)})
	}
	for _, f := range result.Findings {
		list = append(list, problem{
			severity: f.Severity, rule: f.Rule, message: f.Message, file: fromRoot(prefix, f.File),
			start: f.Start, end: f.End, fingerprint: f.Fingerprint,
		})
	}
	return list
}

// fromCheckoutRoot returns the result with all files named from the root of the checkout.
func fromCheckoutRoot(result lint.Result, prefix string) lint.Result {
	if prefix == "" {
		return result
	}
	result.Errors = each(result.Errors, func(e lint.FileError) lint.FileError {
		e.File = fromRoot(prefix, e.File)
		return e
	})
	result.Findings = each(result.Findings, func(f lint.Finding) lint.Finding {
		f.File = fromRoot(prefix, f.File)
		f.Related = each(f.Related, func(r lint.Related) lint.Related {
			r.File = fromRoot(prefix, r.File)
			return r
		})
		return f
	})
	return result
}

// worstFirst sorts problems by severity and leaves those of one severity in their order.
func worstFirst(list []problem) []problem {
	slices.SortStableFunc(list, func(a, b problem) int { return cmp.Compare(b.severity, a.severity) })
	return list
}

// name is the rule, or the tool where no rule speaks.
func (p problem) name() string { return cmp.Or(p.rule, toolName) }

// inCheckout reports whether the file can be one of the repository.
func (p problem) inCheckout() bool {
	return p.file != "" && !rooted(p.file) && !strings.HasPrefix(p.file, "../")
}

// fromRoot turns a path relative to the working directory into one relative to the root of the checkout.
func fromRoot(prefix, file string) string {
	if file == "" || rooted(file) {
		return file
	}
	return path.Clean(prefix + file)
}

// rooted reports whether a name is no relative path: it is absolute, or stands for standard input.
func rooted(file string) bool {
	return strings.HasPrefix(file, "/") || hasDrive(file) || file == "<stdin>"
}

// fileGroup is all that is said about one file.
type fileGroup struct {
	file     string
	errors   []lint.FileError
	findings []lint.Finding
}

// byFile groups a result by files, sorted by name. What belongs to no file comes first.
func byFile(result lint.Result) []fileGroup {
	groups := map[string]*fileGroup{}
	of := func(file string) *fileGroup {
		if groups[file] == nil {
			groups[file] = &fileGroup{file: file}
		}
		return groups[file]
	}
	for _, e := range result.Errors {
		g := of(e.File)
		g.errors = append(g.errors, e)
	}
	for _, f := range result.Findings {
		g := of(f.File)
		g.findings = append(g.findings, f)
	}
	list := make([]fileGroup, 0, len(groups))
	for _, g := range groups {
		list = append(list, *g)
	}
	slices.SortFunc(list, func(a, b fileGroup) int { return cmp.Compare(a.file, b.file) })
	return list
}
