package config

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
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
}

func (r *reader) report(p Problem) {
	p.Path, p.File = r.layer.Path, r.file
	if p.Span.IsZero() {
		p.Span = p.Node.Span()
	}
	r.problems = append(r.problems, p)
}

// violation words what the model of the settings refuses.
func (r *reader) violation(v shape.Violation) {
	p := Problem{Rule: "config/invalid", Node: v.Node}
	switch v.Fault {
	case shape.Unknown:
		p.Rule, p.Span = "config/unknown-key", v.Node.KeySpan()
		p.Message = fmt.Sprintf("%q is not a setting, so it has no effect", v.Name)
		if near, ok := spelling.Near(v.Name, v.Type.Names()); ok {
			p.Message += fmt.Sprintf("; did you mean %q?", near)
			p.Fixes = append(p.Fixes, document.FaultFix{Title: fmt.Sprintf("rename to %q", near), Edits: document.RenameKey(v.Node, near)})
		} else {
			p.Message += "; known here: " + strings.Join(slices.Collect(v.Type.Names()), ", ")
		}
	case shape.Missing:
		p.Span = keyOrStart(v.Node)
		p.Message = fmt.Sprintf("%q is missing", v.Name)
		if v.Name == "version" {
			p.Message += ": write version: 1, the version of the format"
		}
	case shape.Empty:
		p.Message = "this must not be empty"
	case shape.WrongType:
		p.Message = fmt.Sprintf("this is %s and must be %s", v.Node.Kind(), v.Type.Kinds)
	case shape.NotAllowed:
		p.Message = notAllowed(v)
	default:
		p.Message = "a day must be written as YYYY-MM-DD"
	}
	r.report(p)
}

func notAllowed(v shape.Violation) string {
	if v.Type.Numbers != nil {
		return fmt.Sprintf("version %s of the format is not known to this version of polarspec: write 1", v.Node.Text())
	}
	text := fmt.Sprintf("%q must be one of %s", v.Node.Text(), strings.Join(v.Type.Values, ", "))
	if near, ok := spelling.Near(v.Node.Text(), slices.Values(v.Type.Values)); ok {
		text += fmt.Sprintf("; did you mean %q?", near)
	}
	return text
}

// keyOrStart is where an absent thing is shown: the key of its parent, or the first character of the root.
func keyOrStart(n document.Node) document.Span {
	if n.HasKey() {
		return n.KeySpan()
	}
	start := n.Span().Start
	return document.Span{Start: start, End: min(start+1, n.Span().End)}
}

// read takes the settings out of the tree. The model has judged them, so that a value of a wrong type is simply left out.
func (r *reader) read(root document.Node) {
	l := r.layer
	l.Root = isTrue(root.Get("root"))
	l.Files = r.globs(root.Get("files"), true)
	l.Exclude = r.globs(root.Get("exclude"), false)
	for env := range root.Get("environments").Children() {
		l.Environments = append(l.Environments, Environment{env.Key(), r.globs(env, true)})
	}
	l.Rules = r.severities(root.Get("rules"))
	for o := range root.Get("overrides").Children() {
		l.Overrides = append(l.Overrides, Override{r.globs(o.Get("files"), true), r.severities(o.Get("rules"))})
	}
	for i := range root.Get("ignore").Children() {
		r.ignore(i)
	}
	l.Baseline = text(root.Get("baseline"))
	l.FieldNames = text(root.Get("protobuf").Get("field-names"))
	l.Include = texts(root.Get("protobuf").Get("include"))
	l.Schemas = r.globs(root.Get("schemas"), false)
	for t := range root.Get("topics").Children() {
		l.Topics = append(l.Topics, r.topic(t))
	}
	for u := range root.Get("uploads").Children() {
		if l.Uploads == nil {
			l.Uploads = map[string]string{}
		}
		l.Uploads[u.Key()] = text(u)
	}
	l.Complete = isTrue(root.Get("connections").Get("complete"))
	l.Policies = r.globs(root.Get("policies"), false)
}

func (r *reader) severities(n document.Node) []RuleSeverity {
	var list []RuleSeverity
	for member := range n.Children() {
		r.layer.ruleUses = append(r.layer.ruleUses, use{member, true})
		if severity, err := ParseSeverity(text(member)); err == nil {
			list = append(list, RuleSeverity{member.Key(), severity})
		}
	}
	return list
}

func (r *reader) ignore(n document.Node) {
	entry := Ignore{File: text(n.Get("file")), Pointer: text(n.Get("pointer")), Reason: text(n.Get("reason")), Until: text(n.Get("until")), Rules: texts(n.Get("rules"))}
	r.glob(n.Get("file"), true)
	for rule := range n.Get("rules").Children() {
		r.layer.ruleUses = append(r.layer.ruleUses, use{node: rule})
	}
	if until := n.Get("until"); entry.Until != "" {
		if _, err := time.Parse(time.DateOnly, entry.Until); err != nil && len(entry.Until) == len(time.DateOnly) {
			r.report(Problem{Rule: "config/invalid", Node: until, Message: fmt.Sprintf("%q is not a day of the calendar", entry.Until)})
		}
	}
	if entry.Pointer != "" && !strings.HasPrefix(entry.Pointer, "/") {
		r.report(Problem{Rule: "config/invalid", Node: n.Get("pointer"), Message: `a pointer starts with "/", as in /source/inputSchema/0/dataType`})
	}
	r.layer.Ignore = append(r.layer.Ignore, entry)
}

func (r *reader) topic(n document.Node) Topic {
	return Topic{
		Name: n.Key(), Connection: text(n.Get("connection")), Encoding: text(n.Get("encoding")), KeyEncoding: text(n.Get("key-encoding")),
		Schema: text(n.Get("schema")), Message: text(n.Get("message")),
		Samples: r.globs(n.Get("samples"), false), KeySamples: r.globs(n.Get("key-samples"), false), Writers: r.globs(n.Get("writers"), false),
	}
}

// globs reads a list of file patterns. Those that should match a spec are remembered, so that a useless one can be reported.
func (r *reader) globs(n document.Node, specs bool) []string {
	var list []string
	for item := range n.Children() {
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
	if !doublestar.ValidatePattern(glob) {
		r.report(Problem{Rule: "config/invalid", Node: n, Message: fmt.Sprintf("%q is not a file pattern: a bracket or brace is not closed", glob)})
		return ""
	}
	if filepath.IsAbs(glob) || strings.HasPrefix(filepath.ToSlash(glob), "../") {
		r.report(Problem{Rule: "config/invalid", Node: n, Message: fmt.Sprintf("%q leaves the folder of the settings: patterns are relative to it", glob)})
		return ""
	}
	if specs {
		problem := Problem{Rule: "config/no-match", Path: r.layer.Path, File: r.file, Node: n, Span: n.Span(), Message: fmt.Sprintf("%q matches no file of the project, so it has no effect", glob)}
		r.layer.patterns = append(r.layer.patterns, pattern{problem, glob})
	}
	return glob
}

func text(n document.Node) string {
	if n.Kind() != document.String && n.Kind() != document.Bool { // YAML reads a bare off as text, some editors as false
		return ""
	}
	return n.Text()
}

func texts(n document.Node) []string {
	var list []string
	for item := range n.Children() {
		if s := text(item); s != "" {
			list = append(list, s)
		}
	}
	return list
}

func isTrue(n document.Node) bool {
	value, ok := n.Bool()
	return value && ok
}
