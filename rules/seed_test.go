package rules_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/polarspec/polarspec/internal/ruletest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/rules"
)

// allowed are the findings on the documented samples, by severity. They are known to work, so that an error is a false alarm;
// the two warnings are about values that the samples really lose.
var allowed = map[lint.Severity][]string{
	lint.Warning: {"input/lossy-type", "protobuf/json-name"},
	lint.Info:    {"shape/response-field", "connection/unexpanded-variable", "connection/placeholder", "avro/empty-reader-schema", "mapping/no-rollup", "mapping/time-null"},
}

// lossy are the samples that lose values, request and response alike: each has one warning of the rule.
var lossy = map[string][]string{
	"input/lossy-type":   {"inline-avro.json", "inline-protobuf.json"},
	"protobuf/json-name": {"inline-protobuf.json"},
}

// seedFiles returns the requests and responses of the documentation.
func seedFiles(t *testing.T) []ruletest.File {
	t.Helper()
	names, err := fs.Glob(seed, "*/*.json")
	if err != nil || len(names) != 10 {
		t.Fatalf("the seed has %d samples: %v", len(names), err)
	}
	var files []ruletest.File
	for _, name := range names {
		text, err := fs.ReadFile(seed, name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, ruletest.File{Name: name, Text: text})
	}
	return files
}

func checkSeed(t *testing.T, files ...ruletest.File) {
	t.Helper()
	workspace := &ruletest.Workspace{Files: files}
	result, err := workspace.Lint(rules.All())
	if err != nil {
		t.Fatal(err)
	}
	if result.Summary.Specs != len(files) {
		t.Errorf("of %d samples %d are specs", len(files), result.Summary.Specs)
	}
	for _, e := range result.Errors {
		t.Errorf("%s: %s", e.File, e.Message)
	}
	responses, warned := map[string]int{}, map[[2]string]int{}
	for _, f := range result.Findings {
		known := false
		for _, rule := range allowed[f.Severity] {
			known = known || rule == f.Rule
		}
		if !known {
			t.Errorf("%s: %s %s %s: %s", f.File, f.Severity, f.Rule, f.Pointer, f.Message)
		}
		if f.Rule == "shape/response-field" {
			responses[f.File]++
		}
		if f.Severity == lint.Warning {
			warned[[2]string{f.File, f.Rule}]++
		}
	}
	for _, file := range files {
		want := 0
		if strings.HasPrefix(file.Name, "responses") {
			want = 1
		}
		if responses[file.Name] != want {
			t.Errorf("%s is said to be a response %d times, want %d", file.Name, responses[file.Name], want)
		}
		for _, rule := range allowed[lint.Warning] {
			want := 0
			for _, sample := range lossy[rule] {
				if strings.HasSuffix(file.Name, sample) {
					want = 1
				}
			}
			if got := warned[[2]string{file.Name, rule}]; got != want {
				t.Errorf("%s has %d warnings of %s, want %d", file.Name, got, rule, want)
			}
		}
	}
}

func TestSeedOneByOne(t *testing.T) {
	for _, file := range seedFiles(t) {
		t.Run(file.Name, func(t *testing.T) { checkSeed(t, file) })
	}
}

func TestSeedTogether(t *testing.T) {
	files := seedFiles(t)
	checkSeed(t, files...)
	for i, file := range files { // in one folder, where requests and responses have one name each
		files[i].Name = strings.Replace(file.Name, "/", "-", 1)
	}
	checkSeed(t, files...)
}

// kttmRecord is one record of the seed's Avro schema, in hexadecimal digits.
const kttmRecord = "28323031372d30342d31365430343a30303a30305a085269676112533330373133343430caa709"

// TestSeedWithSamples: what is said of the seed's Avro job changes with the records of its topic, and with nothing else.
func TestSeedWithSamples(t *testing.T) {
	const (
		job    = "job.json base=inline-avro"
		ndJSON = job + " at=/source/formatSettings"
		lossy  = "job.json:26:21-28 warning input/lossy-type"
	)
	tests := []struct{ name, header, text, sample, want string }{
		{"framed", job, "", "0000000005" + kttmRecord, "job.json:32:17-30 error provider/inline-on-registry-topic"},
		{"bare", job, "", kttmRecord, ""},
		{"framed, as JSON", ndJSON, `{"format": "nd-json"}`, "0000000005" + kttmRecord, "job.json:29:34-43 error provider/framed-json"},
		{"bare, as JSON", ndJSON, `{"format": "nd-json"}`, kttmRecord, "job.json:29:34-43 error provider/format-not-topic"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			workspace := &ruletest.Workspace{Seed: seed}
			settings := "version: 1\ntopics: {kttm: {connection: confluent_inline_avro, schema: kttm.avsc, samples: [samples/*]}}\n"
			for _, file := range [][2]string{{".polarspec.yaml", settings}, {"kttm.avsc copy=kttm.avsc", ""}, {"samples/1.bin hex", test.sample}, {test.header, test.text}} {
				if err := workspace.Add(file[0], file[1]); err != nil {
					t.Fatal(err)
				}
			}
			result, err := workspace.Lint(rules.All())
			if err != nil {
				t.Fatal(err)
			}
			var said []string
			for line := range strings.Lines(ruletest.Format(result)) {
				if place, _, ok := strings.Cut(line, ` "/source`); ok && !strings.HasPrefix(line, " ") {
					said = append(said, place)
				}
			}
			var want []string
			if test.text == "" {
				want = append(want, lossy) // as without a sample
			}
			if test.want != "" {
				want = append(want, test.want)
			}
			if diff := cmp.Diff(want, said); diff != "" {
				t.Errorf("want -, said +:\n%s", diff)
			}
			for _, f := range result.Findings {
				if f.Severity == lint.Error && strings.HasPrefix(test.sample, "00") && !strings.Contains(f.Message, "the schema id 5") {
					t.Errorf("the id is not named: %s", f.Message)
				}
			}
		})
	}
}

// TestForeign: documents of other systems are no specs, whatever words they share with one.
func TestForeign(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/foreign.txtar")
	if err != nil {
		t.Fatal(err)
	}
	linter := lint.New(rules.All(), nil, lint.Options{MinSeverity: lint.Info})
	for _, file := range archive.Files {
		result, err := linter.Run(context.Background(), func(yield func(lint.Input) bool) error {
			yield(lint.Input{Path: "/project/" + file.Name, Name: file.Name, Source: file.Data})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if result.Summary.Specs != 0 || len(result.Errors) > 0 || len(result.Notes) > 0 {
			t.Errorf("%s: %d specs, errors %v, notes %v", file.Name, result.Summary.Specs, result.Errors, result.Notes)
		}
		for _, f := range result.Findings {
			t.Errorf("%s: %s: %s", file.Name, f.Rule, f.Message)
		}
	}
}
