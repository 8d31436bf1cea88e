// Package baseline reads and writes the file with the findings that are known and not reported.
package baseline

import (
	"cmp"
	"embed"
	"slices"

	"github.com/polarspec/polarspec/schemas/shape"
)

//go:generate go run ../../schemas/compile/run.go -package baseline -schemas ../../schemas/jsonschema Baseline=baseline.schema.json

// Definitions are the CUE files that the table of the baseline is generated from.
//
//go:embed *.cue
var Definitions embed.FS

// FileName is the name of the baseline where the settings give none.
const FileName = ".polarspec-baseline.json"

// Type returns the model of the baseline.
func Type() *shape.Type { return &typeBaseline }

// File is the content of a baseline. Its findings are sorted and have different fingerprints.
type File struct {
	Findings []Finding
}

// Finding is a finding that is known.
type Finding struct {
	// File is relative to the folder of the outermost settings file, with slashes.
	File string
	// Rule is the id of the rule, Severity the name of the severity when the finding was written down.
	Rule, Severity string
	// Pointer is the place with list items by their names. It is for people: Fingerprint decides.
	Pointer string
	// Fingerprint is the hash by which the finding is known again.
	Fingerprint string
	// Count is how many findings have the fingerprint, at least 1.
	Count int
}

// New returns a baseline of findings in any order. Of those with one fingerprint it has the first, with the sum of their counts.
func New(findings []Finding) *File {
	return merged(findings, func(a, b int) int { return a + b })
}

// merged makes one of the findings with one fingerprint.
func merged(findings []Finding, together func(a, b int) int) *File {
	f := &File{Findings: make([]Finding, 0, len(findings))}
	at := make(map[string]int, len(findings))
	for i := range findings {
		if first, again := at[findings[i].Fingerprint]; again {
			f.Findings[first].Count = together(f.Findings[first].Count, findings[i].Count)
			continue
		}
		at[findings[i].Fingerprint] = len(f.Findings)
		f.Findings = append(f.Findings, findings[i])
	}
	if !slices.IsSortedFunc(f.Findings, compare) {
		slices.SortFunc(f.Findings, compare)
	}
	return f
}

func compare(a, b Finding) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Fingerprint, b.Fingerprint))
}

// Counts returns how many findings of each fingerprint are known.
func (f *File) Counts() map[string]int {
	counts := make(map[string]int, len(f.Findings))
	for i := range f.Findings {
		counts[f.Findings[i].Fingerprint] = f.Findings[i].Count
	}
	return counts
}

// Total returns how many findings are known.
func (f *File) Total() int {
	total := 0
	for i := range f.Findings {
		total += f.Findings[i].Count
	}
	return total
}

// Without returns the baseline less the given findings: each takes its count away from the one with its fingerprint.
func (f *File) Without(findings []Finding) *File {
	less := (&File{findings}).Counts()
	left := &File{}
	for _, finding := range f.Findings {
		if finding.Count -= less[finding.Fingerprint]; finding.Count > 0 {
			left.Findings = append(left.Findings, finding)
		}
	}
	return left
}
