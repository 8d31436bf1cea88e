package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
)

// staging are texts in temporary files that are to become files together, so that many of them need no memory and nothing is left of
// them if one is wrong. The temporary files lie in a folder of their own in the nearest folder of each file that exists: on its file
// system, without a folder that would be left behind.
type staging struct {
	scratch map[string]string // the temporary folders by the folders that they are in
	files   int

	slots   chan struct{}
	writing sync.WaitGroup
	mu      sync.Mutex
	fault   error
}

// maxWriters is how many files are written at a time: most of it is waiting for the disk.
const maxWriters = 16

func newStaging() *staging {
	return &staging{scratch: map[string]string{}, slots: make(chan struct{}, maxWriters)}
}

// add writes a text to a temporary file for a path, in the background, and returns its name. name is what messages call the file.
func (s *staging) add(path, name string, text []byte) (string, error) {
	folder, err := s.folder(path)
	if err != nil {
		return "", failure(fmt.Errorf("writing %s: %w", name, cause(err)))
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	s.files++
	temporary := filepath.Join(folder, strconv.Itoa(s.files))
	s.slots <- struct{}{}
	s.writing.Go(func() {
		defer func() { <-s.slots }()
		if err := writeAll(temporary, text, mode); err != nil {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.fault = firstError(s.fault, failure(fmt.Errorf("writing %s: %w", name, cause(err))))
		}
	})
	return temporary, nil
}

// writeAll writes a new file and waits until it is on the disk.
func writeAll(path string, text []byte, mode fs.FileMode) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return firstError(err, file.Chmod(mode), file.Sync(), file.Close())
}

// folder is the temporary folder for a path.
func (s *staging) folder(path string) (string, error) {
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if known := s.scratch[dir]; known != "" {
			return known, nil
		}
		_, err := os.Lstat(dir)
		if errors.Is(err, fs.ErrNotExist) && dir != filepath.Dir(dir) {
			continue
		}
		if err != nil {
			return "", err
		}
		made, err := os.MkdirTemp(dir, ".polarspec-*.tmp")
		if err == nil {
			s.scratch[dir] = made
		}
		return made, err
	}
}

// wait waits until all is written and returns the first error.
func (s *staging) wait() error {
	s.writing.Wait()
	return s.fault
}

// place gives a text that was staged its place; folders are made.
func place(temporary, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}

// discard removes what was staged and has no place yet.
func (s *staging) discard() {
	s.writing.Wait()
	for _, folder := range s.scratch {
		_ = os.RemoveAll(folder)
	}
}

// writeOutput writes a file that the user named as a whole; folders are made.
func writeOutput(path string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return writeFile(path, bytes.NewReader(text))
}
