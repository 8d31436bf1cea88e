// Package discover finds the files that a run looks at: named files, directories walked the way git sees them, and globs.
//
// What the user names wins over what is configured: a named file is taken whatever its extension and even when git ignores it or the configuration excludes it,
// and a named directory is entered even when git ignores that directory. Everything found below it is filtered.
package discover

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Options says where to look and what to take.
type Options struct {
	// Paths are files, directories and globs as the user typed them, relative to Dir or absolute. Without any nothing is visited.
	Paths []string
	// Dir is the working directory; empty for that of the process.
	Dir string
	// Excluded reports whether a file or directory at an absolute path is not taken when it is found in a directory or by a
	// glob; a directory is then not entered. Nil takes everything.
	Excluded func(path string) bool
	// Extensions are the extensions that are taken from directories, with their dot and in any case.
	Extensions []string
}

// File is a regular file that a run looks at.
type File struct {
	// Path is absolute and opens the file.
	Path string
	// Name is what reports print: relative to the working directory, with forward slashes; absolute where there is no such way, as between drives.
	Name string
	// Explicit tells that the user named this very file.
	Explicit bool
	// Size is the length in bytes at the time of the visit.
	Size int64
}

// Walk calls visit for every file that the options select, each one once by its cleaned path.
//
// The order is that of the given paths and, below a directory, the byte order of the paths. Globs find files and directories; a directory is then walked.
// A glob whose last element has no dot (such as * or **) takes the given extensions only, like a directory.
// Directories are read as git reads them: .gitignore files from the git top level down and .git/info/exclude count, the user's global excludes do not;
// .git is not entered; outside of git nothing is ignored. Whether git already tracks an ignored file is not looked up.
// Links to directories are followed only when they are named, links to regular files always. Nothing but a regular file is ever visited.
//
// What cannot be read goes to problem, with the path as reports print it, and the walk goes on. Walk stops at the first error of visit and returns it as it is;
// it also stops when the context ends.
func Walk(ctx context.Context, o Options, visit func(File) error, problem func(path string, err error)) error {
	w, err := newWalker(o, visit, problem)
	if err != nil {
		return err
	}
	for _, p := range o.Paths {
		if err := w.named(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// newWalker resolves the working directory.
func newWalker(o Options, visit func(File) error, problem func(string, error)) (*walker, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("resolving the working directory: %w", err)
	}
	w := &walker{dir: dir, excluded: o.Excluded, visit: visit, problem: problem}
	if w.excluded == nil {
		w.excluded = func(string) bool { return false }
	}
	for _, e := range o.Extensions {
		w.extensions = append(w.extensions, strings.ToLower(e))
	}
	// One path cannot find a file twice, so the usual run over a large directory remembers nothing.
	if len(o.Paths) > 1 {
		w.seen = map[string]struct{}{}
		w.explicit = make(map[string]struct{}, len(o.Paths))
		for _, p := range o.Paths {
			w.explicit[absolute(dir, p)] = struct{}{}
		}
	}
	return w, nil
}

// named visits what one path of the user stands for.
func (w *walker) named(ctx context.Context, typed string) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("looking for files: %w", err)
	}
	if typed == "" {
		w.problem(typed, errors.New("the path is empty; write . for the working directory"))
		return nil
	}
	path := absolute(w.dir, typed)
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return w.absent(ctx, typed, path, err)
	case info.IsDir():
		if isGitName(filepath.Base(path)) {
			w.problem(w.name(path), errors.New("this is the store of git, which is not walked; name a file in it to read that file"))
			return nil
		}
		return w.tree(ctx, path, nil)
	case info.Mode().IsRegular():
		return w.file(path, w.name(path), info.Size(), true)
	default:
		w.problem(w.name(path), fmt.Errorf("this is a %s, not a regular file; pipe its text in and name - instead", kindOf(info.Mode())))
		return nil
	}
}

// absent deals with a path that leads to no file: a glob, a broken link or a mistake. err is the failure of looking at it.
func (w *walker) absent(ctx context.Context, typed, path string, err error) error {
	if _, missing := os.Lstat(path); missing == nil {
		w.problem(w.name(path), linkError(path, err))
		return nil
	}
	if strings.ContainsAny(typed, "*?[{") {
		return w.glob(ctx, typed)
	}
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		w.problem(w.name(path), fmt.Errorf("%w; check the spelling, relative paths start at %s", fs.ErrNotExist, filepath.ToSlash(w.dir)))
		return nil
	}
	w.problem(w.name(path), fmt.Errorf("looking at the path: %w", cause(err)))
	return nil
}

// glob visits what a pattern finds.
func (w *walker) glob(ctx context.Context, typed string) error {
	g, err := newGlob(w.dir, typed)
	if err != nil {
		w.problem(filepath.ToSlash(typed), err)
		return nil
	}
	if info, err := os.Stat(g.base); err == nil && info.IsDir() {
		if err := w.tree(ctx, g.base, g); err != nil {
			return err
		}
	}
	if !g.found {
		w.problem(filepath.ToSlash(typed), fmt.Errorf("no file matches %s; check the pattern, and that .gitignore and exclude leave the files in (a file named without * is always read)", typed))
	}
	return nil
}

// linkError says what is wrong with a named link that cannot be followed.
func linkError(path string, err error) error {
	target, _ := os.Readlink(path)
	switch {
	case target != "" && errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: the link points to %s; restore that file or name another", fs.ErrNotExist, filepath.ToSlash(target))
	case target != "":
		return fmt.Errorf("following the link to %s: %w; make it point to a file", filepath.ToSlash(target), cause(err))
	}
	return fmt.Errorf("looking at the path: %w", cause(err))
}

// kindOf names what is neither a file nor a directory.
func kindOf(m fs.FileMode) string {
	switch {
	case m&fs.ModeNamedPipe != 0:
		return "named pipe"
	case m&fs.ModeSocket != 0:
		return "socket"
	case m&fs.ModeDevice != 0:
		return "device"
	}
	return "special file"
}

// cause drops the operation and the absolute path from an error of the operating system: the caller says both in its own words.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// absolute is the cleaned absolute form of a path that is relative to dir.
func absolute(dir, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, path)
}

// slashPrefix is what the slash form of every path below the folder starts with.
func slashPrefix(dir string) string {
	dir = filepath.ToSlash(dir)
	if strings.HasSuffix(dir, "/") {
		return dir
	}
	return dir + "/"
}
