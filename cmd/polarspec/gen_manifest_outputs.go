package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/polarspec/polarspec/gen/manifest"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/lint/project"
)

// checkOutputs refuses files that must not be written: the manifest owns what it lists, and nothing else.
func (r *manifestRun) checkOutputs() {
	settings := r.settingsFiles()
	owners := map[string]*genFile{}
	for _, o := range r.outputs {
		o.real = realPath(o.path)
		problem := r.notOurs(o, settings)
		if other := owners[folded(o.real)]; problem == "" && other != nil {
			problem = r.taken(o, other)
		}
		if problem == "" {
			owners[folded(o.real)] = o
			continue
		}
		r.refuseOutput(o, problem)
	}
	for _, o := range r.outputs {
		for dir := filepath.Dir(o.real); !o.refused && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			if other := owners[folded(dir)]; other != nil {
				r.refuseOutput(o, fmt.Sprintf("%s is a file, the output of the entry in line %d, so that nothing can be in it", other.file, r.line(other)))
			}
		}
	}
}

func (r *manifestRun) refuseOutput(o *genFile, problem string) {
	o.refused = true
	at := o.entry.Node.Get("output")
	r.fault(at.File(), at.Span(), exitUsage, problem)
}

// folded is a path as many file systems compare it: without the difference of capital and small letters.
func folded(path string) string { return strings.ToLower(path) }

// notOurs is why a file is not the manifest's to write; "" if it is.
func (r *manifestRun) notOurs(o *genFile, settings map[string]string) string {
	switch {
	case strings.Contains(o.entry.Output, `\`):
		return fmt.Sprintf("%q has a backslash, which is a part of the name on one system and leads to a folder on another: write / between folders", o.entry.Output)
	case !below(r.manifest.Dir, o.path):
		return fmt.Sprintf("%q lies outside of the folder of the manifest: a manifest writes below its own folder only", o.entry.Output)
	case !below(realPath(r.manifest.Dir), o.real):
		return fmt.Sprintf("%s leads out of the folder of the manifest through a link: a manifest writes below its own folder only", o.file)
	case settings[folded(o.real)] != "":
		return fmt.Sprintf("%s is %s: name another file", o.file, settings[folded(o.real)])
	case r.inputs[folded(o.real)]:
		return o.file + " is an input of the manifest: name another file"
	case isSource(o.path):
		return o.file + " is named like a data schema or a CUE file, and would be a spec: name another file"
	}
	return ""
}

// taken is why two specs cannot go to one file.
func (r *manifestRun) taken(o, other *genFile) string {
	switch {
	case other.entry == o.entry:
		return fmt.Sprintf("two specs of the entry go to %s: write more parameters into the pattern of \"output\"", o.file)
	case other.real == o.real:
		return fmt.Sprintf("%s is the output of the entry in line %d already", o.file, r.line(other))
	}
	return fmt.Sprintf("%s and %s, the output of the entry in line %d, are the same file where capital letters do not count", o.file, other.file, r.line(other))
}

// line is where the output of an entry stands in the manifest.
func (r *manifestRun) line(o *genFile) int {
	at := o.entry.Node.Get("output")
	return at.File().Lines().Position(at.Span().Start).Line
}

// below reports whether a path lies in a folder.
func below(folder, path string) bool {
	relative, err := filepath.Rel(folder, path)
	return err == nil && relative != "." && filepath.IsLocal(relative)
}

// settingsFiles are the files that tell polarspec what to do, with what they are.
func (r *manifestRun) settingsFiles() map[string]string {
	files := map[string]string{folded(realPath(r.manifest.Path)): "the manifest"}
	add := func(dir, name, what string) { files[folded(realPath(absolute(dir, name)))] = what }
	for _, name := range []string{config.FileName, misnamedSettings} {
		add(r.manifest.Dir, name, "the settings")
	}
	for _, name := range []string{manifest.FileName, misnamedManifest} {
		add(r.manifest.Dir, name, "the manifest")
	}
	add(r.manifest.Dir, evidence.FileName, "the evidence about topics")
	settings, _, err := config.Load(r.manifest.Dir)
	if err != nil {
		return files // linting says what is wrong with them
	}
	for _, layer := range settings.Layers {
		add(layer.Dir, filepath.Base(layer.Path), "the settings")
		add(layer.Dir, evidence.FileName, "the evidence about topics")
		if layer.Baseline != "" {
			add(layer.Dir, layer.Baseline, "the baseline")
		}
	}
	return files
}

// isSource reports whether a file is named like something that specs are made from.
func isSource(path string) bool {
	return project.KindOf(path) != project.NoSchema || strings.EqualFold(filepath.Ext(path), ".cue")
}

// compare reads what is there now, and refuses what cannot be replaced.
func (r *manifestRun) compare() {
	for _, o := range r.outputs {
		if o.refused {
			continue
		}
		var err error
		if o.before, o.exists, err = present(o.real); err != nil {
			at := o.entry.Node.Get("output")
			r.fault(at.File(), at.Span(), exitFailure, fmt.Sprintf("%s: %v", o.file, err))
		}
	}
}

// present reads a file that is to be replaced; exists is false if there is none and one can be made.
func present(path string) (text []byte, exists bool, err error) {
	info, err := os.Lstat(path)
	switch {
	case err == nil && info.IsDir():
		return nil, true, errors.New("there is a folder in the place of the file")
	case err == nil && info.Mode()&fs.ModeSymlink != 0:
		return nil, true, errors.New("it is a link that leads nowhere")
	case err == nil && !info.Mode().IsRegular():
		return nil, true, errors.New("it is not a regular file")
	case err == nil:
		text, err = lint.ReadFile(path)
		return text, true, err
	}
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		info, missing := os.Lstat(dir)
		switch {
		case missing == nil && info.IsDir() && errors.Is(err, fs.ErrNotExist):
			return nil, false, nil
		case missing == nil && !info.IsDir():
			return nil, false, fmt.Errorf("%s is in the place of a folder", filepath.Base(dir))
		case missing == nil || dir == filepath.Dir(dir):
			return nil, false, cause(err)
		}
	}
}

// stale reports whether a file is not what would be written.
func (o *genFile) stale() bool { return !o.exists || !bytes.Equal(o.before, o.text) }
