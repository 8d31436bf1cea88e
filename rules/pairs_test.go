package rules_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// step is one header of a fixture, without the names of file and base, and its text.
type step struct{ options, text string }

// change is where a step puts a value in or takes one out.
type change struct {
	pointer string
	remove  bool
}

// single is a file of a bad fixture that is made from one base.
type single struct {
	name    string
	base    string
	steps   []step
	changes []change
	says    map[string]lint.Finding // what is said of it alone, and not of its base
	ofBase  map[string]lint.Finding // what is said of its base
	// touches are the pointers of what it changes and of what is said.
	touches []string
}

// TestPairs puts two faults into one spec: what is said of each alone is said of both together, and nothing else. A random
// sample is tried, or all pairs with POLARSPEC_PAIRS=all.
func TestPairs(t *testing.T) {
	all := rules.All()
	byBase := map[string][]*single{}
	for _, s := range singles(t, all) {
		byBase[s.base] = append(byBase[s.base], s)
	}
	var pairs [][2]*single
	possible := 0
	for _, base := range slices.Sorted(maps.Keys(byBase)) {
		list := byBase[base]
		for i, a := range list {
			for _, b := range list[i+1:] {
				possible++
				if independent(a, b) {
					pairs = append(pairs, [2]*single{a, b})
				}
			}
		}
	}
	t.Logf("%d of %d pairs on one base are independent", len(pairs), possible)
	if os.Getenv("POLARSPEC_PAIRS") != "all" {
		random := rand.New(rand.NewPCG(2024, 5))
		random.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
		pairs = pairs[:min(len(pairs), 300)]
	}
	if len(pairs) < 100 {
		t.Fatalf("there are only %d pairs", len(pairs))
	}
	tried := 0
	for _, pair := range pairs {
		if together(t, all, pair[0], pair[1]) {
			tried++
		}
	}
	if 10*tried < 9*len(pairs) {
		t.Errorf("of %d pairs only %d could be put together", len(pairs), tried)
	}
}

// singles reads what the property is about, in the order of their names: each file of a bad fixture that is made from one base
// and of which something is said when it is alone.
func singles(t *testing.T, all []*lint.Rule) []*single {
	t.Helper()
	fixtures, err := filepath.Glob("*/testdata/*/bad*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var list []*single
	bases := map[string]map[string]lint.Finding{}
	for _, fixture := range fixtures {
		archive, err := txtar.ParseFile(fixture)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range read(archive) {
			s.name = fixture + " " + s.name
			text, err := apply(baseText(t, s.base), s)
			if err != nil {
				t.Fatalf("%s: %v", s.name, err)
			}
			if bases[s.base] == nil {
				bases[s.base] = said(t, all, baseText(t, s.base))
			}
			s.ofBase = bases[s.base]
			s.says = said(t, all, text)
			maps.DeleteFunc(s.says, func(key string, _ lint.Finding) bool { _, ok := s.ofBase[key]; return ok })
			if len(s.says) == 0 {
				continue // it takes the rest of the workspace to say something
			}
			s.touches = touches(s)
			list = append(list, s)
		}
	}
	return list
}

// read takes a fixture apart; files with a text of their own and YAML are left out.
func read(archive *txtar.Archive) []*single {
	var list []*single
	byName := map[string]*single{}
	for _, file := range archive.Files {
		words := strings.Fields(file.Name)
		name := words[0]
		s := byName[name]
		if s == nil {
			s = &single{name: name}
			byName[name] = s
			list = append(list, s)
		}
		var options []string
		for _, option := range words[1:] {
			switch key, value, _ := strings.Cut(option, "="); key {
			case "base":
				s.base = value
				continue
			case "remove", "at":
				s.changes = append(s.changes, change{pointer: value, remove: key == "remove"})
			}
			options = append(options, option)
		}
		if len(options) > 0 {
			s.steps = append(s.steps, step{strings.Join(options, " "), string(file.Data)})
		}
	}
	return slices.DeleteFunc(list, func(s *single) bool { return filepath.Ext(s.name) != ".json" || s.base == "" || len(s.changes) == 0 })
}

func baseText(t *testing.T, base string) []byte {
	t.Helper()
	workspace := &ruletest.Workspace{Seed: seed}
	if err := workspace.Add("base.json base="+base, ""); err != nil {
		t.Fatal(err)
	}
	return workspace.Files[0].Text
}

// apply makes the changes of fixtures, one after another.
func apply(text []byte, list ...*single) ([]byte, error) {
	workspace := &ruletest.Workspace{Seed: seed, Files: []ruletest.File{{Name: "spec.json", Text: text}}}
	for _, s := range list {
		for _, step := range s.steps {
			if err := workspace.Add("spec.json "+step.options, step.text); err != nil {
				return nil, fmt.Errorf("making %s: %w", s.name, err)
			}
		}
	}
	return workspace.Files[0].Text, nil
}

// lineNumber is part of messages that point to another line, which the other fault may have moved.
var lineNumber = regexp.MustCompile(`line \d+`)

// said lints a text and returns what is said of it: rule, severity, pointer and message; of faults of the text rule and message
// only, since what a broken text holds where is a guess.
func said(t *testing.T, all []*lint.Rule, text []byte) map[string]lint.Finding {
	t.Helper()
	workspace := &ruletest.Workspace{Files: []ruletest.File{{Name: "spec.json", Text: text}}}
	result, err := workspace.Lint(all)
	if err != nil {
		t.Fatal(err)
	}
	findings := map[string]lint.Finding{}
	for _, f := range result.Findings {
		key := fmt.Sprintf("%s %s %s: %s", f.Severity, f.Rule, f.Pointer, f.Message)
		if strings.HasPrefix(f.Rule, "syntax/") {
			key = fmt.Sprintf("%s: %s", f.Rule, lineNumber.ReplaceAllString(f.Message, "line N"))
		}
		if _, twice := findings[key]; twice && !strings.HasPrefix(f.Rule, "syntax/") {
			t.Errorf("said twice: %s", key)
		}
		findings[key] = f
	}
	return findings
}

// saidNewly is what is said of a text and not of the base that it was made from.
func saidNewly(t *testing.T, all []*lint.Rule, base string, text []byte) map[string]lint.Finding {
	t.Helper()
	findings := said(t, all, text)
	for key := range said(t, all, baseText(t, base)) {
		delete(findings, key)
	}
	return findings
}

// touches returns what a fixture changes, and what is said about it.
func touches(s *single) []string {
	var list []string
	for _, c := range s.changes {
		list = append(list, c.pointer)
		if object, ok := s.turns(c); ok {
			list = append(list, object)
		}
	}
	for _, f := range s.says {
		list = append(list, subjects(f)...)
		if !s.absent(f) {
			list = append(list, f.Pointer)
		}
	}
	return list
}

// absent reports whether a finding is about something that the fixture took away: it then stands above the change, for which
// it speaks, not for all that is beside it.
func (s *single) absent(f lint.Finding) bool {
	return slices.ContainsFunc(s.changes, func(c change) bool { return c.pointer != f.Pointer && within(c.pointer, f.Pointer) })
}

// inlineProvider is where most fixtures have their data schema.
const inlineProvider = "/source/formatSettings/parseSchemaProvider"

var (
	meantName = regexp.MustCompile(`Did you mean "([^"]*)"`)
	home      = regexp.MustCompile(`it belongs (?:in "([^"]*)"|at the top level)`)
)

// subjects are places that decide about a finding and are not its own: where a misspelt or misplaced field belongs, what took
// the place of a legacy field, and what else a rule asks.
func subjects(f lint.Finding) []string {
	if category, _, _ := strings.Cut(f.Rule, "/"); within(f.Pointer, "/source/inputSchema") && (category == "input" || category == "avro" || category == "protobuf") {
		// Such a finding compares a declaration with the data schema, with the other declarations and with its uses.
		return []string{"/type", "/source/type", "/source/formatSettings", "/source/inputSchema", "/mappings", "/filterExpression"}
	}
	if within(f.Pointer, "/mappings") || within(f.Pointer, "/filterExpression") {
		if list := contextOf(f); list != nil {
			return list
		}
	}
	switch f.Rule {
	case "mapping/duplicate-column":
		return []string{"/mappings"} // the other mapping of the column
	case "mapping/no-time":
		return []string{"/type", "/source/type", "/mappings"}
	case "shape/legacy-field":
		if instead := polaris.JobType().Variants[0].Type.Field(path.Base(f.Pointer)).Instead; instead != "" {
			return []string{"/" + strings.ReplaceAll(instead, ".", "/")}
		}
	case "avro/logical-type-ignored", "avro/bytes-are-base64":
		return []string{path.Dir(f.Pointer), inlineProvider} // the name of the input leads to the field
	case "avro/extract-unions-no-effect":
		return []string{path.Join(path.Dir(f.Pointer), "flattenSpec")}
	case "protobuf/unknown-message-type", "protobuf/ambiguous-message-type", "protobuf/message-type-left-open", "protobuf/unreadable-field":
		return []string{inlineProvider} // the descriptor has the messages, the message type chooses one
	case "protobuf/json-name", "protobuf/unsigned":
		return []string{inlineProvider, "/source/inputSchema"}
	case "input/unknown-field":
		return []string{inlineProvider, "/mappings", "/source/filterExpression", "/filterExpression"} // the schema has the fields; what uses them counts
	case "input/type-mismatch", "input/lossy-type", "input/nested-as-string", "input/boolean", "input/string-as-json":
		return []string{inlineProvider, path.Dir(f.Pointer)} // the schema has the type, the name leads to it
	case "connection/password-missing":
		return []string{"/secrets/username"}
	case "connection/plain-secret":
		return []string{"/name"} // the variable is called after it
	case "job/earliest-but-rejected":
		return []string{"/type", "/lateMessageRejectionPeriod"}
	case "job/file-extension":
		return []string{"/source/formatSettings"}
	case "job/replace-needs-range", "job/interval-alignment":
		return []string{"/ingestionMode", "/partitionedBy", "/target", "/replaceAll", "/intervals", "/isReplace"}
	case "job/partition-finer-than-rollup":
		return []string{"/mappings"}
	case "shape/missing-field":
		if strings.Contains(f.Message, "useSchemaDiscovery") {
			return []string{"/useSchemaDiscovery"}
		}
	case "shape/unknown-field":
		object, name := path.Split(f.Pointer)
		if m := home.FindStringSubmatch(f.Message); m != nil {
			return append(kinds(), strings.TrimSuffix("/"+strings.ReplaceAll(m[1], ".", "/"), "/")+"/"+name)
		}
		if m := meantName.FindStringSubmatch(f.Message); m != nil {
			list := []string{object + m[1]}
			if m[1] == "mappings" || m[1] == "inputSchema" { // it depends whether the job has to have them
				list = append(append(list, kinds()...), "/useSchemaDiscovery")
			}
			return list
		}
	}
	return nil
}

// contextOf are the places besides an expression that decide about what is said of it: the inputs and their schemas, and for some
// rules the other expressions. Nil for findings that are not about an expression.
func contextOf(f lint.Finding) []string {
	category, name, _ := strings.Cut(f.Rule, "/")
	if category != "mapping" && category != "filter" || name == "no-time" || name == "duplicate-column" {
		return nil
	}
	inputs := []string{"/type", "/source/type", "/source/inputSchema", "/source/formatSettings", "/useSchemaDiscovery"}
	switch name {
	case "not-grouped", "json-in-aggregate", "no-rollup", "unknown-input", "output-column":
		return append(inputs, "/mappings", "/createTableIfNotExists")
	case "time-null":
		return append(inputs, "/filterExpression")
	}
	return inputs
}

// kinds are the places that tell what may stand where in a job.
func kinds() []string { return []string{"/type", "/source/type", "/source/formatSettings/format"} }

// turns returns the object that a change makes one of another kind: its type or format is now another known one, or near one.
// All that is judged in that object is judged anew then, so that it is as if all of it had changed. A type or format that is
// not known at all turns nothing: a second fault must not hide behind it.
func (s *single) turns(c change) (object string, ok bool) {
	object, ok = selects(c.pointer)
	return object, ok && !c.remove && !s.unknownKind(object)
}

// selects returns the object whose kind is told by the value at a pointer.
func selects(pointer string) (object string, ok bool) {
	object, name := path.Split(pointer)
	return strings.TrimSuffix(object, "/"), name == "type" || name == "format"
}

// unknownKind reports whether the fixture leaves open what kind of object stands at a pointer.
func (s *single) unknownKind(object string) bool {
	for _, c := range s.changes {
		if at, ok := selects(c.pointer); !ok || at != object {
			continue
		}
		if c.remove || slices.ContainsFunc(slices.Collect(maps.Values(s.says)), func(f lint.Finding) bool {
			return strings.HasPrefix(f.Rule, "shape/") && f.Pointer == c.pointer
		}) {
			return true
		}
	}
	return false
}

// within reports whether a pointer is another one, or below it.
func within(pointer, above string) bool {
	return pointer == above || strings.HasPrefix(pointer, above+"/")
}

// independent reports whether the faults have nothing to do with each other.
func independent(a, b *single) bool {
	for _, p := range a.touches {
		for _, q := range b.touches {
			if within(p, q) || within(q, p) {
				return false
			}
		}
	}
	return !a.blinds(b) && !b.blinds(a)
}

// blinds reports whether beside the faults of s nothing can be said of those of other, by design.
func (s *single) blinds(other *single) bool {
	for _, c := range s.changes {
		// Items behind one that was taken away have other pointers.
		if list, index := path.Split(c.pointer); c.remove && strings.Trim(index, "0123456789") == "" {
			list = strings.TrimSuffix(list, "/")
			if slices.ContainsFunc(other.touches, func(p string) bool { return within(p, list) }) {
				return true
			}
		}
		// What an object lacks, and what does not belong in it, is only said where it is known what kind of object it is.
		if object, ok := selects(c.pointer); ok && s.unknownKind(object) {
			for _, f := range other.says {
				if within(f.Pointer, object) && (other.absent(f) || asksKind(f)) {
					return true
				}
			}
		}
	}
	for _, f := range s.says {
		for _, g := range other.says {
			// Where the text of an object is broken, something may be lost, so that it is not said to lack anything.
			if f.Rule == "syntax/invalid" && other.absent(g) && (f.Pointer == g.Pointer || path.Dir(f.Pointer) == path.Join("/", g.Pointer)) {
				return true
			}
			if f.Rule == "syntax/invalid" && reliesOnAbsence(g) && strings.LastIndexByte(f.Pointer, '/') <= 0 {
				return true
			}
			// A document with several fields of a response is one, and is not blamed for what responses lack and add.
			if f.Rule == "shape/response-field" && !strings.HasPrefix(s.base, "responses/") && (g.Rule == f.Rule || f.Pointer == "") {
				return true
			}
		}
	}
	return false
}

// reliesOnAbsence reports whether a finding is about a field that means something because the job lacks another one.
func reliesOnAbsence(f lint.Finding) bool {
	return f.Rule == "job/earliest-but-rejected" || f.Rule == "job/replace-needs-range"
}

// asksKind reports whether a finding is about what belongs in an object of a certain kind.
func asksKind(f lint.Finding) bool {
	category, name, _ := strings.Cut(f.Rule, "/")
	switch {
	case category == "job", category == "provider", name == "response-field" && path.Base(f.Pointer) == "query":
		return true
	case name == "unknown-field":
		// Another type of job has an "interval", so that the one below "target" may be a slip or in the wrong place.
		return !strings.Contains(f.Message, "Did you mean") || strings.HasSuffix(f.Pointer, "/interval")
	}
	_, ok := selects(f.Pointer) // its choices depend on the kind of the object around
	return ok
}

func kindOf(text []byte) polaris.Kind {
	return polaris.Identify(document.Parse(text, document.JSON).Root(), false).Kind
}

// together tries one pair; false if the second change cannot be made any more.
func together(t *testing.T, all []*lint.Rule, a, b *single) bool {
	t.Helper()
	base := baseText(t, a.base)
	text, err := apply(base, a, b)
	if err != nil || document.Parse(text, document.JSON).Broken() {
		// The first change may have broken the text, so that the place of the second is found before it only.
		var other error
		if text, other = apply(base, b, a); other != nil {
			return false
		}
	}
	if kindOf(text) != kindOf(base) {
		return true // too little is left to tell what the document is
	}
	got := saidNewly(t, all, a.base, text)
	var missing, extra []string
	for _, says := range []map[string]lint.Finding{a.says, b.says} {
		for key := range says {
			if _, ok := got[key]; !ok {
				missing = append(missing, key)
			}
		}
	}
	for key := range got {
		_, ofA := a.says[key]
		_, ofB := b.says[key]
		_, ofBase := a.ofBase[key]
		if !ofA && !ofB && !ofBase {
			extra = append(extra, key)
		}
	}
	if len(missing)+len(extra) > 0 {
		slices.Sort(missing)
		slices.Sort(extra)
		t.Errorf("%s and %s:\nnot said any more: %s\nsaid only together: %s", a.name, b.name, strings.Join(missing, "\n  "), strings.Join(extra, "\n  "))
	}
	return true
}
