package policy

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/cuerun"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/rules"
)

func load(tb testing.TB, options Options, texts ...string) ([]*Policy, []config.Problem) {
	tb.Helper()
	var files []File
	for i, text := range texts {
		name := string(rune('a'+i)) + ".cue"
		files = append(files, File{Path: "/project/" + name, Name: name, Source: []byte(text)})
	}
	policies, problems, err := Load(cuerun.New(time.Minute), files, options)
	if err != nil {
		tb.Fatal(err)
	}
	return policies, problems
}

// run lints one document with policies only.
func run(tb testing.TB, settings *config.Settings, name, source string, policies ...*Policy) lint.Result {
	tb.Helper()
	var list []*lint.Rule
	for _, p := range policies {
		list = append(list, p.Rule())
	}
	result, err := lint.New(list, settings, lint.Options{MinSeverity: lint.Info}).Run(context.Background(), func(yield func(lint.Input) bool) error {
		yield(lint.Input{Path: "/project/" + name, Name: name, Source: []byte(source), Claimed: true})
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return result
}

func shown(result lint.Result) string {
	var lines []string
	for _, f := range result.Findings {
		lines = append(lines, fmt.Sprintf("%d:%d-%d %s %s %q: %s", f.Start.Line, f.Start.Column, f.End.Column, f.Severity, f.Rule, f.Pointer, f.Message))
	}
	for _, e := range result.Errors {
		lines = append(lines, e.File+": "+e.Message)
	}
	return strings.Join(lines, "\n")
}

const job = `{
  "type": "streaming",
  "source": {"type": "connection", "connectionName": "c"},
  "target": {"type": "table", "tableName": "clicks"},
  "mappings": [{"columnName": "__time", "expression": "x"}, {"columnName": "A/b", "expression": "y"}]
}
`

func TestFindings(t *testing.T) {
	const head = "id: \"p\"\nseverity: \"warning\"\nmessage: \"own words\"\n"
	tests := []struct{ name, policy, want string }{
		{"a value", `require: target: tableName: =~"^web_"`, `4:44-52 warning policy/p "/target/tableName": own words`},
		{"an item", `require: mappings: [...{columnName: =~"^[a-z_]+$"}]`, `5:76-81 warning policy/p "/mappings/1/columnName": own words`},
		{"an absent field", `require: description: string`, `1:1-2 warning policy/p "": own words`},
		{"an absent field below", `require: target: intervals: [...]`, `4:3-11 warning policy/p "/target": own words`},
		{"an absent field in an item", `require: mappings: [...{isAggregation!: bool}]`, "5:16-17 warning policy/p \"/mappings/0\": own words\n5:61-62 warning policy/p \"/mappings/1\": own words"},
		{"a field that must not be", `require: target: close({type: _})`, `4:31-42 warning policy/p "/target/tableName": own words`},
		{"own words of a place", `require: target: tableName: =~"^web_" | error("start with web_")`, `4:44-52 warning policy/p "/target/tableName": own words: start with web_`},
		{"of the whole", "import \"list\"\n_n: list.MaxItems(1)\nrequire: {mappings: _, _check: document.mappings & _n}", `1:1-2 warning policy/p "": own words`},
		{"two places", `require: {type: "batch", target: tableName: "x"}`, "2:11-22 warning policy/p \"/type\": own words\n4:44-52 warning policy/p \"/target/tableName\": own words"},
		{"satisfied", `require: type: "streaming"`, ""},
		{"not for it", "when: type: \"batch\"\nrequire: x: 1", ""},
		{"not for what lacks the field", "when: readFromPoint: \"latest\"\nrequire: x: 1", ""},
		{"for it", "when: {type: \"streaming\", source: type: \"connection\"}\nrequire: type: \"x\"", `2:11-22 warning policy/p "/type": own words`},
		{"for its kind", "kind: \"job\"\nrequire: type: \"x\"", `2:11-22 warning policy/p "/type": own words`},
		{"for another kind", "kind: \"connection\"\nrequire: type: \"x\"", ""},
		{"compared with another field", `require: target: tableName: document.source.connectionName`, `4:44-52 warning policy/p "/target/tableName": own words`},
		{"condition over the document", "when: {if document.type == \"streaming\" {type: _}}\nrequire: x?: 1, require: source: connectionName: \"d\"", `3:54-57 warning policy/p "/source/connectionName": own words`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := head + test.policy
			if imports, rest, ok := strings.Cut(test.policy, "\n"); ok && strings.HasPrefix(imports, "import") {
				text = imports + "\n" + head + rest
			}
			policies, problems := load(t, Options{}, text)
			for _, p := range problems {
				t.Fatal(p.Message)
			}
			if diff := cmp.Diff(test.want, shown(run(t, nil, "a.json", job, policies...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWordsFromTheDocument(t *testing.T) {
	policies, _ := load(t, Options{},
		`id: "a", severity: "error", message: "the table \(document.target.tableName) is wrong", require: type: "batch"`,
		`id: "b", severity: "error", message: "of \(document.description)", require: type: "batch"`,
		"id: \"c\"\nseverity: \"error\"\nmessage: \"\"\"\n\tin several\n\tlines\n\t\"\"\"\nrequire: type: \"batch\"",
	)
	want := `2:11-22 error policy/a "/type": the table clicks is wrong
2:11-22 error policy/b "/type": this is against the policy; its message needs something that the document lacks: of \(document.description)
2:11-22 error policy/c "/type": in several lines`
	if diff := cmp.Diff(want, shown(run(t, nil, "a.json", job, policies...))); diff != "" {
		t.Error(diff)
	}
}

func TestSecretsStayHidden(t *testing.T) {
	policies, _ := load(t, Options{}, `id: "a", severity: "error", message: "not \(document.secrets.password)", require: secrets: password: =~"^[$]"`)
	result := run(t, nil, "c.json", `{"type": "confluent", "name": "c", "topicName": "t", "secrets": {"type": "sasl_plain", "username": "u", "password": "hunter2-canary"}}`, policies...)
	if len(result.Findings) != 1 || strings.Contains(fmt.Sprint(result), "hunter2-canary") {
		t.Errorf("got %v", result)
	}
}

func TestBrokenAndReturnedDocumentsAreLeftAlone(t *testing.T) {
	policies, _ := load(t, Options{}, `id: "a", severity: "error", message: "m", require: x: 1`)
	response, err := os.ReadFile("../../testdata/seed/responses/inline-avro.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range []string{strings.Replace(job, `"c"},`, `"c"`, 1), string(response)} {
		for _, f := range run(t, nil, "a.json", source, policies...).Findings {
			t.Errorf("%s: %s", f.Rule, f.Message)
		}
	}
	if got := shown(run(t, nil, "a.json", job, policies...)); got == "" {
		t.Error("the policy does find something")
	}
}

func TestEnvironments(t *testing.T) {
	layer, problems := config.Parse("/project/.polarspec.yaml", []byte("version: 1\nenvironments: {prod: [prod/**], dev: [dev/**]}\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	settings := &config.Settings{Layers: []*config.Layer{layer}}
	policies, problems := load(t, Options{Settings: settings}, `id: "a", severity: "error", message: "m", environments: ["prod"], require: type: "x"`)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for name, want := range map[string]int{"prod/a.json": 1, "dev/a.json": 0, "a.json": 0} {
		if got := len(run(t, settings, name, job, policies...).Findings); got != want {
			t.Errorf("%s: %d findings, want %d", name, got, want)
		}
	}
}

func TestProblemsOfFiles(t *testing.T) {
	const good = `id: "a", severity: "error", message: "m", require: type: "x"`
	layer, _ := config.Parse("/project/.polarspec.yaml", []byte("version: 1\nenvironments: {prod: [prod/**]}\n"))
	settings := &config.Settings{Layers: []*config.Layer{layer}}
	tests := []struct{ name, text, want string }{
		{"empty", "", `a.cue:1:1: a policy needs the field "id": the name that settings and reports call it by, such as "late-events"
a.cue:1:1: a policy needs the field "severity": "error", "warning", "info", or "off" if only settings turn it on
a.cue:1:1: a policy needs the field "message": what is wrong with a document that it refuses, and what to write
a.cue:1:1: a policy needs the field "require": what documents must be like`},
		{"syntax", good + "\nwhen: {", "a.cue:2:8: the policy cannot be used: expected '}', found 'EOF'"},
		{"a contradiction", good + "\nwhen: type: \"a\" & \"b\"", `a.cue:2:19: the policy cannot be used: "b" and "a" contradict each other`},
		{"a misspelt field", good + "\nwehn: type: \"a\"", `a.cue:2:1: "wehn" is not a field of a policy, so it has no effect; did you mean "when"?`},
		{"an unknown field", good + "\nteams: [\"a\"]", `a.cue:2:1: "teams" is not a field of a policy, so it has no effect: a policy has id, message, severity, kind, environments, when, require, examples; what is only referred to is written as a definition (#teams) or hidden (_teams)`},
		{"an id", strings.Replace(good, `"a"`, `"A b"`, 1), `a.cue:1:5: "A b" is no id: write small letters and digits, in words joined by hyphens, such as "late-events"`},
		{"an id of the document", strings.Replace(good, `"a"`, `document.name`, 1), `a.cue:1:5: "id" must be a string that depends on nothing: the name that settings and reports call it by, such as "late-events"`},
		{"a severity", strings.Replace(good, `"error"`, `"fatal"`, 1), `a.cue:1:20: "fatal" is not a severity: use error, warning, info or off`},
		{"a message", strings.Replace(good, `"m"`, `" "`, 1), `a.cue:1:38: "message" must be a string that says something`},
		{"a message that is none", strings.Replace(good, `"m"`, `3`, 1), `a.cue:1:38: "message" must be a string that says something`},
		{"a kind", good + "\nkind: \"jobs\"", `a.cue:2:7: "kind" is "job", "connection" or "table"; without it the policy is for all of them`},
		{"an environment", good + "\nenvironments: [\"prod\", \"production\"]", `a.cue:2:24: the settings have no environment "production", so the policy would be for no document there: environments are declared in .polarspec.yaml`},
		{"environments", good + "\nenvironments: \"prod\"", `a.cue:2:15: "environments" is a list of environments, such as ["prod"]; without it the policy is for all documents`},
		{"an import", "import \"github.com/x/y\"\n" + good, `a.cue:1:8: the policy cannot be used: the package "github.com/x/y" cannot be imported: nothing is fetched, so that only packages of CUE itself (such as "strings") and "github.com/polarspec/polarspec/schemas/polaris" are there`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			policies, problems := load(t, Options{Settings: settings}, test.text)
			var lines []string
			for _, p := range problems {
				at := p.File.Lines().Position(p.Span.Start)
				lines = append(lines, fmt.Sprintf("%s:%d:%d: %s", filepath.Base(p.Path), at.Line, at.Column, p.Message))
				if p.Rule != "config/invalid" {
					t.Errorf("the rule is %s", p.Rule)
				}
			}
			if diff := cmp.Diff(test.want, strings.Join(lines, "\n")); diff != "" {
				t.Error(diff)
			}
			if len(policies) > 0 {
				t.Error("the policy is used all the same")
			}
		})
	}
	t.Run("an id twice", func(t *testing.T) {
		policies, problems := load(t, Options{}, good, good)
		if len(policies) != 1 || len(problems) != 1 || problems[0].Message != `a.cue has the id "a" already: give each policy its own` {
			t.Errorf("got %v", problems)
		}
	})
}

// TestDocumentedPolicies runs the policies that the documentation shows: their examples, and that the page shows them as they are.
func TestDocumentedPolicies(t *testing.T) {
	page, err := os.ReadFile("../../docs/policies.md")
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob("../../docs/policies/*.cue")
	if err != nil || len(names) != 6 {
		t.Fatalf("there are %d policies, %v", len(names), err)
	}
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		policies, problems := load(t, Options{Examples: true}, string(source))
		if len(problems) > 0 {
			t.Fatalf("%s: %s", name, problems[0].Message)
		}
		examples, failures, err := policies[0].Test()
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range failures {
			t.Errorf("%s: %s: %s", name, f.Example, f.Message)
		}
		if !slices.ContainsFunc(examples, func(e Example) bool { return e.Good }) || !slices.ContainsFunc(examples, func(e Example) bool { return !e.Good }) {
			t.Errorf("%s has no good or no bad example", name)
		}
		if id := strings.TrimSuffix(filepath.Base(name), ".cue"); policies[0].ID != "policy/"+id {
			t.Errorf("%s has the id %s", name, policies[0].ID)
		}
		if !strings.Contains(string(page), "```cue\n"+string(source)+"```\n") {
			t.Errorf("docs/policies.md does not show %s as it is", name)
		}
	}
}

func TestExamplesThatFail(t *testing.T) {
	policies, problems := load(t, Options{Examples: true}, `id: "a"
severity: "error"
message: "m"
when: type: "streaming"
require: target: tableName: =~"^web_"
examples: {
	good: [{type: "streaming", target: tableName: "x"}, {type: "batch"}, {type: string}]
	bad: [{type: "batch"}, {type: "streaming", target: tableName: "web_x"}, {type: "streaming"}, 3]
}
`)
	if len(problems) > 0 {
		t.Fatal(problems[0].Message)
	}
	_, failures, err := policies[0].Test()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, f := range failures {
		at := document.NewLines(policies[0].File.Source).Position(f.Example.Span.Start)
		lines = append(lines, fmt.Sprintf("%d:%d %s: %s", at.Line, at.Column, f.Example, f.Message))
	}
	want := `7:9 good example 1: the policy refuses it at "/target/tableName": "x" does not satisfy =~"^web_"
7:78 good example 3: this has no value; it may be string
8:8 bad example 1: the policy is not for it: it does not fit "when"
8:25 bad example 2: the policy accepts it
8:95 bad example 4: an example is an object`
	if diff := cmp.Diff(want, strings.Join(lines, "\n")); diff != "" {
		t.Error(diff)
	}
}

func TestEndlessPolicyEndsTheRun(t *testing.T) {
	const endless = `import "list"
id: "a", severity: "error", message: "m"
_n: list.Range(0, 3000, 1)
require: { if document.type == "streaming" { x: [for x in _n for y in _n for z in _n if x+y+z < 0 {x}] } }
`
	policies, problems, err := Load(cuerun.New(500*time.Millisecond), []File{{Path: "/a.cue", Name: "a.cue", Source: []byte(endless)}}, Options{})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	_, err = lint.New([]*lint.Rule{policies[0].Rule()}, nil, lint.Options{}).Run(context.Background(), func(yield func(lint.Input) bool) error {
		for yield(lint.Input{Path: "/a.json", Name: "a.json", Source: []byte(job), Claimed: true}) {
			t.Log("once more")
		}
		return nil
	})
	if want := "policy/a (a.cue): CUE was still evaluating after 500ms and was ended: look for lists or comprehensions that multiply"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestManyWorkers(t *testing.T) {
	var texts []string
	names, err := filepath.Glob("../../docs/policies/*.cue")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(source))
	}
	policies, _ := load(t, Options{}, texts...)
	var want string
	for _, jobs := range []int{1, 8} {
		all := rules.All()
		for _, p := range policies {
			all = append(all, p.Rule())
		}
		result, err := lint.New(all, nil, lint.Options{Jobs: jobs}).Run(context.Background(), func(yield func(lint.Input) bool) error {
			for i := range 40 {
				yield(lint.Input{Path: fmt.Sprintf("/%d.json", i), Name: fmt.Sprintf("%d.json", i), Source: []byte(job), Claimed: true})
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if jobs == 1 {
			want = shown(result)
		} else if diff := cmp.Diff(want, shown(result)); diff != "" || !strings.Contains(want, "policy/table-prefix") {
			t.Error(diff)
		}
	}
}

// FuzzPlace puts violations on paths of any kind into a document: the place is always in it.
func FuzzPlace(f *testing.F) {
	f.Add(job, "mappings\x001\x00columnName")
	f.Add(job, "mappings\x00-1")
	f.Add(job, "source\x00x/~y\x00")
	f.Add(`[{"":{"a":[]}}]`, "0\x00\x00a\x007")
	f.Add(`{"a":1,"a":{"b":2}}`, "a\x00b")
	f.Fuzz(func(t *testing.T, source, path string) {
		root := document.Parse([]byte(source), document.JSON).Root()
		if !root.Exists() {
			return
		}
		for _, notAllowed := range []bool{false, true} {
			p := problem(root, cuerun.Violation{Path: strings.Split(path, "\x00"), NotAllowed: notAllowed}, "m")
			span := p.Span
			if span.IsZero() {
				span = p.At.Span()
			}
			if !p.At.Exists() || span.Start > span.End || span.End > len(source) {
				t.Fatalf("%v, %v", p.At.Pointer(), span)
			}
			if full := pointer(strings.Split(path, "\x00")); p.Subject != "" && !strings.HasPrefix(full, p.At.Pointer()) {
				t.Fatalf("%q is about %q", full, p.At.Pointer())
			}
		}
	})
}

// BenchmarkPolicies measures what policies add to a spec of the seed. The fourth is one that compares the whole spec with a definition.
func BenchmarkPolicies(b *testing.B) {
	source, err := os.ReadFile("../../testdata/seed/requests/inline-avro.json")
	if err != nil {
		b.Fatal(err)
	}
	policies, problems := load(b, Options{},
		`id: "a", severity: "error", message: "m", when: type: "streaming", require: lateMessageRejectionPeriod: string`,
		`id: "b", severity: "error", message: "table \(document.target.tableName)", require: target: tableName: =~"^[a-z_]+$"`,
		`id: "c", severity: "error", message: "m", kind: "job", require: mappings: [...{columnName: =~"^[A-Za-z_]+$"}]`,
		"import \"github.com/polarspec/polarspec/schemas/polaris\"\n"+`id: "d", severity: "error", message: "m", kind: "job", when: type: "streaming", require: polaris.#StreamingJob`,
	)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	for n := range 5 {
		b.Run(fmt.Sprintf("%d policies", n), func(b *testing.B) {
			for b.Loop() {
				run(b, nil, "a.json", string(source), policies[:n]...)
			}
		})
	}
}
