package template

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/internal/cuerun"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/spelling"
)

// From says what describes the data: a data schema, and the choices of gen job.
type From struct {
	// File is the data schema or the samples, as the template names it; Message is the Protobuf message, Include are folders to look
	// for imports in.
	File, Message string
	Include       []string
	// Options are the choices. Table and Connection are for the template to write and are empty.
	Options gen.Options
}

// Reader reads what From names: the file, the message and the folders. It may complete the choices that settings make. It is not called from
// several goroutines at once.
type Reader func(*From) (*gen.Source, []gen.Note, error)

// described is what was made of a data schema.
type described struct {
	data       cuerun.Data
	notes      []gen.Note
	unreadable []string
	file       string
	err        error
}

// maxDescribed is how many data schemas are remembered: jobs of many tables often share a few.
const maxDescribed = 64

// describe reads the data schema of a run, unless another run has read the same in the same way.
func (t *Template) describe(params []cuerun.Filled, read Reader) (*described, error) {
	head, err := t.head.Fill(params...)
	if err != nil {
		return nil, ofSource(err)
	}
	value, err := head.Export(fromField)
	if err != nil {
		return nil, ofSource(err)
	}
	key := string(document.EncodeCompact(value))
	t.mu.Lock()
	defer t.mu.Unlock()
	d := t.data[key]
	if d == nil {
		d = t.read(value, read)
		if len(t.data) >= maxDescribed {
			clear(t.data)
		}
		t.data[key] = d
	}
	return d, d.err
}

// read reads the data schema that a run names.
func (t *Template) read(value document.Value, read Reader) *described {
	from, fault := readFrom(value)
	if fault != "" {
		return &described{err: FaultErrors{{t.body.Where(fromField), fault}}}
	}
	source, notes, err := read(&from)
	if err != nil {
		return &described{err: err}
	}
	data, more, unreadable, err := gen.Data(source, &from.Options)
	if err != nil {
		return &described{err: t.refused(err)}
	}
	filled, err := t.runner.Open(data)
	if err != nil {
		err = FaultErrors{{t.body.Where(fromField), fmt.Sprintf("%s: %v", from.File, err)}}
	}
	return &described{filled, slices.Concat(notes, more), unreadable, source.Name, err}
}

// refused words an error of the choices for a template, where they are members of from and no flags.
func (t *Template) refused(err error) error {
	var refused *gen.Error
	if !errors.As(err, &refused) {
		return err
	}
	if refused.Schema {
		return err
	}
	message := candidate.ReplaceAllString(refused.Message, `  $1: "$2"  `)
	message = flagWord.ReplaceAllStringFunc(message, func(word string) string {
		if name, ok := memberOf(strings.TrimPrefix(word, "--")); ok {
			return fromField + "." + name
		}
		return word
	})
	return &gen.Error{Message: t.body.Where(fromField) + ": " + message}
}

// candidate is a line that offers a choice; flagWord is a flag in a sentence.
var (
	candidate = regexp.MustCompile(`(?m)^  --([a-z]+) '?([^' \n]+)'?  `)
	flagWord  = regexp.MustCompile(`--[a-z][a-z-]*`)
)

// flags are the members of from whose flag of gen job has another name than in camel case.
var flags = map[string]string{"replace-interval": "replaceIntervals", "file": "files", "type": "types", "measure": "measures", "provider": "provider"}

// memberOf is the member of from that a flag of gen job is.
func memberOf(flag string) (string, bool) {
	if name, ok := flags[flag]; ok {
		return name, true
	}
	for _, m := range members() {
		if m.flag == flag {
			return m.name, true
		}
	}
	return "", false
}

// member is a member of from.
type member struct {
	name, flag string
	// read puts a value in its place; false if it is of the wrong type.
	read func(from *From, v document.Value) bool
	want string
}

// members are what from may have.
func members() []member {
	return []member{
		{"file", "from", text(func(f *From) *string { return &f.File }), "a text"},
		{"message", "message", text(func(f *From) *string { return &f.Message }), "a text"},
		{"include", "include", texts(func(f *From) *[]string { return &f.Include }), "a list of folders"},
		{"source", "source", text(func(f *From) *string { return &f.Options.Source }), "a text"},
		{"files", "file", texts(func(f *From) *[]string { return &f.Options.Files }), "a list of names"},
		{"provider", "provider", readProvider, `"inline" or "registry:CONNECTION"`},
		{"acceptUnreadable", "accept-unreadable", truth(func(f *From) *bool { return &f.Options.AcceptUnreadable }), "true or false"},
		{"time", "time", text(func(f *From) *string { return &f.Options.Time }), "a text"},
		{"types", "type", pairs(func(f *From) *[]gen.Pair { return &f.Options.Types }), "data types by the names of fields"},
		{"rename", "rename", pairs(func(f *From) *[]gen.Pair { return &f.Options.Renames }), "names of columns by the names of fields"},
		{"select", "select", texts(func(f *From) *[]string { return &f.Options.Select }), "a list of names and patterns"},
		{"exclude", "exclude", texts(func(f *From) *[]string { return &f.Options.Exclude }), "a list of names and patterns"},
		{"flatten", "flatten", truth(func(f *From) *bool { return &f.Options.Flatten }), "true or false"},
		{"rollup", "rollup", text(func(f *From) *string { return &f.Options.Rollup }), "a text"},
		{"measures", "measure", pairs(func(f *From) *[]gen.Pair { return &f.Options.Measures }), "expressions by the names of columns"},
		{"filter", "filter", text(func(f *From) *string { return &f.Options.Filter }), "a text"},
		{"fieldNames", "field-names", text(func(f *From) *string { return &f.Options.FieldNames }), `"json" or "proto"`},
	}
}

// readFrom reads what a template has as from; fault says why it cannot be used.
func readFrom(v document.Value) (from From, fault string) {
	if v.Kind() != document.Object {
		return from, "from is an object, such as {file: params.schema}"
	}
	all := members()
	for _, m := range v.Members() {
		i := slices.IndexFunc(all, func(other member) bool { return other.name == m.Key })
		if i < 0 {
			return from, unknownMember(m.Key, all)
		}
		if m.Value.Kind() != document.Null && !all[i].read(&from, m.Value) {
			return from, fmt.Sprintf("from.%s is %s, not %s", m.Key, all[i].want, shown(m.Value))
		}
	}
	switch {
	case from.File == "":
		return from, "from.file is missing: the file with the data schema or samples"
	case from.Options.AcceptUnreadable && from.Options.Registry == "":
		return from, `from.acceptUnreadable is for provider: "registry:CONNECTION": inline, what Druid cannot read is left out of the schema`
	}
	return from, ""
}

func unknownMember(name string, all []member) string {
	var names []string
	for _, m := range all {
		names = append(names, m.name)
	}
	if near, ok := spelling.Near(name, slices.Values(names)); ok {
		return fmt.Sprintf("from has no %q. Did you mean %q?", name, near)
	}
	switch name {
	case "table", "connection", "readFrom", "replaceIntervals", "set":
		return fmt.Sprintf("from has no %q: it says nothing about the data; write it in the spec", name)
	}
	return fmt.Sprintf("from has no %q; it has %s", name, strings.Join(names, ", "))
}

func text(place func(*From) *string) func(*From, document.Value) bool {
	return func(from *From, v document.Value) bool {
		*place(from) = v.Text()
		return v.Kind() == document.String
	}
}

func texts(place func(*From) *[]string) func(*From, document.Value) bool {
	return func(from *From, v document.Value) bool {
		for _, item := range v.Items() {
			if item.Kind() != document.String {
				return false
			}
			*place(from) = append(*place(from), item.Text())
		}
		return v.Kind() == document.Array
	}
}

func truth(place func(*From) *bool) func(*From, document.Value) bool {
	return func(from *From, v document.Value) bool {
		*place(from) = v.Text() == "true"
		return v.Kind() == document.Bool
	}
}

func pairs(place func(*From) *[]gen.Pair) func(*From, document.Value) bool {
	return func(from *From, v document.Value) bool {
		for _, m := range v.Members() {
			if m.Value.Kind() != document.String {
				return false
			}
			*place(from) = append(*place(from), gen.Pair{Name: m.Key, Value: m.Value.Text()})
		}
		return v.Kind() == document.Object
	}
}

// readProvider reads where the data schema is.
func readProvider(from *From, v document.Value) bool {
	kind, connection, named := strings.Cut(v.Text(), ":")
	if v.Kind() != document.String || kind == "inline" {
		return v.Kind() == document.String && !named
	}
	from.Options.Registry = connection
	return kind == "registry" && connection != ""
}
