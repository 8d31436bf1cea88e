package config

import (
	"fmt"
	"iter"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/discover"
	"github.com/polarspec/polarspec/schemas/shape"
)

// Parse reads the text of a settings file that lies at path. What is wrong with it is returned as problems; the layer holds the rest.
func Parse(path string, source []byte) (*Layer, []Problem) {
	r := &reader{file: document.Parse(source, document.YAML), layer: &Layer{Path: path, Dir: filepath.Dir(path)}}
	for _, fault := range r.file.Faults {
		if fault.Code == document.ByteOrderMark {
			continue
		}
		p := Problem{Rule: "config/invalid", Node: fault.Near, Span: fault.Span, Message: "the settings do not parse: " + fault.Message}
		if fault.Fix != nil {
			p.Fixes = append(p.Fixes, *fault.Fix)
		}
		r.report(p)
	}
	root := r.file.Root()
	if !root.Exists() || root.Kind() == document.Null {
		if len(r.problems) == 0 {
			r.report(Problem{Rule: "config/invalid", Node: root, Message: "the settings are empty: write version: 1, or run polarspec init"})
		}
		return r.layer, r.problems
	}
	shape.NewValidator(Type()).Validate(root, r.violation)
	r.read(root)
	return r.layer, r.problems
}

type reader struct {
	file     *document.File
	layer    *Layer
	problems []Problem
	// meant are the pointers of settings that a misspelt key stands for: they are not missing as well.
	meant map[string]bool
}

func (r *reader) report(p Problem) {
	p.Path, p.File = r.layer.Path, r.file
	if p.Span.IsZero() {
		p.Span = p.Node.Span()
	}
	r.problems = append(r.problems, p)
}

// read takes the settings out of the tree. The model has judged them, so that a value of a wrong type is simply left out.
func (r *reader) read(root document.Node) {
	l := r.layer
	l.Root = isTrue(root.Get("root"))
	l.Files = r.globs(root.Get("files"), true)
	l.Exclude = r.globs(root.Get("exclude"), false)
	for env := range members(root.Get("environments")) {
		l.Environments = append(l.Environments, Environment{env.Key(), r.globs(env, true)})
	}
	l.Rules = r.severities(root.Get("rules"))
	for o := range items(root.Get("overrides")) {
		l.Overrides = append(l.Overrides, Override{r.globs(o.Get("files"), true), r.severities(o.Get("rules"))})
	}
	for i := range items(root.Get("ignore")) {
		r.ignore(i)
	}
	l.Baseline = text(root.Get("baseline"))
	l.FieldNames = text(root.Get("protobuf").Get("field-names"))
	l.Include = texts(root.Get("protobuf").Get("include"))
	l.Schemas = r.globs(root.Get("schemas"), false)
	for t := range members(root.Get("topics")) {
		l.Topics = append(l.Topics, r.topic(t))
	}
	for u := range members(root.Get("uploads")) {
		if l.Uploads == nil {
			l.Uploads = map[string]string{}
		}
		l.Uploads[u.Key()] = r.path(u)
	}
	l.Complete = isTrue(root.Get("connections").Get("complete"))
	l.Policies = r.globs(root.Get("policies"), false)
}

func (r *reader) severities(n document.Node) []RuleSeverity {
	var list []RuleSeverity
	for member := range members(n) {
		r.layer.ruleUses = append(r.layer.ruleUses, use{member, true})
		if severity, err := ParseSeverity(text(member)); err == nil {
			list = append(list, RuleSeverity{member.Key(), severity, member})
		}
	}
	return list
}

func (r *reader) ignore(n document.Node) {
	file := n.Get("file")
	entry := Ignore{File: text(file), Pointer: text(n.Get("pointer")), Reason: text(n.Get("reason")), Until: text(n.Get("until")), Path: r.layer.Path}
	for rule := range items(n.Get("rules")) {
		if id := text(rule); id != "" {
			entry.Rules, entry.RuleNodes = append(entry.Rules, id), append(entry.RuleNodes, rule)
			r.layer.ruleUses = append(r.layer.ruleUses, use{node: rule})
		}
	}
	if glob := r.glob(file, true); glob != "" {
		r.layer.ignored.add(glob, len(r.layer.Ignore))
	}
	if looksLikeDay(entry.Until) {
		if _, err := time.Parse(time.DateOnly, entry.Until); err != nil {
			r.report(Problem{Rule: "config/invalid", Node: n.Get("until"), Message: fmt.Sprintf("%q is not a day of the calendar", entry.Until)})
		}
	}
	if entry.Pointer != "" && !strings.HasPrefix(entry.Pointer, "/") {
		r.report(Problem{Rule: "config/invalid", Node: n.Get("pointer"), Message: `a pointer starts with "/", as in /source/inputSchema/0/dataType`})
	}
	r.layer.Ignore = append(r.layer.Ignore, entry)
}

func (r *reader) topic(n document.Node) Topic {
	return Topic{
		Node: n, Name: n.Key(), Connection: text(n.Get("connection")), Encoding: text(n.Get("encoding")), KeyEncoding: text(n.Get("key-encoding")),
		Schema: r.path(n.Get("schema")), Message: text(n.Get("message")),
		Samples: r.globs(n.Get("samples"), false), KeySamples: r.globs(n.Get("key-samples"), false), Writers: r.globs(n.Get("writers"), false),
	}
}

// globs reads a list of file patterns. Those that should match a spec are remembered, so that a useless one can be reported.
func (r *reader) globs(n document.Node, specs bool) []string {
	var list []string
	for item := range items(n) {
		if glob := r.glob(item, specs); glob != "" {
			list = append(list, glob)
		}
	}
	return list
}

func (r *reader) glob(n document.Node, specs bool) string {
	glob := text(n)
	if glob == "" {
		return ""
	}
	if err := discover.CheckGlob(glob); err != nil {
		r.report(Problem{Rule: "config/invalid", Node: n, Message: err.Error()})
		return ""
	}
	if leaves(glob) {
		r.report(Problem{Rule: "config/invalid", Node: n, Message: fmt.Sprintf("%q leaves the folder of the settings: write it relative to that folder, or put settings further up", glob)})
		return ""
	}
	r.layer.patterns = append(r.layer.patterns, pattern{n, glob, specs})
	return glob
}

// path reads the name of one file. Like a pattern it must not leave the folder of the settings.
func (r *reader) path(n document.Node) string {
	name := text(n)
	if name == "" {
		return ""
	}
	if leaves(name) {
		r.report(Problem{Rule: "config/invalid", Node: n, Message: fmt.Sprintf("%q leaves the folder of the settings: write it relative to that folder, or put settings further up", name)})
		return ""
	}
	r.layer.patterns = append(r.layer.patterns, pattern{node: n, glob: name})
	return name
}

// leaves reports whether a pattern is absolute, on any system, or goes above the folder that it starts in.
func leaves(glob string) bool {
	slashed := path.Clean(filepath.ToSlash(glob))
	drive := len(slashed) > 1 && slashed[1] == ':'
	return path.IsAbs(slashed) || drive || slashed == ".." || strings.HasPrefix(slashed, "../")
}

// looksLikeDay reports whether a text has the form YYYY-MM-DD.
func looksLikeDay(text string) bool {
	if len(text) != len(time.DateOnly) {
		return false
	}
	for i, c := range []byte(text) {
		if dash := i == 4 || i == 7; dash != (c == '-') || !dash && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

func text(n document.Node) string {
	if n.Kind() != document.String {
		return ""
	}
	return n.Text()
}

func texts(n document.Node) []string {
	var list []string
	for item := range items(n) {
		if s := text(item); s != "" {
			list = append(list, s)
		}
	}
	return list
}

// items yields the items of a list, nothing for anything else.
func items(n document.Node) iter.Seq[document.Node] { return children(n, document.Array) }

// members yields the members of an object, nothing for anything else.
func members(n document.Node) iter.Seq[document.Node] { return children(n, document.Object) }

func children(n document.Node, kind document.Kind) iter.Seq[document.Node] {
	if n.Kind() != kind {
		return func(func(document.Node) bool) {}
	}
	return n.Children()
}

func isTrue(n document.Node) bool {
	value, ok := n.Bool()
	return value && ok
}
