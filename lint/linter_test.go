package lint_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/rules"
	"github.com/polarspec/polarspec/schemas/polaris"
)

// job is a small spec that has no problems.
const job = `{
  "type": "streaming",
  "target": {"type": "table", "tableName": "t"},
  "source": {
    "type": "connection", "connectionName": "c",
    "inputSchema": [{"name": "ts", "dataType": "string"}, {"name": "city", "dataType": "string"}],
    "formatSettings": {"format": "nd-json"}
  },
  "mappings": [{"columnName": "__time", "expression": "TIME_PARSE(\"ts\")"}]
}`

func run(t *testing.T, all []*lint.Rule, settings *config.Settings, options lint.Options, files ...ruletest.File) lint.Result {
	t.Helper()
	result, err := lint.New(all, settings, options).Run(context.Background(), feed(files))
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func feed(files []ruletest.File) func(func(lint.Input) bool) error {
	return func(yield func(lint.Input) bool) error {
		for _, f := range files {
			if !yield(lint.Input{Path: "/p/" + f.Name, Name: f.Name, Source: f.Text}) {
				break
			}
		}
		return nil
	}
}

func file(name, text string) ruletest.File { return ruletest.File{Name: name, Text: []byte(text)} }

func TestOrderDoesNotDependOnJobs(t *testing.T) {
	var files []ruletest.File
	for i := range 60 {
		text := strings.Replace(job, `"dataType": "string"`, `"datatype": "string"`, 1)
		text = strings.Replace(text, `"c"`, fmt.Sprintf(`"c%d"`, i), 1)
		files = append(files, file(fmt.Sprintf("job%d.json", i), text))
		files = append(files, file(fmt.Sprintf("connection%d.json", i), fmt.Sprintf(`{"type": "push_streaming", "name": "c%d"}`, i)))
	}
	want := run(t, rules.All(), nil, lint.Options{Jobs: 1}, files...)
	// Each job has a misspelt name, and each but the first is one more on its table.
	if len(want.Findings) != 60+59 || want.Summary.Specs != 120 {
		t.Fatalf("%d findings in %d specs", len(want.Findings), want.Summary.Specs)
	}
	for _, jobs := range []int{2, 3, 16} {
		got := run(t, rules.All(), nil, lint.Options{Jobs: jobs}, files...)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(lint.Finding{}, lint.Result{})); diff != "" {
			t.Errorf("with %d jobs:\n%s", jobs, diff)
		}
	}
}

func TestPanicOfARuleIsReportedAndTheRestGoesOn(t *testing.T) {
	faulty := &lint.Rule{
		Metadata: lint.Metadata{ID: "test/faulty", Severity: lint.Error},
		Kinds:    []polaris.Kind{polaris.JobKind},
		Check: func(p *lint.Pass) {
			if p.Job().Source().Connection().Text() == "b" {
				panic("out of luck")
			}
			p.Report(lint.Problem{At: p.Root.Get("type"), Message: "seen"})
		},
		CheckWorkspace: func(*lint.WorkspacePass) { panic("here too") },
	}
	result := run(t, append(rules.All(), faulty), nil, lint.Options{},
		file("a/job.json", job), file("b/job.json", strings.Replace(job, `"c"`, `"b"`, 1)), file("c/job.json", job))
	var seen []string
	for _, f := range result.Findings {
		seen = append(seen, f.File+" "+f.Rule)
	}
	if diff := cmp.Diff([]string{"a/job.json test/faulty", "c/job.json test/faulty"}, seen); diff != "" {
		t.Errorf("findings:\n%s", diff)
	}
	want := []lint.FileError{
		{File: "b/job.json", Message: "the rule test/faulty failed on this file, which is a fault of polarspec: out of luck"},
		{File: "the workspace", Message: "the rule test/faulty failed on this file, which is a fault of polarspec: here too"},
	}
	if diff := cmp.Diff(want, result.Errors); diff != "" {
		t.Errorf("errors:\n%s", diff)
	}
}

func TestOneFaultOneFinding(t *testing.T) {
	report := func(id, subject string, over ...string) *lint.Rule {
		return &lint.Rule{
			Metadata: lint.Metadata{ID: id, Severity: lint.Error, Over: over},
			Kinds:    []polaris.Kind{polaris.JobKind},
			Check: func(p *lint.Pass) {
				p.Report(lint.Problem{At: p.Root.Get("type"), Subject: subject, Message: id})
			},
		}
	}
	all := []*lint.Rule{report("test/left", "/type", "test/right"), report("test/right", ""), report("test/elsewhere", "/other"), report("test/alone", "")}
	ids := func(settings *config.Settings) []string {
		var list []string
		for _, f := range run(t, all, settings, lint.Options{}, file("a.json", job)).Findings {
			list = append(list, f.Rule)
		}
		return list
	}
	if diff := cmp.Diff([]string{"test/alone", "test/elsewhere", "test/left"}, ids(nil)); diff != "" {
		t.Errorf("all on:\n%s", diff)
	}
	off := &config.Settings{Flags: []config.RuleSeverity{{Rule: "test/left", Severity: lint.Off}}}
	if diff := cmp.Diff([]string{"test/alone", "test/elsewhere", "test/right"}, ids(off)); diff != "" {
		t.Errorf("left off:\n%s", diff)
	}
}

func TestSeverities(t *testing.T) {
	rule := &lint.Rule{
		Metadata: lint.Metadata{ID: "test/rule", Severity: lint.Warning},
		Kinds:    []polaris.Kind{polaris.JobKind},
		Check: func(p *lint.Pass) {
			p.Report(lint.Problem{At: p.Root.Get("type"), Message: "by default"})
			p.Report(lint.Problem{At: p.Root.Get("source").Get("type"), Severity: lint.Info, Message: "less"})
		},
	}
	severities := func(flags ...config.RuleSeverity) []lint.Severity {
		var list []lint.Severity
		for _, f := range run(t, []*lint.Rule{rule}, &config.Settings{Flags: flags}, lint.Options{MinSeverity: lint.Info}, file("a.json", job)).Findings {
			list = append(list, f.Severity)
		}
		return list
	}
	if diff := cmp.Diff([]lint.Severity{lint.Warning, lint.Info}, severities()); diff != "" {
		t.Errorf("defaults:\n%s", diff)
	}
	if diff := cmp.Diff([]lint.Severity{lint.Error, lint.Error}, severities(config.RuleSeverity{Rule: "test/*", Severity: lint.Error})); diff != "" {
		t.Errorf("set by category:\n%s", diff)
	}
	if got := severities(config.RuleSeverity{Rule: "test/rule", Severity: lint.Off}); got != nil {
		t.Errorf("off: %v", got)
	}
}

func TestRuleThatIsOffByDefault(t *testing.T) {
	ran := 0
	rule := &lint.Rule{
		Metadata: lint.Metadata{ID: "test/rule", Severity: lint.Off},
		Kinds:    []polaris.Kind{polaris.JobKind},
		Check: func(p *lint.Pass) {
			ran++
			p.Report(lint.Problem{At: p.Root.Get("type"), Severity: lint.Error, Message: "seen"})
		},
		CheckWorkspace: func(w *lint.WorkspacePass) {
			w.Report(lint.WorkspaceProblem{Document: w.Documents[0], At: w.Documents[0].Table, Message: "seen"})
		},
	}
	for _, c := range []struct {
		flags []config.RuleSeverity
		want  []lint.Severity
	}{
		{nil, nil},
		{[]config.RuleSeverity{{Rule: "test/rule", Severity: lint.Info}}, []lint.Severity{lint.Info, lint.Info}},
		{[]config.RuleSeverity{{Rule: "test/*", Severity: lint.Warning}}, []lint.Severity{lint.Warning, lint.Warning}},
		{[]config.RuleSeverity{{Rule: "test/*", Severity: lint.Warning}, {Rule: "test/rule", Severity: lint.Off}}, nil},
	} {
		ran = 0
		var got []lint.Severity
		for _, f := range run(t, []*lint.Rule{rule}, &config.Settings{Flags: c.flags}, lint.Options{MinSeverity: lint.Info}, file("a.json", job)).Findings {
			got = append(got, f.Severity)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%v:\n%s", c.flags, diff)
		}
		if (ran > 0) != (c.want != nil) {
			t.Errorf("%v: the rule ran %d times", c.flags, ran)
		}
	}
}

func TestFingerprintSurvivesWhatDoesNotMatter(t *testing.T) {
	bad := strings.Replace(job, `{"name": "city", "dataType": "string"}`, `{"name": "city", "dataType": "strng"}`, 1)
	fingerprint := func(name, text, root string) string {
		result := run(t, rules.All(), nil, lint.Options{Root: root}, file(name, text))
		if len(result.Findings) != 1 {
			t.Fatalf("%d findings in\n%s", len(result.Findings), text)
		}
		return result.Findings[0].Fingerprint
	}
	want := fingerprint("a.json", bad, "")
	for what, text := range map[string]string{
		"moved lines":      "\n\n" + bad,
		"an inserted item": strings.Replace(bad, `"inputSchema": [`, `"inputSchema": [{"name": "new", "dataType": "long"}, `, 1),
		"reordered keys":   strings.Replace(bad, `{"name": "city", "dataType": "strng"}`, `{"dataType": "strng", "name": "city"}`, 1),
	} {
		if got := fingerprint("a.json", text, ""); got != want {
			t.Errorf("%s changed the fingerprint", what)
		}
	}
	if fingerprint("x/y/a.json", bad, "/p/x/y") != want {
		t.Error("the folder above the project changed the fingerprint")
	}
	for what, got := range map[string]string{
		"another file":  fingerprint("b.json", bad, ""),
		"another value": fingerprint("a.json", strings.Replace(bad, "strng", "strin", 1), ""),
		"another field": fingerprint("a.json", strings.Replace(bad, `"name": "city"`, `"name": "town"`, 1), ""),
	} {
		if got == want {
			t.Errorf("%s has the same fingerprint", what)
		}
	}
}

func TestSecretsAreNotShown(t *testing.T) {
	const canary = "Canary-77-secret"
	tests := map[string]string{
		"wrong type beside it":  `{"type": "kafka", "name": 5, "topicName": "t", "bootstrapServers": "h:1", "secrets": {"type": "sasl_plain", "username": "u", "password": "` + canary + `"}}`,
		"on the same line":      `{"type": "azure", "name": "a", "storageAccount": 1, "secrets": {"type": "sas_token", "sasTokn": "` + canary + `"}}`,
		"not closed":            `{"type": "kafka", "name": "k", "topicName": "t", "bootstrapServers": "h:1", "secrets": {"type": "sasl_plain", "password": "` + canary + `}}`,
		"missing colon":         `{"type": "kafka", "name": "k", "topicName": "t", "bootstrapServers": "h:1", "secrets": {"type": "sasl_plain", "password" "` + canary + `"}}`,
		"single quotes":         `{"type": "kafka", "name": "k", "topicName": "t", "bootstrapServers": "h:1", "secrets": {"type": "sasl_plain", "password": '` + canary + `'}}`,
		"in an address":         `{"type": "confluent_schema_registry", "name": "bad name", "urls": "https://user:` + canary + `@host"}`,
		"in place of an object": `{"type": "kafka", "name": "k", "topicName": "t", "bootstrapServers": "h:1", "secrets": "` + canary + `"}`,
		"escaped":               `{"type": "kafka", "name": 1, "topicName": "t", "bootstrapServers": "h:1", "secrets": {"type": "sasl_plain", "username": "u", "password": "C\u0061nary-77-secret"}}`,
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			result := run(t, rules.All(), nil, lint.Options{MinSeverity: lint.Info}, file("c.json", text))
			if len(result.Findings) == 0 {
				t.Fatal("no finding, so nothing was tested")
			}
			if shown := fmt.Sprintf("%+v", result); strings.Contains(shown, "77-secret") {
				t.Errorf("shown in %s", shown)
			}
		})
	}
}

func TestPlaceholdersAreShown(t *testing.T) {
	text := `{"type": "kafka", "name": 5, "topicName": "t", "bootstrapServers": "h:1", "secrets": {"type": "sasl_plain", "username": "u", "password": "${KAFKA_SECRET}"}}`
	result := run(t, rules.All(), nil, lint.Options{}, file("c.json", text))
	if len(result.Findings) != 1 || !strings.Contains(result.Findings[0].Excerpt.Text, "${KAFKA_SECRET}") {
		t.Errorf("got %+v", result.Findings)
	}
}

func TestExcerptOfALongLine(t *testing.T) {
	padding := strings.Repeat(`"ü😀", `, 5000)
	text := `{"type": "batch", "dimensionExclusions": [` + padding + `7, ` + strings.TrimSuffix(padding, ", ") + `], "source": {"type": "uploaded", "fileList": ["a.json"], "inputSchema": [{"name": "t", "dataType": "string"}], "formatSettings": {"format": "nd-json"}}, "target": {"type": "table", "tableName": "t"}, "mappings": [{"columnName": "__time", "expression": "TIME_PARSE(\"t\")"}]}`
	result := run(t, rules.All(), nil, lint.Options{}, file("a.json", text))
	if len(result.Findings) != 1 {
		t.Fatalf("%d findings", len(result.Findings))
	}
	e := result.Findings[0].Excerpt
	if len(e.Text) > 2000 || !e.CutBefore || !e.CutAfter || e.Text[e.Start:e.End] != "7" || strings.ContainsRune(e.Text, '\ufffd') {
		t.Errorf("the excerpt is %d bytes, cut %v %v, place %q", len(e.Text), e.CutBefore, e.CutAfter, e.Text[e.Start:e.End])
	}
}

func TestResponsesAreNoPartOfTheWorkspace(t *testing.T) {
	response, err := os.ReadFile("../testdata/seed/responses/schema-registry-connection.json")
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	rule := &lint.Rule{Metadata: lint.Metadata{ID: "test/rule", Severity: lint.Error}, CheckWorkspace: func(w *lint.WorkspacePass) {
		for _, d := range w.Documents {
			seen = append(seen, d.File)
		}
		if w.Connection(w.Documents[0], "example_schema") != nil {
			t.Error("the connection of a response was found")
		}
	}}
	run(t, []*lint.Rule{rule}, nil, lint.Options{}, file("a.json", job), ruletest.File{Name: "response.json", Text: response})
	if diff := cmp.Diff([]string{"a.json"}, seen); diff != "" {
		t.Error(diff)
	}
}

func TestCancelledRunSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	_, err := lint.New(rules.All(), nil, lint.Options{Jobs: 1}).Run(ctx, func(yield func(lint.Input) bool) error {
		for i := 0; ; i++ {
			if i == 10 {
				cancel()
			}
			if !yield(lint.Input{Path: "/p/a.json", Name: "a.json", Source: []byte(job)}) {
				return nil
			}
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

func TestFileThatChangesBetweenThePassesIsAnError(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.json")
	if err := os.WriteFile(path, []byte(job), 0o600); err != nil {
		t.Fatal(err)
	}
	rule := &lint.Rule{Metadata: lint.Metadata{ID: "test/rule", Severity: lint.Error}, CheckWorkspace: func(w *lint.WorkspacePass) {
		if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
			t.Error(err)
		}
		w.Report(lint.WorkspaceProblem{Document: w.Documents[0], At: w.Documents[0].Table, Message: "m"})
	}}
	result, err := lint.New([]*lint.Rule{rule}, nil, lint.Options{}).Run(context.Background(), func(yield func(lint.Input) bool) error {
		yield(lint.Input{Path: path, Name: "a.json"})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []lint.FileError{{File: "a.json", Message: "has changed while it was read: run again"}}
	if diff := cmp.Diff(want, result.Errors); diff != "" || len(result.Findings) > 0 {
		t.Errorf("findings %v, errors:\n%s", result.Findings, diff)
	}
}

// TestWhatWasCutOffIsNotMissing: a text that ends too early says nothing about what it lacks.
func TestWhatWasCutOffIsNotMissing(t *testing.T) {
	for end := strings.Index(job, "\"target\""); end < len(job)-2; end += 7 {
		for _, f := range run(t, rules.All(), nil, lint.Options{}, file("a.json", job[:end])).Findings {
			if f.Rule == "shape/missing-field" || f.Rule == "mapping/no-time" || f.Rule == "provider/missing" {
				t.Errorf("cut at %d: %s: %s", end, f.Rule, f.Message)
			}
		}
	}
}
