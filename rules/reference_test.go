package rules_test

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/reference"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules"
)

//go:generate go test -run ^TestReferencePageIsFresh$ -update-reference .

var updateReference = flag.Bool("update-reference", false, "write docs/reference/rules.md")

// categoryWords says what the rules of each category are about, in the order of the page.
var categoryWords = [][2]string{
	{"syntax", "The text itself: JSON, JSONC or YAML that a parser refuses, or that two parsers read differently."},
	{"shape", "Fields, types and values of a spec, each by itself. [Fields of specs](fields.md) is what they go by."},
	{"job", "How the parts of a job fit together: type, source, format, times."},
	{"provider", "Where the schema of Avro and Protobuf records comes from, against what is known of the topic."},
	{"avro", "Avro schemas, in the spec and in files."},
	{"protobuf", "Protobuf descriptors, message types and `.proto` files."},
	{"input", "Declared input fields against the data schema."},
	{"mapping", "Output columns and their expressions."},
	{"filter", "Conditions: `filterExpression`, and WHERE of an SQL job."},
	{"sql", "SQL jobs as a whole. Rules on mappings and filters speak of the expressions in them."},
	{"connection", "Connection specs: addresses and secrets."},
	{"project", "Specs of one environment together."},
	{"config", "The settings in `.polarspec.yaml` and the evidence in `polarspec.topics.json`."},
	{"suppression", "Ignore entries and comments that suppress findings."},
}

func TestReferencePageIsFresh(t *testing.T) {
	const page = "../docs/reference/rules.md"
	text := rulesPage(t)
	if *updateReference {
		if err := reference.Renew(page, text); err != nil {
			t.Fatal(err)
		}
	}
	before, after, err := reference.Renewed(page, text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("go generate ./rules would change the page:\n%s", diff)
	}
}

func rulesPage(t *testing.T) string {
	t.Helper()
	catalogue := lint.NewCatalogue(rules.All())
	var b strings.Builder
	described := map[string]bool{}
	for _, category := range categoryWords {
		described[category[0]] = true
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| rule | severity | catches | fix | evidence |\n| --- | --- | --- | --- | --- |\n", category[0], category[1])
		list := catalogue.Category(category[0])
		if len(list) == 0 {
			t.Errorf("there is no category %s", category[0])
		}
		for _, m := range list {
			fmt.Fprintf(&b, "| [%s](../../rules/%s.md) | %s | %s | %s | %s |\n", m.ID, m.ID, severityWord(m), reference.Text(m.Summary), fixWords(m.ID), reference.Text(m.Evidence))
		}
	}
	for _, id := range catalogue.Categories() {
		if !described[id] {
			t.Errorf("the category %s is not described", id)
		}
	}
	return b.String()
}

func severityWord(m lint.Metadata) string {
	switch {
	case m.Replacement != "":
		return "retired: " + m.Replacement
	case m.Unsuppressible && m.Severity != lint.Off:
		return m.Severity.String() + ", cannot be suppressed"
	}
	return m.Severity.String()
}

func fixWords(rule string) string {
	return map[string]string{"": "", "S": "safe", "U": "unsafe", "SU": "safe or unsafe"}[promisedFixes[rule]]
}

// TestFindingsPage: the page on what Druid does names no rule that does not exist, and has in its tables all rules that speak of data
// which gets lost.
func TestFindingsPage(t *testing.T) {
	text, err := os.ReadFile("../docs/findings.md")
	if err != nil {
		t.Fatal(err)
	}
	catalogue := lint.NewCatalogue(rules.All())
	named := regexp.MustCompile(`(?:^|[^a-z/.-])((?:` + strings.Join(catalogue.Categories(), "|") + `)/[a-z0-9-]+)`)
	for _, match := range named.FindAllStringSubmatch(string(text), -1) {
		if _, known := catalogue.Get(match[1]); !known {
			t.Errorf("the page names %s, which is no rule", match[1])
		}
	}
	inTables := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "| ") {
			for _, match := range named.FindAllStringSubmatch(line, -1) {
				inTables[match[1]] = true
			}
		}
	}
	for _, category := range []string{"provider", "avro", "protobuf", "input", "mapping", "filter"} {
		if !slices.Contains(catalogue.Categories(), category) {
			t.Errorf("there is no category %s", category)
		}
		for _, m := range catalogue.Category(category) {
			if m.Severity >= lint.Warning && !inTables[m.ID] {
				t.Errorf("no table of the page has %s", m.ID)
			}
		}
	}
}
