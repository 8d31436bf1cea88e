package evidence

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/schemas/shape"
	"github.com/polarspec/polarspec/schemas/wire"
)

// ruleID is the rule that all problems of evidence files belong to.
const ruleID = "config/evidence"

// Parse reads the text of an evidence file that lies at path. What is wrong with it is returned as problems; a topic with a problem
// is left out of the file.
func Parse(path string, source []byte) (*File, []config.Problem) {
	r := &reader{path: path, text: document.Parse(source, document.JSON)}
	for _, fault := range r.text.Faults {
		p := config.Problem{Node: fault.Near, Span: fault.Span, Message: "the evidence does not parse: " + fault.Message}
		if fault.Fix != nil {
			p.Fixes = append(p.Fixes, *fault.Fix)
		}
		r.report(p)
	}
	file := &File{}
	root := r.text.Root()
	if !root.Exists() || root.Kind() == document.Null {
		if len(r.problems) == 0 {
			r.report(config.Problem{Node: root, Message: "the file is empty: remove the file, or write it with polarspec probe --write"})
		}
		return file, r.problems
	}
	shape.NewValidator(Type()).Validate(root, r.violation)
	if r.text.Broken() || r.refused(root.Get("version")) {
		return file, r.problems
	}
	names := map[string]int{}
	for topic := range members(root.Get("topics")) {
		names[topic.Key()]++
	}
	for topic := range members(root.Get("topics")) {
		if names[topic.Key()] == 1 && !r.refused(topic) {
			file.Topics = append(file.Topics, r.topic(topic))
		}
	}
	file.Topics = slices.DeleteFunc(file.Topics, func(t Topic) bool { return len(r.problems) == maxProblems || r.refused(t.Node) })
	slices.SortFunc(file.Topics, func(a, b Topic) int { return strings.Compare(a.Name, b.Name) })
	return file, r.problems
}

type reader struct {
	path     string
	text     *document.File
	problems []config.Problem
	// meant are the pointers of keys that a misspelt one stands for.
	meant map[string]bool
}

// maxProblems is how many problems are listed; a file with so many is no evidence of anything.
const maxProblems = 100

func (r *reader) report(p config.Problem) {
	if len(r.problems) == maxProblems {
		return
	}
	p.Rule, p.Path, p.File = ruleID, r.path, r.text
	if p.Span.IsZero() {
		p.Span = p.Node.Span()
	}
	r.problems = append(r.problems, p)
}

func (r *reader) complain(n document.Node, format string, args ...any) {
	r.report(config.Problem{Node: n, Message: fmt.Sprintf(format, args...)})
}

// refused reports whether there is a problem in the node or its key.
func (r *reader) refused(n document.Node) bool {
	member := document.Span{Start: n.KeySpan().Start, End: n.Span().End}
	return slices.ContainsFunc(r.problems, func(p config.Problem) bool { return member.Contains(p.Span) })
}

func (r *reader) topic(n document.Node) Topic {
	t := Topic{Name: n.Key(), SampledAt: n.Get("sampledAt").Text(), Node: n}
	if _, err := time.Parse(time.RFC3339, t.SampledAt); err != nil {
		r.complain(n.Get("sampledAt"), "%q is no time of the calendar", t.SampledAt)
	}
	t.Value, t.Key = r.side(n.Get("value")), r.side(n.Get("key"))
	return t
}

// side reads a part that fits the model, nil for an absent one. What contradicts itself is a problem: somebody edited it.
func (r *reader) side(n document.Node) *Side {
	if n.Kind() != document.Object {
		return nil
	}
	s := &Side{
		Samples: r.count(n.Get("samples"), 0), Unsure: r.count(n.Get("unsure"), 0), Format: n.Get("format").Text(), Total: r.count(n.Get("idTotal"), 0),
	}
	sum := s.Unsure
	for _, encoding := range wire.Encodings() {
		if member := n.Get("encodings").Get(encoding.String()); member.Kind() == document.Number {
			count := r.count(member, 0)
			s.encoding(encoding, count)
			sum += count
		}
	}
	if sum != s.Samples {
		r.complain(n.Get("samples"), "\"samples\" is %d, but \"encodings\" and \"unsure\" add up to %d: write the evidence anew with polarspec probe --write", s.Samples, sum)
	}
	r.ids(n, s)
	for item := range r.listed(n.Get("indexes")) {
		var path []int
		for index := range items(item.Get("path")) {
			path = append(path, r.count(index, 0))
		}
		s.indexes(path, r.count(item.Get("count"), 1))
	}
	for item := range items(n.Get("names")) {
		s.Names = append(s.Names, item.Text())
	}
	slices.Sort(s.Names)
	s.Names = slices.Compact(s.Names)
	for item := range items(n.Get("schemas")) {
		s.Schemas = append(s.Schemas, SchemaFile{File: item.Get("file").Text(), SHA256: item.Get("sha256").Text()})
	}
	slices.SortFunc(s.Schemas, compareSchemas)
	s.Schemas = slices.Compact(s.Schemas)
	if said, is := n.Get("verdict").Text(), s.Verdict(); said != string(is) {
		r.complain(n.Get("verdict"), "\"verdict\" is %q, but \"encodings\" say %q: write the evidence anew with polarspec probe --write", said, is)
	}
	return s
}

// ids reads the schema ids and compares them with the number of framed records.
func (r *reader) ids(n document.Node, s *Side) {
	sum := 0
	for item := range r.listed(n.Get("ids")) {
		id, count := r.count(item.Get("id"), 1), r.count(item.Get("count"), 1)
		if id > math.MaxInt32 {
			r.complain(item.Get("id"), "%d is no schema id: those end at %d", id, math.MaxInt32)
			continue
		}
		s.id(uint32(id), count)
		sum += count
	}
	framed := s.Encodings[wire.Registry]
	if all := s.Total <= len(s.IDs); sum > framed || all && sum < framed {
		at := n.Get("ids")
		if !at.Exists() {
			at = n.Get("encodings")
		}
		r.complain(at, "\"ids\" count %d records, but %d are framed by a registry: write the evidence anew with polarspec probe --write", sum, framed)
	}
}

// listed yields the items of a list that has at most maxListed.
func (r *reader) listed(n document.Node) func(func(document.Node) bool) {
	if n.Kind() == document.Array && n.Len() > maxListed {
		r.complain(n, "%s has %d items, and %d is the most", subject(n), n.Len(), maxListed)
		return items(document.Node{})
	}
	return items(n)
}

// maxCount bounds numbers of records, so that sums do not overflow.
const maxCount = 1 << 40

// count reads a whole number; an absent one is 0.
func (r *reader) count(n document.Node, least int) int {
	if n.Kind() != document.Number {
		return 0
	}
	number, err := strconv.ParseFloat(n.Text(), 64)
	if err != nil || number < float64(least) || number > maxCount {
		r.complain(n, "%s is %s and must be a number from %d on", subject(n), n.Text(), least)
		return least
	}
	return int(number)
}

// items yields the items of a list, nothing for anything else.
func items(n document.Node) func(func(document.Node) bool) { return children(n, document.Array) }

// members yields the members of an object, nothing for anything else.
func members(n document.Node) func(func(document.Node) bool) { return children(n, document.Object) }

func children(n document.Node, kind document.Kind) func(func(document.Node) bool) {
	if n.Kind() != kind {
		return func(func(document.Node) bool) {}
	}
	return n.Children()
}
