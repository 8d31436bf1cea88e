package baseline_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/modeltest"
	"github.com/polarspec/polarspec/lint/baseline"
)

// full is a baseline with everything in it, in its canonical form.
const full = `{
  "version": 1,
  "findings": [
    {"file": "jobs/<a> & b.json", "rule": "shape/unknown-field", "severity": "error", "pointer": "", "fingerprint": "01"},
    {"file": "jobs/a.json", "rule": "input/unused", "severity": "info", "pointer": "/source/inputSchema/[name=städte]/name", "fingerprint": "02", "count": 12},
    {"file": "jobs/a.json", "rule": "job/interval-alignment", "severity": "warning", "pointer": "/source/inputSchema/[name=städte]/name", "fingerprint": "03"}
  ]
}
`

func findings() []baseline.Finding {
	const pointer = "/source/inputSchema/[name=städte]/name"
	return []baseline.Finding{
		{File: "jobs/<a> & b.json", Rule: "shape/unknown-field", Severity: "error", Fingerprint: "01", Count: 1},
		{File: "jobs/a.json", Rule: "input/unused", Severity: "info", Pointer: pointer, Fingerprint: "02", Count: 12},
		{File: "jobs/a.json", Rule: "job/interval-alignment", Severity: "warning", Pointer: pointer, Fingerprint: "03", Count: 1},
	}
}

func parse(t *testing.T, text string) *baseline.File {
	t.Helper()
	file, err := baseline.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return file
}

// TestForms reads one baseline in several forms: as it is written, and as editors and merges may leave it.
func TestForms(t *testing.T) {
	lines := strings.SplitAfter(full, "\n")
	for name, text := range map[string]string{
		"as written":       full,
		"carriage returns": strings.ReplaceAll(full, "\n", "\r\n"),
		"byte order mark":  "\ufeff" + full,
		"one line":         strings.ReplaceAll(full, "\n", " "),
		"escapes":          strings.ReplaceAll(full, "ä", `\u00e4`),
		"other order":      strings.Join([]string{lines[0], lines[1], lines[2], lines[4], lines[3], lines[5], lines[6], lines[7]}, ""),
		"both sides":       strings.Join([]string{lines[0], lines[1], lines[2], lines[3], strings.Replace(lines[4], "12", "3", 1), lines[3], lines[4], lines[5], lines[6], lines[7]}, ""),
		"null":             strings.Replace(full, `"fingerprint": "01"`, `"fingerprint": "01", "count": null`, 1),
		"a count of 1":     strings.Replace(full, `"fingerprint": "01"`, `"fingerprint": "01", "count": 1`, 1),
	} {
		if name == "other order" {
			text = strings.ReplaceAll(text, "}\n    {", "},\n    {")
		}
		file := parse(t, text)
		if diff := cmp.Diff(findings(), file.Findings); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", name, diff)
		}
		if diff := cmp.Diff(full, string(file.Encode())); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if empty := string((&baseline.File{}).Encode()); empty != "{\n  \"version\": 1,\n  \"findings\": []\n}\n" || len(parse(t, empty).Findings) > 0 {
		t.Errorf("%s", empty)
	}
}

func TestArithmetic(t *testing.T) {
	again := append(findings(), findings()[1], findings()[0])
	file := baseline.New([]baseline.Finding{again[2], again[4], again[1], again[0], again[3]})
	want := findings()
	want[0].Count, want[1].Count = 2, 24
	if diff := cmp.Diff(want, file.Findings); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]int{"01": 2, "02": 24, "03": 1}, file.Counts()); diff != "" || file.Total() != 27 {
		t.Error(file.Total(), diff)
	}
	gone := findings()[:2]
	gone[1].Count = 30
	left := file.Without(gone)
	want = findings()
	want[0].Count = 1
	if diff := cmp.Diff([]baseline.Finding{want[0], want[2]}, left.Findings); diff != "" {
		t.Error(diff)
	}
}

func TestEquivalence(t *testing.T) {
	schema, err := os.ReadFile("../../schemas/jsonschema/baseline.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	modeltest.Equivalence(t, modeltest.Model{Definitions: baseline.Definitions, Name: "#Baseline", Table: baseline.Type(), JSONSchema: schema}, [][]byte{[]byte(full)})
}

func TestErrors(t *testing.T) {
	replaced := func(old, replacement string) string { return strings.Replace(full, old, replacement, 1) }
	for _, test := range []struct{ name, text, want string }{
		{"nothing", ``, `1:1: the baseline does not parse: the file is empty; write a JSON value`},
		{"null", `null`, `1:1: the file is empty`},
		{"a list", `[]`, `1:1: the file is an array, which does not belong here`},
		{"cut", full[:len(full)-4], `7:3: the baseline does not parse: the file ends, but the [ of line 3 is not closed; write ]`},
		{"no version", `{"findings": []}`, `1:1: "version" is missing`},
		{"another version", replaced(": 1,", ": 2,"), `2:14: version 2 of the format is not known to this version of polarspec: update polarspec`},
		{"version as text", replaced(": 1,", `: "1",`), `2:14: "version" is a string, which does not belong here`},
		{"unknown key", replaced(`"pointer": ""`, `"pointer": "", "line": 3`), `4:102: "line" is not known here`},
		{"no file", replaced(`"file": "jobs/<a> & b.json", `, ``), `4:5: "file" is missing`},
		{"empty rule", replaced("shape/unknown-field", ""), `4:43: "rule" must not be empty`},
		{"severity", replaced(`"error"`, `"fatal"`), `4:78: "severity" is "fatal", which is no severity`},
		{"count", replaced("12", "0"), `5:156: "count" is 0 and must be a number from 1 to 1073741824`},
		{"large count", replaced("12", "1073741825"), `5:156: "count" is 1073741825 and must be a number from 1 to 1073741824`},
		{"an item", replaced(`{"file": "jobs/<a>`, `1, {"file": "jobs/<a>`), `4:5: an item of "findings" is a number, which does not belong here`},
		{"twice", replaced(`"pointer": ""`, `"pointer": "", "pointer": ""`), `4:102: the baseline does not parse: the key "pointer" is already in this object, in line 4; remove one of the two`},
		{"conflict", replaced(`    {"file": "jobs/a.json"`, "<<<<<<< HEAD\n=======\n>>>>>>> other\n"+`    {"file": "jobs/a.json"`),
			`5:1: the mark of a conflict that git could not merge: keep the lines of both sides`},
		{"half a conflict", full + ">>>>>>> other\n", `9:1: the mark of a conflict that git could not merge: keep the lines of both sides`},
		{"conflict at the start", "<<<<<<< HEAD\n" + full, `1:1: the mark of a conflict that git could not merge: keep the lines of both sides`},
	} {
		file, err := baseline.Parse([]byte(test.text))
		var fault *baseline.Error
		if !errors.As(err, &fault) || file != nil {
			t.Errorf("%s: %v, %v", test.name, file, err)
			continue
		}
		if diff := cmp.Diff(test.want, err.Error()); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", test.name, diff)
		}
	}
}

// FuzzParse: no text makes the reader panic, an error has a place, and what is read survives being written. The same text with another
// white space at its end, which keeps it from being read the fast way, gives the same.
func FuzzParse(f *testing.F) {
	for _, text := range []string{full, "", "{}", `{"version": 1, "findings": [{}]}`, strings.ReplaceAll(full, "ä", `\ud800`), strings.Replace(full, "12", "012", 1),
		strings.Replace(full, `"02"`, `"01"`, 1), full + " ", strings.Replace(full, `"error"`, "\"err\tor\"", 1), strings.Replace(full, "ä", "\xff", 1), "\ufeff" + full,
		"<<<<<<< a\n" + full, strings.Replace(full, "12", "99999999999999999999", 1), strings.Replace(full, "12", "1e1", 1), strings.Replace(full, `"02"`, `""`, 1)} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := baseline.Parse(text)
		slow, slowErr := baseline.Parse(append(bytes.Clone(text), ' '))
		if (err == nil) != (slowErr == nil) {
			t.Fatalf("%v, with white space at the end %v", err, slowErr)
		}
		if err != nil {
			var fault *baseline.Error
			if !errors.As(err, &fault) || fault.Line < 1 || fault.Column < 1 || fault.Message == "" {
				t.Fatalf("%#v", err)
			}
			return
		}
		if diff := cmp.Diff(slow, file); diff != "" {
			t.Fatalf("with white space at the end -:\n%s", diff)
		}
		again, err := baseline.Parse(file.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(file.Encode(), again.Encode()); diff != "" {
			t.Fatal(diff)
		}
	})
}

// many is the text of a baseline of that many findings.
func many(n int) []byte {
	file := &baseline.File{}
	for i := range n {
		file.Findings = append(file.Findings, baseline.Finding{
			File: fmt.Sprintf("jobs/team/events-%05d.json", i/10), Rule: "shape/unknown-field", Severity: "warning",
			Pointer: fmt.Sprintf("/source/inputSchema/[name=field_%d]/dataType", i%10), Fingerprint: fmt.Sprintf("%032x", i), Count: 1 + i%2,
		})
	}
	return file.Encode()
}

func BenchmarkParse(b *testing.B) {
	text := many(10_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if file, err := baseline.Parse(text); err != nil || len(file.Findings) != 10_000 {
			b.Fatal(err)
		}
	}
}
