package project

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/bmatcuk/doublestar/v4"
)

// Files is where the files of a project are read from. Paths are absolute and in the notation of the system.
type Files interface {
	// Open opens a file.
	Open(path string) (io.ReadCloser, error)
	// Match returns the regular files below a folder that a pattern selects, sorted. The pattern is relative to the folder.
	Match(folder, pattern string) ([]string, error)
}

// Disk reads files from the file system.
type Disk struct{}

// Open opens a regular file.
func (Disk) Open(path string) (io.ReadCloser, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, cause(err)
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a regular file")
	}
	if err != nil {
		_ = file.Close()
		return nil, cause(err)
	}
	return file, nil
}

// Match returns the regular files below a folder that a pattern selects, sorted.
func (Disk) Match(folder, pattern string) ([]string, error) {
	found, err := doublestar.Glob(os.DirFS(folder), cleaned(pattern), doublestar.WithFilesOnly())
	if err != nil {
		return nil, fmt.Errorf("looking for %s: %w", pattern, err)
	}
	for i, name := range found {
		found[i] = filepath.Join(folder, filepath.FromSlash(name))
	}
	slices.Sort(found)
	return found, nil
}

// cleaned takes "./" off a pattern: patterns of an fs.FS have none.
func cleaned(pattern string) string {
	return filepath.ToSlash(filepath.Clean(filepath.FromSlash(pattern)))
}

// cause drops the operation and the path from a file error: messages name the file themselves.
func cause(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

// maxFile is the largest file that is read, in bytes. Of a container only so much is read; anything else must fit.
const maxFile = 64 << 20

// read returns the content of a file.
func read(files Files, path string) ([]byte, error) {
	file, err := files.Open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", err)
	}
	defer func() { _ = file.Close() }()
	source, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", cause(err))
	}
	if len(source) > maxFile {
		return nil, fmt.Errorf("is larger than %d MiB, the most that is read", maxFile>>20)
	}
	return source, nil
}
