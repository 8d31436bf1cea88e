package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/report"
)

// suppressible reads a list of rules and refuses those whose findings cannot be suppressed.
func suppressible(s *streams, list string) ([]string, error) {
	catalogue, err := projectCatalogue(s)
	if err != nil {
		return nil, err
	}
	var ids []string
	for id := range strings.SplitSeq(list, ",") {
		id = strings.TrimSpace(id)
		if err := unknownRule(catalogue, id); err != nil {
			return nil, usageError("%w", err)
		}
		if !catalogue.Suppressible(id) {
			return nil, usageError("findings of %s cannot be suppressed: correct what they say", id)
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// checkUntil refuses a last day that is none, or is over.
func checkUntil(s *streams, until string) error {
	if until == "" {
		return nil
	}
	if _, err := time.Parse(time.DateOnly, until); err != nil {
		return usageError("--until is a day as YYYY-MM-DD, not %q", until)
	}
	today, err := s.today("")
	if err != nil {
		return err
	}
	if day := today.Format(time.DateOnly); until < day {
		return usageError("--until %s is over: today is %s, so the entry would have no effect", until, day)
	}
	return nil
}

// ignoredValue reads FILE#POINTER: the absolute path of the file, and the pointer of a value in it with list items by their names.
func ignoredValue(s *streams, argument string) (path, pointer string, err error) {
	name := argument
	if i := strings.LastIndexByte(argument, '#'); i >= 0 && !isFile(absolute(s.dir, argument)) {
		name, pointer = argument[:i], argument[i+1:]
	}
	path = absolute(s.dir, name)
	source, err := lint.ReadFile(path)
	if err != nil {
		return "", "", failure(fmt.Errorf("%s: %w", name, err))
	}
	if pointer == "" {
		return path, "", nil
	}
	if !strings.HasPrefix(pointer, "/") {
		return "", "", usageError(`a pointer starts with "/", as in %s#/source/inputSchema/0/dataType, not with %q`, name, pointer)
	}
	file := document.Parse(source, lint.SyntaxOf(name, source))
	found := lint.FindPointer(file.Root(), pointer)
	switch {
	case len(found) == 0:
		return "", "", usageError("%s has nothing at %s", name, pointer)
	case len(found) == 1:
		pointer = lint.NamedPointer(found[0])
	}
	return path, pointer, nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// settingsFile is a settings file that an entry is added to.
type settingsFile struct {
	path     string
	relative string // the file that the entry is about, relative to the folder of the settings
	layer    *config.Layer
	source   []byte
	created  bool
}

// settingsToChange finds the settings for an entry about a file: those named by --config, else the nearest ones, else new ones in the
// working directory.
func settingsToChange(s *streams, named, file string) (*settingsFile, error) {
	var settings *config.Settings
	var problems []config.Problem
	var err error
	if named != "" {
		settings, problems, err = config.LoadFile(absolute(s.dir, named))
	} else {
		settings, problems, err = config.Load(s.dir)
	}
	if err != nil {
		return nil, usageError("%w", err)
	}
	for _, p := range problems {
		line := p.File.Lines().Position(p.Span.Start).Line
		return nil, usageError("%s:%d: %s; correct the settings first", shownPath(s, p.Path), line, p.Message)
	}
	if !settings.Any() {
		path := filepath.Join(s.dir, config.FileName)
		settings.Layers = []*config.Layer{{Path: path, Dir: s.dir}}
	}
	layer, relative := settings.InnermostLayer(file)
	if layer == nil {
		return nil, usageError("%s lies outside of the folder of the settings %s: its own settings must be changed", shownPath(s, file), shownPath(s, settings.Layers[0].Path))
	}
	target := &settingsFile{path: layer.Path, relative: relative, layer: layer}
	target.source, err = os.ReadFile(layer.Path)
	if errors.Is(err, fs.ErrNotExist) {
		target.source, target.created, err = []byte(config.NewSettings), true, nil
	}
	if err != nil {
		return nil, failure(fmt.Errorf("reading the settings: %w", err))
	}
	return target, nil
}

// has reports whether the settings have an entry for the same place with one of the rules.
func (t *settingsFile) has(entry config.Ignore) (rule string, found bool) {
	for i := range t.layer.Ignore {
		old := &t.layer.Ignore[i]
		if old.File != entry.File || old.Pointer != entry.Pointer {
			continue
		}
		for _, id := range entry.Rules {
			if slices.ContainsFunc(old.Rules, func(name string) bool { return config.Stands(name, id) }) {
				return id, true
			}
		}
	}
	return "", false
}

// replace writes the settings, unless they have changed in the meantime.
func (t *settingsFile) replace(after []byte) error {
	now, err := os.ReadFile(t.path)
	switch {
	case t.created && !errors.Is(err, fs.ErrNotExist), !t.created && (err != nil || !bytes.Equal(now, t.source)):
		return errors.New("it has changed in the meantime: run again")
	}
	return writeFile(t.path, bytes.NewReader(after))
}

func printIgnored(s *streams, done ignored) error {
	place := done.File
	if done.Pointer != "" {
		place += "#" + done.Pointer
	}
	verb := "added"
	if done.Created {
		verb = "created with the entry"
	}
	return printed(fmt.Fprintf(s.out, "%s:%d: %s: %s is ignored at %s\n", report.Visible(done.Settings), done.Line, verb, strings.Join(done.Rules, ", "), report.Visible(place)))
}

// shownPath is how messages print a path: relative to the working directory, with slashes.
func shownPath(s *streams, path string) string {
	relative, err := filepath.Rel(s.dir, path)
	if err != nil {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(relative)
}
