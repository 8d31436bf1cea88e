package lint

import (
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// Summarized is what is kept of a document for the rules that compare documents: names and places, at most a kilobyte.
type Summarized struct {
	// File is the name as reports print it, Path what settings are matched with.
	File, Path string
	Kind       polaris.Kind
	// Response documents are no part of the workspace: they are shown to the rules of their own file only.
	Response bool
	// Environment is the declared one, "" where none is declared or none matches.
	Environment string
	// Type is the type of the job, connection or table.
	Type string
	// Name is the name of a connection or table.
	Name Reference
	// Table is the table that a job writes to.
	Table Reference
	// SourceType is where a job reads from; Connection names the connection there.
	SourceType Reference
	Connection Reference
	// Formats are the formats of a job, the outer one first.
	Formats []FormatSummary

	known     string
	digest    uint64
	offset    int
	indexOnly bool
}

// FormatSummary is what is kept of one format of a job.
type FormatSummary struct {
	Name Reference
	// Registry names the registry connection of the schema provider.
	Registry Reference
	// ProviderType is the kind of the schema provider.
	ProviderType string
}

// Reference is a text with its place.
type Reference struct {
	Text    string
	Span    document.Span
	Pointer string
}

// before is the order in which rules see documents.
func (s *Summarized) before(other *Summarized) bool {
	if s.File != other.File {
		return s.File < other.File
	}
	return s.offset < other.offset
}

func (c *check) summarize(root document.Node, identity polaris.Identity) *Summarized {
	s := &Summarized{
		File: c.input.Name, Path: c.input.Path, Kind: identity.Kind, Response: identity.Response,
		Environment: c.linter.settings.Environment(c.input.Path), Type: strings.Clone(root.Get("type").Text()), Name: reference(root.Get("name")),
		known: c.located.known, digest: c.digest, offset: root.Span().Start, indexOnly: c.input.IndexOnly,
	}
	if identity.Kind != polaris.JobKind {
		return s
	}
	job := polaris.Job{Node: root}
	s.Table = reference(job.Target().Get("tableName"))
	s.SourceType = reference(job.Source().Get("type"))
	s.Connection = reference(job.Source().Connection())
	for format := range job.Formats() {
		s.Formats = append(s.Formats, FormatSummary{
			Name: reference(format.Get("format")), Registry: reference(format.Provider().Connection()), ProviderType: strings.Clone(format.Provider().Type()),
		})
	}
	return s
}

// reference keeps a string with its place; anything else is empty.
func reference(n document.Node) Reference {
	if n.Kind() != document.String {
		return Reference{}
	}
	return Reference{Text: strings.Clone(n.Text()), Span: n.Span(), Pointer: n.Pointer()}
}

// WorkspacePass is what a rule sees of all documents together.
type WorkspacePass struct {
	// Documents are the requests of the workspace, in the order of their files.
	Documents []*Summarized
	Settings  *config.Settings

	connections map[string][]*Summarized
	rule        *Rule
	report      func(*Rule, WorkspaceProblem)
}

// WorkspaceProblem is what a rule reports about a summarized document.
type WorkspaceProblem struct {
	Document *Summarized
	At       Reference
	Severity Severity
	Message  string
	// Related are places in this or other documents.
	Related []WorkspacePlace
	Fixes   []Fix
}

// WorkspacePlace is a place in a document of the workspace.
type WorkspacePlace struct {
	Message  string
	Document *Summarized
	At       Reference
}

// Report files a problem under the rule that is running.
func (w *WorkspacePass) Report(p WorkspaceProblem) { w.report(w.rule, p) }

// Connection returns the connection that a document means by a name, nil if the workspace has none or does not tell which.
// With declared environments it is one of the same environment; without, one of the same folder, else the only one in the workspace.
func (w *WorkspacePass) Connection(from *Summarized, name string) *Summarized {
	candidates := w.connections[name]
	if w.Settings.DeclaresEnvironments() {
		return only(candidates, func(c *Summarized) bool { return c.Environment == from.Environment })
	}
	folder := path.Dir(from.File)
	if near := only(candidates, func(c *Summarized) bool { return path.Dir(c.File) == folder }); near != nil {
		return near
	}
	return only(candidates, func(*Summarized) bool { return true })
}

// HasConnection reports whether the workspace has a connection of that name that the document can mean.
func (w *WorkspacePass) HasConnection(from *Summarized, name string) bool {
	for _, c := range w.connections[name] {
		if !w.Settings.DeclaresEnvironments() || c.Environment == from.Environment {
			return true
		}
	}
	return false
}

// ConnectionNames yields the names of the connections that the document can mean, sorted.
func (w *WorkspacePass) ConnectionNames(from *Summarized) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, name := range slices.Sorted(maps.Keys(w.connections)) {
			if w.HasConnection(from, name) && !yield(name) {
				return
			}
		}
	}
}

// only returns the candidate that fits; nil if there is none, or several that differ in type.
func only(candidates []*Summarized, fits func(*Summarized) bool) *Summarized {
	var found *Summarized
	for _, c := range candidates {
		if !fits(c) {
			continue
		}
		if found != nil && found.Type != c.Type {
			return nil
		}
		if found == nil {
			found = c
		}
	}
	return found
}

// workspace runs the second pass.
func (l *Linter) workspace(c *collection) {
	pass := &WorkspacePass{Settings: l.settings, connections: map[string][]*Summarized{}}
	for _, d := range c.documents {
		if d.Response {
			continue
		}
		pass.Documents = append(pass.Documents, d)
		if d.Kind == polaris.ConnectionKind && d.Name.Text != "" {
			pass.connections[d.Name.Text] = append(pass.connections[d.Name.Text], d)
		}
	}
	places := &placer{sources: c.sources}
	pass.report = func(rule *Rule, p WorkspaceProblem) {
		if p.Document.indexOnly || !l.enabled(rule, p.Document.Path) {
			return
		}
		finding, err := places.finding(rule, p)
		if err != nil {
			c.result.Errors = append(c.result.Errors, FileError{File: p.Document.File, Message: err.Error()})
			return
		}
		finding.Severity = l.severity(rule, p.Severity, p.Document.Path)
		c.result.Findings = append(c.result.Findings, finding)
	}
	for _, rule := range l.rules {
		if rule.CheckWorkspace == nil {
			continue
		}
		pass.rule = rule
		guard := &check{linter: l, input: Input{Name: "the workspace"}}
		guard.guard("the rule", rule.ID, func() { rule.CheckWorkspace(pass) })
		c.result.Errors = append(c.result.Errors, guard.errors...)
	}
}
