package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/gen/manifest"
	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/discover"
	"github.com/polarspec/polarspec/schemas/polaris"
)

func newInit(s *streams) *cobra.Command {
	var force, dry bool
	var format string
	command := &cobra.Command{
		Use:   "init",
		Short: "Write a commented settings file after looking at what is there",
		Long: `Looks for specs and data schemas below the working directory and writes ` + config.FileName + ` with what it found, and with every
other setting as a comment.`,
		Example: "  polarspec init\n  polarspec init --print",
		Args:    takes(0, 0, "no arguments: it looks at the working directory"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != "text" && format != "json" {
				return formatError(format)
			}
			found, err := survey(cmd.Context(), s.dir)
			if err != nil {
				return failure(err)
			}
			text := found.settings()
			if dry && format == "text" {
				return printed(fmt.Fprint(s.out, text))
			}
			if !dry {
				if err := writeNew(filepath.Join(s.dir, config.FileName), text, force); err != nil {
					return err
				}
			}
			if format == "json" {
				return writeJSON(s.out, initOutput{config.FileName, !dry, text, len(found.specs), found.jobs, found.connections, found.tables})
			}
			manifestHint := ""
			if isFile(filepath.Join(s.dir, manifest.FileName)) {
				manifestHint = manifest.FileName + " lists generated specs: polarspec gen --check says whether they are fresh\n"
			}
			return printed(fmt.Fprintf(s.out, "wrote %s: %s\n%s", config.FileName, found.summary(), manifestHint))
		},
	}
	command.Flags().BoolVar(&force, "force", false, "overwrite an existing settings file")
	command.Flags().BoolVar(&dry, "print", false, "print the settings instead of writing the file")
	formatFlag(command, &format)
	return command
}

// initOutput is what init found and wrote, in machine output.
type initOutput struct {
	File    string `json:"file"`
	Written bool   `json:"written"`
	// Settings is the text of the settings file.
	Settings string `json:"settings"`
	// SpecFiles is how many files hold specs; the others are how many specs there are.
	SpecFiles   int `json:"specFiles"`
	Jobs        int `json:"jobs"`
	Connections int `json:"connections"`
	Tables      int `json:"tables"`
}

func writeNew(path, text string, force bool) error {
	if _, err := os.Lstat(path); err == nil && !force {
		return usageError("%s exists: use --force to overwrite it, or --print to see what would be written", config.FileName)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return failure(fmt.Errorf("looking at %s: %w", config.FileName, err))
	}
	if err := writeFile(path, strings.NewReader(text)); err != nil {
		return failure(fmt.Errorf("writing %s: %w", config.FileName, cause(err)))
	}
	return nil
}

// surveyed is what lies in a folder.
type surveyed struct {
	jobs, connections, tables int
	specs                     []string // files that hold specs
	broken                    []string // files that do not parse and are no specs, such as templates
	environments              []string // folders that are named like environments
	schemas                   []string // patterns of data schemas
}

// environmentNames are folder names that usually stand for an environment.
var environmentNames = []string{"dev", "development", "test", "qa", "int", "integration", "staging", "stage", "preprod", "prod", "production"}

func survey(ctx context.Context, dir string) (surveyed, error) {
	var found surveyed
	options := discover.Options{Paths: []string{"."}, Dir: dir, Extensions: append(slices.Clone(extensions), ".avsc", ".proto", ".desc")}
	err := discover.Walk(ctx, options, func(file discover.File) error {
		switch strings.ToLower(filepath.Ext(file.Name)) {
		case ".avsc", ".proto", ".desc":
			addNew(&found.schemas, patternOf(file.Name))
			return nil
		}
		if name := filepath.Base(file.Name); name != config.FileName && name != manifest.FileName && file.Size <= lint.MaxFileSize {
			found.look(file)
		}
		return nil
	}, func(string, error) {})
	if err != nil {
		return found, fmt.Errorf("looking for specs: %w", err)
	}
	slices.Sort(found.environments)
	slices.Sort(found.schemas)
	return found, nil
}

// look counts the specs of a file. A file that cannot be read is passed over: lint will say so.
func (found *surveyed) look(file discover.File) {
	source, err := os.ReadFile(file.Path)
	if err != nil {
		return
	}
	spec := false
	parsed := document.Parse(source, lint.SyntaxOf(file.Name, source))
	for root := range polaris.Documents(parsed) {
		switch polaris.Identify(root, false).Kind {
		case polaris.JobKind:
			found.jobs++
		case polaris.ConnectionKind:
			found.connections++
		case polaris.TableKind:
			found.tables++
		case polaris.Foreign:
			continue
		}
		spec = true
	}
	if !spec {
		if parsed.Broken() && !polaris.LooksLikeSpec(source) {
			found.broken = append(found.broken, file.Name)
		}
		return
	}
	found.specs = append(found.specs, file.Name)
	if folder := environmentOf(file.Name); folder != "" {
		addNew(&found.environments, folder)
	}
}

// environmentOf is the outermost folder of a file that is named like an environment, "" if none is.
func environmentOf(name string) string {
	folders := strings.Split(path.Dir(name), "/")
	for i, folder := range folders {
		if slices.Contains(environmentNames, folder) {
			return strings.Join(folders[:i+1], "/")
		}
	}
	return ""
}

// patterns are patterns for the files that hold specs: wide ones, since more will come, but none that takes a file which
// does not parse and is no spec, since lint would complain of it.
func (found *surveyed) patterns() []string {
	var list []string
	for _, name := range found.specs {
		for _, candidate := range []string{patternOf(name), escaped(path.Dir(name)) + "/*" + path.Ext(name), escaped(name)} {
			takes := func(broken string) bool { return doublestar.MatchUnvalidated(candidate, broken) }
			if !slices.ContainsFunc(found.broken, takes) {
				addNew(&list, candidate)
				break
			}
		}
	}
	slices.Sort(list)
	return list
}

// patternOf is a pattern for a file and its like: its first folder, or its extension at the top.
func patternOf(name string) string {
	first, _, nested := strings.Cut(name, "/")
	extension := path.Ext(name)
	switch {
	case !nested:
		return "*" + extension
	case slices.Contains(extensions, extension):
		return escaped(first) + "/**"
	}
	return escaped(first) + "/**/*" + extension
}

// escaped is a pattern for exactly this path.
func escaped(name string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`, "]", `\]`, "{", `\{`, "}", `\}`).Replace(name)
}

func addNew(list *[]string, s string) {
	if !slices.Contains(*list, s) {
		*list = append(*list, s)
	}
}

func (found surveyed) summary() string {
	return fmt.Sprintf("%s with specs (%s, %s, %s)", count(len(found.specs), "file"),
		count(found.jobs, "job"), count(found.connections, "connection"), count(found.tables, "table"))
}

// settings is the text of a settings file for what was found.
func (found surveyed) settings() string {
	var b strings.Builder
	b.WriteString(`# Settings of polarspec. "polarspec schema config" prints the JSON Schema of this file.
# File patterns are relative to this folder: * within a name, ** across folders, {a,b} for alternatives.
version: 1

# This is the outermost settings file of the project.
root: true

# Which files hold specs. They are read as specs even where their content does not tell.
`)
	list(&b, "files", found.patterns(), "[jobs/**, connections/**]")
	b.WriteString(`
# What is left out. Files that .gitignore leaves out are left out anyway.
# exclude: [vendor/**]

# A job refers to the connections and tables of its own environment.
`)
	if len(found.environments) > 0 {
		b.WriteString("environments:\n")
		for _, name := range environmentNames {
			var patterns []string
			for _, folder := range found.environments {
				if path.Base(folder) == name {
					patterns = append(patterns, quoted(escaped(folder)+"/**"))
				}
			}
			if len(patterns) > 0 {
				fmt.Fprintf(&b, "  %s: [%s]\n", name, strings.Join(patterns, ", "))
			}
		}
	} else {
		b.WriteString("# environments:\n#   prod: [prod/**]\n#   dev: [dev/**]\n")
	}
	b.WriteString(`
# Severities: error, warning, info or off, by rule or category. "polarspec rules" lists the rules.
# rules:
#   shape/unknown-field: error
#   mapping/*: warning

# The same for some files only; later entries win.
# overrides:
#   - files: [legacy/**]
#     rules: {shape/legacy-field: warning}

# Findings that are deliberate; "polarspec ignore" adds an entry, "polarspec lint --show-ignore" prints one for each finding.
# ignore:
#   - {file: jobs/a.json, pointer: "/source/inputSchema/[name=city]/dataType", rules: [input/lossy-type], reason: why, until: 2099-12-31}

# All connections of the organization have a spec here, so that a name without one is a mistake.
# connections: {complete: true}

# Data schemas of the project.
`)
	list(&b, "schemas", found.schemas, "[schemas/**/*.avsc, proto/**/*.proto]")
	return b.String()
}

// list writes a setting that is a list of patterns, as a comment with an example where nothing was found.
func list(b *strings.Builder, key string, patterns []string, example string) {
	if len(patterns) == 0 {
		fmt.Fprintf(b, "# %s: %s\n", key, example)
		return
	}
	fmt.Fprintf(b, "%s:\n", key)
	for _, p := range patterns {
		fmt.Fprintf(b, "  - %s\n", quoted(p))
	}
}

// quoted writes a string so that YAML reads it back: JSON strings are YAML.
func quoted(s string) string { return string(document.EncodeCompact(document.StringOf(s))) }
