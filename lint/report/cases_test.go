package report

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

// testCase is a result that every format prints; the output is compared with testdata/NAME.FORMAT.golden.
type testCase struct {
	name   string
	result lint.Result
}

func testOptions() Options {
	return Options{Version: "1.2.3", Rules: testRules()}
}

func testRules() []lint.Metadata {
	return []lint.Metadata{
		{
			ID: "input/lossy-type", Severity: lint.Warning, Summary: "a type that loses digits", Evidence: "Druid's source",
			Page: "# input/lossy-type\n\n## What it catches\n\nA `long` declared as `float`.\n",
		},
		{
			ID: "input/undeclared", Severity: lint.Off, Summary: "a field of the data schema that is not declared",
			Page: "# input/undeclared\n",
		},
		{
			ID: "mapping/no-rollup", Severity: lint.Info, Summary: "aggregations that aggregate nothing",
			Page: "# mapping/no-rollup\n",
		},
		{
			ID: "project/duplicate-connection", Severity: lint.Error, Summary: "two connections of one name",
			Page: "# project/duplicate-connection\n",
		},
		{
			ID: "shape/unknown-field", Severity: lint.Error, Summary: "a field that the object does not have", Evidence: "the API reference",
			Page: "# shape/unknown-field\n\n## What it catches\n\nA misspelt field.\n",
		},
		{
			ID: "syntax/invalid", Severity: lint.Error, Summary: "text that does not parse", Evidence: "RFC 8259",
			Page: "# syntax/invalid\n",
		},
	}
}

func testCases() []testCase {
	return []testCase{
		{"empty", lint.Result{}},
		{"clean", lint.Result{Summary: lint.Summary{Files: 5, Specs: 3}}},
		{"errors-only", lint.Result{
			Errors: []lint.FileError{
				{File: "jobs/locked.json", Message: "open jobs/locked.json: permission denied"},
				{Message: "the rule input/unused failed"},
			},
			Summary: lint.Summary{Files: 1, Specs: 1},
		}},
		{"ordinary", ordinary()},
		{"places", places()},
		{"windows", windows()},
		{"hostile", hostile()},
	}
}

// at makes a finding on the first occurrence of place in a line of a file.
func at(file string, number int, line, place string) lint.Finding {
	start, end, excerpt := spanOf(number, line, place)
	return lint.Finding{
		Rule: "shape/unknown-field", Severity: lint.Error, Message: "a message", File: file,
		Start: start, End: end, Pointer: "/source", Fingerprint: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef", Excerpt: excerpt,
	}
}

func spanOf(number int, line, place string) (start, end document.Position, excerpt lint.Excerpt) {
	from := strings.Index(line, place)
	to := from + len(place)
	return positionOf(number, line, from), positionOf(number, line, to), lint.Excerpt{Text: line, Start: from, End: to}
}

func positionOf(number int, line string, at int) document.Position {
	before := line[:at]
	return document.Position{
		Offset: 100*number + at, Line: number,
		Column: utf8.RuneCountInString(before) + 1, Column16: len(utf16.Encode([]rune(before))) + 1,
	}
}

func ordinary() lint.Result {
	field := at("jobs/a.json", 12, `      "dataTyp": "string"`, `"dataTyp"`)
	field.Message = `"dataTyp" is not a field of an input column, so the column would have no type. Did you mean "dataType"?`
	field.Pointer = "/source/inputSchema/0/dataTyp"
	field.Fixes = []lint.Fix{
		{Title: `replace by "dataType"`, Safe: true, Edits: []document.Edit{{Span: document.Span{Start: 1206, End: 1215}, Text: `"dataType"`}}},
		{Title: `remove "dataTyp"`, Edits: []document.Edit{
			{Span: document.Span{Start: 1204, End: 1225}},
			{Span: document.Span{Start: 1190, End: 1191}},
		}},
	}

	lossy := at("jobs/a.json", 31, `      { "name": "session", "dataType": "float" },`, `"float"`)
	lossy.Rule, lossy.Severity = "input/lossy-type", lint.Warning
	lossy.Message = `a long in a float keeps 7 digits. Write "double"`

	info := at("jobs/a.json", 40, `  "mappings": [`, `"mappings"`)
	info.Rule, info.Severity, info.Message = "mapping/no-rollup", lint.Info, "no rows are rolled up"

	twice := at("connections/b.yaml", 7, "name: events", "events")
	twice.Rule, twice.Message = "project/duplicate-connection", "the connection events is defined twice"
	twice.Related = []lint.Related{
		related("connections/a.yaml", 1004, "name: events # the first", "events", "first defined here"),
		related("connections/b.yaml", 7, "name: events", "name", "in the same line"),
		{Message: "a place in a file without a text", File: "data/kttm.ocf"},
	}

	policy := at("jobs/a.json", 2, `  "type": "streaming",`, `"streaming"`)
	policy.Rule, policy.Message, policy.Severity = "policy/owner", "every job needs an owner", lint.Warning

	return lint.Result{
		Findings: []lint.Finding{twice, policy, field, lossy, info},
		Summary:  lint.Summary{Files: 5, Specs: 3, Errors: 2, Warnings: 2, Infos: 1},
	}
}

func related(file string, number int, line, place, message string) lint.Related {
	start, end, excerpt := spanOf(number, line, place)
	return lint.Related{Message: message, File: file, Start: start, End: end, Pointer: "/name", Excerpt: excerpt}
}

// places are the spans that are hard to underline, and files that are hard to name.
func places() lint.Result {
	end := at("end.json", 3, `{"a": [1, 2`, "")
	end.Start, end.End = positionOf(3, end.Excerpt.Text, 11), positionOf(3, end.Excerpt.Text, 11)
	end.Excerpt.Start, end.Excerpt.End = 11, 11
	end.Pointer = ""

	nothing := lint.Finding{
		Rule: "syntax/invalid", Severity: lint.Error, Message: "the file is empty", File: "empty.json",
		Start: document.Position{Line: 1, Column: 1, Column16: 1}, End: document.Position{Line: 1, Column: 1, Column16: 1},
	}
	whole := lint.Finding{Rule: "syntax/invalid", Severity: lint.Error, Message: "about the whole file", File: "whole.json"}

	outside := at("outside.json", 1, "short", "short")
	outside.Excerpt.Start, outside.Excerpt.End = 70, 60

	return lint.Result{
		Findings: []lint.Finding{
			at("tabs.json", 1, "\t\t\"a\":\t\"b\"", "\"b\""),
			at("tab-in-place.json", 2, "{\"a\tb\": 1}", "\"a\tb\""),
			at("wide.json", 3, `{"名前": "値段", "x": 1}`, `"x"`),
			at("wide-place.json", 4, `{"名前": "値段"}`, `"値段"`),
			at("emoji.json", 5, `{"🚀": "👩‍🚀 go"}`, `"👩‍🚀 go"`),
			at("combining.json", 6, "{\"cafe\u0301\": \"cafe\u0301\"}", "\"cafe\u0301\"}"),
			at("only-a-mark.json", 7, "{\"cafe\u0301\": 1}", "\u0301"),
			at("korean.json", 8, "\"\u1112\u1161\u11ab\u1100\u1173\u11af\": 1", "1"),
			end, nothing, whole, outside,
			at("C:/jobs/a.json", 1, "a b", "b"),
			at("/abs/jobs/a b.json", 1, "a b", "b"),
			at("-v.json", 1, "a b", "b"),
			at("a:b/c:d.json", 1, "a b", "b"),
			at("100% #1?/über [x]&y.json", 1, "a b", "b"),
			at("../up/a.json", 1, "a b", "b"),
			at("<stdin>", 1, "a b", "b"),
		},
		Summary: lint.Summary{Files: 1, Specs: 1, Errors: 19},
	}
}

// windows are lines that are too long to be shown whole.
func windows() lint.Result {
	long := strings.Repeat("0123456789", 30)
	middle := at("middle.json", 1, long+"HERE"+long, "HERE")
	start := at("start.json", 1, "HERE"+long, "HERE")
	end := at("end.json", 1, long+"HERE", "HERE")
	atEnd := at("at-end.json", 1, long, "")
	atEnd.Excerpt.Start, atEnd.Excerpt.End = len(long), len(long)
	tooLong := at("too-long.json", 1, "before "+long+" after", long)
	wide := at("wide.json", 1, strings.Repeat("名", 100)+"HERE"+strings.Repeat("前", 100), "HERE")
	marks := at("marks.json", 1, strings.Repeat("e\u0301", 200)+"HERE"+strings.Repeat("e\u0301", 200), "HERE")
	cut := at("cut.json", 1, "a little HERE of a long line", "HERE")
	cut.Excerpt.CutBefore, cut.Excerpt.CutAfter = true, true
	fits := at("fits.json", 1, long[:116]+"HERE", "HERE")

	// A line of 50 MB comes cut to some kilobytes.
	huge := at("huge.json", 1, strings.Repeat("x", 4096)+"HERE"+strings.Repeat("y", 4096), "HERE")
	huge.Excerpt.CutBefore, huge.Excerpt.CutAfter = true, true
	huge.Start.Column += 50 << 20

	return lint.Result{
		Findings: []lint.Finding{middle, start, end, atEnd, tooLong, wide, marks, cut, fits, huge},
		Summary:  lint.Summary{Files: 1, Specs: 1, Errors: 10},
	}
}

// hostile are texts that try to take over the terminal, or to look like something else.
func hostile() lint.Result {
	escapes := at("jobs/\x1b[2J\x1b]0;owned\a\r\n.json", 1, "{\"\x1b[31m\": \"\u009b31m\x7f\"}", "\"\u009b31m\x7f\"")
	escapes.Message = "a message\nwith \x1b[1mlines\x1b[0m,\ta tab and a {0} [link](https://example.com) {not} [a] placeholder"
	escapes.Pointer = "/\x1b"
	escapes.Fixes = []lint.Fix{{Title: "replace\x1b[0m by\n\"x\"", Edits: []document.Edit{{Span: document.Span{Start: 5, End: 5}, Text: "\x1b\u009b"}}}}
	escapes.Related = []lint.Related{related("\x1b]8;;https://example.com\x1b\\.json", 2, "a\x1b[0mb", "b", "first\rdefined here")}

	bidi := at("bidi\u202egnp.json", 2, "{\"a\u202e\": \"\u2066b\u2069\", \"\u200b\": \"\U000e0041\u2028\"}", "\"\u200b\"")
	bidi.Message = "reordered \u2067text\u2069"

	broken := at("broken\xff.json", 3, "{\"\xff\xfe\": \"\xc3\"}", "\"\xc3\"")
	broken.Message = "not UTF-8: \xff"
	broken.Rule = "policy/\x1b[0m"

	emoji := at("🚀/名前.json", 4, "{\"🚀\": <b>&amp;</b>}", "<b>&amp;</b>")
	emoji.Message = "emoji 🚀 and <html> & \"quotes\" of ${NAME}"

	return lint.Result{
		Findings: []lint.Finding{escapes, bidi, broken, emoji},
		Errors:   []lint.FileError{{File: "a\x1b[0m\n\u202e.json", Message: "cannot\nread \x1b[0m"}},
		Summary:  lint.Summary{Files: 4, Specs: 4, Errors: 4},
	}
}
