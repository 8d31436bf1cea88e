package lint

import (
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/lint/config"
)

// Catalogue knows rules by their ids. It implements config.Known.
type Catalogue struct {
	rules map[string]Metadata
	ids   []string
}

// NewCatalogue returns a catalogue of the given rules.
func NewCatalogue(rules []*Rule) *Catalogue {
	c := &Catalogue{rules: map[string]Metadata{}}
	for _, rule := range rules {
		c.rules[rule.ID] = rule.Metadata
		c.ids = append(c.ids, rule.ID)
	}
	slices.Sort(c.ids)
	return c
}

// All returns the metadata of all rules, sorted by id.
func (c *Catalogue) All() []Metadata {
	all := make([]Metadata, 0, len(c.ids))
	for _, id := range c.ids {
		all = append(all, c.rules[id])
	}
	return all
}

// Get returns the metadata of a rule.
func (c *Catalogue) Get(id string) (Metadata, bool) {
	m, ok := c.rules[id]
	return m, ok
}

// Category returns the metadata of the rules of a category, such as "shape", sorted by id.
func (c *Catalogue) Category(name string) []Metadata {
	var list []Metadata
	for _, id := range c.ids {
		if path.Dir(id) == name {
			list = append(list, c.rules[id])
		}
	}
	return list
}

// Categories returns the names of the categories, sorted.
func (c *Catalogue) Categories() []string {
	var list []string
	for _, id := range c.ids {
		list = append(list, path.Dir(id))
	}
	return slices.Compact(list)
}

// Rule reports whether an id, or a category with "/*", is known, and what took the place of a retired id.
func (c *Catalogue) Rule(id string) (known bool, replacement string) {
	if category, all := strings.CutSuffix(id, "/*"); all {
		return slices.ContainsFunc(c.ids, func(id string) bool { return path.Dir(id) == category }), ""
	}
	m, ok := c.rules[id]
	return ok, m.Replacement
}

// Suppressible reports whether findings of a rule, or of one of a category with "/*", can be suppressed.
func (c *Catalogue) Suppressible(name string) bool {
	if category, all := config.IsCategory(name); all {
		return slices.ContainsFunc(c.Category(category), func(m Metadata) bool { return !m.Unsuppressible })
	}
	m, ok := c.rules[name]
	return ok && !m.Unsuppressible
}

// IDs yields the ids of the rules in use, and the categories with "/*".
func (c *Catalogue) IDs() iter.Seq[string] {
	return func(yield func(string) bool) {
		last := ""
		for _, id := range c.ids {
			if category := path.Dir(id) + "/*"; category != last {
				last = category
				if !yield(category) {
					return
				}
			}
			if c.rules[id].Replacement == "" && !yield(id) {
				return
			}
		}
	}
}
