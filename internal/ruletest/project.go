package ruletest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/evidence"
	"github.com/polarspec/polarspec/lint/project"
)

// isSpec reports whether a file is given to the linter as one that may hold specs.
func isSpec(name string) bool {
	switch path.Ext(name) {
	case ".json", ".jsonc", ".yaml", ".yml":
		return name != config.FileName && path.Base(name) != evidence.FileName
	}
	return false
}

// project reads what lies beside the specs of the workspace. All its data schema files count as named by the user.
func (w *Workspace) project(settings *config.Settings) (*project.Project, error) {
	options := project.Options{Files: w, Dir: root, Name: shown}
	if w.specsOnly {
		return &project.Project{}, nil
	}
	for _, file := range w.Files {
		if project.KindOf(file.Name) != project.NoSchema {
			options.Named = append(options.Named, root+file.Name)
		}
	}
	beside, err := project.Load(context.Background(), settings, options)
	if err != nil {
		return nil, errors.Join(errors.New("loading"), err)
	}
	return beside, nil
}

// Open opens a file of the workspace.
func (w *Workspace) Open(name string) (io.ReadCloser, error) {
	for _, file := range w.Files {
		if root+file.Name == name {
			return io.NopCloser(bytes.NewReader(file.Text)), nil
		}
	}
	return nil, fs.ErrNotExist
}

// Match returns the files of the workspace below a folder that a pattern selects.
func (w *Workspace) Match(folder, pattern string) ([]string, error) {
	var found []string
	for _, file := range w.Files {
		below, ok := strings.CutPrefix(root+file.Name, strings.TrimSuffix(folder, "/")+"/")
		if matched, err := doublestar.Match(pattern, below); ok && matched && err == nil {
			found = append(found, root+file.Name)
		}
	}
	slices.Sort(found)
	return found, nil
}
