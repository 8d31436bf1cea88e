package discover

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// batch is how many directory entries are read at a time, so that a huge directory costs only the names that are kept of it.
const batch = 1024

// walker holds what one call of Walk needs.
type walker struct {
	dir        string // absolute
	excluded   func(string) bool
	extensions []string            // lower case
	explicit   map[string]struct{} // what the user named, nil for a single path
	seen       map[string]struct{} // visited paths, nil for a single path
	visit      func(File) error
	problem    func(string, error)
}

// entry is what is kept of a directory entry.
type entry struct {
	// name ends in a slash for a directory: sorting by it is then the byte order of whole paths.
	name string
	link bool
}

// listing is the part of a directory that matters.
type listing struct {
	entries []entry
	git     bool // has .git
	ignore  bool // has a regular .gitignore; git does not follow a link there
}

// tree walks a folder that the user named, or the fixed part of a glob.
func (w *walker) tree(ctx context.Context, dir string, g *glob) error {
	if w.excluded(dir) {
		return nil
	}
	return w.directory(ctx, dir, w.scopeAbove(dir), g)
}

// directory visits what is below dir. The scope is that of its parent.
func (w *walker) directory(ctx context.Context, dir string, s *scope, g *glob) error {
	list, err := w.list(dir, g)
	if err != nil {
		w.problem(w.name(dir), fmt.Errorf("reading the directory: %w; what it holds is not checked", cause(err)))
	}
	s = w.enter(dir, s, list)
	below := filepath.Join(dir, "x")
	below = below[:len(below)-1] // dir and a separator, also for a root, which ends in one
	prefix := w.name(below + "x")
	prefix = prefix[:len(prefix)-1]
	for _, e := range list.entries {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("looking for files: %w", err)
		}
		name, isDir := strings.CutSuffix(e.name, "/")
		path := below + name
		slash := filepath.ToSlash(path)
		if s.ignored(slash, isDir) || w.excluded(path) {
			continue
		}
		if isDir {
			err = w.subdirectory(ctx, path, slash, s, g)
		} else {
			err = w.found(path, slash, prefix+name, e.link, g)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// subdirectory enters a directory if the glob has anything to find there. Below one that the glob finds, everything is walked.
func (w *walker) subdirectory(ctx context.Context, path, slash string, s *scope, g *glob) error {
	if g != nil {
		if g.matches(slash) {
			g.found = true
			g = nil
		} else if !g.enters(slash) {
			return nil
		}
	}
	return w.directory(ctx, path, s, g)
}

// found visits a directory entry that may be a file.
func (w *walker) found(path, slash, name string, link bool, g *glob) error {
	if g != nil && !g.matches(slash) {
		return nil
	}
	info, err := os.Stat(path)
	switch {
	case err != nil && link:
		// Links to nothing are everyday things, such as the lock files of editors.
		return nil
	case err != nil:
		w.problem(name, fmt.Errorf("looking at the file: %w", cause(err)))
		return nil
	case !info.Mode().IsRegular():
		return nil
	}
	if g != nil {
		g.found = true
	}
	_, explicit := w.explicit[path]
	return w.file(path, name, info.Size(), explicit)
}

// file visits a regular file, unless that was done before.
func (w *walker) file(path, name string, size int64, explicit bool) error {
	if w.seen != nil {
		if _, again := w.seen[path]; again {
			return nil
		}
		w.seen[path] = struct{}{}
	}
	return w.visit(File{Path: path, Name: name, Explicit: explicit, Size: size})
}

// list reads a directory. What could be read before an error is in the listing.
func (w *walker) list(dir string, g *glob) (listing, error) {
	var list listing
	f, err := os.Open(dir)
	if err != nil {
		return list, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	for err == nil {
		var read []fs.DirEntry
		read, err = f.ReadDir(batch)
		for _, d := range read {
			w.keep(&list, d, g)
		}
	}
	slices.SortFunc(list.entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return list, err
}

// keep adds an entry to the listing if it may lead to a file that is wanted.
func (w *walker) keep(list *listing, d fs.DirEntry, g *glob) {
	name, mode := d.Name(), d.Type()
	switch {
	case isGitName(name):
		list.git = true
		return
	case name == ignoreFile && mode.IsRegular():
		list.ignore = true
	}
	link := mode&fs.ModeSymlink != 0
	switch {
	case mode.IsDir():
		list.entries = append(list.entries, entry{name: name + "/"})
	case (mode.IsRegular() || link) && (g != nil && g.anyExtension || w.wantedExtension(name)):
		list.entries = append(list.entries, entry{name: name, link: link})
	}
}

// wantedExtension tells whether a name has one of the given extensions.
func (w *walker) wantedExtension(name string) bool {
	ext := filepath.Ext(name)
	for _, e := range w.extensions {
		if strings.EqualFold(e, ext) {
			return true
		}
	}
	return false
}

// name is how reports print a path.
func (w *walker) name(path string) string {
	rel, err := filepath.Rel(w.dir, path)
	if err != nil {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(rel)
}
