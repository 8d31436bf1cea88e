package protobuf

import (
	"cmp"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/spelling"
)

// Lookup is what Druid finds under a protoMessageType (druid-semantics 2.4).
type Lookup struct {
	// Old is what Druid through 34 finds, by os72's DynamicSchema: a unique name without the package, else a full name. nil for nothing.
	Old *Message
	// New is what Druid from 35 on finds: a short name, a full name, or a nested one with the name of the message around it. nil for
	// nothing, and if several files have one, as the files are in a hash map.
	New *Message
	// Candidates are all messages that either generation can take the name for, in the order of the set.
	Candidates []*Message
	// NewUnknown is true if several files have a message of that name, so that New depends on hash order.
	NewUnknown bool
	// Near are the messages that were probably meant, if nothing was found. The likeliest comes first.
	Near []Near
}

// Near is a message that a wrong name probably means.
type Near struct {
	Message *Message
	// Why says how the name differs.
	Why Difference
}

// Difference is how a name differs from that of a message.
type Difference uint8

// The differences, the smallest first.
const (
	ByCase     Difference = iota // upper and lower case, separators, a leading dot
	ByPackage                    // another package, or none
	ByNesting                    // the messages around it are missing or others
	BySpelling                   // letters
)

// Found reports whether any version of Druid finds a message.
func (l Lookup) Found() bool { return l.Old != nil || l.New != nil || l.NewUnknown }

// Ambiguous reports whether the name fits several messages.
func (l Lookup) Ambiguous() bool { return len(l.Candidates) > 1 }

// Find looks a message up as both generations of Druid do. Case counts.
func (s *Set) Find(name string) Lookup {
	var l Lookup
	var short, full []*Message
	hits := map[*File]*Message{} // the first in each file: the walk of a file is the same in every run
	for _, m := range s.messages {
		scoped := m.scopedIs(name)
		if scoped {
			short = append(short, m)
		}
		if m.FullName == name {
			full = append(full, m)
		}
		isNew := m.foundByNew(name)
		if isNew && hits[m.File] == nil {
			hits[m.File] = m
		}
		if isNew || scoped || m.FullName == name {
			l.Candidates = append(l.Candidates, m)
		}
	}
	switch {
	case len(short) == 1:
		l.Old = short[0]
	case len(full) == 1:
		l.Old = full[0]
	}
	if len(hits) == 1 {
		for _, m := range hits {
			l.New = m
		}
	}
	l.NewUnknown = len(hits) > 1
	if !l.Found() && len(l.Candidates) == 0 {
		l.Near = s.near(name)
	}
	return l
}

// ScopedName is the name without the package: that of the messages around it and its own.
func (m *Message) ScopedName() string {
	if p := m.File.Package; p != "" {
		return strings.TrimPrefix(m.FullName, p+".")
	}
	return m.FullName
}

// scopedIs compares the scoped name without building it.
func (m *Message) scopedIs(name string) bool {
	p := len(m.File.Package)
	if p > 0 {
		p++
	}
	return len(m.FullName)-p == len(name) && strings.HasSuffix(m.FullName, name)
}

// foundByNew reports whether findMessageByName of Druid's DescriptorBasedProtobufBytesDecoder takes the message for the name: a
// nested message also goes by the short name of its parent and its own, whatever is around those.
func (m *Message) foundByNew(name string) bool {
	if m.Name == name || m.FullName == name {
		return true
	}
	return m.Parent != nil && len(name) == len(m.Parent.Name)+1+len(m.Name) && strings.HasSuffix(name, "."+m.Name) && strings.HasPrefix(name, m.Parent.Name)
}

// maxNear bounds the messages that are compared with a misspelt name, maxName the length of names that are.
const (
	maxNear = 10_000
	maxName = 512
)

// near finds the messages that a name that nothing has was probably meant to be.
func (s *Set) near(name string) []Near {
	wanted := strings.Trim(strings.TrimSpace(name), ".")
	if len(wanted) > maxName {
		return nil
	}
	last := wanted[strings.LastIndexByte(wanted, '.')+1:]
	var out []Near
	for _, m := range s.messages[:min(len(s.messages), maxNear)] {
		if m.MapEntry || len(m.FullName) > maxName {
			continue
		}
		if why, ok := m.nearTo(wanted, last); ok {
			out = append(out, Near{m, why})
		}
	}
	slices.SortStableFunc(out, func(a, b Near) int { return cmp.Compare(a.Why, b.Why) })
	return out[:min(len(out), 5)]
}

func (m *Message) nearTo(wanted, last string) (Difference, bool) {
	same := func(a, b string) bool { return a == b || spelling.SameButStyle(a, b) }
	switch scoped := m.ScopedName(); {
	case same(wanted, m.FullName) || same(wanted, scoped) || same(wanted, m.Name):
		return ByCase, true
	case strings.HasSuffix(strings.ToLower(wanted), "."+strings.ToLower(scoped)):
		return ByPackage, true
	case same(last, m.Name):
		return ByNesting, true
	}
	candidates := slices.Values([]string{m.FullName, m.ScopedName(), m.Name})
	if _, ok := spelling.Near(wanted, candidates); ok {
		return BySpelling, true
	}
	return 0, false
}

// Default is what Druid takes when protoMessageType is absent.
type Default struct {
	// Documented is "the first message type found in the descriptor": the first message of the first file that has one. Files that
	// others of the set import come last, as protoc's --include_imports puts them first in the set.
	Documented *Message
	// Old is the choice of Druid through 34: the first full name of all messages in the order of the alphabet.
	Old *Message
	// New is the choice of Druid from 35 on: the first message of the only file with messages; nil if several have some, as the
	// files are in a hash map.
	New *Message
}

// Certain reports whether every version makes the documented choice.
func (d Default) Certain() bool { return d.Old == d.Documented && d.New == d.Documented }

// Default returns the messages that Druid takes without a protoMessageType; none if the set has no message.
func (s *Set) Default() Default {
	var d Default
	imported := map[*File]bool{}
	for _, f := range s.files {
		for _, g := range f.imports {
			imported[g] = true
		}
	}
	with := 0
	for _, f := range s.files {
		if len(f.Messages) == 0 {
			continue
		}
		with++
		d.New = f.Messages[0]
		if d.Documented == nil || imported[d.Documented.File] && !imported[f] {
			d.Documented = f.Messages[0]
		}
	}
	if with > 1 {
		d.New = nil
	}
	for _, m := range s.messages {
		if d.Old == nil || m.FullName < d.Old.FullName {
			d.Old = m
		}
	}
	return d
}
