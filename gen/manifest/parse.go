package manifest

import (
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/schemas/shape"
)

// Parse reads the text of a manifest that lies at path. What is wrong with it is returned as problems, and the entries that are
// concerned are left out.
func Parse(path string, source []byte) (*Manifest, []config.Problem) {
	m := &Manifest{Path: path, Dir: filepath.Dir(path)}
	r := &reader{path: path, file: document.Parse(source, document.YAML)}
	for _, fault := range r.file.Faults {
		if fault.Code != document.ByteOrderMark {
			r.report(fault.Near, fault.Span, "the manifest does not parse: "+fault.Message)
		}
	}
	root := r.file.Root()
	if !root.Exists() || root.Kind() == document.Null {
		if len(r.problems) == 0 {
			r.report(root, document.Span{}, "the manifest is empty: write version: 1, and below specs: what to generate")
		}
		return m, r.problems
	}
	shape.NewValidator(Type()).Validate(root, r.violation)
	if r.file.Broken() || r.refused(root.Get("version")) {
		return m, r.problems
	}
	for n := range children(root.Get("specs"), document.Array) {
		before := len(r.problems)
		if s, ok := r.spec(n); ok && len(r.problems) == before {
			m.Specs = append(m.Specs, s)
		}
	}
	slices.SortStableFunc(r.problems, func(a, b config.Problem) int { return a.Span.Start - b.Span.Start })
	return m, r.problems
}

type reader struct {
	path     string
	file     *document.File
	problems []config.Problem
	// meant are the pointers of keys that a misspelt one stands for: they are not missing as well.
	meant map[string]bool
}

// report notes a problem; without a span it is about the whole node.
func (r *reader) report(n document.Node, span document.Span, message string) {
	if span.IsZero() {
		span = n.Span()
	}
	r.problems = append(r.problems, config.Problem{Rule: "config/invalid", Path: r.path, File: r.file, Node: n, Span: span, Message: message})
}

// refused reports whether there is a problem in a node or its key.
func (r *reader) refused(n document.Node) bool {
	start := n.Span().Start
	if n.HasKey() {
		start = n.KeySpan().Start
	}
	member := document.Span{Start: start, End: n.Span().End}
	return slices.ContainsFunc(r.problems, func(p config.Problem) bool { return member.Contains(p.Span) })
}

// spec reads an entry; ok is false if something is wrong with it.
func (r *reader) spec(n document.Node) (s Spec, ok bool) {
	if n.Kind() != document.Object || r.refused(n) {
		return Spec{}, false
	}
	s = Spec{Node: n, Output: text(n.Get("output")), Emit: text(n.Get("emit")), Template: text(n.Get("template"))}
	s.Params, s.Overrides = present(n.Get("params")), present(n.Get("overrides"))
	var given []string
	for _, key := range kinds {
		if present(n.Get(key)).Exists() {
			given = append(given, key)
		}
	}
	switch {
	case len(given) == 0:
		r.report(n, start(n), `the entry says where to write and not what: add "job", "connection" or "template"`)
	case len(given) > 1:
		second := n.Get(given[1])
		r.report(second, second.KeySpan(), fmt.Sprintf("the entry has %q already: give %q an entry of its own", given[0], given[1]))
	case s.Params.Exists() && s.Template == "":
		r.report(s.Params, s.Params.KeySpan(), `"params" are the parameters of a template, and the entry has none`)
	case s.Params.Kind() == document.String && s.Params.Text() == "":
		r.report(s.Params, s.Params.Span(), `"params" must not be empty: a file, the parameters, or a list of them`)
	}
	if job := present(n.Get("job")); job.Exists() {
		s.Job = readJob(job)
		r.checkJob(job, s.Job)
	}
	if connection := present(n.Get("connection")); connection.Exists() {
		s.Connection = readConnection(connection)
	}
	return s, true
}

// kinds are the keys that say what to generate.
var kinds = []string{"job", "connection", "template"}

// responseKeys are the keys of a job that is made of a response.
var responseKeys = []string{"from-response"}

// checkJob refuses what contradicts itself.
func (r *reader) checkJob(n document.Node, job *Job) {
	if job.FromResponse == "" {
		if job.From == "" {
			r.report(n, start(n), `"from" is missing: the file with the data schema or samples`)
		}
		return
	}
	for member := range n.Children() {
		if member.Kind() != document.Null && !slices.Contains(responseKeys, member.Key()) {
			r.report(member, member.KeySpan(), fmt.Sprintf(`%q is for jobs that are made with "from"; change the job of "from-response" with "overrides"`, member.Key()))
		}
	}
}

func readJob(n document.Node) *Job {
	return &Job{
		From: text(n.Get("from")), FromResponse: text(n.Get("from-response")), Message: text(n.Get("message")), Include: texts(n.Get("include")), Provider: text(n.Get("provider")),
		Options: gen.Options{
			Table: text(n.Get("table")), Connection: text(n.Get("connection")), Source: text(n.Get("source")), Files: texts(n.Get("files")),
			AcceptUnreadable: isTrue(n.Get("accept-unreadable")), Time: text(n.Get("time")), Types: pairs(n.Get("types")), Renames: pairs(n.Get("rename")),
			Select: texts(n.Get("select")), Exclude: texts(n.Get("exclude")), Flatten: isTrue(n.Get("flatten")), Rollup: text(n.Get("rollup")),
			Measures: pairs(n.Get("measures")), Filter: text(n.Get("filter")), FieldNames: text(n.Get("field-names")), ReadFrom: text(n.Get("read-from")),
			ReplaceIntervals: texts(n.Get("replace-intervals")),
		},
	}
}

func readConnection(n document.Node) *gen.ConnectionOptions {
	return &gen.ConnectionOptions{
		Type: text(n.Get("type")), Name: text(n.Get("name")), Description: text(n.Get("description")),
		BootstrapServers: text(n.Get("bootstrap-servers")), Topic: text(n.Get("topic")), URLs: texts(n.Get("urls")),
		StorageAccount: text(n.Get("storage-account")), Prefix: text(n.Get("prefix")), Secrets: text(n.Get("secrets")), Variables: pairs(n.Get("secret")),
	}
}

// Place finds what a message about an entry is about: the value or key under the given key of its job or connection, and of a list or
// an object there the item that the message quotes. Without such a key it is what the entry makes.
func (s *Spec) Place(key, message string) (document.Node, document.Span) {
	made := s.Node
	for _, kind := range kinds {
		if n := s.Node.Get(kind); n.Exists() && n.Kind() != document.Null {
			made = n
		}
	}
	value := made.Get(key)
	if key == "" || !value.Exists() {
		return made, start(made)
	}
	for item := range value.Children() {
		name := item.Text()
		if value.Kind() == document.Object {
			name = item.Key()
		}
		if name != "" && (strings.Contains(message, fmt.Sprintf("%q", name)) || strings.Contains(message, " "+name+"=") || strings.Contains(message, " "+name+":")) {
			if item.HasKey() {
				return item, item.KeySpan()
			}
			return item, item.Span()
		}
	}
	return value, start(value)
}

// start is where something about a node as a whole is shown: its key, a scalar itself, or the first character.
func start(n document.Node) document.Span {
	if n.HasKey() && (n.Kind() == document.Object || n.Kind() == document.Array) {
		return n.KeySpan()
	}
	if n.Kind() != document.Object && n.Kind() != document.Array {
		return n.Span()
	}
	at := n.Span().Start
	return document.Span{Start: at, End: min(at+1, n.Span().End)}
}

// present is a node, absent if it is null.
func present(n document.Node) document.Node {
	if n.Kind() == document.Null {
		return document.Node{}
	}
	return n
}

func text(n document.Node) string {
	if n.Kind() != document.String {
		return ""
	}
	return n.Text()
}

func texts(n document.Node) []string {
	var list []string
	for item := range children(n, document.Array) {
		list = append(list, text(item))
	}
	return list
}

func pairs(n document.Node) []gen.Pair {
	var list []gen.Pair
	for member := range children(n, document.Object) {
		list = append(list, gen.Pair{Name: member.Key(), Value: text(member)})
	}
	return list
}

func isTrue(n document.Node) bool {
	value, ok := n.Bool()
	return value && ok
}

func children(n document.Node, kind document.Kind) iter.Seq[document.Node] {
	if n.Kind() != kind {
		return func(func(document.Node) bool) {}
	}
	return n.Children()
}
