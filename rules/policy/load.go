package policy

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/polarspec/polarspec/internal/cuerun"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// Options say how policies are read.
type Options struct {
	// Examples keeps the examples of the policies. Without them there is less to evaluate.
	Examples bool
	// Settings tell which environments there are; nil if any may be named.
	Settings *config.Settings
}

// Load reads policies. What is wrong with a file is returned as problems, and the file is left out; the error is for an evaluation
// that did not come to an end.
func Load(runner *cuerun.Runner, files []File, options Options) ([]*Policy, []config.Problem, error) {
	var policies []*Policy
	var problems []config.Problem
	for _, file := range files {
		r := &reader{runner: runner, options: options, file: file, text: document.Text(file.Source)}
		p, err := r.read()
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", file.Name, err)
		}
		if p != nil {
			r.unique(p, policies)
		}
		if len(r.problems) == 0 {
			policies = append(policies, p)
		}
		problems = append(problems, r.problems...)
	}
	return policies, problems, nil
}

// reader reads one file.
type reader struct {
	runner   *cuerun.Runner
	options  Options
	file     File
	text     *document.File
	source   *cuerun.Package
	problems []config.Problem
	// meant are the fields that misspelt ones stand for: they are not missing as well.
	meant []string
}

// missing notes a field that a policy must have.
func (r *reader) missing(name, what string) {
	if !slices.Contains(r.meant, name) {
		r.problem(cuerun.Value{}, "a policy needs the field %q: %s", name, what)
	}
}

// problem notes what is wrong at a value; at the start of the file for the zero Value.
func (r *reader) problem(at cuerun.Value, format string, args ...any) {
	_, span := at.Place()
	r.at(span, fmt.Sprintf(format, args...))
}

func (r *reader) at(span document.Span, message string) {
	if span.IsZero() {
		span.End = min(1, len(r.file.Source))
	}
	r.problems = append(r.problems, config.Problem{Rule: "config/invalid", Path: r.file.Path, File: r.text, Span: span, Message: message})
}

func (r *reader) read() (*Policy, error) {
	options := cuerun.Options{Given: []cuerun.Given{{Name: documentField}}}
	if !r.options.Examples {
		options.Without = []string{examplesField}
	}
	var err error
	r.source, err = r.runner.Load([]cuerun.File{{Name: r.file.Path, Source: r.file.Source}}, options)
	var faults cuerun.SourceErrors
	if errors.As(err, &faults) {
		for _, fault := range faults {
			r.at(fault.Span, "the policy cannot be used: "+fault.Message)
		}
		return nil, nil //nolint:nilnil // what is wrong is in the problems
	}
	if err != nil {
		return nil, err
	}
	r.unknown()
	p := &Policy{
		File: r.file, runner: r.runner, source: r.source, when: r.source.Get(whenField), require: r.source.Get(requireField),
		dependent: r.source.Refers(documentField, messageField, examplesField),
	}
	r.identity(p)
	r.audience(p)
	r.words(p)
	if !p.require.Exists() {
		r.missing(requireField, "what documents must be like")
	}
	return p, nil
}

// unknown notes fields that a policy does not have: a misspelt one would have no effect.
func (r *reader) unknown() {
	for _, name := range r.source.Names() {
		if slices.Contains(fields, name) || name == documentField {
			continue
		}
		message := fmt.Sprintf("%q is not a field of a policy, so it has no effect", name)
		if near, ok := spelling.Near(name, slices.Values(fields)); ok {
			message += fmt.Sprintf("; did you mean %q?", near)
			r.meant = append(r.meant, near)
		} else {
			message += fmt.Sprintf(": a policy has %s; what is only referred to is written as a definition (#%s) or hidden (_%s)", strings.Join(fields, ", "), name, name)
		}
		r.at(r.source.Label(name), message)
	}
}

var validID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`) })

// identity reads the id and the severity.
func (r *reader) identity(p *Policy) {
	if id, ok := r.needed(idField, `the name that settings and reports call it by, such as "late-events"`); ok {
		if !validID().MatchString(id) {
			r.problem(r.source.Get(idField), "%q is no id: write small letters and digits, in words joined by hyphens, such as \"late-events\"", id)
		}
		p.ID = Category + "/" + id
	}
	if name, ok := r.needed(severityField, `"error", "warning", "info", or "off" if only settings turn it on`); ok {
		severity, err := config.ParseSeverity(name)
		if err != nil {
			r.problem(r.source.Get(severityField), "%v", err)
		}
		p.Severity = severity
	}
}

// needed reads a text that a policy must have and that depends on nothing.
func (r *reader) needed(name, what string) (string, bool) {
	value := r.source.Get(name)
	if !value.Exists() {
		r.missing(name, what)
		return "", false
	}
	text, ok := value.Text()
	if !ok {
		r.problem(value, "%q must be a string that depends on nothing: %s", name, what)
	}
	return text, ok
}

// audience reads what documents the policy is for.
func (r *reader) audience(p *Policy) {
	p.Kinds = []polaris.Kind{polaris.JobKind, polaris.ConnectionKind, polaris.TableKind}
	if value := r.source.Get(kindField); value.Exists() {
		text, _ := value.Text()
		i := slices.IndexFunc(p.Kinds, func(kind polaris.Kind) bool { return kind.String() == text })
		if i < 0 {
			r.problem(value, `%q is "job", "connection" or "table"; without it the policy is for all of them`, kindField)
			return
		}
		p.Kinds = p.Kinds[i : i+1]
	}
	value := r.source.Get(environmentsField)
	if !value.Exists() {
		return
	}
	for _, item := range value.Items() {
		name, ok := item.Text()
		switch {
		case !ok:
			r.problem(item, "an environment is a string")
		case r.options.Settings != nil && !r.options.Settings.HasEnvironment(name):
			r.problem(item, "the settings have no environment %q, so the policy would be for no document there: environments are declared in .polarspec.yaml", name)
		}
		p.Environments = append(p.Environments, name)
	}
	if len(p.Environments) == 0 {
		r.problem(value, "%q is a list of environments, such as [\"prod\"]; without it the policy is for all documents", environmentsField)
	}
}

// words reads the message.
func (r *reader) words(p *Policy) {
	value := r.source.Get(messageField)
	switch text, concrete := value.Text(); {
	case !value.Exists():
		r.missing(messageField, "what is wrong with a document that it refuses, and what to write")
	case !value.MayBeText() || concrete && strings.TrimSpace(text) == "":
		r.problem(value, "%q must be a string that says something", messageField)
	case concrete:
		p.message = strings.Join(strings.Fields(text), " ")
	}
}

// unique refuses an id that another policy has.
func (r *reader) unique(p *Policy, others []*Policy) {
	for _, other := range others {
		if other.ID == p.ID && p.ID != "" {
			r.problem(r.source.Get(idField), "%s has the id %q already: give each policy its own", other.File.Name, strings.TrimPrefix(p.ID, Category+"/"))
		}
	}
}
