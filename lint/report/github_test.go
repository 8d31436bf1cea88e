package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

func TestWorkflowCommand(t *testing.T) {
	at := func(line, column int) document.Position { return document.Position{Line: line, Column: column} }
	for _, c := range []struct {
		name string
		in   problem
		want string
	}{
		{"ordinary", problem{lint.Error, "a/b", "m", "jobs/a.json", at(3, 5), at(3, 10), ""}, "::error file=jobs/a.json,line=3,col=5,endLine=3,endColumn=9,title=a/b::m"},
		{"nothing wide", problem{lint.Warning, "a/b", "m", "a.json", at(3, 5), at(3, 5), ""}, "::warning file=a.json,line=3,col=5,endLine=3,endColumn=5,title=a/b::m"},
		{"two lines", problem{lint.Info, "a/b", "m", "a.json", at(3, 5), at(4, 1), ""}, "::notice file=a.json,line=3,endLine=4,title=a/b::m"},
		{"whole file", problem{severity: lint.Error, rule: "a/b", message: "m", file: "a.json"}, "::error file=a.json,title=a/b::m"},
		{"no file", problem{severity: lint.Error, message: "m"}, "::error title=polarspec::m"},
		{"escaped", problem{severity: lint.Error, rule: "a:b,c%", message: "100%,\r\nx: ::error::y%0A", file: "a:b,c%2C\n\r.json"},
			"::error file=a%3Ab%2Cc%252C%0A%0D.json,title=a%3Ab%2Cc%25::100%25,%0D%0Ax: ::error::y%250A"},
		{"hostile", problem{severity: lint.Error, rule: "r", message: "\x1b[1m \u202e \xff 🐨", file: "\x00\u2028.json"},
			`::error file=\u0000\u2028.json,title=r::\u001b[1m \u202e \xff 🐨`},
	} {
		if diff := cmp.Diff(c.want+"\n", workflowCommand(c.in)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func many(errors, warnings, infos int) lint.Result {
	var result lint.Result
	for severity, n := range map[lint.Severity]int{lint.Error: errors, lint.Warning: warnings, lint.Info: infos} {
		for i := range n {
			result.Findings = append(result.Findings, lint.Finding{Rule: "a/b", Severity: severity, Message: fmt.Sprint(i), File: "a.json"})
		}
	}
	result.Count()
	return result
}

// TestAnnotationsAreCapped counts what is printed of each level: never more than GitHub keeps, and the rest is told.
func TestAnnotationsAreCapped(t *testing.T) {
	for _, c := range []struct {
		errors, warnings, infos int
		want                    [3]int // lines of each level, with the notice about the rest
		more                    string
	}{
		{0, 0, 0, [3]int{0, 0, 0}, ""},
		{10, 10, 10, [3]int{10, 10, 10}, ""},
		{11, 0, 0, [3]int{10, 0, 1}, "1 more"},
		{11, 0, 10, [3]int{10, 0, 10}, "2 more"},
		{0, 0, 11, [3]int{0, 0, 10}, "2 more"},
		{0, 12, 9, [3]int{0, 10, 10}, "2 more"},
		{500, 400, 300, [3]int{10, 10, 10}, "1171 more"},
	} {
		for _, summarized := range []bool{false, true} {
			out := printed(t, "github", many(c.errors, c.warnings, c.infos), Options{Summarized: summarized})
			got := [3]int{strings.Count(out, "::error "), strings.Count(out, "::warning "), strings.Count(out, "::notice ")}
			if got != c.want {
				t.Errorf("%+v: %v lines, want %v", c, got, c.want)
			}
			last := "::notice title=polarspec::" + c.more
			if summarized {
				last += ", see the summary of the job\n"
			} else {
				last += ", which GitHub does not show for one step; a report to a file, such as --format json=FILE, has all of them\n"
			}
			if c.more != "" && !strings.HasSuffix(out, last) || c.more == "" && strings.Contains(out, "more") {
				t.Errorf("%+v: %s", c, out)
			}
		}
	}
}

// TestWorstComesFirst: an input that could not be judged is an error, and comes before those of the findings.
func TestWorstComesFirst(t *testing.T) {
	result := ordinary()
	result.Errors = []lint.FileError{{File: "x.json", Message: "no"}, {Message: "nowhere"}}
	var got []string
	for line := range strings.Lines(printed(t, "github", result, Options{Prefix: "services/clicks/"})) {
		start, _, _ := strings.Cut(line, ",line")
		got = append(got, strings.TrimSuffix(start, "\n"))
	}
	want := []string{
		"::error file=services/clicks/x.json,title=polarspec::no",
		"::error title=polarspec::nowhere",
		"::error file=services/clicks/connections/b.yaml",
		"::error file=services/clicks/jobs/a.json",
		"::warning file=services/clicks/jobs/a.json",
		"::warning file=services/clicks/jobs/a.json",
		"::notice file=services/clicks/jobs/a.json",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFromRoot(t *testing.T) {
	for _, c := range []struct{ prefix, file, want string }{
		{"", "a.json", "a.json"},
		{"", "./a//b.json", "a/b.json"},
		{"x/y/", "a.json", "x/y/a.json"},
		{"x/y/", "../a.json", "x/a.json"},
		{"x/", "../../a.json", "../a.json"},
		{"x/", "/abs/a.json", "/abs/a.json"},
		{"x/", "C:/a.json", "C:/a.json"},
		{"x/", "<stdin>", "<stdin>"},
		{"x/", "", ""},
	} {
		if got := fromRoot(c.prefix, c.file); got != c.want {
			t.Errorf("fromRoot(%q, %q) = %q, want %q", c.prefix, c.file, got, c.want)
		}
	}
}

func summary(t *testing.T, result lint.Result, o Options, room int) string {
	t.Helper()
	var out strings.Builder
	if err := StepSummary(&out, result, o, room); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestStepSummary(t *testing.T) {
	o := testOptions()
	o.Prefix, o.Blob = "services/", "https://github.com/o/r/blob/abc/"
	for _, c := range testCases() {
		t.Run(c.name, func(t *testing.T) {
			out := summary(t, c.result, o, StepSummaryLimit)
			compare(t, c.name+".summary.golden", out)
			checkPrintable(t, out)
			checkTable(t, out, len(c.result.Findings)+len(c.result.Errors))
		})
	}
}

// checkTable checks that the rows are rows of four cells, whatever stands in them.
func checkTable(t *testing.T, out string, want int) {
	t.Helper()
	rows := 0
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, "| ") {
			continue
		}
		if strings.Count(line, "|") != 5 || !strings.HasSuffix(line, " |\n") {
			t.Errorf("not a row of four cells: %q", line)
		}
		rows++
	}
	if rows != want && rows != want+2 {
		t.Errorf("%d rows for %d problems:\n%s", rows, want, out)
	}
}

func TestStepSummaryFits(t *testing.T) {
	result := many(5000, 5000, 5000)
	for i := range result.Findings {
		result.Findings[i].Message = strings.Repeat("é|", 1000)
	}
	whole := len(summary(t, many(1, 1, 1), Options{}, StepSummaryLimit))
	for _, room := range []int{-1, 0, whole, 500, 10_000, 100_000, StepSummaryLimit} {
		out := summary(t, result, Options{}, room)
		if len(out) > max(0, room) {
			t.Errorf("%d bytes in a room of %d", len(out), room)
		}
		if out == "" {
			continue
		}
		checkTable(t, out, strings.Count(out, "\n| error |"))
		if want := fmt.Sprintf("\n%d more did not fit.\n\n", 15_000-strings.Count(out, "\n| error |")); !strings.HasSuffix(out, want) {
			t.Errorf("in a room of %d the end is %q, want %q", room, out[max(0, len(out)-200):], want)
		}
	}
	if out := summary(t, result, Options{}, 50); out != "" {
		t.Errorf("in no room: %q", out)
	}
	exact := summary(t, many(1, 1, 1), Options{}, whole+tailRoom)
	if strings.Contains(exact, "did not fit") || len(exact) != whole {
		t.Errorf("what fits is cut: %s", exact)
	}
}

func TestShortened(t *testing.T) {
	if got := shortened(strings.Repeat("x", rowMessageLimit)); strings.HasSuffix(got, ellipsis) {
		t.Error("a message that fits is cut")
	}
	if got, want := shortened(strings.Repeat("é", rowMessageLimit)), strings.Repeat("é", rowMessageLimit/2)+ellipsis; got != want {
		t.Errorf("%q", got)
	}
	if got, want := shortened("x"+strings.Repeat("é", rowMessageLimit)), "x"+strings.Repeat("é", rowMessageLimit/2-1)+ellipsis; got != want {
		t.Errorf("%q", got)
	}
}

func TestMarkdown(t *testing.T) {
	for text, want := range map[string]string{
		"plain, text (1) - a/b.": "plain, text (1) - a/b.",
		"a|b `c` <i>":            "a&#124;b &#96;c&#96; &#60;i&#62;",
		"&amp; \\ *x* _y_ ~z~":   "&#38;amp; &#92; &#42;x&#42; &#95;y&#95; &#126;z&#126;",
		"[a](https://b) ![c]":    "&#91;a&#93;(https&#58;//b) &#33;&#91;c&#93;",
		"# @user $x$ \"'":        "&#35; &#64;user &#36;x&#36; &#34;&#39;",
		"two\nlines\x1b":         "two&#92;nlines&#92;u001b",
	} {
		if got := markdown(text); got != want {
			t.Errorf("markdown(%q) = %q, want %q", text, got, want)
		}
	}
}

// FuzzGitHub checks that every problem is one command in one line and one row, whatever its texts are.
func FuzzGitHub(f *testing.F) {
	for _, c := range testCases() {
		for _, finding := range c.result.Findings {
			f.Add(finding.Rule, finding.Message, finding.File)
		}
	}
	f.Fuzz(func(t *testing.T, rule, message, file string) {
		result := lint.Result{Findings: slices.Repeat([]lint.Finding{{Rule: rule, Severity: lint.Warning, Message: message, File: file}}, 2)}
		out := printed(t, "github", result, Options{Prefix: "x/"})
		checkPrintable(t, out)
		if strings.Count(out, "\n") != 2 {
			t.Errorf("not two lines: %q", out)
		}
		for line := range strings.Lines(out) {
			properties, _, ok := strings.Cut(strings.TrimPrefix(line, "::warning "), "::")
			if !ok || len(properties) == len(line) || strings.Contains(properties, ":") || strings.Count(properties, ",") > 1 {
				t.Errorf("not a command: %q", line)
			}
		}
		table := summary(t, result, Options{Blob: "https://example.com/"}, StepSummaryLimit)
		checkPrintable(t, table)
		checkTable(t, table, 2)
	})
}
