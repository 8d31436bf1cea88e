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
	// Topic is the topic that a connection reads.
	Topic string
	// Formats are the formats of a job, the outer one first.
	Formats []FormatSummary
	// Username is the user name that a connection logs in with.
	Username Reference
	// Rejection is the period after which a streaming job rejects events, if the job says one.
	Rejection Reference
	// ReplaceAll is where a batch job says that it replaces all data of its table.
	ReplaceAll Reference
	// Retention is the period that a table keeps data for. Strict is true for one that takes declared columns only.
	Retention Reference
	Strict    bool
	// Columns are what a job fills or a table has.
	Columns ColumnList

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
	switch identity.Kind {
	case polaris.ConnectionKind:
		s.Topic = strings.Clone(root.Get("topicName").Text())
		s.Username = reference(root.Get("secrets").Get("username"))
	case polaris.TableKind:
		s.Retention = reference(root.Get("storagePolicy").Get("retain").Get("period"))
		s.Strict = strings.EqualFold(root.Get("schemaMode").Text(), "strict")
	case polaris.JobKind:
		s.summarizeJob(polaris.Job{Node: root})
	}
	return s
}

func (s *Summarized) summarizeJob(job polaris.Job) {
	s.Table = reference(job.Target().Get("tableName"))
	s.SourceType = reference(job.Source().Get("type"))
	s.Connection = reference(job.Source().Connection())
	for format := range job.Formats() {
		s.Formats = append(s.Formats, FormatSummary{
			Name: reference(format.Get("format")), Registry: reference(format.Provider().Connection()), ProviderType: strings.Clone(format.Provider().Type()),
		})
	}
	s.Rejection = reference(job.Get("lateMessageRejectionPeriod"))
	if job.Get("ingestionMode").TextIs("replace") {
		for _, object := range []document.Node{job.Node, job.Target()} {
			if all := object.Get("replaceAll"); isTrue(all) {
				s.ReplaceAll = Reference{Text: "true", Span: all.Span(), Pointer: all.Pointer()}
			}
		}
	}
}

// summarizeColumns keeps the columns that a job fills or a table has. inputs tells the columns that the expressions of the job refer
// to; nil if no rule has looked at the job.
func (s *Summarized) summarizeColumns(root document.Node, inputs func() *Columns) {
	switch s.Kind {
	case polaris.TableKind:
		s.Columns = tableColumns(root)
	case polaris.JobKind:
		s.Columns = jobColumns(polaris.Job{Node: root}, inputs)
	}
}

func isTrue(n document.Node) bool {
	value, _ := n.Bool()
	return value
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

	*connections
	rule   *Rule
	report func(*Rule, WorkspaceProblem)
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

// Group returns the name of the documents that a document is compared with: those of its environment, or without a declared one those
// of its folder. declared tells which it is; what is in one folder need not belong together.
func (w *WorkspacePass) Group(d *Summarized) (name string, declared bool) {
	if d.Environment != "" && w.Settings.DeclaresEnvironments() {
		return d.Environment, true
	}
	return path.Dir(d.File), false
}

// Report files a problem under the rule that is running.
func (w *WorkspacePass) Report(p WorkspaceProblem) { w.report(w.rule, p) }

// connections are the connections of a workspace.
type connections struct {
	byName   map[string][]*Summarized
	settings *config.Settings
}

func (l *Linter) connections(documents []*Summarized) *connections {
	c := &connections{byName: map[string][]*Summarized{}, settings: l.settings}
	for _, d := range documents {
		if !d.Response && d.Kind == polaris.ConnectionKind && d.Name.Text != "" {
			c.byName[d.Name.Text] = append(c.byName[d.Name.Text], d)
		}
	}
	return c
}

// Connection returns the connection that a document means by a name, nil if the workspace has none or does not tell which.
// With declared environments it is one of the same environment; without, one of the same folder, else the only one in the workspace.
func (w *connections) Connection(from *Summarized, name string) *Summarized {
	candidates := w.byName[name]
	if w.settings.DeclaresEnvironments() {
		return only(candidates, func(c *Summarized) bool { return c.Environment == from.Environment })
	}
	folder := path.Dir(from.File)
	if near := only(candidates, func(c *Summarized) bool { return path.Dir(c.File) == folder }); near != nil {
		return near
	}
	return only(candidates, func(*Summarized) bool { return true })
}

// HasConnection reports whether the workspace has a connection of that name that the document can mean.
func (w *connections) HasConnection(from *Summarized, name string) bool {
	for _, c := range w.byName[name] {
		if !w.settings.DeclaresEnvironments() || c.Environment == from.Environment {
			return true
		}
	}
	return false
}

// ConnectionNames yields the names of the connections that the document can mean, sorted.
func (w *connections) ConnectionNames(from *Summarized) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, name := range slices.Sorted(maps.Keys(w.byName)) {
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
	pass := &WorkspacePass{Settings: l.settings, connections: l.connections(c.documents)}
	for _, d := range c.documents {
		if !d.Response {
			pass.Documents = append(pass.Documents, d)
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
