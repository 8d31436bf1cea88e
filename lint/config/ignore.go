package config

import (
	"path"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
)

// Ignore says that findings are deliberate.
type Ignore struct {
	// File is a file or a pattern of files, relative to the folder of the settings file.
	File string
	// Pointer is the value that is meant with all below it, "" for the whole file. A list item may be written as [name=city].
	Pointer string
	// Reason says why, Until is the last day on which it holds, as YYYY-MM-DD; both may be empty.
	Reason, Until string
	// Rules are the rules that are silent there, or categories with "/*".
	Rules []string
	// RuleNodes are the places of Rules in the settings file, Path is that file.
	RuleNodes []document.Node
	Path      string
}

// Ignores returns the entries whose pattern takes the file at the absolute path, the outermost settings file first.
func (s *Settings) Ignores(file string) []*Ignore {
	var list []*Ignore
	for _, layer := range s.Layers {
		if len(layer.Ignore) == 0 {
			continue
		}
		if relative, ok := layer.relative(file); ok {
			for _, i := range layer.ignored.taking(relative) {
				list = append(list, &layer.Ignore[i])
			}
		}
	}
	return list
}

// InnermostLayer returns the innermost settings file whose folder the file at the absolute path lies in, and the path of the file
// relative to that folder; nil without one.
func (s *Settings) InnermostLayer(file string) (layer *Layer, relative string) {
	for i := len(s.Layers) - 1; i >= 0; i-- {
		if relative, ok := s.Layers[i].relative(file); ok {
			return s.Layers[i], relative
		}
	}
	return nil, ""
}

// IsCategory reports whether the name of a rule in the settings stands for a whole category, and which one.
func IsCategory(rule string) (category string, ok bool) { return strings.CutSuffix(rule, "/*") }

// Stands reports whether the name of a rule in the settings stands for the rule with the given id.
func Stands(name, id string) bool {
	if name == id {
		return true
	}
	category, ok := IsCategory(name)
	return ok && path.Dir(id) == category
}

// LiteralGlob is the pattern that takes exactly the file of that name.
func LiteralGlob(name string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`, "]", `\]`, "{", `\{`, "}", `\}`).Replace(name)
}

// globIndex finds the patterns that take a file without trying all of them: most name one file.
type globIndex struct {
	literal  map[string][]int
	wild     []string // each once
	wildUses map[string][]int
}

func (x *globIndex) add(glob string, i int) {
	if x.literal == nil {
		x.literal, x.wildUses = map[string][]int{}, map[string][]int{}
	}
	if !strings.ContainsAny(glob, `*?[{\`) {
		name := path.Clean(glob)
		x.literal[name] = append(x.literal[name], i)
		return
	}
	if x.wildUses[glob] == nil {
		x.wild = append(x.wild, glob)
	}
	x.wildUses[glob] = append(x.wildUses[glob], i)
}

// taking returns what was added under patterns that take the file, or a folder above it, in the order of adding.
func (x *globIndex) taking(name string) []int {
	var list []int
	if x.literal != nil {
		for above := name; above != "." && above != "/"; above = path.Dir(above) {
			list = append(list, x.literal[above]...)
		}
	}
	for _, glob := range x.wild {
		if matchPath(glob, name) {
			list = append(list, x.wildUses[glob]...)
		}
	}
	slices.Sort(list)
	return list
}

// drop leaves out the patterns that take the file.
func (x *globIndex) drop(name string) {
	for above := name; above != "." && above != "/" && len(x.literal) > 0; above = path.Dir(above) {
		delete(x.literal, above)
	}
	kept := x.wild[:0]
	for _, glob := range x.wild {
		if matchPath(glob, name) {
			delete(x.wildUses, glob)
			continue
		}
		kept = append(kept, glob)
	}
	x.wild = kept
}

// all returns what was added and not dropped, in its order.
func (x *globIndex) all() []int {
	var list []int
	for _, uses := range []map[string][]int{x.literal, x.wildUses} {
		for _, use := range uses {
			list = append(list, use...)
		}
	}
	slices.Sort(list)
	return list
}
