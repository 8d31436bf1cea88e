package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/polarspec/polarspec/lint"
	"github.com/polarspec/polarspec/lint/config"
	"github.com/polarspec/polarspec/lint/project"
)

// sampleFile is a file with one record; no path stands for standard input.
type sampleFile struct{ name, path string }

// samples finds the files that the arguments mean, else those that the settings list for the topic.
func (r *probeRun) samples(args []string) ([]sampleFile, error) {
	if len(args) == 0 {
		return r.topicSamples()
	}
	if count := len(args) - len(slices.DeleteFunc(slices.Clone(args), func(a string) bool { return a == "-" })); count > 1 {
		return nil, usageError("- stands for standard input, which holds one record and can be named once")
	}
	var list []sampleFile
	for _, arg := range args {
		if arg == "-" {
			list = append(list, sampleFile{name: "<stdin>"})
			continue
		}
		path := absolute(r.streams.dir, arg)
		info, err := os.Stat(path)
		switch {
		case err == nil && info.IsDir():
			found, err := folderSamples(path)
			if err != nil {
				return nil, failure(fmt.Errorf("%s: cannot be read: %w", arg, cause(err)))
			}
			if len(found) == 0 {
				return nil, usageError("the folder %s has no files", arg)
			}
			for _, name := range found {
				list = append(list, r.sample(filepath.Join(path, name)))
			}
		case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(arg, "*?[{"):
			found, err := doublestar.FilepathGlob(filepath.ToSlash(path), doublestar.WithFilesOnly())
			if err != nil {
				return nil, usageError("%s is no pattern: %w", arg, err)
			}
			if len(found) == 0 {
				return nil, usageError("%q matches no file", arg)
			}
			slices.Sort(found)
			for _, path := range found {
				list = append(list, r.sample(path))
			}
		default:
			list = append(list, sampleFile{name: arg, path: path})
		}
	}
	return list, nil
}

func (r *probeRun) sample(path string) sampleFile {
	return sampleFile{name: r.shown(path), path: path}
}

// folderSamples are the regular files of a folder, hidden ones left out, sorted.
func folderSamples(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if info, err := os.Stat(filepath.Join(folder, entry.Name())); err == nil && info.Mode().IsRegular() && !strings.HasPrefix(entry.Name(), ".") {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}

// topicSamples are the files that the settings list for the topic.
func (r *probeRun) topicSamples() ([]sampleFile, error) {
	key, patterns := "samples", r.topic.Samples
	if r.flags.key {
		key, patterns = "key-samples", r.topic.KeySamples
	}
	switch {
	case r.flags.topic == "":
		return nil, usageError("polarspec probe takes the files that hold one record each, or --topic for those of the settings")
	case r.layer == nil:
		return nil, usageError("the settings have no topic %q: name the samples, or list them below topics.%s.%s", r.flags.topic, r.flags.topic, key)
	case len(patterns) == 0:
		return nil, usageError("the settings list no %s of the topic %q: name the samples, or list them below topics.%s.%s", key, r.flags.topic, r.flags.topic, key)
	}
	var list []sampleFile
	for _, pattern := range patterns {
		found, err := r.matching(pattern)
		if err != nil {
			return nil, err
		}
		for _, path := range found {
			list = append(list, r.sample(path))
		}
	}
	return list, nil
}

// matching are the files that a pattern of the topic selects.
func (r *probeRun) matching(pattern string) ([]string, error) {
	found, err := project.Disk{}.Match(r.layer.Dir, pattern)
	if err != nil {
		return nil, failure(err)
	}
	if len(found) == 0 {
		return nil, usageError("%s: %q matches no file", r.shown(filepath.Join(r.layer.Dir, config.FileName)), pattern)
	}
	return found, nil
}

// topicSchemas are the schema files that the settings name for the values of the topic.
func (r *probeRun) topicSchemas() ([]string, error) {
	var names []string
	if r.topic.Schema != "" {
		names = append(names, r.shown(absolute(r.layer.Dir, filepath.FromSlash(r.topic.Schema))))
	}
	for _, pattern := range r.topic.Writers {
		found, err := r.matching(pattern)
		if err != nil {
			return nil, err
		}
		for _, path := range found {
			names = append(names, r.shown(path))
		}
	}
	return names, nil
}

// read returns the bytes of a sample.
func (r *probeRun) read(sample sampleFile) ([]byte, error) {
	if sample.path == "" {
		return lint.ReadAll(r.streams.in)
	}
	return readSource(sample.path)
}
