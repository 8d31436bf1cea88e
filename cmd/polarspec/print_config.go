package main

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint/config"
)

// effective are the settings that hold for a path, in machine output. Paths are relative to the working directory; at is the place that
// gives a setting, as FILE:LINE, or a flag.
type effective struct {
	Path string `json:"path"`
	// Settings are the settings files that apply, the outermost first.
	Settings            []string          `json:"settings"`
	Excluded            bool              `json:"excluded"`
	Claimed             bool              `json:"claimed"`
	Environment         string            `json:"environment"`
	Rules               []effectiveRule   `json:"rules"`
	Ignore              []effectiveIgnore `json:"ignore"`
	Baseline            string            `json:"baseline"`
	Schemas             []string          `json:"schemas"`
	Topics              []effectiveTopic  `json:"topics"`
	Uploads             []string          `json:"uploads"`
	FieldNames          string            `json:"fieldNames"`
	Include             []string          `json:"include"`
	CompleteConnections bool              `json:"completeConnections"`
	Policies            []string          `json:"policies"`
}

// effectiveRule is a rule whose severity is not its default.
type effectiveRule struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Default  string `json:"default"`
	At       string `json:"at"`
}

// effectiveIgnore is an entry of the settings that suppresses findings in the file.
type effectiveIgnore struct {
	File    string   `json:"file"`
	Pointer string   `json:"pointer"`
	Rules   []string `json:"rules"`
	Reason  string   `json:"reason"`
	Until   string   `json:"until"`
	At      string   `json:"at"`
}

type effectiveTopic struct {
	Topic      string `json:"topic"`
	Connection string `json:"connection"`
	At         string `json:"at"`
}

// printConfig prints the settings that hold for a path.
func printConfig(s *streams, f lintFlags, paths []string) error {
	if len(paths) > 1 {
		return usageError("--print-config takes one PATH, or none for the working directory")
	}
	name := f.stdinFilename
	if len(paths) == 1 && paths[0] != "-" {
		name = paths[0]
	}
	if len(f.formats) != 1 || f.formats[0] != "text" && f.formats[0] != "json" {
		return usageError("--print-config prints text or json: use one --format")
	}
	run, err := newRun(s, f, paths)
	if err != nil {
		return err
	}
	if n := len(run.problems); n > 0 {
		_, _ = fmt.Fprintf(s.err, "polarspec: %s in the settings, which polarspec lint shows: what is wrong there is left out\n", count(n, "problem"))
	}
	e := run.effective(absolute(s.dir, name))
	if f.formats[0] == "json" {
		return writeJSON(s.out, e)
	}
	return printed(s.out.Write(e.yaml()))
}

// effective finds what holds for a file or folder.
func (r *lintRun) effective(file string) effective {
	s := r.settings
	e := effective{
		Path: r.name(file), Settings: []string{}, Excluded: s.Excludes(file), Claimed: s.Claims(file), Environment: s.Environment(file), Rules: []effectiveRule{},
		Ignore: []effectiveIgnore{}, Schemas: []string{}, Topics: []effectiveTopic{}, Uploads: []string{}, FieldNames: s.ProtobufNames(), Include: []string{},
		CompleteConnections: s.CompleteConnections(), Policies: []string{},
	}
	if baseline, _ := s.Baseline(); baseline != "" {
		e.Baseline = r.name(baseline)
	}
	for _, layer := range s.Layers {
		e.Settings = append(e.Settings, r.name(layer.Path))
		below := func(names []string) []string {
			var list []string
			for _, name := range names {
				list = append(list, path.Join(r.name(layer.Dir), name))
			}
			return list
		}
		e.Schemas = append(e.Schemas, below(layer.Schemas)...)
		e.Include = append(e.Include, below(layer.Include)...)
		e.Policies = append(e.Policies, below(layer.Policies)...)
		e.Uploads = append(e.Uploads, slices.Sorted(maps.Keys(layer.Uploads))...)
		for _, topic := range layer.Topics {
			// That of an inner settings file takes the place of an outer one.
			e.Topics = slices.DeleteFunc(e.Topics, func(outer effectiveTopic) bool { return outer.Topic == topic.Name })
			e.Topics = append(e.Topics, effectiveTopic{topic.Name, topic.Connection, r.lineOf(layer.Path, topic.Node)})
		}
	}
	slices.Sort(e.Uploads)
	e.Uploads = slices.Compact(e.Uploads)
	for _, rule := range r.catalogue.All() {
		entry, layer := s.SeverityEntry(rule.ID, file)
		if entry == nil || entry.Severity == rule.Severity {
			continue
		}
		at := "--rule"
		if layer != nil {
			at = r.lineOf(layer.Path, entry.Node)
		}
		e.Rules = append(e.Rules, effectiveRule{rule.ID, entry.Severity.String(), rule.Severity.String(), at})
	}
	for _, entry := range s.Ignores(file) {
		e.Ignore = append(e.Ignore, effectiveIgnore{entry.File, entry.Pointer, entry.Rules, entry.Reason, entry.Until, r.ignoreAt(entry)})
	}
	return e
}

// ignoreAt is where an entry begins.
func (r *lintRun) ignoreAt(entry *config.Ignore) string {
	if len(entry.RuleNodes) == 0 {
		return r.name(entry.Path)
	}
	return r.lineOf(entry.Path, entry.RuleNodes[0].Parent().Parent())
}

// lineOf is the place where a setting begins, as FILE:LINE.
func (r *lintRun) lineOf(file string, n document.Node) string {
	start := n.Span().Start
	if n.HasKey() {
		start = n.KeySpan().Start
	}
	return fmt.Sprintf("%s:%d", r.name(file), n.File().Lines().Position(start).Line)
}

// yaml writes the settings for people: what is not set is left out, and places are comments.
func (e *effective) yaml() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "path: %s\n", plain(e.Path))
	yamlList(&b, "settings", e.Settings)
	fmt.Fprintf(&b, "excluded: %t\nclaimed: %t\n", e.Excluded, e.Claimed)
	yamlText(&b, "environment", e.Environment)
	if len(e.Rules) > 0 {
		b.WriteString("rules:\n")
	}
	for _, rule := range e.Rules {
		fmt.Fprintf(&b, "  %s: %s # %s, by default %s\n", plain(rule.Rule), plain(rule.Severity), comment(rule.At), rule.Default)
	}
	if len(e.Ignore) > 0 {
		b.WriteString("ignore:\n")
	}
	for _, entry := range e.Ignore {
		fmt.Fprintf(&b, "  - file: %s # %s\n", plain(entry.File), comment(entry.At))
		for _, member := range [][2]string{{"pointer", entry.Pointer}, {"reason", entry.Reason}, {"until", entry.Until}} {
			if member[1] != "" {
				fmt.Fprintf(&b, "    %s: %s\n", member[0], plain(member[1]))
			}
		}
		fmt.Fprintf(&b, "    rules: [%s]\n", strings.Join(plains(entry.Rules), ", "))
	}
	yamlText(&b, "baseline", e.Baseline)
	yamlList(&b, "schemas", e.Schemas)
	if len(e.Topics) > 0 {
		b.WriteString("topics:\n")
	}
	for _, topic := range e.Topics {
		fmt.Fprintf(&b, "  %s: {connection: %s} # %s\n", plain(topic.Topic), plain(topic.Connection), comment(topic.At))
	}
	yamlList(&b, "uploads", e.Uploads)
	yamlText(&b, "protobuf-field-names", e.FieldNames)
	yamlList(&b, "protobuf-include", e.Include)
	if e.CompleteConnections {
		b.WriteString("connections-complete: true\n")
	}
	yamlList(&b, "policies", e.Policies)
	return b.Bytes()
}

func yamlText(b *bytes.Buffer, key, value string) {
	if value != "" {
		fmt.Fprintf(b, "%s: %s\n", key, plain(value))
	}
}

func yamlList(b *bytes.Buffer, key string, values []string) {
	if len(values) > 0 {
		fmt.Fprintf(b, "%s: [%s]\n", key, strings.Join(plains(values), ", "))
	}
}

func plains(values []string) []string {
	list := make([]string, 0, len(values))
	for _, value := range values {
		list = append(list, plain(value))
	}
	return list
}

// plain writes a string so that YAML reads it back as one, without quotes where it can stand so.
func plain(s string) string {
	if regexp.MustCompile(`^[A-Za-z./_][A-Za-z0-9./_*-]*$`).MatchString(s) && !slices.Contains([]string{"on", "off", "yes", "no", "true", "false", "null", "y", "n", ".", ".inf", ".nan"}, strings.ToLower(s)) {
		return s
	}
	return quoted(s)
}

// comment keeps a text on the line of its comment.
func comment(s string) string { return strings.Join(strings.Fields(s), " ") }
