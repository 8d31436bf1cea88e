package job

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/lint"
)

//go:embed replace-needs-range.md
var replaceNeedsRangePage string

func replaceNeedsRange() *lint.Rule {
	return &lint.Rule{
		Metadata: lint.Metadata{
			ID: "job/replace-needs-range", Severity: lint.Error, Page: replaceNeedsRangePage,
			Summary:  "a job that replaces data and does not say which, or says it twice",
			Evidence: "documented: replace takes either replaceAll or target.intervals (V)",
		},
		Kinds: jobs,
		Check: func(p *lint.Pass) {
			if !replaces(p) {
				return
			}
			target := p.Job().Target()
			intervals := member(target, "intervals")
			all := member(p.Root, "replaceAll")
			if !meansTrue(all) {
				all = member(target, "replaceAll")
			}
			switch ranges := intervals.Len() > 0 || intervals.Kind() == document.String; {
			case ranges && meansTrue(all):
				p.Report(lint.Problem{
					At: all, Severity: lint.Warning,
					Message: `the job replaces all data and also has "intervals", and which of the two counts is not documented: remove one of them`,
					Related: []lint.RelatedPlace{{Message: "the intervals", At: intervals, Span: intervals.KeySpan()}},
				})
			case !ranges && !meansTrue(all) && saysNoRange(p):
				p.Report(lint.Problem{
					At:      p.Root.Get("ingestionMode"),
					Message: `the job replaces data and does not say which: write "replaceAll": true to replace all data of the table, or the time ranges as "intervals" in "target"`,
				})
			}
		},
	}
}

// replaces reports whether the job is a batch job that replaces data.
func replaces(p *lint.Pass) bool {
	return !p.Identity.Response && p.Job().Type() == "batch" && p.Root.Get("ingestionMode").TextIs("replace")
}

func isTrue(n document.Node) bool {
	value, _ := n.Bool()
	return value
}

// member returns a member of an object, also one whose name differs in case or separators: fixing the name must not bring up a fault.
func member(object document.Node, name string) document.Node {
	if n := object.Get(name); n.Exists() {
		return n
	}
	for n := range object.Children() {
		if spelling.SameButStyle(n.Key(), name) {
			return n
		}
	}
	return document.Node{}
}

// meansTrue reports whether a value is true, or the text that means it.
func meansTrue(n document.Node) bool {
	return isTrue(n) || n.Kind() == document.String && strings.EqualFold(n.Text(), "true")
}

// saysNoRange reports whether the job really has no range: neither one that is of a wrong type, misspelt or in the wrong place, nor one
// that a fault of the text hides. Other rules speak of those.
func saysNoRange(p *lint.Pass) bool {
	target := p.Job().Target()
	if target.Kind() != document.Object || !lint.Whole(p.Root) || !lint.Whole(target) {
		return false
	}
	for _, object := range []document.Node{p.Root, target} {
		all, intervals := member(object, "replaceAll"), member(object, "intervals")
		for n := range object.Children() {
			switch kind := n.Kind(); {
			case n == all && (kind == document.Bool || kind == document.Null || kind == document.String):
			case n == intervals && object == target && (kind == document.Array || kind == document.Null):
			case isRangeField(n.Key()):
				return false
			}
		}
	}
	return true
}

// isRangeField reports whether a field says what is replaced, be it misspelt or of 2022.
func isRangeField(key string) bool {
	fields := []string{"intervals", "replaceAll", "isReplace"}
	_, meant := spelling.Meant(key, slices.Values(fields))
	return meant || slices.Contains(fields, key)
}
