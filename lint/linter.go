// Package lint is the engine: it reads documents, runs rules on them, and makes findings that reports can print.
//
// A run has two passes. The first parses each file, runs the rules that need one document, keeps a small summary and
// forgets the tree. The second runs the rules that compare documents on the summaries.
package lint

import (
	"context"
	"runtime"
	"slices"
	"sort"
	"sync"

	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/project"
	"github.com/polarspec/polarspec/schemas/polaris"
	"github.com/polarspec/polarspec/schemas/shape"
)

// Options are the choices of a run.
type Options struct {
	// MinSeverity is the least severity that is reported; zero stands for Warning.
	MinSeverity Severity
	// Jobs is how many files are worked on at a time; zero stands for the number of processors.
	Jobs int
	// Debug adds the stack to the message about a rule that failed.
	Debug bool
	// Root is the folder that fingerprints are relative to; "" stands for the names as they are printed.
	Root string
	// Project is what lies beside the specs; nil for nothing. Its data schema files that the user asked for are linted too.
	Project *project.Project
	// Today is the day by which suppressions expire, as YYYY-MM-DD; "" lets none expire.
	Today string
	// ShowIgnore adds to each finding the entry of the settings that suppresses it.
	ShowIgnore bool
	// Baseline has the findings that are known and not reported; nil for none.
	Baseline *Baseline
}

// Linter holds what is the same for all files of a run. It may be used for several runs, one after another.
type Linter struct {
	rules         []*Rule
	byID          map[string]*Rule
	over          map[string][]string
	documentRules map[polaris.Kind][]*Rule                 // without those that are off in every file
	overrides     bool                                     // the settings give rules another severity in some files
	validators    map[polaris.Kind]func() *shape.Validator // made for the first document of the kind: patterns are compiled for each
	settings      *config.Settings
	options       Options
	texts         *parsedTexts
	baselined     map[string]int // how many findings of each fingerprint are known
}

// New returns a linter with the given rules and settings; nil stands for no settings.
func New(rules []*Rule, settings *config.Settings, options Options) *Linter {
	if settings == nil {
		settings = &config.Settings{}
	}
	if options.MinSeverity == Off {
		options.MinSeverity = Warning
	}
	if options.Jobs <= 0 {
		options.Jobs = runtime.GOMAXPROCS(0)
	}
	l := &Linter{
		rules: rules, settings: settings, options: options, texts: &parsedTexts{},
		byID: map[string]*Rule{}, over: map[string][]string{},
		documentRules: map[polaris.Kind][]*Rule{}, validators: map[polaris.Kind]func() *shape.Validator{},
	}
	l.overrides = slices.ContainsFunc(settings.Layers, func(layer *config.Layer) bool { return len(layer.Overrides) > 0 })
	for _, rule := range rules {
		l.byID[rule.ID] = rule
		l.over[rule.ID] = rule.Over
		if rule.Check != nil && (l.overrides || l.enabled(rule, "")) {
			for _, kind := range rule.Kinds {
				l.documentRules[kind] = append(l.documentRules[kind], rule)
			}
		}
	}
	if options.Baseline != nil {
		l.baselined = options.Baseline.File.Counts()
	}
	for kind := polaris.JobKind; kind <= polaris.TableKind; kind++ {
		l.validators[kind] = sync.OnceValue(func() *shape.Validator { return shape.NewValidator(kind.Type()) })
	}
	return l
}

func (l *Linter) rule(id string) *Rule { return l.byID[id] }

// enabled reports whether a rule runs on a file at all. One that is off by default only does where the settings give it a severity.
func (l *Linter) enabled(rule *Rule, path string) bool {
	severity, set := l.settings.Severity(rule.ID, path)
	if !set {
		severity = rule.Severity
	}
	return severity > Off
}

// severity returns the severity that counts: what the settings say, else what the finding says, else the default of the rule.
func (l *Linter) severity(rule *Rule, own Severity, path string) Severity {
	if severity, set := l.settings.Severity(rule.ID, path); set {
		return severity
	}
	if own != Off {
		return own
	}
	return rule.Severity
}

// Run lints the inputs that feed hands over and returns all that was found, in an order that does not depend on Options.Jobs.
// feed is called once and must call its argument from one goroutine; it stops early when that returns false. The error is
// that of feed, of the context, or of a rule that ended the run.
func (l *Linter) Run(ctx context.Context, feed func(yield func(Input) bool) error) (Result, error) {
	collected := &collection{}
	ctx, abort := context.WithCancelCause(ctx)
	defer abort(nil)
	err := l.pass(ctx, feed, &round{findTopics: l.options.Project.HasTopics(), abort: abort}, collected)
	if l.options.Project.HasTopics() {
		collected.result.connections = l.connections(collected.documents)
	}
	if err == nil && len(collected.deferred) > 0 {
		// Which topic a job reads is told by the spec of its connection, wherever that is: now all connections are known.
		deferred := slices.Values(collected.deferred)
		err = l.pass(ctx, func(yield func(Input) bool) error { deferred(yield); return nil }, &round{connections: collected.result.connections, abort: abort}, collected)
	}
	l.schemaFiles(collected)
	return l.finish(collected), err
}

// round is what is the same for all files of one pass over them.
type round struct {
	// findTopics says that jobs are to be left for a later round, because their topics are not known before all connections are.
	findTopics bool
	// connections are those of the workspace; nil as long as they are not known or nobody asks.
	connections *connections
	// abort ends the run with an error; nil where the files are no run.
	abort context.CancelCauseFunc
}

// pass does the first pass over the files that feed hands over.
func (l *Linter) pass(ctx context.Context, feed func(yield func(Input) bool) error, r *round, collected *collection) error {
	inputs := make(chan Input)
	outcomes := make(chan outcome, l.options.Jobs)
	var workers sync.WaitGroup
	for range l.options.Jobs {
		workers.Go(func() {
			for input := range inputs {
				outcomes <- l.file(input, r)
			}
		})
	}
	var feedError error
	go func() {
		feedError = feed(func(input Input) bool {
			select {
			case inputs <- input:
				return true
			case <-ctx.Done():
				return false
			}
		})
		close(inputs)
		workers.Wait()
		close(outcomes)
	}()
	for o := range outcomes {
		collected.add(o)
	}
	if feedError == nil {
		feedError = context.Cause(ctx)
	}
	return feedError
}

// collection gathers the outcomes of all files.
type collection struct {
	result    Result
	documents []*Summarized
	sources   map[string][]byte // of standard input, which cannot be read again
	deferred  []Input           // files that wait for the next round

	suppressions []*suppressions // of the files that have any
	// judged are the files that were looked into from their start to their end: their paths by their names in fingerprints. It is nil
	// without a baseline.
	judged map[string]string
}

func (c *collection) add(o outcome) {
	if o.deferred != nil {
		c.deferred = append(c.deferred, *o.deferred)
		return
	}
	c.result.Findings = append(c.result.Findings, o.findings...)
	c.result.Errors = append(c.result.Errors, o.errors...)
	c.result.Notes = append(c.result.Notes, o.notes...)
	c.documents = append(c.documents, o.documents...)
	if o.suppressions != nil {
		c.suppressions = append(c.suppressions, o.suppressions)
	}
	if o.judged != "" {
		if c.judged == nil {
			c.judged = map[string]string{}
		}
		c.judged[o.judged] = o.path
	}
	if o.reported {
		c.result.Summary.Files++
		c.result.Summary.Specs += len(o.documents)
		if o.dataSchema {
			c.result.Summary.DataSchemas++
		}
	}
	if o.digest != 0 {
		if c.result.digests == nil {
			c.result.digests = map[string]uint64{}
		}
		c.result.digests[o.name] = o.digest
	}
	if o.source != nil {
		if c.sources == nil {
			c.sources = map[string][]byte{}
		}
		c.sources[o.name] = o.source
	}
}

// finish runs the workspace rules and puts the result in order.
func (l *Linter) finish(c *collection) Result {
	sort.Slice(c.documents, func(i, j int) bool { return c.documents[i].before(c.documents[j]) })
	l.workspace(c)
	r := &c.result
	r.IdleTopics = l.idleTopics(c)
	l.useHidden(c)
	r.Findings = l.perFile(r.Findings)
	l.suppress(c)
	l.dropKnown(c)
	l.showIgnores(c)
	r.Count()
	sort.SliceStable(r.Errors, func(i, j int) bool { return r.Errors[i].File < r.Errors[j].File })
	sort.SliceStable(r.Notes, func(i, j int) bool { return r.Notes[i].File < r.Notes[j].File })
	return *r
}
