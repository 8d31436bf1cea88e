package config

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/polarspec/polarspec/internal/document"
)

// Settings are what holds for a run: the settings files that apply, the outermost first.
type Settings struct {
	Layers []*Layer
	// Flags are severities given on the command line; they win over all files.
	Flags []RuleSeverity
}

// Layer is one settings file.
type Layer struct {
	// Path is the file, Dir its folder; both absolute.
	Path, Dir string

	Root         bool
	Files        []string
	Exclude      []string
	Environments []Environment
	Rules        []RuleSeverity
	Overrides    []Override
	Ignore       []Ignore
	Baseline     string
	FieldNames   string // "json", "proto" or ""
	Include      []string
	Schemas      []string
	Topics       []Topic
	Uploads      map[string]string
	Complete     bool // all connections have a spec in the project
	Policies     []string

	patterns []pattern
	ruleUses []use
	ignored  globIndex // of Ignore, by File
}

// pattern is a file pattern of a layer that should match at least one file.
type pattern struct {
	node document.Node
	glob string
	// specs says that it should match a spec. Whoever reads other files reports what is wrong with their patterns.
	specs bool
}

// Environment is a set of files that belong together.
type Environment struct {
	Name  string
	Files []string
}

// RuleSeverity sets the severity of a rule, or of a category when Rule ends in "/*".
type RuleSeverity struct {
	Rule     string
	Severity Severity
	// Node is the entry in the settings file; absent for a flag.
	Node document.Node
}

// Override sets severities for some files.
type Override struct {
	Files []string
	Rules []RuleSeverity
}

// Topic is what is known of a topic.
type Topic struct {
	Name, Connection, Encoding, KeyEncoding, Schema, Message string
	Samples, KeySamples, Writers                             []string
	// Node is the entry in the settings file.
	Node document.Node
}

// Baseline returns the absolute path of the file with the known findings and the settings file that names it; "" and nil if none does.
// The innermost one decides.
func (s *Settings) Baseline() (file string, from *Layer) {
	for _, layer := range slices.Backward(s.Layers) {
		if name := filepath.FromSlash(layer.Baseline); name != "" {
			if !filepath.IsAbs(name) {
				name = filepath.Join(layer.Dir, name)
			}
			return name, layer
		}
	}
	return "", nil
}

// Any reports whether there is a settings file at all.
func (s *Settings) Any() bool { return len(s.Layers) > 0 }

// Root returns the folder of the outermost settings file, the root of the project; "" without one.
func (s *Settings) Root() string {
	if !s.Any() {
		return ""
	}
	return s.Layers[0].Dir
}

// SelectsFiles reports whether any settings file says which files hold specs.
func (s *Settings) SelectsFiles() bool {
	for _, layer := range s.Layers {
		if len(layer.Files) > 0 {
			return true
		}
	}
	return false
}

// Claims reports whether the settings say that the file at the absolute path holds a spec.
func (s *Settings) Claims(file string) bool {
	return s.anyLayer(file, func(l *Layer) []string { return l.Files })
}

// Excludes reports whether the file or folder at the absolute path, or a folder above it, is left out.
func (s *Settings) Excludes(file string) bool {
	return s.anyLayer(file, func(l *Layer) []string { return l.Exclude })
}

func (s *Settings) anyLayer(file string, globs func(*Layer) []string) bool {
	for _, layer := range s.Layers {
		if layer.matches(globs(layer), file) {
			return true
		}
	}
	return false
}

// CompleteConnections reports whether the project says that it has all connections.
func (s *Settings) CompleteConnections() bool {
	for _, layer := range s.Layers {
		if layer.Complete {
			return true
		}
	}
	return false
}

// ProtobufNames says which names the fields of Protobuf records have: "json", "proto", or "" where no settings say so. The
// innermost settings file that says something decides.
func (s *Settings) ProtobufNames() string {
	for i := len(s.Layers) - 1; i >= 0; i-- {
		if names := s.Layers[i].FieldNames; names != "" {
			return names
		}
	}
	return ""
}

// DeclaresEnvironments reports whether any settings file names environments.
func (s *Settings) DeclaresEnvironments() bool {
	for _, layer := range s.Layers {
		if len(layer.Environments) > 0 {
			return true
		}
	}
	return false
}

// HasEnvironment reports whether any settings file declares an environment of that name.
func (s *Settings) HasEnvironment(name string) bool {
	for _, layer := range s.Layers {
		for _, e := range layer.Environments {
			if e.Name == name {
				return true
			}
		}
	}
	return false
}

// Environment returns the name of the environment that the file belongs to, "" for none. The innermost settings file decides, and in it the first match.
func (s *Settings) Environment(file string) string {
	for i := len(s.Layers) - 1; i >= 0; i-- {
		for _, e := range s.Layers[i].Environments {
			if s.Layers[i].matches(e.Files, file) {
				return e.Name
			}
		}
	}
	return ""
}

// Severity returns the severity that the settings give a rule in a file; ok is false where they say nothing. Flags win over
// overrides, overrides over rules, inner files over outer ones, a rule over its category, and later entries over earlier ones.
func (s *Settings) Severity(rule, file string) (severity Severity, ok bool) {
	entry, _ := s.SeverityEntry(rule, file)
	if entry == nil {
		return Off, false
	}
	return entry.Severity, true
}

// SeverityEntry returns the entry that gives a rule its severity in a file, and the settings file that has it; nil for a flag. Without
// an entry both are nil.
func (s *Settings) SeverityEntry(rule, file string) (*RuleSeverity, *Layer) {
	if entry := lookup(s.Flags, rule); entry != nil {
		return entry, nil
	}
	for _, layer := range slices.Backward(s.Layers) {
		for j := len(layer.Overrides) - 1; j >= 0; j-- {
			if !layer.matches(layer.Overrides[j].Files, file) {
				continue
			}
			if entry := lookup(layer.Overrides[j].Rules, rule); entry != nil {
				return entry, layer
			}
		}
	}
	for _, layer := range slices.Backward(s.Layers) {
		if entry := lookup(layer.Rules, rule); entry != nil {
			return entry, layer
		}
	}
	return nil, nil
}

func lookup(list []RuleSeverity, rule string) *RuleSeverity {
	if len(list) == 0 {
		return nil
	}
	category := path.Dir(rule) + "/*"
	for _, name := range [...]string{rule, category} {
		for i := range slices.Backward(list) {
			if list[i].Rule == name {
				return &list[i]
			}
		}
	}
	return nil
}

// matches reports whether a pattern matches the file, or a folder above it, relative to the folder of the settings file.
func (l *Layer) matches(globs []string, file string) bool {
	if len(globs) == 0 {
		return false
	}
	relative, ok := l.relative(file)
	if !ok {
		return false
	}
	for _, glob := range globs {
		if matchPath(glob, relative) {
			return true
		}
	}
	return false
}

func (l *Layer) relative(file string) (string, bool) {
	relative, err := filepath.Rel(l.Dir, file)
	if err != nil {
		return "", false
	}
	relative = filepath.ToSlash(relative)
	return relative, relative != ".." && !strings.HasPrefix(relative, "../")
}

// matchPath matches a pattern against a path; a pattern without wildcard, or one that matches a folder, takes all below it.
func matchPath(glob, name string) bool {
	glob = strings.TrimSuffix(strings.TrimPrefix(glob, "./"), "/")
	for name != "." && name != "" {
		if ok, err := doublestar.Match(glob, name); ok && err == nil {
			return true
		}
		name = path.Dir(name)
	}
	return false
}
