package lint

import (
	"bytes"
	"iter"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/polaris"
	"github.com/polarspec/polarspec/schemas/shape"
)

// Rule is one thing that can be wrong. A rule looks and reports; it never prints, sorts or reads files.
// A rule without any of these functions only has metadata: the engine itself emits it.
type Rule struct {
	Metadata
	// Kinds are the documents that Check is called for.
	Kinds []polaris.Kind
	// Check looks at one document.
	Check func(*Pass)
	// CheckSchema looks at one file with a data schema.
	CheckSchema func(*SchemaPass)
	// CheckWorkspace looks at the summaries of all documents together, after the last one was checked.
	CheckWorkspace func(*WorkspacePass)
}

// Pass is what a rule sees of one document.
type Pass struct {
	// Root is the document: the root of the file, or an element of it where a file holds several.
	Root document.Node
	// Identity says what the document is.
	Identity polaris.Identity
	// Settings are those of the project.
	Settings *config.Settings
	// Project is what lies beside the specs; nil if nothing does.
	Project *project.Project

	violations  []violation
	statement   lazy[*Statement]
	columns     lazy[*Columns]
	expressions lazy[[]*Expression]
	uses        lazy[*Uses]
	schemas     lazy[[]*DataSchema]
	outside     lazy[[]*DataSchema]
	sound       lazy[[]*DataSchema]
	topic       lazy[*project.Topic]
	job         lazy[*Job]
	memory      map[any]any

	check *check // the work on the file; nil for a pass that only looks
	rule  *Rule  // the one that is running
}

// violation is a fault of shape with the rule that it belongs to.
type violation struct {
	rule string
	shape.Violation
}

// Problem is what a rule reports, in terms of the tree. The engine resolves it to a [Finding].
type Problem struct {
	// At is the value that the problem is about: its pointer is reported. For an absent thing it is the object that lacks it.
	At document.Node
	// Span is the exact text; the zero Span stands for the value of At.
	Span document.Span
	// Subject is the pointer of the thing itself where that is not At, such as the missing field. Problems of one file with
	// one subject are one fault, of which the rule that stands over the others speaks.
	Subject string
	// Severity deviates from the default of the rule; zero keeps it.
	Severity Severity
	// Message says what is wrong, what happens because of it, and what to write.
	Message string
	Related []RelatedPlace
	Fixes   []Fix
}

// RelatedPlace is another place that belongs to a problem.
type RelatedPlace struct {
	Message string
	At      document.Node
	// Span is the exact text; the zero Span stands for the value of At.
	Span document.Span
	// In is the file that the place is in; nil for that of the problem.
	In *OtherFile
}

// OtherFile is a file that related places are in.
type OtherFile struct {
	// Name is what reports print.
	Name string
	// Text is nil for a file that is no text: the place is then the file as a whole.
	Text *document.File
}

// Shown reports whether a finding of the rule that is running is shown if it has the given severity of its own, [Off] for none. The
// words of one that is not are not needed: it only silences other rules.
func (p *Pass) Shown(severity Severity) bool { return p.check.shown(p.rule, severity) }

// Report files a problem under the rule that is running.
func (p *Pass) Report(problem Problem) { p.check.report(p.rule, problem) }

// Environment returns the declared environment that the document belongs to, "" for none.
func (p *Pass) Environment() string { return p.Settings.Environment(p.check.input.Path) }

// Fail says that the rule could not judge the document. The run goes on and fails at its end.
func (p *Pass) Fail(message string) { p.check.fail(message) }

// Abort ends the whole run with an error, because to go on would do harm.
func (p *Pass) Abort(err error) { p.check.abort(err) }

// lazy is something that many rules need and that is found out when the first one asks.
type lazy[T any] struct {
	made  bool
	value T
}

func (l *lazy[T]) get(work func() T) T {
	if !l.made {
		l.value = work()
		l.made = true
	}
	return l.value
}

// Remember returns what work made when it was first called for the key on this document: several rules may need the same.
// A key is a value of a type of the caller's own, so that keys of different packages cannot meet.
func Remember[T any](p *Pass, key any, work func() T) T {
	if made, ok := p.memory[key]; ok {
		return made.(T) //nolint:errcheck,forcetypeassert // a key is used with one type
	}
	if p.memory == nil {
		p.memory = map[any]any{}
	}
	made := work()
	p.memory[key] = made
	return made
}

// Violations yields the places where the document breaks its model and that belong to the rule that is running.
func (p *Pass) Violations() iter.Seq[shape.Violation] {
	if len(p.violations) == 0 {
		return func(func(shape.Violation) bool) {}
	}
	return func(yield func(shape.Violation) bool) {
		for i := range p.violations {
			if p.violations[i].rule == p.rule.ID && !yield(p.violations[i].Violation) {
				return
			}
		}
	}
}

// Job returns the document as a job.
func (p *Pass) Job() *Job {
	return p.job.get(func() *Job { return newJob(p.Root) })
}

// Connection returns the document as a connection.
func (p *Pass) Connection() polaris.Connection { return polaris.Connection{Node: p.Root} }

// Absent is where something that is not there is shown: the key of the object that lacks it, or the first character of the root.
func Absent(parent document.Node) document.Span {
	if parent.HasKey() {
		return parent.KeySpan()
	}
	start := parent.Span().Start
	return document.Span{Start: start, End: min(start+1, parent.Span().End)}
}

// Present reports whether an optional field is there: null means absent.
func Present(n document.Node) bool { return n.Exists() && n.Kind() != document.Null }

// Whole reports whether nothing of the object can have been lost to a fault of the text, so that what it lacks is really absent.
func Whole(n document.Node) bool {
	for _, fault := range n.File().Faults {
		if fault.Code != document.Invalid && fault.Code != document.TooDeep || fault.Fix != nil {
			continue
		}
		if fault.Near == n || !fault.Near.Exists() || fault.Near.Parent() == n {
			return false
		}
		// A text that is cut off leaves open whatever reaches its end.
		if end := len(bytes.TrimRight(n.File().Source, " \t\r\n")); fault.Span.End >= end && n.Span().End >= end {
			return false
		}
	}
	return true
}

// SeverityOf returns how severe a violation of a fact may be: an error where it is documented, a warning where it is seen or
// inferred only, never more than info where it is unverified.
func SeverityOf(code shape.Code) Severity {
	switch code {
	case shape.Documented:
		return Error
	case shape.Unverified:
		return Info
	default:
		return Warning
	}
}

// ruleOf returns the rule that a violation belongs to: the one that the model names, else the general one for its kind.
func ruleOf(v shape.Violation) string {
	if v.Rule != "" {
		return v.Rule
	}
	switch v.Fault {
	case shape.Missing:
		return "shape/missing-field"
	case shape.WrongType:
		return "shape/wrong-type"
	case shape.NotAllowed, shape.Empty, shape.Malformed, shape.Refused:
		return "shape/not-allowed"
	default:
		return "shape/unknown-field"
	}
}
