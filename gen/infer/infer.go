// Package infer finds out the fields of samples: rows of JSON or of delimited text. It looks at all rows, and where they differ it
// takes the type that holds them all and says so.
package infer

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/polarspec/polarspec/internal/joda"
	"github.com/polarspec/polarspec/schemas/field"
)

// Result are the fields of samples.
type Result struct {
	// Format is the format of the data in the terms of the API: nd-json, json, csv or tsv.
	Format string
	// Record has the fields in the order in which they first come up. One is nullable if a row has no value for it.
	Record *field.Type
	// Remarks are what was decided about fields whose rows differ.
	Remarks []Remark
	// NoTimes are the text fields with values that TIME_PARSE does not read.
	NoTimes map[string]bool
	// Rows is how many rows there are.
	Rows int
}

// Remark is what was decided about a field, by its path, as a clause without a full stop.
type Remark struct{ Field, Message string }

// FaultError is what is wrong with samples, and in which line; 0 for the file as a whole.
type FaultError struct {
	Line    int
	Message string
}

// Error returns the message.
func (f *FaultError) Error() string { return f.Message }

// sort is what a value of a sample can be.
type sort int

const (
	missing sort = iota
	truth
	whole
	fraction
	text
	object
	list
	sorts
)

// String is the word for many such values.
func (s sort) String() string {
	return [...]string{"nulls", "booleans", "whole numbers", "fractions", "texts", "objects", "lists"}[s]
}

// observed is what was seen of a field in all rows.
type observed struct {
	name string
	// counts are how many values of each sort there were, first in which row the first was.
	counts, first [sorts]int
	// noTime is true if a text is no time of ISO 8601.
	noTime bool
	// members are those of objects, item what lists have.
	members []*observed
	byName  map[string]*observed
	item    *observed
}

func (o *observed) see(s sort, row int) {
	if o.counts[s]++; o.counts[s] == 1 {
		o.first[s] = row
	}
}

func (o *observed) member(name string) *observed {
	if m := o.byName[name]; m != nil {
		return m
	}
	if o.byName == nil {
		o.byName = map[string]*observed{}
	}
	m := &observed{name: name}
	o.byName[name] = m
	o.members = append(o.members, m)
	return m
}

func (o *observed) total() int {
	total := 0
	for _, n := range o.counts {
		total += n
	}
	return total
}

// number is the sort of a number in the notation of JSON: one that 64 bits cannot hold counts as a fraction, which a double holds.
func number(text string) sort {
	if _, err := strconv.ParseInt(text, 10, 64); err == nil {
		return whole
	}
	return fraction
}

// isTime reports whether TIME_PARSE reads a text. Years alone are hardly meant as times.
func isTime(text string) bool {
	_, ok := joda.ParseTimestamp(text)
	return ok && strings.ContainsAny(text, "-:")
}

// conclude turns what was seen into types.
func (r *Result) conclude(root *observed) {
	r.NoTimes = map[string]bool{}
	for _, m := range root.members {
		if m.noTime {
			r.NoTimes[m.name] = true
		}
	}
	r.Record = r.record(root, "", r.Rows)
}

// record is the type of objects, of which there were some.
func (r *Result) record(o *observed, path string, objects int) *field.Type {
	t := &field.Type{Kind: field.Record, Name: path, Fields: make([]field.Field, 0, len(o.members))}
	for _, m := range o.members {
		inner := r.typeOf(m, strings.TrimPrefix(path+"."+m.name, "."))
		inner.Nullable = m.counts[missing] > 0 || m.total() < objects
		t.Fields = append(t.Fields, field.Field{Name: m.name, Type: inner})
	}
	return t
}

func (r *Result) typeOf(o *observed, path string) *field.Type {
	var seen []sort
	for s := truth; s < sorts; s++ {
		if o.counts[s] > 0 {
			seen = append(seen, s)
		}
	}
	switch len(seen) {
	case 0:
		return &field.Type{Kind: field.Null}
	case 1:
		return r.single(o, seen[0], path)
	}
	kind, as := field.String, field.AsString
	switch {
	case len(seen) == 2 && seen[0] == whole && seen[1] == fraction:
		kind, as = field.Double, field.AsDouble
	case o.counts[object] > 0 || o.counts[list] > 0:
		kind, as = field.Map, field.AsJSON
	}
	var parts []string
	for _, s := range seen {
		parts = append(parts, fmt.Sprintf("%s (first in row %d)", s, o.first[s]))
	}
	r.Remarks = append(r.Remarks, Remark{path, "rows differ: " + strings.Join(parts, ", ") + "; taken for " + as})
	return &field.Type{Kind: kind}
}

func (r *Result) single(o *observed, s sort, path string) *field.Type {
	switch s {
	case truth:
		return &field.Type{Kind: field.Boolean}
	case whole:
		return &field.Type{Kind: field.Long}
	case fraction:
		return &field.Type{Kind: field.Double}
	case object:
		return r.record(o, path, o.counts[object])
	case list:
		item := &field.Type{Kind: field.String}
		if o.item != nil {
			item = r.typeOf(o.item, path)
			if item.Kind == field.Null {
				item.Kind = field.String
			}
			item.Nullable = o.item.counts[missing] > 0
		}
		return &field.Type{Kind: field.Array, Item: item}
	}
	return &field.Type{Kind: field.String}
}
