package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/gen/emit"
)

// outputFlags say where a spec goes, and how.
type outputFlags struct {
	emit, file, format string
	force              bool
	set                []string
}

func (f *outputFlags) add(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVar(&f.emit, "emit", "", "what to write: json, yaml, or a script that sends the spec: curl, python; the default is told by the name of the file, else json")
	flags.StringVarP(&f.file, "output", "o", "", "file to write instead of standard output; folders are made, and a file that exists stays as it is")
	flags.BoolVar(&f.force, "force", false, "overwrite the file of --output")
	flags.StringArrayVar(&f.set, "set", nil, "value of a field of the spec, as PATH=VALUE such as source.formatSettings.binaryAsString=true; may be repeated")
	formatFlag(command, &f.format)
	_ = command.RegisterFlagCompletionFunc("emit", cobra.FixedCompletions(emit.Names(), cobra.ShellCompDirectiveNoFileComp))
}

// check refuses wrong flags before anything is read.
func (f *outputFlags) check(s *streams) error {
	if f.format != "text" && f.format != "json" {
		return formatError(f.format)
	}
	if f.emit == "" {
		f.emit = emitByName(f.file)
	}
	if _, ok := emit.ByName(f.emit); !ok {
		return usageError("--emit is one of %s, not %q", strings.Join(emit.Names(), ", "), f.emit)
	}
	if f.file == "" {
		if f.force {
			return usageError("--force is for --output, which names the file to overwrite")
		}
		return nil
	}
	path := absolute(s.dir, f.file)
	info, err := os.Stat(path)
	switch {
	case leadsNowhere(path):
		return usageError("%s is a link that leads nowhere, which would be lost: name another file", f.file)
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return failure(fmt.Errorf("%s: %w", f.file, cause(err)))
	case info.IsDir():
		return usageError("--output %s is a folder: name a file in it", f.file)
	case info.Mode().IsRegular() && !f.force:
		return usageError("%s exists: --force overwrites it", f.file)
	}
	return nil
}

// leadsNowhere reports whether a path is a link to what there is none of.
func leadsNowhere(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return false
	}
	_, err = os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

func emitByName(file string) string {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".yaml", ".yml":
		return "yaml"
	case ".sh":
		return "curl"
	case ".py":
		return "python"
	}
	return "json"
}

// generated is a spec in machine output.
type generated struct {
	File     string       `json:"file,omitempty"`
	Emit     string       `json:"emit"`
	Text     string       `json:"text"`
	Notes    []gen.Note   `json:"notes"`
	Findings []genFinding `json:"findings"`
}

// genFinding is what a rule says of a spec because of the user's choices.
type genFinding struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Pointer  string `json:"pointer"`
}

// generation is a spec on the way from its source to where it goes.
type generation struct {
	*streams
	outputFlags
	to emit.Endpoint
	// ownSchema is true if the data schema in the spec is the source, so that what is wrong with it is not the fault of a choice.
	ownSchema bool
	source    string
}

// finish lints a spec, says what is to be said, and writes it.
func (g *generation) finish(ctx context.Context, result gen.Result) (*draft, error) {
	format, _ := emit.ByName(g.emit)
	text := format(result.Spec, g.to)
	d := &draft{result: result, emit: g.emit, text: text, ownSchema: g.ownSchema, source: g.source}
	if g.file != "" && (g.emit == "json" || g.emit == "yaml") {
		d.path = absolute(g.dir, g.file)
	}
	if err := lintDrafts(ctx, g.streams, g.dir, []*draft{d}); err != nil {
		return nil, err
	}
	if err := d.fault(g.streams); err != nil {
		return nil, err
	}
	if g.format == "text" {
		if err := g.sayNotes(result.Notes); err != nil {
			return nil, err
		}
		for _, f := range d.findings {
			if err := printed(fmt.Fprintf(g.err, "polarspec: %s\n", f)); err != nil {
				return nil, err
			}
		}
	}
	if g.file != "" {
		if err := writeOutput(absolute(g.dir, g.file), text); err != nil {
			return nil, failure(fmt.Errorf("writing %s: %w", g.file, cause(err)))
		}
	}
	if g.format == "json" {
		output := generated{File: g.file, Emit: g.emit, Text: string(text), Notes: result.Notes, Findings: append([]genFinding{}, d.findings...)}
		if output.Notes == nil {
			output.Notes = []gen.Note{}
		}
		return d, writeJSON(g.out, output)
	}
	if g.file == "" {
		if _, err := g.out.Write(text); err != nil {
			return nil, failure(fmt.Errorf("writing the output: %w", err))
		}
	}
	return d, nil
}
