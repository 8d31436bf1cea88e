package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"
)

// maxAliased is how many nodes the aliases of a file may stand for.
const maxAliased = 100_000

// parseYAML reads f.Source.
func parseYAML(f *File) {
	if fault, found := unreadableYAML(f.Source); found {
		f.fault(Invalid, fault.Span, none, fault.Message)
		return
	}
	documents, err := readYAML(bytes.NewReader(withoutVersion(f.Source)))
	b := yamlBuilder{file: f, src: f.Source, places: newYAMLPlaces(f.Source), parent: none, budget: maxAliased, expanding: map[*yaml.Node]bool{}}
	b.documents(documents)
	if err != nil {
		span, message := yamlFault(f.Source, err)
		f.fault(Invalid, span, none, message)
	}
}

// withoutVersion returns the text with the version 1.2 of its directives written as 1.1, the only one that the library takes:
// what it reads differently from 1.1 it does anyway. Offsets stay what they are.
func withoutVersion(src []byte) []byte {
	if !bytes.Contains(src, []byte("%YAML 1.2")) {
		return src
	}
	changed := bytes.Clone(src)
	for at := 0; at < len(changed); {
		line := changed[at:]
		if bytes.HasPrefix(line, []byte("%YAML 1.2")) {
			line[len("%YAML 1.2")-1] = '1'
		}
		next := bytes.IndexByte(line, '\n')
		if next < 0 {
			break
		}
		at += next + 1
	}
	return changed
}

// readYAML returns the documents up to the first error.
func readYAML(source io.Reader) (documents []*yaml.Node, err error) {
	defer func() {
		// The library means to report every fault as an error, but hostile text has made it panic before.
		if cause := recover(); cause != nil {
			err = fmt.Errorf("yaml: the text cannot be read (%v)", cause)
		}
	}()
	decoder := yaml.NewDecoder(source)
	for {
		document := new(yaml.Node)
		if err := decoder.Decode(document); errors.Is(err, io.EOF) {
			return documents, nil
		} else if err != nil {
			return documents, err
		}
		documents = append(documents, document)
	}
}

// yamlBuilder turns the nodes of the YAML library into the tree of a file. Every span starts at or after the end of the one before it,
// whatever the library says, so that children lie inside their parents and beside each other.
type yamlBuilder struct {
	file      *File
	src       []byte
	places    yamlPlaces
	low       int   // the end of what was placed last
	parent    int32 // the container at hand
	depth     int
	nested    int                 // how many aliases are being expanded, one inside the other
	budget    int                 // how many nodes the aliases may still stand for
	expanding map[*yaml.Node]bool // the containers that are being placed, in the text or for an alias
	alias     Span                // the alias that is being expanded
	inAlias   bool
	measuring bool // the values that are being placed do not stay, so their aliases are not expanded
}

// yamlKey is the key of a value that is about to be placed; the zero value for a list item.
type yamlKey struct {
	span  Span
	flags flags
	text  string
}

// documents builds the tree of a file: the value of one document, or a list of the values of several.
func (b *yamlBuilder) documents(documents []*yaml.Node) {
	if len(documents) == 1 {
		b.value(documents[0].Content[0], yamlKey{})
	}
	if len(documents) < 2 {
		return
	}
	b.file.Stream = true
	b.parent = b.add(Array, yamlKey{}, Span{0, len(b.src)}, 0)
	for _, document := range documents {
		b.value(document.Content[0], yamlKey{})
	}
}

// value adds a node and all below it.
func (b *yamlBuilder) value(n *yaml.Node, key yamlKey) {
	if b.inAlias && !b.spend() {
		return
	}
	switch n.Kind {
	case yaml.AliasNode:
		b.aliasValue(n, key)
	case yaml.MappingNode, yaml.SequenceNode:
		b.container(n, key)
	default:
		b.scalar(n, key)
	}
}

// spend takes one step of expanding aliases from the budget. It returns false when the budget is used up, which it reports once.
func (b *yamlBuilder) spend() bool {
	if b.budget == 0 {
		return false
	}
	b.budget--
	if b.budget == 0 {
		b.file.fault(Invalid, b.alias, b.parent, fmt.Sprintf("the aliases of this file stand for more than %d values; write the values out", maxAliased))
	}
	return b.budget > 0
}

// container adds an array or object.
func (b *yamlBuilder) container(n *yaml.Node, key yamlKey) {
	if b.depth == MaxDepth {
		b.tooDeep(n, key)
		return
	}
	kind := Array
	if n.Kind == yaml.MappingNode {
		kind = Object
	}
	start := b.start(n)
	outer := b.parent
	b.parent = b.add(kind, key, Span{start, start}, 0)
	b.depth++
	own := !b.expanding[n]
	b.expanding[n] = true
	if kind == Object {
		b.members(n)
	} else {
		for _, item := range n.Content {
			b.value(item, yamlKey{})
		}
	}
	if !b.inAlias {
		b.low = b.containerEnd(n, start)
		b.file.nodes[b.parent].valueEnd = int32(b.low)
		if kind == Object {
			b.duplicates(b.parent)
		}
	}
	if own {
		delete(b.expanding, n)
	}
	b.depth--
	b.parent = outer
}

// tooDeep adds a value that stands for a container below MaxDepth.
func (b *yamlBuilder) tooDeep(n *yaml.Node, key yamlKey) {
	start := b.start(n)
	end := min(start+1, len(b.src))
	span := Span{start, end}
	if b.inAlias {
		span = b.alias
	}
	if faults := b.file.Faults; len(faults) == 0 || faults[len(faults)-1].Code != TooDeep {
		b.file.fault(TooDeep, span, b.parent, fmt.Sprintf("nested more than %d levels deep; what is inside is not read", MaxDepth))
	}
	b.add(Broken, key, Span{start, end}, 0)
	b.low = max(b.low, end)
}

// members adds the members of an object.
func (b *yamlBuilder) members(n *yaml.Node) {
	taken := ownKeys(n)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if isMerge(key, value) {
			b.merge(key, value, taken)
			continue
		}
		placed := b.key(key)
		if isEmptyScalar(value) && !b.inAlias {
			b.skipColon()
		}
		b.value(value, placed)
	}
}

// skipColon goes behind the colon after a key, since the library can place a value that is not there before it.
func (b *yamlBuilder) skipColon() {
	i := skipYAMLSpace(b.src, b.low)
	if i >= len(b.src) || b.src[i] != ':' {
		return
	}
	// A text without quotes may start with a colon too.
	if rest := b.src[i+1:]; len(rest) == 0 || breakLength(rest) > 0 || bytes.IndexByte([]byte(" \t,]}"), rest[0]) >= 0 {
		b.low = i + 1
	}
}

// key places the key of a member.
func (b *yamlBuilder) key(n *yaml.Node) yamlKey {
	key := yamlKey{flags: keyed}
	target := n
	if n.Kind == yaml.AliasNode {
		target = n.Alias
	}
	if b.inAlias {
		key.span, key.text = b.alias, target.Value
		key.flags |= keyEscaped
		return key
	}
	key.span, key.text = b.measure(n), target.Value
	if target.Kind != yaml.ScalarNode {
		key.text = string(bytes.ToValidUTF8(b.src[key.span.Start:key.span.End], []byte("\ufffd")))
	}
	inner := key.span
	if isQuoted(n) {
		key.flags |= quotedKey
		inner = b.file.inner(inner)
	}
	if string(b.src[inner.Start:inner.End]) != key.text {
		key.flags |= keyEscaped
	}
	return key
}

// measure places a value that is not to be in the tree, such as a key, and returns its span.
func (b *yamlBuilder) measure(n *yaml.Node) Span {
	if n.Kind == yaml.ScalarNode {
		start := b.start(n)
		b.low = max(start, b.scalarEnd(n, start))
		return Span{start, b.low}
	}
	// Whatever is reported inside a key is not in the tree, so it goes too.
	count, faults, outer, measuring := len(b.file.nodes), len(b.file.Faults), b.parent, b.measuring
	b.parent, b.measuring = none, true
	b.value(n, yamlKey{})
	span := Span{b.low, b.low}
	if len(b.file.nodes) > count {
		r := b.file.nodes[count]
		span = Span{int(r.valueStart), int(r.valueEnd)}
	}
	for i := count; i < len(b.file.nodes); i++ {
		delete(b.file.texts, int32(i))
		delete(b.file.texts, int32(-1-i))
	}
	b.file.nodes, b.file.Faults, b.parent = b.file.nodes[:count], b.file.Faults[:faults], outer
	b.measuring = measuring
	return span
}

// scalar adds a string, number, boolean or null.
func (b *yamlBuilder) scalar(n *yaml.Node, key yamlKey) {
	start := b.start(n)
	end := start
	if !b.inAlias {
		end = max(start, b.scalarEnd(n, start))
		b.low = end
	}
	span, flags := Span{start, end}, flags(0)
	inner := span
	if isQuoted(n) {
		flags |= quotedValue
		inner = b.file.inner(span)
	}
	if b.inAlias || string(b.src[inner.Start:inner.End]) != n.Value {
		flags |= valueEscaped
	}
	i := b.add(scalarKind(n), key, span, flags)
	if flags&valueEscaped != 0 {
		b.setText(i, n.Value)
	}
}

func (b *yamlBuilder) setText(i int32, text string) {
	if b.file.texts == nil {
		b.file.texts = map[int32]string{}
	}
	b.file.texts[i] = text
}

// add appends a node to the tree as the last child of the container at hand.
func (b *yamlBuilder) add(kind Kind, key yamlKey, value Span, flags flags) int32 {
	i := int32(len(b.file.nodes))
	if b.inAlias {
		value, flags = b.alias, flags|aliased
	}
	b.file.nodes = append(b.file.nodes, record{
		kind: kind, flags: flags | key.flags,
		keyStart: int32(key.span.Start), keyEnd: int32(key.span.End),
		valueStart: int32(value.Start), valueEnd: int32(value.End),
		parent: b.parent, first: none, last: none, next: none,
	})
	if key.flags&keyEscaped != 0 {
		b.setText(-1-i, key.text)
	}
	if b.parent != none {
		link(b.file.nodes, b.parent, i)
	}
	return i
}

// duplicates reports the keys that an object has twice. Merged members give way, so they are never among them.
func (b *yamlBuilder) duplicates(object int32) {
	duplicateKeys(b.file, object, func(earlier, later int32) {
		if len(b.file.Faults) < maxOther {
			b.file.duplicate(earlier, later, object)
		}
	})
}

// isQuoted reports whether a scalar is in single or double quotes.
func isQuoted(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0
}

// scalarKind returns what a scalar is by the core schema of YAML 1.2. A tag counts only if the text fits it.
func scalarKind(n *yaml.Node) Kind {
	tag := n.ShortTag()
	if n.Style&yaml.TaggedStyle != 0 {
		plain := yaml.Node{Kind: yaml.ScalarNode, Value: n.Value}
		if own := plain.ShortTag(); own != tag && (own != "!!int" || tag != "!!float") {
			return String
		}
	}
	switch tag {
	case "!!null":
		return Null
	case "!!bool":
		return Bool
	case "!!int", "!!float":
		return Number
	}
	return String
}
