package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// checkFile asserts what holds for the tree and the faults of every text.
func checkFile(t *testing.T, f *File) {
	t.Helper()
	whole := Span{0, len(f.Source)}
	for i := range f.nodes {
		checkNode(t, f, f.node(int32(i)), whole)
	}
	for i, fault := range f.Faults {
		if !whole.Contains(fault.Span) || fault.Span.Len() < 0 {
			t.Errorf("fault %q at %v outside of %v", fault.Message, fault.Span, whole)
		}
		if fault.Span.Len() == 0 && fault.Span.Start != len(f.Source) {
			t.Errorf("fault %q has the empty span %v inside the text", fault.Message, fault.Span)
		}
		if i > 0 && f.Faults[i-1].Span.Start > fault.Span.Start {
			t.Errorf("fault %d is before the one before it", i)
		}
		if fault.Message == "" || strings.HasSuffix(fault.Message, ".") && !strings.HasSuffix(fault.Message, "..") {
			t.Errorf("bad message %q", fault.Message)
		}
	}
	if len(f.Faults) == 0 && f.Root().Exists() {
		checkRoundTrip(t, f)
	}
	for offset := range min(len(f.Source), 300) {
		if n := f.At(offset); n.Exists() && !n.covers(offset) {
			t.Errorf("At(%d) is %s, which is elsewhere", offset, n.Pointer())
		}
	}
}

func checkNode(t *testing.T, f *File, n Node, whole Span) {
	t.Helper()
	span, key, parent := n.Span(), n.KeySpan(), n.Parent()
	if span.Len() < 0 || key.Len() < 0 || !whole.Contains(span) || !whole.Contains(key) {
		t.Fatalf("%s: spans %v %v outside of %v", n.Pointer(), key, span, whole)
	}
	if parent.Exists() && !parent.Span().Contains(span) {
		t.Errorf("%s: %v is outside of its parent %v", n.Pointer(), span, parent.Span())
	}
	if n.HasKey() && !n.Aliased() && (key.End > span.Start || !parent.Span().Contains(key)) {
		t.Errorf("%s: key %v, value %v, parent %v", n.Pointer(), key, span, parent.Span())
	}
	if next := n.Next(); next.Exists() && !n.Aliased() && !next.Aliased() && int(n.rec().valueEnd) > next.rec().start() {
		t.Errorf("%s: %v reaches into its sibling at %d", n.Pointer(), span, next.rec().start())
	}
	if n.at < 300 || n.at%1000 == 0 {
		if found := f.Find(n.Pointer()); found != n && !shadowed(n) {
			t.Errorf("Find(%q) is %s at %v, not %v", n.Pointer(), found.Kind(), found.Span(), span)
		}
		if found := f.At(span.Start); n.Len() == 0 && span.Len() > 0 && !n.Aliased() && found != n {
			t.Errorf("At(%d) is %q, not %q", span.Start, found.Pointer(), n.Pointer())
		}
	}
	checkSub(t, n.Text(), n.Sub, span)
	checkSub(t, n.Key(), n.SubKey, key)
	if n.isScalar() && !n.TextIs(n.Text()) || n.HasKey() && !n.KeyIs(n.Key()) {
		t.Errorf("%s: TextIs or KeyIs disagrees", n.Pointer())
	}
}

// shadowed reports whether the node or one above it has a twin before it.
func shadowed(n Node) bool {
	for ; n.Parent().Exists(); n = n.Parent() {
		if n.Parent().Kind() != Object {
			continue
		}
		for other := n.Parent().First(); other != n; other = other.Next() {
			if other.Key() == n.Key() {
				return true
			}
		}
	}
	return false
}

// checkSub asserts that parts of a text lie inside its span, one after the other.
func checkSub(t *testing.T, text string, sub func(start, end int) Span, span Span) {
	t.Helper()
	last := span.Start
	for i := range min(len(text), 20) {
		part := sub(i, i+1)
		if !span.Contains(part) || part.Len() < 0 {
			t.Errorf("part %d of %q is at %v, outside of %v", i, text, part, span)
		}
		if part != span && part.Start < last {
			t.Errorf("part %d of %q is at %v, before %d", i, text, part, last)
		}
		last = max(part.Start, span.Start)
		if part == span {
			last = span.Start
		}
	}
	for _, part := range []Span{sub(-1, len(text)+1), sub(len(text), len(text)), sub(5, 2), sub(0, 0)} {
		if !span.Contains(part) || part.Len() < 0 {
			t.Errorf("a part of %q is at %v, outside of %v", text, part, span)
		}
	}
}

func checkRoundTrip(t *testing.T, f *File) {
	t.Helper()
	want := f.Root().Value()
	for _, encoded := range [][]byte{Encode(want), EncodeCompact(want)} {
		again := Parse(encoded, JSON)
		if len(again.Faults) > 0 || !again.Root().Value().Equal(want) {
			t.Errorf("%s: read again as %s with %v", encoded, EncodeCompact(again.Root().Value()), again.Faults)
		}
	}
}

// checkAgainstStandard asserts that encoding/json accepts and reads what has no faults, and refuses what has, apart from what it does not check.
func checkAgainstStandard(t *testing.T, f *File) {
	t.Helper()
	valid := json.Valid(f.Source)
	if len(f.Faults) == 0 {
		if !valid {
			t.Fatalf("%q has no faults, but encoding/json refuses it", f.Source)
		}
		got, want := standard(t, Encode(f.Root().Value())), standard(t, f.Source)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q is read as %v, but %v by encoding/json", f.Source, got, want)
		}
		return
	}
	if !valid {
		return
	}
	for _, fault := range f.Faults {
		known := fault.Code == DuplicateKey || fault.Code == TooDeep ||
			strings.Contains(fault.Message, "surrogate") || strings.Contains(fault.Message, "valid UTF-8")
		if !known {
			t.Errorf("%q is valid, but has the fault %q", f.Source, fault.Message)
		}
	}
}

func standard(t *testing.T, text []byte) any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return value
}

// checkFixes asserts that the fixes of all faults can be made at once and leave fewer faults.
func checkFixes(t *testing.T, f *File) {
	t.Helper()
	var edits []Edit
	for _, fault := range f.Faults {
		if fault.Fix != nil {
			edits = append(edits, fault.Fix.Edits...)
		}
	}
	if len(edits) == 0 {
		return
	}
	fixed, err := Apply(f.Source, edits)
	if err != nil {
		t.Fatalf("%q: %v", f.Source, err)
	}
	if again := Parse(fixed, f.Syntax); len(again.Faults) >= len(f.Faults) {
		t.Errorf("%q has %d faults, fixed to %q it has %d: %v", f.Source, len(f.Faults), fixed, len(again.Faults), again.Faults)
	}
}

// describe writes the tree, one node a line: pointer, kind, key and value as they stand in the source, and the text where it differs.
func describe(f *File) string {
	var out strings.Builder
	for i := range f.nodes {
		n := f.node(int32(i))
		fmt.Fprintf(&out, "%s %v", n.Pointer(), n.Span())
		if n.isScalar() {
			fmt.Fprintf(&out, " %q", n.Text())
		}
		fmt.Fprintf(&out, " %s\n", n.Kind())
	}
	return out.String()
}
