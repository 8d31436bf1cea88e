package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/gen/manifest"
	"github.com/polarspec/polarspec/gen/template"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
)

// template makes the specs of an entry with a template.
func (r *manifestRun) template(ctx context.Context, entry *manifest.Spec) error {
	request := templateRequest{template: entry.Template, folder: r.manifest.Dir, base: r.manifest.Dir, settings: r.manifest.Dir, pattern: entry.Output}
	var err error
	if entry.Params.Kind() == document.String {
		name := entry.Params.Text()
		request.base = filepath.Dir(absolute(r.manifest.Dir, name))
		request.rows, err = r.rowsOfFile(name)
	} else {
		request.rows = r.rows(entry.Params)
	}
	if err != nil {
		return r.templateFault(entry, entry.Params, err)
	}
	r.input(entry.Template)
	outputs, err := r.expandTemplate(ctx, request)
	if err != nil {
		return r.templateFault(entry, entry.Node.Get("template"), err)
	}
	for _, o := range outputs {
		if o.from != "" {
			o.from = r.inputOf(request.base, o.from)
		}
		d := draft{result: gen.Result{Spec: o.value, Notes: o.notes, Unreadable: o.unreadable}, ownSchema: o.from != "", source: o.from}
		r.add(entry, o.file, o.kind, d)
	}
	return nil
}

// rowsOfFile reads a file of parameters.
func (r *manifestRun) rowsOfFile(name string) ([]templateRow, error) {
	shown := r.input(name)
	source, err := lint.ReadFile(absolute(r.manifest.Dir, name))
	if err != nil {
		return nil, failure(fmt.Errorf("%s: %w", shown, err))
	}
	read, err := template.ReadRows(shown, source)
	if err != nil {
		return nil, usageError("%w", err)
	}
	rows := make([]templateRow, 0, len(read))
	for _, row := range read {
		rows = append(rows, templateRow{row.Value, row.Texts, row.Place})
	}
	return rows, nil
}

// rows are the parameters that stand in the manifest: an object for one run, or a list of objects. Without any there is one run too.
func (r *manifestRun) rows(params document.Node) []templateRow {
	if params.Kind() != document.Array {
		return []templateRow{r.row(params)}
	}
	var rows []templateRow
	for item := range params.Children() {
		rows = append(rows, r.row(item))
	}
	return rows
}

// row are the parameters of one run; n may be absent.
func (r *manifestRun) row(n document.Node) templateRow {
	if !n.Exists() {
		return templateRow{value: document.ObjectOf(), place: func([]string) string { return "" }}
	}
	return templateRow{value: n.Value(), place: func(path []string) string {
		at, span := n, n.Span()
		for _, name := range path {
			next := at.Get(name)
			if !next.Exists() {
				break
			}
			at, span = next, next.KeySpan()
		}
		return r.place(at.File(), span)
	}}
}

// templateFault notes what is wrong with a template or its parameters, a line each. Lines that say where in the manifest stay as they
// are; the others are shown at a key of the entry. An error that is about something else is returned.
func (r *manifestRun) templateFault(entry *manifest.Spec, at document.Node, err error) error {
	var exit *exitError
	if !errors.As(err, &exit) || exit.cause == nil {
		return err
	}
	if !at.Exists() {
		at = entry.Node.Get("template")
	}
	for text := range strings.SplitSeq(exit.cause.Error(), "\npolarspec: ") {
		_, text = inKeys(text)
		if strings.HasPrefix(text, shownPath(r.streams, r.manifest.Path)+":") {
			r.noteFault(entryFault{at.Span().Start, exit.code, text})
			continue
		}
		r.fault(at.File(), at.Span(), exit.code, text)
	}
	return nil
}
