// Package ruletest runs rules on specs that are made from the seed by small changes, for the fixtures of rules and the
// examples on their pages. It is used in tests only.
package ruletest

import (
	"fmt"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
)

// Splice puts a fragment at a pointer of a JSON text, byte for byte: in the place of the value there, or as a new last
// member of its object; "-" as the last step appends to a list.
func Splice(text []byte, pointer, fragment string) ([]byte, error) {
	file := document.Parse(text, document.JSON)
	if n := file.Find(pointer); n.Exists() {
		return document.Apply(text, []document.Edit{{Span: n.Span(), Text: fragment}})
	}
	i := strings.LastIndexByte(pointer, '/')
	if i < 0 {
		return nil, fmt.Errorf("there is nothing at %q", pointer)
	}
	parent, key := file.Find(pointer[:i]), pointer[i+1:]
	last := document.Node{}
	for child := range parent.Children() {
		last = child
	}
	switch {
	case parent.Kind() == document.Object:
		fragment = string(document.EncodeCompact(document.StringOf(unescape(key)))) + ": " + fragment
	case parent.Kind() == document.Array && key == "-":
	default:
		return nil, fmt.Errorf("there is neither a value at %q nor an object to add it to", pointer)
	}
	if !last.Exists() {
		at := parent.Span().Start + 1
		return document.Apply(text, []document.Edit{{Span: document.Span{Start: at, End: at}, Text: fragment}})
	}
	start := last.Span().Start
	if last.HasKey() {
		start = last.KeySpan().Start
	}
	at := last.Span().End
	return document.Apply(text, []document.Edit{{Span: document.Span{Start: at, End: at}, Text: "," + between(text, start) + fragment}})
}

// between returns the white space before an offset: what separates members.
func between(text []byte, offset int) string {
	from := offset
	for from > 0 && strings.ContainsRune(" \t\r\n", rune(text[from-1])) {
		from--
	}
	return string(text[from:offset])
}

// Remove takes a member or item out of a JSON text.
func Remove(text []byte, pointer string) ([]byte, error) {
	n := document.Parse(text, document.JSON).Find(pointer)
	if !n.Exists() {
		return nil, fmt.Errorf("there is nothing at %q to remove", pointer)
	}
	return document.Apply(text, document.RemoveMember(n))
}

func unescape(key string) string {
	return strings.ReplaceAll(strings.ReplaceAll(key, "~1", "/"), "~0", "~")
}
