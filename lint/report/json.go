package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

// jsonVersion is the version of the JSON report. It changes when a reader of the old shape would go wrong.
const jsonVersion = 1

// JSON prints the whole result for programs, in the shape of schemas/jsonschema/report.schema.json.
func JSON(w io.Writer, result lint.Result, o Options) error {
	urls := urlsOf(o.Rules)
	out := jsonReport{
		Version:  jsonVersion,
		Findings: each(result.Findings, func(f lint.Finding) jsonFinding { return jsonFindingOf(f, urls) }),
		Errors:   each(result.Errors, func(e lint.FileError) jsonError { return jsonError(e) }),
		Summary:  jsonSummary(result.Summary),
	}
	if o.Statistics {
		list := each(statistics(result.Findings), jsonStatisticOf)
		out.Statistics = &list
	}
	return encode(w, out)
}

type jsonReport struct {
	Version    int              `json:"version"`
	Findings   []jsonFinding    `json:"findings"`
	Errors     []jsonError      `json:"errors"`
	Statistics *[]jsonStatistic `json:"statistics,omitempty"` // nil unless they were asked for
	Summary    jsonSummary      `json:"summary"`
}

type jsonFinding struct {
	Rule        string        `json:"rule"`
	Severity    string        `json:"severity"`
	Message     string        `json:"message"`
	File        string        `json:"file"`
	Start       jsonPosition  `json:"start"`
	End         jsonPosition  `json:"end"`
	Pointer     string        `json:"pointer"`
	Fingerprint string        `json:"fingerprint"`
	Related     []jsonRelated `json:"related"`
	Fixes       []jsonFix     `json:"fixes"`
	Ignore      *jsonIgnore   `json:"ignore,omitempty"` // nil unless it was asked for
	URL         string        `json:"url"`
}

type jsonPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Offset int `json:"offset"`
}

type jsonRelated struct {
	Message string       `json:"message"`
	File    string       `json:"file"`
	Start   jsonPosition `json:"start"`
	End     jsonPosition `json:"end"`
	Pointer string       `json:"pointer"`
}

type jsonFix struct {
	Title string     `json:"title"`
	Safe  bool       `json:"safe"`
	Edits []jsonEdit `json:"edits"`
}

type jsonEdit struct {
	File  string     `json:"file"`
	Start jsonOffset `json:"start"`
	End   jsonOffset `json:"end"`
	Text  string     `json:"text"`
}

// jsonOffset is a place of an edit: an object like every other place, though an edit knows only its bytes.
type jsonOffset struct {
	Offset int `json:"offset"`
}

// jsonIgnore is an entry of the settings.
type jsonIgnore struct {
	File    string   `json:"file"`
	Pointer string   `json:"pointer,omitempty"`
	Rules   []string `json:"rules"`
}

func jsonIgnoreOf(f *lint.Finding) *jsonIgnore {
	if f.Ignore == nil {
		return nil
	}
	return &jsonIgnore{File: f.Ignore.File, Pointer: f.Ignore.Pointer, Rules: f.Ignore.Rules}
}

type jsonError struct {
	File    string `json:"file"`
	Message string `json:"message"`
}

type jsonSummary struct {
	Files       int `json:"files"`
	Specs       int `json:"specs"`
	DataSchemas int `json:"dataSchemas"`
	Errors      int `json:"errors"`
	Warnings    int `json:"warnings"`
	Infos       int `json:"infos"`
	Suppressed  int `json:"suppressed,omitempty"`
	Known       int `json:"known,omitempty"`
}

func jsonFindingOf(f lint.Finding, urls map[string]string) jsonFinding {
	return jsonFinding{
		Rule:        f.Rule,
		Severity:    f.Severity.String(),
		Message:     f.Message,
		File:        f.File,
		Start:       jsonPositionOf(f.Start),
		End:         jsonPositionOf(f.End),
		Pointer:     f.Pointer,
		Fingerprint: f.Fingerprint,
		Related:     each(f.Related, jsonRelatedOf),
		Fixes:       each(f.Fixes, func(fix lint.Fix) jsonFix { return jsonFixOf(f.File, fix) }),
		Ignore:      jsonIgnoreOf(&f),
		URL:         urls[f.Rule],
	}
}

func jsonPositionOf(p document.Position) jsonPosition {
	return jsonPosition{Line: p.Line, Column: p.Column, Offset: p.Offset}
}

func jsonRelatedOf(r lint.Related) jsonRelated {
	return jsonRelated{
		Message: r.Message,
		File:    r.File,
		Start:   jsonPositionOf(r.Start),
		End:     jsonPositionOf(r.End),
		Pointer: r.Pointer,
	}
}

func jsonFixOf(file string, fix lint.Fix) jsonFix {
	return jsonFix{
		Title: fix.Title,
		Safe:  fix.Safe,
		Edits: each(fix.Edits, func(e document.Edit) jsonEdit {
			return jsonEdit{File: file, Start: jsonOffset{e.Span.Start}, End: jsonOffset{e.Span.End}, Text: e.Text}
		}),
	}
}

// urlsOf maps the ids of the documented rules to their pages. A rule without a page, such as an organization's policy, has no address.
func urlsOf(rules []lint.Metadata) map[string]string {
	urls := make(map[string]string, len(rules))
	for _, rule := range rules {
		if rule.Page != "" {
			urls[rule.ID] = rule.URL()
		}
	}
	return urls
}

// each converts a list. The result is never nil, since a report says [] and not null.
func each[From, To any](list []From, convert func(From) To) []To {
	out := make([]To, 0, len(list))
	for _, item := range list {
		out = append(out, convert(item))
	}
	return out
}

// encode writes a value as indented JSON that is safe to look at in a terminal.
func encode(w io.Writer, value any) error {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return err
	}
	_, err := w.Write(escapeHidden(buffer.Bytes()))
	return err
}

// escapeHidden escapes the characters of JSON that encoding/json leaves alone though they act on a terminal or cannot be seen.
// Only strings can have them, so \u is right wherever one stands.
func escapeHidden(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case r < 0x7F || !hidden(r):
			out = append(out, text[:size]...)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		text = text[size:]
	}
	return out
}
