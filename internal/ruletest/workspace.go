package ruletest

import (
	"context"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/config"
)

// File is a file of a workspace that exists in memory only.
type File struct {
	Name string
	Text []byte

	base []byte // what the text was made from
}

// Workspace makes files by the headers of fixtures and page examples.
type Workspace struct {
	// Seed is where the bases lie: requests/NAME.json and responses/NAME.json.
	Seed  fs.FS
	Files []File
	// Baseline has the findings that are known; nil for none.
	Baseline *lint.Baseline

	specsOnly bool // leave out what lies beside the specs
}

// Add applies one header and its text. A header is a file name and options:
//
//	jobs/a.json                                        the text is the file
//	jobs/a.json base=inline-avro at=/source/type       the text replaces or adds the value at the pointer
//	jobs/a.json base=inline-avro remove=/source/type   the value is removed first; with at= the text then goes there
//	jobs/a.json at=/mappings                           the same once more, on the file as it is by now
//	jobs/a.json base=inline-avro at=/context nest=9    the text stands in that many lists, one inside the other
//	jobs/a.json base=inline-avro at=/mappings items=9  a list of that many copies of the text, with # as their numbers
//	samples/1.bin hex                                  the text is the bytes in hexadecimal digits, with blanks and line ends anywhere
//	kttm.avsc copy=kttm.avsc                           a copy of a file of the seed
//
// A base is a request of the seed, or responses/NAME.
func (w *Workspace) Add(header, text string) error {
	words := strings.Fields(header)
	if len(words) == 0 {
		return fmt.Errorf("the header is empty")
	}
	name, options := words[0], words[1:]
	file := w.file(name)
	if len(options) == 0 {
		file.Text = []byte(text)
		return nil
	}
	at, spliced := "", false
	for _, option := range options {
		key, value, _ := strings.Cut(option, "=")
		var err error
		switch key {
		case "base":
			file.Text, err = w.base(value)
			file.base = file.Text
		case "hex":
			file.Text, err = hex.DecodeString(strings.Join(strings.Fields(text), ""))
		case "copy":
			file.Text, err = fs.ReadFile(w.Seed, value)
		case "remove":
			file.Text, err = Remove(file.Text, value)
		case "at":
			at, spliced = value, true
		case "nest":
			text, err = nest(text, value)
		case "items":
			text, err = items(text, value)
		default:
			err = fmt.Errorf("the option is not known")
		}
		if err != nil {
			return fmt.Errorf("%s: %s: %w", name, option, err)
		}
	}
	if !spliced {
		return nil
	}
	changed, err := Splice(file.Text, at, strings.TrimSpace(text))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	file.Text = changed
	return nil
}

// nest and items make texts that are too large to be written out.
func nest(text, depth string) (string, error) {
	n, err := strconv.Atoi(depth)
	if err != nil {
		return "", fmt.Errorf("the depth is no number: %w", err)
	}
	return strings.Repeat("[", n) + strings.TrimSpace(text) + strings.Repeat("]", n), nil
}

func items(text, count string) (string, error) {
	n, err := strconv.Atoi(count)
	if err != nil {
		return "", fmt.Errorf("the count is no number: %w", err)
	}
	list := make([]string, n)
	for i := range list {
		list[i] = strings.ReplaceAll(strings.TrimSpace(text), "#", strconv.Itoa(i+1))
	}
	return "[" + strings.Join(list, ", ") + "]", nil
}

func (w *Workspace) file(name string) *File {
	for i := range w.Files {
		if w.Files[i].Name == name {
			return &w.Files[i]
		}
	}
	w.Files = append(w.Files, File{Name: name})
	return &w.Files[len(w.Files)-1]
}

func (w *Workspace) base(name string) ([]byte, error) {
	if !strings.Contains(name, "/") {
		name = "requests/" + name
	}
	text, err := fs.ReadFile(w.Seed, name+".json")
	if err != nil {
		return nil, fmt.Errorf("reading the base: %w", err)
	}
	return text, nil
}

// today is the day on which the rules are said to run.
const today = "2026-11-23"

// root is the folder that the files are said to lie in.
const root = "/project/"

// shown is how reports print a path.
func shown(path string) string { return strings.TrimPrefix(path, root) }

// Lint runs the rules on all files, with everything down to info reported. A file named .polarspec.yaml holds the settings.
func (w *Workspace) Lint(rules []*lint.Rule) (lint.Result, error) {
	_, result, err := w.lint(rules)
	return result, err
}

// lint runs the rules; the linter is nil if the settings are wrong.
func (w *Workspace) lint(rules []*lint.Rule) (*lint.Linter, lint.Result, error) {
	settings := &config.Settings{}
	var problems []config.Problem
	for _, file := range w.Files {
		if file.Name == config.FileName {
			layer, found := config.Parse(root+file.Name, file.Text)
			settings.Layers, problems = append(settings.Layers, layer), found
		}
	}
	problems = append(problems, settings.CheckRules(lint.NewCatalogue(rules))...)
	beside, err := w.project(settings)
	if err != nil {
		return nil, lint.Result{}, fmt.Errorf("reading what lies beside the specs: %w", err)
	}
	problems = append(problems, beside.Problems...)
	linter := lint.New(rules, settings, lint.Options{MinSeverity: lint.Info, Jobs: 2, Project: beside, Today: today, Baseline: w.Baseline})
	if findings := linter.Configuration(problems, shown); len(findings) > 0 {
		return nil, lint.Result{Findings: findings}, nil
	}
	result, err := linter.Run(context.Background(), func(yield func(lint.Input) bool) error {
		for _, file := range w.Files {
			if isSpec(file.Name) && !yield(lint.Input{Path: root + file.Name, Name: file.Name, Source: file.Text}) {
				break
			}
		}
		return nil
	})
	if err != nil {
		return nil, lint.Result{}, fmt.Errorf("linting the workspace: %w", err)
	}
	unmatched := settings.Unmatched(func(yield func(string) bool) {
		for _, file := range w.Files {
			if !yield(root + file.Name) {
				return
			}
		}
	})
	unmatched = append(unmatched, result.Problems...)
	result.Findings = append(result.Findings, linter.Configuration(unmatched, shown)...)
	return linter, result, nil
}

// LeaveOutBases drops the warnings and infos that the bases of the files give as they stand, alone and beside each other, so that the
// fixture of a rule shows what its change makes be said. That a base is a response stays, and so does what the rule says that the
// fixture is about.
func (w *Workspace) LeaveOutBases(result *lint.Result, rules []*lint.Rule, about string) error {
	same := func(f lint.Finding) string { return f.File + " " + f.Rule + " " + f.Pointer + " " + f.Message }
	bases := &Workspace{specsOnly: true}
	for _, file := range w.Files {
		if file.base != nil || file.Name == config.FileName {
			if file.base != nil {
				file.Text = file.base
			}
			bases.Files = append(bases.Files, file)
		}
	}
	said, err := bases.Lint(rules)
	if err != nil {
		return err
	}
	left := map[string]bool{}
	for _, f := range said.Findings {
		between := strings.HasPrefix(f.Rule, "project/") // of two files with one base
		left[same(f)] = f.Rule != about && (f.Severity == lint.Warning || between || f.Severity == lint.Info && f.Rule != "shape/response-field")
	}
	result.Findings = slices.DeleteFunc(result.Findings, func(f lint.Finding) bool { return left[same(f)] })
	return nil
}

// Text returns the exact source that a finding is about.
func (w *Workspace) Text(f lint.Finding) string {
	return string(w.file(f.File).Text[f.Start.Offset:f.End.Offset])
}

// Format writes findings one a line, with their places, related places and fixes: what fixtures hold.
func Format(result lint.Result) string {
	var b strings.Builder
	for _, f := range result.Findings {
		fmt.Fprintf(&b, "%s:%d:%d-%d %s %s %q: %s\n", f.File, f.Start.Line, f.Start.Column, f.End.Column, f.Severity, f.Rule, f.Pointer, f.Message)
		for _, r := range f.Related {
			fmt.Fprintf(&b, "  related: %s:%d:%d-%d %q: %s\n", r.File, r.Start.Line, r.Start.Column, r.End.Column, r.Pointer, r.Message)
		}
		for _, fix := range f.Fixes {
			kind := "unsafe"
			if fix.Safe {
				kind = "safe"
			}
			fmt.Fprintf(&b, "  %s fix: %s\n", kind, fix.Title)
		}
	}
	for _, e := range result.Errors {
		fmt.Fprintf(&b, "failed: %s: %s\n", e.File, e.Message)
	}
	return b.String()
}
