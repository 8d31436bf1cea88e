package document

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// aliasValue adds what an alias stands for, with the spans of the alias.
func (b *yamlBuilder) aliasValue(n *yaml.Node, key yamlKey) {
	b.expand(n, func() { b.value(n.Alias, key) }, func() {
		b.add(Broken, key, b.alias, aliased)
	})
}

// expand calls add for an alias in a state in which all nodes get the alias' span, or refuse when the alias is inside of what it stands for.
func (b *yamlBuilder) expand(n *yaml.Node, add, refuse func()) {
	outerAlias, outerIn := b.alias, b.inAlias
	if !b.inAlias {
		start := b.start(n)
		b.alias = Span{start, max(start, min(start+1+len(n.Value), len(b.src)))}
		b.low = b.alias.End
		b.inAlias = true
	}
	b.nested++
	switch {
	case b.measuring:
		refuse()
	case b.expanding[n.Alias]:
		b.file.fault(Invalid, b.alias, b.parent, fmt.Sprintf("the alias *%s stands for a value that contains it; write the value out", n.Value))
		refuse()
	case b.nested > MaxDepth:
		b.file.fault(TooDeep, b.alias, b.parent, fmt.Sprintf("aliases within aliases, more than %d deep; what is inside is not read", MaxDepth))
		refuse()
	case b.spend():
		b.expanding[n.Alias] = true
		add()
		delete(b.expanding, n.Alias)
	}
	b.nested--
	b.alias, b.inAlias = outerAlias, outerIn
}

// isMerge reports whether a member is a merge key with something to merge.
func isMerge(key, value *yaml.Node) bool {
	if key.Kind != yaml.ScalarNode || key.ShortTag() != "!!merge" {
		return false
	}
	target := resolveAlias(value)
	if target.Kind != yaml.SequenceNode {
		return target.Kind == yaml.MappingNode
	}
	for _, item := range target.Content {
		if resolveAlias(item).Kind != yaml.MappingNode {
			return false
		}
	}
	return true
}

func resolveAlias(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// ownKeys returns the keys that the members of a mapping with a merge key have themselves, nil if it has no merge key.
func ownKeys(n *yaml.Node) map[string]bool {
	var keys map[string]bool
	for i := 0; i+1 < len(n.Content); i += 2 {
		if isMerge(n.Content[i], n.Content[i+1]) {
			keys = map[string]bool{}
		}
	}
	if keys == nil {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if !isMerge(n.Content[i], n.Content[i+1]) {
			keys[resolveAlias(n.Content[i]).Value] = true
		}
	}
	return keys
}

// merge adds the members that a merge key brings and that are not taken. Of several sources the first wins.
func (b *yamlBuilder) merge(key, value *yaml.Node, taken map[string]bool) {
	if !b.inAlias {
		b.measure(key)
	}
	switch {
	case value.Kind == yaml.AliasNode:
		b.expand(value, func() { b.mergeTarget(value.Alias, taken) }, func() {})
	case b.inAlias:
		b.mergeTarget(value, taken)
	default:
		// What is written out in place is flagged like an alias too: it has no place of its own in the object.
		b.alias = b.measure(value)
		b.inAlias = true
		b.mergeTarget(value, taken)
		b.inAlias = false
	}
}

// mergeTarget merges a mapping, or the mappings of a list.
func (b *yamlBuilder) mergeTarget(target *yaml.Node, taken map[string]bool) {
	if target.Kind == yaml.SequenceNode {
		for _, item := range target.Content {
			if item.Kind == yaml.AliasNode {
				b.expand(item, func() { b.mergeTarget(item.Alias, taken) }, func() {})
			} else {
				b.mergeTarget(item, taken)
			}
		}
		return
	}
	for i := 0; i+1 < len(target.Content) && b.budget > 0; i += 2 {
		key, value := target.Content[i], target.Content[i+1]
		if isMerge(key, value) {
			b.merge(key, value, taken)
			continue
		}
		if text := resolveAlias(key).Value; !taken[text] {
			taken[text] = true
			b.value(value, b.key(key))
		}
	}
}
