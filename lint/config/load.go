// Package config reads .polarspec.yaml and answers what it says of a file or rule.
package config

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/shape"
)

//go:generate go run ../../schemas/compile/run.go -package config -schemas ../../schemas/jsonschema -reference ../../docs/reference/configuration.md -example example.yaml -rules Severities,RuleName Config=config.schema.json

// Definitions are the CUE files that the table of settings is generated from.
//
//go:embed *.cue
var Definitions embed.FS

// FileName is the name of the settings file.
const FileName = ".polarspec.yaml"

// Type returns the model of the settings file.
func Type() *shape.Type { return &typeConfig }

// Problem is something wrong with a settings file.
type Problem struct {
	// Rule is the id: config/invalid, config/unknown-key, config/unknown-rule or config/no-match.
	Rule string
	// Path is the settings file.
	Path string
	// File is its parsed text; Node the place that the problem is about; Span the exact text.
	File    *document.File
	Node    document.Node
	Span    document.Span
	Message string
	Fixes   []document.FaultFix
}

// Load reads the settings that hold for a folder: the nearest file named FileName in it or above, and those further up
// until one says root. A problem in a file is returned beside the settings, which then leave out what could not be read.
// The error is for files that cannot be opened.
func Load(folder string) (*Settings, []Problem, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, nil, fmt.Errorf("finding the settings: %w", err)
	}
	s := &Settings{}
	var problems []Problem
	for dir := folder; ; dir = filepath.Dir(dir) {
		path := filepath.Join(dir, FileName)
		_, absent := os.Lstat(path) // a link that leads nowhere is a mistake, not the absence of settings
		layer, found, err := readLayer(path)
		if err != nil && !errors.Is(absent, fs.ErrNotExist) {
			return nil, nil, err
		}
		if err == nil {
			problems = append(problems, found...)
			s.Layers = append([]*Layer{layer}, s.Layers...)
			if layer.Root {
				break
			}
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	return s, problems, nil
}

// LoadFile reads one settings file and no other.
func LoadFile(path string) (*Settings, []Problem, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, nil, fmt.Errorf("finding the settings: %w", err)
	}
	layer, problems, err := readLayer(path)
	if err != nil {
		return nil, nil, err
	}
	return &Settings{Layers: []*Layer{layer}}, problems, nil
}

// maxSize bounds the size of a settings file in bytes.
const maxSize = 16 << 20

func readLayer(path string) (*Layer, []Problem, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the settings: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("reading the settings: %s is not a regular file", path)
	}
	if info.Size() > maxSize {
		return nil, nil, fmt.Errorf("reading the settings: %s is larger than %d MiB", path, maxSize>>20)
	}
	source, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the settings: %w", err)
	}
	layer, problems := Parse(path, source)
	return layer, problems, nil
}
