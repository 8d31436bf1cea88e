package infer

import (
	"bytes"
	"fmt"

	"github.com/polarspec/polarspec/internal/document"
)

// JSON finds the fields of JSON: objects one a line, or one document that is an object or a list of them. The error is a *FaultError.
func JSON(source []byte) (*Result, error) {
	source = bytes.TrimPrefix(source, []byte("\ufeff"))
	rows := rowReader{}
	if lines := bytes.Count(bytes.TrimSpace(source), []byte("\n")); lines > 0 {
		if file := document.Parse(source, document.JSON); !file.Broken() {
			return rows.document(file)
		}
	}
	return rows.lines(source)
}

type rowReader struct {
	result Result
	root   observed
}

// lines reads an object a line.
func (r *rowReader) lines(source []byte) (*Result, error) {
	r.result.Format = "nd-json"
	number := 0
	for line := range bytes.Lines(source) {
		number++
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		file := document.Parse(line, document.JSON)
		for _, fault := range file.Faults {
			return nil, &FaultError{number, fmt.Sprintf("column %d: %s", file.Lines().Position(fault.Span.Start).Column, fault.Message)}
		}
		root := file.Root()
		if root.Kind() == document.Array && number == 1 && len(bytes.TrimSpace(source)) == len(line) {
			return r.document(file)
		}
		if root.Kind() != document.Object {
			return nil, &FaultError{number, fmt.Sprintf("a row is an object with the fields, not %s", root.Kind())}
		}
		r.row(root)
	}
	return r.end()
}

// document reads one document.
func (r *rowReader) document(file *document.File) (*Result, error) {
	r.result.Format = "json"
	line := func(n document.Node) int { return file.Lines().Position(n.Span().Start).Line }
	for _, fault := range file.Faults {
		return nil, &FaultError{file.Lines().Position(fault.Span.Start).Line, fault.Message}
	}
	root := file.Root()
	switch root.Kind() {
	case document.Object:
		r.row(root)
	case document.Array:
		for item := range root.Children() {
			if item.Kind() != document.Object {
				return nil, &FaultError{line(item), fmt.Sprintf("a row is an object with the fields, not %s", item.Kind())}
			}
			r.row(item)
		}
	default:
		return nil, &FaultError{line(root), fmt.Sprintf("a row is an object with the fields, not %s", root.Kind())}
	}
	return r.end()
}

func (r *rowReader) row(n document.Node) {
	r.result.Rows++
	for member := range n.Children() {
		r.see(r.root.member(member.Key()), member)
	}
}

// see notes a value. The tree is at most document.MaxDepth deep, so that the recursion is bounded.
func (r *rowReader) see(o *observed, n document.Node) {
	row := r.result.Rows
	switch n.Kind() {
	case document.Bool:
		o.see(truth, row)
	case document.Number:
		o.see(number(n.Text()), row)
	case document.String:
		o.see(text, row)
		o.noTime = o.noTime || !isTime(n.Text())
	case document.Array:
		o.see(list, row)
		if o.item == nil {
			o.item = &observed{}
		}
		for item := range n.Children() {
			r.see(o.item, item)
		}
	case document.Object:
		o.see(object, row)
		for member := range n.Children() {
			r.see(o.member(member.Key()), member)
		}
	default:
		o.see(missing, row)
	}
}

func (r *rowReader) end() (*Result, error) {
	if r.result.Rows == 0 {
		return nil, &FaultError{0, "there are no rows to find the fields of"}
	}
	r.result.conclude(&r.root)
	return &r.result, nil
}
