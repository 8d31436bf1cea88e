package protobuf

import (
	"fmt"
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// Drift is one difference between two versions of a message or set. json_name, options, comments and order do not count.
type Drift struct {
	// Path is the full name of the message and the way to the field in the names of the .proto file, with dots between.
	Path string
	// Was and Is describe the field, as in "repeated string = 4"; empty for what was added or removed. A message is just "message".
	Was, Is string
}

// Added reports whether only the second version has it.
func (d Drift) Added() bool { return d.Was == "" }

// Removed reports whether only the first version has it.
func (d Drift) Removed() bool { return d.Is == "" }

// maxDrift bounds the differences that are reported.
const maxDrift = 1000

// Compare returns what changed from one version of a message to another, messages within included.
func Compare(was, is *Message) []Drift {
	c := &comparison{seen: map[[2]*Message]bool{}}
	c.messages(was, is, was.FullName)
	for len(c.todo) > 0 && len(c.out) < maxDrift {
		next := c.todo[0]
		c.todo = c.todo[1:]
		c.fields(next.was, next.is, next.path)
	}
	return c.out
}

// CompareSets returns what changed from one set to another, by the full names of messages; map entries are part of their fields.
func CompareSets(was, is *Set) []Drift {
	c := &comparison{flat: true}
	seen := map[string]bool{}
	for _, m := range was.messages {
		if m.MapEntry || seen[m.FullName] {
			continue
		}
		seen[m.FullName] = true
		if other := is.Message(m.FullName); other != nil {
			c.fields(m, other, m.FullName)
		} else {
			c.add(Drift{Path: m.FullName, Was: "message"})
		}
	}
	for _, m := range is.messages {
		if !m.MapEntry && !seen[m.FullName] {
			seen[m.FullName] = true
			c.add(Drift{Path: m.FullName, Is: "message"})
		}
	}
	return c.out
}

type pair struct {
	was, is *Message
	path    string
}

type comparison struct {
	out  []Drift
	flat bool // messages within are compared by their own names
	seen map[[2]*Message]bool
	todo []pair
}

func (c *comparison) add(d Drift) {
	if len(c.out) < maxDrift {
		c.out = append(c.out, d)
	}
}

// messages has two messages compared, once.
func (c *comparison) messages(was, is *Message, path string) {
	if c.flat || was == nil || is == nil || len(path) > maxPath || c.seen[[2]*Message{was, is}] {
		return
	}
	c.seen[[2]*Message{was, is}] = true
	c.todo = append(c.todo, pair{was, is, path})
}

// fields compares field by field: by name, then what is left by number, which is a new name for the same data.
func (c *comparison) fields(was, is *Message, path string) {
	byName, byNumber := map[string]*Field{}, map[int32]*Field{}
	for _, f := range is.Fields {
		byName[f.Name] = f
	}
	old := map[string]bool{}
	for _, f := range was.Fields {
		old[f.Name] = true
	}
	for _, f := range is.Fields {
		if !old[f.Name] {
			byNumber[f.Number] = f
		}
	}
	renamed := map[*Field]bool{}
	for _, f := range was.Fields {
		at := path + "." + f.Name
		other := byName[f.Name]
		if other == nil {
			if other = byNumber[f.Number]; other != nil {
				renamed[other] = true
				c.add(Drift{at, describe(f) + " " + f.Name, describe(other) + " " + other.Name})
				continue
			}
			c.add(Drift{Path: at, Was: describe(f)})
			continue
		}
		if a, b := describe(f), describe(other); a != b {
			c.add(Drift{at, a, b})
		}
		c.symbols(f, other, at)
		c.messages(within(f), within(other), at)
	}
	for _, f := range is.Fields {
		if !old[f.Name] && !renamed[f] {
			c.add(Drift{Path: path + "." + f.Name, Is: describe(f)})
		}
	}
}

// symbols compares the values of enums.
func (c *comparison) symbols(was, is *Field, path string) {
	if was.Enum == nil || is.Enum == nil || slices.Equal(was.Enum.Symbols, is.Enum.Symbols) {
		return
	}
	for _, s := range was.Enum.Symbols {
		if !is.Enum.has(s) {
			c.add(Drift{Path: path + "." + s, Was: "enum value"})
		}
	}
	for _, s := range is.Enum.Symbols {
		if !was.Enum.has(s) {
			c.add(Drift{Path: path + "." + s, Is: "enum value"})
		}
	}
}

// describe is a field as the .proto file has it, without its name.
func describe(f *Field) string {
	var label string
	switch {
	case f.Repeated && !f.Map():
		label = "repeated "
	case f.proto.OneofIndex != nil && !f.proto.GetProto3Optional():
		label = "oneof "
	default:
		label = [...]string{"", "optional ", "", "required "}[f.Presence]
	}
	if f.Map() {
		label = ""
	}
	return fmt.Sprintf("%s%s = %d", label, typeName(f), f.Number)
}

func typeName(f *Field) string {
	switch {
	case f.Map() && len(f.Message.Fields) == 2:
		return fmt.Sprintf("map<%s, %s>", typeName(f.Message.Fields[0]), typeName(f.Message.Fields[1]))
	case f.Message != nil:
		return f.Message.FullName
	case f.Enum != nil:
		return f.Enum.FullName
	case f.proto.GetTypeName() != "":
		return f.proto.GetTypeName()
	case f.Kind == protoreflect.Kind(0):
		return "?"
	}
	return f.Kind.String()
}
