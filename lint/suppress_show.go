package lint

import (
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/project"
)

// showIgnores adds to the findings the entries that suppress them. Files are read again for it, which only those wait for who ask.
func (l *Linter) showIgnores(c *collection) {
	if !l.options.ShowIgnore {
		return
	}
	documents := map[string]*Summarized{}
	for _, d := range c.documents {
		documents[d.File] = d
	}
	paths := map[string]string{}
	for _, f := range l.schemas() {
		paths[f.Name] = f.Path
	}
	places := &placer{sources: c.sources}
	for i := range c.result.Findings {
		f := &c.result.Findings[i]
		if rule := l.rule(f.Rule); rule == nil || rule.Unsuppressible {
			continue
		}
		f.Ignore = &config.Ignore{File: config.LiteralGlob(f.File), Pointer: f.Pointer, Rules: []string{f.Rule}}
		path := paths[f.File]
		if d := documents[f.File]; d != nil {
			path = d.Path
			if located, err := places.open(d); err == nil {
				f.Ignore.Pointer = located.named(f.Pointer)
			}
		}
		if layer, relative := l.settings.InnermostLayer(path); layer != nil && path != "" {
			f.Ignore.File = config.LiteralGlob(relative)
		}
	}
}

func (l *Linter) schemas() []*project.SchemaFile {
	if l.options.Project == nil {
		return nil
	}
	return l.options.Project.Schemas
}

// named is a pointer with list items by their names, unless those are secrets or the text is broken.
func (l *locator) named(pointer string) string {
	n := l.file.Find(pointer)
	if !n.Exists() || l.file.Broken() {
		return pointer
	}
	l.ready()
	if named := NamedPointer(n); !l.secrets.leaks(named) {
		return named
	}
	return pointer
}
